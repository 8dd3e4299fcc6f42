from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuibono.findings.forward import LEAST, forward_looking


@pytest.mark.parametrize(
    "text",
    [
        "We expect sales of the mill to grow by a tenth next year.",
        "The bakery plans to open two shops by 2030.",
        "The outlook for barley remains weak.",
        "The firm reaffirmed its full-year guidance of two dollars a share.",
        "Output is projected to fall in the second half.",
        "The minister vowed to rebuild the pier.",
        "A hearing is scheduled for Thursday.",
        "Drought could adversely affect our harvest.",
        "The ferry won’t sail again before Easter.",
        "She's going to mend the roof.",
        "If approved, the bill would double the fee.",
        "It isn't going to last.",
        "VALE TO CUT 90 JOBS, WILL CLOSE PIT",
        "The trial starts Monday.",
    ],
)
def test_what_looks_ahead(text):
    label, score = forward_looking(text)
    assert label
    assert LEAST <= score <= 1


@pytest.mark.parametrize(
    "text",
    [
        "Sales of the mill grew by a tenth last year.",
        "He left the house to her in his will.",
        "She is going to the store.",
        "Had it rained, the pier would have fallen.",
        "Profits were better than expected.",
        "The shop opens at nine every day.",
        "The team was going to sail, but the wind dropped.",
        "The firm runs forty shops in six towns.",
        "The expected life of the options was four years.",
        "Where there's a will there's a way.",
        "",
        "🎉🎉",
        "La empresa publicó ayer sus resultados.",
    ],
)
def test_what_does_not_look_ahead(text):
    label, score = forward_looking(text)
    assert not label
    assert 0 <= score < LEAST


def test_what_was_foretold_in_the_past_looks_ahead_no_more():
    assert forward_looking("The firm announced it would close the pit.")[0]
    assert not forward_looking("In 2010 the firm announced it would close the pit, and it did.")[0]
    assert not forward_looking("The firm missed its targets for exports.")[0]


def test_an_open_possibility_needs_a_time_ahead():
    assert not forward_looking("The gate could open.")[0]
    assert forward_looking("The gate could open as early as June.")[0]


def test_two_thousand_words_are_judged():
    assert forward_looking("the mill stood by the river and " * 330 + "will close next year.")[0]


def test_a_question_counts_for_less():
    assert forward_looking("Will it rain?")[1] < forward_looking("It will rain.")[1]


def test_more_cues_raise_the_score():
    assert forward_looking("We expect it to grow next year.")[1] > forward_looking("We expect it to grow.")[1]


@given(
    st.text(max_size=80)
    | st.lists(st.sampled_from(["will", "we", "expect", "to", "next", "year", "?", "was"])).map(" ".join)
)
def test_the_score_lies_between_nought_and_one_and_decides(text):
    label, score = forward_looking(text)
    assert 0 <= score <= 1
    assert label == (score >= LEAST)


def test_sentences_in_sight_are_told_apart():
    lines = (Path(__file__).parent / "forward_seen.txt").read_text("utf-8").splitlines()
    marked = [(line[0] == "+", line[1:].strip()) for line in lines if not line.startswith("#")]
    wrong = [sentence for ahead, sentence in marked if forward_looking(sentence)[0] != ahead]
    assert len(marked) > 200
    assert not [sentence for sentence in wrong if forward_looking(sentence)[0]], "no tale of what is may look ahead"
    assert len(wrong) <= 8, wrong


def test_what_a_network_sees_is_heard_beside_the_rules():
    plain, ahead = "The gate is shut.", "The gate will open next year."
    assert forward_looking(plain, 0.99)[0]
    assert not forward_looking(plain, 0.01)[0]
    assert forward_looking(ahead, 0.5)[0]
    assert forward_looking(ahead, 0.99)[1] > forward_looking(ahead, 0.01)[1] >= 0
    assert not forward_looking("", 0.0)[0]
