"""The ports: what the use cases need from the world. One method wide; built-ins register exactly as plug-ins do.

What they need kept is in `cuibono.core.store_ports`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any, Protocol

from cuibono.core.findings import Finding
from cuibono.core.news import Capture, Validator
from cuibono.core.phrasing import Brief, Phrasing, Spent
from cuibono.core.reading import Problem, Reading, Record
from cuibono.core.scores import Bearing, Inference, Looks, Stance
from cuibono.core.text import Document


class Clockwork(Protocol):
    """The only clock there is: injected, so that tests and replays decide what time it is."""

    def __call__(self) -> datetime:
        """The present moment, aware, UTC."""
        ...


class Source(Protocol):
    """Fetches captures: a feed, a page, a folder, an API."""

    def fetch(self, since: datetime | None) -> Iterator[Capture]:
        """Captures of what appeared after ``since`` (everything for None).

        Whoever takes a capture keeps it before asking for the next one: only then may a source note that it was
        handed over. What is undated, or may be old news told again, comes along; the archive knows what it has.

        Raises:
            InputError: the list of what there is cannot be had, so that nothing is known of it; ``NotBefore`` where
                the server says when to come back. It comes out of the iterator, not of the call.
        """
        ...

    @property
    def problems(self) -> Sequence[Problem]:
        """Single things that could not be had in the last :meth:`fetch`; complete when its iterator is exhausted."""
        ...


class Fetcher(Protocol):
    """What fetches one link: the egress, with or without manners, or a test's double.

    ``given`` says that the user named the link, or that it is a published interface for programs: robots.txt, which
    is for what programs find by themselves, is not asked then.
    """

    def get(self, url: str, *, given: bool = False) -> Capture:
        """What is found there.

        Raises:
            InputError: it is refused or cannot be had; the message names the link and the cause. ``NotBefore`` where
                the answer, or manners, say when to ask again; ``Disallowed`` where robots.txt says no.
        """
        ...

    def changed(self, url: str, known: Validator | None, *, given: bool = False) -> Capture | None:
        """The same, or None where the server says that it is still in the state ``known``.

        Raises:
            InputError: as for :meth:`get`.
        """
        ...


class Memory(Protocol):
    """What polite fetching remembers between runs."""

    def recall(self, url: str) -> Validator | None:
        """What was last remembered of a link (or of a mark that a source named itself), None where nothing was."""
        ...

    def remember(self, url: str, validator: Validator, of: str = "") -> None:
        """Keep it in place of what was known. A source calls it after the capture was taken, never before.

        ``of`` is the list whose entry the mark is of; such a mark may be forgotten once the list is long without it.
        """
        ...

    def listed(self, of: str, names: Collection[str]) -> None:
        """These are the marks of all entries that a list holds now."""
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

    def bearings(self, pairs: Sequence[tuple[str, str]]) -> tuple[Bearing, ...]:
        """For each (first statement, second statement)."""
        ...

    def stances(self, pairs: Sequence[tuple[str, str]]) -> tuple[Stance, ...]:
        """For each (what a body says that bears on it, headline)."""
        ...


class Observer(Protocol):
    """Reads one text at a time."""

    @property
    def model(self) -> str:
        """Which network this is, and how it is quantised; vectors of two networks are never compared."""
        ...

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


class Purse(Protocol):
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
