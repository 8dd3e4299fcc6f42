"""Stories brought up to date: which are behind, their new reading with what it changed, and who was told."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from sqlalchemy import Connection, RowMapping, delete, exists, func, insert, or_, select, update

from cuibono.core.reading import Reading
from cuibono.core.watch import Noticed, Quote, Touched, Vectors
from cuibono.store import index, shelf
from cuibono.store.codec import Json, dumps, encode
from cuibono.store.schema import documents, noticed, noticed_documents, placed, readings, ticking, told, touched
from cuibono.store.statements import batches, insert_new

_CLAIMED, _TOLD = "claimed", "told"


def has_work(connection: Connection, now: datetime) -> bool:
    """Whether a story is behind, or one of its clocks has run out; by index."""
    late = select(ticking.c.story).where(ticking.c.due <= now)
    return any(connection.execute(query.limit(1)).first() for query in (select(touched.c.story), late))


def behind(connection: Connection, most: int) -> tuple[Touched, ...]:
    """Stories whose reading is behind: half of those asked for the largest, the others the longest behind.

    So neither does a flood of small stories keep the large ones waiting, nor the other way round.
    """
    size = func.count(placed.c.document)
    query = (
        select(touched.c.story, touched.c.before)
        .outerjoin(placed, placed.c.story == touched.c.story)
        .group_by(touched.c.story, touched.c.before, touched.c.number)
    )
    largest = query.order_by(size.desc(), touched.c.number).limit(-(-most // 2))
    oldest = query.order_by(touched.c.number).limit(most)
    chosen = {row.story: row.before for each in (largest, oldest) for row in connection.execute(each)}
    found = []
    for story, before in list(chosen.items())[:most]:
        members = select(placed.c.document).where(placed.c.story == story).order_by(placed.c.document)
        found.append(Touched(story, tuple(json.loads(before)), tuple(connection.execute(members).scalars())))
    return tuple(found)


def publish(
    connection: Connection,
    done: Touched,
    reading: Reading | None,
    read_at: datetime,
    vectors: Vectors,
) -> None:
    """Store a story's new reading in place of its earlier ones.

    A story that is no more goes with its readings, once nobody has still to be compared with it.
    """
    if reading is not None:
        old = select(readings.c.id).where(readings.c.story == done.story)
        shelf.remove(connection, connection.execute(old).scalars().all())
        shelf.put(connection, reading, read_at, vectors)
    row = connection.execute(select(touched.c.before).where(touched.c.story == done.story)).scalar_one_or_none()
    if row is not None and set(json.loads(row)) <= {*done.before}:
        members = select(placed.c.document).where(placed.c.story == done.story)
        if set(connection.execute(members).scalars()) == set(done.documents):  # else more came meanwhile
            connection.execute(delete(touched).where(touched.c.story == done.story))
    _drop_gone(connection, [story for story in done.before if story != done.story], done.story)


def _drop_gone(connection: Connection, stories: Sequence[str], heir: str) -> None:
    """Remove stories that have no documents any more; what was noticed in them belongs to the one they are in now."""
    wanted = {name for row in connection.execute(select(touched.c.before)).scalars() for name in json.loads(row)}
    for story in stories:
        lives = connection.execute(select(placed.c.document).where(placed.c.story == story).limit(1)).first()
        if lives is None and story not in wanted:
            old = select(readings.c.id).where(readings.c.story == story)
            shelf.remove(connection, connection.execute(old).scalars().all())
            connection.execute(delete(ticking).where(ticking.c.story == story))
            connection.execute(update(noticed).where(noticed.c.story == story).values(story=heir))


def tick(connection: Connection, story: str, due: datetime | None) -> None:
    """Note when the next clock of a story opens or runs out; None: none does."""
    connection.execute(delete(ticking).where(ticking.c.story == story))
    if due is not None:
        connection.execute(insert(ticking), {"story": story, "due": due})


def run_out(connection: Connection, now: datetime, most: int) -> tuple[str, ...]:
    """Stories of which a clock has opened or run out by now, the earliest first."""
    query = select(ticking.c.story).where(ticking.c.due <= now).order_by(ticking.c.due, ticking.c.story).limit(most)
    return tuple(connection.execute(query).scalars())


def note(connection: Connection, changes: Sequence[Noticed]) -> tuple[Noticed, ...]:
    """Write down changes; those that were not known before."""
    unique = {change.id: change for change in changes}
    known: set[str] = set()
    for batch in batches(sorted(unique)):
        known.update(connection.execute(select(noticed.c.id).where(noticed.c.id.in_(batch))).scalars())
    fresh = tuple(change for name, change in unique.items() if name not in known)
    for some in batches(fresh):
        connection.execute(insert(noticed), [_row(change) for change in some])
        named = {(change.id, quote.document) for change in some for quote in change.quotes}
        if named:
            rows = [{"noticed": change, "document": document} for change, document in sorted(named)]
            connection.execute(insert(noticed_documents), rows)
    return fresh


def changes(
    connection: Connection, since: datetime | None, story: str, most: int, kinds: Collection[str] = ()
) -> tuple[Noticed, ...]:
    """What was noticed after a moment, the last first; of one story where one is named (by the beginning of its id)."""
    query = select(noticed).order_by(noticed.c.at.desc(), noticed.c.id).limit(most)
    if since is not None:
        query = query.where(noticed.c.at > since)
    if story:
        query = query.where(func.substr(noticed.c.story, 1, len(story)) == story)
    if kinds:
        query = query.where(noticed.c.kind.in_(sorted(kinds)))
    return tuple(_noticed(row) for row in connection.execute(query).mappings())


def untold(
    connection: Connection, channel: str, since: datetime, kinds: Collection[str], most: int
) -> tuple[Noticed, ...]:
    """Changes since a moment that a channel has not been told of, the oldest first."""
    known = exists().where(told.c.noticed == noticed.c.id, told.c.channel == channel)
    query = (
        select(noticed)
        .where(noticed.c.at >= since, noticed.c.kind.in_(sorted(kinds)), ~known)
        .order_by(noticed.c.at, noticed.c.id)
        .limit(most)
    )
    return tuple(_noticed(row) for row in connection.execute(query).mappings())


def claim(connection: Connection, channel: str, ids: Sequence[str]) -> tuple[str, ...]:
    """Take it upon oneself to tell; those ids that nobody took before."""
    mine = []
    for name in ids:
        statement = insert_new(connection, told).execution_options(preserve_rowcount=True)
        row = {"noticed": name, "channel": channel, "state": _CLAIMED}
        if connection.execute(statement, row).rowcount == 1:
            mine.append(name)
    return tuple(mine)


def settled(connection: Connection, channel: str, ids: Sequence[str], *, told_of: bool) -> None:
    """What was claimed has been told; or certainly has not, and may be tried again."""
    for batch in batches(ids):
        here = told.c.channel == channel, told.c.noticed.in_(batch)
        if told_of:
            connection.execute(update(told).where(*here).values(state=_TOLD))
        else:
            connection.execute(delete(told).where(*here, told.c.state == _CLAIMED))


def unsure(connection: Connection) -> int:
    """Claims that were never settled: somebody was stopped while telling, and nobody is told twice."""
    query = select(func.count()).select_from(told).where(told.c.state == _CLAIMED)
    return int(connection.execute(query).scalar_one())


def mismatches(connection: Connection) -> Iterator[tuple[str, str]]:
    """(change, cause) for changes whose words do not stand where they say; linear in their number."""
    for row in connection.execute(select(noticed).order_by(noticed.c.id)).mappings():
        try:
            quotes = _noticed(row).quotes
        except (ValueError, TypeError, KeyError) as error:
            yield row["id"], f"it is not as it was written: {error}"
            continue
        ids = sorted({quote.document for quote in quotes})
        found = select(documents.c.id, documents.c.text).where(documents.c.id.in_(ids))
        texts = {each.id: each.text for each in connection.execute(found)}
        for quote in quotes:
            if texts.get(quote.document, "")[quote.start : quote.end] != quote.quote:
                yield row["id"], f"its words do not stand at {quote.start} of document {quote.document}"
                break


def forget(connection: Connection, story: str, documents: Sequence[str]) -> None:
    """Remove what the desk holds of a story and of documents that go; the rest goes with the documents' rows."""
    index.remove(connection, documents)
    for table in (touched, ticking):
        connection.execute(delete(table).where(table.c.story == story))
    connection.execute(delete(noticed).where(noticed.c.story == story))
    for batch in batches(documents):
        quoting = select(noticed_documents.c.noticed).where(noticed_documents.c.document.in_(batch))
        connection.execute(delete(noticed).where(or_(noticed.c.id.in_(quoting))))


def _row(change: Noticed) -> dict[str, object]:
    quotes: list[Json] = [encode(quote) for quote in change.quotes]
    body: dict[str, Json] = {"title": change.title, "message": change.message, "quotes": quotes}
    return {"id": change.id, "story": change.story, "at": change.at, "kind": change.kind, "body": dumps(body)}


def _noticed(row: RowMapping) -> Noticed:
    body = json.loads(row["body"])
    return Noticed(
        id=row["id"],
        story=row["story"],
        title=body["title"],
        at=row["at"],
        kind=row["kind"],
        message=body["message"],
        quotes=tuple(Quote(**quote) for quote in body["quotes"]),
    )
