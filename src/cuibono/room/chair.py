"""The chair sums up: what stands, what is contested, what is unknown, what to watch; nothing open is left out.

The chair says nothing new: every span it cites was cited in one of the turns that it names.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

from cuibono.core.findings import Clock, ClockStatus
from cuibono.core.talk import MARKER, Act, Turn
from cuibono.core.text import Span
from cuibono.room import dates
from cuibono.room.confidence import confidence
from cuibono.room.phrases import Line
from cuibono.room.replies import Spoken
from cuibono.room.table import Table, origins

_STANDING = 3
_WATCHED = 2
_NEVER = datetime.max.replace(tzinfo=UTC)
_WORDS = 4  # fewer words are no statement
_TELLING = 10  # smaller numbers are too common to tie claims together


@dataclass(frozen=True, slots=True)
class Point:
    """One sentence of the synthesis and the turns and claims it comes from."""

    line: Line
    turns: tuple[str, ...]
    claims: tuple[str, ...] = ()
    kept: bool = False  # an open challenge or question: said in the barest words rather than not at all


def lines(table: Table, talk: Sequence[Spoken]) -> Iterator[Point]:
    """The points of the synthesis, in order; none where nobody has spoken."""
    if not talk:
        return
    yield from _stands(table, talk)
    yield from (
        _open(table, spoken, "chair.contested")
        for spoken in talk
        if spoken.turn.open and spoken.turn.act is not Act.ASK
    )
    yield from (
        _open(table, spoken, "chair.unknown") for spoken in talk if spoken.turn.open and spoken.turn.act is Act.ASK
    )
    yield from _watch(table, talk)


def _stands(table: Table, talk: Sequence[Spoken]) -> Iterator[Point]:
    disputed = {claim for spoken in talk if spoken.turn.open for claim in spoken.turn.claims}
    figures = {figure for claim in disputed for figure in _figures(table, claim)}
    found: dict[str, tuple[Turn, Span]] = {}
    for spoken in talk:
        for claim_id in spoken.turn.claims:
            claim = table.record.claim[claim_id]
            words = _words_for(table, spoken.turn, claim_id)
            doubted = claim_id in disputed | table.contested or not figures.isdisjoint(_figures(table, claim_id))
            if len(table.independent(claim)) > 1 and not doubted and words and claim_id not in found:
                found[claim_id] = (spoken.turn, words)
    ranked = sorted(found, key=lambda c: (-table.heft(table.record.claim[c]), c))[:_STANDING]
    for place, claim_id in enumerate(ranked):
        turn, words = found[claim_id]
        claim = table.record.claim[claim_id]
        key = "chair.stands_more" if place else "chair.stands"
        line = Line(key, {"level": confidence(table, claim)}, {"q": words}, {"n": origins(table.independent(claim))})
        yield Point(line, (turn.id,), (claim_id,))
    if ranked:
        return
    opening = talk[0].turn
    if len(table.record.story.documents) == 1:
        outlet = table.outlet(table.record.story.documents[0].id)
        yield Point(Line("chair.alone", {"outlet": outlet}, {"q": _key(opening)}), (opening.id,))
    else:
        yield Point(Line("chair.nothing_stands", {}, {"q": _key(opening)}), (opening.id,))


def _figures(table: Table, claim_id: str) -> set[Decimal]:
    """The numbers of a claim, small counts left out: a doubted number does not stand in another claim's words."""
    said = table.said(table.record.claim[claim_id])
    values = {q.low if q.low is not None else q.high for a in said for q in a.quantities}
    return {value for value in values if value is not None and value >= _TELLING}


def _open(table: Table, spoken: Spoken, key: str) -> Point:
    turn = spoken.turn
    words, spans = {"lens": turn.lens}, {"q": _key(turn)}
    if spoken.move.kind == "interest":
        key, words = "chair.contested_interest", words | {"speaker": table.name_of(spoken.move.stake)}
    elif spoken.move.kind == "contradicts":
        other = next((s for s in _quoted(turn) if not s.meets(spans["q"])), None)
        if other is not None:
            key, spans = "chair.contested_pair", spans | {"r": other}
    return Point(Line(key, words, spans), (turn.id,), turn.claims, kept=True)


def _watch(table: Table, talk: Sequence[Spoken]) -> Iterator[Point]:
    clocks = {c.id: c for c in table.clocks}
    dated: dict[str, tuple[Clock, Turn]] = {}
    for spoken in talk:
        clock = next((clocks[f] for f in spoken.turn.findings if f in clocks), None)
        if clock and spoken.move.kind != "old date" and _ahead(table, clock):
            dated.setdefault(dates.last_day(clock.latest) if clock.latest else "", (clock, spoken.turn))
    # What comes first, first; one without a date is watched where nothing else is.
    due = sorted(dated.items(), key=lambda item: (item[0] == "", item[1][0].latest or _NEVER))
    for until, (clock, turn) in due[:_WATCHED]:
        said = [s for s in _quoted(turn) if clock.words and s.meets(clock.words)]
        shown = max(said, key=lambda s: s.end - s.start, default=_key(turn))
        key = "chair.watch" if until else "chair.watch_undated"
        yield Point(Line(key, {"until": until}, {"q": shown}), (turn.id,), turn.claims)
    for spoken in talk:
        if spoken.move.kind in {"single origin", "method"} and len(due) < _WATCHED:
            yield Point(Line("chair.watch_second", {}, {"q": _key(spoken.turn)}), (spoken.turn.id,), spoken.turn.claims)
            return


def _ahead(table: Table, clock: Clock) -> bool:
    """Whether a clock still runs at the reading's moment."""
    moment = table.record.moment
    over = clock.status in {ClockStatus.MET, ClockStatus.PASSED}
    return not over and not (moment and clock.latest and clock.latest <= moment)


def _words_for(table: Table, turn: Turn, claim_id: str) -> Span | None:
    """The words of a claim that a turn quotes."""
    said = [a.span for a in table.said(table.record.claim[claim_id])]
    met = (q for q in _quoted(turn) if any(q.meets(span) for span in said))
    return next((q for q in met if len(q.quote.split()) >= _WORDS), None)


def _key(turn: Turn) -> Span:
    """The words a turn turns on: its first quotation, or the first words it cites."""
    return next(iter(_quoted(turn)), turn.sentences[0].spans[0])


def _quoted(turn: Turn) -> list[Span]:
    return [
        sentence.spans[int(marker.group(2))]
        for sentence in turn.sentences
        for marker in MARKER.finditer(sentence.text)
        if not marker.group(1)
    ]
