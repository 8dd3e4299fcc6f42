"""The room talks: deterministic, extractive, every sentence through the gate.

How it comes to speak is in :mod:`cuibono.room.panel`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cuibono.core.claims import Method
from cuibono.core.findings import Finding
from cuibono.core.reading import Record
from cuibono.core.talk import Lens, Talk, Turn
from cuibono.room.panel import Panel
from cuibono.room.table import Table

METHOD = Method("room-rules", "5")


def discuss(record: Record, findings: Iterable[Finding], lenses: Sequence[Lens]) -> Talk:
    """The talk about a record; neither the order of findings nor of equal things has any influence."""
    panel = Panel(Table(record, findings), lenses)
    closing: tuple[Turn, ...] = ()
    while not closing and (step := panel.step()):
        panel.take(step)
        if step.choice is None:
            closing = (step.turn,)
    return Talk((*panel.spoken, *closing), tuple(panel.refusals))
