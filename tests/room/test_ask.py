"""Questions: answered from the record with quotations, or not at all."""

import math
from itertools import combinations

import pytest

from cuibono.core.talk import Act
from cuibono.language.words import content_words
from cuibono.room.ask import ask
from cuibono.room.retrieve import Weigher
from cuibono.room.table import Table
from tests.room import story as made


def answer(question: str) -> str:
    turn = ask(made.RECORD, made.FINDINGS, question)
    assert turn is not None, question
    assert turn.act is Act.ANSWER
    return made.readable(turn)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("How many bridges have cracks?", ["412", "57"]),
        ("Who else measured the cracks?", ["Roads Board", "57 bridges"]),
        ("Who says the cracks are growing?", ["Halm Sensors", "probably growing"]),
        ("When are comments due?", ["30 April 2026", "Roads Board"]),
        ("When is the rule on gauges expected?", ["30 April 2026", "unnamed ministry official"]),
        ("Does anybody deny that cracks go unreported?", ["Institution of Surveyors", "denied"]),
        ("Who benefits?", ["Halm Sensors", "no evidence"]),
        ("How many sources are there?", ["9 documents", "6 independent"]),
        ("How many sources for the 412 bridges?", ["3 documents", "1 independent origin"]),
        ("Is there an exemption from the rule?", ["does not apply"]),
        ("Who maintains the Low Ford bridge?", ["lowford"]),
    ],
)
def test_questions_that_the_record_answers(question, words):
    said = answer(question)
    assert all(word in said for word in words), said


@pytest.mark.parametrize(
    "question",
    [
        "Who won the football match?",
        "What did Microsoft say about cracks?",
        "What about the 975 bridges?",
        "When will the moon landing take place?",
        "Does anybody deny climate change?",
        "Who benefits from the ban on plastic straws?",
        "Who measured the depth of the ocean?",
        "Will interest rates rise?",
        "Why do cats purr?",
        "How many sources for the price of bread?",
        "What?",
        "",
    ],
)
def test_questions_on_other_subjects_get_no_answer(question):
    assert ask(made.RECORD, made.FINDINGS, question) is None


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Who else measured this?", ["412", "Roads Board", "57 bridges"]),
        ("Who says so?", ["Halm Sensors", "1 origin in 3 documents"]),
        ("Who denies it?", ["Institution of Surveyors"]),
        ("What is missing?", ["Girder Forum", "412"]),
        ("What happens next?", ["30 April 2026", "Roads Board"]),
        ("When?", ["30 April 2026"]),
    ],
)
def test_questions_that_name_no_subject_are_about_what_weighs_most(question, words):
    said = answer(question)
    assert all(word in said for word in words), said


def test_nothing_of_the_kind_is_said_honestly():
    bare = made.record([made.TRADE], [(made.claim(made.REPAIR_TOO), [made.REPAIR_TOO])])
    for question in ("Who denies it?", "What is missing?", "What happens next?", "Who benefits?"):
        turn = ask(bare, (), question)
        assert turn is not None
        assert "older crossings" in made.readable(turn)


def test_an_answer_never_hides_a_dispute():
    assert "otherwise" in answer("How many road bridges have cracks that nobody reported?")


def test_nobody_denies_is_said_with_what_is_said():
    assert "Nobody read here denies" in answer("Does anybody deny that old bridges need repair?")


def test_an_empty_record_answers_nothing():
    assert ask(made.record([], []), (), "Who benefits?") is None
    assert ask(made.record([], []), (), "How many sources?") is None


def test_the_order_of_findings_has_no_influence():
    question = "Does anybody deny that cracks go unreported?"
    assert ask(made.RECORD, made.FINDINGS, question) == ask(made.RECORD, tuple(reversed(made.FINDINGS)), question)


def test_the_share_of_a_question_that_words_hold_is_the_same_in_every_run():
    # Summed in the order of a set, which differs from run to run, the last digit of many of these differed.
    table = Table(made.RECORD, made.FINDINGS)
    words = ["bridges", "cracks", "gauges", "comments", "rule", "ministry", "sensors", "growing", "surveyors", "roads"]
    weigh = Weigher(table, " ".join(words))
    whole = math.fsum(weigh.weights.values())
    for some in combinations(words, 5):
        held = math.fsum(weigh.weights[word] for word in content_words(" ".join(some)))
        assert weigh.of(" ".join(some)) == held / whole, some
