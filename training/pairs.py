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
from dataclasses import replace
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
# Rows of the second phase: crowd pairs and stances seen again, FNC-1 as relations (for each stance), rows made by rule.
AGAIN, STANCES_AGAIN, RELATED, MADE_AGAIN, KEPT_AGAIN = 12_000, 5_000, 700, 3_000, 2_000
EPOCHS = 4  # of what was written for this, in the second phase
COOLED = 2  # epochs of the plain pairs in the third
# Rows of an epoch of the third phase besides the plain pairs: written, crowd, stances, made by rule, kept.
OTHERS, CROWD, STANCES_LAST, MADE_LAST, KEPT_LAST = 5_000, 7_000, 1_500, 1_500, 1_500
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


def second(data: Path, before: list[Pair], epoch: int) -> list[Pair]:
    """What an epoch of the second phase learns from: all that was written for this, and some of all else.

    A body that agrees with a headline says what it says, one that disagrees contradicts it, one that discusses it
    leaves it open.
    """
    chance = random.Random(SEED + 1 + epoch)
    own = list(written.pairs(written.items()))
    news = corpora.news(data)
    relate = [p for p in before if p.head == "relate"]
    stances = [p for p in before if p.head == "stance"]
    pairs = own + list(written.strangers(own, news, SEED + epoch))
    pairs += chance.sample(relate, AGAIN) + chance.sample(stances, STANCES_AGAIN)
    pairs += list(made(news, MADE_AGAIN, SEED + 1 + epoch)) + list(kept(news, KEPT_AGAIN, SEED + 1 + epoch))
    relation = {0: corpora.ENTAILMENT, 1: corpora.CONTRADICTION, 2: corpora.NEUTRAL}
    for stance, label in relation.items():
        found = [p for p in stances if p.label == stance]
        pairs += [replace(p, label=label, head="relate") for p in chance.sample(found, min(RELATED, len(found)))]
    return pairs


def third(data: Path, before: list[Pair], epoch: int) -> list[Pair]:
    """What an epoch of the third phase learns from: plain restatements, among some of everything before.

    After the second phase many words in common were taken for a contradiction ("rejected the appeal", "the appeal was
    dismissed"): the written pairs had been made so that words in common should not tell what follows.
    """
    chance = random.Random(SEED + 100 + epoch)
    news = corpora.news(data)
    plain = list(written.pairs(written.items(written.PLAIN), borne=True))
    own = chance.sample(list(written.pairs(written.items())), OTHERS)
    relate = chance.sample([p for p in before if p.head == "relate"], CROWD)
    stances = chance.sample([p for p in before if p.head == "stance"], STANCES_LAST)
    rules = [*made(news, MADE_LAST, SEED + 100 + epoch), *kept(news, KEPT_LAST, SEED + 100 + epoch)]
    return plain + own + relate + stances + rules


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

    Three phases, each with a rate that rises, then falls to 0: an epoch of public pairs, then what was written for this
    project among some of the others, then, at half the rate, what the encoder is to unlearn. A checkpoint after the
    first or second phase is used if it is there.
    """
    torch.manual_seed(SEED)
    model = PairEncoder()
    # The word vectors stay as they are: half of all weights, and most words of the news are in no set here.
    model.body.embeddings.word_embeddings.weight.requires_grad_(requires_grad=False)
    pairs = public(data)
    phases = (
        ("first", RATE, lambda: [pairs]),
        ("second", RATE, lambda: [second(data, pairs, epoch) for epoch in range(EPOCHS)]),
        ("third", RATE / 2, lambda: [third(data, pairs, epoch) for epoch in range(COOLED)]),
    )
    for name, rate, epochs in phases:
        kept_as = out.with_suffix(f".{name}.pt")
        if kept_as.exists():
            model.load_state_dict(torch.load(kept_as, weights_only=True))
        else:
            learn(model, [encoded(rows) for rows in epochs()], rate)
            torch.save(model.state_dict(), kept_as)
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
