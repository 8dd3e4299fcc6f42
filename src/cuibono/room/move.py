"""A move: something that a lens could say, before it is known whether and to whom it will be said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cuibono.core.reading import Record
from cuibono.core.talk import Act
from cuibono.core.text import Span
from cuibono.room.phrases import Line


@dataclass(frozen=True, slots=True)
class Move:
    """A turn to be: what kind it is, what it does, its lines, and what it is about.

    ``topics`` are what links it to other turns: claims (``c:``), speakers (``s:``), documents (``d:``), findings
    (``f:``). ``weight`` is 0..1. ``to`` is the turn it must answer, "" where any fitting one will do; ``closes`` is set
    where that turn is no longer open afterwards. ``stake`` holds the speaker whose interest it is about.
    """

    kind: str
    act: Act
    lines: tuple[Line, ...]
    weight: float
    claims: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()
    topics: frozenset[str] = frozenset()
    to: str = ""
    closes: bool = False
    waits: bool = False  # a report that makes sense only once others have spoken
    lens: str = ""  # set where only one lens can make it: withdrawing, conceding
    stake: str = ""

    @property
    def spans(self) -> tuple[Span, ...]:
        """Every span of its lines, in order."""
        return tuple(span for line in self.lines for span in line.spans.values())

    @property
    def key(self) -> tuple[str, tuple[Span, ...], tuple[str, ...]]:
        """What orders moves of equal weight: content only."""
        return (self.kind, self.spans, self.findings)


def topics(record: Record, claims: Iterable[str], *others: str) -> frozenset[str]:
    """Topic keys of claims, and further ready-made ones."""
    return frozenset([*(f"c:{claim}" for claim in claims if claim in record.claim), *others])
