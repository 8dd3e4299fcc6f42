"""Questions that name no subject ("who says so?", "what next?"): answered about what weighs most in the record.

Every answer quotes and names the claim it is about, or says honestly that nothing of the kind was found.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from cuibono.core.claims import Assertion, Claim, Modality
from cuibono.core.findings import Clock, Omission, RelationKind, Scope, Silence, Stake
from cuibono.core.text import Span
from cuibono.language.words import content_words
from cuibono.room.cues import cue
from cuibono.room.moves import clocks, evidence
from cuibono.room.phrases import Line
from cuibono.room.standing import measured
from cuibono.room.table import Table, documents, listed, origins

_MOST = 3  # voices in one answer
_FIGURES = 4
_COUNTED = 10  # smaller numbers are background more often than findings
_SHARED = 2  # stems that make two figures figures on one subject


def heaviest(table: Table) -> tuple[Claim, Span] | None:
    """The claim that the story turns on, in words that can be quoted."""
    ranked = sorted(table.claims, key=lambda c: (_of_thread(table, c), -(table.central(c) + table.heft(c))))
    return next(
        (
            (c, quote)
            for c in ranked
            if (quote := _words(table, table.voice_of(c))) is not None and not cue("pointing").match(quote.quote)
        ),
        None,
    )


def _of_thread(table: Table, claim: Claim) -> bool:
    """Whether a claim is worded by a thread: what people make of a story comes after the story."""
    return table.community(table.voice_of(claim).document)


def who_says(table: Table) -> Iterator[Line]:
    """Everybody who makes the heaviest claim, and from how many origins."""
    found = heaviest(table)
    if found is None:
        return
    claim, quote = found
    voice = table.voice_of(claim)
    yield Line("ask.about", {"who": table.who(voice)}, {"q": quote})
    others = {table.who(a): a for a in reversed(table.said(claim)) if table.who(a) != table.who(voice)}
    for who, assertion in sorted(others.items(), key=lambda item: table.record.assertions.index(item[1]))[: _MOST - 1]:
        words = _words(table, assertion)
        if words is not None:
            yield Line("ask.says", {"who": who, "says": table.says(assertion)}, {"q": words})
    counts = {"n": origins(claim.origins), "docs": documents(table.carriers(claim))}
    yield Line("ask.origins", {}, {"q": quote}, counts)


def denies(table: Table) -> Iterator[Line]:
    """Who contradicts whom, and who denies; else that nobody does."""
    told: set[str] = set()
    for relation in table.relations:
        left, right = table.record.assertion[relation.left], table.record.assertion[relation.right]
        words = _words(table, left), _words(table, right)
        if relation.kind is RelationKind.CONTRADICTS and words[0] and words[1] and not told & {left.id, right.id}:
            told |= {left.id, right.id}
            said = {"left": table.who(left), "right": table.who(right)}
            yield Line("ask.against", said, {"l": words[0], "r": words[1]})
        if len(told) > _MOST:
            return
    for assertion in table.record.assertions:
        quote = _words(table, assertion)
        if assertion.modality is Modality.DENIED and quote and not assertion.headline and assertion.id not in told:
            told.add(assertion.id)
            yield Line("ask.denies", {"who": table.who(assertion)}, {"q": quote})
        if len(told) > _MOST:
            return
    found = heaviest(table)
    if not told and found:
        yield Line("ask.denies_none", {}, {"q": found[1]})


def missing(table: Table) -> Iterator[Line]:
    """What was left out and by whom, and which figure has no method; else that neither was found."""
    found = [o for o in table.of(Omission) if o.grade is Silence.LEFT_OUT and o.document in table.record.documents]
    told = False
    seen: set[str] = set()
    for omission in found:
        quote = table.quote(omission.spans[0])
        about = omission.claims[0] if omission.claims else omission.id
        if table.fits(quote) and about not in seen and len(seen) < _MOST - 1:
            seen.add(about)
            told = True
            silent = [table.outlet(o.document) for o in found if o.claims[:1] == omission.claims[:1]][:_MOST]
            words = {"names": listed(silent), "had": table.outlet(omission.spans[0].document)}
            yield Line("ask.left_out", words, {"q": quote})
    asked = [move for move in evidence.moves(table) if move.kind == "method"]
    for move in sorted(asked, key=lambda m: (-m.weight, m.key))[:1]:
        told = True
        yield move.lines[0]
    heavy = heaviest(table)
    if not told and heavy:
        yield Line("ask.missing_none", {}, {"q": heavy[1]})


def ahead(table: Table) -> Iterator[Line]:
    """What is expected and when: what is dated first, in order; else that nothing is."""
    found = [c for c in table.clocks if not clocks.over(table, c) and table.fits(_clock_words(table, c))]
    dated = sorted((c for c in found if c.latest), key=lambda c: (-c.salience, c.spans[0]))[:_MOST]
    for clock in sorted(dated, key=lambda c: (str(c.latest), c.spans[0])) or found[:1]:
        assertion = table.record.assertion.get(clock.assertion)
        who = table.who(assertion) if assertion else table.outlet(clock.spans[0].document)
        key = "ask.due" if clock.latest else "ask.undated"
        yield Line(key, {"who": who, "when": clocks.when(table, clock)}, {"q": _clock_words(table, clock)})
    heavy = heaviest(table)
    if not found and heavy:
        yield Line("ask.ahead_none", {}, {"q": heavy[1]})


def benefits(table: Table) -> Iterator[Line]:
    """Said only where nobody's stake was found."""
    found = heaviest(table)
    if found and not any(i.stake is not Stake.NONE_FOUND for i in table.interests):
        yield Line("ask.gains_none", {}, {"q": found[1]})


