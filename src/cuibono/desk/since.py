"""What changed in a story after somebody looked at it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from cuibono.core.reading import Reading
from cuibono.core.watch import Noticed
from cuibono.desk.notice import KINDS, noticed


@dataclass(frozen=True, slots=True)
class News:
    """Changes after ``looked``, what matters most first.

    ``reread`` is when the story was read again where nothing of what it was before is kept, so that nobody can say
    what changed.
    """

    looked: datetime
    changes: tuple[Noticed, ...]
    reread: datetime | None = None

    @property
    def counted(self) -> tuple[tuple[str, int], ...]:
        """(kind, how many), what matters most first."""
        kinds = dict.fromkeys(change.kind for change in self.changes)
        return tuple((kind, sum(change.kind == kind for change in self.changes)) for kind in kinds)


def since(
    after: Reading, read_at: datetime, before: Reading | None, found: Sequence[Noticed], looked: datetime
) -> News:
    """What is new in a reading that was made at ``read_at``.

    ``found`` is what the desk noticed after that look; where it noticed nothing, the reading is held against
    ``before``, the one that stood then.
    """
    if found or read_at <= looked:
        return News(looked, ranked(found))
    if before is None:
        return News(looked, (), reread=read_at)
    return News(looked, ranked(noticed([before], after, read_at)))


def ranked(changes: Iterable[Noticed]) -> tuple[Noticed, ...]:
    """What matters most first, and of that what was noticed last."""
    place = {kind: at for at, kind in enumerate(KINDS)}
    latest = sorted(changes, key=lambda change: change.at, reverse=True)
    return tuple(sorted(latest, key=lambda change: place.get(change.kind, len(place))))
