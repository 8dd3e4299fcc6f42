"""The ports: what the use cases need from the world. One method wide; built-ins register exactly as plug-ins do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Protocol

from cuibono.core.findings import Finding
from cuibono.core.news import Capture
from cuibono.core.phrasing import Brief, Phrasing, Spent
from cuibono.core.reading import Reading, Record
from cuibono.core.scores import Inference, Looks, Stance
from cuibono.core.talk import Entry
from cuibono.core.text import Document


class Clockwork(Protocol):
    """The only clock there is: injected, so that tests and replays decide what time it is."""

    def __call__(self) -> datetime:
        """The present moment, aware, UTC."""
        ...


class Source(Protocol):
    """Fetches captures: a feed, a page, a folder, an API."""

    def fetch(self, since: datetime | None) -> Iterator[Capture]:
        """Captures of what appeared after ``since`` (everything for None)."""
        ...


class Reader(Protocol):
    """Reads bytes into documents; a feed holds several."""

    def read(self, capture: Capture) -> tuple[Document, ...]:
        """Documents in the order of the capture.

        Raises:
            UnreadableInput: nothing readable is in it; the message says why.
        """
        ...


class Probe(Protocol):
    """Looks for one kind of finding."""

    def examine(self, record: Record, found: Sequence[Finding]) -> Iterator[Finding]:
        """Findings with their spans; deterministic, in an order that does not depend on input order.

        ``found`` is what the probes before it found; most need none of it.
        """
        ...


class Relater(Protocol):
    """Reads two texts together."""

    def relate(self, pairs: Sequence[tuple[str, str]]) -> tuple[Inference, ...]:
        """For each (premise, hypothesis); neither order nor company of the pairs changes an answer."""
        ...

    def stances(self, pairs: Sequence[tuple[str, str]]) -> tuple[Stance, ...]:
        """For each (what a body says that bears on it, headline)."""
        ...


class Observer(Protocol):
    """Reads one text at a time."""

    def likeness(self, pairs: Sequence[tuple[str, str]]) -> tuple[float, ...]:
        """Whether the two texts of a pair say the same, 0..1; each distinct text is read once."""
        ...

    def vectors(self, texts: Sequence[str]) -> Any:  # noqa: ANN401 - core knows no NumPy
        """A NumPy array of float32, one row of length 1 for each text; likeness is the product of two rows."""
        ...

    def looks(self, texts: Sequence[str]) -> tuple[Looks, ...]:
        """What each sentence looks like."""
        ...

    def firmness(self, texts: Sequence[tuple[str, tuple[int, int]]]) -> tuple[float, ...]:
        """How far the event at (start, end) of each sentence is told as a fact: -3 (certainly not) .. 3 (certainly)."""
        ...


class Exporter(Protocol):
    """Writes a reading in one format."""

    def export(self, reading: Reading) -> str | bytes:
        """The whole file."""
        ...


class Archive(Protocol):
    """Keeps captures and what was read from them; only grows."""

    def keep(self, capture: Capture) -> bool:
        """Store raw bytes before anything is read from them; False where they were known already."""
        ...

    def keep_documents(self, documents: Sequence[Document]) -> None:
        """Store documents whose captures are kept; known ids are left as they are."""
        ...

    def document(self, document_id: str) -> Document:
        """One document.

        Raises:
            NotStored: there is none of that id.
        """
        ...

    def at_location(self, location: str) -> tuple[Document, ...]:
        """All documents read from captures of this location or url, in the order they were fetched."""
        ...


class Shelf(Protocol):
    """Keeps readings."""

    def put(self, reading: Reading) -> None:
        """Store a reading; the same story as of the same moment is replaced, since it is derived."""
        ...

    def get(self, story_id: str) -> Reading:
        """The latest reading of a story, by id or unambiguous beginning of it.

        Raises:
            NotStored: there is no such story, or several.
        """
        ...


class Phraser(Protocol):
    """Puts what the room has to say in other words, and vouches for none of it."""

    @property
    def name(self) -> str:
        """What it is called: "openai:gpt-5-mini"."""
        ...

    def most(self, brief: Brief) -> Spent:
        """The most that asking about this brief can cost."""
        ...

    def phrase(self, brief: Brief) -> Phrasing:
        """Wordings for points of the brief, any number, unchecked. One call, no retries.

        Raises:
            ModelError: it could not be asked, or its answer not be read; with what that cost, as far as it is known.
        """
        ...


class Ledger(Protocol):
    """Counts what models cost, before they are asked."""

    def reserve(self, model: str, most: Spent) -> int:
        """Set aside the most that a call can cost, and give it a number. What others have set aside counts as spent.

        Raises:
            BudgetSpent: that would exceed the budget, or its price is not known and there is a budget in money.
        """
        ...

    def settle(self, number: int, spent: Spent | None) -> None:
        """What a call did cost; None where nobody can know: then all that was set aside is counted."""
        ...


class Readings(Protocol):
    """What a room needs of a shelf: a reading, and whether there is a newer one, without reading it."""

    def newest(self, story_id: str) -> tuple[str, str]:
        """The whole id of a story, and a token that is another one whenever its latest reading is.

        Raises:
            NotStored: there is no such story, or several.
        """
        ...

    def get(self, story_id: str) -> Reading:
        """The latest reading of a story."""
        ...


class Rooms(Protocol):
    """Keeps what is said in the room of each story, turn by turn; only grows."""

    def entries(self, story_id: str, after: int = 0) -> tuple[Entry, ...]:
        """What was said in a story's room (by the whole id) above a running number, in order."""
        ...

    def add(self, story_id: str, entries: Sequence[Entry]) -> bool:
        """Store entries with their running numbers, all or none; False where somebody else was faster."""
        ...
