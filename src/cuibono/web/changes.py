"""What changed in a story since a moment, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from cuibono.app import Newsroom
from cuibono.core.errors import InputError, NotStored, SettingsError
from cuibono.core.times import parse_stamp
from cuibono.desk.compare import Difference
from cuibono.web.links import Linked


@dataclass(frozen=True, slots=True)
class ChangesPage:
    """Differences since a moment; ``problem`` says why there are none to show."""

    page: Linked
    since: str  # as it was asked for
    moment: datetime | None
    differences: tuple[Difference, ...]
    problem: str = ""


def changes_page(newsroom: Newsroom, page: Linked, since: str) -> ChangesPage:
    """The page of changes; reads the story again as of the moment, which takes as long as reading it once."""
    if not since:
        return ChangesPage(page, since, None, (), "Nothing in this story is dated: there is no earlier moment.")
    try:
        moment = moment_of(since)
        return ChangesPage(page, since, moment, newsroom.changes(page.reading, moment))
    except (SettingsError, NotStored) as error:
        return ChangesPage(page, since, None, (), str(error))


def moment_of(words: str) -> datetime:
    """The last instant that the words can mean.

    Raises:
        SettingsError: they are no date or time.
    """
    try:
        return parse_stamp(words[:40]).latest
    except (InputError, OverflowError) as error:
        raise SettingsError(
            f"{words[:40]!r} is no usable date or time; write 2026-10-06 or 2026-10-06T12:00+02:00"
        ) from error
