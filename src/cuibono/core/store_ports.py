"""The ports to the store: what the use cases need kept. Each use case sees the few that it needs."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from cuibono.core.news import Capture
from cuibono.core.placing import Traits
from cuibono.core.reading import Reading
from cuibono.core.talk import Entry
from cuibono.core.text import Document
from cuibono.core.watch import FoundClaim, Noticed, Polled, Touched, Vectors, Watched


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
