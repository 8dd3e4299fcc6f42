"""What is read here that says what a question or a statement says in other words.

Vectors find the candidates. What decides is put together from three looks: how near a candidate's vector is, how much
of what is asked its words hold - each word as itself or as the nearest word there - and whether the statement that the
question supposes follows from it, as the pair encoder reads them. Exact rules check names and the kind of thing wanted
(:mod:`cuibono.room.retrieve`). Nothing here finds what is not quoted.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cuibono.core.claims import Assertion
from cuibono.core.ports import Observer, Relater
from cuibono.language.words import content_words
from cuibono.room.questions import Question

# A reading's sentences are read for their vectors when a room is first asked: 300 a second on one thread. Of a larger
# story those are read that share a word with the question, then the earliest.
_READ = 1_500
_ASKED = 12  # nearest sentences that are looked at word by word, and by the pair encoder
_LIKE = 0.6  # cosine of two nouns from which they name the same kind of thing ("boys" and "children" .69)
_WORDS_LIKE = 0.4  # cosine of two words below which one does not stand for the other at all
_WORD = re.compile(r"[^\W_][\w’'-]*")


@dataclass(frozen=True, slots=True)
class Seen:
    """How a sentence looks beside what is asked, each 0..1."""

    cosine: float
    held: float  # share of the weight of the words asked
    follows: float
    against: float
    leading: float = 1.0  # how like the word that an answer cannot do without the nearest word is


class Meaning:
    """Both networks, asked about words of one record and words of a person."""

    def __init__(self, relater: Relater, observer: Observer) -> None:
        """Nothing is asked before a person speaks."""
        self._relater = relater
        self._observer = observer

    def nearest(self, question: Question, said: Sequence[Assertion], weights: Mapping[str, float]) -> dict[str, Seen]:
        """The sentences nearest to a question, by their quotations; ``weights`` weigh stems of its words."""
        words, statement = question.words, question.statement
        texts = _to_read([a.sentence.quote for a in said], set(weights))
        if not texts or not words.strip():
            return {}
        asked, *_ = self._observer.vectors([words])
        cosines = [round(float(row @ asked), 4) for row in self._observer.vectors(texts)]
        near = sorted(range(len(texts)), key=lambda i: (-cosines[i], i))[:_ASKED]
        follows = self._relater.relate([(texts[i], statement or words) for i in near])
        return {
            texts[i]: Seen(
                cosines[i],
                self._held(words, texts[i], weights),
                answer.entailment,
                answer.contradiction,
                self._held(question.leading, texts[i], dict.fromkeys(content_words(question.leading), 1.0)),
            )
            for i, answer in zip(near, follows, strict=True)
        }

    def alike(self, one: str, other: str) -> bool:
        """Whether two nouns name the same kind of thing."""
        first, second = self._observer.vectors([one.casefold(), other.casefold()])
        return round(float(first @ second), 4) >= _LIKE

    def _held(self, words: str, text: str, weights: Mapping[str, float]) -> float:
        """The share of the weight of the words that a text holds: each as much as the nearest one is like it."""
        if not words:
            return 1.0
        asked = {word: stem for word in _words(words) for stem in content_words(word)[:1] if stem in weights}
        there = list(_words(text))
        if not asked or not there:
            return 0.0
        stems = set(content_words(text))
        mine, theirs = self._observer.vectors(list(asked)), self._observer.vectors(there)
        share = 0.0
        for (_word, stem), row in zip(asked.items(), mine, strict=True):
            near = 1.0 if stem in stems else float((theirs @ row).max())
            share += weights[stem] * (near if near >= _WORDS_LIKE else 0.0)
        return round(share / sum(weights[stem] for stem in asked.values()), 4)


def _words(text: str) -> dict[str, None]:
    """The words of content, small, each once."""
    return {word.casefold(): None for word in _WORD.findall(text) if content_words(word)}


def _to_read(texts: Sequence[str], stems: set[str]) -> list[str]:
    every = list(dict.fromkeys(texts))
    if len(every) <= _READ:
        return every
    shared = [len(stems.intersection(content_words(text))) for text in every]
    order = sorted(range(len(every)), key=lambda i: (-shared[i], i))
    return [every[i] for i in sorted(order[:_READ])]
