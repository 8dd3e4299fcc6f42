import pytest

from cuibono.core.news import Outlet, Story
from cuibono.core.reading import Record
from cuibono.core.text import Block, Document, Kind, Role
from cuibono.core.times import parse_stamp
from cuibono.findings.forecasts import Forecasts
from cuibono.stories.assertions import assertions


def forecasts(*texts):
    documents = tuple(
        Document(
            id=f"d{i}", capture="c", kind=Kind.ARTICLE, text=text, outlet=f"Paper {i}",
            published=parse_stamp("2026-03-02"),
            blocks=(Block(0, len(text), Role.PARAGRAPH),),
        )
        for i, text in enumerate(texts)
    )  # fmt: skip
    story = Story(id="s", title="", documents=documents)
    outlets = {document.id: Outlet(document.outlet) for document in documents}
    said = assertions(story, outlets, ())
    return tuple(Forecasts().examine(Record(story=story, outlets=outlets, origins=(), assertions=said, claims=())))


@pytest.mark.parametrize(
    ("sentence", "words", "low", "high"),
    [
        ("Parliament will almost certainly pass the duty on builds.", "almost certainly", 95, 99),
        ("The firm is likely to raise its prices for customers.", "likely", 55, 80),
        ("It is unlikely that the count of thefts will exceed one hundred.", "unlikely", 20, 45),
        ("The duty will trigger a wave of lawsuits against small firms.", None, None, None),
    ],
)
def test_a_range_stands_only_where_estimative_words_do(sentence, words, low, high):
    (found,) = forecasts(sentence)
    assert (found.words.quote if found.words else None, found.low, found.high) == (words, low, high)


@pytest.mark.parametrize(
    "sentence",
    [
        "The game will be shown at 8 p.m. on the second channel.",
        "The minister will visit the harbour on Friday.",
        "We will fight this rule in every court there is.",
        "Will the rule trigger a wave of lawsuits?",
        "A stronger lock would have stopped the thieves at once.",
        "Will Fenwick spoke about the last will of his uncle.",
        "It is unclear whether the rule will trigger a wave of lawsuits.",
        "The firm could not raise its prices last year.",
        "The firm may be contacted by letter or by telephone.",
    ],
)
def test_no_forecast(sentence):
    assert forecasts(sentence) == ()


def test_could_counts_before_a_verb_of_consequence():
    (found,) = forecasts("The report could fast-track new controls on training methods.")
    assert "fast-track new controls on training methods" in found.test
    assert found.low is None


def test_a_condition_is_part_of_the_test():
    (found,) = forecasts(
        "If the guidance reaches open models, that is going to smash the market for small laboratories."
    )
    assert "If the guidance reaches open models" in found.test
    assert "smash the market" in found.test


def test_the_due_date_is_the_end_of_the_time_named():
    (found,) = forecasts("It is likely that a second crew will reach that level of skill before the end of 2026.")
    assert found.due.year == 2027
    assert (found.due.month, found.due.day) == (1, 1)
    assert "no date" not in found.test


def test_without_a_date_the_test_says_so():
    (found,) = forecasts("The duty will trigger a wave of lawsuits against small firms.")
    assert found.due is None
    assert "no date is given" in found.test


def test_a_reprint_adds_no_forecast():
    text = "The duty will trigger a wave of lawsuits against small firms."
    assert len(forecasts(text, text)) == 1


def test_the_quoted_words_stand_in_the_document():
    text = "The duty is likely to raise the price of software for towns."
    (found,) = forecasts(text)
    assert found.spans[0].quote in text
    assert "raise the price of software for towns" in found.test


@pytest.mark.parametrize(
    "sentence",
    [
        "The judge ruled that the two skippers are likely to show that the search was unlawful.",
        "The court granted the order, concluding that they were likely to prevail in their case.",
    ],
)
def test_what_a_court_finds_likely_is_no_forecast(sentence):
    assert forecasts(sentence) == ()


def test_one_event_foretold_in_two_papers_is_one_forecast():
    first = "The harbour could become a police state, Jane Roe said."
    second = "If the town does not act, Jane Roe warned, the port could become a police state."
    assert len(forecasts(first, second)) == 1
    assert len(forecasts(first, "The harbour could become a museum of the navy, Jane Roe said.")) == 2
