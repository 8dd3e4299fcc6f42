"""Core types as plain JSON, and back.

``encode`` writes any core value; ``decode`` reads it back as the type it is asked for and believes nothing: wrong
types, unknown fields and words that are not where they are said to be raise :class:`Tampered` with the path to them.
A Span is written as ``{document, start, end, quote}`` and comes back only through :meth:`Document.check`, so that
altered words cannot be loaded. A Document inside something else is written as its id, because documents are stored
once. Both directions are linear in the size of the value; what a type needs is worked out once per type.
"""

from __future__ import annotations

import json
import math
import types
from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import cache
from typing import Any, TypeAlias, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from cuibono.core.errors import CuiBonoError, SpanError, StoreError, Tampered
from cuibono.core.findings import Clock, Finding, Forecast, Framing, Interest, Omission, Relation
from cuibono.core.text import Document, Span

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
T = TypeVar("T")
_Reader: TypeAlias = Callable[[Json, Mapping[str, Document]], Any]

# Where a field's type is a base class, the class is written down by name. A closed list: data must not choose a class.
FAMILIES: Mapping[type, tuple[type, ...]] = {Finding: (Relation, Omission, Interest, Framing, Clock, Forecast)}
_TAG = "is"
_PIECES = 3  # levels that `dump` takes apart: reading, record, assertions; each assertion is one piece
_TAGGED = frozenset(member for family in FAMILIES.values() for member in family)


def dumps(value: Json) -> str:
    """The JSON text of an encoded value: compact, ASCII (so that any database takes it), always the same."""
    return json.dumps(value, separators=(",", ":"), allow_nan=False)


def loads(text: str) -> Json:
    """Parse JSON text.

    Raises:
        Tampered: the text is no JSON.
    """
    try:
        return cast("Json", json.loads(text))
    except (ValueError, RecursionError) as error:
        msg = f"stored JSON cannot be parsed: {error}"
        raise Tampered(msg) from error


def encode(value: object) -> Json:  # noqa: C901, PLR0911, PLR0912 - one case per form of value
    """Write a core value as plain JSON.

    Raises:
        StoreError: something in it has no stored form: a naive time, a number that is none, an unknown class.
    """
    kind = type(value)
    if kind is str or value is None:  # most of what there is, so looked at first
        return cast("Json", value)
    if kind is tuple:
        return [encode(item) for item in cast("tuple[object, ...]", value)]
    match value:
        case bool():
            return value
        case Span():
            return {"document": value.document, "start": value.start, "end": value.end, "quote": value.quote}
        case str():  # also enumerations, and the string classes of parsers
            return value.value if isinstance(value, StrEnum) else str(value)
        case int():
            return int(value)
        case float():
            if not math.isfinite(value):
                raise StoreError(f"the number {value} has no stored form")
            return float(value)
        case Document():
            return value.id
        case datetime():
            return write_time(value)
        case Decimal():
            return str(value)
        case list() | tuple():
            return [encode(item) for item in value]
        case Mapping():
            return {_key(key): encode(item) for key, item in value.items()}
        case _:
            return encode_fields(value)


def encode_fields(value: object) -> dict[str, Json]:
    """Write a dataclass instance field by field; also a Document, whose fields are its row.

    Raises:
        StoreError: it is no dataclass, a class the store does not know, or a field has no stored form.
    """
    kind: Any = type(value)
    if not is_dataclass(value) or isinstance(value, type):
        raise StoreError(f"a {kind.__name__} has no stored form")
    encoded: dict[str, Json] = {}
    if kind in _TAGGED:
        encoded[_TAG] = kind.__name__
    elif isinstance(value, tuple(FAMILIES)):
        raise StoreError(f"the store does not know the class {kind.__name__}, so it could not be read back")
    for name in _names(kind):
        encoded[name] = encode(getattr(value, name))
    return encoded


def dump(value: object) -> str:
    """The JSON text of a core value, made piece by piece: the same as ``dumps(encode(value))`` in less memory."""
    return "".join(pieces(value))


