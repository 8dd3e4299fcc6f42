"""Train the pair encoder: does a text follow from, contradict, or leave open another (relate); how does a body stand to
a headline (stance). One encoder reads both texts together; each head sees the mean of either text, their difference
and their product, as sentence encoders are trained on pairs (Conneau et al. 2017), here after full cross-attention.
"""

from __future__ import annotations

import math
import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import corpora
import torch
from corpora import Pair
from encoder import WIDTH, base, mean, padded, tokenizer
from made import kept, made, turned_about
from torch import Tensor, nn

from cuibono.language.gist import gist

SEED = 20261123
LENGTH = 96
EPOCHS = 2  # that the rate falls over
STEPS = 2000  # batches of the first phase
KEPT, AGAIN, RELATED = 4000, 7000, 700  # rows of the cool-down: see `cooling`
BATCH = 32
RATE = 1e-4
MADE = 14_000
# Shares of FNC-1 that are learned from: unrelated bodies are easy and many, and so are discussing ones.
SHARES = {"agree": 1.0, "disagree": 1.0, "discuss": 0.5, "unrelated": 0.07}


class PairEncoder(nn.Module):
    """Both texts through one encoder; logits of both heads."""

    def __init__(self, attention: str = "sdpa") -> None:
        super().__init__()
        self.body = base(attention)
        self.heads = nn.ModuleDict({"relate": _head(3), "stance": _head(4)})

    def features(self, ids: Tensor, mask: Tensor, kinds: Tensor) -> Tensor:
        hidden = self.body(input_ids=ids, attention_mask=mask, token_type_ids=kinds).last_hidden_state
        first, second = mean(hidden, mask * (1 - kinds)), mean(hidden, kinds)
        return torch.cat([first, second, (first - second).abs(), first * second], -1)

    def forward(self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor) -> tuple[Tensor, Tensor]:
        seen = self.features(input_ids, attention_mask, token_type_ids)
        return self.heads["relate"](seen), self.heads["stance"](seen)


def _head(labels: int) -> nn.Module:
    return nn.Sequential(
        nn.Dropout(0.1), nn.Linear(4 * WIDTH, WIDTH), nn.Tanh(), nn.Dropout(0.1), nn.Linear(WIDTH, labels)
    )


def material(data: Path) -> list[Pair]:
    """Everything that is learned from, in a fixed order."""
    crowd = list(corpora.nli(data))
    pairs = crowd + list(turned_about(crowd, SEED)) + list(made(corpora.news(data), MADE, SEED))
    chance = random.Random(SEED)
    for headline, body, stance in corpora.fnc(data)[0]:
        if chance.random() < SHARES[corpora.STANCES[stance]]:
            pairs.append(stance_pair(headline, body, stance))
    return pairs


def cooling(data: Path, before: list[Pair]) -> list[Pair]:
    """What the cool-down sees: pairs that keep "not" in its place, FNC-1 as relations, and some of all else.

    A body that agrees with a headline says what it says, one that disagrees contradicts it, one that discusses it
    leaves it open.
    """
    chance = random.Random(SEED + 1)
    pairs = list(kept(corpora.news(data), KEPT, SEED)) + chance.sample(before, AGAIN)
    by_stance = {stance: [p for p in before if p.head == "stance" and p.label == stance] for stance in range(3)}
    relation = {0: corpora.ENTAILMENT, 1: corpora.CONTRADICTION, 2: corpora.NEUTRAL}
    for stance, found in by_stance.items():
        pairs += [replace(p, label=relation[stance], head="relate") for p in found[:RELATED]]
    return pairs


def stance_pair(headline: str, body: str, stance: int) -> Pair:
    """What the product shows the encoder of an article: the sentences that bear on the headline."""
    return Pair(" ".join(body[a:b] for a, b in gist(headline, body)), headline, stance, "stance")


def batches(rows: list[tuple[list[int], list[int], int, str]], size: int, seed: int) -> list[list[int]]:
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


def encoded(pairs: list[Pair]) -> list[tuple[list[int], list[int], int, str]]:
    pieces = tokenizer(LENGTH)
    read = pieces.encode_batch([(p.premise, p.hypothesis) for p in pairs])
    return [(e.ids, e.type_ids, p.label, p.head) for e, p in zip(read, pairs, strict=True)]


def inputs(rows: list[tuple[list[int], list[int], int, str]]) -> tuple[Tensor, Tensor, Tensor]:
    ids = padded([row[0] for row in rows])
    return ids, (ids != 0).long(), padded([row[1] for row in rows])


def train(data: Path, out: Path) -> PairEncoder:
    """Train and save; prints the loss, so that a stuck run is seen.

    Two phases: a rate that falls as if it had two epochs to reach 0, stopped after ``STEPS``; then a cool-down on other
    rows (``cooling``) with a fresh optimiser, from where the rate was to 0. A checkpoint of the first phase is used if
    it is there.
    """
    torch.manual_seed(SEED)
    pairs = material(data)
    rows = encoded(pairs)
    counts = Counter((row[3], row[2]) for row in rows)
    print("pairs", sorted(counts.items()), flush=True)
    model = PairEncoder()
    # The word vectors stay as they are: half of all weights, and most words of the news are in no set here.
    model.body.embeddings.word_embeddings.weight.requires_grad_(requires_grad=False)
    weights = {
        head: torch.tensor([1 / math.sqrt(counts[head, label]) for label in range(n)])
        for head, n in (("relate", 3), ("stance", 4))
    }
    losses = {h: nn.CrossEntropyLoss(weight=w / w.mean(), label_smoothing=0.05) for h, w in weights.items()}
    plan = [batch for epoch in range(EPOCHS) for batch in batches(rows, BATCH, SEED + epoch)]
    warm = len(plan) // 20
    first = out.with_suffix(".first.pt")
    if first.exists():
        model.load_state_dict(torch.load(first, weights_only=True))
    else:
        learn(model, rows, plan[:STEPS], lambda n: min(n / warm, (len(plan) - n) / (len(plan) - warm)), losses)
        torch.save(model.state_dict(), first)
    left = (len(plan) - STEPS) / (len(plan) - warm)
    last = encoded(cooling(data, pairs))
    cool = batches(last, BATCH, SEED + EPOCHS)
    learn(model, last, cool, lambda n: left * max(0.0, 1 - n / len(cool)), losses)
    torch.save(model.state_dict(), out)
    return model.eval()


def learn(
    model: PairEncoder,
    rows: list[tuple[list[int], list[int], int, str]],
    plan: list[list[int]],
    share: Callable[[int], float],
    losses: dict[str, nn.Module],
) -> None:
    """One phase: a step for each batch, at ``share(step)`` of the rate."""
    optimiser = torch.optim.AdamW([p for p in model.parameters() if p.requires_grad], lr=RATE, weight_decay=0.01)
    rate = torch.optim.lr_scheduler.LambdaLR(optimiser, share)
    model.train()
    started, shown = time.monotonic(), 0.0
    for step, batch in enumerate(plan, 1):
        chosen = [rows[i] for i in batch]
        head = chosen[0][3]
        seen = model.features(*inputs(chosen))
        loss = losses[head](model.heads[head](seen), torch.tensor([row[2] for row in chosen]))
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        rate.step()
        shown += loss.item()
        if step % 50 == 0:
            print(f"pairs {step}/{len(plan)} loss {shown / 50:.3f} {time.monotonic() - started:.0f} s", flush=True)
            shown = 0.0
