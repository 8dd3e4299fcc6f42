"""Dates as the room says them: "11 March 2026", "April 2026"; and which of them a record vouches for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

from cuibono.core.times import Precision, Stamp

MONTHS = "January February March April May June July August September October November December".split()
_MONTH = "|".join(MONTHS)
SAID = re.compile(
    rf"\b(?:\d{{1,2}} (?:{_MONTH})(?: \d{{4}})?|(?:{_MONTH}) \d{{4}}|\d{{2}}:\d{{2}} UTC|(?<=in )\d{{4}})\b"
)
_MOMENT = timedelta(microseconds=1)
_LONGEST_MONTH = timedelta(days=31)
_SHORTEST_MONTH = timedelta(days=28)


def day(moment: datetime) -> str:
    """A moment's day, UTC: "11 March 2026"."""
    at = moment.astimezone(UTC)
    return f"{at.day} {MONTHS[at.month - 1]} {at.year}"


def month(moment: datetime) -> str:
    """A moment's month, UTC: "March 2026"."""
    at = moment.astimezone(UTC)
    return f"{MONTHS[at.month - 1]} {at.year}"


def last_day(latest: datetime) -> str:
    """The last day of an interval whose end is exclusive."""
    return day(latest - _MOMENT)


def when(earliest: datetime | None, latest: datetime | None) -> str:
    """An interval (end exclusive) as coarse as it is: "on 11 March 2026", "in April 2026", "in 2026"; "" without end.

    The last day of a year or of a month is no date that anybody set, and is not said as one.
    """
    if latest is None or earliest is None:
        return f"by {last_day(latest)}" if latest else ""
    first, last = earliest.astimezone(UTC), latest.astimezone(UTC) - _MOMENT
    if first.date() == last.date():
        return f"on {day(first)}"
    if not (first.day == 1 and (last + _MOMENT).day == 1):
        return f"between {day(first)} and {day(last)}"
    if first.month == 1 and last.month == len(MONTHS) and first.year == last.year:
        return f"in {first.year}"
    ends = dict.fromkeys([month(first), month(last)])
    return f"in {month(first)}" if len(ends) == 1 else f"between {' and '.join(ends)}"


def said(stamp: Stamp) -> str:
    """A publication time as far as it is known: a day, a month, or "" where only a year is."""
    if stamp.precision is Precision.YEAR:
        return ""
    return month(stamp.at) if stamp.precision is Precision.MONTH else day(stamp.at)


def forms_of_stamp(stamp: Stamp) -> Iterator[str]:
    """Every way in which a publication time may be said."""
    if stamp.precision is Precision.YEAR:
        return
    yield month(stamp.at)
    if stamp.precision is Precision.MONTH:
        return
    yield from _day_forms(stamp.at)
    if stamp.precision is not Precision.DAY:
        yield f"{stamp.at:%H:%M} UTC"


def forms_of_interval(earliest: datetime | None, latest: datetime | None) -> Iterator[str]:
    """Every way in which the ends of an interval (end exclusive) may be said; its month where it is just one."""
    if earliest:
        yield from _day_forms(earliest)
    if latest:
        yield from _day_forms(latest - _MOMENT)
    if earliest and latest and _SHORTEST_MONTH <= latest - earliest <= _LONGEST_MONTH:
        yield month(earliest)
    if earliest and latest and latest - earliest > _LONGEST_MONTH:
        first, last = earliest.astimezone(UTC), latest.astimezone(UTC) - _MOMENT
        yield from (month(first), month(last))
        if first.year == last.year:
            yield str(first.year)


def unvouched(text: str, vouched: Iterable[str]) -> str:
    """The text without those dates that are vouched for; the others stay, to be checked as words and numbers."""
    known = set(vouched)
    return SAID.sub(lambda found: " " if found.group() in known else found.group(), text)


def _day_forms(moment: datetime) -> Iterator[str]:
    whole = day(moment)
    yield whole
    yield whole.rsplit(" ", 1)[0]
