"""Dates as documents write them: ISO 8601, RFC 822, PDF, and plain English dates. Nothing is guessed."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_tz

from cuibono.core.errors import InputError
from cuibono.core.times import Precision, Stamp, parse_stamp

_MONTHS = {name: at for at, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_CLOCK = (
    r"(?:\D{0,12}?(?P<hour>\d{1,2})[:.](?P<minute>\d\d)(?::(?P<second>\d\d))?\s*(?P<half>[ap]\.?m\.?)?"
    r"(?:\s*\(?(?P<zone>[a-z]{2,5}|[+-]\d\d:?\d\d)\b\)?)?)?"
)
_PLAIN = tuple(
    re.compile(form + _CLOCK, re.IGNORECASE)
    for form in (
        rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}\,?\s+(?P<year>\d{{4}})\b",
        rf"\b{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})\b",
        r"\b(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})\b",
    )
)
# Abbreviations that mean one offset wherever they are used in news; CST, IST and the like mean several.
_ZONES = {"utc": 0, "gmt": 0, "z": 0, "est": -5, "edt": -4, "pst": -8, "pdt": -7, "cet": 1, "cest": 2, "mst": -7,
          "mdt": -6, "cdt": -5, "jst": 9}  # fmt: skip
_PDF = re.compile(r"^D:(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?\s*(?:(Z)|([+-])(\d\d)'?(\d\d)?)?")
_COMPACT_ZONE = re.compile(r"([T ]\d\d:?\d\d(?::?\d\d(?:[.,]\d+)?)?)\s*(?:UTC|GMT)$", re.IGNORECASE)
_FIRST_YEAR, _LAST_YEAR = 1900, 2200


def stamp(words: str | None) -> Stamp | None:
    """The moment that the words name, or None where they name none. ``original`` keeps the words.

    ISO 8601 first, then RFC 822 (two-digit years as RFC 2822 says), then "24 July 2015", "July 24, 2015 5:36 pm EDT",
    "2015/07/24". A clock time whose zone is not given or not known is read as UTC; an unknown zone leaves the day only.
    """
    text = (words or "").strip()
    if not text or len(text) > 200:  # noqa: PLR2004 - longer than any date
        return None
    for read in (_iso, _rfc822, _plain):
        try:
            found = read(text)
        except (ValueError, OverflowError, InputError):
            continue
        if found is not None and _FIRST_YEAR <= found.at.year <= _LAST_YEAR:
            return found
    return None


def epoch(value: object) -> Stamp | None:
    """Seconds (or milliseconds) since 1970, as numbers or digits, as JSON exports give them."""
    try:
        seconds = float(str(value))
        if not 1e8 < seconds < 1e14:  # noqa: PLR2004 - 1973 in seconds to far ahead in milliseconds
            return None
        at = datetime.fromtimestamp(seconds / 1000 if seconds > 1e11 else seconds, UTC)  # noqa: PLR2004 - ditto
    except (ValueError, OverflowError, OSError):
        return None
    return Stamp(at.replace(microsecond=0), Precision.SECOND, str(value))


def pdf_stamp(words: str | None) -> Stamp | None:
    """A PDF date, ``D:20201029212407-04'00'``; only its day where no zone is given."""
    found = _PDF.match((words or "").strip())
    if not found:
        return None
    year, month, day, hour, minute, second, zulu, sign, off_hours, off_minutes = found.groups()
    try:
        if not (month and day):
            return None
        if not hour or not (zulu or sign):
            at = datetime(int(year), int(month), int(day), tzinfo=UTC)
            precision = Precision.DAY
        else:
            offset = timedelta(hours=int(off_hours or 0), minutes=int(off_minutes or 0))
            zone = timezone(-offset if sign == "-" else offset)
            at = datetime(
                int(year), int(month), int(day), int(hour), int(minute or 0), int(second or 0), tzinfo=zone
            ).astimezone(UTC)
            precision = Precision.SECOND
    except (ValueError, OverflowError):
        return None
    return Stamp(at, precision, found.group()) if _FIRST_YEAR <= at.year <= _LAST_YEAR else None


def _iso(text: str) -> Stamp | None:
    tidy = _COMPACT_ZONE.sub(r"\1Z", text)
    if not tidy[:4].isdigit() or (len(tidy) > 4 and tidy.isdigit()):  # noqa: PLR2004 - a bare number is no date
        return None
    found = parse_stamp(tidy)
    return Stamp(found.at, found.precision, text)


def _rfc822(text: str) -> Stamp | None:
    if ":" not in text:
        return None
    fields = parsedate_tz(text)
    if fields is None or not re.search(r"\d{1,2}[ -][A-Za-z]{3}", text):
        return None
    year, month, day, hour, minute, second = fields[:6]
    offset = fields[9] or 0
    if abs(offset) > 14 * 3600:  # no place on earth; the clock time means nothing then
        return Stamp(datetime(year, month, day, tzinfo=UTC), Precision.DAY, text)
    zone = timezone(timedelta(seconds=offset))
    at = datetime(year, month, day, hour, minute, min(second, 59), tzinfo=zone)
    return Stamp(at, Precision.SECOND if text.count(":") - _colon_zone(text) > 1 else Precision.MINUTE, text)


def _colon_zone(text: str) -> int:
    return 1 if re.search(r"[+-]\d\d:\d\d$", text) else 0


def _plain(text: str) -> Stamp | None:
    for form in _PLAIN:
        if found := form.search(text):
            break
    else:
        return None
    name = found["month"].lower()[:3]
    month = _MONTHS[name] if name in _MONTHS else int(name)
    day = datetime(int(found["year"]), month, int(found["day"]), tzinfo=UTC)
    zone = (found["zone"] or "utc").lower()
    if not found["hour"] or (zone not in _ZONES and zone[0] not in "+-"):
        return Stamp(day, Precision.DAY, text)
    hour = int(found["hour"])
    if half := found["half"]:
        hour = hour % 12 + (12 if half[0] in "pP" else 0)
    if zone[0] in "+-":
        offset = timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:])) * (-1 if zone[0] == "-" else 1)
    else:
        offset = timedelta(hours=_ZONES[zone])
    at = day.replace(hour=hour, minute=int(found["minute"]), second=int(found["second"] or 0)) - offset
    return Stamp(at, Precision.SECOND if found["second"] else Precision.MINUTE, text)
