"""Moments as documents give them: an interval in UTC, its precision, and the words it was read from."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from cuibono.core.errors import InputError

_TIME = re.compile(r"[T ]\d\d")
_SECONDS = re.compile(r"[T ]\d\d:?\d\d:?\d\d")
_END = datetime.max.replace(tzinfo=UTC)  # of the calendar


class Precision(StrEnum):
    """How exactly a moment is known."""

    YEAR = "year"
    MONTH = "month"
    DAY = "day"
    MINUTE = "minute"
    SECOND = "second"


@dataclass(frozen=True, slots=True)
class Stamp:
    """A moment as given: ``at`` is the earliest instant it can mean (aware, UTC), ``latest`` the last one.

    ``original`` keeps the words or the attribute it was read from, so that nothing is invented.
    """

    at: datetime
    precision: Precision
    original: str

    def __post_init__(self) -> None:
        """Refuse naive times; bring aware ones to UTC.

        Raises:
            InputError: ``at`` has no time zone, or lies beyond the calendar in UTC.
        """
        if self.at.tzinfo is None:
            msg = f"time {self.original!r} has no zone; give it one before it enters the record"
            raise InputError(msg)
        try:
            object.__setattr__(self, "at", self.at.astimezone(UTC))
        except OverflowError:
            msg = f"time {self.original!r} is in no year from 1 to 9999 in UTC"
            raise InputError(msg) from None

    @property
    def latest(self) -> datetime:
        """The last instant (microsecond resolution) that the words can mean; no later than the calendar goes."""
        try:
            return self._after() - timedelta(microseconds=1)
        except OverflowError:
            return _END

    def before(self, other: Stamp) -> bool:
        """Whether this moment certainly lies before the other one (a shared day proves no order)."""
        return self.latest < other.at

    def _after(self) -> datetime:
        match self.precision:
            case Precision.YEAR:
                return self.at + timedelta(days=366 if calendar.isleap(self.at.year) else 365)
            case Precision.MONTH:
                days = calendar.monthrange(self.at.year, self.at.month)[1]
                return self.at + timedelta(days=days)
            case Precision.DAY:
                return self.at + timedelta(days=1)
            case Precision.MINUTE:
                return self.at + timedelta(minutes=1)
            case Precision.SECOND:
                return self.at + timedelta(seconds=1)

    def __str__(self) -> str:
        """ISO 8601, cut to the precision that is known."""
        match self.precision:
            case Precision.YEAR:
                return f"{self.at:%Y}"
            case Precision.MONTH:
                return f"{self.at:%Y-%m}"
            case Precision.DAY:
                return f"{self.at:%Y-%m-%d}"
            case Precision.MINUTE:
                return f"{self.at:%Y-%m-%dT%H:%MZ}"
            case Precision.SECOND:
                return f"{self.at:%Y-%m-%dT%H:%M:%SZ}"


def parse_stamp(words: str) -> Stamp:
    """Read an ISO 8601 date or date-time; a date-time without zone is taken as UTC, a date is a whole day.

    Raises:
        InputError: the words are no ISO 8601 date, or one beyond the calendar in UTC.
    """
    text = words.strip()
    # The last form by its shape: strptime would take "2026106" for one too, fromisoformat a day for its midnight.
    forms = (("%Y", Precision.YEAR), ("%Y-%m", Precision.MONTH), ("%Y-%m-%d", Precision.DAY))
    for form, precision in (("%Y%m%d", Precision.DAY),) if re.fullmatch(r"\d{8}", text) else forms:
        try:
            return Stamp(datetime.strptime(text, form).replace(tzinfo=UTC), precision, words)
        except ValueError:
            continue
    try:
        # Without a time it is a week or a day of one, of which fromisoformat would make a midnight.
        at = datetime.fromisoformat(text if _TIME.search(text) else "")
    except ValueError:
        msg = f"{words!r} is not an ISO 8601 date or time"
        raise InputError(msg) from None
    if at.tzinfo is None:
        at = at.replace(tzinfo=UTC)
    return Stamp(at, Precision.SECOND if _SECONDS.search(text) else Precision.MINUTE, words)


def last_instant(words: str) -> datetime:
    """The last instant that an ISO 8601 date or time can mean, of one from which days can still be counted on.

    Raises:
        InputError: the words are no such date, or the calendar ends with it.
    """
    found = parse_stamp(words).latest
    if found == _END:
        msg = f"{words!r} is where the calendar ends"
        raise InputError(msg)
    return found
