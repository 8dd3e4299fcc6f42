import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuibono.core.text import Block, Document, Kind, Role
from cuibono.language.sentences import sentences


def document(text, *blocks):
    return Document(id="d1", capture="c1", kind=Kind.TEXT, text=text, blocks=tuple(blocks))


def split(text):
    return [span.quote for span in sentences(document(text))]


@pytest.mark.parametrize(
    "parts",
    [
        ["The rule took effect.", "Nobody noticed."],
        ["Dr. Roe met Sen. Lee at 5 p.m. Monday.", "She left."],
        ["J. K. Roe earned $3.5 million.", "It was 4.2 percent more."],
        ["I like Yahoo! a lot.", "Yahoo! Inc. fell."],
        ['"Really?" Roe asked.', '"Yes!" said Lee.', "“It is done.”", "He left."],
        ['He said, "It is good.', 'It is bad."', "Then he left."],
        ["The office moved to Washington, D.C.", "Then it closed."],
        ["It was done.", "Then he left."],
        ["He lives in the U.S.", "His wife does not."],
        ["The U.S. Navy met the U.K. His Majesty came."],
        ["No. 5 is alive.", "No.", "The end came."],
        ["The phone sold well.", "iPads did not."],
        ["It costs Rs. 500.", "Mr. Rao paid."],
    ],
)
def test_boundaries(parts):
    assert split(" ".join(parts)) == parts


def test_a_boundary_without_a_space_is_found():
    assert split("It was done.Then he left.") == ["It was done.", "Then he left."]


def test_full_width_stops_end_sentences():
    assert split("他来了。她走了。“好！”他说。") == ["他来了。", "她走了。", "“好！”他说。"]


def test_lines_of_a_list_are_sentences_and_wrapped_prose_is_not_cut():
    assert split("Steps:\n1. Open the box\n2. Read the card.") == ["Steps:", "1. Open the box", "2. Read the card."]
    assert split("- First point\n- Second point") == ["- First point", "- Second point"]
    wrapped = "It went on - as all things do\n- for a year."
    assert split(wrapped) == [wrapped]


def test_chats_without_capitals_are_cut():
    text = "the report is useful. still, the timing is odd. i agree"
    assert split(text) == ["the report is useful.", "still, the timing is odd.", "i agree"]


def test_no_sentence_crosses_a_block():
    text = "Rule comes in May\n\nThe ministry said\n\nso on Monday."
    blocks = (Block(0, 17, Role.TITLE), Block(19, 36), Block(38, 51))
    assert [s.quote for s in sentences(document(text, *blocks))] == [
        "Rule comes in May",
        "The ministry said",
        "so on Monday.",
    ]


def test_a_title_is_one_sentence_whatever_it_holds():
    text = "It is over. Really. What now?"
    assert [s.quote for s in sentences(document(text, Block(0, len(text), Role.TITLE)))] == [text]


def test_long_list_items_are_cut_and_short_ones_are_not():
    short = "Do this. Then that."
    long = " ".join(["Every operator must keep a record of all access to the build servers for ninety days."] * 4)
    text = f"{short}\n\n{long}"
    blocks = (Block(0, len(short), Role.LIST_ITEM), Block(len(short) + 2, len(text), Role.LIST_ITEM))
    assert len(sentences(document(text, *blocks))) == 1 + 4


def test_a_sentence_of_two_thousand_words_is_one():
    text = "We saw " + ", ".join(["another server"] * 1000) + "."
    assert split(text) == [text]


@given(st.text(alphabet="ab.!?\"“” \n'AB.,", max_size=200))
def test_spans_are_in_order_and_lose_no_word(text):
    spans = sentences(document(text))
    assert all(a.end <= b.start for a, b in itertools.pairwise(spans))
    kept = "".join(s.quote for s in spans)
    assert [c for c in kept if c.isalnum()] == [c for c in text if c.isalnum()]
