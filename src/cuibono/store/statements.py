"""Statements that both databases take, and lists of a size that one query takes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

from sqlalchemy import Connection, Insert, Table
from sqlalchemy.dialects import sqlite

T = TypeVar("T")
_IN_ONE_QUERY = 500  # bound parameters; SQLite before 3.32 took 999


def batches(items: Iterable[T], size: int = _IN_ONE_QUERY) -> Iterator[list[T]]:
    """The items in lists that one query takes."""
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch


def insert_new(connection: Connection, table: Table) -> Insert:
    """An insert that leaves rows of known keys as they are."""
    if connection.dialect.name == "sqlite":
        return sqlite.insert(table).on_conflict_do_nothing()
    # 0.05 s of CPU that the users of a file need not pay for
    from sqlalchemy.dialects import postgresql  # noqa: PLC0415

    return postgresql.insert(table).on_conflict_do_nothing()


def insert_or_replace(connection: Connection, table: Table) -> Insert:
    """An insert that puts a row in the place of the one with the same key."""
    keys = [column.name for column in table.primary_key]
    rest = [column.name for column in table.c if column.name not in keys]
    if connection.dialect.name == "sqlite":
        statement = sqlite.insert(table)
        return statement.on_conflict_do_update(
            index_elements=keys, set_={name: statement.excluded[name] for name in rest}
        )
    from sqlalchemy.dialects import postgresql  # noqa: PLC0415 - as above

    written = postgresql.insert(table)
    return written.on_conflict_do_update(index_elements=keys, set_={name: written.excluded[name] for name in rest})
