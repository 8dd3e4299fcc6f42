import random
from datetime import UTC, datetime

import pytest

from cuibono.core.claims import TimexType
from cuibono.core.findings import ClockStatus
from cuibono.core.news import Outlet, OutletKind, Story
from cuibono.core.reading import Record
from cuibono.core.text import Block, Document, Kind, Role
from cuibono.core.times import parse_stamp
from cuibono.findings.clocks import Clocks
from cuibono.stories.assertions import assertions


def paper(name, published, *paragraphs, kind=OutletKind.NEWSPAPER):
    text = "\n\n".join(paragraphs)
    blocks, at = [], 0
    for paragraph in paragraphs:
        blocks.append(Block(at, at + len(paragraph), Role.PARAGRAPH))
        at += len(paragraph) + 2
    stamp = parse_stamp(published) if published else None
    document = Document(
        id=f"d{name}{published}",
        capture="c",
        kind=Kind.ARTICLE,
        text=text,
        outlet=name,
        published=stamp,
        blocks=tuple(blocks),
    )
    return document, Outlet(name, kind)


def record(*papers, as_of=None):
    story = Story(id="s", title="", documents=tuple(document for document, _ in papers))
    outlets = {document.id: outlet for document, outlet in papers}
    said = assertions(story, outlets, ())
    return Record(story=story, outlets=outlets, origins=(), assertions=said, claims=(), as_of=as_of)


def clocks(*papers, as_of=None):
    return tuple(Clocks().examine(record(*papers, as_of=as_of)))


def day(month, number, year=2026):
    return datetime(year, month, number, tzinfo=UTC)


def test_a_deadline_is_a_clock_from_publication_to_its_day():
    (clock,) = clocks(paper("Gazette", "2026-03-02", "Comments on the draft must be filed by 14 April 2026."))
    assert (clock.earliest, clock.latest) == (day(3, 2), day(4, 15))
    assert (clock.words.quote, clock.value) == ("14 April 2026", "2026-04-14")
    assert clock.spans[0].quote.startswith("Comments")


def test_an_hour_belongs_to_the_day_that_the_sentence_names():
    (clock,) = clocks(
        paper("Gazette", "2026-03-04", "The bridge will be closed between 22:00 and 05:00 from Friday, the board said.")
    )
    assert clock.earliest == day(3, 6)


def test_actor_and_action_are_words_of_the_sentence():
    (clock,) = clocks(
        paper("Gazette", "2026-03-02", "The harbour ministry is expected to publish the export rule next month.")
    )
    assert clock.actor == "The harbour ministry"
    assert clock.action == "publish the export rule next month"
    assert (clock.value, clock.status) == ("2026-04", ClockStatus.EXPECTED)


@pytest.mark.parametrize(
    "sentence",
    [
        "Traders fear the looming export rule.",
        "The ministry's guidance is expected to hit nine projects.",
    ],
)
def test_what_is_expected_without_a_date_stays_undated(sentence):
    (clock,) = clocks(paper("Gazette", "2026-03-02", sentence))
    assert (clock.status, clock.earliest, clock.latest, clock.words) == (ClockStatus.UNDATED, None, None, None)


@pytest.mark.parametrize(
    "sentence",
    [
        "The court met on Tuesday and ruled against the firm.",
        "The law took effect on 1 January 2024.",
        "Will the court rule on Friday?",
        "The will of the people is strong in this city.",
        "It was raining over the past week in the capital.",
        "Prices may fall in some of the towns.",
        "The town had been expected to approve the plan.",
    ],
)
def test_no_clock(sentence):
    assert clocks(paper("Gazette", "2026-03-04", sentence)) == ()


def test_the_day_of_a_notice_is_no_date_of_anything():
    assert clocks(paper("Gazette", "2026-03-04", "Correction: the notice of 2 March 2026 misspelt a name.")) == ()


def test_a_correction_moves_a_clock_even_backwards_and_says_so():
    notice = paper(
        "Office", "2026-03-02", "Comments must be received on or before 16 May 2026.", kind=OutletKind.GOVERNMENT
    )
    correction = paper(
        "Office",
        "2026-03-12",
        'The words "on or before 16 May 2026" are corrected to read "on or before 30 April 2026". '
        "Comments received later will be void.",
        kind=OutletKind.GOVERNMENT,
    )
    clock = clocks(notice, correction)[0]
    assert clock.status is ClockStatus.MOVED
    assert clock.value == "2026-04-30"
    assert clock.moved_from.quote == "16 May 2026"
    assert clock.moved_from.document == notice[0].id
    assert clock.primary
    assert "earlier" in clock.reason


