"""Which clocks tick: expected events with the dates they have, and forecasts with the strength they have."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from cuibono.core.claims import Assertion
from cuibono.core.findings import Clock, ClockStatus, Forecast
from cuibono.core.talk import Act
from cuibono.core.text import Span
from cuibono.core.times import Stamp
from cuibono.language.timexes import timexes
from cuibono.room import dates
from cuibono.room.clauses import is_clause, speakable
from cuibono.room.cues import cue
from cuibono.room.move import Move, topics
from cuibono.room.phrases import Line
from cuibono.room.table import Table, origins

_SOON = timedelta(days=2)


def moves(table: Table) -> Iterator[Move]:
    """One report per clock and per forecast."""
    moves: dict[Span, Move] = {}
    for clock in table.clocks:
        move = _clock(table, clock)
        if move is None:
            continue
        shown = move.spans[0]
        known = moves.get(shown)
        # Two clocks in one sentence that come down to the same words are one thing to say.
        moves[shown] = replace(known, findings=(*known.findings, *move.findings)) if known else move
    yield from moves.values()
    for forecast in table.forecasts:
        move = _forecast(table, forecast)
        if move:
            yield move


def _clock(table: Table, clock: Clock) -> Move | None:
    quote = table.quote(clock.spans[0], *([clock.words] if clock.words else []))
    if not speakable(quote):
        return None
    assertion = table.record.assertion.get(clock.assertion)
    words = {
        "who": table.who(assertion) if assertion else table.outlet(quote.document),
        "outlet": table.outlet(quote.document),
    }
    words["says"] = table.says(assertion) if assertion else "says"
    words["expects"] = table.says(assertion, "expect") if assertion else "expects"
    if clock.earliest:
        words["from"] = dates.day(clock.earliest)
    if clock.latest:
        words["until"] = dates.last_day(clock.latest)
    spans = {"q": quote}
    if clock.words:
        spans["w"] = clock.words
    if clock.moved_from:
        spans["m"] = clock.moved_from
    # "Before the end of April", said on 6 March: the window opens with the saying of it, so only its end is news.
    published = table.document(quote).published
    told_ahead = bool(published and clock.earliest and clock.earliest.date() <= published.latest.date())
    lines = [Line(_status_key(clock, words, told_ahead=told_ahead), words, spans), _backing(clock, words)]
    old = _superseded(table, clock)
    if old:
        lines = [Line("clocks.stale", words, spans)]
    claims = table.claims_of(clock, clock.assertion)
    return Move(
        kind="old date" if old else "clock",
        act=Act.NARROW if old else Act.REPORT,
        lines=tuple(lines),
        weight=(0.3 if old or _stale(clock, published) else 0.5) + 0.4 * clock.salience,
        claims=claims,
        findings=(clock.id,),
        topics=topics(table.record, claims, f"f:{clock.id}", f"d:{quote.document}", *_speaker(assertion)),
    )


def _stale(clock: Clock, published: Stamp | None) -> bool:
    """Whether the event was over, or all but over, when it was written about: news rather than something to await."""
    if clock.status in {ClockStatus.PASSED, ClockStatus.MET}:
        return True
    return bool(published and clock.latest and clock.latest - published.latest < _SOON)


def _superseded(table: Table, clock: Clock) -> bool:
    """Whether the clock's date is one that another clock says was moved."""
    if clock.status is ClockStatus.MOVED or not clock.latest:
        return False
    for other in table.clocks:
        if other.status is ClockStatus.MOVED and other.moved_from and other.id != clock.id:
            document = table.document(other.moved_from)
            if any(t.latest == clock.latest for t in timexes(document, other.moved_from)):
                return True
    return False


def _status_key(clock: Clock, words: dict[str, str], *, told_ahead: bool) -> str:
    if clock.status is ClockStatus.MOVED and clock.moved_from:
        return "clocks.moved"
    if clock.status is ClockStatus.PASSED and "until" in words:
        return "clocks.passed"
    if clock.status is ClockStatus.MET:
        return "clocks.met"
    if clock.status is ClockStatus.UNDATED or "until" not in words:
        return "clocks.undated"
    if words.get("from") == words["until"]:
        return "clocks.day"
    return "clocks.window" if "from" in words and not told_ahead else "clocks.by"


def _backing(clock: Clock, words: dict[str, str]) -> Line:
    """On whose word: the actor's own document, one origin, or several."""
    shown = {"q": clock.spans[0]}
    counts = {"n": origins(clock.origins)}
    if clock.primary:
        return Line("clocks.primary", words, shown)
    if len(set(clock.origins)) > 1:
        return Line("clocks.several", words, shown, counts)
    return Line("clocks.one", words, shown)


def _forecast(table: Table, forecast: Forecast) -> Move | None:
    assertion = table.record.assertion.get(forecast.assertion)
    span = assertion.span if assertion else forecast.spans[0]
    quote = table.quote(span, *([forecast.words] if forecast.words else []))
    if not speakable(quote) or not is_clause(quote.quote):
        return None
    words = {
        "who": table.who(assertion) if assertion else table.outlet(span.document),
        "outlet": table.outlet(span.document),
    }
    words["says"] = table.says(assertion) if assertion else "says"
    words["expects"] = table.says(assertion, "expect") if assertion else "expects"
    lines = [Line("clocks.forecast", words, {"q": quote})]
    if forecast.words and forecast.low is not None and forecast.high is not None:
        words["range"] = f"{forecast.low}-{forecast.high}"
        lines.append(Line("clocks.estimate", words, {"w": forecast.words}))
    if forecast.due:
        words["due"] = dates.last_day(forecast.due)
        lines.append(Line("clocks.due", words, {"q": quote}))
    elif len(lines) == 1:
        if not table.community(span.document):
            return None  # neither odds nor date: in the press that is a manner of speaking and nothing to follow
        lines.append(Line("clocks.unsettled", words, {"q": quote}))
    claims = table.claims_of(forecast, forecast.assertion)
    ruled = cue("rule").search(span.quote) is not None
    return Move(
        kind="rule forecast" if ruled else "forecast",
        act=Act.REPORT,
        lines=tuple(lines),
        weight=0.34 + 0.35 * forecast.salience,
        claims=claims,
        findings=(forecast.id,),
        topics=topics(table.record, claims, f"d:{span.document}", *_speaker(assertion)),
    )


def _speaker(assertion: Assertion | None) -> list[str]:
    return [f"s:{assertion.speaker.id}"] if assertion else []
