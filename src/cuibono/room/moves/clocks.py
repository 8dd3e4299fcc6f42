"""Which clocks tick: expected events with the dates they have, and forecasts with the strength they have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from cuibono.core.claims import Assertion, SpeakerKind
from cuibono.core.findings import Clock, ClockStatus, Forecast
from cuibono.core.talk import Act
from cuibono.core.text import Span
from cuibono.core.times import Stamp
from cuibono.language.timexes import timexes
from cuibono.language.words import content_words
from cuibono.room import dates
from cuibono.room.clauses import is_clause
from cuibono.room.cues import cue
from cuibono.room.move import Move, topics
from cuibono.room.phrases import Line
from cuibono.room.table import Table, origins

_DAY = timedelta(days=1)
_FAR = timedelta(days=150)
_OFF, _FAR_OFF = 0.3, 0.45  # enough to leave a clock of middling salience to the page
_SOON = timedelta(days=2)
_NEAR = 2  # words shared with the titles, below which a guess is beside the story
_SAME_EVENT = 2  # stems shared by two dated sentences that speak of one event
_ABOUT = 2  # stems of an event that a later sentence shares if it may speak of it
_SECOND = timedelta(seconds=1)
_MONTH = re.compile(rf"\b(?:{'|'.join(dates.MONTHS)})\b")
_RANGE = re.compile(r"\s*(?:and|to|through|or|[-–])\s+(?:[A-Z][a-z]+\.?\s)?\d{1,2}\b")
_ASIDE = re.compile(r"\b(?:who|which|whose)\b[^,.;]*$")  # said in passing about somebody, not a forecast of the text
_SELF = {"i", "we"}


def moves(table: Table) -> Iterator[Move]:
    """One report per clock and per forecast."""
    moves: dict[Span, Move] = {}
    for clock in table.clocks:
        move = None if _told_better(table, clock) else _clock(table, clock)
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
    assertion = table.record.assertion.get(clock.assertion)
    words = {
        "who": table.who(assertion) if assertion else table.outlet(quote.document),
        "outlet": table.outlet(quote.document),
    }
    words["says"] = table.says(assertion) if assertion else "says"
    words["expects"] = table.says(assertion, "expect") if assertion else "expects"
    if (
        not table.fits(quote)
        or cue("editorial").search(clock.spans[0].quote)
        or _nearly_dated(clock, quote)
        or _idle(clock, quote)
    ):
        return None
    spans = {"q": quote}
    if clock.words:
        spans["w"] = clock.words
    if clock.moved_from:
        spans["m"] = clock.moved_from
    published = table.document(quote).published
    words["when"] = when(table, clock)
    if clock.status not in {ClockStatus.MOVED, ClockStatus.MET} and _same_day(clock, published):
        return None
    key = _status_key(clock, words)
    if key == "clocks.passed" and not _silent_since(table, clock):
        return None  # somebody wrote of it afterwards, and the rules cannot tell what became of it
    lines = [Line(key, words, spans), *_backing(clock, words, assertion)]
    old = _superseded(table, clock)
    if old:
        lines = [Line("clocks.stale", words, spans)]
    claims = table.claims_of(clock, clock.assertion)
    return Move(
        kind="old date" if old else "clock",
        act=Act.NARROW if old else Act.REPORT,
        lines=tuple(lines),
        weight=(0.3 if old or _stale(clock, published) else 0.5) + 0.4 * clock.salience - _aside(table, clock, quote),
        claims=claims,
        findings=(clock.id,),
        topics=topics(table.record, claims, f"f:{clock.id}", f"d:{quote.document}", *_speaker(assertion)),
    )


def _told_better(table: Table, clock: Clock) -> bool:
    """Whether another clock gives a narrower date inside this one's for what is told in much the same words."""
    if clock.earliest is None or clock.latest is None or clock.status is ClockStatus.MOVED:
        return False
    about = set(content_words(clock.spans[0].quote))
    for other in table.clocks:
        if other.earliest is None or other.latest is None or other.status is not clock.status:
            continue
        inside = clock.earliest <= other.earliest and other.latest <= clock.latest
        narrower = other.latest - other.earliest < clock.latest - clock.earliest
        shared = about & set(content_words(other.spans[0].quote))
        if inside and narrower and len(shared) >= _SAME_EVENT:
            return True
    return False


def _aside(table: Table, clock: Clock, quote: Span) -> float:
    """What is taken off a date that is far away or not the story's: next year's race in a report of this year's.

    A rule, and what several origins expect, are followed whatever the titles say.
    """
    if cue("rule").search(quote.quote) or len(set(clock.origins)) > 1 or clock.status is ClockStatus.MOVED:
        return 0.0
    published = table.document(quote).published
    far = bool(published and clock.earliest and clock.earliest - published.latest > _FAR)
    return _FAR_OFF * far + _OFF * (not table.touches_titles(quote))


def _same_day(clock: Clock, published: Stamp | None) -> bool:
    """Whether the event falls on the day of publication: news of the day, and nothing to await."""
    return bool(
        published and clock.latest and clock.latest <= published.latest.replace(hour=0, minute=0) + _SOON / 2 + _SECOND
    )


def _nearly_dated(clock: Clock, quote: Span) -> bool:
    """Whether an undated clock's words do hold a month: the rules failed to read the date, so "undated" is not said."""
    return clock.latest is None and _MONTH.search(quote.quote) is not None


def _idle(clock: Clock, quote: Span) -> bool:
    """Whether nothing but "soon" is said, and not of a rule: words to read rather than to wait for."""
    return clock.latest is None and not cue("rule").search(quote.quote)


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


