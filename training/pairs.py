"""Train the pair encoder: does a text follow from, contradict, or leave open another (relate); how does a second
statement bear on a first (bearing); how does a body stand to a headline (stance).

One encoder reads both texts together; each head sees the mean of either text, their difference and their product, as
sentence encoders are trained on pairs (Conneau et al. 2017), here after full cross-attention.
"""

from __future__ import annotations

import math
import random
import time
from collections import Counter
from pathlib import Path

import corpora
import torch
import written
from corpora import Pair
from encoder import WIDTH, base, mean, padded, tokenizer
from made import kept, made, turned_about
from torch import Tensor, nn
from written import BEARINGS

from cuibono.language.gist import gist

SEED = 20261129
LENGTH = 96
BATCH = 32
RATE = 1e-4
MADE, KEPT = 8_000, 4_000  # rows made by rule in the first phase
EPOCHS = 2  # of what was written for this, in the second phase and in the third
# Rows of an epoch of either besides what was written for this: public pairs and stances seen again, rows made by rule.
AGAIN, STANCES_AGAIN, MADE_AGAIN, KEPT_AGAIN = 10_000, 4_000, 2_500, 1_500
BALANCED = 8_000  # of the pairs of `written/` that are seen again in the third
# Rows of the fourth: a part of everything, and the news pairs whole.
LAST_BALANCED, LAST_CROWD, LAST_AGAIN, LAST_STANCES, LAST_MADE, LAST_KEPT = 4_000, 5_200, 10_000, 2_000, 1_500, 1_000
# Shares of FNC-1 that are learned from: unrelated bodies are easy and many, and so are discussing ones.
SHARES = {"agree": 1.0, "disagree": 1.0, "discuss": 0.5, "unrelated": 0.07}
HEADS = {"relate": 3, "stance": 4, "bearing": len(BEARINGS)}

Row = tuple[list[int], list[int], int, str, int]  # ids, type ids, label, head, bearing


class PairEncoder(nn.Module):
    """Both texts through one encoder; logits of each head."""

    def __init__(self, attention: str = "sdpa") -> None:
        super().__init__()
        self.body = base(attention)
        self.heads = nn.ModuleDict({name: _head(labels) for name, labels in HEADS.items()})

    def features(self, ids: Tensor, mask: Tensor, kinds: Tensor) -> Tensor:
        hidden = self.body(input_ids=ids, attention_mask=mask, token_type_ids=kinds).last_hidden_state
        first, second = mean(hidden, mask * (1 - kinds)), mean(hidden, kinds)
        return torch.cat([first, second, (first - second).abs(), first * second], -1)

    def forward(self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor) -> tuple[Tensor, ...]:
        seen = self.features(input_ids, attention_mask, token_type_ids)
        return tuple(self.heads[name](seen) for name in HEADS)


def _head(labels: int) -> nn.Module:
    return nn.Sequential(
        nn.Dropout(0.1), nn.Linear(4 * WIDTH, WIDTH), nn.Tanh(), nn.Dropout(0.1), nn.Linear(WIDTH, labels)
    )


def public(data: Path) -> list[Pair]:
    """What the first phase learns from, in a fixed order: public pairs, stances, and pairs made by rule."""
    crowd = list(corpora.nli(data))
    pairs = crowd + list(turned_about(crowd, SEED)) + list(made(corpora.news(data), MADE, SEED))
    pairs += kept(corpora.news(data), KEPT, SEED)
    chance = random.Random(SEED)
    for headline, body, stance in corpora.fnc(data)[0]:
        if chance.random() < SHARES[corpora.STANCES[stance]]:
            pairs.append(stance_pair(headline, body, stance))
    return pairs


def later(data: Path, before: list[Pair], epoch: int) -> list[Pair]:
    """What an epoch of the second and third phase learns from: what was written for this, and some of all else.

    The balanced pairs are seen whole in the second phase and in part in the third: they were made so that words in
    common should not tell what follows, and after an epoch of them alone many words in common were taken for a
    contradiction ("rejected the appeal", "the appeal was dismissed").
    """
    chance = random.Random(SEED + 1 + epoch)
    news = corpora.news(data)
    balanced = list(written.pairs(written.items()))
    if epoch < EPOCHS:
        balanced += list(written.strangers(balanced, news, SEED + epoch))
    else:
        balanced = chance.sample(balanced, BALANCED)
    natural = list(written.pairs(written.items(written.CROWD)))
    plain = list(written.pairs(written.items(written.PLAIN), borne=True))
    again = chance.sample([p for p in before if p.head == "relate"], AGAIN)
    stances = chance.sample([p for p in before if p.head == "stance"], STANCES_AGAIN)
    rules = [*made(news, MADE_AGAIN, SEED + 1 + epoch), *kept(news, KEPT_AGAIN, SEED + 1 + epoch)]
    return balanced + natural + plain + again + stances + rules


def last(data: Path, before: list[Pair], seed: int) -> list[Pair]:
    """What the fourth phase learns from: two outlets' sentences of one event, among a part of everything else."""
    chance = random.Random(seed)
    news = corpora.news(data)
    natural = list(written.items(written.CROWD))
    own = chance.sample(natural, LAST_CROWD) + [item for item in natural if item.outlets]
    pairs = chance.sample(list(written.pairs(written.items())), LAST_BALANCED) + list(written.pairs(iter(own)))
    pairs += written.pairs(written.items(written.PLAIN), borne=True)
    pairs += chance.sample([p for p in before if p.head == "relate"], LAST_AGAIN)
    pairs += chance.sample([p for p in before if p.head == "stance"], LAST_STANCES)
    return [*pairs, *made(news, LAST_MADE, seed), *kept(news, LAST_KEPT, seed)]


