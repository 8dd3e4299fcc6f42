"""What each lens could say about a record: one module per way of looking."""

from __future__ import annotations

from collections.abc import Iterator

from cuibono.room.move import Move
from cuibono.room.moves import clocks, contradictions, evidence, framing, interests, policy, practitioner, wire
from cuibono.room.table import Table


def moves(table: Table) -> Iterator[Move]:
    """Every move that the record and its findings allow; the number is bounded, the order is not meant."""
    for look in (wire, interests, evidence, practitioner, contradictions, framing, clocks, policy):
        yield from look.moves(table)
