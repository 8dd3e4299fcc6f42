"""Readings: put, found again by the beginning of a story's id, listed, and forgotten."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from sqlalchemy import Connection, RowMapping, Table, delete, exists, func, insert, select

from cuibono.core.errors import NotStored, StoreError
from cuibono.core.news import Story
from cuibono.core.reading import Reading
from cuibono.core.watch import Vectors
from cuibono.store import archive, rooms, words
from cuibono.store.codec import Json, encode_fields, read_time, write_time
from cuibono.store.rows import reading_of, reading_row
from cuibono.store.schema import captures, documents, forgetting, reading_documents, readings, spans
from cuibono.store.spans import owned_spans
from cuibono.store.statements import batches

_ROWS_AT_ONCE = 2000  # spans per insert: more is no faster, and costs about 1 kB each
_SHOWN = 5  # stories named in a message about an ambiguous id


Clear: TypeAlias = Callable[[Connection, str, Sequence[str]], None]  # connection, story, documents that go


@dataclass(frozen=True, slots=True)
class Summary:
    """A stored reading in one line."""

    id: str  # of the story
    title: str
    documents: int
    origins: int
    claims: int
    as_of: datetime | None  # the moment it is read as of; None where nothing in it is dated
    read_at: datetime

    def plain(self) -> dict[str, Json]:
        """For JSON."""
        return encode_fields(self)


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What forgetting a story removed, counted, and the ids of it."""

    story: str  # id
    title: str
    readings: int
    documents: int
    captures: int
    shared: int  # documents that stay because other stories hold them, or are quoted in their rooms
    removed: tuple[str, ...]  # ids of documents and captures

    def plain(self) -> dict[str, Json]:
        """For JSON."""
        return encode_fields(self)


def put(connection: Connection, reading: Reading, read_at: datetime, vectors: Vectors | None = None) -> None:
    """Store a reading in place of an earlier one of the same story and moment; linear in its size.

    ``vectors`` by claim id are kept for searching.

    Raises:
        StoreError: a document of its story is not kept, or is kept with other words.
    """
    story = reading.record.story
    kept = _kept(connection, story)
    row = reading_row(reading, read_at)
    same = select(readings.c.id).where(readings.c.story == row["story"], readings.c.as_of == row["as_of"])
    remove(connection, connection.execute(same).scalars().all())
    # Not left to the database: a number that was free again would make an old reading look like the latest.
    number = connection.execute(select(func.coalesce(func.max(readings.c.id), 0) + 1)).scalar_one()
    connection.execute(insert(readings), [row | {"id": number}])
    if kept:
        connection.execute(insert(reading_documents), [{"reading": number, "document": name} for name in sorted(kept)])
    for rows in batches(span_rows(reading, number), _ROWS_AT_ONCE):
        for each in rows:
            if each["document"] not in kept:
                raise StoreError(
                    f"story {story.id}: {each['owner']} {each['owner_id']} quotes document {each['document']}, "
                    "which is not one of the story's"
                )
        connection.execute(insert(spans), rows)
    words.add_claims(connection, reading, number, vectors)


def remove(connection: Connection, numbers: Sequence[int]) -> None:
    """Remove readings by their numbers, with their spans, memberships and words."""
    words.remove_claims(connection, numbers)
    for batch in batches(numbers):
        connection.execute(delete(readings).where(readings.c.id.in_(batch)))


def _kept(connection: Connection, story: Story) -> frozenset[str]:
    """Ids of the story's documents, all of which are kept with the same words.

    Raises:
        StoreError: one is not.
    """
    for batch in batches(story.documents):
        query = select(documents.c.id, documents.c.text).where(documents.c.id.in_([each.id for each in batch]))
        texts = {row.id: row.text for row in connection.execute(query)}
        for document in batch:
            if document.id not in texts:
                raise StoreError(f"story {story.id}: its document {document.id} is not kept; keep documents first")
            if texts[document.id] != document.text:
                raise StoreError(f"story {story.id}: its document {document.id} has other words than the one kept")
    return frozenset(document.id for document in story.documents)


