"""Every checkable part of a sentence becomes an assertion: who says it, how firmly, with which numbers and times."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from cuibono.core.claims import Assertion, Manner, Method, Provenance, Speaker, SpeakerKind
from cuibono.core.ids import content_id
from cuibono.core.news import Origin, Outlet, Story
from cuibono.core.text import Block, Document, Role, Span
from cuibono.language.attribution import Attribution, attributions
from cuibono.language.clauses import group
from cuibono.language.cues import Force
from cuibono.language.hedges import hedges, negations
from cuibono.language.names import names
from cuibono.language.quantities import quantities
from cuibono.language.quotes import quotations
from cuibono.language.sentences import sentences
from cuibono.language.timexes import timexes
from cuibono.language.words import content_words
from cuibono.stories.asides import with_asides
from cuibono.stories.firmness import modality
from cuibono.stories.matter import bare, boilerplate, matter, states
from cuibono.stories.naming import key_of
from cuibono.stories.people import People
from cuibono.stories.speakers import Cast, Voice

METHOD = Method("assertion-rules", "3")

_LEAST_WORDS = 3  # shorter stretches state nothing that could be checked
_NEAR = 40  # attributions, from the first that is not over, among which those of a sentence are looked for
_NAMES = 200  # names that one assertion may mention
_WEIGHTY = 4  # words of a quotation that says something though it is no clause
_MARKED = re.compile(r"[“\"][^“”\"]+[”\"]")
_LEAST_REST = 5  # words of a sentence beside an attribution, below which they are its trimmings
_LEAD = re.compile(r"^[\s,;:.—–-]*(?:(?:and|but|while|although|though|whereas|yet|so|even as)\b[\s,]*)?", re.IGNORECASE)
_TAIL = re.compile(
    r"\s*[,;:—–-]\s*(?:and|but|while|although|though|whereas|as|even as|after|before|by|with)?\s*$", re.IGNORECASE
)
_AFTER = re.compile(r"\s*,?\s*\b(?:and|but|while|as|after|before|by|with)\s*$", re.IGNORECASE)
_OPENED = re.compile(r"[\"“](?=\w)[^\"“”]*$")  # a quotation whose end was lost
_THAT = re.compile(r"^that\s+(?!(?:is|was|will|would|has|instead)\b)")
_WORD = re.compile(r"[^\W_]+")
# A cue that only says that somebody kept silent puts nothing forward.
_SILENT = frozenset({"decline", "refuse"})


@dataclass(frozen=True, slots=True)
class _Part:
    """A stretch that one voice puts forward, before it becomes an assertion."""

    span: Span
    sentence: Span
    manner: Manner
    speaker: Speaker
    via: tuple[Speaker, ...] = ()
    attribution: Attribution | None = None


def assertions(
    story: Story, outlets: Mapping[str, Outlet], origins: tuple[Origin, ...], people: People | None = None
) -> tuple[Assertion, ...]:
    """The assertions of a story, document by document in the story's order, within a document by place.

    ``outlets`` by document id; ``people`` are those of the story, where they are at hand. Attributed contents belong to
    their speaker, the rest to the outlet (in threads to the writer of the turn, in opinion pieces to the author).
    Boilerplate, captions and documents in other languages are left out; questions are kept with their modality. A named
    speaker's origin is the speaker, or the speaker's own document where the story has it. Linear in the words.
    """
    cast = Cast(story, outlets, people)
    roots = _roots(story, origins)
    houses = _houses(story, outlets, roots)
    parts = [
        (document, part) for document in story.documents if not document.foreign for part in _parts(document, cast)
    ]
    sources = _sources((part.speaker for _, part in parts), cast)
    mentioned = {document.id: names(document) for document in story.documents}
    return tuple(
        _assertion(document, part, _origin(document, part.speaker, sources, roots, houses), mentioned[document.id])
        for document, part in parts
    )


# --- who said which part ----------------------------------------------------------------------------------------------


def _parts(document: Document, cast: Cast) -> Iterator[_Part]:
    spans = sentences(document)
    said = with_asides(document, tuple(a for a in attributions(document) if a.stated))
    voices = cast.voices(document, said)
    pairs = [(a, v) for a, v in zip(said, voices, strict=True) if v is not None and _puts_forward(a, v)]
    reach = [_reach(a) for a, _ in pairs]
    quoted = [q for q in quotations(document) if "\n\n" not in document.text[q.start : q.end]]
    openings = [q.start for q in quoted]
    at = 0
    for sentence in spans:
        block = document.block_at(sentence.start)
        if _left_out(sentence, block):
            continue
        while at < len(pairs) and reach[at][1] <= sentence.start:
            at += 1
        near = range(at, min(len(pairs), at + _NEAR))
        here = [
            pairs[i]
            for i in near
            if reach[i][0] < sentence.end and sentence.start < reach[i][1] and _touches(pairs[i][0], sentence)
        ]
        yield from _attributed(document, sentence, here)
        speaker = cast.own(document, block)
        last = bisect_right(openings, sentence.start) - 1
        inside = last >= 0 and sentence.end <= quoted[last].end
        if not here and (inside or _OPENED.match(sentence.quote)):
            speaker = _somebody(document)
        yield from _own(document, sentence, here, speaker)


def _somebody(document: Document) -> Speaker:
    """The speaker of a quoted sentence of which nothing read says whose it is: certainly not the outlet."""
    name = "somebody quoted"
    return Speaker(content_id("s", "unnamed", document.id, name), name, SpeakerKind.UNNAMED)


def _puts_forward(attribution: Attribution, voice: Voice) -> bool:
    """Whether an attribution's content is a statement of its source."""
    if attribution.force is Force.SHOW and voice.speaker.kind is SpeakerKind.UNNAMED:
        return False  # evidence without an owner is no speaker: who says that it shows something speaks
    if _takes_a_stand(attribution, voice) or _quotes(attribution, voice):
        return True
    if not attribution.clausal or attribution.negated or attribution.lemma in _SILENT:
        return False
    if attribution.force is Force.INTEND:
        return False
    words = attribution.content[0].quote.lower().split()
    return words[0] != "to"  # "vowed to fight" is the outlet's statement about the source


