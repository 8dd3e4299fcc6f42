"""The desk: every story in a few lines, those told last first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cuibono.core.errors import StoreError
from cuibono.core.findings import Clock
from cuibono.desk.lately import Lately, contested, lately, next_clock
from cuibono.export.present import CONTESTED, STANDS, Head
from cuibono.store.shelf import Summary
from cuibono.web.links import Linked
from cuibono.web.readings import Readings

A_PAGE = 20  # stories


@dataclass(frozen=True, slots=True)
class Card:
    """A story on the desk. ``page`` lays out its words; ``share`` is origins by documents in per cent of a bar."""

    summary: Summary
    page: Linked
    head: Head | None
    contested: int
    rows: int
    clock: Clock | None
    lately: Lately | None

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
    """The stories of one page; ``wanted`` are the words that titles should hold."""

    cards: tuple[Card | Broken, ...]
    wanted: str
    found: int
    stories: int
    number: int
    pages: int


def desk(readings: Readings, wanted: str = "", number: int = 1) -> DeskPage:
    """One page of the desk."""
    known = readings.stories()
    words = wanted.casefold().split()
    chosen = [s for s in known if all(word in s.title.casefold() for word in words)]
    pages = max(1, -(-len(chosen) // A_PAGE))
    number = min(max(1, number), pages)
    return DeskPage(
        _cards(readings, chosen[(number - 1) * A_PAGE :][:A_PAGE]), wanted, len(chosen), len(known), number, pages
    )


def _cards(readings: Readings, summaries: Sequence[Summary]) -> tuple[Card | Broken, ...]:
    made: list[Card | Broken] = []
    for summary in summaries:
        try:
            made.append(_card(summary, readings.whole(summary.id)))
        except StoreError as error:  # one damaged story hides no other
            made.append(Broken(summary, str(error)))
    return tuple(made)


def _card(summary: Summary, page: Linked) -> Card:
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
    )
