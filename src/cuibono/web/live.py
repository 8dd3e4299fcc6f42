"""Rooms as they happen: one task for each room that somebody watches, any number of readers.

A room is the numbered turns of the store; here they stand in memory as the bytes that are sent, made once for all
readers. A reader is a place in that list and a bell: it sends what lies above its place and waits. So nothing is lost
or sent twice, however often a reader goes and comes back with the number it saw last.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

from fastapi.sse import KEEPALIVE_COMMENT, format_sse_event

from cuibono.core.errors import CuiBonoError
from cuibono.core.talk import Live, Turn
from cuibono.desk.convene import Convener

_LOG = logging.getLogger(__name__)
_LOOK = 0.1  # seconds between looks for turns that another process stored
_HEARTBEAT = 15.0  # seconds of silence after which a comment shows that the line stands; proxies cut at 30 or 60
_AGAIN = 1000  # milliseconds after which a browser comes back
_LINGER = 5.0  # seconds that a room is kept for readers who come back
_SETTLE = 0.3  # seconds that readers have the machine to themselves before the panel thinks on: it takes a core
_IDLE = 5.0  # seconds between looks whether a panel that had nothing to say has something
MOST = 2000  # readers at a time

Write = Callable[[str, int, Turn, tuple[tuple[int, Turn], ...]], str]  # story, number, turn, what was said before


@dataclass(frozen=True, slots=True)
class State:
    """How a room stands: whether the panel has nothing new to say, and the turns that nobody answered."""

    ended: bool
    unanswered: tuple[str, ...]
    problem: str = ""


class Rooms:
    """The rooms that are watched. Lives on one event loop; the store is asked in threads."""

    def __init__(self, convener: Convener, write: Write, pace: float) -> None:
        """``write`` makes a turn's HTML; ``pace`` is the seconds that a turn has the floor before the next."""
        self._convener = convener
        self._write = write
        self._pace = pace
        self._rooms: dict[str, _Room] = {}
        self._readers = 0
        self.closing = False

    def close(self) -> None:
        """Let every reader go, so that the server can end; they come back to the next one."""
        self.closing = True
        for room in self._rooms.values():
            room.ring()

    @property
    def full(self) -> bool:
        """Whether there are as many readers as this server holds."""
        return self._readers >= MOST

    def nudge(self, story: str) -> None:
        """Somebody has spoken in a room: look at once."""
        if room := self._rooms.get(story):
            room.nudge.set()

    async def read(self, story: str, after: int) -> AsyncIterator[bytes]:
        """The turns of a room above a running number, as server-sent events, for as long as somebody reads."""
        room = self._rooms.get(story)
        if room is None:
            room = self._rooms[story] = _Room(story, self._convener, self._write, self._pace)
        self._readers += 1
        room.readers += 1
        if room.task is None or room.task.done():
            room.task = asyncio.create_task(self._run(room))
        try:
            yield format_sse_event(comment="the room", retry=_AGAIN)
            seen, state = after, None
            while not self.closing:
                bell = room.bell
                for number, frame in room.above(seen):
                    yield frame
                    seen = number
                if room.state is not None and room.state != state:
                    state = room.state
                    yield _told(state)
                if bell is not room.bell:
                    continue
                try:
                    await asyncio.wait_for(bell.wait(), _HEARTBEAT)
                except TimeoutError:
                    yield KEEPALIVE_COMMENT
        finally:
            self._readers -= 1
            room.readers -= 1

    async def _run(self, room: _Room) -> None:
        """Watch a room until nobody has read it for a while."""
        left = None
        loop = asyncio.get_running_loop()
        while not self.closing:
            if room.readers:
                left = None
            else:
                left = left or loop.time()
                if loop.time() - left > _LINGER:
                    break
            try:
                await room.look(goes_on=bool(room.readers))
            except CuiBonoError as error:
                room.fail(str(error))
                _LOG.warning("room %s: %s", room.story, error)
                await asyncio.sleep(_IDLE)
            except Exception as error:  # noqa: BLE001 - whatever it is, nobody is left waiting in silence
                room.fail(f"a fault of ours, please report it: {type(error).__name__}")
                _LOG.exception("room %s", room.story)
                await asyncio.sleep(_IDLE)
            await room.wait()
        if not room.readers:
            self._rooms.pop(room.story, None)


