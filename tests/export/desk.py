"""A hand-made reading in which every type and every section of the page stands, on an invented bridge.

``evil`` is put into every field that foreign text can reach.
"""

from datetime import UTC, datetime, timedelta
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
from cuibono.core.news import Change, Echo, EchoKind, Origin, Outlet, OutletKind, Story, Version
from cuibono.core.reading import Cell, MeasuredMethod, Problem, Reading, Record, Row, Says
from cuibono.core.talk import Act, Count, Refusal, Sentence, Talk, Topic, Turn
from cuibono.core.text import Block, Document, Kind, Notice, PageBox, Role
from cuibono.core.times import parse_stamp

SURE = Provenance(Method("by hand", "1"), 0.75)
MAY = datetime(2031, 5, 1, tzinfo=UTC)
REPORT = (
    "The Cracked Span",
    "Engineers counted eleven cracks in the Karo bridge in May.",
    "A sensor belt should be fitted before the end of June, and the bridge will likely close.",
)
WIRE = (
    "Karo bridge has eleven cracks, firm says",
    "KARO (Wire) - Engineers counted eleven cracks in the Karo bridge, Belt Works said.",
    "Belt Works sells the sensor belts that it recommends.",
)
THREAD = ("Is the bridge safe?", "I walked below it and saw one crack.", "A scare story, if you ask me.")
PAPER = (
    "Bridge horror",
    "The bridge council denied that there are eleven cracks: “There is one.”",
    "The bridge closes on 3 June.",
)
LATER = (*PAPER[:2], "The bridge closes on 9 June.")


def document(paragraphs, evil="", *, name, kind=Kind.ARTICLE, published="2031-05-04T08:00Z", **more):
    """A document of these paragraphs, with something evil in title, text and metadata."""
    paragraphs = [*paragraphs[:1], *(f"{text} {evil}".strip() for text in paragraphs[1:])]
    paragraphs[0] = f"{paragraphs[0]} {evil}".strip()
    blocks, at = [], 0
    for place, text in enumerate(paragraphs):
        role = Role.TITLE if not place else Role.TURN if kind is Kind.THREAD else Role.PARAGRAPH
        by, when = (f"maker{place} {evil}", parse_stamp("2031-05-04T09:00Z")) if role is Role.TURN else (None, None)
        blocks.append(Block(at, at + len(text), role, by, when))
        at += len(text) + 2
    text = "\n\n".join(paragraphs)
    return Document(
        id=content_id("d", name, ascii(text)),
        capture="0" * 64,
        kind=kind,
        text=text,
        title=paragraphs[0],
        url=more.pop("url", f"https://{name}.example/bridge"),
        outlet=f"{name} {evil}",
        authors=(f"A. Writer {evil}",),
        published=parse_stamp(published) if published else None,
        language="en",
        blocks=tuple(blocks),
        notices=(Notice(f"hidden text {evil}".strip(), f"kept apart {evil}", f"obey {evil}"),),
        **more,
    )


def documents(evil="", url=None):
    """Report, wire report, its reprint, thread, an article and its later version."""
    given = {"url": url} if url else {}
    report = document(REPORT, evil, name="beltworks", kind=Kind.PDF, published="2031-05-04T06:00Z", **given)
    boxes = tuple(PageBox(b.start, b.end, page, 0, 0, 9, 9) for page, b in enumerate(report.blocks, 1))
    report = document(
        REPORT, evil, name="beltworks", kind=Kind.PDF, published="2031-05-04T06:00Z", boxes=boxes, **given
    )
    return (
        report,
        document(WIRE, evil, name="wire", published="2031-05-04T08:00Z", **given),
        document(("Cracks!", *WIRE[1:]), evil, name="reprint", published="2031-05-04T10:00Z", **given),
        document(THREAD, evil, name="forum", kind=Kind.THREAD, published=None, **given),
        document(PAPER, evil, name="paper", published="2031-05-05", **given),
        document(LATER, evil, name="paper", published="2031-05-06", snippet=True, **given),
    )


