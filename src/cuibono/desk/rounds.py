"""The desk at work: poll what is due, read what came in, place it, bring the touched stories up to date.

Each step is one transaction and can be done again: raw bytes are kept before anything is read, a capture leaves the
inbox with its documents, a document leaves the queue with its place, a story is no longer behind when its reading and
its changes are stored. So a desk that is killed anywhere goes on where it was, and what is delivered twice changes
nothing.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

from cuibono.core.errors import InputError, LeaseLost, NotBefore, StoreError, UnreadableInput
from cuibono.core.news import Capture
from cuibono.core.ports import Clockwork, Source
from cuibono.core.reading import Problem, Reading
from cuibono.core.store_ports import Inbox, Ledger, Rota
from cuibono.core.text import Document
from cuibono.core.watch import DESK, Noticed, Polled, Touched, Vectors, Watched
from cuibono.desk import notice, watch
from cuibono.desk.investigate import Investigator
from cuibono.desk.place import Placer
from cuibono.desk.watch import Pace
from cuibono.stories.cluster import cluster
from cuibono.stories.traits import order, traits

_T = TypeVar("_T")
_R = TypeVar("_R")
_SETTLED = 16  # polls written down at once: a slow source must not keep the others leased
ReadCapture = Callable[[Capture], tuple[Document, ...]]


class Tell(Protocol):
    """Takes what happened, for the log: an event's name and its facts."""

    def __call__(self, event: str, **facts: object) -> None:
        """One event."""
        ...


class Map(Protocol):
    """Does one thing to many, perhaps at once; answers come in order."""

    def __call__(self, function: Callable[[_T], _R], items: Iterable[_T], /) -> Iterable[_R]:
        """The answers."""
        ...


def quietly(event: str, **facts: object) -> None:
    """Nothing is told."""


@dataclass(slots=True)
class Round:
    """What one round did."""

    polled: int = 0
    failed: int = 0
    captures: int = 0  # new ones
    unreadable: int = 0
    documents: int = 0  # new to the index
    stories: int = 0  # brought up to date
    changes: list[Noticed] = field(default_factory=list)
    busy: bool = False  # another process reads and places
    left: bool = False  # something is left for the next turn


@dataclass(frozen=True, slots=True)
class Parts:
    """What a desk works with: the store's ports, how sources are made, how captures are read, the clock."""

    rota: Rota
    inbox: Inbox
    ledger: Ledger
    make: Callable[[Mapping[str, str]], Source]
    read: ReadCapture
    investigator: Investigator
    clock: Clockwork
    owner: str  # a name no other process has
    pace: Pace = field(default_factory=Pace)
    tell: Tell = quietly
    at_once: Map = map
    stopped: Callable[[], bool] = lambda: False
    vectors: Callable[[Reading], Vectors] = lambda _reading: Vectors()


