"""Texts in the same words that still do not say the same: figures, roles, order in time, or how many are other ones.

A network that reads pairs calls nearly all such pairs entailed ("A sued B", "B sued A": .99), and a comparison of
content words cannot see it at all.
"""

from __future__ import annotations

from collections import Counter
from itertools import combinations

from cuibono.findings.agreement import same_things
from cuibono.findings.scope import alike
from cuibono.findings.statements import of_text
from cuibono.language.roles import turned_round
from cuibono.language.words import Token, content_words, stem, tokens

_COVERED = 0.9  # of the second text's content words, as for support
_OPPOSED = (("before", "after"), ("above", "below"), ("up", "down"), ("inside", "outside"))
_PART = frozenset({"some", "several", "few", "many", "most", "part", "half"})
_WHOLE = frozenset({"all", "every", "each", "both", "entire", "whole"})
_MANY = frozenset(map(stem, _PART | _WHOLE))
_JOINED = frozenset({"and", "or", "&", ",", ""})


def other_amounts(premise: str, hypothesis: str) -> tuple[str, str] | None:
    """An amount of something of which the premise tells other amounts alone, and one of these; or None.

    Both may be true still: 49,000 of 50,000 copies were sold, so a thousand were not. Of 86 such pairs of the written
    sets and LingNLI train 19 follow, which a network may say better.
    """
    told = of_text(premise).quantities
    for asked in of_text(hypothesis).quantities:
        same = same_things(asked, told)
        somewhere = any((each.low, each.high) == (asked.low, asked.high) for each in told)  # "3 of 5 games"
        if same and not somewhere and not any(alike(asked, each) for each in same):
            return same[0].span.quote, asked.span.quote
    return None


def turned(premise: str, hypothesis: str) -> tuple[str, str] | None:
    """The words of each text by which the second does not follow from the first, though it has its words; or None."""
    left, right = (set(content_words(text)) - _MANY for text in (premise, hypothesis))
    if not right or len(right & left) < _COVERED * len(right):
        return None
    said, asked = ({token.text.lower() for token in tokens(text)} for text in (premise, hypothesis))
    for pair in _OPPOSED:
        for one, other in (pair, pair[::-1]):
            if one in said - asked and other in asked - said:
                return one, other
    if (part := said & _PART) and not said & _WHOLE and (whole := asked & _WHOLE):
        return min(part), min(whole)
    # A sentence of several clauses may tell the same in another order.
    plain = left == right and "," not in premise + hypothesis
    if plain and (crossed := _crossed(premise, hypothesis)) and turned_round(hypothesis, [premise]):
        return " … ".join(crossed), " … ".join(crossed[::-1])
    return None


def _crossed(premise: str, hypothesis: str) -> tuple[str, str] | None:
    """Two names that stand in another order in the second text, and in neither merely joined ("A and B")."""
    left, right = _named(premise), _named(hypothesis)
    for one, other in combinations([name for name in left if name in right], 2):
        behind = right[one].start > right[other].end
        if behind and not _joins(premise, left[one], left[other]) and not _joins(hypothesis, right[other], right[one]):
            return one, other
    return None


def _named(text: str) -> dict[str, Token]:
    """Words with a capital in their order, those that stand once."""
    words = tokens(text)
    counted = Counter(word.text for word in words)
    return {word.text: word for word in words if word.text[0].isupper() and counted[word.text] == 1}


def _joins(text: str, one: Token, other: Token) -> bool:
    return text[one.end : other.start].strip().lower() in _JOINED
