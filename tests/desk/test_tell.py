"""Telling: every change once to every channel, whoever fails, and never twice."""

from datetime import timedelta

import pytest

from cuibono.core.errors import FetchError, NotTold
from cuibono.core.watch import DESK, Noticed, Touched
from cuibono.desk.tell import Crier
from cuibono.store.sql import Store
from tests.desk.wire import LONG, NOON, Clock


class Ear:
    def __init__(self, name="ear", at_once=2, fails=()):
        self.name, self.at_once = name, at_once
        self.fails = list(fails)
        self.heard = []

    def tell(self, changes):
        if self.fails and (failure := self.fails.pop(0)):
            raise failure
        self.heard += [change.id for change in changes]


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def store(clock):
    with Store(":memory:", clock) as opened:
        assert opened.wire.lease(DESK, NOON, NOON + LONG, "us")
        yield opened


def noted(store, clock, *names, kind="corrected"):
    changes = [Noticed(name, "s1", "Title", clock(), kind, "message", ()) for name in names]
    store.wire.publish("us", Touched("s1", (), ()), None, changes)


def crier(store, clock, *channels, kinds=("corrected",), log=None):
    made = Crier(channels, kinds, store.wire, store.wire, clock, log or (lambda _event, **_facts: None))
    made.begin()
    return made


def test_each_channel_hears_each_change_of_the_chosen_kinds_once(store, clock):
    one, two = Ear("one"), Ear("two", at_once=50)
    made = crier(store, clock, one, two)
    noted(store, clock, "n1", "n2", "n3")
    noted(store, clock, "n4", kind="new document")
    assert made.tell() == 6
    assert made.tell() == 0
    assert one.heard == two.heard == ["n1", "n2", "n3"]
    assert crier(store, clock, one).tell() == 0, "nor after a new start"


def test_nobody_is_told_the_past(store, clock):
    noted(store, clock, "old")
    clock.on(minutes=1)
    ear = Ear()
    made = crier(store, clock, ear)
    clock.on(minutes=1)
    noted(store, clock, "new")
    made.tell()
    assert ear.heard == ["new"]


def test_what_was_noticed_while_nobody_told_is_told_later(store, clock):
    crier(store, clock, Ear())
    clock.on(hours=1)
    noted(store, clock, "n1")
    clock.on(hours=1)
    ear = Ear()
    crier(store, clock, ear).tell()
    assert ear.heard == ["n1"]


def test_what_did_not_arrive_is_tried_again_later_each_time(store, clock):
    ear = Ear(fails=[NotTold("down"), NotTold("down"), None])
    told = []
    made = crier(store, clock, ear, log=lambda event, **facts: told.append((event, facts)))
    noted(store, clock, "n1")
    assert made.tell() == 0
    assert made.tell() == 0
    assert len(ear.fails) == 2, "it rests first"
    clock.on(seconds=61)
    made.tell()
    clock.on(seconds=61)
    made.tell()
    assert len(ear.fails) == 1, "twice as long"
    clock.on(seconds=61)
    assert made.tell() == 1
    assert ear.heard == ["n1"]
    assert [event for event, _ in told] == ["alert failed", "alert failed", "told"]


def test_what_may_have_arrived_is_not_told_again(store, clock):
    ear = Ear(at_once=1, fails=[FetchError("no answer")])
    made = crier(store, clock, ear)
    noted(store, clock, "n1", "n2")
    made.tell()
    clock.on(hours=9)
    made.tell()
    assert ear.heard == ["n2"]
    assert store.wire.unsure() == 1


def test_a_channel_that_fails_keeps_no_other_waiting(store, clock):
    deaf, ear = Ear("deaf", fails=[NotTold("down")] * 9), Ear("ear")
    made = crier(store, clock, deaf, ear)
    noted(store, clock, "n1")
    assert made.tell() == 1
    assert ear.heard == ["n1"]


def test_two_processes_never_tell_the_same(store, clock):
    ear = Ear(at_once=1)
    other = crier(store, clock, ear)

    class Sly(Ear):
        def tell(self, changes):
            other.tell()  # the other process is faster with the rest
            super().tell(changes)

    sly = Sly(at_once=1)
    made = crier(store, clock, sly)
    noted(store, clock, "n1", "n2", "n3")
    made.tell()
    assert sorted(ear.heard + sly.heard) == ["n1", "n2", "n3"]
    clock.on(days=3)
    assert made.tell() == other.tell() == 0
    assert timedelta(0) == clock() - clock.now