def reading(evil="", *, url=None, more=()):
    """The whole reading; ``more`` documents are added as origins of their own."""
    docs = documents(evil, url)
    report, wire, reprint, thread, paper, later = docs
    firm = Speaker("s1", f"Belt Works {evil}".strip(), SpeakerKind.BODY, f"maker {evil}", f"its owner {evil}")
    council = Speaker("s2", f"bridge council {evil}".strip(), SpeakerKind.BODY)

    def said(key, place, words, speaker, modality=Modality.ASSERTED, **rest):
        span = place.find(words)
        return Assertion(key, place.id, span, span, speaker, Manner.INDIRECT, modality, SURE, f"o:{place.id}", **rest)

    eleven = report.find("eleven")
    counted = said(
        "a1",
        report,
        "Engineers counted eleven cracks in the Karo bridge in May",
        firm,
        quantities=(Quantity(eleven, Decimal(11), None, "", "cracks"),),
        times=(Timex(report.find("in May"), TimexType.DATE, "2031-05", MAY, MAY + timedelta(days=31), "2031-05-04"),),
        via=(council,),
    )
    relayed = said("a2", wire, "Engineers counted eleven cracks in the Karo bridge", firm, hedges=(wire.find("said"),))
    one = said("a3", paper, "There is one", council)
    closes = said("a4", report, "the bridge will likely close", firm, Modality.FORECAST)
    claims = (
        Claim("c1", counted.span, ("a1", "a2"), (f"o:{report.id}", "o:s1"), SURE, 0.9),
        Claim("c2", one.span, ("a3",), (f"o:{paper.id}",), SURE, 0.4),
        Claim("c3", closes.span, ("a4",), (f"o:{report.id}",), SURE),
    )
    everything = (*docs, *more)
    record = Record(
        story=Story("s1", f"Cracks in a bridge {evil}".strip(), everything, (_version(paper, later),)),
        outlets={d.id: Outlet(f"{d.outlet}".strip(), OutletKind.NEWSPAPER, f"house {evil}") for d in everything},
        origins=(
            *_origins(report, wire, reprint, evil),
            Origin(f"o:{thread.id}", f"forum {evil}", thread.id, (Echo(thread.id, None, EchoKind.ROOT, 0),)),
            Origin(
                f"o:{paper.id}",
                f"paper {evil}",
                paper.id,
                (Echo(paper.id, None, EchoKind.ROOT, 0), Echo(later.id, paper.id, EchoKind.VERSION, 0.9)),
            ),
            *(Origin(f"o:{d.id}", d.outlet, d.id, (Echo(d.id, None, EchoKind.ROOT, 0),)) for d in more),
        ),
        assertions=(counted, relayed, one, closes),
        claims=claims,
        as_of=datetime(2031, 5, 7, 18, tzinfo=UTC),
    )
    return Reading(
        record=record,
        findings=_findings(docs, (counted, relayed, one, closes), evil),
        matrix=_matrix(everything, docs, evil),
        talk=_talk(docs, (counted, one, closes), evil),
        methods=(MeasuredMethod(f"by hand {evil}", f"1 {evil}", f"who says what {evil}"),),
        left_aside=(Problem(f"old.html {evil}", f"published later {evil}"),),
    )


def _version(paper, later):
    before, after = paper.find("3 June"), later.find("9 June")
    return Version(paper.id, later.id, (Change(before, after), Change(None, later.find("closes"))))


def _origins(report, wire, reprint, evil):
    shown = wire.find("Belt Works said")
    echoes = (
        Echo(report.id, None, EchoKind.ROOT, 0),
        Echo(wire.id, report.id, EchoKind.RELAY, 0.2, (shown,)),
        Echo(reprint.id, wire.id, EchoKind.REPRINT, 0.97),
    )
    return (Origin(f"o:{report.id}", f"Belt Works {evil}", report.id, echoes),)


def _findings(docs, assertions, evil):
    report, wire, _reprint, thread, paper, later = docs
    counted, relayed, one, closes = assertions
    basis = {"provenance": SURE, "claims": ("c1",), "salience": 0.5}
    sells = wire.find("Belt Works sells the sensor belts that it recommends")
    return (
        Relation(
            id="f1",
            spans=(counted.span, one.span),
            kind=RelationKind.CONTRADICTS,
            left=counted.id,
            right=one.id,
            words=(report.find("eleven"), paper.find("one", after=one.span.start)),
            reason=f"number {evil}",
            **basis,
        ),
        Relation(
            id="f2",
            spans=(counted.span, relayed.span),
            kind=RelationKind.SCOPE,
            left=counted.id,
            right=relayed.id,
            words=(report.find("in May"), wire.find("Karo bridge")),
            reason=f"other period {evil}",
            scope=Scope.PERIOD,
            **basis,
        ),
        Relation(
            id="f3",
            spans=(counted.span,),
            kind=RelationKind.REPEATS,
            left=counted.id,
            right=relayed.id,
            words=(report.find("eleven"), wire.find("eleven")),
            reason="same words",
            **basis,
        ),
        Omission(
            id="f4",
            spans=(sells,),
            document=paper.id,
            grade=Silence.LEFT_OUT,
            reason=f"wire had it {evil}",
            **basis,
        ),
        Interest(
            id="f5",
            spans=(sells,),
            speaker="s1",
            stake=Stake.SELLS,
            category=f"sensor belts {evil}",
            counterpart=f"cities {evil}",
            days_before=14,
            declared=True,
            note=f"as declared {evil}",
            disclosed_in=(wire.id,),
            undisclosed_in=(paper.id, thread.id),
            **basis,
        ),
        Interest(
            id="f12",
            spans=(wire.find("sensor belts"),),
            speaker="s9",
            stake=Stake.COMPETES,
            category="sensor belts",
            party=f"Rival Belts {evil}",
            **basis,
        ),
        Interest(id="f6", spans=(one.span,), speaker="s2", stake=Stake.NONE_FOUND, category="bridges", **basis),
        Framing(
            id="f7",
            spans=(paper.find("horror"),),
            aspect=Aspect.LOADED,
            document=paper.id,
            reason=f"fear {evil}",
            **basis,
        ),
        Framing(
            id="f8",
            spans=(wire.find("Karo bridge has eleven cracks"), closes.span, report.find("likely")),
            aspect=Aspect.HEADLINE,
            document=wire.id,
            reason=f"no hedge {evil}",
            **basis,
        ),
        Clock(
            id="f9",
            spans=(later.find("The bridge closes on 9 June"),),
            actor=f"the bridge {evil}",
            action=f"closes {evil}",
            assertion="a4",
            status=ClockStatus.MOVED,
            value="2031-06-09",
            words=later.find("9 June"),
            earliest=datetime(2031, 6, 9, tzinfo=UTC),
            latest=datetime(2031, 6, 10, tzinfo=UTC),
            origins=(f"o:{paper.id}",),
            primary=True,
            moved_from=paper.find("3 June"),
            reason=f"corrected {evil}",
            **basis,
        ),
        Clock(
            id="f10",
            spans=(report.find("A sensor belt should be fitted before the end of June"),),
            actor="the city",
            action="fit a belt",
            assertion="a4",
            status=ClockStatus.UNDATED,
            **basis,
        ),
        Forecast(
            id="f11",
            spans=(closes.span,),
            assertion="a4",
            test=f"right if it closes {evil}",
            words=report.find("likely"),
            low=55,
            high=80,
            due=datetime(2031, 7, 1, tzinfo=UTC),
            **basis,
        ),
    )


