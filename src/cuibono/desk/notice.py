"""What changed on the desk: between the reading of a story and the ones before it, and as time goes by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from cuibono.core.findings import Clock, ClockStatus
from cuibono.core.ids import content_id
from cuibono.core.reading import Reading
from cuibono.core.text import Span
from cuibono.core.watch import Noticed, Quote
from cuibono.desk.compare import Difference, compare

# Everything that can be noticed, what matters most first.
KINDS = (
    "contradicted",
    "corrected",
    "clock moved",
    "clock met",
    "clock passed",
    "clock due",
    "clock undated",
    "clock questioned",
    "edited",
    "grew",
    "gained an origin",
    "caught up",
    "new claim",
    "new clock",
    "new document",
    "new story",
)
_OPEN = frozenset({ClockStatus.EXPECTED, ClockStatus.DUE})


def noticed(befores: Sequence[Reading], after: Reading, at: datetime) -> tuple[Noticed, ...]:
    """Changes from the earlier readings of a story's documents to its new one.

    Where stories became one, a change is what is new to each of them; a story that was not there before is one change.
    """
    if not befores:
        return tuple(_noticed(after, [_new_story(after)], at))
    found = [{each.id: each for each in _noticed(after, compare(before, after), at)} for before in befores]
    return tuple(each for name, each in found[0].items() if all(name in other for other in found[1:]))


def run_out(reading: Reading, at: datetime) -> tuple[Noticed, ...]:
    """Clocks of a stored reading that have opened or run out by now, though nothing new was read."""
    return tuple(_noticed(reading, _run_out(reading, at), at))


def next_tick(reading: Reading, now: datetime) -> datetime | None:
    """When the next open clock of a reading opens or runs out; None: none does."""
    moments = [
        moment
        for clock in reading.findings
        if isinstance(clock, Clock) and clock.status in _OPEN
        for moment in (clock.earliest, clock.latest)
        if moment is not None and moment > now
    ]
    return min(moments, default=None)


def _run_out(reading: Reading, at: datetime) -> Iterator[Difference]:
    for clock in reading.findings:
        if not isinstance(clock, Clock) or clock.status not in _OPEN:
            continue
        message = f"{clock.actor}: {clock.action}"
        if clock.latest is not None and clock.latest < at:
            yield Difference("clock passed", message, clock.spans[:1])
        elif clock.earliest is not None and clock.earliest <= at and clock.status is ClockStatus.EXPECTED:
            yield Difference("clock due", message, clock.spans[:1])


def _new_story(reading: Reading) -> Difference:
    first = reading.record.story.documents[0]
    end = first.blocks[0].end if first.blocks else min(len(first.text), 200)
    return Difference("new story", reading.record.story.title, (first.span(0, end),))


def _noticed(reading: Reading, differences: Iterable[Difference], at: datetime) -> Iterator[Noticed]:
    story = reading.record.story
    for difference in differences:
        places = [place for span in difference.spans for place in (span.document, span.start, span.end)]
        roles = difference.roles or ("",) * len(difference.spans)
        yield Noticed(
            id=content_id("n", difference.kind, difference.message, *places),
            story=story.id,
            title=story.title,
            at=at,
            kind=difference.kind,
            message=difference.message,
            quotes=tuple(_quote(reading, s, role) for s, role in zip(difference.spans, roles, strict=True)),
        )


def _quote(reading: Reading, span: Span, role: str) -> Quote:
    document = reading.record.documents[span.document]
    outlet = reading.record.outlets.get(span.document)
    name = outlet.name if outlet else document.outlet
    return Quote(span.document, span.start, span.end, span.quote, name, document.url or "", role)
