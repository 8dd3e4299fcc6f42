"""When a reader last looked at a story: kept by the reader's own browser, in a cookie, and nowhere else."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime

COOKIE = "looked"
A_YEAR = 365 * 24 * 3600  # seconds that a browser keeps it
_MOST = 80  # stories; the cookie stays under two of the four thousand bytes that browsers take
_ONE = re.compile(r"(s[0-9a-f]{1,32})\.([0-9a-z]{1,8})")
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def looks(cookie: str) -> Mapping[str, datetime]:
    """When each story was looked at, by id; what cannot be read is as if it had never been looked at."""
    found = {}
    for one in cookie.split("-")[:_MOST]:
        if match := _ONE.fullmatch(one):
            seconds = int(match[2], 36)
            if seconds < _LAST:
                found[match[1]] = datetime.fromtimestamp(seconds, UTC)
    return found


def with_look(known: Mapping[str, datetime], story: str, at: datetime) -> str:
    """The cookie after a look at a story; those looked at longest ago fall out."""
    now = {**known, story: at}
    latest = sorted(now.items(), key=lambda item: (item[0] != story, -item[1].timestamp()))[:_MOST]
    return "-".join(f"{name}.{written(when)}" for name, when in latest)


def written(at: datetime) -> str:
    """A moment to the second, short, for cookies and addresses."""
    number, digits = max(0, int(at.timestamp())), ""
    while number:
        number, digit = divmod(number, 36)
        digits = _DIGITS[digit] + digits
    return digits or "0"


def moment(given: str) -> datetime | None:
    """The moment that :func:`written` wrote; None for anything else."""
    if not re.fullmatch(r"[0-9a-z]{1,8}", given) or (seconds := int(given, 36)) >= _LAST:
        return None
    return datetime.fromtimestamp(seconds, UTC)


_LAST = 253_402_300_800  # the year 10000
