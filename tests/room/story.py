"""Hand-made records for the room's tests: an invented story about the sensors of a bridge."""

from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal

from cuibono.core.claims import (
    Assertion,
    Claim,
    Manner,
    Method,
    Modality,
    Provenance,
    Quantity,
    Speaker,
    SpeakerKind,
    Timex,
    TimexType,
)
from cuibono.core.findings import (
    Aspect,
    Clock,
    ClockStatus,
    Finding,
    Forecast,
    Framing,
    Interest,
    Omission,
    Relation,
    RelationKind,
    Scope,
    Silence,
    Stake,
)
from cuibono.core.ids import content_id
from cuibono.core.news import Echo, EchoKind, Origin, Outlet, OutletKind, Story
from cuibono.core.reading import Record
from cuibono.core.text import Block, Document, Kind, Role, Span
from cuibono.core.times import parse_stamp

BY_HAND = Provenance(Method("by-hand", "1"))


def document(name: str, outlet: str, *paragraphs: str, published: str | None = None, kind: Kind = Kind.ARTICLE):
    """A document whose blocks are the paragraphs; the first is its title."""
    blocks, at = [], 0
    for place, paragraph in enumerate(paragraphs):
        role = Role.TITLE if place == 0 else (Role.TURN if kind is Kind.THREAD else Role.PARAGRAPH)
        blocks.append(Block(at, at + len(paragraph), role))
        at += len(paragraph) + 2
    return Document(
        id=name,
        capture="c" + name,
        kind=kind,
        text="\n\n".join(paragraphs),
        title=paragraphs[0],
        outlet=outlet,
        published=parse_stamp(published) if published else None,
        blocks=tuple(blocks),
    )


def speaker(name: str, kind: SpeakerKind = SpeakerKind.BODY) -> Speaker:
    return Speaker(f"s:{name}", name, kind)


def says(
    source: Document,
    quote: str,
    who: Speaker | None = None,
    *,
    origin: str = "",
    modality: Modality = Modality.ASSERTED,
    number: tuple[str, int, str, str] | None = None,
    times: Sequence[Timex] = (),
) -> Assertion:
    """An assertion at the first place that holds the quote; ``number`` is (words, value, unit, target)."""
    span = source.find(quote)
    quantities = []
    if number:
        words, value, unit, target = number
        quantities.append(Quantity(source.find(words, after=span.start), Decimal(value), Decimal(value), unit, target))
    who = who or speaker(source.outlet, SpeakerKind.OUTLET)
    return Assertion(
        id=content_id("a", source.id, span.start, span.end),
        document=source.id,
        span=span,
        sentence=span,
        speaker=who,
        manner=Manner.INDIRECT,
        modality=modality,
        provenance=BY_HAND,
        origin=origin or f"o:{source.id}",
        quantities=tuple(quantities),
        times=tuple(times),
    )


def claim(*assertions: Assertion, salience: float = 0.5) -> Claim:
    origins = tuple(dict.fromkeys(a.origin for a in assertions))
    span = assertions[0].span
    return Claim(
        content_id("c", span.document, span.start), span, tuple(a.id for a in assertions), origins, BY_HAND, salience
    )


def own_origin(source: Document, *echoes: tuple[Document, EchoKind]) -> Origin:
    root = Echo(source.id, None, EchoKind.ROOT, 1.0)
    return Origin(
        f"o:{source.id}", source.outlet, source.id, (root, *(Echo(d.id, source.id, kind, 0.9) for d, kind in echoes))
    )


def record(
    documents: Sequence[Document],
    claims: Sequence[tuple[Claim, Sequence[Assertion]]],
    origins: Sequence[Origin] = (),
    kinds: dict[str, OutletKind] | None = None,
) -> Record:
    kinds = kinds or {}
    outlets = {d.id: Outlet(d.outlet, kinds.get(d.id, OutletKind.NEWSPAPER)) for d in documents}
    assertions = tuple(a for _claim, said in claims for a in said)
    return Record(
        Story("s1", documents[0].title if documents else "", tuple(documents)),
        outlets,
        tuple(origins) or tuple(own_origin(d) for d in documents),
        assertions,
        tuple(c for c, _said in claims),
    )