_ACCUSATION = re.compile(
    r"\b(?:accusation|allegation|charge|claim|suggestion|report|assertion|finding|argument|explanation|notion)s?\b",
    re.IGNORECASE,
)


def _takes_a_stand(attribution: Attribution, voice: Voice) -> bool:
    """Whether somebody named rejects what others say or demands something: the clause is then the statement."""
    if voice.speaker.kind not in {SpeakerKind.PERSON, SpeakerKind.BODY} or attribution.negated or attribution.clausal:
        return False
    if attribution.force is Force.DENY:
        if attribution.lemma == "deny" or attribution.content[0] == attribution.cue:
            return True
        return attribution.lemma != "refuse" and _ACCUSATION.search(attribution.content[0].quote) is not None
    return attribution.lemma == "want" and voice.speaker.kind is SpeakerKind.PERSON


def _quotes(attribution: Attribution, voice: Voice) -> bool:
    """Whether the object of a judging or describing verb is a quotation of weight: called it "a mess of figures"."""
    if voice.speaker.kind not in {SpeakerKind.PERSON, SpeakerKind.BODY} or attribution.negated or attribution.clausal:
        return False
    if attribution.force not in {Force.JUDGE, Force.SAY, Force.DENY}:
        return False
    return _marked(attribution.content[0]) is not None


def _marked(content: Span) -> tuple[int, int] | None:
    """The first quotation of weight in a content: start and end in the document."""
    for m in _MARKED.finditer(content.quote):
        if len(m.group().split()) >= _WEIGHTY:
            return content.start + m.start(), content.start + m.end()
    return None


def _touches(attribution: Attribution, sentence: Span) -> bool:
    spans = [*attribution.content, *(s for s in (attribution.source, attribution.cue) if s)]
    return any(span.meets(sentence) for span in spans)


def _reach(attribution: Attribution) -> tuple[int, int]:
    """Where an attribution's words begin and end."""
    spans = [*attribution.content, *(s for s in (attribution.source, attribution.cue) if s)]
    return min(s.start for s in spans), max(s.end for s in spans)


def _left_out(sentence: Span, block: Block | None) -> bool:
    words = _WORD.findall(sentence.quote)
    if block is not None and block.role is Role.CAPTION:
        return True
    return len(words) < _LEAST_WORDS or boilerplate().match(sentence.quote.lstrip("\"“'•*-– (")) is not None


def _attributed(document: Document, sentence: Span, here: list[tuple[Attribution, Voice]]) -> Iterator[_Part]:
    for attribution, voice in here:
        for start, end in _stretches(attribution, voice):
            a, b = max(start, sentence.start), min(end, sentence.end)
            if a >= b:
                continue
            if a == sentence.start:
                a, b = bare(document, a, b)
            span = _trimmed(document, a, b)
            if span is None or (attribution.manner is Manner.INDIRECT and not _is_clause(document, a, span)):
                continue
            if len(_WORD.findall(span.quote)) < _LEAST_WORDS and len(content_words(span.quote)) < 2:  # noqa: PLR2004
                continue
            yield _Part(span, sentence, attribution.manner, voice.speaker, voice.via, attribution)


