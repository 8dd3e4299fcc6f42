"""Run as a program: a desk whose process is killed, again and again, each time a few statements later.

A program of its own, because a test session has threads that a fork should not copy. Each child goes on with what the
one before it left behind. Prints one JSON object: how many were killed, what the last one left, what was told.
"""

import json
import os
import signal
import sys
from datetime import timedelta
from itertools import count
from pathlib import Path

from sqlalchemy import Engine, event

from cuibono.app import Newsroom
from cuibono.desk.notice import KINDS
from cuibono.desk.tell import Crier
from cuibono.settings import Models, Settings
from tests.desk.test_rounds import EVERY, Office
from tests.desk.wire import NOON, read

STEP = 4  # statements by which each child lives longer


class Paper:
    """A channel that writes down what it is told, at once."""

    name, at_once = "paper", 3

    def __init__(self, path):
        self.path = path

    def tell(self, changes):
        with self.path.open("a") as paper:
            paper.write("".join(f"{change.id}\n" for change in changes))


def work(place, paper, number, investigator):
    """A day on the desk: one round, and whoever is to be told is told."""
    office = Office(investigator, place, owner=f"child {number}")
    office.clock.now = NOON + timedelta(hours=number)
    among = office.watch("a")
    office.wire.polls = {"a": EVERY}
    wire = office.store.wire
    crier = Crier([Paper(paper)], KINDS, wire, wire, office.clock)
    crier.begin()
    office.round(among, drain=True)
    crier.tell()
    office.store.close()


def left(place, investigator):
    office = Office(investigator, place)
    found = {
        "readings": {story: json.dumps(body, sort_keys=True) for story, body in office.readings().items()},
        "changes": sorted(change.id for change in office.store.wire.changes()),
        "unsure": office.store.wire.unsure(),
        "waiting": office.store.wire.counts(),
        "mismatches": [str(each) for each in office.store.verify(read)],
        "captures": office.store.facts().captures,
    }
    office.store.close()
    return found


def main(folder):
    with Newsroom(Settings(db=":memory:", models=Models(use=False))) as room:
        investigator = room.investigator
        work(folder / "calm.db", folder / "calm.txt", 0, investigator)
        killed = 0
        for number in count(1):
            pid = os.fork()
            if pid == 0:
                seen = count(1)

                def die(*_args, last=number * STEP, seen=seen):
                    if next(seen) == last:
                        os.kill(os.getpid(), signal.SIGKILL)

                event.listen(Engine, "before_cursor_execute", die)
                event.listen(Engine, "commit", die)
                work(folder / "store.db", folder / "told.txt", number, investigator)
                os._exit(0)
            _, status = os.waitpid(pid, 0)
            if not os.WIFSIGNALED(status):
                break
            killed += 1
        told = (folder / "told.txt").read_text().split()
        calm, after = (left(folder / name, investigator) for name in ("calm.db", "store.db"))
        print(json.dumps({"killed": killed, "calm": calm, "after": after, "told": told}))  # noqa: T201 - its result


if __name__ == "__main__":
    main(Path(sys.argv[1]))
