"""A small newsroom for the store's tests: captures, a reader for them, and a reading that uses every core type."""

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
from cuibono.core.errors import UnreadableInput
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
from cuibono.core.news import Capture, Change, Echo, EchoKind, Origin, Outlet, OutletKind, Story, Version
from cuibono.core.reading import Cell, MeasuredMethod, Problem, Reading, Record, Row, Says
from cuibono.core.talk import Act, Count, Refusal, Sentence, Talk, Turn
from cuibono.core.text import Block, Document, Kind, Link, Notice, PageBox, Role
from cuibono.core.times import parse_stamp

NOON = datetime(2031, 5, 4, 12, tzinfo=UTC)
WIRE = (
    "Dam inspectors find cracks\n\n"
    "Inspectors found at least nine cracks in the Orlo dam, the water board said on Monday."
    "\n\nRepairs will probably begin before June, it said."
)
PAPER = (
    "Board denies that the dam is crumbling\n\n"
    "The water board denied on Tuesday that there were nine cracks in the dam — “none”."
    "\n\nA looming inspection rule may follow.😀"
)


class Ticks:
    """A clock that is a minute later every time it is asked."""

    def __init__(self):
        self.now = NOON

    def __call__(self):
        self.now += timedelta(minutes=1)
        return self.now


def capture(name="wire.txt", text=WIRE, fetched=NOON):
    return Capture(name, text.encode(), fetched, "text/plain", (("etag", '"a"'), ("etag", "b")))


def read(capture):
    """The tests' reader: one document to a capture, or several parted by a form feed; blocks at blank lines."""
    if capture.body.startswith(b"%junk"):
        raise UnreadableInput(f"{capture.location}: junk")
    return tuple(_document(capture, text) for text in capture.body.decode().split("\f"))


def _document(capture, text):
    blocks, at = [], 0
    for piece in text.split("\n\n"):
        blocks.append(Block(at, at + len(piece), Role.PARAGRAPH if at else Role.TITLE))
        at += len(piece) + 2
    return Document(
        id=content_id("d", capture.location, text),
        capture=capture.id,
        kind=Kind.ARTICLE,
        text=text,
        title=text.split("\n", 1)[0],
        url=f"https://example.org/{capture.location}",
        outlet="The Orlo Post",
        authors=("A. Writer", "B. Writer"),
        published=parse_stamp("2031-05-04"),
        modified=parse_stamp("2031-05-04T11:12:13Z"),
        language="en",
        blocks=tuple(blocks),
        links=(Link(0, 3, "https://example.org/a"),),
        boxes=(PageBox(0, 3, 1, 0.5, 1.0, 72.25, 80.1),),
        notices=(Notice("language", "as declared", "en"),),
        tags=(("section", "news"),),
    )


def kept(store, *captures):
    """Keep captures and what is read from them; the documents."""
    documents = []
    for each in captures:
        store.keep(each)
        documents += read(each)
    store.keep_documents(documents)
    return tuple(documents)


def story_of(store, name="story1"):
    """A stored reading of the wire report and the paper's answer."""
    reading = make_reading(*kept(store, capture(), capture("paper.txt", PAPER)), name=name)
    store.put(reading)
    return reading


