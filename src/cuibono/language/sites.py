"""Where a text holds words: patterns that open with known words are tried there, and nowhere else.

A search looks at every character of a text, once for each pattern. Whatever can only begin with one of a few words
is found for the price of looking those words up; what is found is the same.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

_RUN = re.compile(r"\w+")
_APOSTROPHES = frozenset("'’")
_TEXTS = 32  # probes go from document to document; places of some 400 words each
_PLACES = 2048  # of one pattern in one text: a few numbers each


class Sited:
    """A pattern whose matches all begin at one of a few words, whole runs of word characters in lower case.

    ``words`` are those that a match may begin with, ``endings`` the ends of such words, ``hung`` the words before which
    a match takes the apostrophe along ("'ll"), ``marks`` a quick pattern for what else it may begin with.
    """

    def __init__(
        self,
        pattern: re.Pattern[str],
        words: Iterable[str],
        *,
        endings: tuple[str, ...] = (),
        hung: tuple[str, ...] = (),
        marks: re.Pattern[str] | None = None,
    ) -> None:
        """Nothing is looked for yet."""
        self.pattern = pattern
        self.words = frozenset(words)
        self.endings = endings
        self.hung = frozenset(hung)
        self.marks = marks

    def places(self, text: str) -> tuple[int, ...]:
        """Where in the text it is tried, in order."""
        return _places(self, text)

    def finditer(self, text: str, start: int = 0, end: int | None = None) -> Iterator[re.Match[str]]:
        """What the pattern's own ``finditer`` gives, where no word is cut by ``start``."""
        stop = len(text) if end is None else end
        places = self.places(text)
        reached = start
        for at in places[bisect_left(places, start) : bisect_left(places, stop)]:
            if at >= reached and (match := self.pattern.match(text, at, stop)):
                reached = match.end()
                yield match

    def search(self, text: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
        """The first match."""
        return next(self.finditer(text, start, end), None)


class Holding:
    """A pattern whose matches all hold one of a few words, wherever it stands in them."""

    def __init__(self, pattern: re.Pattern[str], words: Iterable[str]) -> None:
        """Nothing is looked for yet."""
        self.pattern = pattern
        self.sited = Sited(pattern, words)

    def places(self, text: str) -> tuple[int, ...]:
        """Where the text holds one of the words, in order."""
        return self.sited.places(text)

    def finditer(self, text: str, start: int = 0, end: int | None = None) -> Iterator[re.Match[str]]:
        """What the pattern's own ``finditer`` gives."""
        stop = len(text) if end is None else end
        places = self.sited.places(text)
        at = bisect_left(places, start)
        if at < len(places) and places[at] < stop:
            yield from self.pattern.finditer(text, start, stop)


def openings(phrases: Iterable[str]) -> frozenset[str]:
    """The words that phrases begin with."""
    return frozenset(match[0].lower() for phrase in phrases if (match := _RUN.match(phrase)))


@lru_cache(maxsize=_PLACES)
def _places(sited: Sited, text: str) -> tuple[int, ...]:
    """Where the text holds a word that the pattern may begin with, in order."""
    held = words(text)
    found = [place for word in sited.words & held.keys() for place in held[word]]
    if sited.endings:
        found += [at for word, places in held.items() if word.endswith(sited.endings) for at in places]
    if sited.hung:
        hanging = [place - 1 for word in sited.hung & held.keys() for place in held[word]]
        found += [at for at in hanging if at >= 0 and text[at] in _APOSTROPHES]
    if sited.marks:
        found += [match.start() for match in sited.marks.finditer(text)]
    return tuple(sorted(set(found)))


@lru_cache(maxsize=_TEXTS)
def words(text: str) -> Mapping[str, list[int]]:
    """Every word of a text in lower case, with the offsets where it stands; linear in its length."""
    found: dict[str, list[int]] = {}
    for match in _RUN.finditer(text):
        found.setdefault(match[0].lower(), []).append(match.start())
    return found
