"""The ports: what the use cases need from the world. One method wide; built-ins register exactly as plug-ins do."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any, Protocol

from cuibono.core.findings import Finding
from cuibono.core.news import Capture, Validator
from cuibono.core.phrasing import Brief, Phrasing, Spent
from cuibono.core.placing import Traits
from cuibono.core.reading import Problem, Reading, Record
from cuibono.core.scores import Bearing, Inference, Looks, Stance
from cuibono.core.talk import Entry
from cuibono.core.text import Document
from cuibono.core.watch import FoundClaim, Noticed, Polled, Touched, Vectors, Watched


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


class Index(Protocol):
    """The index of stories within one transaction: what a document is compared with, and where it then stands."""

    def load(self, ids: Sequence[str]) -> Sequence[tuple[Document, datetime]]:
        """Documents, each with the moment its capture was fetched."""
        ...

    def standing(self, page: str, words: str) -> Traits | None:
        """The placed document of this page with these words."""
        ...

    def sharing(self, terms: Sequence[str], since: float, until: float, least: int) -> Sequence[str]:
        """Documents of these days (since 1970) that have at least so many of the terms among their heavy ones."""
        ...

    def naming(self, name: str, most: int) -> Sequence[str]:
        """Stories of documents that name somebody, or that an outlet of this name published."""
        ...

    def of_record(self, key: str, most: int) -> Sequence[str]:
        """Documents that share a key of the record, whatever their days."""
        ...

    def traits(self, documents: Iterable[str]) -> Sequence[Traits]:
        """What is kept of these documents."""
        ...

    def stories(self, documents: Iterable[str]) -> Mapping[str, str]:
        """The story that each of these documents is in, "" before it has one."""
        ...

    def labels(self, documents: Iterable[str]) -> Mapping[str, Mapping[int, str]]:
        """The block labels of these documents by level."""
        ...

    def members(self, level: int, label: str) -> Sequence[str]:
        """The documents that carry a label at a level."""
        ...

    def add(self, traits: Traits, terms: Sequence[str], day: float) -> None:
        """Put a document into the index, under its heavy terms, in no story yet."""
        ...

    def swap(self, old: str, traits: Traits, terms: Sequence[str], day: float) -> None:
        """Let a document stand where a copy of it stood, under its own heavy terms, in the same story and blocks."""
        ...

    def label(self, level: int, documents: Sequence[str], label: str) -> None:
        """Let documents carry a label at a level."""
        ...

    def assign(self, story: str, documents: Sequence[str]) -> None:
        """Put documents into a story."""
        ...

    def touch(self, story: str, before: Collection[str]) -> None:
        """Note that a story's reading is behind its documents, and what stories these were in."""
        ...

    def gone(self, story: str) -> Sequence[str]:
        """Forget that a story that is no more was touched; what its documents were in before."""
        ...

    def done(self, documents: Sequence[str]) -> None:
        """Documents that wait no longer."""
        ...


class Rota(Protocol):
    """Watched sources, and who polls which: a lease that ran out may be taken by another process."""

    def watch(self, sources: Sequence[Watched]) -> None:
        """Make sources known; a known one keeps how it fared."""
        ...

    def lease_due(
        self, now: datetime, until: datetime, owner: str, among: Collection[str], most: int
    ) -> Sequence[Watched]:
        """Those of these sources that are due and that nobody polls, leased; the longest overdue first."""
        ...

    def renew(self, source: str, until: datetime, owner: str) -> bool:
        """Hold a source longer; False where another has taken it."""
        ...

    def settle(self, owner: str, polls: Sequence[Polled]) -> None:
        """Write down how polls went and give the sources back."""
        ...

    def lease(self, name: str, now: datetime, until: datetime, owner: str) -> bool:
        """Take or renew a lease by name; False where another holds it."""
        ...

    def release(self, name: str, owner: str) -> None:
        """Give a lease back."""
        ...


