"""Is everything in the store still what it was, and does every stored span stand in its capture?

Captures are hashed again; each is read again, and its stored documents are held against what is read; every span row
is checked against that fresh text; every reading is decoded again and its spans held against the span rows;
every turn of a room is decoded again.
Linear in the size of the store; one capture and one reading in memory at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import TypeAlias

from sqlalchemy import Connection, RowMapping, select
from sqlalchemy.exc import DBAPIError

from cuibono.core.errors import CuiBonoError, SpanError
from cuibono.core.news import Capture
from cuibono.core.text import Document
from cuibono.store import archive, desk, rooms, words
from cuibono.store.codec import Json, encode_fields
from cuibono.store.facts import integrity
from cuibono.store.rows import document_of, reading_of
from cuibono.store.schema import captures, documents, reading_documents, readings, spans
from cuibono.store.shelf import span_rows

Reread: TypeAlias = Callable[[Capture], tuple[Document, ...]]
Progress: TypeAlias = Callable[[str], None]  # told what is checked next, and how far things are

_CONTEXT = 20  # characters shown from where two texts part
_DAMAGE = (CuiBonoError, DBAPIError)  # a row that does not decode, or that the driver cannot even hand out


class Part(StrEnum):
    """What a mismatch is about."""

    STORE = "store"
    CAPTURE = "capture"
    DOCUMENT = "document"
    SPAN = "span"
    READING = "reading"
    ROOM = "room"
    CHANGE = "change"


@dataclass(frozen=True, slots=True)
class Mismatch:
    """Something stored that is not as it should be, or that could not be checked, and why."""

    part: Part
    id: str
    cause: str

    def __str__(self) -> str:
        """One line for people."""
        return f"{self.part} {self.id}: {self.cause}"

    def plain(self) -> dict[str, Json]:
        """For JSON."""
        return encode_fields(self)


def verify(connection: Connection, reread: Reread, progress: Progress) -> Iterator[Mismatch]:
    """All mismatches of a store; nothing is written.

    ``reread`` reads a capture into documents as they were read at first; what it raises of our errors is a mismatch.
    """
    for cause in integrity(connection):
        yield Mismatch(Part.STORE, "file", cause)
    every = archive.capture_ids(connection)
    for at, capture_id in enumerate(every, 1):
        progress(f"capture {at} of {len(every)}")
        yield from _check_capture(connection, capture_id, reread)
    yield from _check_orphans(connection)
    numbers = list(connection.execute(select(readings.c.id).order_by(readings.c.id)).scalars())
    for at, number in enumerate(numbers, 1):
        progress(f"stored reading {at} of {len(numbers)}")
        yield from _check_reading(connection, number)
    yield from _check_rooms(connection, progress)
    progress("full text")
    try:
        for what, cause in words.mismatches(connection):
            yield Mismatch(Part.STORE, what, cause)
        for change, cause in desk.mismatches(connection):
            yield Mismatch(Part.CHANGE, change, cause)
    except DBAPIError as error:
        yield Mismatch(Part.STORE, "full text and changes", _said(error))


def _check_capture(connection: Connection, capture_id: str, reread: Reread) -> Iterator[Mismatch]:
    members = list(
        connection.execute(
            select(documents.c.id).where(documents.c.capture == capture_id).order_by(documents.c.id)
        ).scalars()
    )
    try:
        capture = archive.capture(connection, capture_id)
    except _DAMAGE as error:
        yield Mismatch(Part.CAPTURE, capture_id, _said(error))
        yield from (Mismatch(Part.DOCUMENT, name, "not checked: its capture is damaged") for name in members)
        return
    if not members:
        return
    try:
        fresh = {document.id: document for document in reread(capture)}
    except CuiBonoError as error:
        for name in members:
            yield Mismatch(Part.DOCUMENT, name, f"not checked: its capture cannot be read again: {error}")
        return
    for name in members:
        yield from _check_document(connection, name, fresh)


def _check_document(connection: Connection, name: str, fresh: Mapping[str, Document]) -> Iterator[Mismatch]:
    try:
        row = connection.execute(select(documents).where(documents.c.id == name)).mappings().one()
        differences = _differences(row, fresh.get(name))
    except DBAPIError as error:
        differences = [_said(error)]
    for cause in differences:
        yield Mismatch(Part.DOCUMENT, name, cause)
    if (again := fresh.get(name)) is not None:
        yield from _check_span_rows(connection, again)


def _differences(row: RowMapping, again: Document | None) -> list[str]:
    """How a stored document differs from what is read from its capture."""
    causes = []
    if again is None:
        causes.append("reading its capture again does not give this document")
    elif row["text"] != again.text:
        causes.append(_parting(row["text"], again.text))
    try:
        stored = document_of(row)
    except CuiBonoError as error:
        return [*causes, str(error)]
    if again is not None:
        causes += [
            f"its {item.name} differs from what is read from its capture"
            for item in fields(Document)
            if item.name != "text" and getattr(stored, item.name) != getattr(again, item.name)
        ]
    return causes


def _parting(stored: object, again: str) -> str:
    if not isinstance(stored, str):
        return "its text is no text"
    at = next((i for i, (a, b) in enumerate(zip(stored, again, strict=False)) if a != b), min(len(stored), len(again)))
    return (
        f"its text differs from its capture from character {at}: "
        f"stored {stored[at : at + _CONTEXT]!r}, read {again[at : at + _CONTEXT]!r}"
    )


def _check_span_rows(connection: Connection, document: Document) -> Iterator[Mismatch]:
    query = select(spans).where(spans.c.document == document.id).order_by(spans.c.reading, spans.c.number)
    for row in connection.execute(query).mappings():
        try:
            document.check(row["start"], row["end"], row["quote"])
        except (SpanError, TypeError) as error:  # TypeError: an offset that is no number
            yield Mismatch(Part.SPAN, _span_name(row), str(error))


def _check_orphans(connection: Connection) -> Iterator[Mismatch]:
    """What refers to something that is gone: foreign keys prevent it, but only for those who switch them on."""
    lost = (
        select(documents.c.id, documents.c.capture)
        .outerjoin(captures, captures.c.id == documents.c.capture)
        .where(captures.c.id.is_(None))
        .order_by(documents.c.id)
    )
    for row in connection.execute(lost):
        yield Mismatch(Part.DOCUMENT, row.id, f"its capture {row.capture} is missing")
    for table in (reading_documents, spans):
        gone = (
            select(table.c.document)
            .outerjoin(documents, documents.c.id == table.c.document)
            .where(documents.c.id.is_(None))
            .distinct()
            .order_by(table.c.document)
        )
        for name in connection.execute(gone).scalars():
            yield Mismatch(Part.DOCUMENT, name, f"missing, though {table.name.replace('_', ' ')} refer to it")


def _check_reading(connection: Connection, number: int) -> Iterator[Mismatch]:
    row: RowMapping | None = None
    try:
        row = connection.execute(select(readings).where(readings.c.id == number)).mappings().one()
        members = set(
            connection.execute(
                select(reading_documents.c.document).where(reading_documents.c.reading == number)
            ).scalars()
        )
        reading = reading_of(row, archive.load(connection, members))
        stored = connection.execute(select(spans).where(spans.c.reading == number).order_by(spans.c.number)).mappings()
        rows = [dict(each) for each in stored]
    except _DAMAGE as error:
        yield Mismatch(Part.READING, row["story"] if row else str(number), _said(error))
        return
    story = reading.record.story
    if members != {document.id for document in story.documents}:
        yield Mismatch(Part.READING, story.id, "the documents listed for it are not those of its story")
    yield from _compare_spans(story.id, span_rows(reading, number), rows)


def _check_rooms(connection: Connection, progress: Progress) -> Iterator[Mismatch]:
    every = rooms.stories(connection)
    for at, story in enumerate(every, 1):
        progress(f"room {at} of {len(every)}")
        try:
            rooms.entries(connection, story)
        except _DAMAGE as error:
            yield Mismatch(Part.ROOM, story, _said(error))


def _compare_spans(
    story: str, wanted: Iterable[dict[str, object]], stored: Iterable[dict[str, object]]
) -> Iterator[Mismatch]:
    ours = {row["number"]: row for row in wanted}
    theirs = {row["number"]: row for row in stored}
    for number in sorted(ours.keys() | theirs.keys(), key=str):
        if number not in theirs:
            yield Mismatch(Part.SPAN, _span_name(ours[number]), f"missing from the spans of story {story}")
        elif number not in ours:
            yield Mismatch(Part.SPAN, _span_name(theirs[number]), f"the reading of story {story} has no such span")
        elif ours[number] != theirs[number]:
            changed = sorted(name for name, value in ours[number].items() if theirs[number][name] != value)
            cause = f"its {', '.join(changed)} differ from the reading of story {story}"
            yield Mismatch(Part.SPAN, _span_name(theirs[number]), cause)


def _span_name(row: Mapping[str, object] | RowMapping) -> str:
    return f"{row['owner']} {row['owner_id']} {row['part']} ({row['document']} {row['start']}-{row['end']})"


def _said(error: CuiBonoError | DBAPIError) -> str:
    return str(error.orig) if isinstance(error, DBAPIError) else str(error)