def _is_clause(document: Document, start: int, span: Span) -> bool:
    """Whether words given without quotation marks are a clause, as "that" or a verb in them shows."""
    return document.text[start : span.start].strip() == "that" or states(f"It {span.quote}")


def _stretches(attribution: Attribution, voice: Voice) -> list[tuple[int, int]]:
    """Where a source's words stand: its contents, the quotation in an object, or the whole clause of a rejection."""
    if attribution.clausal:
        return _joined(attribution.content)
    content = attribution.content[0]
    if _takes_a_stand(attribution, voice) and attribution.source is not None:
        return [(min(attribution.source.start, content.start), content.end)]
    if not _quotes(attribution, voice):
        return _joined(attribution.content)
    marked = _marked(content)
    return [marked] if marked else []


def _joined(content: tuple[Span, ...]) -> list[tuple[int, int]]:
    """Stretches of one content; two halves of one clause around "advisers say" are one stretch."""
    joined: list[tuple[int, int]] = []
    for span in content:
        if joined and span.quote[0].islower() and span.start - joined[-1][1] < 80:  # noqa: PLR2004 - room for the source
            joined[-1] = (joined[-1][0], span.end)
        else:
            joined.append((span.start, span.end))
    return joined


def _trimmed(document: Document, start: int, end: int) -> Span | None:
    """The words without a leading "that", quotation marks around the whole, and marks at the ends."""
    raw = document.text[start:end]
    lead = _THAT.match(raw.lstrip(" ,"))
    if lead:
        start += raw.index(lead.group()) + lead.end()
    quotes = "\"“”'‘’`"
    while start < end and (
        document.text[start] in " ,;:" or (document.text[start] in quotes and _lone(document.text, start, end))
    ):
        start += 1
    while end > start and (
        document.text[end - 1] in " ,;:"
        or (document.text[end - 1] in quotes and _lone(document.text, end - 1, end, start))
    ):
        end -= 1
    return Span(document, start, end) if document.text[start:end].strip() else None


def _lone(text: str, at: int, end: int, start: int | None = None) -> bool:
    """Whether the mark at ``at`` has no partner inside the stretch, or its partner ends it."""
    inner = text[at + 1 : end] if start is None else text[start:at]
    marks = sum(inner.count(m) for m in '"“”')
    return marks % 2 == 0 if marks == 0 else (start is None and inner.rstrip(" ,.")[-1:] in '"”' and marks == 1)


def _own(
    document: Document, sentence: Span, here: list[tuple[Attribution, Voice]], speaker: Speaker
) -> Iterator[_Part]:
    """What is left of a sentence when attributed parts are taken out: the outlet's own words."""
    if not here:
        stated = matter(document, sentence, document.block_at(sentence.start))
        span = _trimmed(document, stated.start, stated.end) if stated else None
        if span is not None:
            yield _Part(span, sentence, Manner.OWN, speaker)
        return
    taken = sorted(
        (max(s.start, sentence.start), min(s.end, sentence.end))
        for a, _ in here
        for s in (*a.content, *(x for x in (a.source, a.cue) if x))
        if s.meets(sentence)
    )
    merged: list[tuple[int, int]] = []
    for a, b in taken:
        if merged and len(_WORD.findall(document.text[merged[-1][1] : a])) < _LEAST_REST:
            merged[-1] = (merged[-1][0], max(b, merged[-1][1]))
        else:
            merged.append((a, b))
    edges = [sentence.start, *(x for pair in merged for x in pair), sentence.end]
    sources = {a.source.end: a.source.start for a, _ in here if a.source and sentence.holds(a.source)}
    for a, b in zip(edges[::2], edges[1::2], strict=True):
        span = _rest(document, a, b, sources, sentence)
        if span is not None:
            yield _Part(span, sentence, Manner.OWN, speaker)


