"""Days, months, years, seasons and times of day: what each form of the grammar means.

A month or a day without year is the nearest that the tense of its sentence allows; a weekday likewise, today
included.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from cuibono.core.claims import TimexType
from cuibono.language import timex_calendar as calendar
from cuibono.language.numerals import value_of
from cuibono.language.timex_days import WEEKDAY_NUMBERS, easter, nth, year_of_month
from cuibono.language.timex_grammar import Hit
from cuibono.language.timex_meaning import (
    MONTH_NUMBERS,
    PART_CODES,
    SEASON_CODES,
    Context,
    Meaning,
    century_of,
    dated,
    month_of,
    nearest,
    part_of,
    relative,
    year_in_words,
    year_of,
)

_SEASON_MONTHS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
_DECADES = {
    name: i
    for i, name in enumerate("twenties thirties forties fifties sixties seventies eighties nineties".split(), start=2)
}
_ZONES = {
    "gmt": 0, "utc": 0, "z": 0, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7,
    "bst": 1, "cet": 1, "cest": 2, "jst": 9, "aest": 10, "aedt": 11, "msk": 3, "hkt": 8, "sgt": 8,
}  # fmt: skip
_HOLIDAYS = {
    "christmas": (12, 25),
    "christmas day": (12, 25),
    "christmas eve": (12, 24),
    "boxing day": (12, 26),
    "halloween": (10, 31),
    "independence day": (7, 4),
    "valentine's day": (2, 14),
    "veterans day": (11, 11),
    "new year's day": (1, 1),
    "new year's eve": (12, 31),
    "st patrick's day": (3, 17),
    "juneteenth": (6, 19),
    "bastille day": (7, 14),
}
# (month, weekday, which of the month; -1 the last)
_MOVING = {
    "thanksgiving": (11, 3, 4), "labor day": (9, 0, 1), "memorial day": (5, 0, -1), "columbus day": (10, 0, 2),
    "presidents' day": (2, 0, 3), "presidents day": (2, 0, 3), "martin luther king day": (1, 0, 3),
}  # fmt: skip
_FROM_EASTER = {"good friday": -2, "easter": 0, "easter sunday": 0, "easter monday": 1}


def of_iso(hit: Hit, _: Context) -> Meaning:
    """Forms such as "2026-03-11", with or without a time."""
    clock = hit.group("clock")
    if clock:
        return _at(date.fromisoformat(hit.group("iso")), clock, hit.group("zone") or "", anchored=False)
    return dated(hit.group("iso"))


def of_slashed(hit: Hit, _: Context) -> Meaning:
    """Forms such as "3/14/2026": month first, unless only the day can stand there."""
    first, second, year = int(hit.group("first")), int(hit.group("second")), int(hit.group("year"))
    if year < 100:  # noqa: PLR2004 - two digits
        year += 2000 if year < 50 else 1900  # noqa: PLR2004 - the POSIX convention is 69; news does not look that far ahead
    month, day = (second, first) if first > 12 else (first, second)  # noqa: PLR2004 - months
    return dated(date(year, month, day).isoformat())


def _clock_of(words: str) -> str:
    """A time of day as hours and minutes: "10:35 p.m." is "22:35", "noon" is "12:00"."""
    if words in {"noon", "midday"}:
        return "12:00"
    if words == "midnight":
        return "24:00"
    numbers = re.findall(r"\d+", words)
    if not numbers:
        value = value_of(words.split(maxsplit=1)[0])
        numbers = [str(value)] if value is not None else ["0"]
    hour, minute = int(numbers[0]), int(numbers[1]) if len(numbers) > 1 else 0
    if len(numbers[0]) == 4:  # noqa: PLR2004 - "1630 GMT"
        hour, minute = divmod(int(numbers[0]), 100)
    afternoon = re.search(r"p\.? ?m|afternoon|evening", words)
    if afternoon and hour < 12:  # noqa: PLR2004 - noon
        hour += 12
    elif re.search(r"a\.? ?m|morning", words) and hour == 12:  # noqa: PLR2004 - noon
        hour = 0
    return f"{hour:02d}:{minute:02d}"


def _at(day: date, clock: str, zone: str, *, anchored: bool) -> Meaning:
    """A time of day on a day. Only a named zone gives an exact interval."""
    value = f"{day}T{clock}"
    hour, minute = (int(part) for part in clock.split(":")[:2])
    if zone in _ZONES:
        start = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(
            hours=hour - _ZONES[zone], minutes=minute
        )
        return Meaning(TimexType.TIME, value, start, start + timedelta(minutes=1), anchored)
    earliest, latest = calendar.interval(day.isoformat()) or (None, None)
    return Meaning(TimexType.TIME, value, earliest, latest, anchored)


def of_time(hit: Hit, context: Context) -> Meaning:
    """Forms such as "10:35 a.m. Friday", "noon", "5 p.m. EST, Nov. 6"; on the day named before, where none is said."""
    clock, zone = _clock_of(hit.group("clock")), hit.group("zone")
    month = hit.group("month") or hit.group("month2") or hit.group("month3")
    if month:
        number = MONTH_NUMBERS[month[:3]]
        day = int(re.sub(r"\D", "", hit.group("day") or hit.group("day2") or hit.group("day3")))
        year = year_of(hit, context)
        when = date(year, number, day) if year else nearest(number, day, context)
        anchored = year is None
    elif hit.group("weekday"):
        when, anchored = _weekday_date(hit.group("weekday"), context), True
    else:
        shift = {"yesterday": -1, "tomorrow": 1}.get(hit.group("deictic"), 0)
        base = context.day if hit.group("deictic") or not (context.reference and context.near) else context.base
        when, anchored = base + timedelta(days=shift), True
    if anchored and context.anchor is None:
        return Meaning(TimexType.TIME, f"XXXX-XX-XXT{clock}")
    return _at(when, clock, zone, anchored=anchored)


def of_month_day(hit: Hit, context: Context) -> Meaning:
    """Forms such as "March 5", "Friday, 5 March 2026"."""
    month, day = month_of(hit), int(re.sub(r"\D", "", hit.group("day")))
    year = year_of(hit, context)
    part = f"T{PART_CODES[hit.group('part')]}" if hit.group("part") else ""
    kind = TimexType.TIME if part else TimexType.DATE
    if year:
        said = dated(f"{date(year, month, day)}{part}", kind=kind)
        return relative(said.value, context, kind=kind) if hit.group("deixis") else said
    if context.anchor is None:
        return Meaning(kind, f"XXXX-{month:02d}-{day:02d}{part}")
    return relative(f"{nearest(month, day, context)}{part}", context, kind=kind)


def of_month_year(hit: Hit, context: Context) -> Meaning:
    """Forms such as "late March 2026", "March last year"."""
    year = year_of(hit, context) or context.day.year
    value, part = f"{year}-{month_of(hit):02d}", part_of(hit.group("mod"))
    return dated(value, part) if hit.group("year") else relative(value, context, part)


def of_week_of(hit: Hit, context: Context) -> Meaning:
    """Forms such as "the week of March 6"."""
    day = nearest(month_of(hit), int(re.sub(r"\D", "", hit.group("day"))), context)
    return relative(calendar.at_grain(day, "W"), context)


def of_month(hit: Hit, context: Context) -> Meaning:
    """Forms such as "in March", "last March", "every March"."""
    month, rel, part = month_of(hit), hit.group("rel"), part_of(hit.group("mod"))
    if rel in {"each", "every"}:
        return Meaning(TimexType.SET, f"XXXX-{month:02d}")
    if context.anchor is None:
        return Meaning(TimexType.DATE, f"XXXX-{month:02d}")
    base = context.day
    if rel in {"last", "this past", "the previous"}:
        year = base.year if month < base.month else base.year - 1
    elif rel in {"next", "this coming", "the following"}:
        year = base.year if month > base.month else base.year + 1
    elif rel == "this":
        year = base.year
    elif context.joined and calendar.grain_of(context.reference) == "M":
        year = context.base.year + (month <= context.base.month)  # "from November to February"
    else:
        year = year_of_month(month, context)
    return relative(f"{year}-{month:02d}", context, part)


def _weekday_date(name: str, context: Context, rel: str = "", week: str = "") -> date:
    """Weekdays: "last" and "next" go strictly past today; else the nearest that the tense allows, today included."""
    number = WEEKDAY_NUMBERS[name[:3]]
    base = context.day
    if rel in {"the previous", "the following"}:
        base = context.base
    monday = base - timedelta(days=base.weekday())
    if week:
        step = {"last week": -7, "next week": 7}.get(week, 0)
        return monday + timedelta(days=number + step)
    behind = (base.weekday() - number) % 7
    ahead = (number - base.weekday()) % 7
    if rel in {"last", "this past", "the previous"}:
        return base - timedelta(days=behind or 7)
    if rel in {"next", "this coming", "the following"}:
        return base + timedelta(days=ahead or 7)
    if context.direction > 0:
        return base + timedelta(days=ahead)
    return base - timedelta(days=behind)


def of_weekday(hit: Hit, context: Context) -> Meaning:
    """Forms such as "Tuesday", "next Tuesday", "Tuesday night", "Tuesdays"."""
    rel, part = hit.group("rel"), hit.group("part")
    code = f"T{PART_CODES[part]}" if part else ""
    number = WEEKDAY_NUMBERS[hit.group("weekday")[:3]]
    if hit.group("plural") or rel in {"every", "each", "on a"} or hit.match[0].endswith("nights"):
        return Meaning(TimexType.SET, f"XXXX-WXX-{number + 1}{code}")
    kind = TimexType.TIME if part else TimexType.DATE
    if context.anchor is None:
        return Meaning(kind, f"XXXX-WXX-{number + 1}{code}")
    if context.direction < 0 and hit.group("until"):  # "ran from Tuesday to Sunday": the end lies back too
        end = _weekday_date(hit.group("until"), context)
        day = end - timedelta(days=(end.weekday() - number) % 7 or 7)
    elif context.joined and not rel and calendar.grain_of(context.reference) == "D":
        ahead = (number - context.base.weekday()) % 7  # "Monday to Friday": the one that follows
        day = context.base + timedelta(days=ahead or 7)
    else:
        day = _weekday_date(hit.group("weekday"), context, rel, hit.group("week"))
    return relative(f"{day}{code}", context, kind=kind)


def of_deictic(hit: Hit, context: Context) -> Meaning:
    """Forms such as "today", "yesterday evening", "tomorrow"."""
    word, part = hit.group("deictic"), hit.group("part")
    steps = {"yesterday": -1, "tomorrow": 1, "the day before yesterday": -2, "the day after tomorrow": 2}
    code = "TNI" if word == "tonight" else f"T{PART_CODES[part]}" if part else ""
    day = context.day + timedelta(days=steps.get(word, 0))
    return relative(f"{day}{code}", context, kind=TimexType.TIME if code else TimexType.DATE)


def of_part_today(hit: Hit, context: Context) -> Meaning:
    """Forms such as "this morning", "last night", "the next morning"."""
    rel, part = hit.group("rel"), hit.group("part")
    base = context.base if rel.startswith("the") else context.day
    day = base + timedelta(days={"last": -1, "the next": 1, "the following": 1, "the previous": -1}.get(rel, 0))
    if rel.startswith("the"):
        return relative(f"{day}T{PART_CODES[part]}", context)
    return relative(f"{day}T{PART_CODES[part]}", context, kind=TimexType.TIME)


def of_season(hit: Hit, context: Context) -> Meaning:
    """Forms such as "last spring", "the summer of 2026"."""
    code, rel, part = SEASON_CODES[hit.group("season")], hit.group("rel"), part_of(hit.group("mod"))
    if rel in {"each", "every"}:
        return Meaning(TimexType.SET, f"XXXX-{code}")
    said = hit.group("year")
    if said.isdigit():
        return dated(f"{said}-{code}", part)
    if said:
        value = year_in_words(said)
        return dated(f"{value}-{code}", part)
    year = year_of(hit, context)
    if year is None:
        year, month, base = context.day.year, _SEASON_MONTHS[code], context.day
        over = base.month >= month + 3
        if rel in {"last", "this past"}:
            year -= 0 if over or (base.month >= month and rel == "this past") else 1
        elif rel in {"next", "this coming", "the following"}:
            year += 1 if base.month >= month else 0
        elif rel != "this" and context.direction > 0 and over:
            year += 1
        elif rel != "this" and context.direction < 0 and base.month < month:
            year -= 1
    return relative(f"{year}-{code}", context, part)


def of_year_short(hit: Hit, _: Context) -> Meaning:
    """Forms such as "in '98"."""
    return dated(f"{century_of(int(hit.group('short')))}")


def of_year_words(hit: Hit, _: Context) -> Meaning:
    """Forms such as "nineteen ninety-seven"."""
    return dated(f"{year_in_words(' '.join(hit.match[0].lower().split()))}")


def of_holiday(hit: Hit, context: Context) -> Meaning | None:
    """Forms such as "last Thanksgiving", "Christmas 2026", "Easter Monday"."""
    full = " ".join(re.sub(r"[.,]| jr", "", hit.group("holiday").replace("’", "'")).split())
    full = full.replace("labour", "labor").replace("saint", "st")
    name = full.removesuffix(" day")
    rel, year = hit.group("rel"), hit.group("year")
    way = -1 if rel == "last" else 1 if rel == "next" else context.direction
    spot = _HOLIDAYS.get(full) or _HOLIDAYS.get(name)
    moving = _MOVING.get(full) or _MOVING.get(name)
    if spot:
        day = date(int(year), *spot) if year else nearest(*spot, replace(context, direction=way))
    elif moving or full in _FROM_EASTER:
        years = [int(year)] if year else [context.day.year - 1, context.day.year, context.day.year + 1]
        apart = timedelta(days=_FROM_EASTER.get(full, 0))
        days = [nth(option, *moving) if moving else easter(option) + apart for option in years]
        allowed = [d for d in days if way == 0 or (d - context.day).days * way >= 0]
        day = min(allowed or days, key=lambda d: (abs((d - context.day).days), d))
    else:  # Election Day: which one depends on the country
        return Meaning(TimexType.DATE, "XXXX-XX-XX")
    value = day.isoformat()
    return dated(value) if year else relative(value, context)


def of_era(hit: Hit, _: Context) -> Meaning:
    """Forms such as "AD 79" and "44 BC"; years before Christ have no interval."""
    number = int(hit.group("year") or hit.group("year2"))
    if hit.group("mark2").startswith("b"):
        return Meaning(TimexType.DATE, f"BC{number:04d}")
    return dated(f"{number:04d}")


def of_decade(hit: Hit, context: Context) -> Meaning:
    """Forms such as "the 1990s", "the late nineties"."""
    part = part_of(hit.group("mod"))
    if full := hit.group("full"):
        return dated(full[:3], part)
    digit = hit.group("short")[:1] or str(_DECADES[hit.group("name")])
    # The decade that is over, or runs: "the twenties" of a paper of 2026 are the 2020s.
    century = 20 if context.anchor and int(f"20{digit}0") <= context.anchor.year else 19
    return dated(f"{century}{digit}", part)


def of_century(hit: Hit, _: Context) -> Meaning:
    """Forms such as "the 20th century"."""
    words = {"eighteenth": 18, "nineteenth": 19, "twentieth": 20, "twenty-first": 21}
    number = int(hit.group("number")) if hit.group("number") else words[hit.group("word")]
    return dated(f"{number - 1:02d}", part_of(hit.group("mod")))


def of_year_span(hit: Hit, _: Context) -> Meaning:
    """Forms such as "2019-2021"."""
    first, last = hit.group("year"), hit.group("to")
    found, end = calendar.interval(first), calendar.interval(last if len(last) == 4 else first[:2] + last)  # noqa: PLR2004
    if not found or not end or end[0] <= found[0]:
        raise ValueError(last)
    return Meaning(TimexType.DATE, f"{first}/{end[0].year}", found[0], end[1])


def of_year(hit: Hit, _: Context) -> Meaning:
    """Forms such as "2026", "early 2027"."""
    return dated(hit.group("year"), part_of(hit.group("mod")))
