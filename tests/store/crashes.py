"""Run as a program: write a store in child processes that are killed, or that write at once, and say what was left.

A program of its own, because a test session has threads and open files that a fork should not copy. Prints one JSON
object. ``every-statement PATH``: a child is killed before its first SQL statement, the next one before its second, and
so on until one survives. ``any-moment PATH N SEED``: N children are killed after a random time. ``together PLACE N``:
N children write at once.
"""

import itertools
import json
import os
import random
import signal
import sys
import time
import traceback
from pathlib import Path

import alembic.command  # noqa: F401 - loaded before the forks, so that they are fast
from sqlalchemy import Engine, event

from cuibono.store.migrate import _NEW
from cuibono.store.sql import Store
from tests.store.samples import PAPER, WIRE, Ticks, capture, kept, make_reading, read


def write(place, name):
    """Everything that writes: a new store, captures, documents, readings, a replaced one, a forgotten one."""
    with Store(place, Ticks()) as store:
        shared = capture("shared.txt", PAPER)
        one = kept(store, capture(f"{name}.txt", f"{WIRE}\n\n{name}"), shared)
        store.put(make_reading(*one, name=f"story-{name}"))
        store.put(make_reading(*one, name=f"story-{name}", title="again"))
        other = kept(store, capture(f"{name}-2.txt", f"{WIRE}\n\n{name}, other"), shared)
        store.put(make_reading(*other, name=f"gone-{name}"))
        store.forget(f"gone-{name}")


def child(work):  # the child never returns
    """Start a child that does the work; its process id."""
    pid = os.fork()
    if pid == 0:
        try:
            work()
        except BaseException:  # noqa: BLE001 - the child must not come back
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    return pid


def left_behind(place):
    """What a store holds after a crash: mismatches (there should be none), and whether it can still be written."""
    with Store(place, Ticks()) as store:
        found = [str(mismatch) for mismatch in store.verify(read)] + list(store.facts().problems)
        stories = [summary.id for summary in store.stories()]
        for story in stories:
            store.get(story)
        store.keep(capture("after the crash"))
    return found, stories


def every_statement(path):  # noqa: RET503 - the loop ends by returning
    report = {"killed": 0, "found": [], "stories": []}
    tables = len(_NEW.read_text("utf-8").split("\n\n"))  # made in one transaction: every sixth of them tells enough
    for last in itertools.chain(range(1, tables, 6), itertools.count(tables)):
        place = path / f"{last}.db"

        def work(last=last, place=place):
            seen = itertools.count(1)

            def die(*_args):
                if next(seen) == last:
                    os.kill(os.getpid(), signal.SIGKILL)

            event.listen(Engine, "before_cursor_execute", die)
            event.listen(Engine, "commit", die)
            write(place, "x")

        _, status = os.waitpid(child(work), 0)
        if not os.WIFSIGNALED(status):
            report["survived"] = os.waitstatus_to_exitcode(status) == 0
            return report
        report["killed"] += 1
        found, stories = left_behind(place)
        report["found"] += found
        report["stories"].append(len(stories))


def any_moment(path, rounds, seed):
    chance = random.Random(seed)
    place = path / "store.db"
    began = time.monotonic()
    write(path / "calm.db", "x")
    usual = time.monotonic() - began
    report = {"killed": 0, "found": [], "stories": []}
    for number in range(rounds):

        def work(number=number):
            for again in itertools.count():
                write(place, f"{number}-{again}")

        pid = child(work)
        time.sleep(chance.uniform(0, usual))
        os.kill(pid, signal.SIGKILL)
        _, status = os.waitpid(pid, 0)
        report["killed"] += os.WIFSIGNALED(status)
        found, stories = left_behind(place)
        report["found"] += found
        report["stories"].append(len(stories))
    return report


def together(place, count):
    pids = [child(lambda number=number: write(place, str(number))) for number in range(count)]
    codes = [os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in pids]
    found, stories = left_behind(place)
    return {"codes": codes, "found": found, "stories": sorted(stories)}


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["every-statement", path]:
            told = every_statement(Path(path))
        case ["any-moment", path, rounds, seed]:
            told = any_moment(Path(path), int(rounds), int(seed))
        case ["together", place, count]:
            told = together(place, int(count))
    print(json.dumps(told))  # noqa: T201 - its result
