"""The word lists of this package: opposites, words that say nothing by themselves, and words that part statements."""

from __future__ import annotations

from functools import cache
from importlib import resources

from cuibono.core.findings import Scope
from cuibono.language.words import stem


@cache
def opposites() -> dict[tuple[str, str], Scope | None]:
    """Pairs of stems that exclude each other (None), or stand beside each other (the scope in which they differ).

    Both orders of each pair are in the table.
    """
    pairs: dict[tuple[str, str], Scope | None] = {}
    for line in _lines("antonyms.txt"):
        kind, _, body = line.rpartition(":")
        scope = Scope(kind.strip()) if kind else None
        left, right = (_stems(side) for side in body.split("/"))
        for a in left:
            for b in right:
                if a != b:
                    pairs[a, b] = pairs[b, a] = scope
    return pairs


@cache
def opposed_stems() -> frozenset[str]:
    """Every stem that has an opposite."""
    return frozenset(a for a, _ in opposites())


@cache
def light_stems() -> frozenset[str]:
    """Stems of words by which two statements can neither be told apart nor held together."""
    return frozenset(stem(word.strip()) for line in _lines("light_words.txt") for word in line.split("|"))


def _stems(side: str) -> list[str]:
    return [stem(word.strip()) for word in side.split(",") if word.strip()]


def _lines(name: str) -> list[str]:
    text = (resources.files(__package__) / name).read_text("utf-8")
    return [body for line in text.splitlines() if (body := line.split("#", 1)[0].strip())]
