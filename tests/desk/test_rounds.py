"""The desk at work: what is due is asked, what fails is asked later, what comes twice changes nothing."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cuibono.app import Newsroom
from cuibono.core.errors import FetchError, NotBefore, UnreadableInput
from cuibono.core.reading import Problem
from cuibono.core.watch import DESK, Watched
from cuibono.desk.rounds import Desk, Parts
from cuibono.desk.watch import Pace
from cuibono.settings import Models, Settings
from cuibono.store.codec import encode
from cuibono.store.sql import Store
from tests.desk.test_place import ALL
from tests.desk.wire import NOON, Clock, capture, read


class Wire:
    """A source of one list: what it gives in each poll, or how it fails. Remembers what was taken, as real ones do."""

    def __init__(self):
        self.polls = {}  # name -> list of captures or errors
        self.asked = []
        self.problems = []

    def make(self, options):
        return Fetched(self, options["url"])


class Fetched:
    def __init__(self, wire, url):
        self.wire, self.url = wire, url
        self.problems = [Problem(url, "one page is missing")]

    def fetch(self, since):
        assert since is None
        self.wire.asked.append(self.url)
        for each in self.wire.polls.get(self.url, []):
            if isinstance(each, Exception):
                raise each
            yield each


@pytest.fixture(scope="module")
def investigator():
    with Newsroom(Settings(db=":memory:", models=Models(use=False))) as room:
        yield room.investigator


class Office:
    """A store with a desk on it."""

    def __init__(self, investigator, place=":memory:", owner="us", **pace):
        self.clock = Clock()
        self.store = Store(place, self.clock)
        self.wire = Wire()
        self.told = []
        self.stop = False
        self.desk = Desk(
            Parts(
                rota=self.store.wire,
                inbox=self.store.wire,
                ledger=self.store.wire,
                make=self.wire.make,
                read=self.read,
                investigator=investigator,
                clock=self.clock,
                owner=owner,
                pace=Pace(**pace),
                tell=lambda event, **facts: self.told.append((event, facts)),
                stopped=lambda: self.stop,
            )
        )

    def read(self, given):
        if given.body.startswith(b"%junk"):
            raise UnreadableInput(f"{given.location}: junk")
        if given.body.startswith(b"%fault"):
            raise ZeroDivisionError("in a reader")
        return read(given)

    def watch(self, *names, every=600.0, quota=50):
        sources = [Watched({"kind": "test", "url": name}, every, quota, self.clock()) for name in names]
        self.store.wire.watch(sources)
        return frozenset(source.id for source in sources)

    def round(self, among, **more):
        return self.desk.round(among, **more)

    def source(self, name):
        return next(source for source in self.store.wire.sources() if source.options["url"] == name)

    def readings(self):
        return {each.id: encode(self.store.get(each.id)) for each in self.store.stories()}


@pytest.fixture
def office(investigator):
    made = Office(investigator)
    yield made
    made.store.close()


def test_what_is_due_is_asked_read_placed_and_brought_up_to_date(office):
    among = office.watch("a", "b")
    office.wire.polls = {"a": ALL[:3], "b": ALL[3:]}
    done = office.round(among)
    assert (done.polled, done.failed, done.captures, done.documents, done.stories) == (2, 0, 5, 5, 2)
    assert sorted(change.kind for change in done.changes) == ["new story", "new story"]
    assert sorted(each.documents for each in office.store.stories()) == [2, 3]
    assert office.source("a").polled == NOON
    again = office.round(among)
    assert (again.polled, again.stories, again.changes) == (0, 0, [])
    office.clock.on(minutes=12)
    again = office.round(among)
    assert (again.polled, again.captures, again.documents, again.stories, again.changes) == (2, 0, 0, 0, [])


def test_only_the_touched_story_is_read_anew(office):
    among = office.watch("a")
    office.wire.polls = {"a": ALL[:4]}
    office.round(among)
    before = {each.id: each.read_at for each in office.store.stories()}
    office.wire.polls = {"a": ALL}
    office.clock.on(hours=1)
    done = office.round(among)
    assert done.stories == 1
    after = {each.id: each.read_at for each in office.store.stories()}
    assert len([story for story in after if after[story] != before[story]]) == 1
    assert {"new document"} <= {change.kind for change in done.changes}


def test_a_source_that_fails_is_asked_later_each_time_and_then_as_before(office):
    among = office.watch("a", "b")
    office.wire.polls = {"a": [ALL[0], FetchError("breaks off")], "b": [ALL[1]]}
    done = office.round(among)
    assert (done.failed, done.captures) == (1, 2), "what came before the failure is kept"
    pauses = []
    for _ in range(12):
        source = office.source("a")
        assert (source.error, source.polled) == ("breaks off", None)
        pauses.append((source.due - office.clock()).total_seconds())
        office.clock.now = source.due
        office.round(among)
    assert 540 < pauses[0] < 660
    assert all(later >= earlier for earlier, later in pairwise(pauses))
    assert pauses[1] == pytest.approx(2 * pauses[0])
    assert pauses[-1] == 86_400
    office.wire.polls["a"] = [ALL[0]]
    office.clock.now = office.source("a").due
    office.round(among)
    assert (office.source("a").failures, office.source("a").error) == (0, "")


def test_who_says_when_to_come_back_is_left_alone_until_then(office):
    among = office.watch("a")
    moment = NOON + timedelta(hours=5)
    office.wire.polls = {"a": [NotBefore("answers 429", moment)]}
    office.round(among)
    assert (office.source("a").due, office.source("a").failures) == (moment, 0)
    office.clock.on(hours=4)
    office.round(among)
    assert office.wire.asked == ["a"]
    office.clock.on(hours=1)
    office.round(among)
    assert office.wire.asked == ["a", "a"]


def test_a_fault_of_ours_in_one_source_stops_no_other(office):
    among = office.watch("a", "b")
    office.wire.polls = {"a": [ZeroDivisionError("oops")], "b": [ALL[1]]}
    done = office.round(among)
    assert (done.failed, done.documents) == (1, 1)
    assert office.source("a").error == "a fault of ours: ZeroDivisionError: oops"


def test_what_cannot_be_read_is_told_once_and_stops_nothing(office):
    among = office.watch("a")
    junk, fault = capture("j", "%junk"), capture("f", "%fault")
    office.wire.polls = {"a": [junk, fault, ALL[0]]}
    done = office.round(among)
    assert (done.unreadable, done.documents) == (2, 1)
    assert {each.problem for each in office.store.wire.unreadable(9)} == {
        "junk",
        "a fault of ours: ZeroDivisionError: in a reader",
    }
    office.clock.on(hours=1)
    assert office.round(among).unreadable == 0


def test_a_flood_starves_nobody_and_goes_on_soon(investigator):
    office = Office(investigator, quota=4, at_once=4, readings=50)
    among = office.watch("flood", quota=4) | office.watch("small", quota=4)
    flood = [
        capture(f"f{number}", f"2026-03-01\nNotice {number}\n\nItem {number} of the long list.") for number in range(23)
    ]
    office.wire.polls = {"flood": flood, "small": [ALL[0]]}
    done = office.round(among)
    assert done.captures == 5
    titles = {each.title for each in office.store.stories()}
    assert "Ferry Astrid runs aground off Port Lisk" in titles, "its turn comes in the first round"
    assert office.source("flood").polled is None
    assert (office.source("flood").due - office.clock()).total_seconds() == 30
    rounds = 1
    while office.store.facts().documents < 24:
        office.clock.on(seconds=31)
        office.round(among)
        rounds += 1
        assert rounds < 12
    office.store.close()


def test_two_desks_on_one_store_share_the_sources_and_one_of_them_reads(investigator, tmp_path):
    one, two = (Office(investigator, tmp_path / "s.db", owner) for owner in ("one", "two"))
    among = one.watch("a")
    two.watch("a")
    one.wire.polls = two.wire.polls = {"a": ALL[:1]}
    until = NOON + timedelta(hours=1)
    assert two.store.wire.lease_due(NOON, until, "two", among, 9)
    assert two.store.wire.lease(DESK, NOON, until, "two")
    two.store.wire.receive("a", ALL[1])
    done = one.round(among)
    assert (one.wire.asked, done.polled, done.busy) == ([], 0, True)
    for each in (one, two):
        each.clock.now = until
    done = one.round(among)
    assert (done.polled, done.busy, done.documents) == (1, False, 2), "stolen when they ran out"
    one.store.close()
    two.store.close()


def test_a_desk_that_is_stopped_ends_after_its_step_and_loses_nothing(office):
    among = office.watch("a", "b")
    office.wire.polls = {"a": ALL[:3], "b": ALL[3:]}
    receive = office.store.wire.receive

    class Stopping:
        def __getattr__(self, name):
            return getattr(office.store.wire, name)

        def receive(self, source, given):
            office.stop = True
            return receive(source, given)

    office.desk._parts = replace(office.desk._parts, inbox=Stopping())
    done = office.round(among)
    assert (done.captures, done.documents) == (1, 0)
    assert office.store.wire.counts() == (1, 0)
    office.stop = False
    office.clock.on(minutes=15)
    office.desk._parts = replace(office.desk._parts, inbox=office.store.wire)
    done = office.round(among)
    assert done.documents == 5


def test_of_a_story_without_end_the_first_and_last_documents_are_read_and_the_others_named(investigator):
    office = Office(investigator, longest_story=3)
    among = office.watch("a")
    words = ALL[0].body.decode().partition("\n")[2]
    office.wire.polls = {"a": [capture(f"c{day}", f"2026-03-0{day}\n{words}") for day in range(1, 7)]}
    office.round(among, drain=True)
    (summary,) = office.store.stories()
    reading = office.store.get(summary.id)
    days = [str(document.published) for document in reading.record.story.documents]
    assert days == ["2026-03-01", "2026-03-02", "2026-03-06"]
    assert len(reading.left_aside) == 3
    assert "has 6 documents" in reading.left_aside[0].message
    office.store.close()


def test_a_story_that_cannot_be_read_stops_no_other(office, monkeypatch):
    among = office.watch("a")
    office.wire.polls = {"a": ALL}
    investigate = type(office.desk._parts.investigator).read

    def fails(self, story, **more):
        if any("Astrid" in document.text for document in story.documents):
            raise ZeroDivisionError("in a probe")
        return investigate(self, story, **more)

    monkeypatch.setattr(type(office.desk._parts.investigator), "read", fails)
    done = office.round(among)
    assert done.stories == 1
    assert [facts["cause"] for event, facts in office.told if event == "unread story"] == [
        "a fault of ours: ZeroDivisionError: in a probe"
    ]
    assert office.round(among).stories == 0, "not tried for ever"


@pytest.fixture(scope="module")
def calm(investigator):
    """What one delivery in order leads to."""
    office = Office(investigator)
    among = office.watch("a")
    office.wire.polls = {"a": EVERY}
    office.round(among, drain=True)
    yield office.readings()
    office.store.close()


EVERY = [*ALL, capture("p1", "2026-03-02\n" + ALL[1].body.decode().partition("\n")[2].replace("nine", "eleven"))]


@settings(max_examples=12)
@given(st.data())
def test_delivered_twice_and_shuffled_it_ends_in_the_same_readings_and_tells_nothing_twice(investigator, calm, data):
    office = Office(investigator, at_once=data.draw(st.integers(1, 5)))
    among = office.watch("a")
    order = data.draw(st.permutations([*EVERY, *EVERY]))
    told = []
    while order:
        taken = data.draw(st.integers(1, len(order)))
        office.wire.polls = {"a": order[:taken]}
        order = order[taken:]
        office.clock.on(hours=1)
        told += [change.id for change in office.round(among, drain=True).changes]
    assert office.readings() == calm
    assert len(told) == len(set(told))
    assert {change.id for change in office.store.wire.changes()} == set(told)
    office.store.close()
