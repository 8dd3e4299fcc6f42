"""What is found about a story's claims: each finding holds the words that show it and the method that found it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cuibono.core.claims import Provenance
from cuibono.core.errors import NoSpan
from cuibono.core.text import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Base of all findings: spans first, then everything else."""

    id: str
    spans: tuple[Span, ...]
    provenance: Provenance
    claims: tuple[str, ...] = ()  # ids of the claims it is about
    salience: float = 0.0  # 0..1, what to show first

    def __post_init__(self) -> None:
        """Refuse a finding that shows no words.

        Raises:
            NoSpan: there is no span, or something else stands in its place.
        """
        if not self.spans or not all(isinstance(span, Span) for span in self.spans):
            msg = f"{type(self).__name__.lower()} {self.id} shows no verified words"
            raise NoSpan(msg)

    @property
    def order(self) -> tuple[object, ...]:
        """Sort key: the heaviest first, equals by kind, words and document, and by id, a hash, only at last."""
        return (-self.salience, type(self).__name__, self.spans, getattr(self, "document", ""), self.id)


class RelationKind(StrEnum):
    """How two assertions stand to each other."""

    REPEATS = "repeats"
    SUPPORTS = "supports"
    CONTRADICTS = "contradicts"
    SCOPE = "differs in scope"


class Scope(StrEnum):
    """In what two statements can differ without conflict."""

    PERIOD = "period"
    POPULATION = "population"
    MEASURE = "measure"
    PLACE = "place"
    DEFINITION = "definition"
    SPEAKER = "speaker"


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation(Finding):
    """Between two assertions; ``words`` are the pair that differ (or agree), one span of each side.

    ``reason`` says in plain words why: "number", "negation", "denial", "antonym", "same words".
    """

    kind: RelationKind
    left: str  # Assertion id, the earlier one
    right: str  # Assertion id
    words: tuple[Span, Span]
    reason: str
    scope: Scope | None = None  # set for SCOPE only


class Silence(StrEnum):
    """Why a document says nothing about a claim: the silent cells of the claim x outlet matrix.

    UNCLEAR: its words touch on the claim and the rules cannot tell whether they say it; never a reproach.
    """

    LEFT_OUT = "left out"
    NOT_YET_KNOWN = "not yet known"
    ORDER_UNKNOWN = "order unknown"  # same day or undated: nobody can say which came first
    SNIPPET = "snippet only"
    NOT_SUBJECT = "not its subject"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True, kw_only=True)
class Omission(Finding):
    """A document's silence about a claim, graded; ``spans`` are the words of those who carried it before.

    Only LEFT_OUT is a reproach; it needs two independent origins, or the primary document, published before.
    """

    document: str
    grade: Silence
    reason: str


class Stake(StrEnum):
    """What ties a speaker to the category of a claim."""

    SELLS = "sells"
    FUNDS = "funds"
    FUNDED_BY = "is funded by"
    REGULATES = "regulates"
    COMPETES = "competes with"
    OWNS = "owns"
    OWNED_BY = "is owned by"
    EMPLOYED_BY = "works for"
    GAINS = "stands to gain"
    LOSES = "stands to lose"
    LITIGATES = "is in dispute with"
    IN = "is in the industry"
    NONE_FOUND = "none found"


@dataclass(frozen=True, slots=True, kw_only=True)
class Interest(Finding):
    """A speaker's stake in a category, in words; NONE_FOUND is a result too and shows where the speaker speaks.

    Interest never counts as evidence that a claim is false. ``days_before`` is the distance in days from a dated
    launch to the speaker's publication, where both are known. ``declared`` marks stakes from the user's own
    ``interests.toml``, whose words then stand in ``note``. ``stated`` says which public database, and as of when,
    states what stands in ``note``; the spans are then the party's own words.
    """

    speaker: str  # Speaker id
    stake: Stake
    category: str
    counterpart: str = ""  # who is funded, regulated, competed with
    days_before: int | None = None
    declared: bool = False
    note: str = ""
    disclosed_in: tuple[str, ...] = ()  # documents that quote the speaker and tell the stake
    undisclosed_in: tuple[str, ...] = ()  # documents that quote the speaker and do not
    party: str = ""  # the speaker's name as read, for those who speak nowhere and have no name elsewhere
    stated: str = ""


class Aspect(StrEnum):
    """In what way wording frames."""

    LOADED = "loaded words"
    NAMING = "naming"
    HEADLINE = "headline against body"
    HEDGE_DROPPED = "hedge dropped"
    SOURCE_DROPPED = "source dropped"
    QUOTATION = "quotation not in its source"


@dataclass(frozen=True, slots=True, kw_only=True)
class Framing(Finding):
    """Wording that frames: the first span is the framing one, the others are what it is held against."""

    aspect: Aspect
    document: str
    reason: str


class ClockStatus(StrEnum):
    """How an expected event stands at the reading's as-of moment."""

    EXPECTED = "expected"
    DUE = "due"  # the window is open
    PASSED = "passed"  # its latest date is over and nothing read says what happened
    MET = "met"
    MOVED = "moved"
    UNDATED = "undated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock(Finding):
    """An expected or dated event: who is to do what, between when and when, and who says so.

    The first span is the sentence, ``words`` the original time words (None where there are none: "looming").
    """

    actor: str
    action: str
    assertion: str  # Assertion id
    status: ClockStatus
    value: str = ""  # TIMEX3
    words: Span | None = None
    earliest: datetime | None = None
    latest: datetime | None = None
    anchor: str = ""
    origins: tuple[str, ...] = ()  # independent origins that expect it
    primary: bool = False  # said by the actor's own document
    moved_from: Span | None = None  # words of the former date
    reason: str = ""  # why it counts as moved, in plain words; "" otherwise


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast(Finding):
    """A statement about the future, to be resolved: strength only where words of estimative probability stand."""

    assertion: str  # Assertion id
    test: str  # what would resolve it, in words of the span
    words: Span | None = None  # the estimative words
    low: int | None = None  # per cent, ICD 203
    high: int | None = None  # per cent, ICD 203
    due: datetime | None = None
