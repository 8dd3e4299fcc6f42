"""What a desk watches and what it noticed: sources with how they fare, changes with their words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from cuibono.core.ids import content_id

DESK = "desk"  # the lease of whoever reads and places what came in


@dataclass(frozen=True, slots=True)
class Watched:
    """A source of the user's list, and how it fared so far. Its id is made of its options: other options, other source.

    ``every`` is in seconds; ``quota`` is how many captures, and how many documents, are taken from it in one turn.
    """

    options: Mapping[str, str]  # ``kind`` among them
    every: float
    quota: int
    due: datetime
    failures: int = 0  # in a row
    error: str = ""
    polled: datetime | None = None  # when it last went well

    @property
    def id(self) -> str:
        """What the options are, hashed; another name makes no other source."""
        return content_id("w", *(part for pair in sorted(self.options.items()) if pair[0] != "name" for part in pair))

    @property
    def name(self) -> str:
        """What to call it in messages."""
        own = self.options.get("name") or self.options.get("url") or self.options.get("path")
        return own or " ".join(value for _, value in sorted(self.options.items()))


@dataclass(frozen=True, slots=True)
class Polled:
    """How a poll went, and when the source is due again."""

    source: str  # id
    due: datetime
    failures: int = 0
    error: str = ""
    polled: datetime | None = None  # None: it did not go well, and ``since`` stays as it was


@dataclass(frozen=True, slots=True)
class Quote:
    """Words that show a change, where they stand, and where that was published."""

    document: str
    start: int
    end: int
    quote: str
    outlet: str = ""
    url: str = ""
    role: str = ""  # "before" and "after" in the diff of an edit


@dataclass(frozen=True, slots=True)
class Noticed:
    """A change as it was noticed; ``id`` is made of what it is about and never of when or where it was noticed."""

    id: str
    story: str
    title: str  # of the story
    at: datetime  # when it was noticed
    kind: str
    message: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Touched:
    """A story whose reading is behind its documents, and the stories that these were in before."""

    story: str
    before: tuple[str, ...]
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FoundClaim:
    """A claim whose words were found: where it stands, and in which story."""

    claim: str
    story: str
    title: str
    document: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Vectors:
    """Vectors as float16 bytes by claim, and the network that made them: another one's are not to be compared."""

    model: str = ""
    rows: Mapping[str, bytes] = field(default_factory=dict)
