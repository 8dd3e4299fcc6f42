"""The desk: every story in a few lines, those told last first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from cuibono.core.errors import StoreError
from cuibono.core.findings import Clock
from cuibono.desk.lately import Lately, contested, lately, next_clock
from cuibono.desk.since import News
from cuibono.export.present import CONTESTED, STANDS, Head
from cuibono.store.shelf import Summary
from cuibono.web.changes import Told, told
from cuibono.web.changes import summary as in_short
from cuibono.web.find import Hits, find
from cuibono.web.links import Linked
from cuibono.web.looked import written
from cuibono.web.readings import Readings

A_PAGE = 20  # stories
# Changes of which the desk shows the words; the others are only counted.
_SHARP = {"contradicted", "corrected", "clock moved", "clock met", "clock passed", "clock due", "clock questioned"}


@dataclass(frozen=True, slots=True)
class Card:
    """A story on the desk. ``page`` lays out its words; ``share`` is origins by documents in per cent of a bar.

    ``news`` is what changed since the reader last looked at it, None where they never did.
    """

    summary: Summary
    page: Linked
    head: Head | None
    contested: int
    rows: int
    clock: Clock | None
    lately: Lately | None
    news: News | None

    @property
    def told(self) -> str:
        """What changed since the reader looked, counted; empty where nothing did."""
        return in_short(self.news) if self.news else ""

    @property
    def first(self) -> Told | None:
        """The change that matters most, if one does more than add to what was read."""
        top = next(iter(self.news.changes), None) if self.news else None
        return told(self.page, top) if top and top.kind in _SHARP else None

    @property
    def mark(self) -> str:
        """The reader's last look, as addresses have it."""
        return written(self.news.looked) if self.news else ""

    @property
    def share(self) -> int:
        """Independent origins in per cent of the documents."""
        return round(100 * min(1.0, self.summary.origins / max(1, self.summary.documents)))

    @property
    def disputed(self) -> int:
        """Contested claims in per cent of those shown."""
        return round(100 * self.contested / max(1, self.rows))


@dataclass(frozen=True, slots=True)
class Broken:
    """A story that cannot be shown, and why."""

    summary: Summary
    why: str


@dataclass(frozen=True, slots=True)
class DeskPage:
    """The stories of one page; ``wanted`` are the words looked for in titles, ``hits`` where else they stand."""

    cards: tuple[Card | Broken, ...]
    wanted: str
    found: int
    stories: int
    number: int
    pages: int
    hits: tuple[Hits, ...] = ()


def desk(
    readings: Readings, wanted: str = "", number: int = 1, looks: Mapping[str, datetime] | None = None
) -> DeskPage:
    """One page of the desk, for a reader who last looked at the stories at these moments, by id."""
    known = readings.stories()
    words = wanted.casefold().split()
    chosen = [s for s in known if all(word in s.title.casefold() for word in words)]
    pages = max(1, -(-len(chosen) // A_PAGE))
    number = min(max(1, number), pages)
    return DeskPage(
        cards=_cards(readings, chosen[(number - 1) * A_PAGE :][:A_PAGE], looks or {}),
        wanted=wanted,
        found=len(chosen),
        stories=len(known),
        number=number,
        pages=pages,
        hits=find(readings, wanted) if wanted and number == 1 else (),
    )


def _cards(
    readings: Readings, summaries: Sequence[Summary], looks: Mapping[str, datetime]
) -> tuple[Card | Broken, ...]:
    made: list[Card | Broken] = []
    for summary in summaries:
        try:
            page = readings.whole(summary.id)
            news = readings.since(page, looks[summary.id]) if summary.id in looks else None
            made.append(_card(summary, page, news))
        except StoreError as error:  # one damaged story hides no other
            made.append(Broken(summary, str(error)))
    return tuple(made)


def _card(summary: Summary, page: Linked, news: News | None) -> Card:
    reading = page.reading
    heads = {head.label: head for head in page.shown.heads}
    return Card(
        summary=summary,
        page=page,
        head=heads.get(CONTESTED) or heads.get(STANDS) or next(iter(page.shown.heads), None),
        contested=len(contested(reading)),
        rows=len(reading.matrix),
        clock=next_clock(reading.findings, reading.record.moment),
        lately=lately(reading),
        news=news,
    )