def who_measured(table: Table) -> Iterator[Line]:
    """Other measurements beside the heaviest measured claim: what is related to it, then figures on its subject."""
    figured = [c for c in table.claims if table.voice_of(c).quantities and _words(table, table.voice_of(c))]
    found = [c for c in figured if measured(table, c, table.voice_of(c))] or figured
    if not found:
        return
    claim = min(found, key=lambda c: (_of_thread(table, c), -table.heft(c), -table.central(c), c.canonical))
    voice = table.voice_of(claim)
    quote = _words(table, voice)
    if quote is None:
        return
    yield Line("ask.figure", {"who": table.who(voice)}, {"q": quote})
    others = list(_other_figures(table, claim))[:_FIGURES]
    for key, other in others:
        words = table.quote(other.span, other.quantities[0].span)
        yield Line(key, {"who": table.who(other), "other": table.who(voice)}, {"q": words})
    if not others:
        yield Line("ask.measured_none", {}, {"q": quote})


_SAME_NUMBER = "ask.same_number"  # the same figure, said of something else: nobody counted twice


def _figures(assertion: Assertion) -> set[Decimal | None]:
    return {quantity.low for quantity in assertion.quantities} - {None}


def _other_figures(table: Table, claim: Claim) -> Iterator[tuple[str, Assertion]]:
    """Figures of other speakers and origins: those related to the claim, then those that share its subject."""
    roots = set(claim.origins)
    speakers = {a.speaker.id for a in table.said(claim)}
    members = set(claim.assertions)
    seen: set[str] = set()
    figures = {figure for a in table.said(claim) for figure in _figures(a)}
    related = {RelationKind.SUPPORTS: "ask.measured", RelationKind.SCOPE: "ask.other_scope"}
    related[RelationKind.CONTRADICTS] = "ask.contradicts"
    linked = [
        (_SAME_NUMBER if r.scope is Scope.MEASURE and _figures(other) & figures else related[r.kind], other)
        for r in table.relations
        if r.kind in related
        for one, other in ((r.left, table.record.assertion[r.right]), (r.right, table.record.assertion[r.left]))
        if one in members and other.id not in members
    ]
    subject = {stem for a in table.said(claim) for q in a.quantities for stem in content_words(q.target)}
    wanted = {stem for a in table.said(claim) for stem in content_words(a.span.quote)}
    near: list[tuple[int, Assertion]] = []
    for assertion in table.record.assertions:
        stems = set(content_words(assertion.sentence.quote))
        shared = len(stems & wanted) + len(stems & subject)
        repeated = _figures(assertion) & figures  # the same figure again is no other one
        if (
            assertion.id not in members
            and _is_count(assertion)
            and not repeated
            and shared >= _SHARED + 2 * (not _weight(table, assertion))
        ):
            near.append((shared + _weight(table, assertion), assertion))
    near.sort(key=lambda pair: (-pair[0], table.record.number[pair[1].document], pair[1].span))
    for key, other in [*linked, *(("ask.figure_too", assertion) for _shared, assertion in near)]:
        free = other.origin not in roots and other.speaker.id not in speakers and not other.headline
        if free and other.quantities and table.who(other) not in seen and _words(table, other):
            seen.add(table.who(other))
            yield key, other


def _weight(table: Table, assertion: Assertion) -> int:
    """How much more a figure is worth whose publisher counts, or of which the words say how it was counted."""
    told = cue("method").search(assertion.sentence.quote) or cue("counting").search(assertion.sentence.quote)
    return 3 * table.knows(assertion.document) + 3 * bool(told)


def _is_count(assertion: Assertion) -> bool:
    """Whether an assertion counts things, rather than naming people, money, years or a rank."""
    counts = [q for q in assertion.quantities if not q.ordinal and q.unit in {"", "percent"} and q.target]
    return any((q.low or q.high or 0) >= _COUNTED for q in counts)


def _words(table: Table, assertion: Assertion) -> Span | None:
    quote = table.quote(assertion.span, *(q.span for q in assertion.quantities[:1]))
    return quote if table.fits(quote) and not assertion.headline else None


def _clock_words(table: Table, clock: Clock) -> Span:
    return table.quote(clock.spans[0], *([clock.words] if clock.words else []))
