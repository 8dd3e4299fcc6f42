"""Texts in the same words that do not say the same, and texts that do."""

from __future__ import annotations

import pytest

from cuibono.core.scores import Inference
from cuibono.findings.inference import infer
from cuibono.findings.turned import other_amounts, turned

SURE = Inference(0.97, 0.02, 0.01)  # a network that sees the same words

UNLIKE = [
    ("Velmar sued Orrin over the patent.", "Orrin sued Velmar over the patent.", ("Velmar … Orrin", "Orrin … Velmar")),
    ("The mayor of Lisk met Anna Holm and praised Tarn.", "The mayor of Tarn met Anna Holm and praised Lisk.", None),
    ("The fire broke out before the inspection.", "The fire broke out after the inspection.", ("before", "after")),
    ("Some of the workers were dismissed.", "All of the workers were dismissed.", ("some", "all")),
    ("Most clinics in Lisk have closed.", "Every clinic in Lisk has closed.", ("most", "every")),
]
ALIKE = [
    ("Velmar sued Orrin over the patent.", "Orrin was sued by Velmar over the patent."),
    ("Velmar and Orrin signed the deal.", "Orrin and Velmar signed the deal."),
    ("In Lisk, Anna Holm opened the bridge.", "Anna Holm opened the bridge in Lisk."),
    ("After the inspection the fire broke out.", "The fire broke out after the inspection."),
    ("All of the workers were dismissed.", "Some of the workers were dismissed."),
    ("Anna Holm, the minister, resigned on Monday.", "The minister Anna Holm resigned on Monday."),
    ("The mine in Tarn closed.", "The mine closed."),
    ("The ship sank off Lisk.", "A ferry was late in Tarn."),
]


@pytest.mark.parametrize(("premise", "hypothesis", "words"), UNLIKE)
def test_the_same_words_may_say_something_else(premise, hypothesis, words):
    found = turned(premise, hypothesis)
    assert found
    assert words in (None, found)
    judged = infer(premise, hypothesis, SURE)
    assert judged.label != "entailment"
    assert judged.relation == "unclear", "what does not follow is not therefore contradicted"
    assert judged.why == found


@pytest.mark.parametrize(("premise", "hypothesis"), ALIKE)
def test_what_says_the_same_or_less_is_left_alone(premise, hypothesis):
    assert turned(premise, hypothesis) is None


@pytest.mark.parametrize(
    ("premise", "hypothesis", "words"),
    [
        ("Velmar sold 400 cars in Lisk.", "Velmar had a good year and sold 700 cars.", ("400", "700")),
        ("More than 40 people were hurt.", "At least 30 people were hurt.", None),
        ("About 1,950 jobs will go.", "Nearly 2,000 jobs will go.", None),
        ("The ship sank off Lisk.", "Four of the crew were saved.", None),
    ],
)
def test_another_amount_is_never_support_whatever_the_network_says(premise, hypothesis, words):
    assert other_amounts(premise, hypothesis) == words
    judged = infer(premise, hypothesis, SURE)
    assert (judged.relation in {"supports", "repeats"}) is (words is None)


def test_where_only_a_figure_differs_the_rule_outweighs_a_network_that_cannot_read_it():
    judged = infer("The deal is worth $2 billion.", "The deal is worth $2 million.", SURE)
    assert (judged.label, judged.relation) == ("contradiction", "contradicts")
    assert judged.why == ("$2 billion", "$2 million")


def test_a_rule_and_a_network_that_disagree_on_longer_texts_show_neither():
    premise = "The company, under pressure, was banned from exporting chips."
    judged = infer(premise, "Orrin says the company was allowed to export chips.", Inference(0.995, 0.003, 0.002))
    assert judged.relation == "unclear"
