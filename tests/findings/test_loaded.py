from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuibono.core.text import Block, Document, Kind, Role
from cuibono.findings.loaded import loaded


def document(text, *, title=""):
    return Document(id="d1", capture="c", kind=Kind.TEXT, text=text, title=title, blocks=(Block(0, len(text)),))


def words(text, **more):
    return [item.span.quote for item in loaded(document(text, **more))]


def test_a_word_is_found_in_all_its_inflections():
    assert words("The mayor slammed the plan; critics are slamming it.") == ["slammed", "slamming"]


def test_the_longest_phrase_wins():
    assert words("The plan is a ticking time bomb.") == ["ticking time bomb"]


def test_plain_prose_is_left_alone():
    assert words("The council approved the budget on Tuesday by nine votes to four, a spokesman said.") == []


def test_words_of_weather_and_violence_count_only_where_they_are_figures_of_speech():
    assert words("Rivals crushed the proposal in committee.") == ["crushed"]
    assert words("The falling tree crushed two cars as winds reached 90 mph, police said.") == []


def test_the_title_may_show_that_a_word_is_meant_literally():
    text = "It exploded at noon."
    assert words(text) == ["exploded"]
    assert words(text, title="Three dead as bomb goes off in market") == []


def test_names_and_titles_of_works_are_no_framing():
    assert words("He quoted “The Savage Monster” at length.") == []
    assert words("Radical Bay is a town of nine hundred people; in Radical Bay nobody votes.") == []


def test_initials_in_capitals_are_words_all_the_same():
    assert words("To me the whole report reads like FUD and little else.") == ["FUD"]


def test_hyphenated_words_are_found():
    assert "cyber-thugs" in words("The cyber-thugs took eleven servers.")


def test_phrases_do_not_reach_over_punctuation():
    assert words("They came out of code. Red paint was everywhere.") == []


def test_a_region_bounds_the_search():
    text = "A shameful act. A shameless lie."
    whole = document(text)
    assert [item.span.quote for item in loaded(whole, whole.span(0, 15))] == ["shameful"]


@given(st.text(alphabet="abs .,-'’“”SLMRED\n", max_size=120))
def test_spans_are_in_order_and_never_overlap(text):
    found = [item.span for item in loaded(Document(id="d", capture="c", kind=Kind.TEXT, text=text))]
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(text[s.start : s.end] == s.quote for s in found)


def test_a_heading_in_capitals_is_searched_too():
    text = "CODE RED: CITY IN CHAOS"
    shouted = Document(
        id="d", capture="c", kind=Kind.TEXT, text=text, blocks=(Block(0, len(text), Role.TITLE),), title=text
    )
    assert "CODE RED" in [item.span.quote for item in loaded(shouted)]


@pytest.mark.parametrize(
    "plain",
    [
        "He left the fleet as a petty officer.",
        "Divers found the so-called black boxes.",
        "She looked shell-shocked.",
        "The envoy read out a list of grievances.",
        "It was put into a garbage can.",
        "They surrendered to authorities on Friday.",
        "He was charged with lying to the FBI.",
        "The sides are on the brink of a deal.",
    ],
)
def test_the_plain_names_of_things_are_not_loaded(plain: str):
    assert words(plain) == []


def test_the_same_words_alone_are_loaded():
    assert words("It was a petty, ludicrous and bloated plan.") == ["petty", "ludicrous", "bloated"]
