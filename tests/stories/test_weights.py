"""How much a word tells: rare words more than common ones, and no name more than another."""

from __future__ import annotations

import pytest

from cuibono.language.lexicons import lexicon
from cuibono.language.words import stem
from cuibono.stories.weights import Weights


def test_a_rare_word_tells_more_than_a_common_one():
    said = stem("said")
    weights = Weights([[said, "isotope"]])
    assert weights["isotope"] > weights[said] > 0


def test_a_word_of_all_texts_at_hand_tells_less_than_one_of_a_single_text():
    weights = Weights([["ledger", "quartz"], ["ledger"], ["ledger"]])
    assert weights["quartz"] > weights["ledger"]


@pytest.mark.parametrize("names", ["demonyms", "places", "parties"])
def test_no_people_place_or_party_tells_more_than_another(names):
    weights = Weights([])
    words = {stem(name) for name in lexicon(names) if name.isalpha()} - {
        "us",
        "main",
        "dc",
    }  # words too; the stem of Maine
    assert len(words) > 5
    assert {weights[word] for word in words} == {weights["halvorn"]}
