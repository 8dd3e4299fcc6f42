"""The wire: feeds polled for each CPU second, and what one more document costs where many are stored already.

python bench/wire.py [DATA] [DOCUMENTS]     (10,000 documents unless told otherwise; 100,000 is the aim)

Polling: 1,000 feeds on a loopback server that all answer 304, in one cycle of a desk: leases, look-ups in the store,
requests through the egress with its manners, and what is written down afterwards.
Ingestion: documents made of real articles are kept, read, told from copies, placed in stories and stored, as a desk
does it; the stories are not read (that costs what `bench/speed.py` measures). Prints the curve. The documents span
a year whatever their number, so that what lies within a month of the last one does not grow from tenth to tenth: it
is the number of old stories that must not count.
"""

from __future__ import annotations

import contextlib
import json
import random
import re
import resource
import socketserver
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from speed import articles

from cuibono import readers
from cuibono.app import Newsroom
from cuibono.core.news import Capture
from cuibono.core.watch import DESK
from cuibono.desk.config import Asked, Config
from cuibono.desk.place import Placer
from cuibono.language.words import stem
from cuibono.settings import Models, Settings
from cuibono.sources.http import Egress
from cuibono.sources.limits import Limits
from cuibono.sources.manners import Manners, Polite
from cuibono.store.sql import Store
from cuibono.stories.weights import background
from cuibono.watching import Outside, Watching

FEEDS = 1_000
DOCUMENTS = int(sys.argv[2]) if len(sys.argv) > 2 else 10_000
BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
DAYS = 365.0
_WORD = re.compile(r"\b(?:[A-Z][a-z]{2,}|[a-z]{5,})\b")
BATCH = 50
FEED = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>Feed</title><item><title>One item</title>
<link>https://news.example/1</link><guid>1</guid>
<description>The council said 12 bridges will close.</description></item></channel></rss>"""


class Unchanged(socketserver.StreamRequestHandler):
    """Answers 200 with a mark, and 304 to whoever names it."""

    def handle(self) -> None:
        request = b""
        while b"\r\n\r\n" not in request:
            data = self.connection.recv(4096)
            if not data:
                return
            request += data
        if b"If-None-Match" in request or b"if-none-match" in request:
            self.connection.sendall(b"HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n")
        else:
            head = f'HTTP/1.1 200 OK\r\nETag: "1"\r\nContent-Type: text/xml\r\nContent-Length: {len(FEED)}\r\n\r\n'
            self.connection.sendall(head.encode() + FEED)


@contextlib.contextmanager
def serving() -> Iterator[int]:
    """The server in a process of its own, so that its CPU time is not counted."""
    import os  # noqa: PLC0415 - a fork before any thread

    class Server(socketserver.ThreadingTCPServer):
        request_queue_size = 256
        daemon_threads = True

    server = Server(("127.0.0.1", 0), Unchanged)
    pid = os.fork()
    if pid == 0:
        server.serve_forever()
    port = int(server.server_address[1])
    server.server_close()
    try:
        yield port
    finally:
        os.kill(pid, 9)
        os.waitpid(pid, 0)


def polling(folder: Path) -> tuple[float, int]:
    """(feeds per CPU second, feeds) of a cycle in which nothing changed."""
    with serving() as port:
        now = [BEGIN]
        limits = Limits(intranet=frozenset({f"127.0.0.1:{port}"}))
        # All feeds are on one host here; a real thousand is not, so its gap is not waited for.
        egress = Egress(lambda: now[0], limits)
        fetcher = Polite(egress, lambda: now[0], Manners(gap=0.0, patience=600.0), lambda _seconds: None)
        sources = tuple(
            Asked({"kind": "feed", "url": f"http://127.0.0.1:{port}/{number}"}, 900.0, 50, "bench")
            for number in range(FEEDS)
        )
        with Newsroom(Settings(db=folder / "feeds.db", models=Models(use=False)), lambda: now[0]) as room:
            watching = Watching(room, Config(sources=sources), outside=Outside(fetcher=fetcher))
            watching.round()
            now[0] += timedelta(hours=1)
            began = time.process_time()
            done = watching.round()
            seconds = time.process_time() - began
        if done.polled != FEEDS or done.failed or done.captures:
            sys.exit(f"bench: {done}")
        return FEEDS / seconds, FEEDS


def made(count: int) -> Iterator[Capture]:
    """Captures in order of time: events one after the other, each told by the articles of one real story.

    Every event has words of its own, as real ones have: names, and whatever general news hardly knows, are others in
    each event and the same in all its articles. One in eight articles is a reprint.
    """
    real = articles()
    groups = [real[at : at + 5] for at in range(0, len(real), 5)]
    dice = random.Random(1)
    number = 0
    while number < count:
        event = f"{dice.choice('bcdfghklmnprstvz')}{dice.choice('aeiou')}{number:x}"
        last = ""
        for base in dice.choice(groups):
            text = last if last and dice.random() < 1 / 8 else _renamed(base["text"], event)
            last = text
            at = BEGIN + timedelta(days=number * DAYS / count)
            about = {
                "url": f"https://paper{number % 97}.example/{number}",
                "title": _renamed(base["title"], event),
                "outlet": f"Paper {number % 97}",
                "published": at.isoformat(),
                "text": text,
            }
            yield Capture(about["url"], json.dumps(about).encode(), at, "application/json")
            number += 1
            if number == count:
                return


def _renamed(text: str, event: str) -> str:
    """The text with an event's own words."""
    return _WORD.sub(lambda found: f"{found[0][:3]}{event}" if _is_rare(found[0]) else found[0], text)