def relation(kind: RelationKind, left: Assertion, right: Assertion, words: tuple[Span, Span], **more) -> Relation:
    return Relation(
        id=content_id("f", kind, left.id, right.id),
        spans=(left.span, right.span),
        provenance=BY_HAND,
        salience=more.pop("salience", 0.6),
        kind=kind,
        left=left.id,
        right=right.id,
        words=words,
        reason=more.pop("reason", "number"),
        **more,
    )


RELEASE = document(
    "d01",
    "Halm Sensors",
    "Halm Sensors launches Girder Watch",
    "Halm Sensors today launches Girder Watch, the first gauge that listens to old bridges.",
    published="2026-02-20T08:00:00Z",
)
REPORT = document(
    "d02",
    "Halm Institute",
    "The hidden cracks",
    "At least 412 road bridges in the valley have cracks that nobody has reported. "
    "The cracks are probably growing in cold winters. We recommend a gauge on every old bridge.",
    published="2026-03-06T06:00:00Z",
)
WIRE = document(
    "d03",
    "Valley Wire",
    "Cracks in 412 bridges, firm says",
    "At least 412 bridges have unreported cracks, Halm Sensors said on Friday. "
    "A ministry official expects a rule on gauges before the end of April.",
    published="2026-03-06T07:30:00Z",
)
COPY = document(
    "d04",
    "Lower Valley Courier",
    "Our bridges are cracking",
    "At least 412 bridges have unreported cracks, Halm Sensors said on Friday.",
    published="2026-03-06T10:00:00Z",
)
TABLOID = document(
    "d05",
    "The Bugle",
    "Bridges of death",
    "The cracks are growing, and 412 bridges may fall.",
    published="2026-03-07T06:00:00Z",
)
NOTICE = document(
    "d06",
    "Roads Board",
    "Notice 7 on gauges",
    "The board found cracks in 57 bridges in its winter survey of 1,300. "
    "This rule does not apply to a bridge that carries fewer than 300 vehicles a day. "
    "Comments are due on 30 April 2026.",
    published="2026-03-10T09:00:00Z",
)
TRADE = document(
    "d07",
    "Bridge Engineer",
    "A number without a method",
    "Halm gives no method for its 412 bridges, and no sample. "
    "The Institution of Surveyors denied that most cracks go unreported. "
    "Girder Watch was launched two weeks before the report. "
    "A majority of the older crossings are due for mending, the institution said.",
    published="2026-03-12T09:00:00Z",
)
THREAD = document(
    "d08",
    "Girder Forum",
    "412 bridges?",
    "I maintain the Low Ford bridge and we found three cracks in our own survey last March.",
    "Take the number from Halm Sensors with a grain of salt, they are selling a gauge for it.",
    published="2026-03-13T18:00:00Z",
    kind=Kind.THREAD,
)
PAPER = document(
    "d09",
    "Hill University",
    "Old bridges need repair",
    "Most old bridges in the valley need repair. Our survey went through the files of 900 bridges.",
    published="2026-03-11T09:00:00Z",
)

HALM = speaker("Halm Sensors")
SURVEYORS = speaker("Institution of Surveyors")
OFFICIAL = speaker("A ministry official", SpeakerKind.UNNAMED)
APRIL = Timex(
    WIRE.find("before the end of April"),
    TimexType.DATE,
    "2026-04",
    datetime(2026, 3, 6, tzinfo=UTC),
    datetime(2026, 5, 1, tzinfo=UTC),
    "2026-03-06",
)
DUE = Timex(
    NOTICE.find("30 April 2026"),
    TimexType.DATE,
    "2026-04-30",
    datetime(2026, 4, 30, tzinfo=UTC),
    datetime(2026, 5, 1, tzinfo=UTC),
)

