"""Pairs of news sentences made by rule, so that the relation head learns what crowd-written pairs do not teach.

Unrelated sentences and sentences of one article are neutral; a changed figure, a put-in or taken-out "not" or a turned
verb contradicts; what drops an aside follows. Made from texts that may be used freely (``corpora.news``).
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from corpora import CONTRADICTION, ENTAILMENT, NEUTRAL, Pair

_AUXILIARY = re.compile(r"\b(is|was|were|are|will|would|has|had|have|can|could|did|does|should|must)\b(?! not|n['’]t)")
_NOT = re.compile(r"\b(is|was|were|are|will|would|has|had|have|can|could|did|does|should|must)(?: not|n['’]t)\b")
_NUMBER = re.compile(r"(?<![\w.,-])(\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)(?![\w,-]|\.\d)")
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]+(?: [A-Z][a-z]+)+")
_ASIDE = re.compile(r",? (?:which|who|after|while|although|because|according to|as) [^.;]+?(?=[,.])|, [^,]{8,60},")
_TURNED = {
    "increased": "decreased", "decreased": "increased", "rose": "fell", "fell": "rose", "accepted": "rejected",
    "rejected": "accepted", "won": "lost", "lost": "won", "confirmed": "denied", "denied": "confirmed",
    "approved": "rejected", "allowed": "banned", "banned": "allowed", "supported": "opposed", "opposed": "supported",
    "more": "fewer", "before": "after", "higher": "lower", "lower": "higher", "all": "none of", "opened": "closed",
    "closed": "opened", "arrived": "left", "started": "ended", "began": "ended", "succeeded": "failed",
    "failed": "succeeded", "guilty": "innocent", "alive": "dead", "largest": "smallest", "first": "last",
    "safe": "unsafe", "legal": "illegal", "illegal": "legal", "possible": "impossible", "agreed": "refused",
    "refused": "agreed", "passed": "rejected", "remains": "no longer remains",
}  # fmt: skip
_TURN = re.compile(r"\b(" + "|".join(_TURNED) + r")\b")


def made(documents: list[list[str]], count: int, seed: int) -> Iterator[Pair]:
    """About ``count`` pairs in the proportions that real news pairs have: most of them neutral."""
    chance = random.Random(seed)
    everything = [s for document in documents for s in document if len(s.split()) < 40]
    names = sorted({m.group() for s in everything for m in _NAME.finditer(s)})
    for _ in range(count):
        roll = chance.random()
        document = chance.choice(documents)
        sentence = chance.choice(document)
        if roll < 0.15:
            yield Pair(sentence, chance.choice(everything), NEUTRAL)
        elif roll < 0.32:
            yield from _neighbours(document, chance)
        elif roll < 0.38:
            yield from _renamed(sentence, names, chance)
        elif roll < 0.5:
            yield from _shorter(sentence, chance)
        elif roll < 0.66:
            yield from _negated(sentence, chance)
        elif roll < 0.83:
            yield from _recounted(sentence, chance)
        else:
            yield from _turned(sentence, chance)


def turned_about(pairs: list[Pair], seed: int) -> Iterator[Pair]:
    """From crowd-written pairs: contradictions read the other way round, and hypotheses negated.

    Two texts on one event contradict in both directions; what follows from a text is contradicted by its negation.
    """
    chance = random.Random(seed)
    for pair in pairs:
        if pair.label == CONTRADICTION and chance.random() < 0.25:
            yield Pair(pair.hypothesis, pair.premise, CONTRADICTION)
        if pair.label == ENTAILMENT and chance.random() < 0.15:
            negated = next(_negated(pair.hypothesis, random.Random(0)), None)
            if negated and not _NOT.search(pair.hypothesis):
                other = negated.hypothesis if negated.premise == pair.hypothesis else negated.premise
                yield Pair(pair.premise, other, CONTRADICTION)


def _neighbours(document: list[str], chance: random.Random) -> Iterator[Pair]:
    a, b = chance.sample(document, 2)
    if len(set(a.lower().split()) & set(b.lower().split())) < 0.6 * min(len(a.split()), len(b.split())):
        yield Pair(a, b, NEUTRAL)


def _renamed(sentence: str, names: list[str], chance: random.Random) -> Iterator[Pair]:
    """Somebody else did it: two statements about two parties, not a contradiction."""
    found = list(_NAME.finditer(sentence))
    if found:
        m = chance.choice(found)
        yield Pair(sentence, sentence[: m.start()] + chance.choice(names) + sentence[m.end() :], NEUTRAL)


def _shorter(sentence: str, chance: random.Random) -> Iterator[Pair]:
    found = [m for m in _ASIDE.finditer(sentence) if m.start() > 20 and "not" not in m.group()]
    if found:
        m = chance.choice(found)
        cut = sentence[: m.start()] + sentence[m.end() :]
        yield Pair(sentence, cut, ENTAILMENT)
        if chance.random() < 0.5:
            yield Pair(cut, sentence, NEUTRAL)


def _negated(sentence: str, chance: random.Random) -> Iterator[Pair]:
    without = _NOT.search(sentence)
    if without:
        other = sentence[: without.start()] + without.group(1) + sentence[without.end() :]
    else:
        found = list(_AUXILIARY.finditer(sentence))
        if not found:
            return
        m = found[0]
        other = sentence[: m.end()] + " not" + sentence[m.end() :]
    yield _either(sentence, other, chance)


def _recounted(sentence: str, chance: random.Random) -> Iterator[Pair]:
    found = [m for m in _NUMBER.finditer(sentence) if not re.fullmatch(r"(19|20)\d\d", m.group())]
    if not found:
        return
    m = chance.choice(found)
    value = float(m.group().replace(",", ""))
    other = value * chance.choice((0.5, 0.7, 1.4, 2, 3, 10)) + chance.choice((0, 1, 2))
    if round(other) == round(value):
        other = value + 3
    shown = f"{other:,.1f}" if "." in m.group() else f"{round(other):,}"
    yield _either(sentence, sentence[: m.start()] + shown + sentence[m.end() :], chance)


def _turned(sentence: str, chance: random.Random) -> Iterator[Pair]:
    m = _TURN.search(sentence)
    if m:
        yield _either(sentence, sentence[: m.start()] + _TURNED[m.group()] + sentence[m.end() :], chance)


def _either(a: str, b: str, chance: random.Random) -> Pair:
    return Pair(a, b, CONTRADICTION) if chance.random() < 0.5 else Pair(b, a, CONTRADICTION)