def stance_pair(headline: str, body: str, stance: int) -> Pair:
    """What the product shows the encoder of an article: the sentences that bear on the headline."""
    return Pair(" ".join(body[a:b] for a, b in gist(headline, body)), headline, stance, "stance")


def batches(rows: list[Row], size: int, seed: int) -> list[list[int]]:
    """Indices in batches of one head and of like length, in an order that the seed decides."""
    chance = random.Random(seed)
    order = list(range(len(rows)))
    chance.shuffle(order)
    out = []
    for head in ("relate", "stance"):
        mine = [i for i in order if rows[i][3] == head]
        for start in range(0, len(mine), size * 50):
            pool = sorted(mine[start : start + size * 50], key=lambda i: len(rows[i][0]))
            out += [pool[i : i + size] for i in range(0, len(pool), size)]
    chance.shuffle(out)
    return out


def encoded(pairs: list[Pair]) -> list[Row]:
    pieces = tokenizer(LENGTH)
    read = pieces.encode_batch([(p.premise, p.hypothesis) for p in pairs])
    return [(e.ids, e.type_ids, p.label, p.head, p.bearing) for e, p in zip(read, pairs, strict=True)]


def inputs(rows: list[Row]) -> tuple[Tensor, Tensor, Tensor]:
    ids = padded([row[0] for row in rows])
    return ids, (ids != 0).long(), padded([row[1] for row in rows])


def train(data: Path, out: Path) -> PairEncoder:
    """Train and save; prints the loss, so that a stuck run is seen.

    Four phases, each with a rate that rises, then falls to 0: an epoch of public pairs, then what was written for this
    project among some of the others, then most of that again, then the news. A checkpoint after a phase is used if it
    is there. What is kept is the mean of the weights after the last two (Izmailov et al. 2018): either is better at
    something, and the mean is better at both.
    """
    torch.manual_seed(SEED)
    model = PairEncoder()
    # The word vectors stay as they are: half of all weights, and most words of the news are in no set here.
    model.body.embeddings.word_embeddings.weight.requires_grad_(requires_grad=False)
    pairs = public(data)
    phases = (
        ("first", RATE, lambda: [pairs]),
        ("second", RATE, lambda: [later(data, pairs, epoch) for epoch in range(EPOCHS)]),
        ("third", RATE, lambda: [later(data, pairs, epoch) for epoch in range(EPOCHS, 2 * EPOCHS)]),
        ("fourth", 0.8 * RATE, lambda: [last(data, pairs, SEED + 1 + 2 * EPOCHS)]),
    )
    for name, rate, epochs in phases:
        kept_as = out.with_suffix(f".{name}.pt")
        if kept_as.exists():
            model.load_state_dict(torch.load(kept_as, weights_only=True))
        else:
            learn(model, [encoded(rows) for rows in epochs()], rate)
            torch.save(model.state_dict(), kept_as)
    ends = [torch.load(out.with_suffix(f".{name}.pt"), weights_only=True) for name, _, _ in phases[-2:]]
    model.load_state_dict(
        {name: sum(end[name] for end in ends) / 2 if w.is_floating_point() else w for name, w in ends[0].items()}
    )
    torch.save(model.state_dict(), out)
    return model.eval()


def learn(model: PairEncoder, epochs: list[list[Row]], highest: float) -> None:
    """One phase: the rows of each epoch in batches, the rate rising to ``highest`` over a twentieth, falling to 0."""
    losses = weighed([row for rows in epochs for row in rows])
    plan = [[rows[i] for i in batch] for n, rows in enumerate(epochs) for batch in batches(rows, BATCH, SEED + n)]
    warm = len(plan) // 20
    optimiser = torch.optim.AdamW([p for p in model.parameters() if p.requires_grad], lr=highest, weight_decay=0.01)
    rate = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda n: min((n + 1) / warm, (len(plan) - n) / (len(plan) - warm))
    )
    model.train()
    started, shown = time.monotonic(), 0.0
    for step, batch in enumerate(plan, 1):
        loss = lost(model, batch, losses)
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        rate.step()
        shown += loss.item()
        if step % 50 == 0:
            print(f"pairs {step}/{len(plan)} loss {shown / 50:.3f} {time.monotonic() - started:.0f} s", flush=True)
            shown = 0.0


def weighed(rows: list[Row]) -> dict[str, nn.Module]:
    """A loss for each head; its classes weigh by the root of their inverse frequency."""
    counts = Counter((row[3], row[2]) for row in rows) + Counter(("bearing", row[4]) for row in rows if row[4] >= 0)
    print("pairs", sorted(counts.items()), flush=True)
    losses = {}
    for head, labels in HEADS.items():
        weights = torch.tensor([1 / math.sqrt(counts[head, label] or 1) for label in range(labels)])
        losses[head] = nn.CrossEntropyLoss(weight=weights / weights.mean(), label_smoothing=0.05)
    return losses


def lost(model: PairEncoder, batch: list[Row], losses: dict[str, nn.Module]) -> Tensor:
    """The loss of a batch of one head, and of how its texts bear on each other where that is told."""
    head = batch[0][3]
    # Sums in bfloat16 where the processor has them: twice the speed here, and no loss of accuracy was seen.
    with torch.autocast("cpu", dtype=torch.bfloat16):
        seen = model.features(*inputs(batch))
        said = model.heads[head](seen)
        told = [i for i, row in enumerate(batch) if row[4] >= 0]
        borne = model.heads["bearing"](seen[told]) if told else None
    loss = losses[head](said.float(), torch.tensor([row[2] for row in batch]))
    if borne is not None:
        loss = loss + 0.5 * losses["bearing"](borne.float(), torch.tensor([batch[i][4] for i in told]))
    return loss