def make_reading(wire, paper, *, name="story1", title="Cracks in a dam", as_of=None):
    """A reading in which every core type and every kind of finding stands."""
    sure = Provenance(Method("by hand", "1"), 0.75)
    board = Speaker("s1", "the water board", SpeakerKind.BODY, "", "")
    head, nine, monday = wire.find("Inspectors found"), wire.find("at least nine"), wire.find("on Monday")
    denied, there = paper.find("denied"), paper.find("there were nine cracks")
    first = Assertion(
        id="a1",
        document=wire.id,
        span=wire.find("at least nine cracks in the Orlo dam"),
        sentence=wire.find("Inspectors found at least nine cracks in the Orlo dam, the water board said on Monday."),
        speaker=board,
        manner=Manner.INDIRECT,
        modality=Modality.ASSERTED,
        provenance=sure,
        origin="o:s1",
        cue=wire.find("said"),
        source=wire.find("the water board"),
        via=(Speaker("s2", "an official", SpeakerKind.UNNAMED, "official", "the ministry"),),
        hedges=(wire.find("at least"),),
        quantities=(Quantity(nine, Decimal("9.0"), None, "", "cracks", approximate=True),),
        times=(Timex(monday, TimexType.DATE, "2031-05-05", NOON, NOON + timedelta(days=1), "2031-05-04"),),
        names=(wire.find("Orlo"),),
    )
    second = Assertion(
        id="a2",
        document=paper.id,
        span=there,
        sentence=paper.find("The water board denied on Tuesday that there were nine cracks in the dam — “none”."),
        speaker=board,
        manner=Manner.INDIRECT,
        modality=Modality.DENIED,
        provenance=Provenance(Method("by hand", "1")),
        negations=(denied,),
    )
    basis = {"provenance": sure, "claims": ("c1",), "salience": 0.5}
    findings = _findings(wire, paper, first, second, basis)
    record = Record(
        story=Story(
            name, title, (wire, paper), (Version(wire.id, paper.id, (Change(head, None), Change(None, denied))),)
        ),
        outlets={
            wire.id: Outlet("Orlo Wire", OutletKind.AGENCY, "Orlo", ("wire.example",)),
            paper.id: Outlet("The Orlo Post"),
        },
        origins=(
            Origin("o:" + wire.id, "Orlo Wire", wire.id, (Echo(wire.id, None, EchoKind.ROOT, 1.0),)),
            Origin("o:s1", "the board", None, (Echo(paper.id, wire.id, EchoKind.RELAY, 0.25, (there,)),)),
        ),
        assertions=(first, second),
        claims=(Claim("c1", first.span, ("a1", "a2"), ("o:s1",), sure, 1),),
        as_of=as_of,
    )
    talk = Talk(
        (
            Turn(
                "t1",
                "wire",
                Act.REPORT,
                (Sentence("{#0} says {0}.", (nine,), (Count("origins", ("o:s1",)),)),),
                (),
                ("c1",),
                ("f1",),
            ),
            Turn("t2", "evidence", Act.ASK, (Sentence("What shows {0} and {1}?", (nine, there)),), ("t1",), open=True),
        ),
        (Refusal("All agree.", "no words hold it", "chair", (head,)),),
    )
    matrix = (
        Row(
            "c1",
            (
                Cell(wire.id, Says.ASSERTS, (first.span,), hedged=True, speakers=("the water board",)),
                Cell(paper.id, Silence.NOT_SUBJECT, reason="other subject"),
            ),
        ),
    )
    return Reading(
        record, findings, matrix, talk, (MeasuredMethod("by hand", "1", "all"),), (Problem("x.txt", "undated"),)
    )


def _findings(wire, paper, first, second, basis):
    head, nine = wire.find("Inspectors found"), wire.find("at least nine")
    there, looming = paper.find("there were nine cracks"), paper.find("looming")
    return (
        Relation(
            id="f1",
            spans=(first.span, second.span),
            kind=RelationKind.SCOPE,
            left="a1",
            right="a2",
            words=(nine, there),
            reason="number",
            scope=Scope.DEFINITION,
            **basis,
        ),
        Omission(id="f2", spans=(head,), document=paper.id, grade=Silence.SNIPPET, reason="snippet", **basis),
        Interest(id="f3", spans=(head,), speaker="s1", stake=Stake.REGULATES, category="dams", days_before=3, **basis),
        Framing(id="f4", spans=(looming, head), aspect=Aspect.LOADED, document=paper.id, reason="loaded", **basis),
        Clock(
            id="f5",
            spans=(looming,),
            actor="the board",
            action="inspect",
            assertion="a2",
            status=ClockStatus.UNDATED,
            words=looming,
            latest=NOON,
            moved_from=wire.find("on Monday"),
            **basis,
        ),
        Forecast(
            id="f6",
            spans=(head,),
            assertion="a1",
            test="repairs",
            words=wire.find("probably"),
            low=55,
            high=80,
            **basis,
        ),
    )
