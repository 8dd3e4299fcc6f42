"""What gives away the labels of the written pairs: counts by letter, and a guess that sees only the second text.

    python training/habits.py

A network finds any habit of a writer. The guess is naive Bayes over words and word pairs, learned from four fifths of
the items, asked about the rest (Gururangan et al. 2018 measured SNLI and MNLI so, with a stronger classifier).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from corpora import held_back
from written import KINDS, Item, items

_WORD = re.compile(r"[\w'’]+|[^\w\s]")
_DENIES = re.compile(r"\b(?:not|no|never|nobody|none|nothing|without)\b|n['’]t\b", re.IGNORECASE)


def main() -> None:
    """Print both."""
    found = list(items())
    print(f"{len(found)} items, {len({item.premise for item in found})} premises")
    for letter, kind in KINDS.items():
        lines = [(item.premise, words) for item in found for mark, words in item.lines if mark == letter]
        denied = sum(bool(_DENIES.search(words)) for _, words in lines) / len(lines)
        length = sum(len(words.split()) for _, words in lines) / len(lines)
        common = sum(_common(premise, words) for premise, words in lines) / len(lines)
        print(
            f"{letter} {kind:12} {len(lines):5} lines, {length:4.1f} words, {denied:.2f} deny, {common:.2f} in common"
        )
    print(f"second text alone, of e n c: {_guessed(found, 'enc'):.2f} right (chance .33)")
    news = [item for item in found if item.news]
    print(f"second text alone, news, of e s n d w c: {_guessed(news, 'esndwc'):.2f} right (chance .17)")


def _common(premise: str, words: str) -> float:
    mine = set(words.lower().split())
    return len(mine & set(premise.lower().split())) / len(mine)


def _grams(words: str) -> list[str]:
    found = [word.lower() for word in _WORD.findall(words)]
    return found + [" ".join(pair) for pair in pairwise(found)]


def _guessed(found: Sequence[Item], letters: str) -> float:
    """How often the likeliest letter is right."""
    seen = {letter: Counter[str]() for letter in letters}
    asked = []
    for item in found:
        for letter, words in item.lines:
            if letter in seen:
                if held_back(item.premise, 5):
                    asked.append((letter, _grams(words)))
                else:
                    seen[letter].update(set(_grams(words)))
    totals = {letter: sum(counts.values()) for letter, counts in seen.items()}
    kinds = len(set().union(*seen.values()))

    def likely(letter: str, grams: Sequence[str]) -> float:
        return sum(math.log((seen[letter][gram] + 0.5) / (totals[letter] + 0.5 * kinds)) for gram in grams)

    right = sum(max(letters, key=lambda each: likely(each, grams)) == letter for letter, grams in asked)
    return right / len(asked)


if __name__ == "__main__":
    main()
