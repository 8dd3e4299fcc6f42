"""Geometry of the page's small charts: where on a strip of time things stand, in per cent of its width."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cuibono.core.findings import Clock
from cuibono.core.reading import Record
from cuibono.core.text import Document
from cuibono.export.present import day

_MARGIN = 0.03  # share of the strip left free at each end
_NARROW = 3.6  # per cent: the width of a dot on a strip as wide as a phone
_STACK = 8  # dots above each other; what comes beyond is told in words
_TICKS = 4
_LEAST = 0.8  # per cent: a bar narrower than this is not seen


@dataclass(frozen=True, slots=True)
class Tick:
    """A date under a strip; ``anchor`` is the SVG text-anchor that keeps it inside."""

    x: float
    label: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Dot:
    """A publication: ``level`` counts upwards from the axis, ``echo`` if it repeats another document."""

    x: float
    level: int
    document: Document
    echo: bool


@dataclass(frozen=True, slots=True)
class Strip:
    """Publications over time. ``hidden`` counts those for which there was no room, ``undated`` those without date."""

    dots: tuple[Dot, ...]
    ticks: tuple[Tick, ...]
    levels: int
    hidden: int
    undated: int


@dataclass(frozen=True, slots=True)
class Bar:
    """A clock's window on the strip of all clocks; None where it has no date."""

    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Windows:
    """The windows of the clocks, in their order, on one scale; ``now`` is the reading's moment on it."""

    bars: tuple[Bar | None, ...]
    ticks: tuple[Tick, ...]
    now: float | None


class _Scale:
    """Moments to per cent."""

    def __init__(self, first: datetime, last: datetime) -> None:
        length = max(last - first, timedelta(days=1))
        self._first = first - length * _MARGIN
        self._length = length * (1 + 2 * _MARGIN)
        self._last = last

    def __call__(self, at: datetime) -> float:
        return round(min(max((at - self._first) / self._length, 0.0), 1.0) * 100, 2)

    def ticks(self) -> tuple[Tick, ...]:
        """A few whole days, evenly apart."""
        begin = (self._first + self._length * _MARGIN).replace(hour=0, minute=0, second=0, microsecond=0)
        step = max(timedelta(days=1), timedelta(days=-(-(self._last - begin).days // _TICKS) or 1))
        days = [begin + step * i for i in range(_TICKS + 1) if begin + step * i <= self._last + step / 2]
        return tuple(self._tick(at, place, len(days)) for place, at in enumerate(days))

    def _tick(self, at: datetime, place: int, of: int) -> Tick:
        anchor = "start" if place == 0 else "end" if place == of - 1 and of > 2 and self(at) > 85 else "middle"  # noqa: PLR2004 - at the edge
        return Tick(self(at), f"{at.day} {at:%b}" if place else f"{at.day} {at:%b %Y}", anchor)


def publications(record: Record) -> Strip:
    """When the documents were published."""
    dated = [document for document in record.story.documents if document.published]
    undated = len(record.story.documents) - len(dated)
    if not dated:
        return Strip((), (), 0, 0, undated)
    times = [document.published.at for document in dated if document.published]
    scale = _Scale(min(times), max(times))
    echoes = {echo.document for origin in record.origins for echo in origin.echoes if echo.parent}
    levels: Counter[int] = Counter()
    dots = []
    for document, at in zip(dated, times, strict=True):
        x = scale(at)
        slot = int(x / _NARROW)
        if levels[slot] < _STACK:
            middle = round(min((slot + 0.5) * _NARROW, 98.5), 2)
            dots.append(Dot(middle, levels[slot], document, document.id in echoes))
        levels[slot] += 1
    return Strip(tuple(dots), scale.ticks(), min(max(levels.values()), _STACK), len(dated) - len(dots), undated)


def windows(record: Record, clocks: Sequence[Clock]) -> Windows:
    """Between when and when each clock expects its event."""
    ends = [at for clock in clocks for at in (clock.earliest, clock.latest) if at]
    if not ends:
        return Windows((None,) * len(clocks), (), None)
    now = record.moment.astimezone(UTC) if record.moment else None
    scale = _Scale(min([*ends, *([now] if now else [])]), max([*ends, *([now] if now else [])]))
    return Windows(tuple(_bar(scale, clock) for clock in clocks), scale.ticks(), scale(now) if now else None)


def _bar(scale: _Scale, clock: Clock) -> Bar | None:
    if clock.earliest is None and clock.latest is None:
        return None
    begin = scale(clock.earliest) if clock.earliest else 0.0
    end = scale(clock.latest) if clock.latest else 100.0
    return Bar(min(begin, 100 - _LEAST), round(max(end - begin, _LEAST), 2))


def spoken(strip: Strip) -> str:
    """What the strip of publications shows, in words, for those who do not see it."""
    if not strip.dots:
        return "No document is dated."
    first, last = strip.dots[0].document.published, strip.dots[-1].document.published
    between = f"from {day(first.at)} to {day(last.at)}" if first and last else ""
    return f"{len(strip.dots) + strip.hidden} dated documents {between}"
