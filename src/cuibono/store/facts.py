"""How a store is doing: what `cuibono doctor` shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, func, select, text

from cuibono.store.codec import Json, encode_fields
from cuibono.store.database import MEMORY, Database
from cuibono.store.migrate import stored_version
from cuibono.store.schema import captures, documents, readings, spans


@dataclass(frozen=True, slots=True)
class Facts:
    """A store in figures: ``size`` in bytes, with SQLite's write-ahead log; ``problems`` empty for a sound file."""

    store: str  # path, or URL without password
    schema: str
    engine: str  # "SQLite 3.45.1", "PostgreSQL 15.8"
    journal: str  # SQLite's journal mode; "" elsewhere
    captures: int
    documents: int
    stories: int
    readings: int
    spans: int
    size: int
    problems: tuple[str, ...]

    def plain(self) -> dict[str, Json]:
        """For JSON."""
        return encode_fields(self)


def facts(database: Database, connection: Connection) -> Facts:
    """Look at a store; linear in its size, since its structure is checked whole."""
    count = {table.name: _count(connection, table.c[0]) for table in (captures, documents, readings, spans)}
    return Facts(
        store=database.name,
        schema=stored_version(connection) or "",
        engine=_engine(database, connection),
        journal=str(connection.execute(text("PRAGMA journal_mode")).scalar_one()) if database.is_sqlite else "",
        captures=count["captures"],
        documents=count["documents"],
        stories=connection.execute(select(func.count(readings.c.story.distinct()))).scalar_one(),
        readings=count["readings"],
        spans=count["spans"],
        size=_size(database, connection),
        problems=tuple(integrity(connection)),
    )


def integrity(connection: Connection) -> Iterator[str]:
    """What SQLite finds wrong with the file and its references; PostgreSQL looks after itself."""
    if connection.dialect.name != "sqlite":
        return
    for line in connection.execute(text("PRAGMA integrity_check")).scalars():
        if line != "ok":
            yield str(line)
    for row in connection.execute(text("PRAGMA foreign_key_check")):
        yield f"row {row.rowid} of {row.table} refers to something that is missing in {row.parent}"


def _count(connection: Connection, column: object) -> int:
    return int(connection.execute(select(func.count(column))).scalar_one())  # type: ignore[arg-type] # any column


def _engine(database: Database, connection: Connection) -> str:
    if database.is_sqlite:
        return f"SQLite {connection.execute(select(func.sqlite_version())).scalar_one()}"
    return f"PostgreSQL {connection.execute(text('SHOW server_version')).scalar_one()}"


def _size(database: Database, connection: Connection) -> int:
    if not database.is_sqlite:
        return int(connection.execute(select(func.pg_database_size(func.current_database()))).scalar_one())
    if database.name == MEMORY:
        pages = connection.execute(text("PRAGMA page_count")).scalar_one()
        return int(pages * connection.execute(text("PRAGMA page_size")).scalar_one())
    files = (Path(database.name + end) for end in ("", "-wal"))
    return sum(file.stat().st_size for file in files if file.exists())
