"""Train the sentence encoder: likeness of claims (its mean vector), and heads on its word vectors for checkable,
subjective, forward-looking and loaded sentences and for how firmly an event is told.

Likeness keeps the vectors that the encoder came with: they are held near the untrained encoder's on every sentence
(a distillation loss), so that the heads cannot spoil what a billion pairs taught it, and fitted to STS-B's order
with the pairwise ranking loss of CoSENT (Su 2022).

The heads of `LATE` learn from sentences that were written for this project, on the encoder as it is by then: no vector
changes with them, and they are made in a minute.
"""

from __future__ import annotations

import random
import time
from collections import defaultdict
from pathlib import Path

import corpora
import torch
import written
from encoder import WIDTH, base, mean, padded, tokenizer
from torch import Tensor, nn
from torch.nn import functional

SEED = 20261123
LENGTH = 96
EPOCHS = 1
BATCH = 32
RATE = 1e-4
TIMES = {"subjective": 3}  # how often a set is shown in an epoch
PUBLIC_SUBJECTIVE = 2  # how often a public sentence stands in its set, beside one that was written for this
HEADS = ("checkable", "subjective")
LATE = ("forward", "loaded")  # learned last, by their heads alone
LATE_EPOCHS, LATE_RATE = 12, 1e-3
SMOOTH = 0.05


class SentenceEncoder(nn.Module):
    """One sentence a row: its unit vector, a logit for each head, a firmness for each token."""

    def __init__(self, attention: str = "sdpa") -> None:
        super().__init__()
        self.body = base(attention)
        self.looks = nn.Linear(WIDTH, len(HEADS))
        self.heads = nn.ModuleList(_head() for _ in HEADS)
        self.firm = _head()

    def grow(self) -> None:
        """Room for the late heads; those that are there stay as they are."""
        narrow, self.looks = self.looks, nn.Linear(WIDTH, len(HEADS) + len(LATE))
        with torch.no_grad():
            self.looks.weight[: len(HEADS)] = narrow.weight
            self.looks.bias[: len(HEADS)] = narrow.bias
        self.heads.extend(_head() for _ in LATE)

    def hidden(self, ids: Tensor, mask: Tensor) -> Tensor:
        return self.body(input_ids=ids, attention_mask=mask).last_hidden_state

    def logit(self, which: int, hidden: Tensor, mask: Tensor) -> Tensor:
        """One head: the mean of the sentence beside what the head attends to."""
        looks = self.looks(hidden)[..., which].masked_fill(mask == 0, -1e4)
        seen = (looks.softmax(-1).unsqueeze(-1) * hidden).sum(1)
        return self.heads[which](torch.cat([seen, mean(hidden, mask)], -1)).squeeze(-1)

    def firmness(self, hidden: Tensor, mask: Tensor) -> Tensor:
        """-3..3 for every token, seen beside the whole sentence."""
        whole = mean(hidden, mask).unsqueeze(1).expand_as(hidden)
        return 3 * torch.tanh(self.firm(torch.cat([hidden, whole], -1)).squeeze(-1))

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        hidden = self.hidden(input_ids, attention_mask)
        vector = functional.normalize(mean(hidden, attention_mask), dim=-1)
        logits = torch.stack([self.logit(i, hidden, attention_mask) for i in range(len(self.heads))], -1)
        return vector, logits, self.firmness(hidden, attention_mask)


