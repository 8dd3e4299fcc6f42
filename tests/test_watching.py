"""Seventy-two hours of a desk among servers that misbehave, by a clock that is told: no leak, no loss, no duplicate."""

import contextlib
import gc
import gzip
import threading
from collections import Counter
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise
from pathlib import Path

import pytest

from cuibono import readers
from cuibono.app import Newsroom
from cuibono.desk.config import Asked, Config
from cuibono.desk.notice import KINDS
from cuibono.desk.watch import Pace
from cuibono.settings import Models, Settings
from cuibono.sources.http import Egress
from cuibono.sources.limits import Limits
from cuibono.sources.manners import Manners, Polite
from cuibono.watching import Outside, Watching
from tests.sources.conftest import Server, answer

BEGIN = datetime(2026, 3, 4, 6, tzinfo=UTC)
HOURS = 72
FLOOD = 50
PLACES = ("Port Lisk", "Orlo", "Morrow", "Ellery", "Brandt Bay", "Quist Hill", "Rell", "Vendel", "Astrid Cove", "Tarn")
THINGS = ("ferry", "dam", "sugar tax", "bridge", "hospital", "tram", "harvest", "power line", "school", "lighthouse")


class Time:
    def __init__(self):
        self.now = BEGIN

    def __call__(self):
        return self.now

    def sleep(self, seconds):
        self.now += timedelta(seconds=seconds)


def item(key, title, words, at):
    told = f"<title>{title}</title><link>https://{key}.example/a</link><guid>{key}</guid><description>{words}</description>"
    return f"<item>{told}<pubDate>{format_datetime(at)}</pubDate></item>"


