"""Captures and documents: they are added, read, and otherwise left alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import Connection, Table, or_, select, union

from cuibono.core.errors import NotStored, StoreError
from cuibono.core.news import REFERENCES, Capture
from cuibono.core.text import Document
from cuibono.store import words
from cuibono.store.rows import capture_of, capture_row, document_of, document_row
from cuibono.store.schema import captures, documents
from cuibono.store.statements import batches, insert_new


def keep(connection: Connection, capture: Capture) -> bool:
    """Add a capture; False where it was there already. One insert."""
    insert = insert_new(connection, captures).execution_options(preserve_rowcount=True)
    result = connection.execute(insert, capture_row(capture))
    return result.rowcount == 1


def keep_documents(connection: Connection, given: Sequence[Document]) -> None:
    """Add documents; known ids are left as they are. One batch.

    Raises:
        StoreError: a document's capture is not kept, or its text cannot be stored.
    """
    rows = [document_row(document) for document in sorted(given, key=lambda document: document.id)]
    kept = set(ids_of(connection, captures, {row["capture"] for row in rows}))
    for row in rows:
        if row["capture"] not in kept:
            raise StoreError(f"document {row['id']}: its capture {row['capture']} is not kept; keep the bytes first")
    if rows:
        known = set(ids_of(connection, documents, {row["id"] for row in rows}))
        connection.execute(insert_new(connection, documents), rows)
        words.add_documents(connection, list(dict.fromkeys(row["id"] for row in rows if row["id"] not in known)))


def capture(connection: Connection, capture_id: str) -> Capture:
    """One capture, its bytes hashed again.

    Raises:
        NotStored: there is none of that id.
        Tampered: it is not what was kept.
    """
    row = connection.execute(select(captures).where(captures.c.id == capture_id)).mappings().one_or_none()
    if row is None:
        raise NotStored(f"capture {capture_id} is not in the store")
    return capture_of(row)


def capture_ids(connection: Connection) -> list[str]:
    """Ids of all captures in the order they were fetched."""
    return list(connection.execute(select(captures.c.id).order_by(captures.c.fetched, captures.c.id)).scalars())


def load(connection: Connection, document_ids: Iterable[str]) -> dict[str, Document]:
    """The documents of these ids that the store holds, by id.

    Raises:
        Tampered: one is not as it was stored.
    """
    loaded = {}
    for batch in batches(sorted(set(document_ids))):
        for row in connection.execute(select(documents).where(documents.c.id.in_(batch))).mappings():
            loaded[row["id"]] = document_of(row)
    return loaded


def document(connection: Connection, document_id: str) -> Document:
    """One document.

    Raises:
        NotStored: there is none of that id.
        Tampered: it is not as it was stored.
    """
    found = load(connection, [document_id])
    if not found:
        raise NotStored(f"document {document_id} is not in the store")
    return found[document_id]


def at_location(connection: Connection, location: str) -> tuple[Document, ...]:
    """Documents read from captures of this location, or that name it as their url, in the order fetched.

    Two index look-ups, then linear in what is found.
    """
    by_capture = select(documents.c.id).join(captures).where(captures.c.location == location)
    by_url = select(documents.c.id).where(documents.c.url == location)
    query = (
        select(documents)
        .join(captures)
        .where(or_(documents.c.id.in_(union(by_capture, by_url))))
        .order_by(captures.c.fetched, captures.c.id, documents.c.id)
    )
    return tuple(document_of(row) for row in connection.execute(query).mappings())


def references(connection: Connection) -> tuple[Document, ...]:
    """Items of public databases as they were accessed last, by address; linear in the number of captures.

    Only what came from the database's own address counts: any page could look like one.
    """
    query = (
        select(documents.c.id, documents.c.url)
        .join(captures)
        .where(
            captures.c.location.like(f"{REFERENCES}%"),
            documents.c.url == captures.c.location,
            documents.c.tags.like('%"statement"%'),  # else it is the item's page, for people
        )
        .order_by(captures.c.fetched, documents.c.id)
    )
    last = {row.url: row.id for row in connection.execute(query)}
    found = load(connection, last.values())
    return tuple(found[last[url]] for url in sorted(last))


def ids_of(connection: Connection, table: Table, wanted: Iterable[str]) -> Iterator[str]:
    """Those of the wanted ids that a table holds."""
    for batch in batches(sorted(set(wanted))):
        yield from connection.execute(select(table.c.id).where(table.c.id.in_(batch))).scalars()