LAUNCH = says(RELEASE, "Halm Sensors today launches Girder Watch", HALM, origin="o:d02")
CRACKS = says(
    REPORT,
    "At least 412 road bridges in the valley have cracks that nobody has reported.",
    HALM,
    number=("412", 412, "", "bridges"),
)
CRACKS_WIRE = says(
    WIRE, "At least 412 bridges have unreported cracks", HALM, origin="o:d02", number=("412", 412, "", "bridges")
)
CRACKS_COPY = says(
    COPY, "At least 412 bridges have unreported cracks", HALM, origin="o:d02", number=("412", 412, "", "bridges")
)
GROWING = says(REPORT, "The cracks are probably growing in cold winters.", HALM, modality=Modality.HEDGED)
GROWING_BUGLE = says(TABLOID, "The cracks are growing", origin="o:d02")
RULE = says(WIRE, "a rule on gauges before the end of April", OFFICIAL, modality=Modality.FORECAST, times=[APRIL])
BOARD = says(NOTICE, "The board found cracks in 57 bridges in its winter survey", number=("57", 57, "", "bridges"))
EXEMPT = says(NOTICE, "This rule does not apply to a bridge that carries fewer than 300 vehicles a day.")
COMMENTS = says(NOTICE, "Comments are due on 30 April 2026.", times=[DUE])
NO_METHOD = says(TRADE, "Halm gives no method for its 412 bridges, and no sample.")
DENIAL = says(
    TRADE,
    "The Institution of Surveyors denied that most cracks go unreported",
    SURVEYORS,
    origin="o:s:Institution of Surveyors",
    modality=Modality.DENIED,
)
REPAIR = says(PAPER, "Most old bridges in the valley need repair.", speaker("Hill University"))
REPAIR_TOO = says(
    TRADE, "A majority of the older crossings are due for mending", SURVEYORS, origin="o:s:Institution of Surveyors"
)
FLOOR = says(
    THREAD,
    "I maintain the Low Ford bridge and we found three cracks in our own survey last March.",
    speaker("lowford", SpeakerKind.PERSON),
)
SALT = says(
    THREAD,
    "Take the number from Halm Sensors with a grain of salt, they are selling a gauge for it.",
    speaker("rivet", SpeakerKind.PERSON),
)

CLAIMS = [
    (claim(CRACKS, CRACKS_WIRE, CRACKS_COPY, salience=0.9), [CRACKS, CRACKS_WIRE, CRACKS_COPY]),
    (claim(GROWING, GROWING_BUGLE, salience=0.6), [GROWING, GROWING_BUGLE]),
    (claim(REPAIR, REPAIR_TOO, salience=0.6), [REPAIR, REPAIR_TOO]),
    (claim(DENIAL, salience=0.5), [DENIAL]),
    (claim(BOARD, salience=0.5), [BOARD]),
    (claim(RULE, salience=0.5), [RULE]),
    (claim(EXEMPT, salience=0.4), [EXEMPT]),
    (claim(COMMENTS, salience=0.4), [COMMENTS]),
    (claim(NO_METHOD, salience=0.4), [NO_METHOD]),
    (claim(LAUNCH, salience=0.3), [LAUNCH]),
    (claim(FLOOR, salience=0.3), [FLOOR]),
    (claim(SALT, salience=0.3), [SALT]),
]

DOCUMENTS = (RELEASE, REPORT, WIRE, COPY, TABLOID, NOTICE, PAPER, TRADE, THREAD)
RECORD = record(
    DOCUMENTS,
    CLAIMS,
    [
        own_origin(REPORT, (RELEASE, EchoKind.FAMILY), (TABLOID, EchoKind.RELAY)),
        own_origin(WIRE, (COPY, EchoKind.REPRINT)),
        own_origin(NOTICE),
        own_origin(PAPER),
        own_origin(TRADE),
        own_origin(THREAD),
        Origin("o:s:Institution of Surveyors", "Institution of Surveyors", None),
    ],
    {
        "d01": OutletKind.VENDOR,
        "d02": OutletKind.VENDOR,
        "d03": OutletKind.AGENCY,
        "d05": OutletKind.TABLOID,
        "d06": OutletKind.GOVERNMENT,
        "d07": OutletKind.TRADE,
        "d08": OutletKind.COMMUNITY,
        "d09": OutletKind.RESEARCH,
    },
)

