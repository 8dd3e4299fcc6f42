"""Who did what to whom: whether a paraphrase keeps the places of the words it takes over.

No parser: words are compared by order. The network that judges entailment cannot tell "A blames B" from "B blames A"
(design/2026-11-29-panel.md), so what changes places is refused, unless one clause moved as a whole, a phrase of time
moved within its clause, or a passive explains it. That costs many a good wording, and no fact.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
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
_TIME = frozenset(
    content_words(
        "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August "
        "September October November December yesterday today tomorrow tonight day week month year morning afternoon "
        "evening night early late earlier later next last"
    )
)
_JOINS = re.compile(
    r"[;:]|\b(?:and|or|but|while|when|where|who|whom|whose|which|that|after|before|because|since|as|if|until)\b",
    re.IGNORECASE,
)  # beyond one of these stands another clause
_PREPOSITION = re.compile(
    r"\b(?:in|on|at|over|under|for|from|to|with|near|after|before|of)(?:\s+the)?\s*$", re.IGNORECASE
)


def turned_round(text: str, cited: Sequence[str], speakers: Collection[str] = ()) -> str:
    """Why the places of words in ``text`` are not those of any cited sentence; "" where they are.

    ``speakers`` are stems of those who speak in the cited words: they may come first or last as long as they speak.
    """
    faults = [_turned(text, sentence, speakers) for sentence in cited]
    return min(faults, key=len, default="")


def _turned(text: str, sentence: str, speakers: Collection[str]) -> str:
    if f" {_plain(text)} " in f" {_plain(sentence)} ":
        return ""
    mine, theirs = _places(text), _places(sentence, _is_name)
    moving = {stem for stem in speakers if _speaks(text, stem)} | _VERBS
    shared = [stem for stem in mine if stem in theirs and stem not in moving]
    ordered = sorted(set(shared) - _free(text, sentence, shared, mine, theirs), key=theirs.__getitem__)
    new, lost = _doers(text) - _doers(sentence), _doers(sentence) - _doers(text)
    if new and lost and (new | lost) <= set(shared):
        return f"makes “{min(new)}” the one who does it"
    doing = _with_their_names((new | lost) & set(ordered), ordered, mine, theirs)  # behind a "by" on one side only
    if not doing and _moved_whole(text, sentence, ordered, mine):
        return ""
    called = [stem for stem in ordered if _is_name(sentence, stem)]
    crossed = [(one, other) for one, other in combinations(ordered, 2) if mine[one] > mine[other]]
    wrong = [pair for pair in crossed if doing.isdisjoint(pair) and set(pair) <= set(called)]
    if doing:
        active, passive = (theirs, mine) if new else (mine, theirs)
        wrong += [*_not_done_to(called, doing, active, passive), *_not_done_to(ordered, doing, active, passive)]
    else:
        wrong += [
            (one, other) for one, other in crossed if theirs[other] - theirs[one] <= _NEAR >= mine[one] - mine[other]
        ]
    return "has “{}” and “{}” change places".format(*wrong[0]) if wrong else ""


def _with_their_names(
    doing: Collection[str], ordered: Sequence[str], mine: Mapping[str, int], theirs: Mapping[str, int]
) -> frozenset[str]:
    """Those who do it, with the words that follow them on both sides: the rest of a name, or what is called so."""
    whole = set(doing)
    for stem in ordered:
        if any(mine[stem] - mine[one] == theirs[stem] - theirs[one] == 1 for one in whole):
            whole.add(stem)
    return frozenset(whole)


def _not_done_to(
    words: Sequence[str], doing: frozenset[str], active: Mapping[str, int], passive: Mapping[str, int]
) -> Iterator[tuple[str, str]]:
    """Who does it, and what follows in the active and does not come first in the passive; beyond it stand places."""
    others = [stem for stem in words if stem not in doing]
    for doer in (stem for stem in words if stem in doing):
        after = [stem for stem in others if active[stem] > active[doer]]
        done_to = [min(after, key=active.__getitem__)] if after else others
        yield from ((doer, stem) for stem in done_to if passive[stem] > passive[doer] or not after)


def _plain(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))


def _free(
    text: str, sentence: str, shared: Sequence[str], mine: Mapping[str, int], theirs: Mapping[str, int]
) -> frozenset[str]:
    """The words of time that moved within their clause, past no other word of time: that turns nothing round."""
    found = set()
    for stem in _TIME.intersection(shared):
        crossed = [other for other in shared if (mine[other] < mine[stem]) != (theirs[other] < theirs[stem])]
        joined = any(
            _JOINS.search(_between(where, [places[other] for other in [stem, *crossed]]))
            for where, places in ((text, mine), (sentence, theirs))
        )
        if crossed and _TIME.isdisjoint(crossed) and not joined:
            found.add(stem)
    return frozenset(found)


def _between(text: str, places: Sequence[int]) -> str:
    words = list(_WORD.finditer(text))
    return text[words[min(places)].start() : words[max(places)].end()]


def _moved_whole(text: str, sentence: str, ordered: Sequence[str], mine: Mapping[str, int]) -> bool:
    """Whether at most one clause moved, from one end to the other: "before June the board ..., she said".

    A name that comes first or last by itself is no clause, unless it speaks or a preposition goes with it.
    """
    places = [mine[stem] for stem in ordered]
    falls = [at for at, (earlier, later) in enumerate(pairwise(places), 1) if later < earlier]
    if not falls:
        return True
    if len(falls) > 1 or len(places) <= _FEW or places[-1] > places[0]:
        return False
    lone = [part[0] for part in (ordered[: falls[0]], ordered[falls[0] :]) if len(part) == 1]
    return all(not _is_name(sentence, stem) or _speaks(text, stem) or _in_a_phrase(text, stem) for stem in lone)


def _in_a_phrase(text: str, stem: str) -> bool:
    at = next((m.start() for m in _WORD.finditer(text) if stem in content_words(m.group())), 0)
    return _PREPOSITION.search(text[:at]) is not None


def _places(text: str, first: Callable[[str, str], bool] = lambda _text, _stem: False) -> dict[str, int]:
    """The places, in words, of stems that stand once, and of the others the first for which ``first`` holds."""
    found: dict[str, int] = {}
    counted: Counter[str] = Counter()
    for place, match in enumerate(_WORD.finditer(text)):
        for stem in content_words(match.group()):
            counted[stem] += 1
            found.setdefault(stem, place)
    return {stem: place for stem, place in found.items() if counted[stem] == 1 or first(text, stem)}


def _doers(text: str) -> set[str]:
    """Whoever stands behind a "by"; "by June" and "by 40" are nobody."""
    return {stem for word in _BY.findall(text) if word.isalpha() for stem in content_words(word)} - _TIME


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
