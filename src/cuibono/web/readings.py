"""Readings at hand: each is loaded once and kept as long as the store holds none newer."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock
from typing import Generic, TypeVar

from cuibono.app import Newsroom
from cuibono.core.errors import NotStored
from cuibono.core.reading import Reading
from cuibono.core.watch import Noticed
from cuibono.desk.compare import Difference
from cuibono.desk.search import Found, search
from cuibono.desk.since import News
from cuibono.store.shelf import Summary
from cuibono.web.links import Linked

T = TypeVar("T")
_READINGS = 24  # a reading of forty documents takes some megabytes
_PARTS = 24


@dataclass(slots=True)
class _Turn:
    """Who asks for one key at a time; ``asking`` counts who does."""

    lock: Lock = field(default_factory=Lock)
    asking: int = 0


class Kept(Generic[T]):
    """What was made last, by key; whoever asks while another makes it waits for that one."""

    def __init__(self, most: int) -> None:
        """Keep at most so many."""
        self._most = most
        self._made: OrderedDict[Hashable, T] = OrderedDict()
        self._making: dict[Hashable, _Turn] = {}
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """What is kept under this key, or what ``make`` gives; what it raises is raised and nothing is kept."""
        with self._lock:
            turn = self._making.setdefault(key, _Turn())
            turn.asking += 1
        try:
            with turn.lock:
                with self._lock:
                    if key in self._made:
                        self._made.move_to_end(key)
                        return self._made[key]
                made = make()
                with self._lock:
                    self._made[key] = made
                    while len(self._made) > self._most:
                        self._made.popitem(last=False)
                return made
        finally:
            with self._lock:
                turn.asking -= 1
                if not turn.asking:
                    del self._making[key]


class Readings:
    """The readings of a newsroom, laid out as pages. Safe to use from several threads."""

    def __init__(self, newsroom: Newsroom) -> None:
        """Nothing is read yet."""
        self._newsroom = newsroom
        self._whole: Kept[Linked] = Kept(_READINGS)
        self._parts: Kept[Linked] = Kept(_PARTS)
        self._changes: Kept[tuple[Difference, ...]] = Kept(_PARTS)
        self._one_at_a_time = Lock()  # an investigation takes all cores by itself

    def stories(self) -> tuple[Summary, ...]:
        """Every story's latest reading in one line, those told last first."""
        known = self._newsroom.store.stories()
        return tuple(sorted(known, key=lambda s: (s.as_of is None, -(s.as_of or s.read_at).timestamp(), s.id)))

    def latest(self, story: str) -> str:
        """A name for a story's latest reading, by the story's whole id; a new one means that it was read again.

        Raises:
            NotStored: there is no such story.
        """
        known, reading = self._newsroom.store.newest(story)
        if known != story:
            raise NotStored(f"there is no story {story!r} in this store; the nearest is {known!r}")
        return reading

    def whole(self, story: str) -> Linked:
        """A story's latest reading.

        Raises:
            NotStored: there is no such story.
        """
        key = (story, self.latest(story))
        return self._whole.get(key, lambda: Linked(self._newsroom.reading(story), f"/stories/{story}"))

    def part(self, story: str, aside: frozenset[str]) -> Linked:
        """The same story read anew without some of its documents (ids).

        Raises:
            NotStored: there is no such story.
            SettingsError: nothing would remain.
        """
        whole = self.whole(story)
        known = aside.intersection(whole.record.documents)
        if not known:
            return whole

        def make() -> Linked:
            with self._one_at_a_time:
                return Linked(self._newsroom.apart(whole.reading, known), whole.base)

        return self._parts.get((story, self.latest(story), known), make)

    def since(self, page: Linked, looked: datetime) -> News:
        """What changed in a story after somebody looked at it; at once."""
        story = page.record.story.id
        return self._newsroom.since(page.reading, self._newsroom.store.readings(story)[0].read_at, looked)

    def noticed(self, page: Linked, most: int) -> tuple[Noticed, ...]:
        """What the desk noticed in a story at all, the last first."""
        story = page.record.story.id
        found = self._newsroom.store.wire.changes(None, story, most)
        return tuple(change for change in found if change.story == story)

    def search(self, words: str, most: int) -> Found:
        """Claims and documents that hold all the words; by index."""
        return search(words, self._newsroom.store.wire, None, most)

    def changes(self, page: Linked, moment: datetime) -> tuple[Difference, ...]:
        """What changed in a story since a moment. As slow as reading it once, and kept.

        Raises:
            NotStored: nothing of it had been published by then.
        """

        def make() -> tuple[Difference, ...]:
            with self._one_at_a_time:
                return self._newsroom.changes(page.reading, moment)

        story = page.record.story.id
        return self._changes.get((story, self.latest(story), moment), make)

    def read(self, story: str) -> Reading:
        """A story's latest reading, as it is stored.

        Raises:
            NotStored: there is no such story.
        """
        return self.whole(story).reading
