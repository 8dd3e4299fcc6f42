"""Which documents may be of one story, so that a new one is compared with these and no others.

Two documents are *near* where they share heavy words, lie within a month of each other, and their vectors, weighed by
general news alone, have a cosine (fading with time, as in :mod:`cuibono.stories.cluster`) of the lowest level or more.
A *block* is what hangs together by such pairs. Where that grows beyond ``FULL`` documents (a subject that all papers
write about every day), the level is *full*: its documents hang together by the next level instead, and so on. So
blocks stay small, and as nothing in this depends on what came first, any order of arrival gives the same blocks.
Within a block :func:`cuibono.stories.cluster.groups` alone decides what is one story.

Measured (bench/clusters.py) on 1,899 documents of ECB+, NeuS and the development stories, mixed: B-cubed F1 .823
against .819 of one batch; development stories .996 against 1.000; NeuS, where all 918 documents lack dates and speak
of one country's politics, .796 against .827.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from cuibono.core.placing import Traits
from cuibono.stories.cluster import dot, nearness, unit
from cuibono.stories.weights import Weights

LEVELS = (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6)
FULL = 200  # documents of a block; the last level knows no such bound: what is so alike is one story or its reprints
KEYS = 16  # heavy words by which a document is looked up
SHARED = 2  # of them that two documents must share
WINDOW = 30.0  # days between two documents that may be near
FULL_LABEL = ""

Labels = Mapping[int, str]  # level -> label; none: the document stands alone at that level


@dataclass(frozen=True, slots=True)
class Join:
    """What a new document changes at one level: these documents carry this label from now on."""

    level: int
    documents: tuple[str, ...]
    label: str


def keys(known: Traits) -> tuple[str, ...]:
    """The heaviest words of a document."""
    vector = _vector(known)
    return tuple(heapq.nsmallest(KEYS, vector, key=lambda term: (-round(vector[term], 9), term)))


def day(known: Traits) -> float:
    """When to look for its like: the day it was published, else the day it was seen; 0 where neither is known."""
    moment = known.published or known.seen
    return moment.timestamp() / 86400 if moment else 0.0


class Nearness:
    """How near documents are; keeps the vectors of those it looked at last."""

    def __init__(self, kept: int = 4096) -> None:
        """Keep so many vectors: some 20 kB each."""
        self._kept = kept
        self._vectors: dict[str, Mapping[str, float]] = {}

    def near(self, one: Traits, others: Iterable[Traits]) -> tuple[tuple[str, float], ...]:
        """Those of the others that are near to one document, with the strength of it."""
        vector, here, when = self._vector(one), _days(one), day(one)
        found: list[tuple[str, float]] = []
        for other in others:
            if abs(day(other) - when) > WINDOW:
                continue
            strength = round(dot(vector, self._vector(other)) * nearness(here, _days(other)), 9)
            if strength >= LEVELS[0]:
                found.append((other.id, strength))
        return tuple(found)

    def _vector(self, known: Traits) -> Mapping[str, float]:
        if (found := self._vectors.get(known.id)) is None:
            if len(self._vectors) >= self._kept:
                del self._vectors[next(iter(self._vectors))]
            found = self._vectors[known.id] = _vector(known)
        return found


def joins(
    document: str,
    near: Sequence[tuple[str, float]],
    labels: Mapping[str, Labels],
    members: Callable[[int, str], Sequence[str]],
) -> tuple[Join, ...]:
    """What a new document changes, level by level.

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


def _vector(known: Traits) -> Mapping[str, float]:
    return unit(known.terms, _general())
