"""How much a word tells: rarer words tell more, counted over general news and the texts at hand together."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources

from cuibono.language.words import stem


class Weights:
    """Inverse document frequencies of stems: general news plus the texts that are compared.

    With few texts the general counts decide, so that the words all of them share do not look common; with many
    the texts' own common words lose weight.
    """

    def __init__(self, texts: Iterable[Iterable[str]]) -> None:
        """Count in how many texts each stem occurs; each text is given by its stems."""
        self._general, articles = background()
        self._own: Counter[str] = Counter()
        size = articles + 1
        for stems in texts:
            self._own.update(set(stems))
            size += 1
        self._size = size

    def __getitem__(self, term: str) -> float:
        """The weight of a stem, natural logarithm, above 0."""
        return math.log(self._size / (self._general.get(term, 0) + self._own[term] + 0.5))


@cache
def background() -> tuple[Mapping[str, int], int]:
    """Stem -> number of articles of general news that hold it, and the number of articles."""
    text = resources.files(__package__).joinpath("background.txt").read_text("utf-8")
    common: Counter[str] = Counter()
    articles = 0
    for line in text.splitlines():
        head, *words = line.split()
        if head == "articles":
            articles = int(words[0])
        elif head != "#":
            for word in words:
                common[stem(word)] += int(head)
    return {term: min(count, articles) for term, count in common.items()}, articles
