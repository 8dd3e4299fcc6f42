"""A story read again without some of its documents: what rests on them, and what does not."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from cuibono.core.errors import SettingsError
from cuibono.core.findings import Clock, Omission, Relation, RelationKind, Silence
from cuibono.core.reading import Reading, Record
from cuibono.desk.investigate import Investigator


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of a reading, with all documents and without some."""

    of: str
    whole: int
    part: int


def apart(investigator: Investigator, whole: Reading, aside: Collection[str]) -> Reading:
    """The reading of a story's other documents, made anew; they keep the numbers that they have in the whole.

    ``aside`` are ids of documents. As slow as reading the story the first time.

    Raises:
        SettingsError: nothing remains.
    """
    record = whole.record
    remaining = [document for document in record.story.documents if document.id not in aside]
    if not remaining:
        raise SettingsError("every document is set aside: there is nothing left to read")
    made = next(investigator.investigate(remaining, as_of=record.as_of, one_story=True), None)
    if made is None:
        raise SettingsError("nothing that remains tells a story")
    title = replace(made.record.story, title=record.story.title)
    return replace(made, record=replace(made.record, story=title, numbering=record.number))


def figures(whole: Reading, part: Reading) -> tuple[Figure, ...]:
    """What can be counted in both readings."""
    return tuple(Figure(of, now, then) for (of, now), (_, then) in zip(_counted(whole), _counted(part), strict=True))


def _counted(reading: Reading) -> Iterable[tuple[str, int]]:
    found = reading.findings
    yield "documents", len(reading.record.story.documents)
    yield "independent origins", len(reading.record.origins)
    yield "claims", len(reading.record.claims)
    yield "claims of several origins", sum(len(claim.origins) > 1 for claim in reading.record.claims)
    yield "contradictions", sum(isinstance(f, Relation) and f.kind is RelationKind.CONTRADICTS for f in found)
    yield "silences that are a reproach", sum(isinstance(f, Omission) and f.grade is Silence.LEFT_OUT for f in found)
    yield "clocks", sum(isinstance(f, Clock) for f in found)


def of_outlet(record: Record, document: str) -> frozenset[str]:
    """All documents of the outlet that published this one."""
    name = record.outlets[document].name
    return frozenset(d.id for d in record.story.documents if record.outlets[d.id].name == name)


def of_origin(record: Record, document: str) -> frozenset[str]:
    """All documents that go back to the same origin as this one."""
    origin = record.origin_of.get(document)
    return frozenset(echo.document for echo in origin.echoes) if origin else frozenset({document})
