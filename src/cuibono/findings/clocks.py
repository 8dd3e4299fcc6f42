"""Clocks: what is expected or due after the document that says so was published.

A clock needs words that point ahead (see ``future``) and either a date that lies ahead of publication or a thing that
comes by order or by calendar: a rule, a hearing, a launch. Several assertions about one event make one clock, with the
independent origins behind them. A clock moves only where words give another date for the same event: the date on a
correction notice itself is no date of anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from cuibono.core.claims import Method, Provenance
from cuibono.core.findings import Clock, ClockStatus, Finding
from cuibono.core.ids import content_id
from cuibono.core.reading import Record
from cuibono.core.text import Span
from cuibono.findings.clock_mentions import Mention, Window, mentions
from cuibono.findings.outcomes import Outcomes
from cuibono.language.timex_calendar import grain_of
from cuibono.language.words import content_words

METHOD = Method("clock-rules", "3")

_SAME = 0.5  # share of content stems that two mentions of one event have in common; chosen by reading, not measured
_COPY = 0.8  # share of content stems from which on two mentions are the same words
# Words that mean another day in every document that repeats them.
_DEICTIC = re.compile(
    r"\b(?:today|tonight|tomorrow|this|next|coming|later|within|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b",
    re.IGNORECASE,
)
# A proper name right before an institution's noun.
_THING = re.compile(
    r"\b[A-Z][\w&.-]+(?:['’]s)?(?: next| coming| new)?"
    r" (?:guidance|rules?|ruling|report|decision|hearing|vote|notice|bill|order|law)\b"
)


class Clocks:
    """Finds clocks in a record."""

    def examine(self, record: Record, _found: Sequence[Finding] = ()) -> Iterator[Clock]:
        """Clocks, the most telling first; the same whatever the order of the record's assertions."""
        found = sorted((m for a in record.assertions for m in mentions(record, a)), key=lambda m: (m.order, m.action))
        outcomes = Outcomes(record)
        clocks = [_clock(record, group, outcomes) for group in _groups(record, found)]
        yield from sorted(clocks, key=lambda clock: clock.order)


# --- one event, several mentions --------------------------------------------------------------------------------------


def _groups(record: Record, found: list[Mention]) -> list[list[Mention]]:
    """Mentions of one event together, earliest first: the same words, or the date that a later notice replaces."""
    groups: list[list[Mention]] = []
    for mention in found:
        home = next((group for group in groups if any(_same_event(record, mention, other) for other in group)), None)
        if home is None:
            groups.append([mention])
        else:
            home.append(mention)
    return groups


def _same_event(  # noqa: PLR0911 - one return per way of being the same
    record: Record, mention: Mention, other: Mention
) -> bool:
    if mention.former_window is not None:
        return other.window.value == mention.former_window.value and _speaks_of(record, mention, other)
    if other.former_window is not None:
        return _same_event(record, other, mention) or mention.window.value == other.window.value
    if (
        mention.window.value == other.window.value
        and grain_of(mention.window.value) == "D"
        and mention.stems & other.stems
    ):
        return True
    common = len(mention.stems & other.stems)
    if _one_announcement(mention, other):
        return True
    if _deictic(mention.window, other.window) and common >= _COPY * len(mention.stems | other.stems):
        return True
    share = common / min(len(mention.stems), len(other.stems))
    if common < 2 or share < _SAME or common / len(mention.stems | other.stems) < _SAME / 2:  # noqa: PLR2004 - one word is chance
        return False
    return _overlap(mention.window, other.window) or _may_move(record, mention, other)


def _one_announcement(mention: Mention, other: Mention) -> bool:
    """Whether two mentions name one coming thing in one thread, or one party acts in one window in like words."""
    left, right = mention.assertion.document, other.assertion.document
    named = [_coming_thing(m) for m in (mention, other)]
    if left == right and named[0] and named[0] == named[1] and not (mention.window.dated or other.window.dated):
        return True
    actors = [frozenset(content_words(m.actor)) for m in (mention, other)]
    actions = [m.stems - actors[0] - actors[1] for m in (mention, other)]
    same = mention.window.dated and mention.window.value == other.window.value
    return bool(same and actors[0] & actors[1] and actions[0] & actions[1])


def _coming_thing(mention: Mention) -> frozenset[str]:
    """The name and noun of a coming thing: "OFAC guidance" in "the next OFAC guidance" and "coming OFAC guidance"."""
    found = _THING.search(f"{mention.actor} {mention.action}")
    return frozenset(content_words(found[0])) if found else frozenset()


def _deictic(left: Window, right: Window) -> bool:
    """Whether either window is said in words such as "tomorrow" that go stale when they are repeated."""
    return any(
        w.words is not None and _DEICTIC.search(w.words.quote) and not re.search(r"\d", w.words.quote)
        for w in (left, right)
    )


def _overlap(left: Window, right: Window) -> bool:
    """Whether the windows can hold the same moment; an open one holds any."""
    if not left.dated or not right.dated:
        return True
    starts = [w.earliest for w in (left, right) if w.earliest]
    ends = [w.latest for w in (left, right) if w.latest]
    return not starts or not ends or max(starts) < min(ends)


