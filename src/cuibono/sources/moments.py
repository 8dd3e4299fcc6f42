"""Dates in lists, as far as they decide what is asked for; what a document's date is, its reader says."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from cuibono.core.errors import InputError
from cuibono.core.times import Precision, Stamp, parse_stamp


def moment(words: str) -> Stamp | None:
    """The moment that an ISO 8601 or RFC 822 date names; None where it is neither."""
    text = words.strip()
    try:
        return parse_stamp(text)
    except InputError:
        pass
    try:
        found = parsedate_to_datetime(text)
        return Stamp(found if found.tzinfo else found.replace(tzinfo=UTC), Precision.SECOND, words)
    except (ValueError, OverflowError, InputError):
        return None


def certainly_before(words: str, since: datetime) -> bool:
    """Whether the date lies before ``since`` however it is meant; what is undated or unreadable does not."""
    found = moment(words)
    return found is not None and found.latest < since
