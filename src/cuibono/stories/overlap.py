"""Shared wording: five-word shingles outside quotation marks, counted through an inverted index."""

from __future__ import annotations

import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from cuibono.core.text import Document, Role, Span
from cuibono.language.words import Token, tokens

WIDTH = 5  # words in a shingle
# Documents remembered for each shingle, the first ones in order. A later copy of any of them shares it with these too,
# so fifty copies cost as much as twelve, and the whole grows with the number of words.
_REMEMBERED = 12
# Quotation marks in pairs inside a paragraph; one that is not closed reaches to the paragraph's end, as papers do when
# a quotation goes on in the next. Single curly marks count only around several words, since they are apostrophes too.
_QUOTED = re.compile(
    r"“[^”\n]{0,1200}(?:”|(?=\n)|$)|\"[^\"\n]{0,1200}(?:\"|(?=\n)|$)|«[^»\n]{0,1200}(?:»|(?=\n)|$)"
    r"|(?<!\w)‘[^\n]{15,1200}?’(?!\w)"
)
# "Jane Roe (@janeroe) March 3" under an embedded post, whose words stand without quotation marks.
_SIGNED = re.compile(r"\(@\w{2,30}\)|pic\.twitter\.com/|(?<![\w/.])t\.co/\w{6,}")


@dataclass(frozen=True, slots=True)
class Shingles:
    """A document's shingles in reading order: ``keys[i]`` begins at word ``at[i]``; quoted words stand apart.

    Words are kept as offsets alone, since all documents of a story are held at once: 8 bytes for each word, not 200.
    """

    starts: array[int]  # of each word
    ends: array[int]
    at: array[int]
    keys: tuple[int, ...]
    quoted: frozenset[int]  # shingles inside quotation marks

    def own(self, quoted: frozenset[int] | set[int]) -> frozenset[int]:
        """The shingles that no document of the story has in quotation marks (``quoted``): its own wording."""
        return frozenset(self.keys) - quoted


class Vocabulary:
    """Numbers for words, so that a shingle is one exact integer; shared by the documents that are compared."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def shingles(self, document: Document) -> Shingles:
        """The shingles of a document's body. The title is left out: headlines change when a text is reprinted."""
        starts, ends, at = array("I"), array("I"), array("I")
        keys: list[int] = []
        quoted: set[int] = set()
        for start, end, is_quoted in _stretches(document):
            run = tokens(document.text, start, end)
            found = self._keys(run)
            if is_quoted:
                quoted.update(found)
                continue
            at.extend(range(len(starts), len(starts) + len(found)))
            keys.extend(found)
            starts.extend(token.start for token in run)
            ends.extend(token.end for token in run)
        return Shingles(starts, ends, at, tuple(keys), frozenset(quoted))

    def _keys(self, run: Sequence[Token]) -> list[int]:
        numbers = [self._numbers.setdefault(_plain(t.text), len(self._numbers)) for t in run]
        found: list[int] = []
        for i in range(len(run) - WIDTH + 1):
            key = 0
            for number in numbers[i : i + WIDTH]:
                key = key << 24 | number  # exact below 16 million different words
            found.append(key)
        return found


def shared_counts(sets: Sequence[frozenset[int]]) -> list[Counter[int]]:
    """For each set, how many of its shingles stand in which earlier set (by index)."""
    index: defaultdict[int, list[int]] = defaultdict(list)
    found: list[Counter[int]] = []
    for here, own in enumerate(sets):
        counts: Counter[int] = Counter()
        for key in own:
            seen = index[key]
            counts.update(seen)
            if len(seen) < _REMEMBERED:
                seen.append(here)
        found.append(counts)
    return found


def shared_spans(document: Document, own: Shingles, other: frozenset[int], most: int) -> tuple[Span, ...]:
    """The longest stretches (at most ``most``, in reading order) of the document whose shingles the other has too."""
    runs: list[tuple[int, int]] = []
    for at, key in zip(own.at, own.keys, strict=True):
        if key not in other:
            continue
        if runs and at < runs[-1][1]:
            runs[-1] = (runs[-1][0], at + WIDTH)
        else:
            runs.append((at, at + WIDTH))
    longest = sorted(runs, key=lambda run: (run[0] - run[1], run[0]))[:most]
    return tuple(document.span(own.starts[a], own.ends[b - 1]) for a, b in sorted(longest))


def _plain(word: str) -> str:
    return word.lower().replace("’", "'")


def _stretches(document: Document) -> list[tuple[int, int, bool]]:
    """The text below the title cut into (start, end, quoted); no shingle crosses a cut."""
    blocks = [(b.start, b.end, b.role is Role.QUOTE) for b in document.blocks if b.role is not Role.TITLE]
    if not document.blocks:
        body = len(document.title) if document.title and document.text.startswith(document.title) else 0
        blocks = [(body, len(document.text), False)]
    paragraphs = [(*bounds, quote) for start, end, quote in blocks for bounds in _paragraphs(document.text, start, end)]
    posted = _posted(document.text, paragraphs)
    stretches: list[tuple[int, int, bool]] = []
    for i, (start, end, quote) in enumerate(paragraphs):
        if quote or i in posted:
            stretches.append((start, end, True))
            continue
        at = start
        for marks in _QUOTED.finditer(document.text, start, end):
            stretches.append((at, marks.start(), False))
            stretches.append((marks.start(), marks.end(), True))
            at = marks.end()
        stretches.append((at, end, False))
    return [stretch for stretch in stretches if stretch[0] < stretch[1]]


def _paragraphs(text: str, start: int, end: int) -> list[tuple[int, int]]:
    cuts = [start, *(m.end() for m in re.finditer(r"\n\s*\n", text[start:end])), end]
    cuts = [start, *(start + cut for cut in cuts[1:-1]), end]
    return [(a, b) for a, b in pairwise(cuts) if text[a:b].strip()]


def _posted(text: str, paragraphs: Sequence[tuple[int, int, bool]]) -> set[int]:
    """Paragraphs that are embedded posts: they end in a handle and a date, or the next one is just that."""
    posted: set[int] = set()
    for i, (start, end, _) in enumerate(paragraphs):
        if found := _SIGNED.search(text, start, end):
            posted.add(i)
            if len(text[start : found.start()].split()) < WIDTH and i:
                posted.add(i - 1)
    return posted
