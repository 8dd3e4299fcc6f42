"""Placing: one definition of a story, whatever the order in which documents come."""

import random
from datetime import timedelta
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cuibono.store.sql import Store
from cuibono.stories import blocks
from cuibono.stories.cluster import cluster
from tests.desk.wire import LONG, NOON, Clock, capture, deliver, place_all, read, stories

FERRY = (
    """Ferry Astrid runs aground off Port Lisk

The ferry Astrid ran aground on a sandbank off Port Lisk with 214 passengers. The coastguard towed the ferry free, and
harbour master Ewa Brandt opened an inquiry.""",
    """Passengers tell of night on stranded Astrid

Passengers of the Astrid spent nine hours on a sandbank before the coastguard of Port Lisk freed the ferry. Harbour
master Ewa Brandt said an inquiry would look at the charts.""",
    """Inquiry opens into Astrid grounding

Harbour master Ewa Brandt opened an inquiry into why the ferry Astrid left the channel off Port Lisk and struck a
sandbank with 214 passengers aboard.""",
)
TAX = (
    """Parliament of Morrow passes sugar tax

Members voted 61 to 40 for the sugar tax, which finance minister Tomas Rell says will raise 90 million crowns. Soft
drink makers called the tax unfair.""",
    """Drink makers attack sugar tax

Soft drink makers in Morrow said the sugar tax would cost jobs. Finance minister Tomas Rell defended the vote, 61 to
40, and the 90 million crowns it should raise.""",
)
ALL = [capture(f"p{i}", f"2026-03-0{i % 3 + 1}\n{words}") for i, words in enumerate(FERRY + TAX)]


@pytest.fixture
def store():
    with Store(":memory:", Clock()) as opened:
        yield opened


def test_documents_come_into_the_stories_that_a_batch_has(store):
    deliver(store, ALL)
    place_all(store, at_once=1)
    wanted = {s.id: tuple(sorted(d.id for d in s.documents)) for s in cluster(d for c in ALL for d in read(c))}
    assert stories(store) == wanted
    assert sorted(map(len, wanted.values())) == [2, 3]


def test_only_the_story_that_a_document_belongs_to_is_touched(store):
    deliver(store, ALL[:4])
    place_all(store)
    ferry, tax = sorted(store.wire.behind(9), key=lambda each: -len(each.documents))
    for each in (ferry, tax):
        store.wire.publish("us", each, None, ())
    assert store.wire.behind(9) == ()
    deliver(store, ALL[4:])
    place_all(store)
    (touched,) = store.wire.behind(9)
    assert touched.story == tax.story
    assert touched.before == (tax.story,)
    assert len(touched.documents) == 2


def test_an_earlier_document_gives_the_story_another_id_and_says_what_it_was(store):
    deliver(store, ALL[1:3])
    place_all(store)
    (first,) = store.wire.behind(9)
    store.wire.publish("us", first, None, ())
    deliver(store, ALL[:1])
    place_all(store)
    (then,) = store.wire.behind(9)
    assert then.story != first.story
    assert then.before == (first.story,)


def test_the_same_words_a_year_later_are_not_even_compared(store):
    deliver(store, [ALL[3], capture("late", "2027-03-05\n" + TAX[1])])
    place_all(store)
    assert len(stories(store)) == 2


def test_documents_of_one_docket_are_one_story_years_apart_and_in_other_words(store):
    proposal = capture("reg1", "2024-04-04\nReports of incidents\n\nOperators would report. Docket CA-2022-0010")
    correction = capture("reg2", "2024-06-03\nCorrection\n\nIn Table 3, line 4 is wrong. Docket CA-2022-0010")
    final = capture("reg3", "2026-02-01\nFinal rule\n\nPart 226 takes effect. Docket CA-2022-0010")
    other = capture("reg4", "2026-02-01\nDrawbridge at Orlo\n\nThe swing span opens at noon.")
    for each in (final, other, proposal, correction):
        deliver(store, [each])
        place_all(store)
    assert sorted(map(len, stories(store).values())) == [1, 3]
    documents = [document for each in (proposal, correction, final, other) for document in read(each)]
    assert stories(store) == {s.id: tuple(sorted(d.id for d in s.documents)) for s in cluster(documents)}


def test_a_docket_of_thousands_is_parted_by_words_and_costs_no_more_than_any_block(store, monkeypatch):
    monkeypatch.setattr(blocks, "FULL", 5)
    monkeypatch.setattr("cuibono.desk.place.FULL", 5)
    many = [
        capture(f"n{n}", f"2026-0{n % 9 + 1}-01\nNotice {n}\n\n{'abcdefghijklmnop'[n] * 6} opens. Docket ZZ-2026-0001")
        for n in range(12)
    ]
    for each in many:
        deliver(store, [each])
        place_all(store)
    assert max(map(len, stories(store).values())) < 5


