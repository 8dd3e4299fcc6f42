"""Turns as they are made: each once, in order, to everybody, over broken lines and restarts."""

from __future__ import annotations

import json
import threading
import time
from dataclasses import dataclass

import httpx2
import pytest

from cuibono.app import Newsroom
from cuibono.web import live
from tests.web.conftest import rules_alone, serving


@dataclass(frozen=True)
class Event:
    id: str
    kind: str
    data: str


def listen(site, *, after: int | None = None, last: int | None = None, until, seconds: float = 60) -> list[Event]:
    """The events of a room up to the one that ``until`` accepts; a line that stays silent for too long is an error."""
    headers = {} if last is None else {"Last-Event-ID": str(last)}
    query = "" if after is None else f"?after={after}"
    seen: list[Event] = []
    fields: dict[str, list[str]] = {}
    with httpx2.stream(
        "GET", f"{site.page}/room/live{query}", headers=headers, timeout=seconds, trust_env=False
    ) as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        for line in answer.iter_lines():
            if line:
                name, _, value = line.partition(": ")
                fields.setdefault(name, []).append(value)
                continue
            if "data" in fields:
                kind, data = fields.get("event", ["message"])[0], "\n".join(fields["data"])
                seen.append(Event(fields.get("id", [""])[0], kind, data))
                if until(seen[-1]):
                    return seen
            fields = {}
    return seen


def ended(event: Event) -> bool:
    return event.kind == "state" and json.loads(event.data)["ended"]


def ids(events: list[Event]) -> list[int]:
    return [int(event.id) for event in events if event.kind == "turn"]


def test_all_turns_come_once_and_in_order_and_then_the_end_is_told(site):
    heard = listen(site, until=ended)
    stored = site.newsroom.convener.open(site.story).turns
    assert ids(heard) == [number for number, _turn in stored]
    for event, (_number, turn) in zip([e for e in heard if e.kind == "turn"], stored, strict=True):
        assert f'id="{turn.id}"' in event.data


@pytest.mark.parametrize("cut", [1, 3, 4])
def test_who_comes_back_goes_on_where_they_left(site, cut):
    first = listen(site, until=lambda event: event.id == str(cut))
    second = listen(site, last=cut, until=ended)
    both = ids(first) + ids(second)
    assert both == list(range(1, len(both) + 1))
    assert len(both) == len(site.newsroom.convener.open(site.story).turns)


def test_the_number_seen_last_counts_more_than_the_address(site):
    listen(site, until=ended)
    assert ids(listen(site, after=1, last=4, until=ended))[0] == 5
    assert ids(listen(site, after=2, until=ended))[0] == 3


@pytest.mark.parametrize("last", ["-1", "x", "1; drop", "99999999999999999999", "²"])
def test_nonsense_for_a_number_means_from_the_address(site, last):
    with httpx2.stream(
        "GET", f"{site.page}/room/live", headers={"Last-Event-ID": last.encode()}, timeout=30, trust_env=False
    ) as answer:
        assert answer.status_code == 200
        assert any(line == "id: 1" for line in answer.iter_lines() if not line.startswith("data"))


def test_ten_readers_hear_the_same(site):
    heard: list[list[Event]] = []
    threads = [threading.Thread(target=lambda: heard.append(listen(site, until=ended))) for _ in range(10)]
    for thread in threads:
        thread.start()
        time.sleep(0.03)
    for thread in threads:
        thread.join(90)
    assert len(heard) == 10
    turns = [[(e.id, e.data) for e in each if e.kind == "turn"] for each in heard]
    assert all(each == turns[0] for each in turns)
    assert len(turns[0]) > 5


