"""What a question wants, and whether words hold it."""

import pytest

from cuibono.room.questions import Wanted, taken_apart
from cuibono.room.replying import answering
from tests.room import story as made


@pytest.mark.parametrize(
    ("question", "wanted", "statement"),
    [
        ("Who found the leak?", Wanted.WHO, "Somebody found the leak"),
        ("Who says the leak is old?", Wanted.ANY, "Something the leak is old"),
        ("When was the dam built?", Wanted.WHEN, "the dam built"),
        ("On what date does it open?", Wanted.WHEN, "it open"),
        ("Where is the hearing?", Wanted.WHERE, "the hearing"),
        ("How many gates are shut?", Wanted.COUNT, "gates are shut"),
        ("How long was the road closed?", Wanted.SPAN, "the road closed"),
        ("What does a permit cost?", Wanted.MEASURE, "a permit cost something"),
        ("Why did the mill close?", Wanted.WHY, "the mill close"),
        ("What caused the flood?", Wanted.WHY, "caused the flood"),
        ("Which towns were flooded?", Wanted.NAME, "towns were flooded"),
        ("Is it true that the mayor resigned?", Wanted.WHETHER, "the mayor resigned"),
        ("Did the mayor resign?", Wanted.WHETHER, "the mayor resign"),
        ("The mayor resigned.", Wanted.WHETHER, "The mayor resigned"),
        ("", Wanted.WHETHER, ""),
    ],
)
def test_what_a_question_wants_and_supposes(question, wanted, statement):
    asked = taken_apart(question)
    assert asked.wanted is wanted
    assert asked.statement == statement


def test_whose_words_are_wanted_and_on_what():
    asked = taken_apart("What does the Harbour Board say about the gates?")
    assert (asked.speaker, asked.topic) == ("the Harbour Board", "the gates")
    assert taken_apart("What did Quist say?").topic == ""


def test_what_is_counted_and_what_an_answer_cannot_do_without():
    assert taken_apart("How many build servers were hit?").counted == "build servers"
    assert taken_apart("Who designed the gates?").leading == "designed"
    assert taken_apart("What fine did the court set?").leading == "fine"
    assert taken_apart("What did the court decide?").leading == ""


@pytest.mark.parametrize(
    ("question", "words", "answer"),
    [
        ("Who found the leak?", "Mara Quist found the leak.", "Mara Quist"),
        ("Who found the leak?", "The leak was found by two divers.", "by two divers"),
        ("Who found the leak?", "The leak was found at noon.", None),
        ("When did it open?", "It opened on 4 May 2026.", "4 May 2026"),
        ("When did it open?", "It opened at last.", None),
        ("How many gates are shut?", "Five gates are shut.", "Five"),
        ("How many gates are shut?", "Five miles of road are shut.", None),
        ("How long was it shut?", "It was shut for 12 days.", "days"),
        ("How far is it?", "It is 12 days away.", None),
        ("Why did the mill close?", "The mill closed because the river rose.", "because"),
        ("Why did the mill close?", "The mill closed in May.", None),
        ("Where is the hearing?", "The hearing is at Ellery.", "at Ellery."),
    ],
)
def test_words_answer_only_with_the_kind_of_thing_that_is_wanted(question, words, answer):
    document = made.document("q1", "Ellery Echo", "Gates", f"Mara Quist spoke. {words}", published="2026-05-09")
    found = answering(document, document.find(words), taken_apart(question), lambda _one, _other: False)
    assert (found[0].quote if found else None) == answer


def test_a_yes_or_no_wants_no_kind_of_thing():
    document = made.document("q1", "Ellery Echo", "Gates", "The gates are shut.")
    assert answering(document, document.find("The gates"), taken_apart("Are the gates shut?"), str.__eq__) == ()