def _head() -> nn.Module:
    return nn.Sequential(nn.Dropout(0.1), nn.Linear(2 * WIDTH, WIDTH // 2), nn.Tanh(), nn.Linear(WIDTH // 2, 1))


def material(data: Path) -> dict[str, list]:
    """Rows by task: (ids, label) for heads, (ids, [(token, value)]) for firmness, (ids, ids, score) for likeness."""
    pieces = tokenizer(LENGTH)
    rows: dict[str, list] = {}
    own = [corpora.Sentence(each.text, "subjective", float(each.label)) for each in written.judged("subjective")]
    for head, found in (
        ("checkable", list(corpora.checkable(data))),
        ("subjective", PUBLIC_SUBJECTIVE * list(corpora.subjective(data)) + own),
    ):
        read = pieces.encode_batch([s.text for s in found])
        rows[head] = [(e.ids, s.label) for e, s in zip(read, found, strict=True)]
    events = defaultdict(list)
    for event in corpora.firmness(data):
        events[event.text].append(event)
    rows["firmness"] = []
    for text, found in events.items():
        read = pieces.encode(text)
        places = [(next((i for i, (a, b) in enumerate(read.offsets) if a <= e.start < b), -1), e.label) for e in found]
        rows["firmness"].append((read.ids, [place for place in places if place[0] > 0]))
    pairs = list(corpora.similar(data))
    first = pieces.encode_batch([a for a, _, _ in pairs])
    second = pieces.encode_batch([b for _, b, _ in pairs])
    rows["similar"] = [(a.ids, b.ids, score) for a, b, (_, _, score) in zip(first, second, pairs, strict=True)]
    return rows


def plan(rows: dict[str, list], seed: int) -> list[tuple[str, list[int]]]:
    """Batches of one task and like length each, in an order that the seed decides."""
    chance = random.Random(seed)
    out = []
    for task, mine in rows.items():
        for _ in range(TIMES.get(task, 1)):
            order = list(range(len(mine)))
            chance.shuffle(order)
            for start in range(0, len(order), BATCH * 50):
                pool = sorted(order[start : start + BATCH * 50], key=lambda i: len(mine[i][0]))
                out += [(task, pool[i : i + BATCH]) for i in range(0, len(pool), BATCH)]
    chance.shuffle(out)
    return out


def ranked(cosines: Tensor, scores: Tensor) -> Tensor:
    """CoSENT: of two pairs the one scored higher should have the higher cosine."""
    differences = 20 * (cosines.unsqueeze(0) - cosines.unsqueeze(1))
    wrong = scores.unsqueeze(0) < scores.unsqueeze(1)
    return torch.cat([differences[wrong], differences.new_zeros(1)]).logsumexp(0)


def train(data: Path, out: Path) -> SentenceEncoder:
    """Train and save: the encoder with its first heads (a checkpoint of them is used if it is there), then the late."""
    torch.manual_seed(SEED)
    model = SentenceEncoder()
    kept_as = out.with_suffix(".first.pt")
    if kept_as.exists():
        model.load_state_dict(torch.load(kept_as, weights_only=True))
    else:
        learn(model, material(data))
        torch.save(model.state_dict(), kept_as)
    torch.manual_seed(SEED)
    model.grow()
    for which, name in enumerate(LATE, len(HEADS)):
        learn_late(model, which, list(written.judged(name)))
    torch.save(model.state_dict(), out)
    return model.eval()


def learn_late(model: SentenceEncoder, which: int, found: list[written.Judged]) -> None:
    """One late head: cross-entropy on the encoder's word vectors, which stay as they are."""
    pieces = tokenizer(LENGTH)
    read = [e.ids for e in pieces.encode_batch([each.text for each in found])]
    order = sorted(range(len(read)), key=lambda i: len(read[i]))
    batches = []
    model.eval()
    with torch.no_grad():
        for start in range(0, len(order), BATCH):
            chosen = order[start : start + BATCH]
            ids = padded([read[i] for i in chosen])
            mask = (ids != 0).long()
            labels = torch.tensor([float(found[i].label) for i in chosen]) * (1 - 2 * SMOOTH) + SMOOTH
            batches.append((model.hidden(ids, mask), mask, labels))
    model.heads[which].train()
    learned = [*model.looks.parameters(), *model.heads[which].parameters()]
    optimiser = torch.optim.AdamW(learned, lr=LATE_RATE, weight_decay=0)
    chance = random.Random(SEED)
    for epoch in range(LATE_EPOCHS):
        chance.shuffle(batches)
        total = 0.0
        for hidden, mask, labels in batches:
            loss = functional.binary_cross_entropy_with_logits(model.logit(which, hidden, mask), labels)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            total += loss.item()
        print(f"{(HEADS + LATE)[which]} {epoch + 1}/{LATE_EPOCHS} loss {total / len(batches):.3f}", flush=True)


def learn(model: SentenceEncoder, rows: dict[str, list]) -> None:
    """The encoder and its first heads; prints the losses, so that a stuck run is seen."""
    print("sentences", {task: len(mine) for task, mine in rows.items()}, flush=True)
    old = base().eval()
    model.body.embeddings.word_embeddings.weight.requires_grad_(requires_grad=False)
    steps = [batch for epoch in range(EPOCHS) for batch in plan(rows, SEED + epoch)]
    optimiser = torch.optim.AdamW([p for p in model.parameters() if p.requires_grad], lr=RATE, weight_decay=0.01)
    warm = len(steps) // 20
    rate = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(step / warm, max(0.0, (len(steps) - step) / (len(steps) - warm)))
    )
    model.train()
    started, shown = time.monotonic(), defaultdict(list)
    for step, (task, batch) in enumerate(steps):
        chosen = [rows[task][i] for i in batch]
        ids = padded([row[0] for row in chosen])
        mask = (ids != 0).long()
        hidden = model.hidden(ids, mask)
        if task == "similar":
            other = padded([row[1] for row in chosen])
            left = functional.normalize(mean(hidden, mask), dim=-1)
            right = functional.normalize(mean(model.hidden(other, (other != 0).long()), (other != 0).long()), dim=-1)
            loss = 0.3 * ranked((left * right).sum(-1), torch.tensor([row[2] for row in chosen]))
        elif task == "firmness":
            places = [(i, at, value) for i, row in enumerate(chosen) for at, value in row[1]]
            if not places:
                continue
            told = model.firmness(hidden, mask)[[p[0] for p in places], [p[1] for p in places]]
            loss = 0.4 * functional.smooth_l1_loss(told, torch.tensor([p[2] for p in places]))
        else:
            label = torch.tensor([row[1] for row in chosen]) * (1 - 2 * SMOOTH) + SMOOTH
            loss = functional.binary_cross_entropy_with_logits(model.logit(HEADS.index(task), hidden, mask), label)
        shown[task].append(loss.item())
        if step % 3 == 0:  # the distillation costs a forward pass: on every third batch
            with torch.no_grad():
                kept = functional.normalize(
                    mean(old(input_ids=ids, attention_mask=mask).last_hidden_state, mask), dim=-1
                )
            now = functional.normalize(mean(hidden, mask), dim=-1)
            apart = (1 - (kept * now).sum(-1)).mean()
            alike = functional.mse_loss(now @ now.T, kept @ kept.T)
            shown["drift"].append(apart.item())
            loss = loss + apart + 10 * alike
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        rate.step()
        if step % 200 == 199:
            means = " ".join(f"{task} {sum(v) / len(v):.3f}" for task, v in sorted(shown.items()))
            print(f"sentences {step + 1}/{len(steps)} {means} {time.monotonic() - started:.0f} s", flush=True)
            shown.clear()
