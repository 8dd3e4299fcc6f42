"""What is asked or stated in other words than the documents': found by the networks that ship, checked by rules."""

import pytest

from cuibono.models.local import Pairs, Sentences
from cuibono.models.manifest import shipped
from cuibono.room.ask import ask
from cuibono.room.meaning import Meaning
from cuibono.room.statements import held, nearest
from cuibono.room.table import Table
from tests.room import story as made

PAPER = made.document(
    "m1",
    "Ellery Echo",
    "Flood at Ellery",
    "The missing children were discovered by two divers on Tuesday.",
    "The hospital said all of the children are in good health.",
    "Mara Quist shut the mill because the river had burst its banks.",
    "The mayor has not resigned.",
    "Five physicians were killed when the bridge collapsed.",
    "Ilmar Stone may sell the ferry company.",
    published="2026-03-02",
)
SAID = [made.says(PAPER, block.strip()) for block in PAPER.text.split("\n\n")[1:]]
RECORD = made.record([PAPER], [(made.claim(each), [each]) for each in SAID])


@pytest.fixture(scope="module")
def meaning() -> Meaning:
    weights = shipped()
    return Meaning(Pairs(weights), Sentences(weights))


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Who found the lost kids?", "by two divers"),
        ("Are the kids healthy?", "good health"),
        ("Why was the mill closed down?", "because the river"),
        ("How many doctors died?", "Five physicians"),
        ("Is it true that the mayor stepped down?", "has not resigned"),
    ],
)
def test_a_question_in_other_words_finds_its_quotation(meaning, question, words):
    assert ask(RECORD, (), question) is None  # by words alone
    turn = ask(RECORD, (), question, meaning)
    assert turn is not None
    assert words in made.readable(turn)


@pytest.mark.parametrize(
    "question",
    [
        "Who designed the bridge?",  # spoken of, and nothing says who
        "When was the bridge built?",
        "Did Mara Quist apologise?",
        "How many doctors were hired?",
        "Why did the mayor marry?",
        "What does the governor say about the flood?",
        "Who found Ilmar Stone's passport?",
        "What did Oda Brannagh find?",
    ],
)
def test_what_nothing_answers_is_not_answered_with_what_is_near(meaning, question):
    assert ask(RECORD, (), question, meaning) is None


def test_a_statement_in_other_words_is_borne_out_and_its_opposite_is_not(meaning):
    table = Table(RECORD, (), meaning)
    assert [a.span.quote for a in held(table, "The missing kids were found by two divers.").so]
    assert not held(table, "Ilmar Stone is selling his ship business.").so  # he may
    assert not held(table, "The mayor stepped down.").so
    assert not held(table, "Nine doctors died as the bridge fell.").so


@pytest.mark.parametrize(
    ("text", "so", "reverse"),
    [
        ("Orrin attacked Velmar on Monday.", "Orrin assaulted Velmar on Monday.", "Velmar assaulted Orrin on Monday."),
        (
            "Telco sued Brandt over a patent.",
            "Telco took Brandt to court over a patent.",
            "Brandt took Telco to court over a patent.",
        ),
    ],
)
def test_other_words_that_have_another_do_it_are_not_borne_out(meaning, text, so, reverse):
    paper = made.document("m2", "Ellery Echo", "News", text, published="2026-03-02")
    each = made.says(paper, text)
    table = Table(made.record([paper], [(made.claim(each), [each])]), (), meaning)
    assert held(table, so).so
    assert not held(table, reverse).so


def test_beside_what_nothing_says_stands_what_is_nearest(meaning):
    near = nearest(Table(RECORD, (), meaning), "All the kids are ill.")
    assert near is not None
    assert "good health" in near.span.quote
    assert nearest(Table(RECORD, ()), "All the kids are ill.") is None