def span_rows(reading: Reading, number: int) -> Iterator[dict[str, object]]:
    """The rows of a reading's spans, in its order."""
    for index, owned in enumerate(owned_spans(reading)):
        yield {
            "reading": number,
            "number": index,
            "owner": owned.owner,
            "owner_id": owned.owner_id,
            "part": owned.part,
            "document": owned.span.document,
            "start": owned.span.start,
            "end": owned.span.end,
            "quote": owned.span.quote,
        }


def get(connection: Connection, beginning: str, as_of: datetime | None = None) -> Reading:
    """The reading of a story that was made last (or the one as of a moment), every span checked again.

    Raises:
        NotStored: no story's id, or several, begin so; or there is no reading as of that moment.
        Tampered: the reading or one of its documents is not as it was stored.
    """
    story, _ = find(connection, beginning)
    query = select(readings).where(readings.c.story == story).order_by(readings.c.id.desc()).limit(1)
    if as_of is not None:
        query = query.where(readings.c.as_of == write_time(as_of))
    row = connection.execute(query).mappings().one_or_none()
    if row is None:
        raise NotStored(f"story {story} has no reading as of {as_of}")
    return _whole(connection, row)


def latest(connection: Connection, story: str) -> Reading | None:
    """The reading of a story (by its whole id) that was made last; None where there is none.

    Raises:
        Tampered: the reading or one of its documents is not as it was stored.
    """
    query = select(readings).where(readings.c.story == story).order_by(readings.c.id.desc()).limit(1)
    row = connection.execute(query).mappings().one_or_none()
    return None if row is None else _whole(connection, row)


def standing(connection: Connection, story: str, at: datetime) -> Reading | None:
    """The reading of a story (by its whole id) that was the latest at a moment and is still kept; None without one.

    Raises:
        Tampered: the reading or one of its documents is not as it was stored.
    """
    query = select(readings).where(readings.c.story == story, readings.c.read_at <= at)
    row = connection.execute(query.order_by(readings.c.id.desc()).limit(1)).mappings().one_or_none()
    return None if row is None else _whole(connection, row)


def fetched_after(connection: Connection, ids: Sequence[str], at: datetime) -> bool:
    """Whether any of these documents was fetched after a moment; what was known before keeps its first time."""
    for batch in batches(ids):
        query = select(documents.c.id).join(captures, captures.c.id == documents.c.capture)
        if connection.execute(query.where(documents.c.id.in_(batch), captures.c.fetched > at).limit(1)).first():
            return True
    return False


def stories_of(connection: Connection, wanted: Sequence[str]) -> dict[str, tuple[str, str]]:
    """For each document that a reading holds: id and title of the story of the reading made last."""
    found: dict[str, tuple[str, str]] = {}
    for batch in batches(wanted):
        query = (
            select(reading_documents.c.document, readings.c.story, readings.c.title)
            .join(readings, readings.c.id == reading_documents.c.reading)
            .where(reading_documents.c.document.in_(batch))
            .order_by(readings.c.id)
        )
        found.update({row.document: (row.story, row.title) for row in connection.execute(query)})
    return found


def _whole(connection: Connection, row: RowMapping) -> Reading:
    members = select(reading_documents.c.document).where(reading_documents.c.reading == row["id"])
    return reading_of(row, archive.load(connection, connection.execute(members).scalars()))


