"""Rows and what they mean: captures, documents and readings as columns, each under a seal.

A seal is a SHA-256 over the row as it was written. It is no signature - whoever can write the file can write a seal -
but it tells an edited or decayed row from a whole one without reading the capture again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import fields
from datetime import UTC, datetime
from typing import Any, TypeAlias, get_type_hints

from sqlalchemy import RowMapping

from cuibono.core.errors import StoreError, Tampered
from cuibono.core.news import Capture
from cuibono.core.reading import Reading
from cuibono.core.text import Document
from cuibono.store.codec import Json, decode, dumps, encode, encode_fields, loads, pieces, write_time
from cuibono.store.packing import pack, unpack

Row: TypeAlias = dict[str, Any]  # column -> value, as SQLAlchemy takes it

_PLAIN = frozenset({"id", "capture", "kind", "title", "url", "outlet", "language", "snippet", "text"})
_HINTS = get_type_hints(Document)
_FIELDS = tuple(item.name for item in fields(Document))
_HEADERS = get_type_hints(Capture)["headers"]
# What a seal leaves out: itself; a capture's bytes, which its id covers.
_CAPTURE_SEALED = ("id", "location", "fetched", "media_type", "headers")
_AT_ONCE = 2**20  # characters
_READING_SEALED = ("story", "as_of", "title", "read_at", "documents", "origins", "claims", "body")


def capture_row(capture: Capture) -> Row:
    """A capture as its row."""
    row: Row = {
        "id": capture.id,
        "location": _storable(capture.location, "a capture's location"),
        "fetched": capture.fetched,
        "media_type": _storable(capture.media_type, "a capture's media type"),
        "headers": dumps(encode(capture.headers)),
        "body": capture.body,
    }
    return row | {"seal": seal(row, _CAPTURE_SEALED)}


def capture_of(row: RowMapping) -> Capture:
    """The capture in a row, its bytes hashed again.

    Raises:
        Tampered: bytes, location or the rest are not those that were kept.
    """
    name = f"capture {row['id']} ({row['location']})"
    if hashlib.sha256(_bytes(row["location"]) + b"\0" + _bytes(row["body"])).hexdigest() != row["id"]:
        raise Tampered(f"{name}: its bytes are not those that were kept: their hash differs from its id")
    if seal(row, _CAPTURE_SEALED) != row["seal"]:
        raise Tampered(f"{name}: its time, type or headers are not those that were kept")
    headers: Any = _HEADERS
    return Capture(
        row["location"], row["body"], row["fetched"], row["media_type"], decode(headers, loads(row["headers"]))
    )


def document_row(document: Document) -> Row:
    """A document as its row.

    Raises:
        StoreError: its text holds what databases refuse; the message says what and where.
    """
    row: Row = {}
    for name, value in encode_fields(document).items():
        if name not in _PLAIN:
            row[name] = dumps(value)
        else:
            row[name] = _storable(value, f"document {document.id}, {name}") if isinstance(value, str) else value
    return row | {"seal": seal(row, _FIELDS)}


def document_of(row: RowMapping) -> Document:
    """The document in a row.

    Raises:
        Tampered: the row is not as it was written.
    """
    if seal(row, _FIELDS) != row["seal"]:
        raise Tampered(f"document {row['id']}: its text or metadata are not those that were stored")
    return _unsealed_document(row)


def _unsealed_document(row: RowMapping) -> Document:
    values: dict[str, Json] = {name: row[name] if name in _PLAIN else loads(row[name]) for name in _FIELDS}
    hints: dict[str, Any] = _HINTS
    return Document(**{name: decode_field(hints[name], name, value) for name, value in values.items()})


def decode_field(kind: Any, name: str, value: Json) -> Any:  # noqa: ANN401 - a type expression and its value
    """One field of a document.

    Raises:
        Tampered: the value does not fit; the message names the field.
    """
    try:
        return decode(kind, value)
    except Tampered as error:
        raise Tampered(f"{name}: {error}") from error


def reading_row(reading: Reading, read_at: datetime) -> Row:
    """A reading as its row; its number is given by the database."""
    record = reading.record
    row: Row = {
        "story": record.story.id,
        "as_of": write_time(record.moment) if record.moment else "",
        "title": record.story.title,
        "read_at": read_at.astimezone(UTC),
        "documents": len(record.story.documents),
        "origins": len(record.origins),
        "claims": len(record.claims),
        "body": pack(pieces(reading)),
    }
    return row | {"seal": seal(row, _READING_SEALED)}


def reading_of(row: RowMapping, documents: Mapping[str, Document]) -> Reading:
    """The reading in a row, every span checked against the documents.

    Raises:
        Tampered: the row is not as it was written, or its words are not in its documents.
    """
    if seal(row, _READING_SEALED) != row["seal"]:
        raise Tampered(f"reading of story {row['story']}: it is not as it was written")
    try:
        return decode(Reading, loads(unpack(row["body"])), documents)
    except Tampered as error:
        raise Tampered(f"reading of story {row['story']}: {error}") from error


def seal(row: Mapping[str, Any] | RowMapping, names: tuple[str, ...]) -> str:
    """Hexadecimal SHA-256 over the named columns, each with its length, so that nothing can move between them."""
    digest = hashlib.sha256()
    for name in names:
        value = row[name]
        if isinstance(value, str) and value.isascii():  # a long reading's body, bit by bit: no second copy of it
            digest.update(f"{name} {len(value)}:".encode())
            for at in range(0, len(value), _AT_ONCE):
                digest.update(value[at : at + _AT_ONCE].encode())
            continue
        part = _bytes(value)
        digest.update(f"{name} {len(part)}:".encode())
        digest.update(part)
    return digest.hexdigest()


def _bytes(value: object) -> bytes:
    """Any column's value as bytes; a value of another type than was written gives other bytes, or is refused later."""
    match value:
        case bytes():
            return value
        case datetime():
            return write_time(value).encode()
        case bool():
            return b"1" if value else b"0"
        case None:
            return b"\0"  # no stored text holds it
        case _:
            return str(value).encode("utf-8", "surrogatepass")


def _storable(text: str, name: str) -> str:
    """Text that every database takes.

    Raises:
        StoreError: it holds a NUL or half a surrogate pair.
    """
    at = text.find("\0")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        at = error.start if at < 0 else at
    if at >= 0:
        raise StoreError(f"{name}: the character {text[at]!r} at {at} has no stored form; readers must leave it out")
    return text
