"""Three simulated days of feeds at servers that misbehave in every way they know."""

import gzip
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from cuibono.core.errors import InputError, NotBefore
from cuibono.sources.limits import Limits

ROUNDS = 72  # one an hour
FEEDS = 6


class Misbehaving:
    """A server's feeds: what each has published, and how each answers in which round."""

    def __init__(self, server, page):
        self.server = server
        self.page = page
        self.round = 0
        self.items = {number: [] for number in range(FEEDS)}
        self.calm = False

    def publish(self, number):
        count = len(self.items[number])
        guid = f"g-{number}-{count}"
        self.items[number].append(f"<item><title>Gate</title><guid>{guid}</guid><description>x</description></item>")

    def feed(self, number):
        return f"<rss><channel><title>F{number}</title>{''.join(self.items[number][-20:])}</channel></rss>".encode()

    def get(self, path, _default=None):
        number = int(path.rsplit("/", 1)[1])
        ways = (self.well, self.well, self.same, self.drip, self.endless, self.wrong, self.busy, self.broken)
        ways += (self.circle, self.garbage, self.bomb, self.half, self.empty)
        way = self.well if self.calm else ways[(self.round * 5 + number * 7) % len(ways)]
        return way(number)

    def well(self, number):
        return self.page(self.feed(number), f'ETag: "{len(self.items[number])}"')

    def same(self, number):
        """Says "nothing changed" where nothing did, and else answers."""
        tag = f'If-None-Match: "{len(self.items[number])}"'
        return b"HTTP/1.1 304 Not Modified\r\n\r\n" if tag in self.server.requests[-1] else self.well(number)

    def drip(self, _number):
        def send(connection, _path):
            connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
            while not self.server.stopped.wait(0.02):
                connection.sendall(b"<")

        return send

    def endless(self, _number):
        def send(connection, _path):
            connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n<rss><channel><title>E</title>")
            while not self.server.stopped.is_set():
                connection.sendall(b"<item><title>Never kept</title></item>" * 100)

        return send

    def wrong(self, _number):
        return self.page(b"<html><p>Please enable scripts", "Content-Type: text/html")

    def busy(self, number):
        return self.page(b"", f"Retry-After: {600 * number}", status="429 x")

    def broken(self, _number):
        return self.page(b"oops", status="500 x")

    def circle(self, number):
        return self.page(b"", f"Location: /feed/{number}", status="301 x")

    def garbage(self, _number):
        return b"\x00\xff\x00 no HTTP at all"

    def bomb(self, _number):
        return self.page(gzip.compress(bytes(5 * 1024**2)), "Content-Encoding: gzip")

    def half(self, number):
        return self.page(self.feed(number)[:-10], length=len(self.feed(number)))

    def empty(self, _number):
        return self.page(b"")


@pytest.mark.slow
def test_three_days_lose_nothing_tell_nothing_twice_and_leave_nothing_behind(server, page, desk, clock):
    world = server.pages = Misbehaving(server, page)
    egress = desk.fetcher._egress
    egress._limits = Limits(
        intranet=egress._limits.intranet, total_seconds=0.15, wire_bytes=300_000, body_bytes=300_000, ratio_from=100_000
    )
    sources = [desk.source("feed", url=server.url(f"/feed/{number}")) for number in range(FEEDS)]
    taken: list[str] = []
    failures: set[str] = set()
    early = 0
    files, threads = len(list(Path("/dev/fd").iterdir())), threading.active_count()
    for world.round in range(ROUNDS + 1):
        world.calm = world.round == ROUNDS
        if world.calm:
            egress._limits = replace(egress._limits, total_seconds=20.0)  # a busy test machine is no misbehaving server
        for number, source in enumerate(sources):
            if world.round % 2 == number % 2:
                world.publish(number)
            try:
                taken += [capture.body.decode().split("<guid>")[1].split("<")[0] for capture in source.fetch(None)]
            except NotBefore as error:
                early += error.moment < clock.now
                failures.add("not before")
            except InputError as error:
                failures.add(str(error).rpartition(": ")[2][:25])
        clock.pass_(3600)
        if world.round == ROUNDS - 1:
            clock.pass_(86_400)  # whoever wants to be left alone longest
    published = [f"g-{number}-{count}" for number, items in world.items.items() for count in range(len(items))]
    assert sorted(taken) == sorted(set(taken))
    assert len(failures) > 6, failures  # they did misbehave
    assert not early
    missed = set(published) - set(taken)
    assert not missed
    assert len(server.requests) < ROUNDS * FEEDS * 3
    until = time.monotonic() + 5
    while threading.active_count() > threads and time.monotonic() < until:
        time.sleep(0.01)
    assert threading.active_count() <= threads
    assert len(list(Path("/dev/fd").iterdir())) <= files
