"""Which documents may be of one story, so that a new one is compared with these and no others.

Two documents are *near* where they share heavy words, lie within a month of each other, and their vectors, weighed by
general news alone, have a cosine (fading with time, as in :mod:`cuibono.stories.cluster`) of the lowest level or more.
A *block* is what hangs together by such pairs. Where that grows beyond ``FULL`` documents (a subject that all papers
write about every day), the level is *full*: its documents hang together by the next level instead, and so on. So
blocks stay small, and as nothing in this depends on what came first, any order of arrival gives the same blocks.
Within a block :func:`cuibono.stories.cluster.groups` alone decides what is one story.

Measured by `python bench/placing.py` (B-cubed F1, in brackets that of one batch): ECB+ topics 1-30 .909 (.919), topics
31-35 .950 (.950), development stories .996 (1.000), NeuS .813 (.870), whose 918 documents all lack dates and speak of
one country's politics. There full levels cost recall, .760 instead of .85. Measured with version 4 of the clusters
(.804 there): without full levels (`FULL` 2,000) .846, at 94 ms a document instead of 4; levels from .2 .805, ten levels
.806, 24 heavy words .800. Two shared words instead of three find no more and cost two to five times the candidates.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from cuibono.core.placing import Traits
from cuibono.stories.cluster import dot, nearness, unit
from cuibono.stories.weights import Weights

LEVELS = (0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6)
FULL = 100  # documents of a block; the last level knows no such bound: what is so alike is one story or its reprints
KEYS = 16  # heavy words by which a document is looked up
SHARED = 3  # of them that two documents must share
WINDOW = 30.0  # days between two documents that may be near
# How near documents are that share a docket or a thread: above every level but the last, so that a docket under which
# more than `FULL` documents are filed is parted by their words, and costs no more than any other block.
ON_RECORD = 0.55
FULL_LABEL = ""

Labels = Mapping[int, str]  # level -> label; none: the document stands alone at that level


@dataclass(frozen=True, slots=True)
class Weighed:
    """A document with its vector."""

    traits: Traits
    vector: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Join:
    """What a new document changes at one level: these documents carry this label from now on."""

    level: int
    documents: tuple[str, ...]
    label: str


def day(known: Traits) -> float:
    """When to look for its like: the day it was published, else the day it was seen; 0 where neither is known."""
    moment = known.published or known.seen
    return moment.timestamp() / 86400 if moment else 0.0


def vector(known: Traits) -> Mapping[str, float]:
    """The unit vector of a document, weighed by general news alone: it never changes with what else is read."""
    return unit(known.terms, _general())


def keys(weighed: Mapping[str, float]) -> tuple[str, ...]:
    """The heaviest words of a document, by its vector."""
    return tuple(heapq.nsmallest(KEYS, weighed, key=lambda term: (-round(weighed[term], 9), term)))


def strength(one: Weighed, other: Weighed) -> float:
    """How near two documents are; 0 where they are not near at all."""
    known = ON_RECORD if one.traits.records & other.traits.records else 0.0
    if abs(day(one.traits) - day(other.traits)) > WINDOW:
        return known
    found = round(dot(one.vector, other.vector) * nearness(_days(one.traits), _days(other.traits)), 9)
    return max(known, found if found >= LEVELS[0] else 0.0)


def joins(
    document: str,
    near: Sequence[tuple[str, float]],
    labels: Mapping[str, Labels],
    members: Callable[[int, str], Sequence[str]],
) -> tuple[Join, ...]:
    """What a new document changes, level by level; or one that is near to more than before, itself among the near.

    ``labels`` are those of the near documents, ``members`` says which documents carry a label at a level.
    """
    found: list[Join] = []
    for level, least in enumerate(LEVELS):
        touching = [other for other, strength in near if strength >= least]
        if not touching:
            break
        met = {labels.get(other, {}).get(level, other) for other in touching}
        last = level == len(LEVELS) - 1
        joined = {document, *touching}
        for label in met - {FULL_LABEL, *touching}:
            joined.update(members(level, label))
        for label in met & set(touching):  # alone so far, or the one whose name the others carry
            joined.update(members(level, label))
        full = FULL_LABEL in met or (len(joined) > FULL and not last)
        if full:
            joined -= {other for other in touching if labels.get(other, {}).get(level) == FULL_LABEL}
        if joined:  # else all of it was full before
            found.append(Join(level, tuple(sorted(joined)), FULL_LABEL if full else min(joined)))
    return tuple(found)


def block(document: str, labels: Labels) -> tuple[int, str]:
    """The block of a document: the first level that is not full, and its label there."""
    for level in range(len(LEVELS)):
        if (label := labels.get(level, document)) != FULL_LABEL:
            return level, label
    raise AssertionError  # the last level is never full


def _days(known: Traits) -> tuple[float, float] | None:
    return (known.day, known.day) if known.day is not None else None


@cache
def _general() -> Weights:
    return Weights(())
