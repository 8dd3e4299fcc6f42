"""The swap test: names exchanged throughout a story exchange the findings, and change nothing else.

Two persons, parties, countries, bodies or outlets of a story change places, or one of them gets a name that the story
does not hold; the story is read before and after, what was found after is told in the names and places of before, and
both are compared as sets, finding by finding. A violation is a finding that only one of the two readings has (one on
either side is one violation). What a mere change of documents' ids does is measured beside it: "nothing".
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import chain, islice
from pathlib import Path

from cuibono.app import Newsroom
from cuibono.core.claims import Method, Speaker
from cuibono.core.findings import Clock, Finding, Forecast, Framing, Interest, Omission, Relation
from cuibono.core.reading import Reading, Record
from cuibono.core.text import Document, Span
from cuibono.desk.investigate import Investigator
from cuibono.gate.exchange import MARK, Exchange, Exchanged, exchanged
from cuibono.gate.figures import Figure, Miss, Note, figure
from cuibono.gate.partners import exchanges
from cuibono.gate.sets import by_story
from cuibono.settings import Settings

METHOD = Method("swap-test", "1")
_STORIES, _SWAPS = 16, 3  # what the gate can pay for: 60 s of CPU in all
_LONGEST = 22_000  # characters of a story of the sample
_SHOWN = 120  # characters of a violation that are printed

Item = tuple[object, ...]
Items = dict[str, Counter[Item]]  # by kind of finding


@dataclass(frozen=True)
class Back:
    """The way from a reading to the names and places of the story before the exchange."""

    exchange: Exchange
    ways: dict[str, Exchanged]  # by document id; empty for the reading before
    after: bool

    def span(self, span: Span | None) -> Item:
        """Document, start and end before the exchange; white space and words play no part."""
        if span is None:
            return ()
        if not self.after:
            return span.document, span.start, span.end
        way = self.ways[span.document]
        return self.document(span.document), way.back(span.start), way.back(span.end)

    def spans(self, spans: Iterable[Span]) -> Item:
        """Several, in the order of the text."""
        return tuple(sorted(map(self.span, spans), key=repr))

    def document(self, identity: str) -> str:
        """The id before."""
        return identity.partition(MARK)[0]

    def words(self, words: str) -> str:
        """Words with names told by whom they stood for."""
        return self.exchange.neutral(words, after=self.after)

    def speaker(self, speaker: Speaker) -> Item:
        """Who, of what kind, in which role, for whom."""
        return tuple(self.words(part) for part in (speaker.name, speaker.kind, speaker.role, speaker.affiliation))


def items(reading: Reading, back: Back) -> Items:
    """Everything that a reading says, by kind, in the names and places of before."""
    found: defaultdict[str, Counter[Item]] = defaultdict(Counter)
    for kind, item in chain(_of_record(reading.record, back), _of_reading(reading, back)):
        found[kind][item] += 1
    return found


def _of_record(record: Record, back: Back) -> Iterator[tuple[str, Item]]:
    """Outlets, origins, who says what and how, and claims."""
    span, spans, words = back.span, back.spans, back.words
    said = {a.id: (span(a.span), span(a.sentence)) for a in record.assertions}
    for identity, outlet in record.outlets.items():
        yield "outlets", (back.document(identity), outlet.kind, words(outlet.name))
    for echo in chain.from_iterable(origin.echoes for origin in record.origins):
        parent = back.document(echo.parent or "")
        yield "origins", (back.document(echo.document), parent, echo.kind, spans(echo.spans))
    for a in record.assertions:
        yield "assertions", (*said[a.id], span(a.cue), span(a.source), a.manner)
        yield "speakers", (*said[a.id], back.speaker(a.speaker), tuple(map(back.speaker, a.via)))
        marks = tuple(map(spans, (a.negations, a.hedges, a.names)))
        counted = tuple((span(q.span), q.low, q.high, q.unit, words(q.target)) for q in a.quantities)
        yield "modalities", (*said[a.id], a.modality, marks, counted, tuple((span(t.span), t.value) for t in a.times))
    for c in record.claims:
        members = tuple(sorted((said[a] for a in c.assertions), key=repr))
        yield "claims", (span(c.canonical), members, len(c.origins))


def _of_reading(reading: Reading, back: Back) -> Iterator[tuple[str, Item]]:
    """Findings by their own kinds, cells of the matrix, and what the room says."""
    record = reading.record
    said = {a.id: back.span(a.span) for a in record.assertions}
    claim = {c.id: back.span(c.canonical) for c in record.claims}
    name = {a.speaker.id: back.words(a.speaker.name) for a in record.assertions}
    for finding in reading.findings:
        yield type(finding).__name__.lower(), _finding(finding, back, said, claim, name)
    for row in reading.matrix:
        for cell in row.cells:
            speakers = tuple(sorted(map(back.words, cell.speakers)))
            yield "cells", (claim[row.claim], back.document(cell.document), cell.state, cell.hedged, speakers)
    for turn in reading.talk.turns:
        for s in turn.sentences:
            yield "turns", (turn.lens, turn.act, s.topic or "", back.words(s.text), back.spans(s.spans))


def _finding(finding: Finding, back: Back, said: dict[str, Item], claim: dict[str, Item], name: dict[str, str]) -> Item:
    """One finding: its kind's own fields, then its words and claims."""
    words = back.words
    match finding:
        case Relation():
            sides = sorted((said[finding.left], said[finding.right]), key=repr)
            own: Item = (finding.kind, *sides, words(finding.reason), finding.scope or "")
        case Omission():
            return back.document(finding.document), finding.grade, tuple(claim[c] for c in finding.claims)
        case Interest():
            who = name.get(finding.speaker, words(finding.party))
            told = tuple(sorted(map(back.document, finding.disclosed_in)))
            untold = tuple(sorted(map(back.document, finding.undisclosed_in)))
            own = (who, finding.stake, words(finding.category), words(finding.counterpart), told, untold)
        case Framing():
            own = (finding.aspect, back.document(finding.document), back.span(finding.spans[0]))
        case Clock():
            own = (words(finding.actor), words(finding.action), finding.status, finding.value, len(finding.origins))
        case Forecast():
            own = (said[finding.assertion], words(finding.test), finding.low, finding.high, finding.due)
        case _:
            own = ()
    return (*own, back.spans(finding.spans))