def _another_date(record: Record, mention: Mention, later: Mention) -> bool:
    """Whether the later mention cannot mean the same moment: other days, or another last day in the same voice."""
    if not _overlap(mention.window, later.window):
        return True
    values = (mention.window.value, later.window.value)
    return (
        values[0] != values[1] and all(grain_of(each) == "D" for each in values) and _may_move(record, later, mention)
    )


def _may_move(record: Record, mention: Mention, other: Mention) -> bool:
    """Another date for the same event, later, from the same house or speaker, in nearly the same words."""
    share = len(mention.stems & other.stems) / len(mention.stems | other.stems)
    if _deictic(mention.window, other.window):
        return False
    same_voice = (
        _house(record, mention) == _house(record, other) or mention.assertion.speaker.id == other.assertion.speaker.id
    )
    return share >= _SAME and same_voice and mention.order[0] > other.order[0]


def _speaks_of(record: Record, notice: Mention, other: Mention) -> bool:
    """Whether the document that moves a date speaks of the event that had it: it holds most of its words."""
    held = frozenset(content_words(record.documents[notice.assertion.document].text))
    return _house(record, notice) == _house(record, other) or 2 * len(other.stems & held) >= len(other.stems)


def _house(record: Record, mention: Mention) -> str:
    outlet = record.outlets.get(mention.assertion.document)
    return outlet.house if outlet else mention.assertion.document


def _clock(record: Record, group: list[Mention], outcomes: Outcomes) -> Clock:
    """One clock from the mentions of one event; the best dated one speaks."""
    last_move = next((m for m in reversed(group) if m.former_window is not None), None)
    plain = [m for m in group if m.former_window is None]
    dated = [m for m in plain if m.window.dated]
    best = max(dated or plain or group, key=lambda m: (m.primary, _narrow(m.window), m.salience, _earlier_first(m)))
    moved_from, reason, window, head = None, "", best.window, best
    if last_move is not None:
        window, head, moved_from = last_move.window, last_move, last_move.former
        reason = "a later notice of the same publisher puts another date in its place"
        source = next((m for m in plain if m.window.value == (last_move.former_window or m.window).value), None)
        moved_from = source.window.words if source else moved_from
        best = source or best
        if (
            window.earliest
            and last_move.former_window
            and last_move.former_window.earliest
            and window.earliest < last_move.former_window.earliest
        ):
            reason += "; the new date is the earlier one, in the notice's own words"
    elif dated:
        first = next((m for m in dated if _another_date(record, m, dated[-1])), None)
        if first is not None and not _deictic(first.window, dated[-1].window) and first.order < dated[-1].order:
            best = head = dated[-1]
            window, moved_from = best.window, first.window.words
            reason = "the same voice later gives another date"
    origins = tuple(sorted({m.assertion.origin for m in group if m.assertion.origin} | outcomes.origins(best, window)))
    spans = _sentences([head, best, *group])
    status = _status(record, window, moved=moved_from is not None)
    outcome = outcomes.of(group, window) if moved_from is None else None
    if outcome is not None:
        spans = (spans[0], outcome.words, *(span for span in spans[1:] if span != outcome.words))
        status = ClockStatus.MET if outcome.met else ClockStatus.PASSED
        reason = (
            "a later sentence tells that it happened"
            if outcome.met
            else "a later sentence tells that it did not happen"
        )
    told = [record.claim_of[m.assertion.id].id for m in group if m.assertion.id in record.claim_of]
    salience = min(1.0, max(m.salience for m in group) + 0.1 * (len(origins) - 1) + (0.2 if moved_from else 0.0))
    return Clock(
        id=content_id("f", "clock", head.assertion.id, best.action, window.value),
        spans=spans,
        provenance=Provenance(METHOD),
        claims=tuple(dict.fromkeys(told)),  # a turn about it is about the claim that tells it first
        salience=round(salience, 3),
        actor=best.actor,
        action=best.action,
        assertion=head.assertion.id,
        status=status,
        value=window.value,
        words=window.words,
        earliest=window.earliest,
        latest=window.latest,
        anchor=window.anchor,
        origins=origins,
        primary=any(m.primary for m in group),
        moved_from=moved_from,
        reason=reason,
    )


def _sentences(group: Iterable[Mention]) -> tuple[Span, ...]:
    spans: dict[Span, None] = {}
    for mention in group:
        spans.setdefault(mention.assertion.sentence)
    return tuple(spans)


def _narrow(window: Window) -> float:
    """The narrower a window, the higher."""
    if window.earliest is None or window.latest is None:
        return -1e9
    return -(window.latest - window.earliest).total_seconds()


def _earlier_first(mention: Mention) -> tuple[int, ...]:
    return tuple(-ord(char) for char in "|".join(map(str, mention.order)))


def _status(record: Record, window: Window, *, moved: bool) -> ClockStatus:
    moment = record.moment
    if moved:
        return ClockStatus.MOVED
    if not window.dated:
        return ClockStatus.UNDATED if window.words is None else ClockStatus.EXPECTED
    if moment is None:
        return ClockStatus.EXPECTED
    if window.latest is not None and window.latest <= moment:
        return ClockStatus.PASSED
    if window.earliest is not None and moment < window.earliest:
        return ClockStatus.EXPECTED
    return ClockStatus.DUE if window.latest is not None else ClockStatus.EXPECTED
