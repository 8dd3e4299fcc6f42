"""The published shape of a reading: what `cuibono-reading/1` holds, as frozen dataclasses.

Types of the core stand here where they are fit to be published as they are; the others are replaced by a type of
this module. The JSON and its schema are both made from these types, so neither can say what the other does not.
Fields may be added within version 1; a field that changes its meaning or goes away makes version 2.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from cuibono.core.claims import Manner, Modality, Provenance, Quantity, SpeakerKind, Timex
from cuibono.core.findings import Clock, Forecast, Framing, Interest, Omission, Relation
from cuibono.core.news import Origin, OutletKind, Version
from cuibono.core.reading import MeasuredMethod, Problem, Row
from cuibono.core.talk import Act, Refusal
from cuibono.core.text import Kind, Notice, Span
from cuibono.core.times import Stamp

SCHEMA = "cuibono-reading/1"


@dataclass(frozen=True, slots=True)
class PublishedStory:
    """What the reading is about. ``as_of`` is the moment asked for, ``moment`` the one it holds for."""

    id: str
    title: str
    as_of: datetime | None
    moment: datetime | None


@dataclass(frozen=True, slots=True)
class Page:
    """The stretch of a document's text that stands on one page; 1 is the first."""

    page: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Contribution:
    """The stretch of a thread's text that is one person's turn."""

    start: int
    end: int
    by: str | None
    at: Stamp | None


@dataclass(frozen=True, slots=True)
class PublishedDocument:
    """A document as read. ``text`` is what all offsets count in, in Unicode code points; ``number`` is how it is cited.

    ``capture`` is the SHA-256 over location, a zero byte, and the bytes that were read.
    """

    number: int
    id: str
    capture: str
    kind: Kind
    title: str
    url: str | None
    outlet: str
    authors: tuple[str, ...]
    published: Stamp | None
    modified: Stamp | None
    language: str | None
    snippet: bool
    notices: tuple[Notice, ...]
    pages: tuple[Page, ...]
    turns: tuple[Contribution, ...]
    text: str


@dataclass(frozen=True, slots=True)
class PublishedOutlet:
    """Who publishes, and which of the documents. Outlets of one family are not independent."""

    name: str
    kind: OutletKind
    family: str
    domains: tuple[str, ...]
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PublishedSpeaker:
    """Person or body to whom words are attributed, with every role and affiliation that was read."""

    id: str
    name: str
    kind: SpeakerKind
    roles: tuple[str, ...]
    affiliations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PublishedAssertion:
    """One speaker's statement at one span. ``speaker`` and ``via`` are ids of speakers, ``claim`` is what it says."""

    id: str
    document: str
    span: Span
    sentence: Span
    speaker: str
    manner: Manner
    modality: Modality
    provenance: Provenance
    origin: str
    claim: str | None
    cue: Span | None
    source: Span | None
    via: tuple[str, ...]
    negations: tuple[Span, ...]
    hedges: tuple[Span, ...]
    quantities: tuple[Quantity, ...]
    times: tuple[Timex, ...]
    names: tuple[Span, ...]
    headline: bool


@dataclass(frozen=True, slots=True)
class TextQuoteSelector:
    """The words and what stands around them (W3C Web Annotation Data Model, 4.2.4)."""

    type: str
    exact: str
    prefix: str
    suffix: str


@dataclass(frozen=True, slots=True)
class TextPositionSelector:
    """Where the words stand (W3C Web Annotation Data Model, 4.2.5); code points, end exclusive."""

    type: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Target:
    """A span as a W3C Web Annotation target: ``source`` is the document's link, else its id."""

    source: str
    selector: tuple[TextQuoteSelector, TextPositionSelector]


@dataclass(frozen=True, slots=True)
class PublishedClaim:
    """What several assertions say. The number of ``origins`` is its weight; copies add assertions, never origins."""

    id: str
    canonical: Span
    target: Target
    assertions: tuple[str, ...]
    origins: tuple[str, ...]
    provenance: Provenance
    salience: float


@dataclass(frozen=True, slots=True)
class WordsPart:
    """Part of a sentence: the program's own words."""

    text: str


@dataclass(frozen=True, slots=True)
class QuotePart:
    """Part of a sentence: words of a document, quoted and cited."""

    span: Span
    cite: str


@dataclass(frozen=True, slots=True)
class CitePart:
    """Part of a sentence: a citation of words that are not quoted."""

    span: Span
    cite: str


@dataclass(frozen=True, slots=True)
class CountPart:
    """Part of a sentence: a number that the program counted, with what it counted."""

    of: str
    value: int
    members: tuple[str, ...]


Part: TypeAlias = WordsPart | QuotePart | CitePart | CountPart


@dataclass(frozen=True, slots=True)
class PublishedSentence:
    """A sentence of the room: as plain text, cut into its parts, and every span it stands on."""

    plain: str
    parts: tuple[Part, ...]
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class PublishedTurn:
    """One contribution to the room. ``open``: a challenge or question that nobody has answered by the end."""

    id: str
    lens: str
    act: Act
    sentences: tuple[PublishedSentence, ...]
    answers: tuple[str, ...]
    claims: tuple[str, ...]
    findings: tuple[str, ...]
    open: bool


@dataclass(frozen=True, slots=True)
class PublishedTalk:
    """The room: its turns in order, and the sentences that did not pass the gate."""

    turns: tuple[PublishedTurn, ...]
    refusals: tuple[Refusal, ...]


PublishedFinding: TypeAlias = Relation | Omission | Interest | Framing | Clock | Forecast


@dataclass(frozen=True, slots=True)
class PublishedReading:
    """Everything Cui Bono says about one story as of one time; every statement holds the words that show it."""

    schema: str
    story: PublishedStory
    documents: tuple[PublishedDocument, ...]
    versions: tuple[Version, ...]
    outlets: tuple[PublishedOutlet, ...]
    origins: tuple[Origin, ...]
    speakers: tuple[PublishedSpeaker, ...]
    assertions: tuple[PublishedAssertion, ...]
    claims: tuple[PublishedClaim, ...]
    findings: tuple[PublishedFinding, ...]
    matrix: tuple[Row, ...]
    talk: PublishedTalk
    methods: tuple[MeasuredMethod, ...]
    left_aside: tuple[Problem, ...]


# Where a value may be of several types, the member "kind" tells which; a type's own "kind" then needs another name.
TAGS: dict[type, str] = {
    Relation: "relation",
    Omission: "omission",
    Interest: "interest",
    Framing: "framing",
    Clock: "clock",
    Forecast: "forecast",
    WordsPart: "words",
    QuotePart: "quote",
    CitePart: "cite",
    CountPart: "count",
}
RENAMED: dict[tuple[type, str], str] = {(Relation, "kind"): "relation"}