def when(table: Table, clock: Clock) -> str:
    """When it is expected, as coarse as the words are; "" without a date.

    "Before the end of April", said on 6 March: the window opens with the saying of it, so only its end is news.
    """
    published = table.document(clock.spans[0]).published
    told_ahead = bool(published and clock.earliest and clock.earliest.date() <= published.latest.date())
    longer = bool(clock.earliest and clock.latest and clock.latest - clock.earliest > _DAY)
    span = clock.words
    if span and clock.earliest and not longer and _RANGE.match(table.document(span).text[span.end : span.end + 24]):
        return f"from {dates.day(clock.earliest)}"  # "between May 23 and 25": a day on which it may begin
    return dates.when(None if told_ahead and longer and not _whole_months(clock) else clock.earliest, clock.latest)


def over(table: Table, clock: Clock) -> bool:
    """Whether a clock has run out at the reading's moment."""
    moment = table.record.moment
    past = clock.status in {ClockStatus.MET, ClockStatus.PASSED}
    return past or bool(moment and clock.latest and clock.latest <= moment)


def of_the_day(table: Table, clock: Clock) -> bool:
    """Whether a clock's event falls on the day on which it is told."""
    return _same_day(clock, table.document(clock.spans[0]).published)


def _whole_months(clock: Clock) -> bool:
    """Whether the window is a month, a quarter or a year of the calendar."""
    return bool(clock.earliest and clock.latest and clock.earliest.day == 1 and clock.latest.day == 1)


def _silent_since(table: Table, clock: Clock) -> bool:
    """Whether there are later documents and none of them speaks of the event."""
    about = set(content_words(f"{clock.actor} {clock.action}"))
    later = [
        d
        for d in table.record.story.documents
        if (stamp := table.record.story.appeared(d)) and clock.latest and stamp.at >= clock.latest
    ]
    spoken = any(
        len(about & set(content_words(a.sentence.quote))) >= min(_ABOUT, len(about))
        for d in later
        for a in table.in_document.get(d.id, ())
    )
    return bool(later and about) and not spoken


def _status_key(clock: Clock, words: dict[str, str]) -> str:
    if clock.status is ClockStatus.MOVED and clock.moved_from:
        return "clocks.moved"
    if clock.status is ClockStatus.MET:
        return "clocks.met"
    if clock.status is ClockStatus.UNDATED or not words["when"]:
        return "clocks.undated"
    return "clocks.passed" if clock.status is ClockStatus.PASSED else "clocks.dated"


def _backing(clock: Clock, words: dict[str, str], assertion: Assertion | None) -> Iterator[Line]:
    """On whose word, where that adds to the name: the actor's own announcement, several origins, somebody unnamed."""
    shown = {"q": clock.spans[0]}
    if clock.primary or (assertion and _own_act(clock, assertion)):
        yield Line("clocks.primary", words, shown)
    elif len(set(clock.origins)) > 1:
        yield Line("clocks.several", words, shown, {"n": origins(clock.origins)})
    elif (
        assertion and assertion.speaker.kind is SpeakerKind.UNNAMED and cue("anonymous").search(assertion.speaker.name)
    ):
        yield Line("clocks.one", words, shown)


def _own_act(clock: Clock, assertion: Assertion) -> bool:
    """Whether a named speaker announces what he or the body he speaks for is to do."""
    speaker = assertion.speaker
    if speaker.kind not in {SpeakerKind.PERSON, SpeakerKind.BODY}:
        return False
    actor = set(re.findall(r"[A-Z]\w{2,}", clock.actor))
    names = set(re.findall(r"[A-Z]\w{2,}", f"{speaker.name} {speaker.affiliation}"))
    return bool(actor & names) or clock.actor.strip().casefold() in _SELF


def _forecast(table: Table, forecast: Forecast) -> Move | None:
    assertion = table.record.assertion.get(forecast.assertion)
    span = assertion.span if assertion else forecast.spans[0]
    quote = _ahead(table, forecast, span)
    if quote is None or cue("editorial").search(span.quote):
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
    if not (ruled or forecast.due or table.touches_titles(quote, _NEAR) or table.community(span.document)):
        return None  # the weather in a story of a rescue: on the page, and nothing to discuss
    return Move(
        kind="rule forecast" if ruled else "forecast",
        act=Act.REPORT,
        lines=tuple(lines),
        weight=0.34 + 0.35 * forecast.salience,
        claims=claims,
        findings=(forecast.id,),
        topics=topics(table.record, claims, f"d:{span.document}", *_speaker(assertion)),
    )


def _ahead(table: Table, forecast: Forecast, span: Span) -> Span | None:
    """The words of a forecast that look ahead; None where they cannot be quoted as a sentence."""
    focus = [forecast.words] if forecast.words else []
    if not focus:
        marks = list(cue("ahead").finditer(forecast.spans[0].quote))
        start = forecast.spans[0].start
        focus = [table.document(span).span(start + m.start(), start + m.end()) for m in marks[-1:]]
    for whole in (forecast.spans[0], span):
        quote = table.quote(whole, *focus)
        aside = any(_ASIDE.search(table.document(q).text[max(0, q.start - 120) : q.start]) for q in focus)
        if not aside and table.fits(quote) and is_clause(quote.quote) and all(quote.holds(spot) for spot in focus):
            return quote
    return None


def _speaker(assertion: Assertion | None) -> list[str]:
    return [f"s:{assertion.speaker.id}"] if assertion else []