def pieces(value: object, depth: int = _PIECES) -> Iterator[str]:
    """The same piece by piece; ``depth`` levels are taken apart."""
    if depth and isinstance(value, tuple):
        mark = "["
        for item in value:
            yield mark
            yield from pieces(item, depth - 1)
            mark = ","
        yield "]" if value else "[]"
    elif depth and is_dataclass(value) and not isinstance(value, Span | Document | Finding | type):
        kind: Any = type(value)
        mark = "{"
        for name in _names(kind):
            yield f'{mark}"{name}":'
            yield from pieces(getattr(value, name), depth - 1)
            mark = ","
        yield "}"
    else:
        yield dumps(encode(value))


def decode(kind: type[T], data: Json, documents: Mapping[str, Document] | None = None) -> T:
    """Read a value of the given type back, its spans checked against ``documents`` (by id).

    Raises:
        Tampered: the data do not fit the type, or a span's words are not in its document; the message has the path.
    """
    try:
        expression: Any = kind
        return cast("T", _reader(expression)(data, documents or {}))
    except _UnfitError as unfit:
        msg = f"{kind.__name__}{unfit.path}: {unfit.cause}"
        raise Tampered(msg) from unfit


def write_time(moment: datetime) -> str:
    """ISO 8601 in UTC with microseconds and a Z: the order of the texts is the order of the times.

    Raises:
        StoreError: the time has no zone.
    """
    if moment.tzinfo is None:
        raise StoreError(f"the time {moment} has no zone")
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def read_time(text: str) -> datetime:
    """The aware UTC time that :func:`write_time` wrote.

    Raises:
        ValueError: the text was not written by it.
    """
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None or write_time(moment) != text:
        raise ValueError(f"{text!r} is no stored time")
    return moment.astimezone(UTC)


class _UnfitError(Exception):
    """Data that do not fit their type; ``path`` grows from the inside out while it rises."""

    def __init__(self, cause: str) -> None:
        super().__init__(cause)
        self.cause = cause
        self.path = ""

    def under(self, step: str) -> None:
        self.path = step + self.path


def _key(key: object) -> str:
    if not isinstance(key, str):
        raise StoreError(f"a mapping's key must be text to be stored, not {key!r}")
    return str(key)


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(item.name for item in _stored(kind))


def _stored(kind: Any) -> list[Field[Any]]:  # noqa: ANN401 - mypy knows no type for dataclass types
    """The fields that are stored: all but those marked as made only for the work in hand."""
    return [item for item in fields(kind) if item.metadata.get("stored", True)]


@cache
def _reader(kind: Any) -> _Reader:  # noqa: ANN401, C901, PLR0911 - type expressions have no type; one case per form
    """What reads data back as ``kind``, a type as it stands in an annotation."""
    origin, args = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        return _union(args)
    if origin is tuple:
        return _many(args[0]) if args[1:] == (Ellipsis,) else _some(args)
    if origin is not None and issubclass(origin, Mapping):
        return _mapping(args[1])
    if kind is Span:
        return _span
    if kind is Document:
        return _document
    if kind in FAMILIES:
        return _family({member.__name__: _dataclass(member) for member in FAMILIES[kind]})
    if kind is datetime:
        return _parsed(str, read_time)
    if kind is Decimal:
        return _parsed(str, Decimal)
    if kind is float:
        return _plain(float, int)
    if kind in (str, int, bool):
        return _plain(kind)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return _parsed(str, kind)
    if is_dataclass(kind):
        return _dataclass(kind)
    raise StoreError(f"the store has no form for {kind}")


def _plain(*kinds: type) -> _Reader:
    def read(data: Json, _: Mapping[str, Document]) -> Json:
        if type(data) not in kinds:  # exactly: True is no number here
            raise _UnfitError(f"{data!r} is no {kinds[0].__name__}")
        return data

    return read


def _parsed(kind: type, parse: Callable[[Any], object]) -> _Reader:
    def read(data: Json, _: Mapping[str, Document]) -> object:
        if type(data) is not kind:
            raise _UnfitError(f"{data!r} is no {kind.__name__}")
        try:
            return parse(data)
        except (ValueError, InvalidOperation, OverflowError) as error:
            raise _UnfitError(str(error) if isinstance(error, ValueError) else f"{data!r} cannot be read") from error

    return read


def _union(args: tuple[Any, ...]) -> _Reader:
    """``X | None``, or enumerations that share no value: data must say by themselves which member they are."""
    others = [arg for arg in args if arg is not type(None)]
    inner = _reader(others[0]) if len(others) == 1 else _enumerations(others)
    if len(others) == len(args):
        return inner
    return lambda data, documents: None if data is None else inner(data, documents)