def test_before_the_correction_the_old_date_stands():
    notice = paper(
        "Office", "2026-03-02", "Comments must be received on or before 16 May 2026.", kind=OutletKind.GOVERNMENT
    )
    (clock,) = clocks(notice)
    assert (clock.value, clock.status) == ("2026-05-16", ClockStatus.DUE)


def test_two_papers_on_one_event_are_one_clock_with_two_origins():
    one = paper("Gazette", "2026-03-02", "The appeals court will hear the merger case on 20 May 2026.")
    two = paper(
        "Courier", "2026-03-03", "The merger case is scheduled to be heard by the appeals court on 20 May 2026."
    )
    (clock,) = clocks(one, two)
    assert len(clock.origins) == 2
    assert len(clock.spans) == 2


def test_other_events_stay_apart():
    found = clocks(
        paper(
            "Gazette",
            "2026-03-02",
            "The court will hear the merger case on 20 May 2026. The port will open a new quay on 21 May 2026.",
        )
    )
    assert len(found) == 2


def test_status_follows_the_moment():
    page = paper("Gazette", "2026-03-02", "The council will vote on the tax on 20 May 2026.")
    states = [
        clocks(page, as_of=moment)[0].status for moment in (day(4, 1), datetime(2026, 5, 20, 12, tzinfo=UTC), day(6, 1))
    ]
    assert states == [ClockStatus.EXPECTED, ClockStatus.DUE, ClockStatus.PASSED]


def test_an_undated_document_dates_nothing_relative():
    assert all(
        c.earliest is None
        for c in clocks(paper("Gazette", None, "The council is expected to vote on the tax on Friday."))
    )


def test_the_order_of_assertions_changes_nothing():
    whole = record(
        paper(
            "Gazette",
            "2026-03-02",
            "The court will hear the merger case on 20 May 2026.",
            "Comments close on 3 June 2026.",
        ),
        paper("Courier", "2026-03-03", "The merger case is to be heard by the court on 20 May 2026, an official said."),
    )
    first = tuple(Clocks().examine(whole))
    shuffled = list(whole.assertions)
    random.Random(7).shuffle(shuffled)
    again = Record(
        story=whole.story, outlets=whole.outlets, origins=(), assertions=tuple(shuffled), claims=(), as_of=whole.as_of
    )
    assert tuple(Clocks().examine(again)) == first
    assert TimexType.DATE in {t.type for a in whole.assertions for t in a.times}


def test_a_later_sentence_in_the_past_tense_meets_a_clock_and_is_shown():
    early = paper("Gazette", "2026-03-02", "The harbour minister will visit the flooded docks on 4 March 2026.")
    late = paper("Courier", "2026-03-04", "The harbour minister visited the flooded docks and spoke to the crews.")
    (clock,) = clocks(early, late)
    assert clock.status is ClockStatus.MET
    assert any(span.quote.startswith("The harbour minister visited") for span in clock.spans)


def test_what_somebody_else_did_meets_no_clock():
    early = paper("Gazette", "2026-03-02", "The harbour minister will visit the flooded docks on 4 March 2026.")
    late = paper("Courier", "2026-03-04", "A union leader visited the flooded docks and spoke to the crews.")
    (clock,) = clocks(early, late)
    assert clock.status is not ClockStatus.MET


def test_that_it_did_not_happen_is_shown_too():
    (clock,) = clocks(
        paper(
            "Gazette",
            "2026-03-02",
            "The port authority is expected to publish the dredging report on 2 March 2026. That did not happen.",
        )
    )
    assert clock.status is ClockStatus.PASSED
    assert any("did not happen" in span.quote for span in clock.spans)


@pytest.mark.parametrize(
    "sentence",
    [
        "The owner was notified that his licence would be revoked on Monday morning.",
        "The ferry was scheduled to depart at 5:30 a.m. from the east pier.",
        "The whole House will welcome the news this morning that the dam has held.",
    ],
)
def test_what_was_to_come_then_is_no_clock(sentence):
    assert clocks(paper("Gazette", "2026-03-02", sentence)) == ()
