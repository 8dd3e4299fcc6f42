import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuibono.language.uncertainty import hedged


def cues(text):
    return [text[start:end] for start, end in hedged(text).cues]


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("The bridge may have been built by monks.", "may"),
        ("It is believed that the vault is empty.", "It is believed that"),
        ("Some say that the mill is haunted.", "Some say"),
        ("She is regarded as a fine cellist.", "is regarded"),
        ("Binding seems to need two ions.", "seems"),
        ("These results suggest that the gene is silent.", "suggest"),
        ("He was one of the most gifted sculptors of his age.", "one of the most"),
        ("ROBBERS MAY HAVE FLED", "MAY"),
        ("May I suggest that it rained?", "May"),
    ],
)
def test_a_hedged_sentence_shows_its_cue(text, cue):
    assert hedged(text).label
    assert cue in cues(text)


@pytest.mark.parametrize(
    "text",
    [
        "The vault was opened on 3 May by two clerks.",
        "In May the council met twice.",
        "He could not swim.",
        "From there she could see the harbour.",
        "The committee met on Tuesday and approved the budget.",
        "She was certain of it.",
        "Reply as soon as possible.",
        "How many came?",
        "The army showed its might.",
        "",
        "🎉🎉🎉",
        "The army’s might was feared.",
        "The court considered the appeal on Monday.",
    ],
)
def test_what_leaves_nothing_open_is_not_hedged(text):
    assert not hedged(text).label
    assert hedged(text).cues == ()


def test_one_vague_adverb_is_too_little_and_two_are_enough():
    assert not hedged("The shop usually opens at nine.").label
    assert cues("The shop usually opens at roughly nine.") == ["usually", "roughly"]
    assert not hedged("It usually rains there, and usually at night.").label


def test_cues_may_be_broken_over_lines():
    assert hedged("It is\nwidely believed that he left.").label


@given(
    st.lists(st.sampled_from(["may", "May", "some", "often", "it is said", "could not", "many", "x", ".", "\n", "é"]))
)
def test_cues_are_in_order_and_never_overlap(words):
    text = " ".join(words)
    found = hedged(text)
    assert found.label == bool(found.cues)
    at = 0
    for start, end in found.cues:
        assert at <= start < end <= len(text)
        at = end


def test_two_thousand_words_are_judged():
    assert hedged("it may be so and " * 400).label
