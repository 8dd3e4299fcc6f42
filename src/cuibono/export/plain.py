"""Values of the published shape as plain JSON values, and the JSON Schema of the same types."""

from __future__ import annotations

import inspect
import types
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any, TypeAlias, Union, get_args, get_origin, get_type_hints

from cuibono.core.times import Stamp
from cuibono.export.shape import RENAMED, TAGS

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"


def plain(value: object) -> Json:  # noqa: PLR0911 - one case per form of value
    """The value as JSON: dataclasses as objects, moments in ISO 8601, exact decimals as strings.

    Raises:
        TypeError: a type that the published shape does not know, which is an error of the program.
    """
    match value:
        case None | bool() | int():
            return value
        case float():
            return round(value, 6)
        case StrEnum():
            return value.value
        case str():
            return str(value)
        case Decimal():
            return str(value)
        case datetime():
            return value.isoformat().replace("+00:00", "Z")
        case Stamp():
            return {"value": str(value), "precision": value.precision.value, "original": value.original}
        case tuple():
            return [plain(item) for item in value]
        case _:
            return _object(value)


def members(value: object) -> Iterator[tuple[str, object]]:
    """The members of a published dataclass, by the names they are published by, not yet as JSON.

    Raises:
        TypeError: as :func:`plain`.
    """
    kind = type(value)
    if not is_dataclass(kind):
        raise TypeError(f"{kind.__name__} has no published form")
    if kind in TAGS:
        yield "kind", TAGS[kind]
    for own, name in _names(kind):
        yield name, getattr(value, own)


def _object(value: object) -> Json:
    return {name: plain(member) for name, member in members(value)}


@cache
def _names(kind: Any) -> tuple[tuple[str, str], ...]:  # noqa: ANN401 - a dataclass has no type of its own
    """Field names of a dataclass, with the names they are published by."""
    return tuple((field.name, RENAMED.get((kind, field.name), field.name)) for field in fields(kind))


def json_schema(root: type, name: str) -> dict[str, Json]:
    """JSON Schema (draft 2020-12) of a published type; every dataclass it reaches is one of ``$defs``."""
    definitions: dict[str, Json] = {}
    reference = _schema_of(root, definitions)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:{name.replace('/', ':')}",
        "title": name,
        **reference,
        "$defs": {key: definitions[key] for key in sorted(definitions)},
    }


def _schema_of(hint: Any, definitions: dict[str, Json]) -> dict[str, Json]:  # noqa: ANN401 - type hints have no type
    simple = _SIMPLE.get(hint)
    if simple:
        return dict(simple)
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in {Union, types.UnionType}:
        return _choice(arguments, definitions)
    if origin is tuple and arguments[-1] is Ellipsis:
        return {"type": "array", "items": _schema_of(arguments[0], definitions)}
    if origin is tuple:
        items: list[Json] = [_schema_of(argument, definitions) for argument in arguments]
        return {"type": "array", "prefixItems": items, "minItems": len(items), "items": False}
    if issubclass(hint, StrEnum):
        return {"enum": [member.value for member in hint]}
    if is_dataclass(hint):
        name = str(getattr(hint, "__name__", hint))
        if name not in definitions:
            definitions[name] = {}  # reserved, since a type may reach itself
            definitions[name] = _definition(hint, definitions)
        return {"$ref": f"#/$defs/{name}"}
    raise TypeError(f"{hint!r} has no published form")


def _choice(arguments: tuple[Any, ...], definitions: dict[str, Json]) -> dict[str, Json]:
    options = [_schema_of(argument, definitions) for argument in arguments]
    if len(options) == len([o for o in options if set(o) == {"type"}]):  # plain types side by side: "string or null"
        return {"type": [option["type"] for option in options]}
    return {"oneOf": [dict(option) for option in options]}


def _definition(kind: Any, definitions: dict[str, Json]) -> dict[str, Json]:  # noqa: ANN401 - as above
    hints = get_type_hints(kind)
    properties: dict[str, Json] = {"kind": {"const": TAGS[kind]}} if kind in TAGS else {}
    for own, name in _names(kind):
        properties[name] = _schema_of(hints[own], definitions)
    return {
        "description": " ".join((inspect.getdoc(kind) or "").split()),
        "type": "object",
        "properties": properties,
        "required": list(properties),
    }


_STAMP: dict[str, Json] = {
    "description": "A moment as given: ISO 8601 cut to the precision that is known, and the words it was read from.",
    "type": "object",
    "properties": {
        "value": {"type": "string"},
        "precision": {"enum": ["year", "month", "day", "minute", "second"]},
        "original": {"type": "string"},
    },
    "required": ["value", "precision", "original"],
}
_SIMPLE: dict[object, dict[str, Json]] = {
    type(None): {"type": "null"},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    str: {"type": "string"},
    Decimal: {"type": "string", "pattern": r"^-?[0-9.]+(E[+-]?[0-9]+)?$"},
    datetime: {"type": "string", "format": "date-time"},
    Stamp: _STAMP,
}
