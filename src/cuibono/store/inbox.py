"""What came in and still has to be read, and what is read and still has to be placed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Table, delete, func, select, update

from cuibono.core.news import Capture
from cuibono.core.text import Document
from cuibono.store import archive
from cuibono.store.schema import captures, documents, inbox, placed, waiting
from cuibono.store.statements import batches, insert_new


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A capture that could not be read, and why."""

    capture: str
    location: str
    problem: str


def receive(connection: Connection, source: str, capture: Capture) -> bool:
    """Keep a capture and note that it is to be read; False where that was done before.

    A capture that is known, but of which nothing is placed or waits, is read again: it may have come in otherwise.
    """
    if not archive.keep(connection, capture) and _is_in_hand(connection, capture.id):
        return False
    row = {"capture": capture.id, "source": source, "number": _next(connection, inbox), "problem": ""}
    connection.execute(insert_new(connection, inbox), row)
    return True


def _is_in_hand(connection: Connection, capture: str) -> bool:
    for table in (placed, waiting):
        query = select(table.c.document).join(documents, documents.c.id == table.c.document)
        if connection.execute(query.where(documents.c.capture == capture).limit(1)).first():
            return True
    return connection.execute(select(inbox.c.capture).where(inbox.c.capture == capture)).first() is not None


def unread(connection: Connection, each: int, most: int) -> list[tuple[str, str]]:
    """(capture, source) to be read next: the oldest of every source, and of none more than ``each``."""
    rank = func.row_number().over(partition_by=inbox.c.source, order_by=inbox.c.number).label("rank")
    ranked = select(inbox.c.capture, inbox.c.source, inbox.c.number, rank).where(inbox.c.problem == "").subquery()
    query = select(ranked).where(ranked.c.rank <= each).order_by(ranked.c.rank, ranked.c.number).limit(most)
    return [(row.capture, row.source) for row in connection.execute(query)]


def take_in(connection: Connection, source: str, capture: str, found: Sequence[Document]) -> None:
    """Keep what was read of a capture and note that it is to be placed."""
    archive.keep_documents(connection, found)
    ids = [document.id for document in found]
    done: set[str] = set()
    for batch in batches(ids):
        done.update(connection.execute(select(placed.c.document).where(placed.c.document.in_(batch))).scalars())
    first = _next(connection, waiting)
    rows = [
        {"document": name, "source": source, "number": first + place}
        for place, name in enumerate(dict.fromkeys(ids))
        if name not in done
    ]
    if rows:
        connection.execute(insert_new(connection, waiting), rows)
    connection.execute(delete(inbox).where(inbox.c.capture == capture))


def set_aside(connection: Connection, capture: str, problem: str) -> None:
    """Note why a capture cannot be read."""
    connection.execute(update(inbox).where(inbox.c.capture == capture).values(problem=problem or "unreadable"))


def unreadable(connection: Connection, most: int) -> list[Unreadable]:
    """Captures that could not be read, the last ones first."""
    query = (
        select(inbox.c.capture, captures.c.location, inbox.c.problem)
        .join(captures, captures.c.id == inbox.c.capture)
        .where(inbox.c.problem != "")
        .order_by(inbox.c.number.desc())
        .limit(most)
    )
    return [Unreadable(row.capture, row.location, row.problem) for row in connection.execute(query)]


def next_waiting(connection: Connection, each: int, most: int) -> list[str]:
    """Documents to be placed next: the oldest of every source, and of none more than ``each``."""
    rank = func.row_number().over(partition_by=waiting.c.source, order_by=waiting.c.number).label("rank")
    ranked = select(waiting.c.document, waiting.c.number, rank).subquery()
    query = select(ranked).where(ranked.c.rank <= each).order_by(ranked.c.rank, ranked.c.number).limit(most)
    return [row.document for row in connection.execute(query)]


def counts(connection: Connection) -> tuple[int, int]:
    """How many captures wait to be read, and how many documents to be placed."""
    captured = connection.execute(select(func.count()).select_from(inbox).where(inbox.c.problem == "")).scalar_one()
    return captured, connection.execute(select(func.count()).select_from(waiting)).scalar_one()


def _next(connection: Connection, table: Table) -> int:
    return int(connection.execute(select(func.coalesce(func.max(table.c.number), 0) + 1)).scalar_one())
