"""A reading as JSON: versioned, documented by its schema, the same bytes for the same reading."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from cuibono.core.claims import Assertion, Claim, Speaker
from cuibono.core.findings import Clock, Forecast, Framing, Interest, Omission, Relation
from cuibono.core.reading import Reading, Record
from cuibono.core.talk import Cite, Count, Quote, Sentence, Turn
from cuibono.core.text import Document, Role, Span
from cuibono.export import shape
from cuibono.export.plain import json_schema, members, plain

_AROUND = 32  # characters of prefix and suffix in a TextQuoteSelector: what annotation tools use
_SURROGATE = re.compile("[\ud800-\udfff]")
_FINDINGS = (Relation, Omission, Interest, Framing, Clock, Forecast)


class JsonExporter:
    """Writes a reading as one JSON object of the schema ``cuibono-reading/1``."""

    def export(self, reading: Reading) -> str:
        """UTF-8 JSON, one member a line, ending in a line feed. Findings of foreign kinds are left out."""
        return "".join(self.pieces(reading))

    def pieces(self, reading: Reading) -> Iterator[str]:
        """The same bit by bit: as one text, the reading of 500 documents would fill more memory than their story."""
        mark = "{\n "
        for name, value in members(published(reading)):
            yield f'{mark}"{name}": '
            mark = ",\n "
            if isinstance(value, tuple) and value:
                yield from _listed(value)
            else:
                yield _text(value, 1)
        yield "\n}\n"


def _listed(values: Sequence[object]) -> Iterator[str]:
    mark = "[\n  "
    for value in values:
        yield mark + _text(value, 2)
        mark = ",\n  "
    yield "\n ]"


def _text(value: object, depth: int) -> str:
    """JSON text, indented as it is so deep in the whole; no line break of it stands in a string."""
    text = json.dumps(plain(value), ensure_ascii=False, indent=1, allow_nan=False).replace("\n", "\n" + depth * " ")
    # half a surrogate pair has no UTF-8 form; JSON can still name it
    return _SURROGATE.sub(lambda found: f"\\u{ord(found.group()):04x}", text)


def schema() -> str:
    """The JSON Schema of what :class:`JsonExporter` writes, as published in ``docs/reading.schema.json``."""
    return json.dumps(json_schema(shape.PublishedReading, shape.SCHEMA), ensure_ascii=False, indent=2) + "\n"


def published(reading: Reading) -> shape.PublishedReading:
    """The reading in its published shape."""
    record = reading.record
    return shape.PublishedReading(
        schema=shape.SCHEMA,
        story=shape.PublishedStory(record.story.id, record.story.title, record.as_of, record.moment),
        documents=tuple(_document(record, document) for document in record.story.documents),
        versions=record.story.versions,
        outlets=_outlets(record),
        origins=record.origins,
        speakers=_speakers(record.assertions),
        assertions=tuple(_assertion(record, assertion) for assertion in record.assertions),
        claims=tuple(_claim(record, claim) for claim in record.claims),
        findings=tuple(finding for finding in reading.findings if isinstance(finding, _FINDINGS)),
        matrix=reading.matrix,
        talk=shape.PublishedTalk(tuple(_turn(record, turn) for turn in reading.talk.turns), reading.talk.refusals),
        methods=reading.methods,
        left_aside=reading.left_aside,
    )


def _document(record: Record, document: Document) -> shape.PublishedDocument:
    return shape.PublishedDocument(
        number=record.number[document.id],
        id=document.id,
        capture=document.capture,
        kind=document.kind,
        title=document.title,
        url=document.url,
        outlet=record.outlets[document.id].name,
        authors=document.authors,
        published=document.published,
        modified=document.modified,
        language=document.language,
        snippet=document.snippet,
        notices=document.notices,
        pages=_pages(document),
        turns=tuple(
            shape.Contribution(block.start, block.end, block.by, block.at)
            for block in document.blocks
            if block.role is Role.TURN
        ),
        text=document.text,
    )


def _pages(document: Document) -> tuple[shape.Page, ...]:
    """Where each page begins and ends in the text."""
    found: dict[int, tuple[int, int]] = {}
    for box in document.boxes:
        start, end = found.get(box.page, (box.start, box.end))
        found[box.page] = min(start, box.start), max(end, box.end)
    return tuple(shape.Page(page, *found[page]) for page in sorted(found))


def _outlets(record: Record) -> tuple[shape.PublishedOutlet, ...]:
    documents: dict[str, list[str]] = defaultdict(list)
    outlets = {}
    for document in record.story.documents:
        outlet = record.outlets[document.id]
        outlets[outlet.name] = outlet
        documents[outlet.name].append(document.id)
    return tuple(
        shape.PublishedOutlet(name, outlet.kind, outlet.family, outlet.domains, tuple(documents[name]))
        for name, outlet in sorted(outlets.items())
    )


def _speakers(assertions: Iterable[Assertion]) -> tuple[shape.PublishedSpeaker, ...]:
    """Every speaker once, by name; of several forms of a name the longest."""
    mentions: dict[str, list[Speaker]] = defaultdict(list)
    for assertion in assertions:
        for speaker in (assertion.speaker, *assertion.via):
            mentions[speaker.id].append(speaker)
    speakers = [
        shape.PublishedSpeaker(
            id=key,
            name=max(found, key=lambda s: (len(s.name), s.name)).name,
            kind=min(s.kind for s in found),
            roles=tuple(sorted({s.role for s in found if s.role})),
            affiliations=tuple(sorted({s.affiliation for s in found if s.affiliation})),
        )
        for key, found in mentions.items()
    ]
    return tuple(sorted(speakers, key=lambda speaker: (speaker.name, speaker.id)))


def _assertion(record: Record, said: Assertion) -> shape.PublishedAssertion:
    claim = record.claim_of.get(said.id)
    return shape.PublishedAssertion(
        id=said.id,
        document=said.document,
        span=said.span,
        sentence=said.sentence,
        speaker=said.speaker.id,
        manner=said.manner,
        modality=said.modality,
        provenance=said.provenance,
        origin=said.origin,
        claim=claim.id if claim else None,
        cue=said.cue,
        source=said.source,
        via=tuple(speaker.id for speaker in said.via),
        negations=said.negations,
        hedges=said.hedges,
        quantities=said.quantities,
        times=said.times,
        names=said.names,
        headline=said.headline,
    )


def _claim(record: Record, claim: Claim) -> shape.PublishedClaim:
    return shape.PublishedClaim(
        id=claim.id,
        canonical=claim.canonical,
        target=_target(record.documents[claim.canonical.document], claim.canonical),
        assertions=claim.assertions,
        origins=claim.origins,
        provenance=claim.provenance,
        salience=claim.salience,
    )


def _target(document: Document, span: Span) -> shape.Target:
    quote = shape.TextQuoteSelector(
        type="TextQuoteSelector",
        exact=span.quote,
        prefix=document.text[max(0, span.start - _AROUND) : span.start],
        suffix=document.text[span.end : span.end + _AROUND],
    )
    position = shape.TextPositionSelector("TextPositionSelector", span.start, span.end)
    return shape.Target(document.url or document.id, (quote, position))


def _turn(record: Record, turn: Turn) -> shape.PublishedTurn:
    return shape.PublishedTurn(
        id=turn.id,
        lens=turn.lens,
        act=turn.act,
        sentences=tuple(_sentence(record, sentence) for sentence in turn.sentences),
        answers=turn.answers,
        claims=turn.claims,
        findings=turn.findings,
        open=turn.open,
    )


def _sentence(record: Record, sentence: Sentence) -> shape.PublishedSentence:
    return shape.PublishedSentence(
        plain=sentence.plain(record.cite),
        parts=tuple(_part(record, part) for part in sentence.parts()),
        spans=sentence.spans,
    )


def _part(record: Record, part: str | Quote | Cite | Count) -> shape.Part:
    match part:
        case str():
            return shape.WordsPart(part)
        case Quote(span):
            return shape.QuotePart(span, record.cite(span))
        case Cite(span):
            return shape.CitePart(span, record.cite(span))
        case Count():
            return shape.CountPart(part.of, part.value, part.members)
