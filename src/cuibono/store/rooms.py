"""What is said in the room of each story: rows of turns, each under a seal, spans checked whenever they are read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, func, insert, select

from cuibono.core.errors import StoreError, Tampered
from cuibono.core.ports import Clockwork
from cuibono.core.talk import Entry, Phrased, Remark, Turn
from cuibono.core.text import Document
from cuibono.store import archive
from cuibono.store.codec import Json, decode, dumps, encode_fields, loads
from cuibono.store.database import Database
from cuibono.store.rows import seal
from cuibono.store.schema import turns

_KINDS: Mapping[str, type[Turn]] = {kind.__name__: kind for kind in (Turn, Phrased, Remark)}
_NAMED = re.compile(r'"document":"([^"\\]+)"')  # in compact JSON; within words the marks are escaped
_SEALED = ("story", "number", "kind", "move", "basis", "closes", "said_at", "body")


@dataclass(frozen=True, slots=True)
class RoomStore:
    """The port ``Rooms`` over a database; every method is one transaction."""

    _database: Database
    _clock: Clockwork

    def entries(self, story_id: str, after: int = 0) -> tuple[Entry, ...]:
        """What was said above a running number, in order; one look-up by index where there is nothing new.

        Raises:
            Tampered: a turn is not as it was stored; no altered words are ever handed out.
            StoreError: a document that it quotes was removed.
        """
        with self._database.reading() as connection:
            return entries(connection, story_id, after)

    def add(self, story_id: str, given: Sequence[Entry]) -> bool:
        """Store entries, all or none; False where their numbers do not follow on what is stored.

        Raises:
            StoreError: it cannot be written.
        """
        said_at = self._clock()
        with self._database.writing() as connection:
            return add(connection, story_id, given, said_at)


def entries(connection: Connection, story: str, after: int = 0) -> tuple[Entry, ...]:
    """The turns of a story above a running number."""
    query = select(turns).where(turns.c.story == story, turns.c.number > after).order_by(turns.c.number)
    rows = list(connection.execute(query).mappings())
    bodies = [loads(row["body"]) for row in rows]
    documents = archive.load(connection, {name for body in bodies for name in _cited(body)})
    return tuple(_entry(row, body, documents) for row, body in zip(rows, bodies, strict=True))


def add(connection: Connection, story: str, given: Sequence[Entry], said_at: datetime) -> bool:
    """Add turns where the last number is the one before theirs."""
    last = connection.execute(select(func.max(turns.c.number)).where(turns.c.story == story)).scalar_one() or 0
    if [entry.number for entry in given] != list(range(last + 1, last + 1 + len(given))):
        return False
    if given:
        connection.execute(insert(turns), [_row(story, entry, said_at) for entry in given])
    return True


def forget(connection: Connection, story: str) -> None:
    """Remove what was said about a story."""
    connection.execute(delete(turns).where(turns.c.story == story))


def quoted(connection: Connection, story: str) -> tuple[set[str], set[str]]:
    """Ids of the documents quoted in the room of a story, and in all others; linear in what was ever said.

    A turn that was altered still counts for what it names: a damaged room keeps no story from being forgotten.
    """
    here: set[str] = set()
    elsewhere: set[str] = set()
    for row in connection.execute(select(turns.c.story, turns.c.body)):
        (here if row.story == story else elsewhere).update(_NAMED.findall(row.body))
    return here, elsewhere


def stories(connection: Connection) -> tuple[str, ...]:
    """Ids of the stories whose rooms hold anything."""
    return tuple(connection.execute(select(turns.c.story).distinct().order_by(turns.c.story)).scalars())


def _row(story: str, entry: Entry, said_at: datetime) -> dict[str, Any]:
    row: dict[str, Any] = {
        "story": story,
        "number": entry.number,
        "kind": type(entry.turn).__name__,
        "move": entry.move,
        "basis": entry.basis,
        "closes": entry.closes,
        "said_at": said_at.astimezone(UTC),
        "body": dumps(encode_fields(entry.turn)),
    }
    return row | {"seal": seal(row, _SEALED)}


def _entry(row: RowMapping, body: Json, documents: Mapping[str, Document]) -> Entry:
    name = f"turn {row['number']} in the room of story {row['story']}"
    if seal(row, _SEALED) != row["seal"] or row["kind"] not in _KINDS:
        raise Tampered(f"{name}: it is not as it was stored")
    if missing := sorted({*_cited(body)} - documents.keys()):  # earlier versions of this program removed too much
        raise StoreError(
            f"{name} quotes document {missing[0]}, which this store holds no longer: it was removed with another "
            "story; reading its file or link again brings it back"
        )
    try:
        turn = decode(_KINDS[row["kind"]], body, documents)
    except Tampered as error:
        raise Tampered(f"{name}: {error}") from error
    return Entry(row["number"], turn, row["move"], row["basis"], row["closes"])


def _cited(body: Json) -> Iterator[str]:
    """Ids of the documents that an encoded turn cites."""
    if isinstance(body, list):
        for item in body:
            yield from _cited(item)
    elif isinstance(body, dict):
        if isinstance(document := body.get("document"), str):
            yield document
        for item in body.values():
            yield from _cited(item)
