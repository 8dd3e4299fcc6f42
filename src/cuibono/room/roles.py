"""Who did what to whom: whether a paraphrase keeps the places of the words it takes over.

No parser: words are compared by order. The network that judges entailment cannot tell "A blames B" from "B blames A"
(design/2026-11-29-panel.md), so what changes places is refused, unless one clause moved as a whole or a passive
explains it. That costs many a good wording, and no fact.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from itertools import combinations, pairwise

from cuibono.language.words import content_words

_NEAR = 12  # words; what changes places over a greater distance is a clause that moved
_WORD = re.compile(r"[^\W_][\w'’-]*")
_BY = re.compile(r"\bby\s+(?:the\s+|an?\s+|its\s+|their\s+)?([^\W_][\w'’-]*)", re.IGNORECASE)
_SAYING = re.compile(
    r"\b(?:according to|sa(?:y|ys|id)|tells?|told|writes?|wrote|reports?|reported|adds?|added|puts?|calls?|called)\b",
    re.IGNORECASE,
)
_VERBS = frozenset(
    content_words("say tell told write wrote report add put call accord")
)  # these go where the speaker goes
_FEW = 2  # of two words nobody can say which moved
_BESIDE = 3  # words between a name and the verb that makes it the speaker


def turned_round(text: str, cited: Sequence[str], speakers: Collection[str] = ()) -> str:
    """Why the places of words in ``text`` are not those of any cited sentence; "" where they are.

    ``speakers`` are stems of those who speak in the cited words: they may come first or last as long as they speak.
    """
    faults = [_turned(text, sentence, speakers) for sentence in cited]
    return min(faults, key=len, default="")


def _turned(text: str, sentence: str, speakers: Collection[str]) -> str:
    mine, theirs = _places(text), _places(sentence)
    moving = {stem for stem in speakers if _speaks(text, stem)} | _VERBS
    shared = [stem for stem in mine if stem in theirs and stem not in moving]
    doing = _doers(text) ^ _doers(sentence)  # who stands behind a "by" on one side only
    new, lost = _doers(text) - _doers(sentence), _doers(sentence) - _doers(text)
    if new and lost and (new | lost) <= set(shared):
        return f"makes “{min(new)}” the one who does it"
    ordered = sorted(shared, key=theirs.__getitem__)
    if _moved_whole([mine[stem] for stem in ordered]) and doing.isdisjoint(shared):
        return ""
    for one, other in combinations([stem for stem in ordered if _is_name(sentence, stem)], 2):
        if (mine[one] > mine[other]) == doing.isdisjoint((one, other)):
            return f"has “{one}” and “{other}” change places"
    for one, other in combinations(ordered if doing.isdisjoint(shared) else (), 2):
        if theirs[other] - theirs[one] <= _NEAR and 0 < mine[one] - mine[other] <= _NEAR:
            return f"has “{one}” and “{other}” change places"
    return ""


def _moved_whole(places: Sequence[int]) -> bool:
    """Whether at most one clause moved, from one end to the other: "before June the board ..., she said"."""
    falls = sum(later < earlier for earlier, later in pairwise(places))
    return falls == 0 or (falls == 1 and len(places) > _FEW and places[-1] < places[0])


def _places(text: str) -> dict[str, int]:
    """The places, in words, of stems that stand once."""
    found: dict[str, int] = {}
    counted: Counter[str] = Counter()
    for place, match in enumerate(_WORD.finditer(text)):
        for stem in content_words(match.group()):
            counted[stem] += 1
            found.setdefault(stem, place)
    return {stem: place for stem, place in found.items() if counted[stem] == 1}


def _doers(text: str) -> set[str]:
    return {stem for word in _BY.findall(text) for stem in content_words(word)}


def _is_name(sentence: str, stem: str) -> bool:
    """Whether the word is written with a capital, but not merely because it comes first."""
    for match in _WORD.finditer(sentence):
        if stem in content_words(match.group()):
            return match.group()[0].isupper()
    return False


def _speaks(text: str, stem: str) -> bool:
    """Whether a word of the text stands beside a verb of saying."""
    words = [match.group() for match in _WORD.finditer(text)]
    at = next((i for i, word in enumerate(words) if stem in content_words(word)), None)
    if at is None:
        return False
    return _SAYING.search(" ".join(words[max(0, at - _BESIDE) : at + _BESIDE + 1])) is not None
