"""The rooms: a panel that talks step by step on the record, people who join in, and everything stored as it is said.

A room is its stored turns. The panel's state is made from them (:meth:`cuibono.room.panel.Panel.resume`), so whoever
opens the store next goes on where the room was left, and two callers never store the same step: each turn has a running
number, a number is given once, and who comes late takes what the other one stored.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock, RLock

from cuibono.core.ids import content_id
from cuibono.core.reading import Reading
from cuibono.core.store_ports import Readings, Rooms
from cuibono.core.talk import Act, Entry, Lens, Live, Remark, Turn
from cuibono.desk.phrase import Speechwriter
from cuibono.room import remarks
from cuibono.room.answers import replies
from cuibono.room.lenses import CHAIR
from cuibono.room.meaning import Meaning
from cuibono.room.panel import Panel, Step
from cuibono.room.table import Table

_KEPT = 16  # stories whose tables stay in memory; a reading of forty documents takes some megabytes
_OPENED = {Act.CHALLENGE, Act.ASK}


@dataclass(frozen=True, slots=True)
class _Ground:
    """What is argued about: a reading, laid out; and a name for what was read."""

    token: str  # of the reading
    table: Table
    basis: str


@dataclass(slots=True)
class _Seat:
    """A panel that has heard everything up to a running number."""

    panel: Panel
    ground: _Ground
    number: int = 0
    basis: str = ""  # of the turn heard last


class Convener:
    """Opens rooms, lets the panel go on, and people speak. Safe to use from several threads and processes."""

    def __init__(
        self,
        readings: Readings,
        rooms: Rooms,
        lenses: Sequence[Lens],
        writer: Speechwriter | None = None,
        meaning: Meaning | None = None,
    ) -> None:
        """Wire the parts; nothing is read yet. ``writer`` has the panel's turns phrased by a model; ``meaning`` finds
        what a person asks or says in other words too.
        """
        self._writer = writer
        self._meaning = meaning
        self._readings = readings
        self._rooms = rooms
        self._lenses = tuple(lenses)
        self._grounds: OrderedDict[str, _Ground] = OrderedDict()
        self._seats: dict[str, _Seat] = {}
        self._locks: dict[str, RLock] = {}
        self._lock = Lock()

    def open(self, story_id: str) -> Live:
        """The room of a story as it stands; what is stored, and whether the panel has more to say.

        Raises:
            NotStored: there is no such story, or several.
        """
        story, ground = self._ground(story_id)
        entries = self._rooms.entries(story)
        return Live(story, _numbered(entries), self._ended(story, ground), _unanswered(entries))

    def after(self, story_id: str, number: int) -> tuple[tuple[int, Turn], ...]:
        """Stored turns above a running number, in order; cheap where there are none.

        Raises:
            NotStored: there is no such story, or several.
        """
        return _numbered(self._rooms.entries(self._whole(story_id), number))

    def step(self, story_id: str) -> Turn | None:
        """Make and store the panel's next turn; None when nothing new can be said.

        Where another caller stores it first, that one's is the answer.

        Raises:
            NotStored: there is no such story, or several.
        """
        story, ground = self._ground(story_id)
        with self._lock_of(story):
            seat = self._seat(story, ground)
            worded: tuple[str, Turn] | None = None
            while step := seat.panel.step():
                if worded is None or worded[0] != step.move:
                    worded = step.move, self._said(seat, step, story)
                turn = worded[1]
                entry = Entry(seat.number + 1, turn, step.move, ground.basis, closes=step.closes)
                if self._rooms.add(story, [entry]):
                    seat.panel.take(step, turn)
                    seat.number, seat.basis = entry.number, ground.basis
                    return turn
                for faster in self._rooms.entries(story, seat.number):
                    if faster.move:
                        return faster.turn
                seat = self._seat(story, ground)  # a person has spoken meanwhile
        return None

    def say(self, story_id: str, who: str, text: str, answers: str = "") -> tuple[tuple[int, Turn], ...]:
        """Store what a person says, and what the panel answers to it from the record; both with running numbers.

        ``answers`` is the id of the turn that the person speaks to, if any.

        Raises:
            NotStored: there is no such story, or several.
            SettingsError: nothing is said, too much, or to a turn that nobody made.
        """
        story, ground = self._ground(story_id)
        words, name = remarks.clean(text, who)
        while True:
            so_far = self._rooms.entries(story)
            target = remarks.target(answers, [entry.turn for entry in so_far])
            number = len(so_far) + 1
            remark = remarks.remark(ground.table, name, words, number, target)
            answered = tuple(replies(ground.table, remark, target, self._lenses))
            closes = all(reply.closes for reply in answered)  # a remark of two questions is open while one is
            said = [
                Entry(number, remark, basis=ground.basis),
                *(
                    Entry(number + place, reply.turn, basis=ground.basis, closes=closes)
                    for place, reply in enumerate(answered, 1)
                ),
            ]
            if self._rooms.add(story, said):
                return _numbered(said)

    def _said(self, seat: _Seat, step: Step, story: str) -> Turn:
        """How a step is worded: in the room's own words, or in a model's as far as these stand."""
        if self._writer is None:
            return step.turn
        lens = step.choice.lens if step.choice else next((one for one in self._lenses if one.name == CHAIR), None)
        if lens is None:
            return step.turn
        talk = [entry.turn for entry in self._rooms.entries(story)]
        return self._writer.phrase(step.turn, lens, seat.ground.table.record, seat.panel.gate, talk)

    def _whole(self, story_id: str) -> str:
        return self._readings.newest(story_id)[0]

    def _ground(self, story_id: str) -> tuple[str, _Ground]:
        """The whole id of a story, and its latest reading laid out; kept as long as there is no newer one."""
        story, token = self._readings.newest(story_id)
        with self._lock:
            known = self._grounds.get(story)
        if known is None or known.token != token:
            reading = self._readings.get(story)
            known = _Ground(token, Table(reading.record, reading.findings, self._meaning), _basis(reading))
        with self._lock:
            self._grounds[story] = known
            self._grounds.move_to_end(story)
            while len(self._grounds) > _KEPT:
                gone, _ground = self._grounds.popitem(last=False)
                self._seats.pop(gone, None)
        return story, known

    def _lock_of(self, story: str) -> RLock:
        with self._lock:
            return self._locks.setdefault(story, RLock())

    def _seat(self, story: str, ground: _Ground) -> _Seat:
        """The panel as everything stored has left it. The story's lock is held.

        Where somebody else stored something, it is made anew from what is stored, as after a restart.
        """
        seat = self._seats.get(story)
        fresh = self._rooms.entries(story, seat.number if seat else 0)
        if seat is None or fresh or seat.ground is not ground:
            fresh = self._rooms.entries(story)
            seat = _Seat(Panel(ground.table, self._lenses), ground)
            for entry in fresh:
                _hear(seat, entry)
            if seat.basis and seat.basis != ground.basis:
                seat.panel.go_on()  # more was read since: there may be more to say
            self._seats[story] = seat
        return seat

    def _ended(self, story: str, ground: _Ground) -> bool:
        """Whether the panel has nothing new to say; while it is making a turn, it has."""
        lock = self._lock_of(story)
        if not lock.acquire(blocking=False):
            return False
        try:
            return self._seat(story, ground).panel.step() is None
        finally:
            lock.release()


def _hear(seat: _Seat, entry: Entry) -> None:
    if seat.basis and entry.basis != seat.basis:
        seat.panel.go_on()
    if isinstance(entry.turn, Remark):
        seat.panel.hear(entry.turn)
    elif entry.move:
        seat.panel.resume(entry.turn, entry.move)
    seat.number, seat.basis = entry.number, entry.basis


def _numbered(entries: Sequence[Entry]) -> tuple[tuple[int, Turn], ...]:
    return tuple((entry.number, entry.turn) for entry in entries)


def _unanswered(entries: Sequence[Entry]) -> tuple[str, ...]:
    """Challenges and questions, of the panel and of people, that nothing said since has closed."""
    still: dict[str, None] = {}
    for entry in entries:
        if entry.turn.act in _OPENED:
            still[entry.turn.id] = None
        if entry.closes:
            for answered in entry.turn.answers:
                still.pop(answered, None)
    return tuple(still)


def _basis(reading: Reading) -> str:
    """A name for what was read and found: the same for the same, whenever it is read."""
    record = reading.record
    findings = sorted(finding.id for finding in reading.findings)
    return content_id("r", sorted(record.documents), sorted(record.claim), findings)
