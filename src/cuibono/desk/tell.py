"""Who is told of what: every change once to every channel, and never twice.

A change is claimed before it is told, so that no two processes tell it. Where a channel says that it certainly did not
arrive, the claim is given back and it is tried again, later each time; where nobody can say, it stays claimed: it may
have been told, and telling it again would break the promise. How many these are can be seen.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from cuibono.core.errors import CuiBonoError, NotTold
from cuibono.core.news import Validator
from cuibono.core.ports import Clockwork, Memory
from cuibono.core.store_ports import Diary
from cuibono.core.watch import Noticed
from cuibono.desk.rounds import Tell, quietly

_MOST = 500  # changes told in one go
_PAUSE, _LONGEST = 60.0, 6 * 3_600.0  # seconds after a failure, doubled each time


class Channel(Protocol):
    """Somebody who is told."""

    @property
    def name(self) -> str:
        """What the channel is called in the store; the same in every run."""
        ...

    @property
    def at_once(self) -> int:
        """How many changes are told together."""
        ...

    def tell(self, changes: Sequence[Noticed]) -> None:
        """Tell of these changes.

        Raises:
            NotTold: it certainly did not arrive.
            CuiBonoError: nobody can say whether it arrived.
        """
        ...


@dataclass(slots=True)
class _State:
    failures: int = 0
    rests_until: datetime | None = None


@dataclass(slots=True)
class Crier:
    """Tells channels of changes of the chosen kinds, from the moment on at which a channel was first known."""

    channels: Sequence[Channel]
    kinds: Collection[str]
    diary: Diary
    memory: Memory
    clock: Clockwork
    log: Tell = quietly
    _states: dict[str, _State] = field(default_factory=dict)

    def begin(self) -> None:
        """Note when each channel is first known: nobody wants to be told the whole past."""
        for channel in self.channels:
            self._since(channel)

    def tell(self) -> int:
        """Tell every channel what it has not been told; how many tellings went well."""
        return sum(self._tell(channel) for channel in self.channels)

    def _tell(self, channel: Channel) -> int:
        state = self._states.setdefault(channel.name, _State())
        if state.rests_until and self.clock() < state.rests_until:
            return 0
        waiting = list(self.diary.untold(channel.name, self._since(channel), self.kinds, _MOST))
        well = 0
        while waiting:
            some, waiting = waiting[: channel.at_once], waiting[channel.at_once :]
            claimed = set(self.diary.claim(channel.name, [change.id for change in some]))
            some = [change for change in some if change.id in claimed]
            if not some:
                continue
            ids = [change.id for change in some]
            try:
                channel.tell(some)
            except NotTold as error:
                self.diary.settled(channel.name, ids, told_of=False)
                self._rest(channel, state, str(error))
                return well
            except CuiBonoError as error:
                self.log("alert unsure", channel=channel.name, changes=ids, cause=str(error))
                self._rest(channel, state, str(error))
                return well
            self.diary.settled(channel.name, ids, told_of=True)
            state.failures, state.rests_until = 0, None
            self.log("told", channel=channel.name, changes=ids)
            well += len(ids)
        return well

    def _rest(self, channel: Channel, state: _State, cause: str) -> None:
        pause = min(_PAUSE * 2.0**state.failures, _LONGEST)
        state.failures = min(state.failures + 1, 20)
        state.rests_until = self.clock() + timedelta(seconds=pause)
        self.log("alert failed", channel=channel.name, cause=cause, again=state.rests_until)

    def _since(self, channel: Channel) -> datetime:
        known = self.memory.recall(f"channel:{channel.name}")
        if known is not None:
            return datetime.fromisoformat(known.etag)
        now = self.clock()
        self.memory.remember(f"channel:{channel.name}", Validator(now.isoformat()))
        return now