def _enumerations(kinds: list[Any]) -> _Reader:
    members: list[StrEnum] = [m for kind in kinds if isinstance(kind, type) and issubclass(kind, StrEnum) for m in kind]
    by_value = {member.value: member for member in members}
    if not members or len(by_value) < len(members) or not all(issubclass(kind, StrEnum) for kind in kinds):
        raise StoreError(f"the store has no form for the union of {kinds}")

    def parse(data: str) -> StrEnum:
        if data not in by_value:
            raise ValueError(f"{data!r} is none of {', '.join(by_value)}")
        return by_value[data]

    return _parsed(str, parse)


def _many(kind: Any) -> _Reader:  # noqa: ANN401 - a type expression
    inner = _reader(kind)

    def read(data: Json, documents: Mapping[str, Document]) -> tuple[object, ...]:
        items = []
        for index, item in enumerate(_list(data)):
            try:
                items.append(inner(item, documents))
            except _UnfitError as unfit:
                unfit.under(f"[{index}]")
                raise
        return tuple(items)

    return read


def _some(kinds: tuple[Any, ...]) -> _Reader:
    """A tuple of fixed length, such as a pair."""
    readers = [_reader(kind) for kind in kinds]

    def read(data: Json, documents: Mapping[str, Document]) -> tuple[object, ...]:
        if len(_list(data)) != len(readers):
            raise _UnfitError(f"{len(readers)} items expected")
        return tuple(inner(item, documents) for inner, item in zip(readers, _list(data), strict=True))

    return read


def _mapping(kind: Any) -> _Reader:  # noqa: ANN401 - a type expression
    inner = _reader(kind)

    def read(data: Json, documents: Mapping[str, Document]) -> dict[str, object]:
        items = {}
        for key, item in _dict(data).items():
            try:
                items[key] = inner(item, documents)
            except _UnfitError as unfit:
                unfit.under(f"[{key!r}]")
                raise
        return items

    return read


def _dataclass(kind: Any) -> _Reader:  # noqa: ANN401 - mypy knows no type for dataclass types
    hints = get_type_hints(kind)
    readers = {item.name: _reader(hints[item.name]) for item in _stored(kind)}
    # A field that the data lack takes its default: readings stored before the field existed stay readable.
    needed = {i.name for i in fields(kind) if i.default is MISSING and i.default_factory is MISSING}

    def read(data: Json, documents: Mapping[str, Document]) -> object:
        given = _dict(data)
        if missing := sorted(needed - given.keys()):
            raise _UnfitError(f"{', '.join(missing)} missing")
        values = {}
        for name, item in given.items():
            if name not in readers:
                raise _UnfitError(f"unknown field {name!r}")
            try:
                values[name] = readers[name](item, documents)
            except _UnfitError as unfit:
                unfit.under(f".{name}")
                raise
        try:
            return kind(**values)
        except (CuiBonoError, ValueError, ArithmeticError) as error:
            raise _UnfitError(str(error)) from error

    return read


def _family(members: Mapping[str, _Reader]) -> _Reader:
    def read(data: Json, documents: Mapping[str, Document]) -> object:
        rest = dict(_dict(data))
        tag = rest.pop(_TAG, None)
        if not isinstance(tag, str) or tag not in members:
            raise _UnfitError(f"unknown class {tag!r}")
        return members[tag](rest, documents)

    return read


def _span(data: Json, documents: Mapping[str, Document]) -> Span:
    match _dict(data):
        case {"document": str(name), "start": int(start), "end": int(end), "quote": str(quote), **rest} if not rest:
            document = _document(name, documents)
        case _:
            raise _UnfitError(f"{data!r} is no span")
    try:
        return document.check(start, end, quote)
    except SpanError as error:
        raise _UnfitError(str(error)) from error


def _document(data: Json, documents: Mapping[str, Document]) -> Document:
    if not isinstance(data, str) or data not in documents:
        raise _UnfitError(f"there is no document {data!r}")
    return documents[data]


def _list(data: Json) -> list[Json]:
    if not isinstance(data, list):
        raise _UnfitError(f"{data!r} is no list")
    return data


def _dict(data: Json) -> dict[str, Json]:
    if not isinstance(data, dict):
        raise _UnfitError(f"{data!r} is no object")
    return data
