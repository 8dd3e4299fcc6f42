"""Quotations are cut at clause borders, contiguously, and never so that the sense turns."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuibono.core.text import Document, Kind
from cuibono.room.clauses import is_clause, telling, well_begun


def whole(words: str):
    document = Document(id="d1", capture="c1", kind=Kind.TEXT, text=words)
    return document, document.span(0, len(words))


LONG = (
    "The company said its engineers had examined every one of the pumps, and it added that the valves of the older "
    "ones were replaced in June, while the newer ones will be looked at before the winter comes to the valley."
)


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("“The pumps are old,”", "The pumps are old"),
        ("that the pumps are old.", "the pumps are old"),
        ("PORT AVER, Oct 6 (Moor Wire) - The pumps are old.", "The pumps are old"),
        ("the pumps are stolen [moor.example]", "the pumps are stolen"),
        ("Made by Orrin Inc.", "Made by Orrin Inc."),
        ("Are the pumps old?", "Are the pumps old?"),
        ("That decision will not be made by the mayor.", "That decision will not be made by the mayor"),
        ("Near the Aver-Moor border (AVN) -- Hopes were raised.", "Hopes were raised"),
        (
            "The minister flies to Aver in the morning, and perhaps more importantly",
            "The minister flies to Aver in the morning",
        ),
    ],
)
def test_ends_are_tidied(words, kept):
    document, span = whole(words)
    assert telling(document, span).quote == kept


def test_a_long_sentence_is_cut_at_a_clause_and_keeps_the_focus():
    document, span = whole(LONG)
    short = telling(document, span)
    assert len(short.quote.split()) <= 25
    assert short.quote in LONG
    assert "June" in telling(document, span, [document.find("June")]).quote


@pytest.mark.parametrize(
    "turning", ["unless the board says otherwise", "but only if the board agrees", "except in the old ones"]
)
def test_nothing_is_cut_off_that_takes_the_statement_back(turning):
    words = (
        "The pumps in the valley are safe for all who drink the water of the five villages that lie along the old road "
        f"to the coast and to the harbour beyond, {turning}"
    )
    document, span = whole(words + ".")
    assert turning in telling(document, span).quote


@given(st.text(alphabet="ab ,.;:“”\"'()—-?!A\n", min_size=1, max_size=200).filter(lambda words: words.strip()))
def test_always_contiguous_words_of_the_document(words):
    document, span = whole(words)
    cut = telling(document, span)
    assert document.text[cut.start : cut.end] == cut.quote
    assert span.holds(cut)


@pytest.mark.parametrize(
    ("words", "clause"),
    [
        ("The pumps are old", True),
        ("It was never checked", True),
        ("stealing the pumps", False),
        ("a long summer", False),
        ("Are the pumps old?", False),
        ("to see whether the pumps were old", False),
    ],
)
def test_what_reads_well_after_says(words, clause):
    assert is_clause(words) == clause


@pytest.mark.parametrize(
    ("text", "quote", "fine"),
    [
        ("He said the pumps are old.", "the pumps are old", True),
        ("The pumps are old.", "The pumps are old", True),
        ("Since the Sept. 11, 2001, flood the pumps are old.", "11, 2001, flood the pumps are old", False),
        ("He thinks it likely that pumps are old.", "it likely that pumps are old", False),
        ("The mayor supported the suit.", "supported the suit", False),
        ("They are restoring the pumps the mayor bought.", "the pumps the mayor bought", False),
        ("Pumps of Sen. Jo Ash were old.", "Jo Ash were old", False),
        ("He said “the pumps are old.", "“the pumps are old", False),
    ],
)
def test_quotations_begin_where_phrases_do(text, quote, fine):
    document, _all = whole(text)
    assert well_begun(document, document.find(quote)) == fine


def test_an_initial_or_a_title_ends_no_sentence():
    words = (
        "Roe, an appointee of the former mayor Ann W. Bell, ruled that the two men are likely to be able to show that "
        "their privacy outweighs what the town wants to know of the wells behind their houses."
    )
    document, span = whole(words)
    assert telling(document, span, [document.find("likely")]).quote.startswith("Roe, an appointee")
    words = (
        "But that decision will not be made by the old mayor of Aver, who leaves his post at 8 p.m. on February 28, "
        "said the Rev. Ian Low, who speaks for the town."
    )
    document, span = whole(words)
    assert telling(document, span, [document.find("February 28")]).quote.endswith("February 28")


def test_what_only_adds_is_cut_off_at_the_end():
    words = (
        "A judge said he would hold a hearing on Wednesday on the suit of the valley against the board that runs the "
        "pumps of the old road, a frequent target of the mayor"
    )
    document, span = whole(words + ".")
    assert telling(document, span, [document.find("Wednesday")]).quote.endswith("old road")
