"""The measures, each defined once: F1, macro F1, correlation, shared word n-grams, B-cubed."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

from cuibono.core.text import fold

Item = TypeVar("Item", bound=Hashable)


def scores(both: float, got: float, want: float) -> tuple[float, float, float]:
    """Precision, recall and F1; nothing got is precision 0."""
    precision, recall = both / got if got else 0.0, both / want if want else 0.0
    return precision, recall, 2 * precision * recall / (precision + recall) if both else 0.0


def told(said: Sequence[bool], gold: Sequence[bool]) -> tuple[float, float, float]:
    """Precision, recall and F1 of what is called so."""
    return scores(sum(s and g for s, g in zip(said, gold, strict=True)), sum(said), sum(gold))


def f1(said: Sequence[bool], gold: Sequence[bool]) -> float:
    """F1 of what is called so."""
    return told(said, gold)[2]


def macro_f1(said: Sequence[bool], gold: Sequence[bool]) -> float:
    """The mean of F1 of both classes."""
    return (f1(said, gold) + f1([not s for s in said], [not g for g in gold])) / 2


def mean(values: Iterable[float]) -> float:
    """The mean of one value or more."""
    listed = list(values)
    return sum(listed) / len(listed)


def ranks(values: Sequence[float]) -> list[float]:
    """Ranks, ties at their mean."""
    order = sorted(range(len(values)), key=values.__getitem__)
    out = [0.0] * len(values)
    at = 0
    while at < len(order):
        end = at
        while end + 1 < len(order) and values[order[end + 1]] == values[order[at]]:
            end += 1
        for place in order[at : end + 1]:
            out[place] = (at + end) / 2
        at = end + 1
    return out


def pearson(a: Sequence[float], b: Sequence[float]) -> float:
    """Pearson's r; 0 where one side does not vary."""
    mean_a, mean_b = mean(a), mean(b)
    over = sum((x - mean_a) * (y - mean_b) for x, y in zip(a, b, strict=True))
    under = (sum((x - mean_a) ** 2 for x in a) * sum((y - mean_b) ** 2 for y in b)) ** 0.5
    return over / under if under else 0.0


def spearman(a: Sequence[float], b: Sequence[float]) -> float:
    """Spearman's rank correlation."""
    return pearson(ranks(a), ranks(b))


def grams(text: str, size: int = 4) -> Counter[tuple[str, ...]]:
    """Word n-grams with their counts, folded, without case or punctuation."""
    words = re.findall(r"\w+", fold(text).casefold())
    return Counter(zip(*(words[at:] for at in range(size)), strict=False))


def shared_grams(said: str, wanted: str) -> tuple[float, float, float]:
    """Precision, recall and F1 of one text's word 4-grams against another's; two empty texts are alike."""
    a, b = grams(said), grams(wanted)
    return scores((a & b).total(), a.total(), b.total()) if a or b else (1.0, 1.0, 1.0)


def b_cubed(gold: Mapping[Item, str], groups: Iterable[Sequence[Item]]) -> tuple[float, float, float]:
    """Precision, recall and F1 of a clustering (Bagga and Baldwin 1998): means over items."""
    wanted: defaultdict[str, set[Item]] = defaultdict(set)
    for item, group in gold.items():
        wanted[group].add(item)
    precision = recall = count = 0.0
    for made in map(set, groups):
        for item in made:
            right = len(made & wanted[gold[item]])
            precision += right / len(made)
            recall += right / len(wanted[gold[item]])
            count += 1
    precision, recall = precision / count, recall / count
    return precision, recall, 2 * precision * recall / (precision + recall)
