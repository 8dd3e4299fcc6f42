import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuibono.core.scores import Looks
from cuibono.findings.colouring import LEAST, colouring, loaded_score


@pytest.mark.parametrize(
    "text",
    [
        "The disgraced mayor botched the whole shameful affair.",
        "Of course these clueless bureaucrats never learn.",
        "But who on earth would believe such drivel?",
        "It is a pathetic charade, and you know it!",
        "THIS RECKLESS CLOWN WRECKED OUR HARBOUR",
    ],
)
def test_loaded_sentences(text):
    assert colouring(text).label


@pytest.mark.parametrize(
    "text",
    [
        "The council approved the budget on Tuesday by nine votes to four, a spokesman said.",
        "The ferry carried 412 passengers in May, according to the port.",
        "",
        "🎉🎉",
        "123 456",
    ],
)
def test_plain_sentences(text):
    found = colouring(text)
    assert not found.label
    assert found.spans == ()


def test_a_stronger_word_and_a_mark_raise_the_score():
    plain = loaded_score("The plan was read to the members of the committee.")
    worse = loaded_score("The idiotic plan was read to the members of the committee.")
    assert plain < worse < loaded_score("The idiotic plan was read to the members of the committee!")


def test_a_speakers_words_count_less_than_the_writers():
    own = "The club published a long statement on what it called the idiotic and shameful decision of the board."
    said = "The club published a “statement on what it called the idiotic and shameful decision of the board”."
    assert loaded_score(said) < loaded_score(own)


def test_the_spans_are_the_loaded_words_only():
    text = "Sadly, the disgraced mayor really never learns."
    assert [text[a:b] for a, b in colouring(text).spans] == ["disgraced"]


@pytest.mark.parametrize(
    "text",
    [
        "Of course nobody believed the left-wing members, and that is utterly absurd, isn't it?",
        "You never heard such nonsense, but “the mayor is a disgraced liar” is all they ever say!",
        'You never heard of it, but "the mayor is a disgraced liar" is all they ever say, of course!',
    ],
)
def test_labels_and_a_speakers_words_are_not_marked(text):
    marked = [text[a:b] for a, b in colouring(text).spans]
    assert colouring(text).label
    assert not {"left-wing", "disgraced", "liar"} & set(marked)


@given(
    st.text(max_size=120)
    | st.lists(st.sampled_from(["idiotic", "“", "”", "liar", "you", "?!", "said", "so-called"])).map(" ".join)
)
def test_scores_lie_between_nought_and_one_and_spans_in_the_text(text):
    found = colouring(text)
    assert 0 <= found.score <= 1
    assert found.label == (found.score >= LEAST)
    at = 0
    for start, end in found.spans:
        assert at <= start < end <= len(text)
        at = end


def test_two_thousand_words_are_judged():
    assert colouring("the idiotic liar said “so” " * 400).label


def looks(subjective=0.5, loaded=0.5):
    return Looks(checkable=0.5, subjective=subjective, forward=0.5, loaded=loaded)


@pytest.mark.parametrize("name", ["subjective", "loaded"])
def test_what_a_network_sees_makes_a_sentence_more_loaded_and_the_lack_of_it_less(name):
    text = "The mayor's foolish plan was read to the council."
    sure, unsure, plain = (colouring(text, looks(**{name: share})).score for share in (0.99, 0.5, 0.01))
    assert plain < unsure < sure
    assert plain < loaded_score(text) < sure
    assert colouring("", looks(1.0, 1.0)).score == 0
    assert 0 < colouring(text, looks(0.0, 0.0)).score < colouring(text, looks(1.0, 1.0)).score
