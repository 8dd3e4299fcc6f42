"""Where a document speaks of something: its sentences by their stems, to look claims up in the whole text."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property

from cuibono.core.claims import Quantity, Timex
from cuibono.core.reading import Record
from cuibono.core.text import Document, Span
from cuibono.findings.agreement import head
from cuibono.findings.lexicon import light_stems
from cuibono.findings.scope import telling
from cuibono.findings.statements import Statement
from cuibono.language.lexicons import lexicon
from cuibono.language.quantities import quantities
from cuibono.language.sentences import sentences
from cuibono.language.words import stem, tokens

_WINDOW = 3  # sentences that count as one passage
_DAY = re.compile(r"\b\d{1,2}(?:st|nd|rd|th)?\b.*[A-Z][a-z]{2}|[A-Z][a-z]{2}.*\b\d{1,2}\b")
_TITLE = 20  # characters by which a first line is known as the title
_KIN, _ENDING = 5, 3  # letters of a name, and of what may be added to it
_FIGURE = 0.5  # weight of a number: a text may tell the thing and leave out the figure


class Passages:
    """A document's sentences and an index from stem to the sentences that hold it. Numbers are stems as written."""

    def __init__(self, document: Document) -> None:
        """Index the document; linear in its length."""
        self.document = document
        self.sentences = sentences(document)
        index: dict[str, list[int]] = defaultdict(list)
        for place, sentence in enumerate(self.sentences):
            for root in {stem(token.text) for token in tokens(document.text, sentence.start, sentence.end)}:
                index[root].append(place)
        self._index = {root: tuple(places) for root, places in index.items()}  # half the memory of the lists

    @property
    def roots(self) -> Iterable[str]:
        """The stems that the document holds."""
        return self._index.keys()

    def __contains__(self, root: object) -> bool:
        """Whether the document holds the stem anywhere."""
        return root in self._index

    def share(self, stems: Iterable[str]) -> float:
        """Share of the stems that the document holds anywhere."""
        wanted = set(stems)
        return sum(root in self._index for root in wanted) / len(wanted) if wanted else 0.0

    def best(self, weights: Mapping[str, float]) -> tuple[float, Span | None]:
        """The passage that holds most of the weighted stems: its share of the weight, and its fullest sentence."""
        total = sum(weights.values())
        held: dict[int, float] = defaultdict(float)
        for root, weight in weights.items():
            for place in {p - back for p in self._index.get(root, ()) for back in range(_WINDOW)}:
                held[place] += weight
        if not held or not total:
            return 0.0, None
        place = max(held, key=lambda p: (round(held[p], 9), -p))
        inside = [p for p in range(place, place + _WINDOW) if 0 <= p < len(self.sentences)]
        fullest = max(inside, key=lambda p: (self._weight_of(p, weights), -p))
        return held[place] / total, self.sentences[fullest]

    def around(self, sentence: Span, weights: Mapping[str, float]) -> float:
        """The share of the weighted stems that a sentence and its neighbours hold."""
        total = sum(weights.values())
        place = next((i for i, own in enumerate(self.sentences) if own.meets(sentence)), None)
        if place is None or not total:
            return 0.0
        near = range(place - 1, place + 2)
        held = sum(w for root, w in weights.items() if any(p in near for p in self._index.get(root, ())))
        return held / total

    def holding(self, stems: Iterable[str], least: int) -> tuple[int, ...]:
        """Places of the sentences that hold at least so many of the stems."""
        held: dict[int, int] = defaultdict(int)
        for root in set(stems):
            for place in self._index.get(root, ()):
                held[place] += 1
        return tuple(sorted(place for place, count in held.items() if count >= least))

    def kin(self, stems: Iterable[str]) -> frozenset[str]:
        """The stems and those of this text that only end otherwise: a country and its people have one beginning."""
        wanted = frozenset(stems)
        return wanted | {
            own
            for own in self._index
            for root in wanted
            if len(root) >= _KIN and own.startswith(root[:-1]) and len(own) <= len(root) + _ENDING
        }

    def counted(self, wanted: Iterable[Quantity]) -> Span | None:
        """The first sentence that gives one of the telling numbers for the same thing counted."""
        for quantity in wanted:
            for own in self._quantities if telling(quantity) else ():
                same = own.unit == quantity.unit and own.low == quantity.low
                if same and head(own.target) == head(quantity.target) and quantity.target:
                    return next((s for s in self.sentences if s.holds(own.span)), own.span)
        return None

    def titled(self, stems: Iterable[str]) -> Span | None:
        """The first sentence, if it is the title and holds two of the stems: the document is about nothing else."""
        first = self.sentences[0] if self.sentences else None
        if first is None or not self.document.title or not first.quote.startswith(self.document.title[:_TITLE]):
            return None
        held = sum(0 in self._index.get(root, ()) for root in set(stems))
        return first if held > 1 else None

    def dated(self, times: Iterable[Timex]) -> Span | None:
        """The first sentence that gives one of the days, word for word ("16 November")."""
        days = [time.span.quote for time in times if _DAY.search(time.span.quote)]
        return next((s for s in self.sentences if any(day in s.quote for day in days)), None)

    @cached_property
    def _quantities(self) -> tuple[Quantity, ...]:
        return quantities(self.document)

    def _weight_of(self, place: int, weights: Mapping[str, float]) -> float:
        return round(sum(weight for root, weight in weights.items() if place in self._index.get(root, ())), 9)


class Archive:
    """The passages of all documents of a story, and how many documents hold a stem."""

    def __init__(self, record: Record) -> None:
        """Index every document once."""
        self.passages = {document.id: Passages(document) for document in record.story.documents}
        self._holding = Counter(root for passages in self.passages.values() for root in passages.roots)

    def frequency(self, root: str) -> float:
        """Share of the story's documents that hold the stem, 0..1."""
        return self._holding[root] / max(1, len(self.passages))

    def weights(self, statement: Statement) -> dict[str, float]:
        """What a statement is recognised by: its names, content words and numbers, the rarer the weightier."""
        document = statement.document
        barred = lexicon("stop") | lexicon("negations")
        counted = {
            token.text
            for quantity in statement.quantities
            for token in tokens(document.text, quantity.span.start, quantity.span.end)
            if token.text.lower() not in barred
        }
        roots = {*statement.all_stems, *(stem(number) for number in counted)} - light_stems()
        figures = {stem(number) for number in counted} - statement.all_stems
        return {root: (1.25 - self.frequency(root)) * (_FIGURE if root in figures else 1) for root in sorted(roots)}
