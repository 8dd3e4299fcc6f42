"""What a desk notices: edits with their diff, corrected claims, clocks that run out, stories that become one."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from cuibono.app import Newsroom
from cuibono.core.findings import Clock, ClockStatus
from cuibono.desk.compare import compare
from cuibono.desk.notice import KINDS, next_tick, noticed, run_out
from cuibono.settings import Models, Settings
from tests.desk.wire import NOON, capture, read

FIRST = """Ferry runs aground off Port Ellery

A ferry with 240 people on board ran aground off Port Ellery on Monday evening, the harbour office said.

The harbour office said 12 cars were damaged. The harbour office will publish its report by 30 November 2026."""
OTHER = """Ferry freed at Port Ellery

The ferry that ran aground off Port Ellery with 240 people on board was freed, said Mara Quist of the coastguard.

Mara Quist said 12 cars were damaged."""


@pytest.fixture(scope="module")
def reading():
    with Newsroom(Settings(db=":memory:", models=Models(use=False))) as room:

        def of(*captures):
            documents = [document for each in captures for document in read(each)]
            return next(room.investigator.investigate(documents, one_story=True))

        yield of


ONE = capture("echo", "2026-10-05\n" + FIRST)
TWO = capture("post", "2026-10-06\n" + OTHER)


def kinds(changes):
    return [change.kind for change in changes]


def test_a_story_that_was_not_there_before_is_one_change(reading):
    (change,) = noticed([], reading(ONE), NOON)
    assert (change.kind, change.at, change.quotes[0].quote) == ("new story", NOON, "Ferry runs aground off Port Ellery")
    assert change.quotes[0].url == "https://echo.example/a"


def test_the_same_reading_again_changes_nothing(reading):
    assert noticed([reading(ONE, TWO)], reading(TWO, ONE), NOON) == ()


def test_an_edited_article_shows_its_diff_and_the_claim_it_corrects(reading):
    again = capture("echo", "2026-10-05\n" + FIRST.replace("12 cars", "41 cars"))
    changes = noticed([reading(ONE)], reading(ONE, again), NOON)
    assert {"edited", "corrected"} <= set(kinds(changes))
    assert "new document" not in kinds(changes)
    for kind in ("edited", "corrected"):
        (found,) = [change for change in changes if change.kind == kind]
        assert [(quote.role, quote.quote) for quote in found.quotes] == [("before", "12"), ("after", "41")]


def test_words_taken_out_are_shown_as_what_stood_before(reading):
    again = capture("echo", "2026-10-05\n" + FIRST.replace("The harbour office said 12 cars were damaged. ", ""))
    changes = noticed([reading(ONE)], reading(ONE, again), NOON)
    (found,) = [change for change in changes if change.kind == "corrected"]
    assert "took out" in found.message
    assert [quote.role for quote in found.quotes] == ["before"]


def test_a_claim_gains_an_origin_and_every_change_shows_words(reading):
    changes = noticed([reading(ONE)], reading(ONE, TWO), NOON)
    assert "gained an origin" in kinds(changes)
    assert all(change.quotes for change in changes)
    assert set(kinds(changes)) <= set(KINDS)


def test_who_denies_a_claim_contradicts_it_and_is_no_origin_gained(reading):
    denial = OTHER.replace("Mara Quist said 12 cars were damaged.", "Mara Quist denied that 12 cars were damaged.")
    changes = noticed([reading(ONE)], reading(ONE, capture("post", "2026-10-06\n" + denial)), NOON)
    (found,) = [change for change in changes if change.kind == "contradicted"]
    assert "denied by Mara Quist" in found.message
    assert not [c for c in changes if c.kind == "gained an origin" and any("12 cars" in q.quote for q in c.quotes)]


def test_an_id_is_what_a_change_is_about_whenever_and_wherever_it_is_noticed(reading):
    before, after = reading(ONE), reading(ONE, TWO)
    first = noticed([before], after, NOON)
    story = replace(after.record.story, id="another", title="renamed")
    moved = replace(after, record=replace(after.record, story=story))
    again = noticed([before], moved, NOON + timedelta(days=3))
    assert [change.id for change in again] == [change.id for change in first]


def test_where_stories_become_one_only_what_is_new_to_each_is_a_change(reading):
    one, two, both = reading(ONE), reading(TWO), reading(ONE, TWO)
    changes = noticed([one, two], both, NOON)
    assert "new document" not in kinds(changes)
    assert "new claim" not in kinds(changes)


def test_clocks_run_out_without_anything_new_to_read(reading):
    known = reading(ONE)
    due = next_tick(known, NOON)
    late = datetime(2026, 12, 24, tzinfo=UTC)
    assert due is not None
    assert NOON < due < late
    assert run_out(known, NOON) == ()
    (change,) = run_out(known, late)
    assert change.kind == "clock passed"
    assert "30 November 2026" in change.quotes[0].quote
    assert run_out(known, late + timedelta(days=1))[0].id == change.id
    assert next_tick(known, late) is None


def test_a_clock_never_goes_back_without_words_that_move_it(reading):
    before = reading(ONE)
    clock = next(finding for finding in before.findings if isinstance(finding, Clock))
    earlier = replace(clock, latest=clock.latest - timedelta(days=20), earliest=None)
    others = tuple(finding for finding in before.findings if finding.id != clock.id)
    for after, kind in (
        (earlier, "clock questioned"),
        (replace(earlier, moved_from=clock.spans[0]), "clock moved"),
        (replace(clock, latest=clock.latest + timedelta(days=20)), "clock moved"),
        (replace(clock, status=ClockStatus.MET), "clock met"),
    ):
        found = compare(before, replace(before, findings=(*others, after)))
        assert [difference.kind for difference in found] == [kind]
