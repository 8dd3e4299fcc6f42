"""Every span of a reading with its owner, so that SQL can ask for words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from typing import Any

from cuibono.core.reading import Reading
from cuibono.core.text import Document, Span


@dataclass(frozen=True, slots=True)
class OwnedSpan:
    """A span and what it belongs to: the nearest thing with an id around it (Assertion, Claim, Relation, Turn ...).

    ``part`` is the way from the owner to the span, field names parted by dots: ``span``, ``cue``,
    ``quantities.span``, ``sentences.spans``. What has no id of its own (a refusal, a change between versions)
    belongs to the story.
    """

    owner: str  # class name
    owner_id: str
    part: str
    span: Span


def owned_spans(reading: Reading) -> Iterator[OwnedSpan]:
    """All spans in the order of the reading; linear in its size."""
    return _walk(reading, "Story", reading.record.story.id, "")


def _walk(value: object, owner: str, owner_id: str, part: str) -> Iterator[OwnedSpan]:
    if value is None or isinstance(value, (str, int, float, Document)):  # a tuple: half the time of a union here
        return
    if isinstance(value, Span):
        yield OwnedSpan(owner, owner_id, part, value)
    elif isinstance(value, tuple | list):
        for item in value:
            yield from _walk(item, owner, owner_id, part)
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _walk(item, owner, owner_id, part)
    elif is_dataclass(value):
        kind: Any = type(value)
        names = _names(kind)
        if "id" in names:
            owner, owner_id, part = kind.__name__, str(getattr(value, "id", "")), ""
        for name in names:
            yield from _walk(getattr(value, name), owner, owner_id, f"{part}.{name}" if part else name)


@cache
def _names(kind: Any) -> tuple[str, ...]:  # noqa: ANN401 - mypy knows no type for dataclass types
    """Fields that are stored: spans of what is made only for the work in hand have no row."""
    return tuple(item.name for item in fields(kind) if item.metadata.get("stored", True))
