"""Rules: what they exempt and who does not mention it, and whether a date stands in the rule-maker's own text."""

from __future__ import annotations

from collections.abc import Iterator

from cuibono.core.claims import Assertion
from cuibono.core.findings import Clock
from cuibono.core.talk import Act
from cuibono.core.text import Span
from cuibono.language.words import content_words
from cuibono.room.cues import cue
from cuibono.room.move import Move, topics
from cuibono.room.moves.clocks import of_the_day, over
from cuibono.room.phrases import Line
from cuibono.room.table import Table, documents, listed

_NAMES = 3


def moves(table: Table) -> Iterator[Move]:
    """Exemptions in the primary text first, then whether the clocks' dates have a primary text."""
    ruled = [
        clock
        for clock in table.clocks
        if cue("rule").search(clock.spans[0].quote) and not (over(table, clock) or of_the_day(table, clock))
    ]
    yield from _exemptions(table, ruled)
    for clock in ruled[:3]:
        move = _primary(table, clock)
        if move:
            yield move


def _exemptions(table: Table, ruled: list[Clock]) -> Iterator[Move]:
    found = [a for a in table.record.assertions if cue("exemption").search(a.span.quote) and not a.headline]
    if not any(table.government(a.document) for a in found):
        # Without the rule's own text only those count that speak of a rule in the same breath.
        found = [a for a in found if cue("rule").search(a.sentence.quote)]
    # The rule's own text first, and in it the sentence that exempts rather than one that mentions an exemption.
    found.sort(
        key=lambda a: (
            not table.government(a.document),
            cue("exempting").search(a.span.quote) is None,
            -len(set(content_words(a.span.quote))),
            a.span,
        )
    )
    spoken: set[str] = set()
    for assertion in found:
        spot = cue("exemption").search(assertion.span.quote)
        if spot is None or table.outlet(assertion.document).casefold() in spoken or len(spoken) > 1:
            continue
        document = table.document(assertion.span)
        focus = document.span(assertion.span.start + spot.start(), assertion.span.start + spot.end())
        quote = table.quote(assertion.span, focus)
        if not table.fits(quote) or not quote.holds(focus):
            continue
        spoken.add(table.outlet(assertion.document).casefold())
        yield _exemption(table, assertion, quote, ruled)


def _exemption(table: Table, assertion: Assertion, quote: Span, ruled: list[Clock]) -> Move:
    primary = table.government(assertion.document)
    words = {"who": table.who(assertion), "says": table.says(assertion), "outlet": table.outlet(assertion.document)}
    lines = [Line("policy.exempt_primary" if primary else "policy.exempt", words, {"q": quote})]
    silent = _silent(table, ruled) if primary else []
    if silent:
        names = listed([table.outlet(d) for d in silent][:_NAMES])
        shown = next(s for clock in ruled for s in clock.spans if s.document == silent[0])
        lines.append(Line("policy.silent", {"names": names}, {"s": shown}, {"n": documents(silent[:_NAMES])}))
    claim = table.record.claim_of.get(assertion.id)
    claims = (claim.id,) if claim else ()
    return Move(
        kind="exemption",
        act=Act.ANSWER if ruled else Act.REPORT,
        lines=tuple(lines),
        weight=0.62 if primary else 0.45,
        claims=claims,
        topics=topics(table.record, claims, *(f"f:{clock.id}" for clock in ruled), f"d:{assertion.document}"),
    )


def _silent(table: Table, ruled: list[Clock]) -> list[str]:
    """Published documents that speak of a rule with a date and nowhere of an exemption, in the story's order."""
    speaking = {s.document for clock in ruled for s in clock.spans if not table.community(s.document)}
    return [
        d.id
        for d in table.record.story.documents
        if d.id in speaking and not d.snippet and not table.government(d.id) and not cue("exemption").search(d.text)
    ]


def _primary(table: Table, clock: Clock) -> Move | None:
    own = [s for s in clock.spans if table.government(s.document)]
    claims = table.claims_of(clock, clock.assertion)
    shown = own[0] if own else clock.spans[0]
    if not table.fits(shown):
        return None
    quote = table.quote(shown, *([clock.words] if clock.words else []))
    if clock.primary and own and shown != clock.spans[0]:
        line, act = Line("policy.primary", {"outlet": table.outlet(shown.document)}, {"q": quote}), Act.CORROBORATE
    elif not clock.primary:
        key = (
            "policy.no_primary"
            if any(table.government(d.id) for d in table.record.story.documents)
            else "policy.no_text"
        )
        line, act = (
            Line(key, {"actor": clock.actor if clock.actor in clock.spans[0].quote else ""}, {"q": quote}),
            Act.NARROW,
        )
    else:
        return None
    return Move(
        kind="primary text",
        act=act,
        lines=(line,),
        weight=0.45 + 0.2 * clock.salience,
        claims=claims,
        topics=frozenset([f"f:{clock.id}"]),
    )
