"""Words, marks and quotations of a passage as one row of units, and the noun phrases that stand beside a verb in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from cuibono.core.text import Document, Role
from cuibono.language.cues import Form, forms
from cuibono.language.lexicons import lexicon, table
from cuibono.language.quotes import Quotation, quotations
from cuibono.language.sentences import sentences

_UNIT = re.compile(
    r"(?:[^\W\d_]\.){2,}|\$?\d[\d.,:]*\d|\d|@?[^\W_]+(?:[-'’.&/][^\W_]+)*\.?|[,;:()\[\]—–]|-{1,2}|\.{3}|…|[.?!]"
)


_LONGEST = 200  # units of a sentence; no sentence of PolNeAR's training part that the rules read is longer

_SPEAKER = 160  # characters within which a speaker is named
_SPEAKER_WORDS = 12


class Shape(StrEnum):
    """What a unit of a passage is."""

    WORD = "word"
    MARK = "mark"
    QUOTE = "quote"


@dataclass(frozen=True, slots=True)
class Unit:
    """A word, a punctuation mark, or a whole quotation with its marks; end exclusive, ``low`` in lower case."""

    start: int
    end: int
    text: str
    low: str
    shape: Shape

    @property
    def closing(self) -> str:
        """The last character inside the marks of a quotation."""
        return self.text.rstrip("\"'“”‘’«»` ")[-1:] if self.shape is Shape.QUOTE else ""

    @property
    def capital(self) -> bool:
        """Whether a word begins with a capital."""
        return self.shape is Shape.WORD and self.text[0].isupper()


@dataclass(frozen=True, slots=True)
class Passage:
    """One sentence, or the sentences that one quotation binds together."""

    start: int
    end: int
    units: tuple[Unit, ...]
    role: Role
    paragraph: int  # counts from 0; passages of one paragraph share it
    opens: bool  # first of its paragraph
    quotes: tuple[Quotation, ...]


def group(name: str) -> frozenset[str]:
    """A closed class of words from lexicons/grammar.txt."""
    return _groups()[name]


@cache
def _groups() -> dict[str, frozenset[str]]:
    return {name: frozenset(words.split()) for name, words in table("grammar").items()}


def passages(document: Document) -> tuple[Passage, ...]:
    """The document cut into passages, in order; quotations are single units."""
    quotes = quotations(document)
    found: list[Passage] = []
    spans = [(s.start, s.end) for s in sentences(document)]
    at = 0
    paragraph, last_block, q = -1, None, 0
    while at < len(spans):
        start, end = spans[at]
        while q < len(quotes) and quotes[q].end <= start:
            q += 1
        while at + 1 < len(spans) and any(x.start < end <= spans[at + 1][0] < x.end for x in quotes[q : q + 40]):
            at += 1
            end = spans[at][1]
        while at + 1 < len(spans) and _names_speaker(document, end, *spans[at + 1], quotes[q : q + 40]):
            at += 1
            end = spans[at][1]
        inside = tuple(x for x in quotes[q : q + 60] if start <= x.start and x.end <= end)
        block = document.block_at(start)
        fresh = not found or block is not last_block or "\n\n" in document.text[found[-1].end : start]
        paragraph += fresh
        last_block = block
        role = block.role if block else Role.PARAGRAPH
        for row in _pieces(_units(document.text, start, end, inside)):
            bounds = (row[0].start, row[-1].end)
            held = tuple(x for x in inside if bounds[0] <= x.start and x.end <= bounds[1])
            found.append(Passage(*bounds, row, role, paragraph, fresh, held))
            fresh = False
        at += 1
    return tuple(found)


def _names_speaker(document: Document, end: int, start: int, stop: int, quotes: Sequence[Quotation]) -> bool:
    """Whether a sentence only says who spoke the quotation that ends right before it: "'Late?' Roe wondered."."""
    if not any(x.end == end for x in quotes) or document.text[end:start].count("\n") > 1:
        return False
    row = _words(document.text, start, min(stop, start + _SPEAKER))
    verb = next((i for i, u in enumerate(row) if u.low in forms() and not u.capital), len(row))
    if verb > _SPEAKER_WORDS or verb == len(row) or not verb:
        return False
    entry, form = forms()[row[verb].low]
    if (
        "q" not in entry.frames
        or form not in {Form.PAST, Form.BOTH, Form.S}
        or any(u.text in ".?!:" for u in row[:verb])
    ):
        return False
    if not (row[0].capital or row[0].low in group("personal")):
        return False
    after = row[verb + 1] if verb + 1 < len(row) else None
    if after is None or after.shape is Shape.MARK:
        return after is None or after.text != ":"
    return after.low.endswith("ly") or after.low in group("adjuncts") | group("weekdays")


def _pieces(row: tuple[Unit, ...]) -> list[tuple[Unit, ...]]:
    """The sentences that a passage still holds: a full stop before a quotation ends one; overlong ones are cut.

    What looks for subjects and ends of clauses walks along the row, so that its length bounds the time of each step.
    """
    pieces: list[tuple[Unit, ...]] = []
    first = 0
    for at, unit in enumerate(row):
        ends = unit.text == "." and at + 1 < len(row) and row[at + 1].shape is Shape.QUOTE
        marked = unit.shape is Shape.MARK and at - first >= _LONGEST
        if ends or marked or at - first >= 2 * _LONGEST:
            pieces.append(row[first : at + 1])
            first = at + 1
    return [*pieces, row[first:]] if first < len(row) else pieces


def _units(text: str, start: int, end: int, quotes: Sequence[Quotation]) -> tuple[Unit, ...]:
    row: list[Unit] = []
    at = start
    for quote in quotes:
        row.extend(_words(text, at, quote.start))
        body = text[quote.start : quote.end]
        row.append(Unit(quote.start, quote.end, body, body.lower(), Shape.QUOTE))
        at = quote.end
    row.extend(_words(text, at, end))
    return tuple(row)


def _words(text: str, start: int, end: int) -> list[Unit]:
    row: list[Unit] = []
    for m in _UNIT.finditer(text, start, end):
        body = m.group()
        stop = m.end()
        if body[0].isalnum() or body[0] in "@$":
            split = _without_stop(body, text, stop, end)
            row.append(
                Unit(m.start(), m.start() + split, body[:split], body[:split].lower().replace("’", "'"), Shape.WORD)
            )
            if split < len(body):
                row.append(Unit(stop - 1, stop, ".", ".", Shape.MARK))
        else:
            row.append(Unit(m.start(), stop, body, body, Shape.MARK))
    return row


def _abbreviates(word: str) -> bool:
    low = word.lower()
    return (
        low in lexicon("abbreviations")
        or low in lexicon("company_suffixes")
        or low in {"jr.", "sr."}
        or low[:-1] in group("months")
    )


def _without_stop(word: str, text: str, stop: int, end: int) -> int:
    """Length of the word without a full stop that ends its sentence."""
    if not word.endswith("."):
        return len(word)
    abbreviated = word.count(".") > 1 or len(word) == 2 or _abbreviates(word)  # noqa: PLR2004
    if abbreviated or text[stop : min(end, stop + 2)].strip():
        return len(word) if abbreviated else len(word) - 1
    return len(word) - 1
