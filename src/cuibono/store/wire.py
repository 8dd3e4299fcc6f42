"""The desk's side of the store: the ports ``Memory``, ``Rota``, ``Inbox`` and ``Ledger``, one transaction per step."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime

from cuibono.core.news import Capture, Validator
from cuibono.core.ports import Clockwork
from cuibono.core.reading import Reading
from cuibono.core.text import Document
from cuibono.core.watch import DESK, FoundClaim, Noticed, Polled, Touched, Vectors, Watched
from cuibono.store import archive, desk, inbox, rota, shelf, words
from cuibono.store.database import Database
from cuibono.store.inbox import Unreadable
from cuibono.store.index import Index


class WireStore:
    """What is watched, what came in, where it stands, what changed and who was told.

    Any number of processes may work on one store: sources are leased one by one, reading and placing as a whole
    (the lease ``desk``), and whoever has lost that lease is refused.
    """

    def __init__(self, database: Database, clock: Clockwork) -> None:
        """Work on an open database; ``clock`` says when a reading was stored."""
        self._database = database
        self._clock = clock

    # -- Memory -------------------------------------------------------------------------------------------------

    def recall(self, url: str) -> Validator | None:
        """What was last remembered of a link, None where nothing was."""
        with self._database.reading() as connection:
            return rota.recall(connection, url)

    def remember(self, url: str, validator: Validator, of: str = "") -> None:
        """Keep it in place of what was known; ``of``: the list whose entry it marks."""
        with self._database.writing() as connection:
            rota.remember(connection, url, validator, of)

    def listed(self, of: str, names: Collection[str]) -> None:
        """What a list holds now; marks of what it has not held for a month are forgotten."""
        now = self._clock()
        with self._database.reading() as connection:  # mostly nothing has changed
            stale = rota.stale(connection, of, names, now)
        if stale:
            with self._database.writing() as connection:
                rota.age(connection, stale, now)

    # -- Rota ---------------------------------------------------------------------------------------------------

    def watch(self, sources: Sequence[Watched]) -> None:
        """Make sources known; a known one keeps how it fared."""
        with self._database.writing() as connection:
            rota.watch(connection, sources)

    def sources(self) -> tuple[Watched, ...]:
        """All known sources, the one due first at the beginning."""
        with self._database.reading() as connection:
            return rota.sources(connection)

    def lease_due(
        self, now: datetime, until: datetime, owner: str, among: Collection[str], most: int
    ) -> tuple[Watched, ...]:
        """Those of these sources that are due and that nobody polls, leased until then; the longest overdue first."""
        with self._database.reading() as connection:  # an idle desk writes nothing
            if not rota.is_any_due(connection, now):
                return ()
        with self._database.writing() as connection:
            return rota.lease_due(connection, now, until, owner, among, most)

    def renew(self, source: str, until: datetime, owner: str) -> bool:
        """Hold a source longer; False where another has taken it."""
        with self._database.writing() as connection:
            return rota.renew(connection, source, until, owner)

    def settle(self, owner: str, polls: Sequence[Polled]) -> None:
        """Write down how polls went and give the sources back."""
        with self._database.writing() as connection:
            rota.settle(connection, owner, polls)

    def lease(self, name: str, now: datetime, until: datetime, owner: str) -> bool:
        """Take or renew a lease by name; False where another holds it."""
        with self._database.writing() as connection:
            return rota.lease(connection, name, now, until, owner)

    def release(self, name: str, owner: str) -> None:
        """Give a lease back."""
        with self._database.writing() as connection:
            rota.release(connection, name, owner)

    # -- Inbox --------------------------------------------------------------------------------------------------

    def receive(self, source: str, capture: Capture) -> bool:
        """Keep raw bytes and note that they are to be read; False where that was done before."""
        with self._database.writing() as connection:
            return inbox.receive(connection, source, capture)

    def unread(self, each: int, most: int) -> list[tuple[Capture, str]]:
        """(capture, source) to be read next, of no source more than ``each``."""
        with self._database.reading() as connection:
            return [
                (archive.capture(connection, name), source) for name, source in inbox.unread(connection, each, most)
            ]

    def take_in(self, owner: str, source: str, capture: str, documents: Sequence[Document]) -> None:
        """Keep what was read of a capture; it waits to be placed.

        Raises:
            LeaseLost: another process reads and places by now.
        """
        with self._database.writing() as connection:
            rota.check(connection, DESK, owner)
            inbox.take_in(connection, source, capture, documents)

    def set_aside(self, capture: str, problem: str) -> None:
        """Note why a capture cannot be read."""
        with self._database.writing() as connection:
            inbox.set_aside(connection, capture, problem)

    def unreadable(self, most: int) -> list[Unreadable]:
        """Captures that could not be read, the last ones first."""
        with self._database.reading() as connection:
            return inbox.unreadable(connection, most)

    def next_waiting(self, each: int, most: int) -> list[str]:
        """Documents to be placed next, of no source more than ``each``."""
        with self._database.reading() as connection:
            return inbox.next_waiting(connection, each, most)

    def counts(self) -> tuple[int, int]:
        """How many captures wait to be read, and how many documents to be placed."""
        with self._database.reading() as connection:
            return inbox.counts(connection)

    # -- Ledger -------------------------------------------------------------------------------------------------

    @contextmanager
    def placing(self, owner: str) -> Iterator[Index]:
        """The index of stories in one transaction: all of what is done in it, or nothing.

        Raises:
            LeaseLost: another process reads and places by now.
        """
        with self._database.writing() as connection:
            rota.check(connection, DESK, owner)
            yield Index(connection)

    def has_work(self, now: datetime) -> bool:
        """Whether anything waits to be read, placed or brought up to date, or a clock has run out."""
        with self._database.reading() as connection:
            return inbox.counts(connection) != (0, 0) or desk.has_work(connection, now)

    def behind(self, most: int) -> tuple[Touched, ...]:
        """Stories whose reading is behind their documents: the largest, and those longest behind."""
        with self._database.reading() as connection:
            return desk.behind(connection, most)

    def documents(self, ids: Sequence[str]) -> tuple[Document, ...]:
        """Documents by id, in that order."""
        with self._database.reading() as connection:
            found = archive.load(connection, ids)
        return tuple(found[name] for name in ids if name in found)

    def latest(self, story: str) -> Reading | None:
        """The reading of a story made last; None where there is none."""
        with self._database.reading() as connection:
            return shelf.latest(connection, story)

    def publish(
        self,
        owner: str,
        done: Touched,
        reading: Reading | None,
        changes: Sequence[Noticed],
        *,
        due: datetime | None = None,
        vectors: Vectors | None = None,
    ) -> tuple[Noticed, ...]:
        """Store a story's new reading in place of its earlier ones, with what it changed; the changes that are new.

        Raises:
            LeaseLost: another process reads and places by now.
        """
        read_at = self._clock()
        with self._database.writing() as connection:
            rota.check(connection, DESK, owner)
            desk.publish(connection, done, reading, read_at, vectors or Vectors())
            desk.tick(connection, done.story, due)
            return desk.note(connection, changes)

    def run_out(self, now: datetime, most: int) -> tuple[str, ...]:
        """Stories of which a clock has opened or run out by now."""
        with self._database.reading() as connection:
            return desk.run_out(connection, now, most)

    def ticked(self, owner: str, story: str, changes: Sequence[Noticed], due: datetime | None) -> tuple[Noticed, ...]:
        """Note what a clock that ran out changed, and when the next one will; the changes that are new.

        Raises:
            LeaseLost: another process reads and places by now.
        """
        with self._database.writing() as connection:
            rota.check(connection, DESK, owner)
            desk.tick(connection, story, due)
            return desk.note(connection, changes)

    def changes(self, since: datetime | None = None, story: str = "", most: int = 1000) -> tuple[Noticed, ...]:
        """What was noticed after a moment, the last first; of one story by the beginning of its id."""
        with self._database.reading() as connection:
            return desk.changes(connection, since, story, most)

    def untold(self, channel: str, since: datetime, kinds: Collection[str], most: int) -> tuple[Noticed, ...]:
        """Changes since a moment that a channel has not been told of, the oldest first."""
        with self._database.reading() as connection:
            return desk.untold(connection, channel, since, kinds, most)

    def claim(self, channel: str, ids: Sequence[str]) -> tuple[str, ...]:
        """Take it upon oneself to tell; those ids that nobody took before."""
        with self._database.writing() as connection:
            return desk.claim(connection, channel, ids)

    def settled(self, channel: str, ids: Sequence[str], *, told_of: bool) -> None:
        """What was claimed has been told; or certainly has not."""
        with self._database.writing() as connection:
            desk.settled(connection, channel, ids, told_of=told_of)

    def unsure(self) -> int:
        """How many claims were never settled: somebody was stopped while telling."""
        with self._database.reading() as connection:
            return desk.unsure(connection)

    # -- search -------------------------------------------------------------------------------------------------

    def documents_with(self, asked: str, most: int) -> tuple[Document, ...]:
        """Documents that hold all the words asked for, the best first."""
        with self._database.reading() as connection:
            ids = words.documents_with(connection, asked, most)
            found = archive.load(connection, ids)
        return tuple(found[name] for name in ids if name in found)

    def claims_with(self, asked: str, most: int) -> tuple[FoundClaim, ...]:
        """Claims whose wording holds all the words asked for, the best first."""
        with self._database.reading() as connection:
            return tuple(words.claims_with(connection, asked, most))

    def claims_chosen(
        self, model: str, choose: Callable[[Sequence[tuple[int, bytes]]], Sequence[int]]
    ) -> tuple[tuple[int, FoundClaim], ...]:
        """Of all claims with a vector made by this network those that are chosen, by number; in one transaction."""
        with self._database.reading() as connection:
            return tuple(words.numbered(connection, choose(words.vectors(connection, model))).items())

    def stories_of(self, documents: Sequence[str]) -> Mapping[str, tuple[str, str]]:
        """For each document that a stored reading holds: id and title of its story."""
        with self._database.reading() as connection:
            return shelf.stories_of(connection, documents)
