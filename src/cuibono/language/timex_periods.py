"""Quarters, fiscal years, "last week", durations and recurring times: what each form of the grammar means."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from cuibono.core.claims import TimexType
from cuibono.language import timex_calendar as calendar
from cuibono.language.timex_grammar import Hit
from cuibono.language.timex_meaning import (
    LAST,
    NEXT,
    REFERRED,
    SEASON_CODES,
    Context,
    Meaning,
    amount_of,
    century_of,
    dated,
    letter_of,
    part_of,
    period,
    relative,
    unit_code,
    window,
    year_of,
)

_FRIDAY = 5  # ISO number of the last day before a weekend
_ORDINAL_NUMBERS = {
    "first": 1,
    "1st": 1,
    "second": 2,
    "2nd": 2,
    "third": 3,
    "3rd": 3,
    "fourth": 4,
    "4th": 4,
    "final": 4,
    "last": 0,
}


def of_year_end(hit: Hit, context: Context) -> Meaning:
    """Forms such as "the end of the year", "year-end"."""
    del hit
    return relative(f"{context.day.year}", context, "CLOSE")


def of_fiscal(hit: Hit, _: Context) -> Meaning:
    """Forms such as "fiscal 2019", "FY19": the value is the year, the interval what its fiscal years may be."""
    digits = re.sub(r"\D", "", hit.group("year") or hit.group("short"))
    year = int(digits) if len(digits) == 4 else century_of(int(digits))  # noqa: PLR2004 - a full year
    return replace(dated(f"FY{year}"), value=f"{year}")


def of_fiscal_rel(hit: Hit, context: Context) -> Meaning:
    """Forms such as "the current fiscal year"."""
    rel = hit.group("rel")
    year = context.day.year + (1 if rel in NEXT else -1 if rel in LAST else 0)
    found = relative(f"FY{year}", context)
    return replace(found, value=found.value.removeprefix("FY"))


def of_quarter(hit: Hit, context: Context) -> Meaning:
    """Forms such as "the third quarter", "the first half of 2026"."""
    which, kind, part = hit.group("which"), hit.group("kind"), part_of(hit.group("mod"))
    year = year_of(hit, context)
    if of := hit.group("of") or hit.group("fiscal"):
        year = int(of)
    if own := hit.group("own"):
        year = context.day.year + {"last": -1, "next": 1}.get(own, 0)
    here = (context.day.month + 2) // 3
    if which in {"latest", "current", "previous", "same", "last"} and not year:
        back = 0 if which == "current" else 1
        if calendar.grain_of(context.reference) == "Q":
            value = context.reference
        else:
            value = calendar.at_grain(calendar.add_months(context.day.replace(day=1), -3 * back), "Q")
        return relative(value, context, part)
    number = _ORDINAL_NUMBERS.get(which, 4) or 4
    letter = "Q" if kind == "quarter" else "H"
    if letter == "H":
        number = min(number, 2)
        here = (context.day.month + 5) // 6
    said = year is not None and bool(hit.group("of") or hit.group("year") or hit.group("fiscal"))
    if year is None:
        year = context.day.year
        if number > here and context.direction <= 0 and number - here > 1:
            year -= 1
        elif number < here - 1 and context.direction > 0:
            year += 1
        if hit.group("back"):
            year -= 1
    return dated(f"{year}-{letter}{number}", part) if said else _numbered(year, f"{letter}{number}", context, part)


def of_quarter_code(hit: Hit, context: Context) -> Meaning:
    """Forms such as "Q3 2026", "1Q26", "H1"."""
    code = (hit.group("code") or hit.group("code2") or hit.group("code3")).upper()
    if code[0].isdigit():
        code = code[1] + code[0]
    if code[0] == "H" and code[1] > "2":
        raise ValueError(code)
    digits = re.sub(r"\D", "", hit.group("year") or hit.group("before") or hit.group("year3"))
    part = part_of(hit.group("mod"))
    if digits:
        year = int(digits) if len(digits) == 4 else century_of(int(digits))  # noqa: PLR2004 - a full year
        return dated(f"{year}-{code}", part)
    year = context.day.year
    here = (context.day.month + 2) // 3
    if code[0] == "Q" and int(code[1]) > here and context.direction <= 0:
        year -= 1
    return _numbered(year, code, context, part)


def _numbered(year: int, code: str, context: Context, part: str) -> Meaning:
    """The quarter or half of a year; without an anchor the year is unknown, the number is not."""
    if context.anchor is None:
        return Meaning(TimexType.DATE, f"XXXX-{code}")
    return relative(f"{year}-{code}", context, part)


def of_year_back(hit: Hit, context: Context) -> Meaning:
    """A "year-earlier quarter": the period named before, or a year, one year back."""
    kind = hit.group("kind") or hit.group("kind2").rsplit(" ", 1)[-1]
    grain = calendar.grain_of(context.reference)
    unit = {"quarter": "Q", "month": "M"}.get(kind) or (grain if grain in {"Q", "M"} else "Y")
    base = context.base if grain == unit else context.day
    if grain != unit and unit == "Q":
        base = calendar.add_months(base.replace(day=1), -3)
    return relative(calendar.at_grain(calendar.add_months(base, -12), unit), context)


def of_rel_unit(hit: Hit, context: Context) -> Meaning:
    """Forms such as "last week", "later this month", "the following year"."""
    rel, unit, part = hit.group("rel"), hit.group("unit"), part_of(hit.group("mod"))
    if unit == "period":
        return relative(context.reference or calendar.at_grain(context.day, "Q"), context)
    code = unit_code(unit)
    if rel in {"the past", "past", "the last"} and unit != "weekend":
        return window(f"P1{letter_of(code)}", context, -1, 1, code)
    step = 1 if rel in NEXT else -1 if rel in LAST else 0
    base = context.day
    if rel in REFERRED and context.reference and unit != "weekend":
        base = context.base
    weekend = code == "WE"
    grain = "W" if code in {"WE", "F"} else code
    value = calendar.at_grain(calendar.shift(base, step * (2 if code == "F" else 1), grain), grain)
    if rel == "this past" and code == "Y":
        value = calendar.at_grain(base, "Y")
    return relative(value + ("-WE" if weekend else ""), context, part)


def of_span_of(hit: Hit, context: Context) -> Meaning:
    """Forms such as "the past three months", "the next two weeks", "recent weeks"."""
    rel, number, unit = hit.group("rel"), hit.group("number"), hit.group("unit")
    code = unit_code(unit)
    if not number and rel in {"recent", "past", "last", "previous"} and code not in {"W", "M"}:
        return Meaning(TimexType.DATE, "PAST_REF")
    value = period(number or "several", unit)
    amount = amount_of(number) if number else None
    if rel in {"next", "coming", "following"}:
        return window(value, context, 1, amount, code) if rel != "following" else Meaning(TimexType.DURATION, value)
    if rel in {"last", "past"}:
        return window(value, context, -1, amount, code)
    return Meaning(TimexType.DURATION, value)


def of_ago(hit: Hit, context: Context) -> Meaning | None:
    """Forms such as "two weeks ago", "three days later", "a year earlier"."""
    number, unit, way = hit.group("number"), hit.group("unit"), hit.group("way")
    code = unit_code(unit)
    back = way in {"ago", "earlier", "before", "prior"}
    amount = amount_of(number)
    deictic = way in {"ago", "from now", "hence"}
    if amount is None:
        return Meaning(
            TimexType.DATE,
            "PAST_REF" if way == "ago" else "FUTURE_REF" if way in {"from now", "hence"} else "XXXX-XX-XX",
        )
    if code.startswith("T"):
        return (
            Meaning(TimexType.DURATION, period(number, unit))
            if not deictic
            else relative(context.day.isoformat(), context)
        )
    grain = calendar.grain_of(context.reference)
    if code == "Y" and amount == 1 and way in {"ago", "earlier"} and grain in {"Q", "M"}:
        return relative(calendar.at_grain(calendar.add_months(context.base, -12), grain), context)
    rests = not deictic and context.reference and (context.near or code not in {"Y", "E", "C"})
    base = context.base if rests else context.day
    steps = int(amount) * (-1 if back else 1)
    letter = "W" if code in {"WE", "F"} else code
    day = calendar.shift(base, steps * (2 if code == "F" else 1), letter)
    value = calendar.at_grain(day, "Y" if letter in {"E", "C"} else letter)
    return relative(value, context)


def of_ago_vague(hit: Hit, _: Context) -> Meaning:
    """Forms such as "months ago"."""
    way = hit.group("way")
    return Meaning(TimexType.DATE, "FUTURE_REF" if way == "later" else "PAST_REF")


def of_within(hit: Hit, context: Context) -> Meaning:
    """Forms such as "within 30 days": from the anchor on, unless the sentence tells of the past."""
    number, unit = hit.group("number"), hit.group("unit")
    value = period(number, unit)
    if context.direction < 0:  # "was found within two days"
        return Meaning(TimexType.DURATION, value)
    return window(value, context, 1, amount_of(number), unit_code(unit))


def of_duration(hit: Hit, _: Context) -> Meaning:
    """Forms such as "four hours", "a 30-day ...", "nearly two years"."""
    return Meaning(TimexType.DURATION, period(hit.group("number"), hit.group("unit")))


def of_duration_half(hit: Hit, _: Context) -> Meaning:
    """Forms such as "a year and a half"."""
    return Meaning(TimexType.DURATION, period("one and a half", hit.group("unit")))


def of_duration_joint(hit: Hit, _: Context) -> Meaning:
    """Forms such as "two years and three months", "2 hours and 15 minutes"; the smaller unit comes second.

    Raises:
        ValueError: the units are in no order.
    """
    whole = period(hit.group("number"), hit.group("unit")), period(hit.group("number2"), hit.group("unit2"))
    order = ["Y", "M", "W", "D", "TH", "TM", "TS"]
    if order.index(unit_code(hit.group("unit"))) >= order.index(unit_code(hit.group("unit2"))):
        raise ValueError(hit.match[0])
    first, second = (part.removeprefix("P") for part in whole)
    return Meaning(TimexType.DURATION, f"P{first}{second.removeprefix('T') if first[0] == 'T' else second}")


def of_duration_some(hit: Hit, _: Context) -> Meaning:
    """Forms such as "for weeks", "in years"."""
    return Meaning(TimexType.DURATION, period("several", hit.group("unit")))


def of_duration_long(hit: Hit, _: Context) -> Meaning:
    """Forms such as "day-long", "decades-long"."""
    unit = hit.group("unit")
    return Meaning(TimexType.DURATION, period("several" if unit.endswith("s") else "a", unit))


def of_each(hit: Hit, _: Context) -> Meaning:
    """Forms such as "every week", "each Monday", "every three years"."""
    unit = hit.group("unit")
    if unit in SEASON_CODES:
        return Meaning(TimexType.SET, f"XXXX-{SEASON_CODES[unit]}")
    other = re.match(r"(?:every|each)\s+other\b", hit.match[0].lower())
    return Meaning(TimexType.SET, period("two" if other else hit.group("number") or "a", unit))


def of_per(hit: Hit, _: Context) -> Meaning:
    """Forms such as "twice a year", and "a year" behind an amount."""
    return Meaning(TimexType.SET, period("a", hit.group("unit")))


def of_set(hit: Hit, _: Context) -> Meaning:
    """Forms such as "daily", "annually"."""
    value = {
        "daily": "P1D", "nightly": "P1D", "weekly": "P1W", "fortnightly": "P2W",
        "biweekly": "P2W", "monthly": "P1M", "bimonthly": "P2M",
        "quarterly": "P1Q", "annually": "P1Y", "yearly": "P1Y", "hourly": "PT1H",
    }[hit.group("set")]  # fmt: skip
    return Meaning(TimexType.SET, value)


def of_set_days(hit: Hit, _: Context) -> Meaning:
    """Forms such as "on weekends", "weekdays"."""
    value = {"weekends": "XXXX-WXX-WE", "weekdays": "XXXX-WXX-WD", "weeknights": "XXXX-WXX-WDTNI"}
    return Meaning(TimexType.SET, value[hit.group("set")])


def of_the_unit(hit: Hit, context: Context) -> Meaning:
    """Forms such as "the quarter", "the weekend", "the year"."""
    unit = hit.group("unit")
    code = unit_code(unit)
    if code == "Q":
        if calendar.grain_of(context.reference) == "Q":
            return relative(context.reference, context)
        return relative(calendar.at_grain(calendar.add_months(context.day.replace(day=1), -3), "Q"), context)
    if code == "WE":
        weekday = context.day.isoweekday()
        base = context.day - timedelta(days=weekday if context.direction <= 0 and weekday <= _FRIDAY else 0)
        return relative(calendar.at_grain(base, "W") + "-WE", context)
    if unit == "year":
        return Meaning(TimexType.DURATION, "P1Y")
    return relative(calendar.at_grain(context.day, code), context)


def reference(value: str) -> Callable[[Hit, Context], Meaning]:
    """A rule that always gives the same reference: PRESENT_REF, PAST_REF, FUTURE_REF."""

    def rule(_: Hit, __: Context) -> Meaning:
        return Meaning(TimexType.DATE, value)

    return rule
