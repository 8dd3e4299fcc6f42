"""What changed in a story: after a reader looked at it, as the desk noticed it, and since any moment; and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from cuibono.core.errors import InputError, NotStored, SettingsError, SpanError
from cuibono.core.text import Span
from cuibono.core.times import last_instant
from cuibono.core.watch import Noticed, Quote
from cuibono.desk.compare import Difference
from cuibono.desk.notice import KINDS
from cuibono.desk.since import News
from cuibono.export.present import several
from cuibono.web.links import Linked
from cuibono.web.readings import Readings

_LATELY = 200  # noticed changes that a page shows
# What each kind of change is called, one and several.
NOUNS = {
    "contradicted": ("contradiction", "contradictions"),
    "corrected": ("claim corrected", "claims corrected"),
    "clock moved": ("clock moved", "clocks moved"),
    "clock met": ("clock met", "clocks met"),
    "clock passed": ("clock run out", "clocks run out"),
    "clock due": ("clock due", "clocks due"),
    "clock undated": ("clock without a date", "clocks without a date"),
    "clock questioned": ("date in question", "dates in question"),
    "edited": ("edited page", "edited pages"),
    "gained an origin": ("claim with one origin more", "claims with one origin more"),
    "caught up": ("silence filled", "silences filled"),
    "new claim": ("new claim", "new claims"),
    "new clock": ("new clock", "new clocks"),
    "new document": ("new document", "new documents"),
    "new story": ("new story", "new stories"),
}
_PLAIN = {"new claim", "new story"}  # kinds whose message says no more than the words


@dataclass(frozen=True, slots=True)
class Words:
    """Words that show a change: a span of this reading, or only as they were noted where their document has left it."""

    span: Span | None
    quote: str
    outlet: str
    role: str  # "before" and "after" in an edit


@dataclass(frozen=True, slots=True)
class Told:
    """One change as it is shown; ``at`` is when the desk noticed it, None for what was compared just now."""

    message: str
    words: tuple[Words, ...]
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """All changes of one kind, and what to call so many of them."""

    name: str
    told: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class ChangesPage:
    """What was noticed, and what differs from a moment; ``problem`` says why nothing can be held against it.

    ``news`` is what came after the reader's last look, None where that is not known; ``noticed`` then holds what it
    tells, else what the desk noticed at all. ``at`` is when, where all of it was noticed at once. ``since`` without
    ``moment`` is still to be compared.
    """

    page: Linked
    news: News | None
    noticed: tuple[Group, ...]
    since: str
    moment: datetime | None = None
    differences: tuple[Group, ...] = ()
    number: int = 0  # of differences
    problem: str = ""
    at: datetime | None = None


def changes_page(readings: Readings, page: Linked, since: str, looked: datetime | None) -> ChangesPage:
    """The page of changes; ``since`` has the story read again as of then, which takes as long as reading it once."""
    news = readings.since(page, looked) if looked else None
    found = news.changes if news else readings.noticed(page, _LATELY)
    moments = {change.at for change in found}
    at = moments.pop() if len(moments) == 1 else None
    noticed = groups(page, found, timed=at is None)
    if not since:
        return ChangesPage(page, news, noticed, since, at=at)
    try:
        moment = moment_of(since)
        differing = readings.changes(page, moment)
    except (SettingsError, NotStored) as error:
        return ChangesPage(page, news, noticed, since, problem=str(error), at=at)
    return ChangesPage(page, news, noticed, since, moment, groups(page, differing), len(differing), at=at)


def groups(page: Linked, changes: Iterable[Noticed | Difference], *, timed: bool = True) -> tuple[Group, ...]:
    """Changes by kind, what matters most first; ``timed`` says of each when it was noticed."""
    by_kind: dict[str, list[Told]] = {}
    for change in changes:
        by_kind.setdefault(change.kind, []).append(told(page, change, timed=timed))
    ordered = sorted(by_kind, key=lambda kind: KINDS.index(kind) if kind in KINDS else len(KINDS))
    return tuple(Group(called(kind, len(by_kind[kind])), tuple(by_kind[kind])) for kind in ordered)


def told(page: Linked, change: Noticed | Difference, *, timed: bool = True) -> Told:
    """One change, its words linked to where they stand in this reading."""
    message = "" if change.kind in _PLAIN else change.message
    if isinstance(change, Noticed):
        return Told(message, tuple(_noted(page, quote) for quote in change.quotes), change.at if timed else None)
    roles = change.roles or ("",) * len(change.spans)
    return Told(message, tuple(Words(s, s.quote, "", role) for s, role in zip(change.spans, roles, strict=True)))


def called(kind: str, number: int) -> str:
    """``3 new claims``."""
    return several(number, *NOUNS.get(kind, (kind, f"times {kind}")))


def summary(news: News) -> str:
    """Everything that changed in one line: ``1 contradiction, 3 new claims``."""
    return ", ".join(called(kind, number) for kind, number in news.counted)


def _noted(page: Linked, quote: Quote) -> Words:
    document = page.record.documents.get(quote.document)
    span = None
    if document is not None:
        try:
            span = document.span(quote.start, quote.end)
        except SpanError:
            span = None  # shown as noted, without a link
    return Words(span if span and span.quote == quote.quote else None, quote.quote, quote.outlet, quote.role)


def moment_of(words: str) -> datetime:
    """The last instant that the words can mean.

    Raises:
        SettingsError: they are no date or time.
    """
    try:
        return last_instant(words[:40])
    except InputError as error:
        raise SettingsError(
            f"{words[:40]!r} is no usable date or time; write 2026-10-06 or 2026-10-06T12:00+02:00"
        ) from error
