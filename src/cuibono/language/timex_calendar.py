"""Calendar arithmetic on TIMEX3 values: which interval a value means, and what lies before or after it.

Intervals are UTC and end exclusive. A day is the calendar day in UTC: which zone a paper means is hardly ever said,
and half a day's error is not invented away. Seasons are those of the northern hemisphere, each a little wide.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

Interval = tuple[datetime, datetime]

_MONTHS_OF_SEASON = {"SP": (3, 1, 6, 22), "SU": (6, 1, 9, 24), "FA": (9, 1, 12, 22)}
_VALUE = re.compile(
    r"(?P<year>\d{4})(?:-(?:(?P<month>\d\d)(?:-(?P<day>\d\d)(?:T(?P<time>[\d:]{2,8}|MO|MI|AF|EV|NI|DT))?)?"
    r"|W(?P<week>\d\d)(?P<weekend>-WE)?|Q(?P<quarter>[1-4])|H(?P<half>[12])|(?P<season>SP|SU|FA|WI)))?"
    r"|(?P<decade>\d{3})|(?P<century>\d{2})|FY(?P<fiscal>\d{4})"
)
# What part of a period its modifier means: shares of its length.
_PARTS = {
    "START": (0.0, 1 / 3),
    "MID": (1 / 3, 2 / 3),
    "END": (2 / 3, 1.0),
    "CLOSE": (5 / 6, 1.0),  # "the end of"
    "OPENING": (0.0, 1 / 6),  # "the beginning of"
}


def moment(day: date) -> datetime:
    """Midnight UTC at the beginning of a day."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def interval(value: str, part: str = "") -> Interval | None:
    """The interval of a TIMEX3 value such as "2026-03", "2026-Q3", "199"; None where it means none.

    ``part`` narrows it: START, MID, END (thirds), OPENING, CLOSE (sixths).
    """
    match = _VALUE.fullmatch(value)
    if not match:
        return None
    try:
        whole = _whole(match)
    except (ValueError, OverflowError):  # "2026-02-30", year 9999
        return None
    if part in _PARTS and whole:
        start, end = whole
        low, high = _PARTS[part]
        days = (end - start).days
        return start + timedelta(days=round(low * days)), start + timedelta(days=round(high * days))
    return whole


def _whole(match: re.Match[str]) -> Interval | None:  # noqa: C901, PLR0911 - one branch per form of value
    if match["decade"]:
        return _years(int(match["decade"]) * 10, 10)
    if match["century"]:
        return _years(int(match["century"]) * 100, 100)
    if match["fiscal"]:  # may begin in April or July of that year or the one before, or be the calendar year
        year = int(match["fiscal"])
        return moment(date(year - 1, 7, 1)), moment(date(year + 1, 4, 1))
    year = int(match["year"])
    if match["day"]:
        return _of_day(date(year, int(match["month"]), int(match["day"])), match["time"] or "")
    if match["month"]:
        return _months(year, int(match["month"]), 1)
    if match["week"]:
        monday = date.fromisocalendar(year, int(match["week"]), 1)
        first = monday + timedelta(days=5 if match["weekend"] else 0)
        return moment(first), moment(monday + timedelta(days=7))
    if match["quarter"]:
        return _months(year, 3 * int(match["quarter"]) - 2, 3)
    if match["half"]:
        return _months(year, 6 * int(match["half"]) - 5, 6)
    if match["season"] == "WI":  # the winter of a year may begin or end it
        return moment(date(year, 1, 1)), moment(date(year + 1, 3, 22))
    if match["season"]:
        month, day, end_month, end_day = _MONTHS_OF_SEASON[match["season"]]
        return moment(date(year, month, day)), moment(date(year, end_month, end_day))
    return _years(year, 1)


def _of_day(day: date, clock: str) -> Interval:
    """A time of day without zone may be anywhere in its day: the whole day is what is known."""
    del clock
    return moment(day), moment(day + timedelta(days=1))


def _years(year: int, number: int) -> Interval:
    return moment(date(year, 1, 1)), moment(date(year + number, 1, 1))


def _months(year: int, month: int, number: int) -> Interval:
    first = date(year, month, 1)
    return moment(first), moment(add_months(first, number))


def add_months(day: date, number: int) -> date:
    """The day so many months later, the last of the month where the day does not exist there."""
    index = day.year * 12 + day.month - 1 + number
    year, month = divmod(index, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(day.day, last))
        except ValueError:
            if last == 28:  # noqa: PLR2004 - every month has 28 days: the year is out of range
                raise
    raise AssertionError


def shift(day: date, number: int, unit: str) -> date:
    """The day so many units ("D", "W", "M", "Q", "Y", "E" decade, "C" century) later.

    Raises:
        OverflowError, ValueError: the calendar ends before.
    """
    if unit in {"D", "W"}:
        return day + timedelta(days=number * (7 if unit == "W" else 1))
    return add_months(day, number * {"M": 1, "Q": 3, "Y": 12, "E": 120, "C": 1200}[unit])


def at_grain(day: date, unit: str) -> str:  # noqa: PLR0911 - one branch per unit
    """The TIMEX3 value of the period of one unit that holds the day."""
    match unit:
        case "W":
            year, week, _ = day.isocalendar()
            return f"{year:04d}-W{week:02d}"
        case "M":
            return day.isoformat()[:7]
        case "Q":
            return f"{day.year:04d}-Q{(day.month + 2) // 3}"
        case "Y":
            return f"{day.year:04d}"
        case "E":
            return f"{day.year // 10:03d}"
        case "C":
            return f"{day.year // 100:02d}"
        case _:
            return day.isoformat()


def grain_of(value: str) -> str:
    """The unit that a TIMEX3 value is given in: "D", "W", "M", "Q", "Y", or "" for anything else."""
    for pattern, grain in (
        (r"\d{4}-\d\d-\d\d.*", "D"),
        (r"\d{4}-W\d\d.*", "W"),
        (r"\d{4}-\d\d", "M"),
        (r"\d{4}-Q\d", "Q"),
        (r"\d{4}", "Y"),
    ):
        if re.fullmatch(pattern, value):
            return grain
    return ""
