"""The word lists of this package: opposites, words that say nothing by themselves, deeds, and peoples."""

from __future__ import annotations

import re
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


def deeds(text: str) -> frozenset[str]:
    """The kinds of deeds that a text names, each by the first verb of its line in deeds.txt."""
    pattern, kinds = _deeds()
    return frozenset(kinds[" ".join(match.group().lower().split())] for match in pattern.finditer(text))


@cache
def _deeds() -> tuple[re.Pattern[str], dict[str, str]]:
    kinds = {form: forms[0] for forms in _forms("deeds.txt") for form in forms}
    either = "|".join(form.replace(" ", r"\s+") for form in sorted(kinds, key=lambda form: (-len(form), form)))
    return re.compile(rf"\b(?:{either})\b", re.IGNORECASE), kinds


@cache
def generic_heads() -> frozenset[str]:
    """Stems of nouns that stand for anything that is counted."""
    return frozenset(stem(form) for forms in _forms("generic_heads.txt") for form in forms)


@cache
def person_nouns() -> frozenset[str]:
    """Stems of words for those who are counted in tolls, whoever they are."""
    return frozenset(stem(form) for forms in _forms("person_nouns.txt") for form in forms)


@cache
def peoples() -> dict[str, str]:
    """Stem of the name of a people or its place -> the common name of both."""
    return {stem(form): forms[0] for forms in _forms("peoples.txt") for form in forms}


@cache
def doings() -> dict[str, str]:
    """Stem of a verb -> the first verb of its kind."""
    forms_of = _forms("doings.txt")
    kinds = {stem(form): forms[0] for forms in forms_of for form in forms}
    ing = {stem(f"{form.removesuffix('e')}ing"): forms[0] for forms in forms_of for form in forms}
    return {**ing, **kinds}  # "building" is a noun to the stemmer


def _forms(name: str) -> list[list[str]]:
    return [[form.strip() for form in line.split(",") if form.strip()] for line in _lines(name)]


def _stems(side: str) -> list[str]:
    return [stem(word.strip()) for word in side.split(",") if word.strip()]


def _lines(name: str) -> list[str]:
    text = (resources.files(__package__) / name).read_text("utf-8")
    return [body for line in text.splitlines() if (body := line.split("#", 1)[0].strip())]
