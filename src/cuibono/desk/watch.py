"""When to ask a source, how much to take of it, when to ask again: decisions only, made of what is known."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from cuibono.core.watch import Polled, Watched

_DAY = 86_400.0


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast a desk works; times in seconds.

    A lease is longer than the longest fetch of one link, and renewed while captures come.
    """

    every: float = 900.0  # between two polls of a source that says nothing else
    quota: int = 200  # captures, and documents, taken from a source in one turn
    lease: float = 600.0
    soon: float = 30.0  # when to go on with a source that had more than its quota
    longest: float = _DAY  # longest pause after failures
    at_once: int = 64  # sources leased, captures read or documents placed in one step
    readings: int = 40  # stories brought up to date in one turn
    # Documents of a story that are read: its first and its last ones. Beyond that a reading takes minutes, and a
    # thousand copies would keep the desk busy for an hour.
    longest_story: int = 200


def went_well(source: Watched, began: datetime, now: datetime, pace: Pace, *, more: bool) -> Polled:
    """A poll without failure; ``more``: its quota was used up, so it goes on soon."""
    wait = min(source.every, pace.soon) if more else _spread(source)
    return Polled(source.id, now + timedelta(seconds=wait), polled=source.polled if more else began)


def failed(source: Watched, now: datetime, pace: Pace, cause: str, not_before: datetime | None = None) -> Polled:
    """A poll that failed: the pause doubles with each failure in a row, and never ends before ``not_before``."""
    failures = source.failures + 1
    pause = min(_spread(source) * 2.0 ** min(failures - 1, 20), max(pace.longest, source.every))
    due = now + timedelta(seconds=pause)
    return Polled(source.id, max(due, not_before) if not_before else due, failures, cause)


def put_off(source: Watched, now: datetime, pace: Pace, cause: str, moment: datetime) -> Polled:
    """A host that says when to come back: no failure of the source, but nothing came either."""
    soon = now + timedelta(seconds=min(pace.soon, source.every))
    return Polled(source.id, max(moment, soon), source.failures, cause)


def _spread(source: Watched) -> float:
    """The source's pace, a little longer or shorter by its name, so that a thousand are not asked at one moment."""
    return source.every * (0.95 + 0.1 * (zlib.crc32(source.id.encode()) % 1000) / 1000)