def test_a_copy_is_placed_once_and_the_one_fetched_first_stands(store):
    again = capture("p0", "2026-03-01\n" + FERRY[0] + " ", NOON - LONG)  # the same words, folded, fetched earlier
    deliver(store, [ALL[0], again])
    place_all(store)
    ((story, documents),) = stories(store).items()
    assert documents == (read(again)[0].id,)
    assert story


def test_undated_documents_stand_by_the_day_they_were_seen(store):
    deliver(store, [capture("u0", "\n" + FERRY[0]), capture("u1", "\n" + FERRY[1]), ALL[2]])
    place_all(store)
    assert sorted(map(len, stories(store).values())) == [3]


RULE = "Reports of incidents\n\nOperators of ferries would report to the harbour of Lisk."
AMENDS = "Correction\n\nIn Table 3, line 4 is wrong."


@pytest.mark.parametrize("order", list(permutations("abc")), ids="".join)
@pytest.mark.parametrize("tagged", ["a", "b"])
@pytest.mark.parametrize("at_once", [1, 50])
def test_what_one_copy_says_of_its_docket_counts_whichever_comes_first(store, order, tagged, at_once):
    docket = {tagged: " Docket CA-2022-0010"}
    come = {
        "a": capture("reg", f"2024-04-04{docket.get('a', '')}\n{RULE}"),
        "b": capture("reg", f"2024-04-04{docket.get('b', '')}\n{RULE} ", NOON - LONG),
        "c": capture("other", f"2025-06-03 Docket CA-2022-0010\n{AMENDS}"),
    }
    for name in order:
        deliver(store, [come[name]])
        if at_once == 1:
            place_all(store)
    place_all(store)
    ((_, documents),) = stories(store).items()
    assert set(documents) == {read(come["b"])[0].id, read(come["c"])[0].id}


@pytest.mark.parametrize("order", list(permutations("abc")), ids="".join)
def test_a_copy_that_was_fetched_earlier_is_found_on_its_own_day(store, order):
    come = {
        "a": capture("p0", "2025-03-01\n" + FERRY[0]),
        "b": capture("p0", "2026-03-01\n" + FERRY[0] + " ", NOON - LONG),
        "c": ALL[2],
    }
    for name in order:
        deliver(store, [come[name]])
        place_all(store)
    ((_, documents),) = stories(store).items()
    assert set(documents) == {read(come["b"])[0].id, read(come["c"])[0].id}


WORDS = "ferry harbour inquiry astrid lisk tax sugar morrow rell vote crowns makers charts channel towed free".split()


@st.composite
def batches(draw):
    """Some captures that overlap in what they say, some of them undated, and an order with repeats."""
    count = draw(st.integers(2, 12))
    made = []
    for number in range(count):
        words = draw(st.lists(st.sampled_from(WORDS), min_size=4, max_size=9))
        day = draw(st.sampled_from(["", "2026-03-01", "2026-03-02", "2026-04-20"]))
        title, *rest = words
        rest += draw(st.sampled_from([[], [], ["Docket AB-2026-01"], ["Docket AB-2026-02"]]))
        text = f"{title} {rest[0]}\n\n{' '.join(rest)} said."
        made.append(capture(f"n{number % 11}", f"{day}\n{text}"))
        for tag in draw(st.sampled_from([[], [], ["AB-2026-01"]])) if number < 3 else []:  # a copy of it
            hours = draw(st.sampled_from([-2, 2]))
            made.append(capture(f"n{number % 11}", f"{day} Docket {tag}\n{text}", NOON + timedelta(hours=hours)))
    unique = list({each.id: each for each in made}.values())
    order = draw(st.permutations(range(len(unique))))
    again = draw(st.lists(st.sampled_from(range(len(unique))), max_size=4))
    return unique, [unique[i] for i in [*order, *again]], draw(st.integers(1, 5))


@pytest.mark.parametrize("full", [2, 4, 200])
def test_any_order_with_repeats_ends_in_the_same_stories(full, monkeypatch):
    monkeypatch.setattr(blocks, "FULL", full)  # small, so that levels become full

    @settings(max_examples=12)
    @given(batches())
    def ends_alike(drawn):
        once, shuffled, at_once = drawn
        found = []
        for order, size in ((once, 50), (shuffled, at_once)):
            with Store(":memory:", Clock()) as store:
                for each in order:  # one at a time: each is placed before the next is known
                    deliver(store, [each])
                    if random.Random(each.id).random() < 0.5:
                        place_all(store, size)
                place_all(store, size)
                found.append(stories(store))
        assert found[0] == found[1]

    ends_alike()
