"""What is kept of a document so that it can be placed in its story without being read again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Traits:
    """What a document is clustered by.

    ``terms`` are its stems with their weights, ``sketch`` the smallest hashes of its five-word runs; ``page`` and
    ``words`` tell copies: the canonical address (or outlet) and a hash of the folded text. ``seen`` is when its
    capture was first fetched, where that is known; it stands in for a date only when candidates are looked up.
    """

    id: str  # of the document
    published: datetime | None  # earliest instant
    modified: datetime | None
    page: str
    words: str
    terms: Mapping[str, float]
    sketch: frozenset[int]
    seen: datetime | None = None
    records: frozenset[str] = frozenset()  # what it shares with others of its record: a docket, a thread

    @property
    def day(self) -> float | None:
        """Days since 1970 of the publication; None where it is undated."""
        return self.published.timestamp() / 86400 if self.published else None
