"""Questions to a record: answered with quotations, speakers and origins through the gate, or not at all.

Some questions ask for what findings hold (who has a stake, what is due, who denies, how many sources, who else
measured), some for what somebody says. Every question, these too, is first tied to what is said, in its own words or
in others, and what is given as an answer must hold the kind of thing that is wanted (:mod:`cuibono.room.retrieve`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from cuibono.core.claims import Assertion, Method, Modality, SpeakerKind
from cuibono.core.findings import Clock, Finding, RelationKind, Stake
from cuibono.core.ids import content_id
from cuibono.core.reading import Record
from cuibono.core.talk import Act, Sentence, Turn
from cuibono.core.text import Span
from cuibono.room import overview
from cuibono.room.cues import cue
from cuibono.room.grounding import Gate
from cuibono.room.lenses import CHAIR, DESK, builtin_lenses
from cuibono.room.meaning import Meaning
from cuibono.room.moves import clocks
from cuibono.room.phrases import Line, Speech
from cuibono.room.questions import taken_apart
from cuibono.room.retrieve import (
    LOOSE,
    MOST,
    Found,
    Weigher,
    answers,
    is_on,
    names_a_subject,
    on_subject,
    sought,
    spoken_by,
)
from cuibono.room.table import Table, documents, origins

METHOD = Method("ask-rules", "4")

_KINDS = {
    "sources": r"\bhow many (?:independent )?(?:sources?|origins?|documents?|outlets?|articles?|papers?)\b",
    "gains": r"\bwho (?:benefits?|gains?|profits?|stands to (?:gain|lose)|has an? (?:stake|interest))\b|\bcui bono\b",
    "exempt": r"\b(?:exempt\w*|carve-?outs?)\b.*\brules?\b|\brules?\b.*\bexempt",
    "due": r"\bwhen\b|\bdeadlines?\b|\b(?:by )?what date\b|\bhow (?:long|soon)\b|\bdue\b",
    "denies": r"\b(?:den(?:y|ies|ied)|disput\w+|contradict\w*|reject\w*|disagree\w*|contest\w*)\b",
    "measured": r"\bwho else (?:has )?(?:measur|count|found|report|says|said)|\b(?:measured|counted)\b",
}
# Questions that may name no subject: they are then about what weighs most.
_BARE = {
    "measured": r"\bwho else (?:has )?(?:measur|count)|\bmeasured\b|\bcounted\b",
    "denies": r"\b(?:den(?:y|ies|ied)|disput\w+|contradict\w*|disagree\w*|contest\w*)\b",
    "missing": r"\bmissing\b|\b(?:left|leaves?) out\b|\bomit\w*|\bomissions?\b",
    "ahead": r"\bnext\b|\bwhen\b|\bdeadlines?\b|\bwhat now\b|\bhow (?:long|soon)\b",
    "says": r"\bwho (?:else )?(?:says?|said|claims?|reports?|reported)\b",
}
_OVERVIEWS = {
    "measured": overview.who_measured,
    "denies": overview.denies,
    "missing": overview.missing,
    "ahead": overview.ahead,
    "says": overview.who_says,
}


def ask(record: Record, findings: Iterable[Finding], question: str, meaning: Meaning | None = None) -> Turn | None:
    """An answer from the record, or None where the record does not say; ``meaning`` finds it in other words too."""
    return answer(Table(record, findings, meaning), question)


def answer(table: Table, question: str) -> Turn | None:
    """The same from a record that is laid out already."""
    kind = next((name for name, pattern in _KINDS.items() if re.search(pattern, question, re.IGNORECASE)), "says")
    bare = next((name for name, pattern in _BARE.items() if re.search(pattern, question, re.IGNORECASE)), "")
    if bare and not names_a_subject(question):
        return _turn(table, list(_OVERVIEWS[bare](table)))
    lines = list(_says(table, question)) if kind == "exempt" else []  # the question's own words first
    lines = lines or list(_LOOKS[kind](table, question))
    if not lines and kind != "says":
        lines = list(_says(table, question))
    return _turn(table, lines)


def _turn(table: Table, lines: Sequence[Line]) -> Turn | None:
    gate, speech = (
        Gate(table.record, [lens.name for lens in builtin_lenses()] + [CHAIR, DESK], table.findings),
        Speech(),
    )
    drafts = [draft for line in lines if (draft := speech.render(line))]
    said = [ruling for draft in drafts if isinstance(ruling := gate.ground(draft, DESK), Sentence)]
    if not said:
        return None
    spans = {span for sentence in said for span in sentence.spans}
    claims = [c.id for c in table.record.claims if any(a.span.meets(s) for a in table.said(c) for s in spans)]
    words = [f"{s.text}|{[(p.document, p.start, p.end) for p in s.spans]}" for s in said]
    return Turn(content_id("t", DESK, Act.ANSWER.value, *words), DESK, Act.ANSWER, tuple(said), claims=tuple(claims))


def _says(table: Table, question: str) -> Iterator[Line]:
    asked = taken_apart(question)
    found = spoken_by(table, asked) if asked.speaker else None
    found = answers(table, asked) if found is None else found
    for hit in found:
        yield _voice(table, hit)
    if found:
        yield _weight(table, found)
        yield from against(table, found)


def _sources(table: Table, question: str) -> Iterator[Line]:
    found = on_subject(table, taken_apart(question), LOOSE)
    claim = table.record.claim_of.get(found[0].assertion.id) if found else None
    if claim:
        counts = {"docs": documents(table.carriers(claim)), "origins": origins(claim.origins)}
        yield Line("ask.sources_claim", {}, {"q": table.quote(found[0].assertion.span)}, counts)
    elif not sought(question)[0] and table.record.story.documents:
        first = table.record.story.documents[0]
        counts = {
            "docs": documents(d.id for d in table.record.story.documents),
            "origins": origins(table.document_origins()),
        }
        end = first.blocks[0].end if first.blocks else min(80, len(first.text))
        yield Line("ask.sources", {}, {"q": first.span(0, end)}, counts)


def _gains(table: Table, question: str) -> Iterator[Line]:
    weights, _named = sought(question)
    stakes = [i for i in table.interests if i.stake is not Stake.NONE_FOUND and table.name_of(i.speaker)]
    if weights and not is_on(table, question):
        return
    if not stakes and not weights:
        yield from overview.benefits(table)
    # Who openly works for a party adds nothing where the party itself is named.
    stakes = [i for i in stakes if i.stake is not Stake.EMPLOYED_BY] or stakes
    seen: set[str] = set()
    for interest in stakes:
        if interest.speaker not in seen and len(seen) < MOST and table.fits(interest.spans[0]):
            seen.add(interest.speaker)
            yield Line("ask.gains", {"speaker": table.name_of(interest.speaker)}, {"q": table.quote(interest.spans[0])})
    if seen:
        yield Line("ask.rider", {}, {"q": next(i for i in stakes if i.speaker in seen).spans[0]})


def _due(table: Table, question: str) -> Iterator[Line]:
    weigh = Weigher(table, question)
    scored = [(weigh.of(" ".join(s.quote for s in clock.spans)), clock) for clock in table.of(Clock)]
    hits = sorted(
        (pair for pair in scored if pair[0] >= LOOSE), key=lambda pair: (-pair[0], -pair[1].salience, pair[1].spans[0])
    )
    best = hits[0][0] if hits else 0.0
    for score, clock in hits[:MOST]:
        if score < 0.8 * best or not table.fits(table.quote(clock.spans[0])):
            continue
        assertion = table.record.assertion.get(clock.assertion)
        who = table.who(assertion) if assertion else table.outlet(clock.spans[0].document)
        quote = table.quote(clock.spans[0], *([clock.words] if clock.words else []))
        if clock.latest:
            yield Line("ask.due", {"who": who, "when": clocks.when(table, clock)}, {"q": quote})
        else:
            yield Line("ask.undated", {"who": who}, {"q": quote})


def _denies(table: Table, question: str) -> Iterator[Line]:
    found = on_subject(table, taken_apart(question), LOOSE)
    if not found:
        return
    claims = {c.id for hit in found if (c := table.record.claim_of.get(hit.assertion.id))}
    lines: dict[str, Line] = {}
    for hit in found:
        if hit.assertion.modality is Modality.DENIED:
            lines[hit.assertion.id] = _line("ask.denies", table, hit.assertion)
    for relation in table.relations:
        if relation.kind is RelationKind.CONTRADICTS and claims & set(
            table.claims_of(relation, relation.left, relation.right)
        ):
            for side in (relation.left, relation.right):
                assertion = table.record.assertion[side]
                claim = table.record.claim_of.get(side)
                if assertion.modality is Modality.DENIED:
                    lines.setdefault(side, _line("ask.denies", table, assertion))
                elif claim is None or claim.id not in claims:
                    lines.setdefault(side, _line("ask.contradicts", table, assertion))
    if lines:
        yield from list(lines.values())[:MOST]
    else:
        yield Line("ask.denies_none", {}, {"q": table.quote(found[0].assertion.span)})


def _exempt(table: Table, _question: str) -> Iterator[Line]:
    found = [a for a in table.record.assertions if cue("exempting").search(a.span.quote) and table.fits(a.span)]
    found.sort(key=lambda a: (not table.government(a.document), table.record.number[a.document], a.span))
    about = [a for a in found if table.government(a.document) or cue("rule").search(a.sentence.quote)]
    yield from (_voice(table, Found(a, 1.0)) for a in about[:2])


def _measured(table: Table, question: str) -> Iterator[Line]:
    found = [hit for hit in on_subject(table, taken_apart(question), LOOSE, most=12) if hit.assertion.quantities]
    by_origin: dict[str, Assertion] = {}
    for hit in found:
        by_origin.setdefault(hit.assertion.origin, hit.assertion)
    voices = list(by_origin.values())[: MOST + 1]
    for other in voices[1:]:
        words = {"who": table.who(other), "other": table.who(voices[0])}
        yield Line("ask.measured", words, {"q": table.quote(other.span, other.quantities[0].span)})
    if len(voices) == 1:
        yield Line("ask.measured_none", {}, {"q": table.quote(voices[0].span, voices[0].quantities[0].span)})


_LOOKS = {
    "exempt": _exempt,
    "says": _says,
    "sources": _sources,
    "gains": _gains,
    "due": _due,
    "denies": _denies,
    "measured": _measured,
}


def _voice(table: Table, hit: Found) -> Line:
    """The words that answer: what the speaker says, or the sentence around it where the answer stands there."""
    assertion = hit.assertion
    inside = [spot for spot in hit.focus if assertion.span.holds(spot)]
    if hit.focus and not inside and table.fits(whole := table.quote(assertion.sentence, hit.focus[0])):
        return Line("ask.own", {"outlet": table.outlet(assertion.document)}, {"q": whole})
    if not table.fits(table.quote(assertion.span, *inside[:1])):
        return Line("ask.own", {"outlet": table.outlet(assertion.document)}, {"q": table.quote(assertion.sentence)})
    own = assertion.speaker.kind is SpeakerKind.OUTLET
    return _line("ask.own" if own else "ask.says", table, assertion, *inside[:1])


def _line(key: str, table: Table, assertion: Assertion, *focus: Span) -> Line:
    words = {"who": table.who(assertion), "says": table.says(assertion), "outlet": table.outlet(assertion.document)}
    return Line(key, words, {"q": table.quote(assertion.span, *focus)})


def _weight(table: Table, found: Sequence[Found]) -> Line:
    """How many origins and documents the answer's claims have."""
    claims = [c for hit in found if (c := table.record.claim_of.get(hit.assertion.id))]
    roots = [o for c in claims for o in c.origins] or [hit.assertion.origin for hit in found]
    docs = [d for c in claims for d in table.carriers(c)] or [hit.assertion.document for hit in found]
    return Line("ask.origins", {}, {"q": found[0].assertion.span}, {"n": origins(roots), "docs": documents(docs)})


def against(table: Table, found: Sequence[Found]) -> Iterator[Line]:
    """What contradicts the answer, so that an answer never hides a dispute."""
    given = {hit.assertion.id for hit in found}
    for relation in table.relations:
        if relation.kind is RelationKind.CONTRADICTS:
            for one, other in ((relation.left, relation.right), (relation.right, relation.left)):
                if one in given and other not in given and table.fits(table.record.assertion[other].span):
                    yield _line("ask.contradicts", table, table.record.assertion[other])
                    return
