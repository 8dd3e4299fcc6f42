"""What a record says, on its way to a document, and the few ways of reading a field that registers share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from cuibono.core.text import Kind, Notice, Role
from cuibono.readers.finish import Head
from cuibono.readers.layout import Part, part


@dataclass(frozen=True, slots=True)
class Told:
    """A record read: what it says of itself, its lines, and what a reader should know."""

    head: Head
    parts: tuple[Part, ...]
    notices: tuple[Notice, ...] = ()
    spoken: str | None = None  # the language, where the register's own words make up the text
    kind: Kind = Kind.ARTICLE


def words(record: Mapping[str, object], name: str) -> str:
    """A field's words; "" where there are none."""
    value = record.get(name)
    return " ".join(value.split()) if isinstance(value, str) else ""


def several(record: Mapping[str, object], name: str) -> tuple[str, ...]:
    """A field's words where it may hold one or a list of them; each once, empty ones left out."""
    value = record.get(name)
    given: Sequence[object] = value if isinstance(value, list) else [value]
    return tuple(dict.fromkeys(" ".join(each.split()) for each in given if isinstance(each, str) and each.strip()))


def objects(value: object) -> list[Mapping[str, object]]:
    """The objects of a list, others left out; nothing where it is no list."""
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def line(label: str, *values: str) -> tuple[Part, ...]:
    """A line "Label: value; value."; none where there is no value."""
    text = "; ".join(value.rstrip(". ") for value in values if value)
    return (part(f"{label}: {text}.", Role.LIST_ITEM),) if text else ()


def day(text: str) -> date | None:
    """An ISO day; None where it is none."""
    try:
        return date.fromisoformat(text) if len(text) == len("2026-01-31") else None
    except ValueError:
        return None


def spelt(when: date) -> str:
    """A day as running text has it, so that what looks for dates in words finds it: "June 3, 2024"."""
    return f"{when:%B} {when.day}, {when.year}"
