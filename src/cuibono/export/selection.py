"""What one page shows of a reading, section by section, and how much of it. The JSON holds everything."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain

from cuibono.core.findings import Aspect, Clock, Finding, Forecast, Framing, Interest, Omission, Relation, Stake
from cuibono.core.news import EchoKind, Version
from cuibono.core.reading import Cell, Reading, Record, Row, Says
from cuibono.core.text import Document, Span
from cuibono.export import present
from cuibono.export.present import Head

COLUMNS = 40  # documents in the matrix
RELATIONS = 60
OMISSIONS = 60
CLOCKS = 40
INTERESTS = 60
FRAMINGS = 120
FORECASTS = 40
CHANGES = 60  # of one version
REFUSALS = 100
ASIDE = 200
_FOLDED = {EchoKind.REPRINT, EchoKind.WIRE}  # the same text: their columns stand behind their original's
_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Column:
    """A document's column in the matrix: ``place`` is the index of its cell; copies are folded until asked for."""

    document: Document
    place: int
    folded: bool
    copies: int  # how many are folded under this one


@dataclass(frozen=True, slots=True)
class Loaded:
    """One document's loaded words."""

    document: str
    findings: tuple[Framing, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """The selection. ``hidden`` says, by section, how many findings there was no room for."""

    reading: Reading
    heads: tuple[Head, ...]
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    clocks: tuple[Clock, ...]
    interests: tuple[Interest, ...]
    examined: tuple[Interest, ...]  # speakers of whom no interest was found
    framings: tuple[Framing, ...]
    loaded: tuple[Loaded, ...]
    omissions: tuple[Omission, ...]
    relations: tuple[Relation, ...]
    forecasts: tuple[Forecast, ...]
    versions: tuple[Version, ...]
    hidden: dict[str, int]

    @property
    def record(self) -> Record:
        """The record that was read."""
        return self.reading.record

    def sign(self, cell: Cell) -> str:
        """The name of the sign that stands for a cell."""
        hedged = cell.hedged and cell.state is Says.ASSERTS
        return "hedged" if hedged else cell.state.value.replace(" ", "-")

    def signs(self) -> set[str]:
        """The signs that stand in the matrix, for its legend."""
        return {self.sign(row.cells[column.place]) for row in self.rows for column in self.columns}

    def spans(self) -> Iterator[Span]:
        """Every span that the page cites; each gets a place in its document."""
        yield from self._spoken()
        yield from self._tabled()
        yield from self._found()
        for version in self.versions:
            yield from (span for change in version.changes for span in (change.before, change.after) if span)
        for origin in self.record.origins:
            yield from (span for echo in origin.echoes for span in echo.spans[:1])

    def _spoken(self) -> Iterator[Span]:
        turns = self.reading.talk.turns
        for sentence in chain((head.sentence for head in self.heads), *(turn.sentences for turn in turns)):
            yield from sentence.spans
        for refusal in self.reading.talk.refusals[:REFUSALS]:
            yield from refusal.spans

    def _tabled(self) -> Iterator[Span]:
        for row in self.rows:
            yield self.record.claim[row.claim].canonical
            for column in self.columns:
                yield from row.cells[column.place].spans[:1]

    def _found(self) -> Iterator[Span]:
        findings: Iterable[Finding] = chain(
            self.clocks, self.interests, self.examined, self.framings, self.omissions, self.forecasts
        )
        for finding in findings:
            yield from finding.spans[:3]
        for group in self.loaded:
            yield from (finding.spans[0] for finding in group.findings)
        yield from (clock.moved_from for clock in self.clocks if clock.moved_from)
        for relation in self.relations:
            yield from (self.record.assertion[side].span for side in (relation.left, relation.right))


def select(reading: Reading) -> Shown:
    """Choose what the page shows."""
    found = reading.findings
    clocks = present.of_kind(found, Clock)
    interests = present.of_kind(found, Interest)
    stakes = [interest for interest in interests if interest.stake is not Stake.NONE_FOUND]
    examined = [i for i in interests if i.stake is Stake.NONE_FOUND and i.salience]  # all of them are in the JSON
    framings = present.of_kind(found, Framing)
    loaded = [framing for framing in framings if framing.aspect is Aspect.LOADED]
    others = [framing for framing in framings if framing.aspect is not Aspect.LOADED]
    omissions = present.omissions(found)
    relations = present.relations(found)
    forecasts = present.of_kind(found, Forecast)
    columns = _columns(reading)
    limits = {
        "columns": (len(columns), COLUMNS),
        "clocks": (len(clocks), CLOCKS),
        "interests": (len(stakes), INTERESTS),
        "examined": (len(examined), INTERESTS),
        "framings": (len(others), FRAMINGS),
        "loaded": (len(loaded), FRAMINGS),
        "omissions": (len(omissions), OMISSIONS),
        "relations": (len(relations), RELATIONS),
        "forecasts": (len(forecasts), FORECASTS),
        "refusals": (len(reading.talk.refusals), REFUSALS),
        "aside": (len(reading.left_aside), ASIDE),
    }
    return Shown(
        reading=reading,
        heads=present.three_lines(reading),
        columns=tuple(columns[:COLUMNS]),
        rows=reading.matrix,
        clocks=tuple(
            sorted(clocks[:CLOCKS], key=lambda clock: (clock.latest or clock.earliest or _NEVER, clock.order))
        ),
        interests=tuple(stakes[:INTERESTS]),
        examined=tuple(examined[:INTERESTS]),
        framings=tuple(others[:FRAMINGS]),
        loaded=_loaded(reading.record, loaded[:FRAMINGS]),
        omissions=omissions[:OMISSIONS],
        relations=relations[:RELATIONS],
        forecasts=forecasts[:FORECASTS],
        versions=tuple(
            Version(version.earlier, version.later, version.changes[:CHANGES])
            for version in reading.record.story.versions
        ),
        hidden={section: max(0, number - limit) for section, (number, limit) in limits.items()},
    )


def _loaded(record: Record, framings: Sequence[Framing]) -> tuple[Loaded, ...]:
    """Loaded words by document, the one with most of them first."""
    by_document: dict[str, list[Framing]] = defaultdict(list)
    for framing in framings:
        by_document[framing.document].append(framing)
    ranked = sorted(by_document.items(), key=lambda item: (-len(item[1]), record.number[item[0]]))
    return tuple(Loaded(document, tuple(found)) for document, found in ranked)


def _columns(reading: Reading) -> list[Column]:
    """Columns in the story's order, each original followed by its copies."""
    record = reading.record
    echoes = {echo.document: echo for origin in record.origins for echo in origin.echoes}
    copies: dict[str, list[str]] = defaultdict(list)
    for document in record.story.documents:
        original = document.id
        while (echo := echoes.get(original)) and echo.parent and echo.kind in _FOLDED:
            original = echo.parent
        copies[original].append(document.id)
    place = {document.id: index for index, document in enumerate(record.story.documents)}
    columns = []
    for group in sorted(copies.items(), key=lambda item: place[item[0]]):
        original, members = group
        for member in sorted(members, key=lambda m: (m != original, place[m])):
            folded = member != original
            columns.append(Column(record.documents[member], place[member], folded, 0 if folded else len(members) - 1))
    return columns
