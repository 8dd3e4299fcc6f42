"""What a record says a document belongs to: the docket, the rulemaking, the document it corrects, the thread it is of.

Documents that share one of these are of one story, whatever their words and however far apart their days are: a
correction of three lines shares few words with a rule of ninety pages, and a final rule comes years behind what was
proposed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import resources

from cuibono.core.ids import content_id
from cuibono.core.news import REFERENCES
from cuibono.core.text import Document, Kind, fold
from cuibono.stories.versions import canonical_url

# "Docket No. CISA-2022-0010", "EPA-HQ-OAR-2023-0072; FRL-8536-01-OAR", "FAR Case 2021-017": hyphens and digits.
_NUMBER = re.compile(r"[A-Za-z0-9]{1,12}(?:-[A-Za-z0-9]{1,12}){1,6}")
_SHORTEST = 6  # "24-01" is a number that every agency has
_DIGITS = 2
_RIN = re.compile(r"\d{4}-[A-Za-z]{2}\d{2}")
# Corrections are numbered after what they correct: "C1-2024-06526".
_CORRECTION = re.compile(r"[CR]\d{1,2}-(?=\d{4}-\d)")
_BEGINNING = 80  # characters of a thread without a title
_MOST = 12  # keys of one document


def record_keys(document: Document) -> frozenset[str]:
    """What a document shares with others of its record; nothing for most documents."""
    found = dict.fromkeys(key for name, value in document.tags for key in _keys(name, value))
    if document.kind is Kind.THREAD and (page := canonical_url(document.url)):
        # An address that gives another thread each day is no thread.
        begins = fold(document.title or document.text[:_BEGINNING]).casefold()
        found[f"thread {page} {content_id('', begins)}"] = None
    return frozenset(list(found)[:_MOST])


def is_reference(document: Document) -> bool:
    """Whether a document states who is who in a public database: it is shown beside stories and is of none."""
    said = any(name == "statement" for name, _ in document.tags)
    return said and bool(document.url) and str(document.url).startswith(REFERENCES)


def together(keys: Sequence[frozenset[str]]) -> list[list[int]]:
    """The documents, by place, that hang together by shared keys: a partition, each group and all groups in order."""
    above = list(range(len(keys)))

    def top(place: int) -> int:
        while above[place] != place:
            above[place] = above[above[place]]
            place = above[place]
        return place

    first: dict[str, int] = {}
    for place, own in enumerate(keys):
        for key in own:
            one, other = sorted((top(first.setdefault(key, place)), top(place)))
            above[other] = one
    groups: dict[int, list[int]] = {}
    for place in range(len(keys)):
        groups.setdefault(top(place), []).append(place)
    return list(groups.values())


def _keys(name: str, value: str) -> Iterator[str]:
    if name == "docket":
        for found in _NUMBER.findall(value):
            if _RIN.fullmatch(found):
                yield from _rin(found)
            elif len(found) >= _SHORTEST and sum(char.isdigit() for char in found) >= _DIGITS:
                yield f"docket {found.upper()}"
    elif name == "rin":
        yield from _rin(value.strip())
    elif name in {"document number", "corrects"} and value.strip():
        yield f"number {_CORRECTION.sub('', value.strip().upper())}"


def _rin(value: str) -> Iterator[str]:
    if _RIN.fullmatch(value) and value.upper() not in _standing():
        yield f"rin {value.upper()}"


@cache
def _standing() -> frozenset[str]:
    lines = resources.files(__package__).joinpath("standing_rins.txt").read_text("utf-8").splitlines()
    return frozenset(line.split()[0] for line in lines if line.strip() and not line.startswith("#"))