def test_what_another_process_stores_is_heard(site, store):
    """A second newsroom over the same file is what the command line and assistants are."""
    listen(site, until=ended)
    with Newsroom(rules_alone(store)) as other:
        last = other.convener.open(site.story).turns[-1][0]
        said: list[float] = []

        def say():
            time.sleep(0.3)
            other.convener.say(site.story, "Mara", "Who denies it?")
            said.append(time.monotonic())

        thread = threading.Thread(target=say)
        thread.start()
        heard = listen(site, last=last, until=lambda event: event.kind == "turn")
        thread.join()
    assert ids(heard) == [last + 1]
    assert "Mara" in heard[-1].data


def test_a_restart_in_mid_room_goes_on(store):
    with Newsroom(rules_alone(store)) as newsroom, serving(newsroom, pace=0.2) as site:
        story = site.story
        first = listen(site, until=lambda event: event.id == "3")
    with Newsroom(rules_alone(store)) as newsroom:
        kept = newsroom.convener.open(story).turns
        with serving(newsroom) as site:
            second = listen(site, last=3, until=ended)
    assert ids(first) == [1, 2, 3]
    assert ids(second)[0] == 4
    assert ids(second) == list(range(4, len(second) + 4 - sum(e.kind != "turn" for e in second)))
    assert len(kept) >= 3


def test_nobody_speaks_where_nobody_listens(site):
    site.get(f"/stories/{site.story}/room")
    site.get(f"/api/stories/{site.story}/turns")
    time.sleep(0.5)
    assert site.newsroom.convener.open(site.story).turns == ()


def test_a_silent_line_shows_that_it_stands(site, monkeypatch):
    monkeypatch.setattr(live, "_HEARTBEAT", 0.1)
    listen(site, until=ended)
    with httpx2.stream("GET", f"{site.page}/room/live", timeout=20, trust_env=False) as answer:
        assert any(line == ": ping" for line in answer.iter_lines())


def test_too_many_readers_are_asked_to_come_back(site, monkeypatch):
    monkeypatch.setattr(live, "MOST", 1)
    with httpx2.stream("GET", f"{site.page}/room/live", timeout=20, trust_env=False) as answer:
        lines = answer.iter_lines()  # held, since letting go of it ends the line
        next(lines)
        full = site.get(f"/stories/{site.story}/room/live")
        assert (full.status_code, full.headers["retry-after"]) == (503, "60")
    until = time.monotonic() + 20
    while site.served.rooms.full and time.monotonic() < until:
        time.sleep(0.05)
    assert not site.served.rooms.full  # who leaves makes room


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (live.CuiBonoError("the disk is full"), "the disk is full"),
        (RuntimeError("secret"), "a fault of ours, please report it: RuntimeError"),
    ],
)
def test_a_room_that_cannot_go_on_says_why_and_tries_again(site, monkeypatch, error, said):
    monkeypatch.setattr(live, "_IDLE", 0.1)
    step = site.newsroom.convener.step

    def broken(_story):
        raise error

    monkeypatch.setattr(site.newsroom.convener, "step", broken)
    told = listen(site, until=lambda event: event.kind == "state" and json.loads(event.data)["problem"])
    assert json.loads(told[-1].data)["problem"] == said
    monkeypatch.setattr(site.newsroom.convener, "step", step)
    assert ids(listen(site, until=ended))[0] == 1


def test_readers_are_let_go_when_the_server_ends(store):
    with Newsroom(rules_alone(store)) as newsroom:
        with serving(newsroom, pace=3600) as site:
            done = threading.Event()

            def read():
                listen(site, until=lambda _event: False)
                done.set()

            threading.Thread(target=read, daemon=True).start()
            time.sleep(0.5)
        assert done.wait(10)


def test_a_reader_sends_what_lies_above_its_place_and_no_more():
    room = live._Room("s", None, None, 0)
    room._frames = [(number, b"%d" % number) for number in range(1, 6)]
    assert [n for n, _ in room.above(0)] == [1, 2, 3, 4, 5]
    assert [n for n, _ in room.above(3)] == [4, 5]
    assert room.above(5) == []
    assert room.above(99) == []