class _Room:
    """One room: what was said in it as bytes to send, and when it is the panel's turn again."""

    def __init__(self, story: str, convener: Convener, write: Write, pace: float) -> None:
        self.story = story
        self.readers = 0
        self.task: asyncio.Task[None] | None = None
        self.bell = asyncio.Event()
        self.nudge = asyncio.Event()
        self.state: State | None = None
        self._convener = convener
        self._write = write
        self._pace = pace
        self._turns: list[tuple[int, Turn]] = []
        self._frames: list[tuple[int, bytes]] = []
        self._next = 0.0  # when the panel may go on, in the loop's time
        self._stale = True  # whether something was said since the state was told
        self._thinking: asyncio.Task[None] | None = None

    def above(self, number: int) -> list[tuple[int, bytes]]:
        """What is to be sent to who has seen everything up to a number."""
        first = len(self._frames)
        while first and self._frames[first - 1][0] > number:
            first -= 1
        return self._frames[first:]

    def ring(self) -> None:
        """Wake all readers."""
        bell, self.bell = self.bell, asyncio.Event()
        bell.set()

    def fail(self, problem: str) -> None:
        """Tell readers that the room cannot go on."""
        self.state = State(ended=False, unanswered=(), problem=problem)
        self._stale = True
        self.ring()

    async def look(self, *, goes_on: bool) -> None:
        """Take what the store has, and let the panel go on beside that: thinking must keep nobody waiting.

        Raises:
            CuiBonoError: the store cannot be read, or the panel could not go on when it was let last.
        """
        last = self._turns[-1][0] if self._turns else 0
        fresh = await asyncio.to_thread(self._convener.after, self.story, last)
        now = asyncio.get_running_loop().time()
        if fresh:
            self._next = now + self._pace if self._turns else now  # a room that is opened again goes on at once
            self._stale = True
            self._take(fresh)
        if self._thinking is not None and self._thinking.done():
            thought, self._thinking = self._thinking, None
            thought.result()
        if self._thinking is None and (self._stale or (goes_on and now >= self._next)):
            self._thinking = asyncio.create_task(self._think(speaks=goes_on and now >= self._next))

    async def _think(self, *, speaks: bool) -> None:
        """Let the panel say one thing, if it has the floor; see how the room stands."""
        if speaks:
            turn = await asyncio.to_thread(self._convener.step, self.story)
            self._next = asyncio.get_running_loop().time() + (_IDLE if turn is None else self._pace)
            self.nudge.set()
            if turn is not None:
                return  # it is taken from the store, as everybody's turns are
        await asyncio.sleep(_SETTLE)
        self._stale = False
        live: Live = await asyncio.to_thread(self._convener.open, self.story)
        state = State(live.ended, live.unanswered)
        if state != self.state:
            self.state = state
            self.ring()

    async def wait(self) -> None:
        """Until it is time to look again, or somebody speaks."""
        try:
            await asyncio.wait_for(self.nudge.wait(), _LOOK)
        except TimeoutError:
            return
        self.nudge.clear()

    def _take(self, fresh: tuple[tuple[int, Turn], ...]) -> None:
        for number, turn in fresh:
            if self._turns and number <= self._turns[-1][0]:
                continue
            written = self._write(self.story, number, turn, tuple(self._turns))
            self._turns.append((number, turn))
            self._frames.append((number, format_sse_event(event="turn", data_str=written, id=str(number))))
        self.ring()


def _told(state: State) -> bytes:
    """The state as an event without id: it belongs to no turn."""
    data = {"ended": state.ended, "unanswered": state.unanswered, "problem": state.problem}
    return format_sse_event(event="state", data_str=json.dumps(data))