def _rest(document: Document, a: int, b: int, sources: Mapping[int, int], sentence: Span) -> Span | None:
    """A clause that stands beside attributed parts; with the source as its subject where it follows that directly."""
    if a == sentence.start:
        a, b = bare(document, a, b)
        sentence = Span(document, a, sentence.end)
    lead = _LEAD.match(document.text[a:b])
    start = a + (lead.end() if lead else 0)
    words = document.text[start:b]
    if len(_WORD.findall(words)) < _LEAST_REST or not _stands_alone(words):
        return None
    if a in sources and not (lead and "," in lead.group()):
        tail = _AFTER.search(document.text[a:b])
        return _trimmed(document, sources[a], a + tail.start() if tail else b)
    if a == sentence.start:
        tail = _TAIL.search(words)
        return _trimmed(document, start, start + tail.start()) if tail else None
    return _trimmed(document, start, b) if lead and any(c.isalpha() or c in ";—–" for c in lead.group()) else None


_DEPENDENT = re.compile(
    r"^(?:(?:hours|days|weeks|months|moments|minutes|(?:\w+ )?years?) (?:after|later|before|ago|earlier)"
    r"|who|which|whose|where|when"
    r"|after|before|in|on|at|during|for|with|from|by|of|as|to|\w+ing)\b",
    re.IGNORECASE,
)


def _stands_alone(words: str) -> bool:
    """Whether what is left beside an attribution is a clause and no trimming ("in an interview on Monday")."""
    return (
        any(w.lower() in group("finite") or w.endswith("ed") for w in words.split())
        and _DEPENDENT.match(words.lstrip(" ,")) is None
    )


# --- the assertion ----------------------------------------------------------------------------------------------------


def _assertion(document: Document, part: _Part, origin: str, mentioned: tuple[Span, ...]) -> Assertion:
    span, attribution = part.span, part.attribution
    block = document.block_at(span.start)
    anchor = document.published.at.date() if document.published else None
    return Assertion(
        id=content_id("a", document.id, span.start, span.end, part.speaker.id),
        document=document.id,
        span=span,
        sentence=part.sentence,
        speaker=part.speaker,
        manner=part.manner,
        modality=modality(document, span, part.manner, attribution),
        provenance=Provenance(METHOD),
        origin=origin,
        cue=attribution.cue if attribution else None,
        source=attribution.source if attribution else None,
        via=part.via,
        negations=negations(document, span),
        hedges=hedges(document, span),
        quantities=quantities(document, span),
        times=timexes(document, span, anchor=anchor),
        names=tuple(n for n in mentioned[bisect_left(mentioned, span.start, key=_start) :][:_NAMES] if span.holds(n)),
        headline=block is not None and block.role is Role.TITLE,
    )


def _start(span: Span) -> int:
    return span.start


# --- origins ----------------------------------------------------------------------------------------------------------


def _roots(story: Story, origins: tuple[Origin, ...]) -> dict[str, str]:
    """Document id -> id of the origin it belongs to."""
    roots = {document.id: f"o:{document.id}" for document in story.documents}
    for origin in sorted(origins, key=lambda o: o.id):
        for echo in origin.echoes:
            roots[echo.document] = origin.id
        if origin.root is not None:
            roots[origin.root] = origin.id
    return roots


def _houses(story: Story, outlets: Mapping[str, Outlet], roots: Mapping[str, str]) -> dict[str, str]:
    """Publisher's name -> origin of its earliest document in the story."""
    houses: dict[str, str] = {}
    for document in story.documents:
        outlet = outlets.get(document.id)
        for name in {document.outlet, *((outlet.name, outlet.house) if outlet else ())}:
            if name:
                houses.setdefault(key_of(name), roots[document.id])
    return houses


def _sources(speakers: Iterable[Speaker], cast: Cast) -> dict[str, str]:
    """Speaker id -> id of the speaker who stands for all that speak for one body.

    That is the body itself where it speaks, else the one of them who speaks most.
    """
    heard = tuple(speakers)
    spoken = Counter(speaker.id for speaker in heard)
    behind = {speaker.id: cast.source(speaker) for speaker in heard}
    groups: defaultdict[str, set[str]] = defaultdict(set)
    for speaker, body in behind.items():
        groups[body].add(speaker)
    first = {body: min(group, key=lambda s: (s != body, -spoken[s], s)) for body, group in groups.items()}
    return {speaker: first[body] for speaker, body in behind.items()}


def _origin(
    document: Document,
    speaker: Speaker,
    sources: Mapping[str, str],
    roots: Mapping[str, str],
    houses: Mapping[str, str],
) -> str:
    if speaker.kind in {SpeakerKind.OUTLET, SpeakerKind.UNNAMED}:
        return roots[document.id]
    for name in (speaker.name, speaker.affiliation):
        if name and key_of(name) in houses:
            return houses[key_of(name)]
    return f"o:{sources[speaker.id]}"
