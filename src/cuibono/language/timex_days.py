"""Days named by another day or by their place: "March 14-16", "on the 21st", "the first Monday of May", Easter."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from cuibono.core.claims import TimexType
from cuibono.language import timex_calendar as calendar
from cuibono.language.timex_grammar import Hit
from cuibono.language.timex_meaning import (
    MONTH_NUMBERS,
    Context,
    Meaning,
    amount_of,
    dated,
    month_of,
    nearest,
    relative,
    year_of,
)

WEEKDAY_NUMBERS = {name: i for i, name in enumerate("mon tue wed thu fri sat sun".split())}
_AT_HAND = 45  # days from the anchor to the middle of a month; by judgement, not tuned
_PLACES = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1, "final": -1}
_MONTH = "|".join(MONTH_NUMBERS)
# "March 14-", "May 3, 4 and ": the month that the day behind belongs to.
_MONTH_BEFORE = re.compile(
    rf"\b(?P<month>{_MONTH})[a-z]{{0,6}}\.?\s(?:[0-9]{{1,2}}(?:st|nd|rd|th)?(?:\s?[-–]\s?|,?\s(?:and|to|or|through)\s|,\s)){{1,3}}$",
    re.IGNORECASE,
)


def month_before(hit: Hit) -> int | None:
    """The number of the month whose days a bare day goes on with: the 16 of "March 14-16"."""
    found = _MONTH_BEFORE.search(hit.match.string, max(0, hit.start - 40), hit.start)
    return MONTH_NUMBERS[found["month"].lower()[:3]] if found else None


def of_day_before(hit: Hit, context: Context) -> Meaning:
    """The first of two days with one month behind: the 14 of "14-16 March 2026"."""
    return _day(month_of(hit), hit, context)


def of_day_behind(hit: Hit, context: Context) -> Meaning | None:
    """A further day of the month named before: the 16 of "March 14-16", the 18 of "March 17 and 18, 2026"."""
    month = month_before(hit)
    return _day(month, hit, context) if month else None


def _day(month: int, hit: Hit, context: Context) -> Meaning:
    number, year = int(re.sub(r"\D", "", hit.group("day"))), year_of(hit, context)
    if year:
        return dated(date(year, month, number).isoformat())
    before = context.base
    if context.near and calendar.grain_of(context.reference) == "D" and before.month == month:
        said = date(before.year, month, number)  # in the year of the day it stands beside
    elif context.anchor is None:
        return Meaning(TimexType.DATE, f"XXXX-{month:02d}-{number:02d}")
    else:
        said = nearest(month, number, context)
    return replace(dated(said.isoformat()), anchored=context.anchor is not None)


def of_day_alone(hit: Hit, context: Context) -> Meaning:
    """Forms such as "on the 21st": of the month named before in the sentence, or the nearest that the tense allows."""
    number = int(re.sub(r"\D", "", hit.group("day")))
    if context.near and calendar.grain_of(context.reference) in {"D", "M"}:
        return relative(context.base.replace(day=number).isoformat(), context)
    if context.anchor is None:
        return Meaning(TimexType.DATE, f"XXXX-XX-{number:02d}")
    first = context.day.replace(day=1)
    months = [calendar.add_months(first, step) for step in (-1, 0, 1)]
    days = [
        month.replace(day=number)
        for month in months
        if number <= calendar.add_months(month, 1).toordinal() - month.toordinal()
    ]
    allowed = [day for day in days if (day - context.day).days * context.direction >= 0]
    day = min(allowed or days, key=lambda option: (abs((option - context.day).days), option))
    return relative(day.isoformat(), context)


def of_nth(hit: Hit, context: Context) -> Meaning:
    """Forms such as "the first Monday of May", "the last week of April 2025"."""
    month, place, what = month_of(hit), _PLACES[hit.group("which")], hit.group("what")
    year = year_of(hit, context) or (year_of_month(month, context) if context.anchor else None)
    if year is None:
        return Meaning(TimexType.DATE, f"XXXX-{month:02d}")
    first = date(year, month, 1)
    last = calendar.add_months(first, 1) - timedelta(days=1)
    if what == "day":
        day = last if place < 0 else first.replace(day=place)
        value = day.isoformat()
    elif what in {"week", "weekend"}:
        # The week that holds the middle of the month's first, second ... last seven days.
        middle = last - timedelta(days=3) if place < 0 else first + timedelta(days=7 * place - 4)
        value = calendar.at_grain(middle, "W")
        if what == "weekend":
            value = calendar.at_grain(nth(year, month, WEEKDAY_NUMBERS["sat"], place), "W") + "-WE"
    else:
        value = nth(year, month, WEEKDAY_NUMBERS[what[:3]], place).isoformat()
    return dated(value) if hit.group("year") else relative(value, context)


def year_of_month(month: int, context: Context) -> int:
    """The year of a month that stands without one: the nearest that the tense allows."""
    base = context.day
    if month == base.month:
        return base.year
    way = context.direction
    if way == 0:
        # News looks back more often than ahead; only a month at hand may lie ahead without a verb that says so.
        near = nearest(month, 15, replace(context, direction=0))
        way = 1 if 0 < (near - base).days < _AT_HAND else -1
    return base.year + (1 if way > 0 and month < base.month else -1 if way < 0 and month > base.month else 0)


def of_weekday_off(hit: Hit, context: Context) -> Meaning:
    """Forms such as "two weeks ago Friday" and "a week from Monday"."""
    number, amount = WEEKDAY_NUMBERS[hit.group("weekday")[:3]], amount_of(hit.group("number"))
    if amount is None or context.anchor is None:
        return Meaning(TimexType.DATE, f"XXXX-WXX-{number + 1}")
    weeks = timedelta(days=7 * int(amount))
    if hit.group("way"):
        day = context.day - timedelta(days=context.day.weekday() - number) - weeks
    else:
        day = context.day + timedelta(days=(number - context.day.weekday()) % 7 or 7) + weeks
    return relative(day.isoformat(), context)


def nth(year: int, month: int, weekday: int, which: int) -> date:
    """The first, second ... (1, 2 ...) or last (-1) of a weekday in a month.

    Raises:
        ValueError: the month has no such day.
    """
    if which < 0:
        last = calendar.add_months(date(year, month, 1), 1) - timedelta(days=1)
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    first = date(year, month, 1)
    return first.replace(day=1 + (weekday - first.weekday()) % 7 + 7 * (which - 1))


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar, by the rule of Meeus, Jones and Butcher."""
    golden = year % 19
    century, rest = divmod(year, 100)
    leaps, moon = century // 4, (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leaps - moon + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    shift = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * shift + 114, 31)
    return date(year, month, day + 1)
