"""The record of a story and its reading: everything the product says about one story as of one time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import TypeVar, cast

from cuibono.core.claims import Assertion, Claim
from cuibono.core.findings import Finding, Silence
from cuibono.core.news import Origin, Outlet, Story
from cuibono.core.scores import Weighed
from cuibono.core.talk import Talk
from cuibono.core.text import Document, Kind, Role, Span

_Made = TypeVar("_Made")


@dataclass(frozen=True, slots=True)
class Near:
    """The sentence of a document that is nearest to a claim, the cosine of their vectors, and what follows from it."""

    sentence: Span
    cosine: float
    follows: float | None = None  # the share that speaks for the claim's following from it; None: not asked


@dataclass(frozen=True, eq=False)
class Record:
    """A story investigated: what probes and lenses look at. Assertions and claims in reading order."""

    story: Story
    outlets: Mapping[str, Outlet]  # by document id
    origins: tuple[Origin, ...]
    assertions: tuple[Assertion, ...]
    claims: tuple[Claim, ...]
    as_of: datetime | None = None  # the moment asked for; None: everything read
    # By (claim, document); empty without weights, and in a reading that comes from the store, where nobody asks again.
    nearest: Mapping[tuple[str, str], Near] = field(default_factory=dict, metadata={"stored": False})
    # By (earlier assertion, later assertion), for the pairs that networks were asked about; empty as above.
    weighed: Mapping[tuple[str, str], Weighed] = field(default_factory=dict, metadata={"stored": False})
    # By document: the numbers of the whole story, where this is a reading of a part of it that is only shown.
    numbering: Mapping[str, int] = field(default_factory=dict, metadata={"stored": False})
    # What public databases state, where the user asked for it: no documents of the story.
    references: tuple[Document, ...] = field(default=(), metadata={"stored": False})

    @cached_property
    def documents(self) -> dict[str, Document]:
        """Documents by id."""
        return {document.id: document for document in self.story.documents}

    @cached_property
    def number(self) -> dict[str, int]:
        """The number that a document is cited by: its place in the story, from 1."""
        if self.numbering:
            return {document.id: self.numbering[document.id] for document in self.story.documents}
        return {document.id: place for place, document in enumerate(self.story.documents, 1)}

    def cite(self, span: Span) -> str:
        """How a span is cited: document number, and page, turn or paragraph where that helps to find it."""
        document = self.documents[span.document]
        number = str(self.number[document.id])
        page = next((box.page for box in document.boxes if box.start < span.end and span.start < box.end), None)
        if page is not None:
            return f"{number}, p. {page}"
        if document.kind is Kind.THREAD:
            turns = [block for block in document.blocks if block.role is Role.TURN]
            place = next((i for i, turn in enumerate(turns, 1) if turn.start <= span.start < turn.end), None)
            return f"{number}, turn {place}" if place else number
        return number

    @cached_property
    def assertion(self) -> dict[str, Assertion]:
        """Assertions by id."""
        return {assertion.id: assertion for assertion in self.assertions}

    @cached_property
    def claim(self) -> dict[str, Claim]:
        """Claims by id."""
        return {claim.id: claim for claim in self.claims}

    @cached_property
    def claim_of(self) -> dict[str, Claim]:
        """The claim of each assertion, by assertion id."""
        return {member: claim for claim in self.claims for member in claim.assertions}

    @cached_property
    def origin(self) -> dict[str, Origin]:
        """Origins by id."""
        return {origin.id: origin for origin in self.origins}

    @cached_property
    def origin_of(self) -> dict[str, Origin]:
        """The origin of each document, by document id."""
        return {echo.document: origin for origin in self.origins for echo in origin.echoes}

    @cached_property
    def moment(self) -> datetime | None:
        """As of when the story is read: the moment asked for, or the latest publication read."""
        if self.as_of:
            return self.as_of
        stamps = [d.modified or d.published for d in self.story.documents if d.modified or d.published]
        return max((stamp.latest for stamp in stamps if stamp), default=None)

    def once(self, make: Callable[[Record], _Made]) -> _Made:
        """What ``make`` gives for this record, made when it is first asked for.

        For indexes that several probes look at and that are dear to make. ``make`` is a class or a function of a
        module; what it gives must not be changed by whoever uses it, and is kept until :meth:`let_go`.
        """
        if make not in self._made:
            self._made[make] = make(self)
        return cast(_Made, self._made[make])

    def have(self, make: Callable[[Record], _Made], made: _Made) -> None:
        """What ``make`` would give, from whoever made it while the record came to be."""
        self._made[make] = made

    def let_go(self) -> None:
        """Forget what was made once: a record that is only kept to be shown needs no indexes."""
        self._made.clear()

    @cached_property
    def _made(self) -> dict[Callable[[Record], object], object]:
        return {}


@dataclass(frozen=True, slots=True)
class MeasuredMethod:
    """How good a method is: the figure, on which public set, or "not measured yet"."""

    name: str
    version: str
    judgement: str
    figure: str = "not measured yet"


@dataclass(frozen=True, slots=True)
class Problem:
    """An input that could not be read, or that was read with losses; named with its cause."""

    location: str
    message: str


class Says(StrEnum):
    """What a document does with a claim; its silences are graded by :class:`Silence`."""

    ASSERTS = "asserts"
    DENIES = "denies"
    CONTRADICTS = "contradicts"
    SCOPE = "other scope"


@dataclass(frozen=True, slots=True)
class Cell:
    """One document's stance on one claim. ``spans`` show it; silences need none. ``reason`` is for people."""

    document: str
    state: Says | Silence
    spans: tuple[Span, ...] = ()
    hedged: bool = False
    speakers: tuple[str, ...] = ()  # names, where the document relays somebody
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A claim and the stance of every document of the story, in the story's order."""

    claim: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything about one story as of one time. Findings and rows: what is most worth reading first."""

    record: Record
    findings: tuple[Finding, ...]
    matrix: tuple[Row, ...]
    talk: Talk
    methods: tuple[MeasuredMethod, ...]
    left_aside: tuple[Problem, ...] = ()  # documents not counted as of that time, with the reason