def event(number, outlet):
    """What an outlet writes of one event."""
    place, thing = PLACES[number % 10], THINGS[(number // 2) % 10]
    told = ("closed after a fault", "to be inspected")[outlet % 2]
    people = 40 + number
    return (
        f"{thing.title()} of {place} {told}",
        f"The {thing} of {place} is {told}, the council of {place} said. It said {people} people were affected.",
    )


class Paper:
    """A feed that grows by an item every few hours, and edits one of them."""

    def __init__(self, name, clock, every):
        self.name, self.clock, self.every = name, clock, every
        self.server = Server()
        self.server.pages["/feed"] = self.page
        self.edited = False

    def items(self):
        found = []
        for number in range(int((self.clock.now - BEGIN).total_seconds() / 3600 / self.every) + 1):
            at = BEGIN + timedelta(hours=number * self.every)
            title, words = event(number, ord(self.name[-1]))
            if number == 1 and self.edited:
                words = words.replace("41 people", "14 people")
            found.append(item(f"{self.name}-{number}", title, words, at))
        return found[-12:]  # as feeds do, it lists the last ones only

    def page(self, connection, _path):
        body = f'<rss version="2.0"><channel><title>{self.name}</title>{"".join(self.items())}</channel></rss>'.encode()
        mark = f'"{hash(body)}"'
        if f"if-none-match: {mark}" in self.server.requests[-1].lower():
            connection.sendall(b"HTTP/1.1 304 Not Modified\r\n\r\n")
        else:
            connection.sendall(answer(body, f"ETag: {mark}", "Content-Type: application/rss+xml"))


def endless(connection, _path):
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n<rss><channel>")
    with contextlib.suppress(OSError):
        for _ in range(10_000):
            connection.sendall(b"<item><title>more</title></item>" * 500)


def dripping(server):
    def page(connection, _path):
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n")
        with contextlib.suppress(OSError):
            while not server.stopped.wait(0.02):
                connection.sendall(b"<")

    return page


def bad_servers():
    """Each way to misbehave on a server of its own, by name."""
    servers = {name: Server() for name in (
        "slow endless wrong-type garbage bomb loop cut hangs-up headers status-500 not-found entities nowhere".split()
    )}  # fmt: skip
    page = {name: server.pages for name, server in servers.items()}
    bomb = gzip.compress(b"<rss><channel>" + b" " * 30_000_000)
    page["slow"]["/feed"] = dripping(servers["slow"])
    page["endless"]["/feed"] = endless
    page["wrong-type"]["/feed"] = answer(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, "Content-Type: image/png")
    page["garbage"]["/feed"] = answer(bytes(range(256)) * 200, "Content-Type: application/rss+xml")
    page["bomb"]["/feed"] = answer(bomb, "Content-Type: text/xml", "Content-Encoding: gzip")
    servers["loop"].redirect("/feed", "/there")
    servers["loop"].redirect("/there", "/feed")
    page["cut"]["/feed"] = answer(b"<rss><channel><item>", length=5_000)
    page["hangs-up"]["/feed"] = lambda connection, _path: connection.close()
    page["headers"]["/feed"] = b"HTTP/1.1 200 OK\r\n" + b"X-A: " + b"a" * 400_000 + b"\r\n\r\n"
    page["status-500"]["/feed"] = answer(b"oops", status="500 Oops")
    page["entities"]["/feed"] = answer(
        b'<!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
        b"<rss><channel><item><title>&b;</title></item></channel></rss>",
        "Content-Type: text/xml",
    )
    return servers


class Busy:
    """A server that answers 429 for the first day and counts who does not listen."""

    def __init__(self, clock):
        self.clock, self.asked = clock, []
        self.server = Server()
        self.server.pages["/feed"] = self.page

    def page(self, connection, _path):
        self.asked.append(self.clock.now)
        if self.clock.now < BEGIN + timedelta(hours=24):
            connection.sendall(answer(b"", "Retry-After: 18000", status="429 Slow down"))
        else:
            told = item("busy-1", "Busy office opens", "The busy office is open again, its head said.", BEGIN)
            body = f'<rss version="2.0"><channel><title>Busy</title>{told}</channel></rss>'.encode()
            connection.sendall(answer(body, "Content-Type: application/rss+xml"))


class Ear:
    name, at_once = "ear", 5

    def __init__(self):
        self.heard = []

    def tell(self, changes):
        self.heard += [change.id for change in changes]


def open_files():
    here = Path("/proc/self/fd")
    return len(list(here.iterdir())) if here.is_dir() else 0


def flooding():
    """A server with a list that is far longer than what is taken in one turn."""
    server = Server()
    many = "".join(
        item(f"f-{n}", f"Notice {n} of the registry", f"Entry {n} was made in book {n * 7}.", BEGIN)
        for n in range(FLOOD)
    )
    body = f'<rss version="2.0"><channel><title>Registry</title>{many}</channel></rss>'.encode()
    server.pages["/feed"] = answer(body, "Content-Type: text/xml")
    return server


class World:
    """Servers good and bad, a desk that watches them all, and what is seen of it."""

    def __init__(self, path):
        self.clock = Time()
        self.papers = [
            Paper("paper-a", self.clock, 6),
            Paper("paper-b", self.clock, 7),
            Paper("paper-c", self.clock, 12),
        ]
        self.bad, self.busy, self.flood = bad_servers(), Busy(self.clock), flooding()
        self.servers = [*(p.server for p in self.papers), *self.bad.values(), self.busy.server, self.flood]
        self.bad["nowhere"].stop()
        self.ear = Ear()
        self.changes = Counter()
        self.files = {}
        settings = Settings(db=path, models=Models(use=False))
        self.room = Newsroom(settings, self.clock)
        limits = Limits(
            wire_bytes=1_000_000,
            body_bytes=1_000_000,
            total_seconds=0.2,
            idle_seconds=0.2,
            connect_seconds=0.2,
            intranet=frozenset(server.place for server in self.servers),
        )
        fetcher = Polite(Egress(self.clock, limits), self.clock, Manners(tries=1), self.clock.sleep)
        asked = [Asked({"kind": "feed", "url": server.url("/feed")}, 7_200.0, 20, "here") for server in self.servers]
        self.watching = Watching(
            self.room,
            Config(sources=tuple(asked), kinds=KINDS, pace=Pace(every=7_200.0, quota=20)),
            outside=Outside(fetcher=fetcher, sleep=self.clock.sleep, more=(self.ear,), workers=4),
        )

    def run(self):
        """Round after round, until the hours are over and nothing is left."""
        left = True
        while self.clock.now < BEGIN + timedelta(hours=HOURS) or left:
            self.papers[0].edited = self.clock.now > BEGIN + timedelta(hours=30)
            done = self.watching.round()
            left = done.left
            self.changes.update(change.id for change in done.changes)
            if not left:
                self.clock.now = max(self.watching.next_due(), self.clock.now) + timedelta(minutes=15)
            day = (self.clock.now - BEGIN).days
            if day not in self.files:
                gc.collect()
                self.files[day] = open_files()

    def stop(self):
        self.room.__exit__()
        for server in self.servers:
            server.stop()


def check_nothing_is_lost(world, told):
    for paper in world.papers:
        for number in range(HOURS // paper.every):
            assert f"<guid>{paper.name}-{number}</guid>" in told
    assert "14 people" in told, "the edit"
    assert all(f"<guid>f-{number}</guid>" in told for number in range(FLOOD))
    assert "<guid>busy-1</guid>" in told
    assert world.room.store.wire.counts() == (0, 0)


def check_nothing_is_there_twice(world, captures):
    assert set(captures.values()) == {1}
    assert set(world.changes.values()) == {1}
    assert sorted(world.ear.heard) == sorted(world.changes)
    assert world.room.store.wire.unsure() == 0


def check_who_fails_is_asked_less_and_keeps_nobody_waiting(world):
    failing = {source.name for source in world.watching.sources() if source.failures}
    for name, server in world.bad.items():
        if name != "entities":  # that one is a feed, though nothing of its own is put into it
            assert server.url("/feed") in failing, name
            assert len(server.requests) <= 20, name
    assert world.room.store.wire.documents_with("aaaaaaaaaaaa", 9) == ()
    waits = [later - earlier for earlier, later in pairwise(world.busy.asked[:5])]
    assert all(wait >= timedelta(hours=5) for wait in waits)
    assert all(paper.server.connections >= HOURS * 0.35 for paper in world.papers)


@pytest.mark.slow
def test_seventy_two_hours_among_servers_that_misbehave(tmp_path):
    threads = threading.active_count()
    world = World(tmp_path / "soak.db")
    try:
        world.run()
        store = world.room.store
        captures = Counter(each.location + each.body.decode("utf-8", "replace") for each in store.captures())
        check_nothing_is_lost(world, "".join(captures))
        check_nothing_is_there_twice(world, captures)
        check_who_fails_is_asked_less_and_keeps_nobody_waiting(world)
        assert max(each.documents for each in store.stories()) >= 2, "papers that write of one event"
        assert {"edited", "corrected"} <= {change.kind for change in store.wire.changes(most=10_000)}
        assert list(store.verify(readers.read)) == []
    finally:
        world.stop()
    assert abs(world.files[2] - world.files[1]) <= 8, world.files
    for _ in range(100):
        if threading.active_count() <= threads + 2:
            break
        threading.Event().wait(0.05)
    assert threading.active_count() <= threads + 2
