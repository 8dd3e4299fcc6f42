"""What a server's answer means before its body counts: the status, and when it wants to be asked again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus

from cuibono.core.errors import FetchError, NotBefore
from cuibono.core.news import Validator
from cuibono.sources.limits import Limits

MOVED = frozenset({301, 302, 303, 307, 308})
BUSY = frozenset({429, 503})
# What may be over in a moment; the others will answer the same again.
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
_FAR = timedelta(days=3_650)  # dates end somewhere
_LONGEST_MARK = 1024  # characters; servers' own ETags have some dozens


def check_status(status: int, retry_after: str, now: datetime) -> None:
    """Let pass what has a page.

    Raises:
        NotBefore: the server is busy and says until when (RFC 9110, 10.2.3).
        FetchError: it has no page for us.
    """
    if status in {HTTPStatus.OK, HTTPStatus.NON_AUTHORITATIVE_INFORMATION}:
        return
    try:
        phrase = HTTPStatus(status).phrase
    except ValueError:
        phrase = "unknown status"
    said = f"answers {status} ({phrase})"
    moment = wanted_again(retry_after, now) if status in BUSY else None
    if moment is not None:
        raise NotBefore(f"{said} and asks to come back at {moment:%Y-%m-%dT%H:%M:%SZ}", moment, status=status)
    raise FetchError(said, status=status, passing=status in _PASSING)


def check_taken(status: int) -> None:
    """Let pass what says that it took what was sent.

    Raises:
        FetchError: it did not take it.
    """
    if not HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        raise FetchError(f"answers {status} and does not take what was sent", status=status, passing=status in _PASSING)


def wanted_again(retry_after: str, now: datetime) -> datetime | None:
    """The moment that a Retry-After header names, in seconds or as a date: now or within ten years; None where none."""
    text = retry_after.strip()
    try:
        if text.isascii() and text.isdigit():
            return now + min(timedelta(seconds=int(text[:12])), _FAR)
        moment = parsedate_to_datetime(text)
        # Bounded before it is turned to UTC, where the last day of the calendar may have no place.
        return min(max(moment if moment.tzinfo else moment.replace(tzinfo=UTC), now), now + _FAR).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def check_length(declared: str, limits: Limits) -> None:
    """Refuse what is too large before it is sent; a length that is no number is refused by the library.

    Raises:
        FetchError: more is declared than may be read.
    """
    if declared.isdecimal() and int(declared) > limits.wire_bytes:
        raise FetchError(f"declares {declared} bytes, where at most {limits.wire_bytes} are read")


def conditions(known: Validator | None) -> list[tuple[str, str]]:
    """The headers that ask only for what changed; marks that no server would send are left out."""
    asked = [("If-None-Match", known.etag), ("If-Modified-Since", known.modified)] if known else []
    return [(name, mark) for name, mark in asked if 0 < len(mark) <= _LONGEST_MARK and _is_plain(mark)]


def texts(headers: Iterable[tuple[bytes, bytes]]) -> tuple[tuple[str, str], ...]:
    """Headers as text, names in lower case."""
    return tuple((name.decode("latin-1").lower(), _text(value)) for name, value in headers)


def _is_plain(mark: str) -> bool:
    return mark.isascii() and mark.isprintable()


def _text(value: bytes) -> str:
    """A header's value: ASCII by the standard, UTF-8 where servers put whole links in, Latin-1 of old."""
    try:
        return value.decode("utf-8").strip()
    except UnicodeDecodeError:
        return value.decode("latin-1").strip()