SELLS = Interest(
    id="f-sells",
    spans=(
        RELEASE.find("Halm Sensors today launches Girder Watch, the first gauge that listens to old bridges"),
        TRADE.find("Girder Watch was launched two weeks before the report"),
    ),
    provenance=BY_HAND,
    claims=(CLAIMS[0][0].id,),
    salience=0.9,
    speaker=HALM.id,
    stake=Stake.SELLS,
    category="gauges",
    days_before=14,
    disclosed_in=("d07",),
    undisclosed_in=("d03", "d04"),
)
NO_STAKE = Interest(
    id="f-none",
    spans=(DENIAL.span,),
    provenance=BY_HAND,
    salience=0.3,
    speaker=SURVEYORS.id,
    stake=Stake.NONE_FOUND,
    category="gauges",
)
DENIED = relation(
    RelationKind.CONTRADICTS,
    CRACKS,
    DENIAL,
    (REPORT.find("nobody has reported"), TRADE.find("denied")),
    reason="denial",
    salience=0.8,
)
OTHER_SCOPE = relation(
    RelationKind.SCOPE,
    CRACKS,
    BOARD,
    (REPORT.find("road bridges in the valley"), NOTICE.find("its winter survey")),
    scope=Scope.POPULATION,
)
HEDGE = Framing(
    id="f-hedge",
    spans=(GROWING_BUGLE.span, GROWING.span),
    provenance=BY_HAND,
    claims=(CLAIMS[1][0].id,),
    salience=0.6,
    aspect=Aspect.HEDGE_DROPPED,
    document="d05",
    reason="the source says probably",
)
LOADED = Framing(
    id="f-loaded",
    spans=(TABLOID.find("Bridges of death"),),
    provenance=BY_HAND,
    salience=0.7,
    aspect=Aspect.LOADED,
    document="d05",
    reason="death",
)
EXPECTED = Clock(
    id="f-clock",
    spans=(WIRE.find("A ministry official expects a rule on gauges before the end of April."),),
    provenance=BY_HAND,
    claims=(CLAIMS[5][0].id,),
    salience=0.7,
    actor="ministry",
    action="rule",
    assertion=RULE.id,
    status=ClockStatus.EXPECTED,
    words=APRIL.span,
    earliest=APRIL.earliest,
    latest=APRIL.latest,
    origins=("o:s:official",),
)
DEADLINE = Clock(
    id="f-comments",
    spans=(COMMENTS.span,),
    provenance=BY_HAND,
    claims=(CLAIMS[7][0].id,),
    salience=0.5,
    actor="board",
    action="comments",
    assertion=COMMENTS.id,
    status=ClockStatus.EXPECTED,
    words=DUE.span,
    earliest=DUE.earliest,
    latest=DUE.latest,
    origins=("o:d06",),
    primary=True,
)
GROWTH = Forecast(
    id="f-forecast",
    spans=(GROWING.span,),
    provenance=BY_HAND,
    salience=0.6,
    assertion=GROWING.id,
    test="The cracks are growing",
    words=REPORT.find("probably"),
    low=55,
    high=80,
)
LEFT_OUT = Omission(
    id="f-omission",
    spans=(REPAIR.span,),
    provenance=BY_HAND,
    claims=(CLAIMS[2][0].id,),
    salience=0.5,
    document="d08",
    grade=Silence.LEFT_OUT,
    reason="earlier origins carry it",
)

FINDINGS: tuple[Finding, ...] = (
    SELLS, NO_STAKE, DENIED, OTHER_SCOPE, HEDGE, LOADED, EXPECTED, DEADLINE, GROWTH, LEFT_OUT,
)  # fmt: skip


def readable(turn, names: Record | None = None) -> str:
    """A turn as a reader sees it, without colours."""
    from cuibono.core.talk import Cite, Count, Quote  # noqa: PLC0415

    def show(part) -> str:
        if isinstance(part, Quote):
            return f"“{part.span.quote}” [{names.cite(part.span) if names else part.span.document}]"
        if isinstance(part, Cite):
            return f"[{names.cite(part.span) if names else part.span.document}]"
        return str(part.value) if isinstance(part, Count) else part

    return " ".join("".join(show(p) for p in s.parts()) for s in turn.sentences)