class Desk:
    """Works in rounds; any number of processes may work on one store."""

    def __init__(self, parts: Parts) -> None:
        """Nothing is asked for yet."""
        self._parts = parts
        self._placer = Placer()
        self._held = parts.clock()  # when the desk was last leased

    def round(self, among: frozenset[str], *, drain: bool = False) -> Round:
        """Poll those of the sources that are due, then work through what came in: one turn, or (``drain``) all."""
        done = Round()
        self.poll(among, done)
        self.digest(done, drain=drain)
        return done

    # -- polling ------------------------------------------------------------------------------------------------

    def poll(self, among: frozenset[str], done: Round) -> None:
        """Ask every source that is due and that nobody else asks."""
        parts = self._parts
        began = parts.clock()
        while not parts.stopped():
            until = parts.clock() + timedelta(seconds=parts.pace.lease)
            due = parts.rota.lease_due(began, until, parts.owner, among, parts.pace.at_once)
            if not due:
                return
            polls = []
            for polled, fresh in parts.at_once(self._poll, due):
                polls.append(polled)
                done.polled += 1
                done.failed += bool(polled.failures)
                done.captures += fresh
                if len(polls) == _SETTLED:
                    parts.rota.settle(parts.owner, polls)
                    polls = []
            parts.rota.settle(parts.owner, polls)

    def _poll(self, source: Watched) -> tuple[Polled, int]:
        """Take what a source has, its quota at most; raw bytes are kept one by one. How it went, and what was new."""
        parts, pace = self._parts, self._parts.pace
        began = parts.clock()
        fresh = 0
        if parts.stopped():  # before it was asked: it is due as before
            return Polled(source.id, source.due, source.failures, source.error), 0
        try:
            made = parts.make(source.options)
            # Everything: what was taken before, the source's memory knows. By dates, what is edited, or listed late,
            # would be lost.
            fetched = made.fetch(None)
            more = False
            with _closing(fetched):
                for capture in fetched:
                    if parts.inbox.receive(source.id, capture):
                        fresh += 1
                    more = fresh >= source.quota or parts.stopped() or not self._still_ours(source, began)
                    if more:
                        break
            for problem in made.problems:
                parts.tell("left out", source=source.name, location=problem.location, cause=problem.message)
            polled = watch.went_well(source, began, parts.clock(), pace, more=more)
        except NotBefore as error:
            polled = watch.put_off(source, parts.clock(), pace, str(error), error.moment)
        except InputError as error:
            polled = watch.failed(source, parts.clock(), pace, str(error))
        except StoreError:
            raise
        except Exception as error:  # noqa: BLE001 - one source's fault must not stop the others
            cause = _fault(error)
            polled = watch.failed(source, parts.clock(), pace, cause)
        facts = {"cause": polled.error} if polled.error else {}
        parts.tell("failed" if polled.error else "polled", source=source.name, new=fresh, due=polled.due, **facts)
        return polled, fresh

    def _still_ours(self, source: Watched, began: datetime) -> bool:
        """Whether the lease holds; renewed where a third of it has gone."""
        parts = self._parts
        now = parts.clock()
        lease = timedelta(seconds=parts.pace.lease)
        return now - began < lease / 3 or parts.rota.renew(source.id, now + lease, parts.owner)

    # -- reading and placing ------------------------------------------------------------------------------------

    def digest(self, done: Round, *, drain: bool = False) -> None:
        """Read what came in, place it, bring stories up to date: one turn of every source, or until nothing is left."""
        parts = self._parts
        if not parts.ledger.has_work(parts.clock()):
            return
        if not self._hold():
            done.busy = True
            return
        try:
            while not parts.stopped():
                done.left = self._turn(done)
                if not (drain and done.left):
                    break
        except LeaseLost as error:
            parts.tell("lease lost", cause=str(error))
            done.busy = True
        finally:
            parts.rota.release(DESK, parts.owner)

    def _hold(self) -> bool:
        parts = self._parts
        self._held = parts.clock()
        until = self._held + timedelta(seconds=parts.pace.lease)
        return parts.rota.lease(DESK, self._held, until, parts.owner)

    def _turn(self, done: Round) -> bool:
        """One turn; whether something is left."""
        left = self._read(done)
        left |= self._place(done)
        left |= self._update(done)
        self._tick(done)
        return left

    def _read(self, done: Round) -> bool:
        parts, pace = self._parts, self._parts.pace
        for _ in self._steps(pace.quota):
            came = parts.inbox.unread(pace.at_once, pace.at_once)
            for capture, source in came:
                try:
                    documents = parts.read(capture)
                except UnreadableInput as error:
                    cause = str(error).removeprefix(f"{capture.location}: ")
                except Exception as error:  # noqa: BLE001 - whatever stands in it, the rest goes on
                    cause = _fault(error)
                else:
                    parts.inbox.take_in(parts.owner, source, capture.id, documents)
                    continue
                parts.inbox.set_aside(capture.id, cause)
                parts.tell("unreadable", location=capture.location, cause=cause)
                done.unreadable += 1
            if len(came) < pace.at_once:
                return False
        return True

    def _place(self, done: Round) -> bool:
        parts, pace = self._parts, self._parts.pace
        for _ in self._steps(pace.quota):
            waiting = parts.inbox.next_waiting(pace.at_once, pace.at_once)
            if waiting:
                with parts.ledger.placing(parts.owner) as index:
                    done.documents += self._placer.place(waiting, index)
            if len(waiting) < pace.at_once:
                return False
        return True

    def _steps(self, quota: int) -> Iterator[None]:
        """As many steps as a quota has, each under a lease that holds."""
        for _ in range(max(1, -(-quota // self._parts.pace.at_once))):
            if self._parts.stopped():
                return
            self._renew()
            yield

    def _renew(self) -> None:
        """Hold the desk longer, where a third of the lease has gone."""
        if self._parts.clock() - self._held >= timedelta(seconds=self._parts.pace.lease / 3) and not self._hold():
            raise LeaseLost("another process reads and places by now")

    # -- readings -----------------------------------------------------------------------------------------------

    def _update(self, done: Round) -> bool:
        parts = self._parts
        behind = parts.ledger.behind(parts.pace.readings)
        for touched in behind:
            if parts.stopped():
                return True
            self._renew()
            self._publish(touched, done)
        return len(behind) == parts.pace.readings

    def _publish(self, touched: Touched, done: Round) -> None:
        """Read a story again and store what it changed."""
        parts = self._parts
        now = parts.clock()
        documents, aside = _first_and_last(parts.ledger.documents(touched.documents), parts.pace.longest_story)
        befores = [parts.ledger.latest(story) for story in dict.fromkeys((touched.story, *touched.before))]
        try:
            story = next(iter(cluster(documents, one_story=True)), None)
            reading = parts.investigator.read(story, left_aside=aside) if story else None
        except Exception as error:  # noqa: BLE001 - one story's fault must not stop the others; it is told
            parts.tell(
                "unread story", story=touched.story, cause=f"a fault of ours: {type(error).__name__}: {error}"[:500]
            )
            parts.ledger.publish(parts.owner, touched, None, ())
            return
        if reading is None:
            parts.ledger.publish(parts.owner, touched, None, ())
            return
        changes = notice.noticed([each for each in befores if each is not None], reading, now)
        due = notice.next_tick(reading, now)
        vectors = parts.vectors(reading)
        fresh = parts.ledger.publish(parts.owner, touched, reading, changes, due=due, vectors=vectors)
        done.stories += 1
        done.changes.extend(fresh)
        record = reading.record
        parts.tell(
            "story",
            story=record.story.id,
            title=record.story.title,
            documents=len(record.documents),
            changes=len(fresh),
        )

    def _tick(self, done: Round) -> None:
        """Clocks that opened or ran out since: nothing is read anew."""
        parts = self._parts
        now = parts.clock()
        for story in parts.ledger.run_out(now, parts.pace.readings):
            reading = parts.ledger.latest(story)
            changes: Sequence[Noticed] = notice.run_out(reading, now) if reading else ()
            due = notice.next_tick(reading, now) if reading else None
            done.changes.extend(parts.ledger.ticked(parts.owner, story, changes, due))


def _first_and_last(documents: Sequence[Document], most: int) -> tuple[Sequence[Document], tuple[Problem, ...]]:
    """As many documents of a story as are read, half of them its first and half its last, and those left aside."""
    if len(documents) <= most:
        return documents, ()
    ordered = sorted(documents, key=lambda document: order(traits(document)))
    first, last = most - most // 2, len(ordered) - most // 2
    cause = f"its story has {len(ordered)} documents, of which the first and last {most} are read"
    aside = tuple(Problem(each.title or each.url or each.id, cause) for each in ordered[first:last])
    return (*ordered[:first], *ordered[last:]), aside


def _fault(error: Exception) -> str:
    return f"a fault of ours: {type(error).__name__}: {error}"[:500]


@contextlib.contextmanager
def _closing(fetched: Iterator[Capture]) -> Iterator[None]:
    """Close a generator that is not taken to its end; other iterators have nothing to close."""
    try:
        yield
    finally:
        close = getattr(fetched, "close", None)
        if close is not None:
            close()