def find(connection: Connection, beginning: str) -> tuple[str, str]:
    """Id and title of the one story whose id is, or begins with, the given text; linear in the number of readings.

    Raises:
        NotStored: there is no such story, or several.
    """
    latest = func.max(readings.c.id).label("latest")
    query = (
        select(readings.c.story, latest)
        .where(func.substr(readings.c.story, 1, len(beginning)) == beginning)
        .group_by(readings.c.story)
        .order_by(readings.c.story)
    )
    found = {str(row.story): int(row.latest) for row in connection.execute(query)} if beginning else {}
    if beginning in found:
        found = {beginning: found[beginning]}
    if not found:
        raise NotStored(f"there is no story {beginning!r} in the store; `cuibono stories` lists them")
    chosen = select(readings.c.id, readings.c.title).where(readings.c.id.in_(list(found.values())[:_SHOWN]))
    titles = {int(row.id): str(row.title) for row in connection.execute(chosen)}
    if len(found) > 1:
        named = ", ".join(f"{story} ({titles[at]})" for story, at in list(found.items())[:_SHOWN])
        more = f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
        raise NotStored(f"{beginning!r} begins the ids of {len(found)} stories: {named}{more}")
    story, at = next(iter(found.items()))
    return story, titles[at]


def newest(connection: Connection, beginning: str) -> tuple[str, str]:
    """The whole id of a story, and the seal of its latest reading; see :func:`find`."""
    story, _title = find(connection, beginning)
    latest = select(readings.c.seal).where(readings.c.story == story).order_by(readings.c.id.desc()).limit(1)
    return story, str(connection.execute(latest).scalar_one())


def summaries(connection: Connection, story: str | None = None) -> tuple[Summary, ...]:
    """The latest reading of every story, or all readings of one; last made first."""
    query = select(*(column for column in readings.c if column.name not in {"body", "seal"}))
    if story is None:
        query = query.where(readings.c.id.in_(select(func.max(readings.c.id)).group_by(readings.c.story)))
    else:
        query = query.where(readings.c.story == story)
    return tuple(
        Summary(
            id=row.story,
            title=row.title,
            documents=row.documents,
            origins=row.origins,
            claims=row.claims,
            as_of=read_time(row.as_of) if row.as_of else None,
            read_at=row.read_at,
        )
        for row in connection.execute(query.order_by(readings.c.id.desc()))
    )


def forget(connection: Connection, beginning: str, clear: Clear) -> Forgotten:
    """Remove a story's readings, and those documents and captures of it that nothing else uses.

    A capture stays while a document of it stays: a feed may hold items of several stories. A document stays while
    the room of another story quotes it, although no reading has it any more. ``clear`` removes what else is kept of the
    story and of the documents that go.

    Raises:
        NotStored: there is no such story, or several.
    """
    story, title = find(connection, beginning)
    ours = list(connection.execute(select(readings.c.id).where(readings.c.story == story)).scalars())
    members = select(reading_documents.c.document).where(reading_documents.c.reading.in_(ours)).distinct()
    quoted, elsewhere = rooms.quoted(connection, story)
    held = sorted(quoted.union(connection.execute(members).scalars()))
    remove(connection, ours)

    used = exists().where(reading_documents.c.document == documents.c.id)
    free = select(documents.c.id, documents.c.capture).where(~used)
    going = {
        row.id: row.capture
        for batch in batches(held)
        for row in connection.execute(free.where(documents.c.id.in_(batch)))
        if row.id not in elsewhere
    }
    words.remove_documents(connection, sorted(going))
    clear(connection, story, sorted(going))
    _remove(connection, documents, going)
    needed = exists().where(documents.c.capture == captures.c.id)
    left = [
        name
        for batch in batches(sorted(set(going.values())))
        for name in connection.execute(select(captures.c.id).where(~needed, captures.c.id.in_(batch))).scalars()
    ]
    _remove(connection, captures, left)
    connection.execute(delete(forgetting))
    words.fold_index(connection)
    return Forgotten(
        story=story,
        title=title,
        readings=len(ours),
        documents=len(going),
        captures=len(left),
        shared=len(held) - len(going),
        removed=(*sorted(going), *sorted(left)),
    )


def _remove(connection: Connection, table: Table, going: Iterable[str]) -> None:
    """Delete rows that the triggers guard: what is named in ``forgetting`` may go."""
    for batch in batches(sorted(going)):
        connection.execute(insert(forgetting), [{"thing": name} for name in batch])
        connection.execute(delete(table).where(table.c.id.in_(batch)))
