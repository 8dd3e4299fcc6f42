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
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Mixture:
    """How many rows of each kind an epoch has, drawn at random; None: all there are.

    News as two outlets tell it, plain restatements, and answers to real sentences are in every epoch, whole.
    """

    balanced: int | None  # pairs made so that words in common do not tell what follows
    crowd: int | None  # passages with what comes to mind
    again: int  # public pairs
    stances: int
    made: int  # by rule
    kept: int


# The balanced pairs are seen whole in the second phase and in part later: after an epoch of them alone many words in
# common were taken for a contradiction ("rejected the appeal", "the appeal was dismissed").
SECOND = Mixture(balanced=None, crowd=None, again=10_000, stances=4_000, made=2_500, kept=1_500)
THIRD = Mixture(balanced=8_000, crowd=None, again=10_000, stances=4_000, made=2_500, kept=1_500)
FOURTH = Mixture(balanced=4_000, crowd=16_000, again=10_000, stances=2_000, made=1_500, kept=1_000)


def mixed(data: Path, before: list[Pair], mixture: Mixture, seed: int) -> list[Pair]:
    """What an epoch after the first phase learns from; ``before`` is what the first learned from."""
    chance = random.Random(seed)

    def drawn(pairs: list[Pair], number: int | None) -> list[Pair]:
        return pairs if number is None else chance.sample(pairs, number)

    news = corpora.news(data)
    balanced = drawn(list(written.pairs(written.items())), mixture.balanced)
    crowd = list(written.items(written.CROWD))
    rows = balanced + list(written.strangers(balanced, news, seed))
    rows += drawn(list(written.pairs(item for item in crowd if not item.outlets)), mixture.crowd)
    rows += written.pairs(item for item in crowd if item.outlets)
    rows += written.pairs(written.items(written.PLAIN), borne=True)
    rows += written.pairs(written.items(written.ANSWERED, corpora.premises(data)))
    rows += drawn([pair for pair in before if pair.head == "relate"], mixture.again)
    rows += drawn([pair for pair in before if pair.head == "stance"], mixture.stances)
    return [*rows, *made(news, mixture.made, seed), *kept(news, mixture.kept, seed)]


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

    Four phases, each with a rate that rises, then falls to 0: an epoch of public pairs, two of what was written for
    this project among some of the others, then twice one of most of that again. A checkpoint after a phase is used if
    it is there. What is kept is the mean of the weights after the last two (Izmailov et al. 2018): either is better
    at something, and the mean is better at both.
    """
    torch.manual_seed(SEED)
    model = PairEncoder()
    # The word vectors stay as they are: half of all weights, and most words of the news are in no set here.
    model.body.embeddings.word_embeddings.weight.requires_grad_(requires_grad=False)
    pairs = public(data)
    phases = (
        ("first", RATE, lambda: [pairs]),
        ("second", RATE, lambda: [mixed(data, pairs, SECOND, SEED + n) for n in (1, 2)]),
        ("third", RATE, lambda: [mixed(data, pairs, THIRD, SEED + 3)]),
        ("fourth", 0.8 * RATE, lambda: [mixed(data, pairs, FOURTH, SEED + 4)]),
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
