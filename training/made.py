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


_DENYING = re.compile(r"\b(?:not|never|no|nobody|none|without|cannot)\b|n['’]t\b")


def kept(documents: list[list[str]], count: int, seed: int) -> Iterator[Pair]:
    """What keeps "not" from being taken for a contradiction by itself: the same said again, denials of two things.

    Half of the sentences deny something. Said again means in the same words, or with other quotation marks, without
    the full stop, with "is not" for "isn't", or without an aside.
    """
    chance = random.Random(seed)
    denying = [(d, s) for d in documents for s in d if _DENYING.search(s) and len(s.split()) < 40]
    others = [(d, s) for d in documents for s in d if not _DENYING.search(s) and len(s.split()) < 40]
    for i in range(count):
        document, sentence = chance.choice(denying if i % 2 else others)
        if i % 3 == 0:
            same = [s for s in document if s != sentence and (not i % 2 or _DENYING.search(s))]
            _, other = chance.choice(denying if i % 2 else others)
            yield Pair(sentence, chance.choice(same) if same else other, NEUTRAL)
            continue
        change = chance.choice((_plain, _curly, _stopped, _short_not, _long_not, _without_aside))
        turned = change is not _without_aside and chance.random() < 0.5  # the longer text holds the shorter one
        yield Pair(change(sentence), sentence, ENTAILMENT) if turned else Pair(sentence, change(sentence), ENTAILMENT)


def _plain(sentence: str) -> str:
    return sentence


def _curly(sentence: str) -> str:
    return sentence.replace("'", "’").replace('"', "”")


def _stopped(sentence: str) -> str:
    return sentence.rstrip(".")


def _short_not(sentence: str) -> str:
    return re.sub(r"\b(is|was|were|are|would|has|had|have|could|did|does|should) not\b", r"\1n't", sentence)


def _long_not(sentence: str) -> str:
    return re.sub(r"\b(is|was|were|are|would|has|had|have|could|did|does|should)n['’]t\b", r"\1 not", sentence)


def _without_aside(sentence: str) -> str:
    found = [m for m in _ASIDE.finditer(sentence) if m.start() > 20 and not _DENYING.search(m.group())]
    return sentence[: found[0].start()] + sentence[found[0].end() :] if found else sentence.rstrip(".")


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