def _matrix(everything, docs, evil):
    report, wire, reprint, thread, paper, _later = docs
    stance = {
        report.id: Cell(report.id, Says.ASSERTS, (report.find("eleven cracks"),)),
        wire.id: Cell(wire.id, Says.ASSERTS, (wire.find("eleven cracks"),), hedged=True, speakers=(f"Belt {evil}",)),
        reprint.id: Cell(reprint.id, Says.ASSERTS, (reprint.find("eleven cracks"),)),
        thread.id: Cell(thread.id, Says.CONTRADICTS, (thread.find("one crack"),), reason=f"number {evil}"),
        paper.id: Cell(paper.id, Says.DENIES, (paper.find("denied"),), reason=f"denial {evil}"),
    }
    silences = (Silence.LEFT_OUT, Silence.NOT_YET_KNOWN, Silence.ORDER_UNKNOWN, Silence.SNIPPET, Silence.NOT_SUBJECT)

    def row(claim, own):
        return Row(
            claim,
            tuple(
                own.get(d.id, Cell(d.id, silences[place % len(silences)], reason=f"why {evil}"))
                for place, d in enumerate(everything)
            ),
        )

    return (row("c1", stance), row("c2", {paper.id: Cell(paper.id, Says.SCOPE, (paper.find("one"),))}), row("c3", {}))


def _talk(docs, assertions, evil):
    report, wire, _reprint, thread, paper, _later = docs
    counted, one, closes = assertions
    crack, leads = thread.find("one crack"), Count("origins", (f"o:{report.id}", "o:s1"))

    def turn(key, lens, act, answers=(), *said, **rest):
        return Turn(key, lens, act, tuple(said), answers, **rest)

    turns = (
        turn(
            "t1",
            "wire",
            Act.REPORT,
            (),
            Sentence(
                f"It all goes back to {{#0}} origins, and to {{0}} {{^1}}. {evil}",
                (counted.span, wire.find("said")),
                (leads,),
            ),
        ),
        turn(
            "t2",
            "contradictions",
            Act.CHALLENGE,
            ("t1",),
            Sentence("{0} is not {1}.", (counted.span, one.span)),
            claims=("c1",),
            findings=("f1",),
            open=True,
        ),
        turn("t3", "evidence", Act.ASK, ("t1", "t2"), Sentence("Who saw {0}?", (crack,)), open=True),
        turn("t4", "interests", Act.CONCEDE, ("t2",), Sentence("It sells {0}.", (wire.find("sensor belts"),))),
        turn(
            "t5",
            "chair",
            Act.SYNTHESISE,
            ("t1", "t2", "t3"),
            Sentence("We know that {0}.", (closes.span,), topic=Topic.STANDS),
            Sentence("Contested: {0} or {1}.", (counted.span, one.span), topic=Topic.CONTESTED),
            Sentence("Nobody could say who saw {0}.", (crack,), topic=Topic.UNKNOWN),
            Sentence("Watch {0}.", (paper.find("3 June"),), topic=Topic.WATCH),
        ),
    )
    refusals = (Refusal(f"Experts agree {evil}", f"no words hold it {evil}", "chair", (wire.find("Engineers"),)),)
    return Talk(turns, refusals)
