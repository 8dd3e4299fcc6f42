import pytest

from cuibono.gate import metrics


def test_scores_are_zero_and_not_an_error_where_there_is_nothing():
    assert metrics.scores(0, 0, 0) == (0.0, 0.0, 0.0)
    assert metrics.scores(1, 2, 4) == (0.5, 0.25, pytest.approx(1 / 3))


def test_macro_f1_is_the_mean_of_both_classes():
    said, gold = [True, True, False, False], [True, False, False, False]
    assert metrics.f1(said, gold) == pytest.approx(2 / 3)
    assert metrics.macro_f1(said, gold) == pytest.approx((2 / 3 + 4 / 5) / 2)


def test_ranks_share_the_mean_of_their_places():
    assert metrics.ranks([3.0, 1.0, 3.0, 2.0]) == [2.5, 0.0, 2.5, 1.0]


def test_correlation():
    assert metrics.pearson([1, 2, 3], [2, 4, 6]) == pytest.approx(1)
    assert metrics.pearson([1, 2, 3], [5, 5, 5]) == 0
    assert metrics.spearman([1, 2, 3, 4], [1, 10, 100, 1000]) == pytest.approx(1)
    assert metrics.spearman([1, 2, 3, 4], [9, 7, 5, 3]) == pytest.approx(-1)


def test_shared_grams_count_words_in_order():
    assert metrics.shared_grams("a b c d e", "A b, c d x") == (0.5, 0.5, 0.5)
    assert metrics.shared_grams("", "") == (1.0, 1.0, 1.0)
    assert metrics.shared_grams("", "a b c d") == (0.0, 0.0, 0.0)


def test_b_cubed_of_a_merger_costs_precision_and_of_a_split_recall():
    gold = {"a": "x", "b": "x", "c": "y", "d": "y"}
    assert metrics.b_cubed(gold, [["a", "b"], ["c", "d"]]) == (1, 1, 1)
    assert metrics.b_cubed(gold, [["a", "b", "c", "d"]])[:2] == (0.5, 1)
    assert metrics.b_cubed(gold, [["a"], ["b"], ["c", "d"]])[:2] == (1, 0.75)
