"""Who says what: speakers, assertions, and the claims that several assertions share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from cuibono.core.errors import NoSpan
from cuibono.core.text import Span


@dataclass(frozen=True, slots=True)
class Method:
    """How a judgement was made: what `cuibono gate` measures and every finding names."""

    name: str  # e.g. "attribution-rules"
    version: str  # raised whenever its answers may change


@dataclass(frozen=True, slots=True)
class Provenance:
    """Which method made a judgement, and how sure it is: ``score`` 0..1, None where the method gives none."""

    method: Method
    score: float | None = None


class SpeakerKind(StrEnum):
    """What sort of speaker words are attributed to."""

    PERSON = "person"
    BODY = "body"  # firm, agency, court, party, state
    OUTLET = "outlet"  # the publisher itself, where nobody is named
    UNNAMED = "unnamed"  # "officials", "a person familiar with the matter"


@dataclass(frozen=True, slots=True)
class Speaker:
    """Person or body to whom words are attributed.

    ``id`` is the same for every mention that means the same speaker in a story; an unnamed speaker's id holds the
    document, since nobody can know that two outlets' "officials" are the same.
    """

    id: str
    name: str  # the fullest form read
    kind: SpeakerKind
    role: str = ""  # "spokesman for the ministry", as read
    affiliation: str = ""  # name of the body a person speaks for, as read


class Manner(StrEnum):
    """How words are given."""

    DIRECT = "direct"  # in quotation marks
    INDIRECT = "indirect"
    MIXED = "mixed"
    OWN = "own"  # the outlet's own words


class Modality(StrEnum):
    """How firmly the content is put forward."""

    ASSERTED = "asserted"
    DENIED = "denied"
    ALLEGED = "alleged"
    HEDGED = "hedged"
    FORECAST = "forecast"
    OPINION = "opinion"
    QUESTION = "question"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit and what it counts or measures.

    ``low`` and ``high`` are equal for an exact number; "at least nine" is 9 and None, "up to 40" None and 40,
    "nearly 200" is 200/200 with ``approximate``.
    """

    span: Span
    low: Decimal | None
    high: Decimal | None
    unit: str  # canonical: "USD", "percent", "percentage point", "people", "km"; "" for bare counts
    target: str  # lower-case head words of what is counted, e.g. "incidents"; "" where not found
    approximate: bool = False
    ordinal: bool = False

    def __post_init__(self) -> None:
        """Refuse a number without any bound.

        Raises:
            ValueError: neither low nor high is given, or they are in the wrong order.
        """
        if self.low is None and self.high is None:
            msg = f"quantity {self.span.quote!r} has no value"
            raise ValueError(msg)
        if self.low is not None and self.high is not None and self.low > self.high:
            msg = f"quantity {self.span.quote!r} has its bounds the wrong way round"
            raise ValueError(msg)


class TimexType(StrEnum):
    """TIMEX3 types (ISO 24617-1)."""

    DATE = "DATE"
    TIME = "TIME"
    DURATION = "DURATION"
    SET = "SET"


@dataclass(frozen=True, slots=True)
class Timex:
    """A time expression: TIMEX3 type and value, and the interval it means (UTC, end exclusive).

    ``earliest`` and ``latest`` are None where the words cannot be anchored ("soon") or mean no interval on the
    calendar (a duration, a set). ``anchor`` is the ISO date that relative words were resolved against, "" if none.
    """

    span: Span
    type: TimexType
    value: str  # TIMEX3 value, e.g. "2026-03-11", "2026-Q3", "P30D", "FUTURE_REF"
    earliest: datetime | None = None
    latest: datetime | None = None
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Assertion:
    """One speaker's statement at one span.

    ``span`` is the content, ``sentence`` the whole sentence (or, for longer quotations, the sentences) it stands in.
    ``cue`` and ``source`` are the words that attribute it, None in the outlet's own words. ``via`` is the relay chain
    from the speaker towards the outlet, nearest to the speaker first ("the agency quoted a spokesman").
    """

    id: str
    document: str
    span: Span
    sentence: Span
    speaker: Speaker
    manner: Manner
    modality: Modality
    provenance: Provenance
    origin: str = ""  # Origin.id
    cue: Span | None = None
    source: Span | None = None
    via: tuple[Speaker, ...] = ()
    negations: tuple[Span, ...] = ()
    hedges: tuple[Span, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    times: tuple[Timex, ...] = ()
    names: tuple[Span, ...] = ()  # proper names mentioned in the content
    headline: bool = False

    def __post_init__(self) -> None:
        """Refuse an assertion whose words are not spans of its document.

        Raises:
            NoSpan: content or sentence is no verified span of the document.
        """
        for span in (self.span, self.sentence):
            if not isinstance(span, Span) or span.document != self.document:
                msg = f"assertion {self.id} has no verified span in document {self.document}"
                raise NoSpan(msg)


@dataclass(frozen=True, slots=True)
class Claim:
    """What several assertions say: their equivalence class, worded by one of its own spans.

    ``origins`` are the ids of the independent origins of its assertions, denials aside (unless all deny it); their
    number is the claim's weight. Copies add assertions, never origins.
    """

    id: str
    canonical: Span
    assertions: tuple[str, ...]  # Assertion ids, earliest document first
    origins: tuple[str, ...]
    provenance: Provenance
    salience: float = 0.0  # 0..1, what to show first

    def __post_init__(self) -> None:
        """Refuse a claim without words or without anybody who makes it.

        Raises:
            NoSpan: no verified canonical span, or no assertion.
        """
        if not isinstance(self.canonical, Span) or not self.assertions:
            msg = f"claim {self.id} has no verified span or no assertion"
            raise NoSpan(msg)