@dataclass(frozen=True)
class Comparison:
    """One story read before and after one exchange."""

    story: str
    exchange: Exchange
    before: Items
    after: Items
    texts: dict[str, str]  # of the documents before, by id

    @property
    def kinds(self) -> list[str]:
        """Of everything that either reading says."""
        return sorted(self.before.keys() | self.after.keys())

    def lost(self, kind: str) -> Counter[Item]:
        """What only the reading before holds."""
        return self.before.get(kind, Counter()) - self.after.get(kind, Counter())

    def made(self, kind: str) -> Counter[Item]:
        """What only the reading after holds."""
        return self.after.get(kind, Counter()) - self.before.get(kind, Counter())

    def violations(self, kind: str) -> int:
        """How many findings differ, one on either side counted once."""
        return max(self.lost(kind).total(), self.made(kind).total())

    def count(self, kind: str) -> int:
        """How many findings there are."""
        return max(self.before.get(kind, Counter()).total(), self.after.get(kind, Counter()).total())

    @property
    def unchanged(self) -> bool:
        """Whether nothing differs."""
        return not any(map(self.violations, self.kinds))


def compare(
    story: str, documents: Sequence[Document], reader: Investigator, swaps: int | None = None, *, nothing: bool = False
) -> Iterator[Comparison]:
    """A story against itself under up to ``swaps`` exchanges (None: all that it allows)."""
    read = _one(reader, documents)
    texts = {document.id: document.text for document in documents}
    chosen = islice(exchanges(read.record), swaps)
    for exchange in chain([Exchange("nothing", ())] if nothing else [], chosen):
        pairs = [exchanged(document, exchange) for document in documents]
        ways = {document.id: way for document, way in pairs}
        again = _one(reader, [document for document, _way in pairs])
        before = items(read, Back(exchange, {}, after=False))
        yield Comparison(story, exchange, before, items(again, Back(exchange, ways, after=True)), texts)


def _one(reader: Investigator, documents: Iterable[Document]) -> Reading:
    return next(iter(reader.investigate(documents, one_story=True)))


def sample(known: dict[str, list[Document]], count: int = _STORIES) -> dict[str, list[Document]]:
    """So many of the stories that are not too long, spread evenly over the years."""
    short = [name for name, documents in known.items() if sum(len(d.text) for d in documents) <= _LONGEST]
    step = max(1, len(short) // count)
    return {name: known[name] for name in short[::step][:count]}


def investigator() -> Investigator:
    """The product's own; nothing is stored."""
    return replace(Newsroom(Settings(), _now).investigator, observer=None)


def _now() -> datetime:
    return datetime(2026, 11, 1, tzinfo=UTC)


def measure(data: Path, note: Note) -> list[Figure]:
    """Shares of findings, and of whole readings, that an exchange left as they were."""
    known = sample(by_story(data))
    reader = investigator()
    read = [each for name, documents in known.items() for each in compare(name, documents, reader, _SWAPS)]
    on = f"{len(known)} development stories, names exchanged"
    for miss in misses(read, on):
        note(miss)
    return shares(read, on)


def shares(read: Sequence[Comparison], on: str) -> list[Figure]:
    """What stayed, as figures."""
    count = sum(each.count(kind) for each in read for kind in each.kinds)
    broken = sum(each.violations(kind) for each in read for kind in each.kinds)
    return [
        *figure("is it even-handed", METHOD, on, (count, "findings"), findings_unchanged=1 - broken / max(count, 1)),
        *figure(
            "is it even-handed",
            METHOD,
            on,
            (len(read), "readings"),
            readings_unchanged=sum(each.unchanged for each in read) / max(len(read), 1),
        ),
    ]


def misses(read: Iterable[Comparison], on: str) -> Iterator[Miss]:
    """Every violation: what only the reading before, or only the one after, holds."""
    for each in read:
        for kind in each.kinds:
            sides = (("before only", each.lost(kind)), ("after only", each.made(kind)))
            for side, some in sides:
                for item in sorted(some, key=repr):
                    what = f"{each.story} [{each.exchange.kind}] {each.exchange.what}: {_shown(item, each.texts)}"
                    yield Miss(on, f"{kind}, {side}", f"{kind}, in both", what)


def _shown(item: Item, texts: dict[str, str]) -> str:
    """An item with its spans as words."""

    def words(part: object) -> str:
        if isinstance(part, tuple):
            if len(part) == len(("document", "start", "end")) and part[0] in texts and isinstance(part[1], int):
                quote = " ".join(texts[str(part[0])][part[1] : int(str(part[2]))].split())
                return f"“{quote[:_SHOWN]}”"
            return "(" + ", ".join(map(words, part)) + ")"
        return str(part)

    return words(item)
