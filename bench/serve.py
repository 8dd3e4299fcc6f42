"""How soon a hall full of readers hears a turn: 200 live readers of one room, the server and they in a process each.

Prints a table; run by `make bench`. A turn is made when the store has it; it is delivered when a reader has read its
last byte. Both are told by the machine's monotonic clock, which processes share. Ends with 1 if a turn is lost or
repeated, or if half of the deliveries take longer than they may.
"""

from __future__ import annotations

import asyncio
import json
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from cuibono.app import Newsroom
from cuibono.core.talk import Turn
from cuibono.settings import Models, Settings
from cuibono.web.access import access
from cuibono.web.running import listening, running
from cuibono.web.server import server

READERS = 200
MAY_TAKE = 0.3  # seconds, at the median
PACE = 0.4  # seconds between two turns of the panel
PEOPLE = 12  # remarks that another process stores
ROOT = Path(__file__).parent.parent


async def reader(host: str, port: int, path: str, heard: list[tuple[int, float]], ready: asyncio.Semaphore) -> None:
    """One reader of a room: the number of each turn and when its last byte came."""
    read, write = await asyncio.open_connection(host, port, limit=2**20)
    write.write(f"GET {path} HTTP/1.1\r\nHost: {host}:{port}\r\n\r\n".encode())
    await write.drain()
    number = 0
    async for line in read:
        if line.startswith(b": the room"):
            ready.release()
        elif line.startswith(b"id: "):
            number = int(line[4:])
        elif line.startswith(b"\n") and number:
            heard.append((number, time.monotonic()))
            number = 0


async def hall(host: str, port: int, path: str, count: int) -> None:
    """Many readers; says when all of them sit, and at the end of standard input what each heard and when."""
    ready = asyncio.Semaphore(0)
    heard: list[list[tuple[int, float]]] = [[] for _ in range(count)]
    tasks = [asyncio.create_task(reader(host, port, path, each, ready)) for each in heard]
    for _ in range(count):
        await ready.acquire()
    print(time.monotonic(), flush=True)
    await asyncio.to_thread(sys.stdin.read)
    for task in tasks:
        task.cancel()
    print(json.dumps(heard))


@dataclass(frozen=True)
class Run:
    """When all readers sat, how many turns there were at the end, and the CPU seconds of the server in between."""

    seated: float
    total: int
    cpu: float


def main() -> int:
    folder = Path(tempfile.mkdtemp(prefix="cuibono-bench-"))
    settings = Settings(db=folder / "store.db", models=Models(use=False))
    made: dict[int, float] = {}
    people: set[int] = set()
    try:
        with Newsroom(settings) as newsroom, listening("127.0.0.1", 0) as door, Newsroom(settings) as others:
            newsroom.read([str(ROOT / "examples" / "wellhead")])
            story = max(newsroom.store.stories(), key=lambda each: each.documents).id
            convener = newsroom.convener
            step = convener.step

            def noted(story_id: str) -> Turn | None:
                turn = step(story_id)
                at = time.monotonic()
                if turn is not None:
                    made.setdefault(convener.after(story_id, 0)[-1][0], at)
                return turn

            convener.step = noted
            port = door.getsockname()[1]
            web = running(server(newsroom, access("127.0.0.1", port), pace=PACE))
            thread = threading.Thread(target=web.run, kwargs={"sockets": [door]})
            thread.start()
            path = f"/stories/{story}/room/live?after=0"
            readers = subprocess.Popen(
                [sys.executable, __file__, "--hall", "127.0.0.1", str(port), path, str(READERS)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            seated = float(readers.stdout.readline())
            began = resource.getrusage(resource.RUSAGE_SELF)
            while not convener.open(story).ended:
                time.sleep(0.3)
            for place in range(PEOPLE):
                said = others.convener.say(story, f"Reader {place}", f"Who denies it, number {place}?")
                at = time.monotonic()
                made |= {number: at for number, _turn in said}
                people |= {number for number, _turn in said}
                time.sleep(0.5)
            time.sleep(1)
            ended = resource.getrusage(resource.RUSAGE_SELF)
            total = convener.open(story).turns[-1][0]
            heard = json.loads(readers.communicate()[0])
            web.should_exit = True
            thread.join()
    finally:
        shutil.rmtree(folder)
    cpu = ended.ru_utime + ended.ru_stime - began.ru_utime - began.ru_stime
    return told(heard, made, people, Run(seated, total, cpu))


def told(heard: list[list[tuple[int, float]]], made: dict[int, float], people: set[int], run: Run) -> int:
    """The table, and the code to end with."""
    lost = sum(run.total - len({number for number, _at in each}) for each in heard)
    repeated = sum(len(each) - len({number for number, _at in each}) for each in heard)
    disordered = sum([n for n, _ in each] != sorted(n for n, _ in each) for each in heard)
    late: dict[str, list[float]] = defaultdict(list)
    for each in heard:
        for number, at in each:
            if made.get(number, 0) > run.seated:
                late["another process" if number in people else "the panel"].append(at - made[number])
    fate = f"{lost} lost, {repeated} repeated, {disordered} out of order"
    print(f"{len(heard)} readers of one room, {run.total} turns: {fate}")
    print(f"{'turns stored by':<18}{'deliveries':>12}{'median ms':>12}{'95 % ms':>10}{'last ms':>10}")
    good = not (lost or repeated or disordered) and bool(late)
    for who, delays in sorted(late.items()):
        delays.sort()
        middle = statistics.median(delays)
        good = good and middle < MAY_TAKE
        print(
            f"{who:<18}{len(delays):>12,}{middle * 1000:>12.0f}{delays[int(len(delays) * 0.95)] * 1000:>10.0f}"
            f"{delays[-1] * 1000:>10.0f}"
        )
    each = 1000 * run.cpu / max(1, sum(map(len, late.values())))
    print(f"CPU of the server: {run.cpu:.1f} s; {each:.2f} ms for a delivery")
    return 0 if good else 1


if __name__ == "__main__":
    if sys.argv[1:2] == ["--hall"]:
        asyncio.run(hall(sys.argv[2], int(sys.argv[3]), sys.argv[4], int(sys.argv[5])))
    else:
        sys.exit(main())