class Inbox(Protocol):
    """What came in: raw bytes first, then what was read of them, until it is placed. Whole steps only."""

    def receive(self, source: str, capture: Capture) -> bool:
        """Keep raw bytes and note that they are to be read; False where that was done before."""
        ...

    def unread(self, each: int, most: int) -> Sequence[tuple[Capture, str]]:
        """(capture, source) to be read next, of no source more than ``each``."""
        ...

    def take_in(self, owner: str, source: str, capture: str, documents: Sequence[Document]) -> None:
        """Keep what was read of a capture; it waits to be placed.

        Raises:
            LeaseLost: another process reads and places by now.
        """
        ...

    def set_aside(self, capture: str, problem: str) -> None:
        """Note why a capture cannot be read."""
        ...

    def next_waiting(self, each: int, most: int) -> Sequence[str]:
        """Documents to be placed next, of no source more than ``each``."""
        ...


class Ledger(Protocol):
    """Stories, their readings and what changed in them."""

    def placing(self, owner: str) -> AbstractContextManager[Index]:
        """The index of stories in one transaction.

        Raises:
            LeaseLost: another process reads and places by now.
        """
        ...

    def has_work(self, now: datetime) -> bool:
        """Whether anything waits to be read, placed or brought up to date, or a clock has run out."""
        ...

    def behind(self, most: int) -> Sequence[Touched]:
        """Stories whose reading is behind their documents: the largest, and those longest behind."""
        ...

    def documents(self, ids: Sequence[str]) -> Sequence[Document]:
        """Documents by id, in that order."""
        ...

    def latest(self, story: str) -> Reading | None:
        """The reading of a story made last; None where there is none."""
        ...

    def publish(
        self,
        owner: str,
        done: Touched,
        reading: Reading | None,
        changes: Sequence[Noticed],
        *,
        due: datetime | None = None,
        vectors: Vectors | None = None,
    ) -> Sequence[Noticed]:
        """Store a story's new reading in place of its earlier ones, with what it changed; the changes that are new.

        Raises:
            LeaseLost: another process reads and places by now.
        """
        ...

    def run_out(self, now: datetime, most: int) -> Sequence[str]:
        """Stories of which a clock has opened or run out by now."""
        ...

    def ticked(self, owner: str, story: str, changes: Sequence[Noticed], due: datetime | None) -> Sequence[Noticed]:
        """Note what a clock that ran out changed, and when the next one will; the changes that are new.

        Raises:
            LeaseLost: another process reads and places by now.
        """
        ...


class Diary(Protocol):
    """Who was told of which change; whoever claims a change tells it, and nobody else ever does."""

    def untold(self, channel: str, since: datetime, kinds: Collection[str], most: int) -> Sequence[Noticed]:
        """Changes since a moment that a channel has not been told of, the oldest first."""
        ...

    def changes(self, since: datetime | None = None, story: str = "", most: int = 1000) -> Sequence[Noticed]:
        """What was noticed after a moment, the last first."""
        ...

    def claim(self, channel: str, ids: Sequence[str]) -> Sequence[str]:
        """Take it upon oneself to tell; those ids that nobody took before."""
        ...

    def settled(self, channel: str, ids: Sequence[str], *, told_of: bool) -> None:
        """What was claimed has been told; or certainly has not, and may be tried again."""
        ...


class Finder(Protocol):
    """Looks words up in what is stored."""

    def documents_with(self, asked: str, most: int) -> Sequence[Document]:
        """Documents that hold all the words asked for, the best first."""
        ...

    def claims_with(self, asked: str, most: int) -> Sequence[FoundClaim]:
        """Claims whose wording holds all the words asked for, the best first."""
        ...

    def claims_chosen(
        self, model: str, choose: Callable[[Sequence[tuple[int, bytes]]], Sequence[int]]
    ) -> Sequence[tuple[int, FoundClaim]]:
        """The claims whose numbers are chosen, in that order, each with its number.

        What is chosen from is (number, vector as float16) of every claim that has one made by this network. A number
        may be given again: both are of one state of the store, whatever others write meanwhile.
        """
        ...

    def stories_of(self, documents: Sequence[str]) -> Mapping[str, tuple[str, str]]:
        """For each document that a stored reading holds: id and title of its story."""


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
