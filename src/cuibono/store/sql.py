"""The store as the rest of the product sees it: the ports ``Archive`` and ``Shelf``, one transaction per step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from cuibono.core.errors import NotStored
from cuibono.core.news import Capture
from cuibono.core.ports import Clockwork
from cuibono.core.reading import Reading
from cuibono.core.text import Document
from cuibono.store import archive, desk, rooms, shelf, verify
from cuibono.store.database import open_database
from cuibono.store.facts import Facts, facts
from cuibono.store.migrate import bring_up_to_date
from cuibono.store.rooms import RoomStore
from cuibono.store.shelf import Forgotten, Summary
from cuibono.store.spending import Budget, DayBook
from cuibono.store.verify import Mismatch, Progress, Reread
from cuibono.store.wire import WireStore

PATIENCE = 30.0  # seconds a writer waits for another; a reading of 500 documents is written in far less


class Store:
    """Captures, documents and readings in one database; a context manager that closes it.

    ``place`` is a file (made where missing), ``:memory:``, or a URL (``sqlite:///…``, ``postgresql://…``). ``clock``
    says when a reading was stored. Every method is one transaction: after a crash at any moment the store holds
    whole steps only. Any number of processes may use one store at the same time.
    """

    def __init__(self, place: str | Path, clock: Clockwork, *, patience: float = PATIENCE) -> None:
        """Open the store and bring its schema up to date.

        Raises:
            StoreError: it cannot be opened, is no store, or is newer than this program.
        """
        self._clock = clock
        self._database = open_database(place, patience=patience)
        try:
            bring_up_to_date(self._database)
        except BaseException:
            self._database.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the database; nothing is lost by not doing so."""
        self._database.close()

    # -- Archive ------------------------------------------------------------------------------------------------

    def keep(self, capture: Capture) -> bool:
        """Store raw bytes before anything is read from them; False where they were known already.

        Raises:
            StoreError: it cannot be written.
        """
        with self._database.writing() as connection:
            return archive.keep(connection, capture)

    def keep_documents(self, documents: Sequence[Document]) -> None:
        """Store documents whose captures are kept, all or none; known ids are left as they are.

        Raises:
            StoreError: a capture is not kept, a text has no stored form, or nothing can be written.
        """
        with self._database.writing() as connection:
            archive.keep_documents(connection, documents)

    def document(self, document_id: str) -> Document:
        """One document, by its index.

        Raises:
            NotStored: there is none of that id.
            Tampered: it is not as it was stored.
        """
        with self._database.reading() as connection:
            return archive.document(connection, document_id)

    def at_location(self, location: str) -> tuple[Document, ...]:
        """All documents read from captures of this location or url, in the order they were fetched; by index.

        Raises:
            Tampered: one is not as it was stored.
        """
        with self._database.reading() as connection:
            return archive.at_location(connection, location)

    def capture(self, capture_id: str) -> Capture:
        """One capture, its bytes hashed again.

        Raises:
            NotStored: there is none of that id.
            Tampered: it is not what was kept.
        """
        with self._database.reading() as connection:
            return archive.capture(connection, capture_id)

    def references(self) -> tuple[Document, ...]:
        """What public databases state, as they were accessed last."""
        with self._database.reading() as connection:
            return archive.references(connection)

    def captures(self) -> Iterator[Capture]:
        """All captures in the order they were fetched, one in memory at a time.

        Raises:
            Tampered: one is not what was kept.
        """
        with self._database.reading() as connection:
            every = archive.capture_ids(connection)
        for capture_id in every:
            try:
                yield self.capture(capture_id)
            except NotStored:  # forgotten meanwhile
                continue

    # -- Shelf --------------------------------------------------------------------------------------------------

    def put(self, reading: Reading) -> None:
        """Store a reading; an earlier one of the same story and moment is replaced. Linear in its size.

        Raises:
            StoreError: a document of its story is not kept, or something in it has no stored form.
        """
        read_at = self._clock()
        with self._database.writing() as connection:
            shelf.put(connection, reading, read_at)

    def get(self, story_id: str, as_of: datetime | None = None) -> Reading:
        """The reading of a story made last, or the one as of a moment; by id or unambiguous beginning of it.

        Raises:
            NotStored: there is no such story, or several, or no reading as of that moment.
            Tampered: it is not as it was stored; no altered words are ever handed out.
        """
        with self._database.reading() as connection:
            return shelf.get(connection, story_id, as_of)

    def newest(self, story_id: str) -> tuple[str, str]:
        """The whole id of a story, and the seal of its latest reading: whether there is a newer one costs no reading.

        Raises:
            NotStored: there is no such story, or several.
        """
        with self._database.reading() as connection:
            return shelf.newest(connection, story_id)

    def standing(self, story: str, at: datetime) -> Reading | None:
        """What was known of a story (by its whole id) at a moment: the reading made last before it, if it is kept.

        Raises:
            Tampered: it is not as it was stored.
        """
        with self._database.reading() as connection:
            return shelf.standing(connection, story, at)

    def fetched_after(self, document_ids: Sequence[str], at: datetime) -> bool:
        """Whether any of these documents was fetched for the first time after a moment."""
        with self._database.reading() as connection:
            return shelf.fetched_after(connection, document_ids, at)

    @property
    def rooms(self) -> RoomStore:
        """What is said in the rooms of the stories."""
        return RoomStore(self._database, self._clock)

    def daybook(self, budget: Budget) -> DayBook:
        """What asking models costs, kept within a budget."""
        return DayBook(self._database, self._clock, budget)

    def stories(self) -> tuple[Summary, ...]:
        """The latest reading of every story in one line each, last made first; linear in the number of readings."""
        with self._database.reading() as connection:
            return shelf.summaries(connection)

    def readings(self, story_id: str) -> tuple[Summary, ...]:
        """All readings of one story, last made first: what there is to compare.

        Raises:
            NotStored: there is no such story, or several.
        """
        with self._database.reading() as connection:
            return shelf.summaries(connection, shelf.find(connection, story_id)[0])

    def forget(self, story_id: str) -> Forgotten:
        """Remove a story: its readings, its room, and what of its documents and captures no other story uses.

        In SQLite the words are overwritten in the file as well. Linear in what is removed.

        Raises:
            NotStored: there is no such story, or several.
        """
        with self._database.writing() as connection:
            forgotten = shelf.forget(connection, story_id, desk.forget)
            rooms.forget(connection, forgotten.story)
        self._database.fold_log()  # it still holds the words
        return forgotten

    # -- the desk -----------------------------------------------------------------------------------------------

    @property
    def wire(self) -> WireStore:
        """What is watched, what came in, where it stands, what changed and who was told."""
        return WireStore(self._database, self._clock)

    # -- trust --------------------------------------------------------------------------------------------------

    def verify(self, reread: Reread, progress: Progress | None = None) -> Iterator[Mismatch]:
        """Check everything stored against its captures; see :mod:`cuibono.store.verify`.

        Raises:
            StoreError: the database cannot be read at all.
        """
        with self._database.reading() as connection:
            yield from verify.verify(connection, reread, progress or (lambda _what: None))

    def facts(self) -> Facts:
        """The store in figures, its structure checked.

        Raises:
            StoreError: the database cannot be read at all.
        """
        with self._database.reading() as connection:
            return facts(self._database, connection)
