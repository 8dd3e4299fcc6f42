import pytest

from cuibono.core.findings import RelationKind
from cuibono.findings.relations import Relations
from tests.findings.press import article
from tests.findings.press import record as read

HEAD = "The quarry inquiry\n\n"


def contradictions(text):
    record = read(article("Alpha Post", HEAD + text, "2026-03-03"))
    found = [r for r in Relations().examine(record) if r.kind is RelationKind.CONTRADICTS]
    return [tuple(span.quote for span in r.words) for r in found], record, found


def test_that_claim_means_the_sentence_before():
    words, record, (found,) = contradictions(
        "Ida Moser said Mayor Karl Brandt had paid her in cash to stay silent.\n\n"
        "Brandt denied that claim, saying all payments were made by cheque."
    )
    assert words == [("Mayor Karl Brandt had paid her in cash to stay silent", "denied that claim")]
    assert [record.assertion[i].speaker.name for i in (found.left, found.right)] == ["Ida Moser", "Karl Brandt"]
    assert found.reason == "denial"


def test_an_accuser_who_is_named_may_have_spoken_farther_off():
    words, *_ = contradictions(
        "Ida Moser alleged that Karl Brandt sold the quarry to his brother.\n\n"
        "The weather stayed dry all week in the valley.\n\nBrandt has rejected Moser's allegations."
    )
    assert words == [("Karl Brandt sold the quarry to his brother", "rejected Moser's allegations")]


@pytest.mark.parametrize(
    "before",
    [
        "Ida Moser said the weather stayed dry all week in the valley.",  # does not concern him
        "Karl Brandt said he had sold the quarry to his brother.",  # his own words
        "Karl Brandt opened a bakery in the valley last spring.",  # nobody claims it
    ],
)
def test_what_nobody_else_says_of_the_denier_is_not_what_is_denied(before):
    assert contradictions(f"{before}\n\nBrandt denied that claim on Tuesday evening.")[0] == []


def test_a_claim_that_is_told_in_the_denial_is_not_looked_for_before_it():
    before = "Ida Moser said Karl Brandt had paid her in cash to stay silent."
    assert contradictions(f"{before}\n\nBrandt denied the claim that otters live in the quarry.")[0] == []


def test_a_denial_told_in_passing_answers_the_sentence_it_stands_in():
    words, record, (found,) = contradictions(
        "Ida Moser has said Karl Brandt told her to burn the maps, which Brandt has denied."
    )
    assert words == [("Karl Brandt told her to burn the maps", "Brandt has denied")]
    assert [record.assertion[i].speaker.name for i in (found.left, found.right)] == ["Ida Moser", "Karl Brandt"]


@pytest.mark.parametrize(
    "denies", ["disputed the claim that", "rejected Moser's argument that", "disputes her account that"]
)
def test_a_denial_that_tells_what_it_denies_meets_whoever_said_it(denies):
    words, *_ = contradictions(
        "Ida Moser said the flooded quarry had been sold to a bank.\n\nNobody else came to the hearing.\n\n"
        f"Karl Brandt {denies} the flooded quarry was sold."
    )
    assert len(words) == 1
    assert words[0][1].startswith(denies.removesuffix(" that"))


def test_who_did_not_deny_it_contradicts_nobody():
    before = "Ida Moser said Karl Brandt had paid her in cash to stay silent."
    assert contradictions(f"{before}\n\nBrandt did not deny the allegation on Tuesday.")[0] == []