@cache
def _is_rare(word: str) -> bool:
    """Whether a word is a name, or in less than one of a hundred articles of general news."""
    common, articles_counted = background()
    return word[0].isupper() or common.get(stem(word), 0) * 100 < articles_counted


def ingestion(path: Path, count: int) -> list[tuple[int, float, float]]:
    """(documents so far, CPU milliseconds a document since the last row, MB) at each tenth."""
    rows = []
    captures = made(count)
    placer = Placer()
    with Store(path, lambda: BEGIN) as store:
        wire = store.wire
        wire.lease(DESK, BEGIN, BEGIN + timedelta(days=9_999), "bench")
        for tenth in range(1, 11):
            spent, stop = 0.0, count * tenth // 10
            done = count * (tenth - 1) // 10
            while done < stop:
                batch = [next(captures) for _ in range(min(BATCH, stop - done))]
                began = time.process_time()
                for capture in batch:
                    wire.receive("bench", capture)
                for capture, source in wire.unread(BATCH, BATCH):
                    wire.take_in("bench", source, capture.id, readers.read(capture))
                with wire.placing("bench") as index:
                    placer.place(wire.next_waiting(BATCH, BATCH), index)
                spent += time.process_time() - began
                done += len(batch)
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            rows.append((done, spent / (count / 10) * 1000, memory))
            print(f"{done:7} documents   {rows[-1][1]:6.1f} ms CPU a document   {memory:5.0f} MB", flush=True)
        stories = len(wire.behind(10**9)) if count <= 20_000 else 0
        if stories:
            print(f"{stories:7} stories")
    return rows


def main() -> None:
    start = time.time()
    with tempfile.TemporaryDirectory() as folder:
        rate, feeds = polling(Path(folder))
        print(f"{feeds} feeds, all 304       {rate:6.0f} feeds per CPU second (wanted 200)")
        rows = ingestion(Path(folder, "wire.db"), DOCUMENTS)
    ratio = rows[-1][1] / rows[0][1]
    print(f"last tenth against first   {ratio:6.2f} (wanted 1.30 at most), {rows[-1][2]:.0f} MB (wanted 1000 at most)")
    print(f"(measured in {time.time() - start:.0f} s, {threading.active_count()} thread left)")


if __name__ == "__main__":
    main()
