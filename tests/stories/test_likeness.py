"""Vectors of texts: neighbours, and what they find for claims and documents."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from cuibono.stories.likeness import Likeness


class Letters:
    """An observer that hears letters only."""

    def __init__(self) -> None:
        self.read: list[str] = []

    def vectors(self, texts: Sequence[str]) -> np.ndarray:
        self.read.extend(texts)
        rows = np.array([[text.count(letter) + 0.001 for letter in "abcd"] for text in texts], dtype=np.float32)
        return rows.reshape(len(texts), 4) / np.linalg.norm(rows.reshape(len(texts), 4), axis=1, keepdims=True)


TEXTS = st.lists(st.text("abcd", min_size=1, max_size=5), max_size=30)


@given(TEXTS, st.integers(1, 5))
def test_each_text_is_read_once_and_has_its_nearest(texts: list[str], most: int) -> None:
    observer = Letters()
    seen = Likeness(texts, observer)
    assert sorted(observer.read) == sorted(set(texts))
    pairs = list(seen.nearest(range(len(texts)), most, 0.9))
    assert all(a < b and seen.between(a, b) >= 0.8998 for a, b in pairs)
    for here in range(len(texts)):
        near = sorted((seen.between(here, there) for there in range(len(texts)) if there != here), reverse=True)
        wanted = [cosine for cosine in near[:most] if cosine >= 0.9]
        met = [seen.between(a, b) for a, b in pairs if here in {a, b}]
        assert len(met) >= len(wanted)


@given(TEXTS)
def test_only_chosen_texts_are_paired(texts: list[str]) -> None:
    chosen = [i for i in range(len(texts)) if i % 2]
    pairs = Likeness(texts, Letters()).nearest(chosen, 3, 0.0)
    assert {place for pair in pairs for place in pair} <= set(chosen)
