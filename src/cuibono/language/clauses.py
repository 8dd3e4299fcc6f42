"""Words, marks and quotations of a passage as one row of units, and the noun phrases that stand beside a verb in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from cuibono.core.text import Document, Role
from cuibono.language.lexicons import lexicon, table
from cuibono.language.quotes import Quotation, quotations
from cuibono.language.sentences import sentences

_UNIT = re.compile(
    r"(?:[^\W\d_]\.){2,}|\$?\d[\d.,:]*\d|\d|@?[^\W_]+(?:[-'’.&/][^\W_]+)*\.?|[,;:()\[\]—–]|-{1,2}|\.{3}|…|[.?!]"
)
_NOUN_PHRASE_LIMIT = 24  # words; longer ones in PolNeAR's training part are 1 in 300 sources


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
        inside = tuple(x for x in quotes[q : q + 60] if start <= x.start and x.end <= end)
        block = document.block_at(start)
        fresh = block is None or block is not last_block or "\n\n" in document.text[found[-1].end : start]
        paragraph += fresh
        last_block = block
        role = block.role if block else Role.PARAGRAPH
        found.append(Passage(start, end, _units(document.text, start, end, inside), role, paragraph, fresh, inside))
        at += 1
    return tuple(found)


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


def _without_stop(word: str, text: str, stop: int, end: int) -> int:
    """Length of the word without a full stop that ends its sentence."""
    if not word.endswith("."):
        return len(word)
    abbreviated = word.count(".") > 1 or len(word) == 2 or word.lower() in lexicon("abbreviations")  # noqa: PLR2004
    if abbreviated or text[stop : min(end, stop + 2)].strip():
        return len(word) if abbreviated else len(word) - 1
    return len(word) - 1


def subject(row: Sequence[Unit], verb: int, floor: int = 0) -> tuple[int, int] | None:
    """The noun phrase that ends right before unit ``verb`` (with appositions): indices, end exclusive; None if unsure."""
    last = verb - 1
    if last < floor:
        return None
    if row[last].text == ",":
        return _subject_with_apposition(row, last, floor)
    return _simple(row, last, floor)


def _simple(row: Sequence[Unit], last: int, floor: int) -> tuple[int, int] | None:
    if row[last].shape is not Shape.WORD:
        return None
    if row[last].low in group("pronouns"):
        return (last, last + 1)
    first = last
    while first >= floor and last - first < _NOUN_PHRASE_LIMIT and not _stops(row, first, last):
        first -= 1
    first = _trim(row, first + 1, last)
    if first > last or row[last].low in group("prepositions") | group("determiners") - {
        "all",
        "many",
        "most",
        "several",
        "some",
        "both",
        "few",
        "others",
    }:
        return None
    if row[last].low in group("auxiliaries") | {"to", "and", "or"} or row[last].low in group("boundaries"):
        return None
    return (first, last + 1)


def _stops(row: Sequence[Unit], at: int, last: int) -> bool:
    """Whether a noun phrase that ends at ``last`` cannot reach back to the unit at ``at``."""
    unit = row[at]
    if unit.shape is Shape.MARK:
        return not (
            unit.text == "(" and any(u.text == ")" for u in row[at:last]) or unit.text == ")" or unit.text == "-"
        )
    if unit.shape is Shape.QUOTE:
        return unit.text[-2:-1] in ",.?!…" or at == last
    if unit.low in group("boundaries") or unit.low in {"who", "to", "not"}:
        return True
    if unit.low == "and":
        return not (row[at - 1].capital and row[at + 1].capital and _all_names(row, at)) if at else True
    return unit.low in group("finite") and at != last


def _all_names(row: Sequence[Unit], at: int) -> bool:
    """Whether only names, titles and "the" stand from the beginning of the clause to ``at``."""
    while at > 0:
        at -= 1
        unit = row[at]
        if unit.shape is Shape.MARK:
            return unit.text in ",;:—–" or at == 0
        if unit.shape is Shape.QUOTE:
            return True
        if unit.low in group("boundaries"):
            return True
        if not unit.capital and unit.low not in {"the", "of", "and", "for"}:
            return False
    return True


def _trim(row: Sequence[Unit], first: int, last: int) -> int:
    """Take off what precedes the phrase: "On Wednesday the mayor" -> "the mayor"; conjunctions, adverbs."""
    while first < last and (
        row[first].low
        in {"and", "but", "or", "yet", "so", "still", "also", "then", "meanwhile", "however", "later", "now", "earlier"}
        or row[first].low in lexicon("calendar")
        or row[first].low in group("weekdays")
        or (row[first].low.endswith("ly") and not row[first].capital)
    ):
        first += 1
    if row[first].low not in group("prepositions") - {"of"}:
        return first
    # a leading prepositional phrase: what stands after it begins with a determiner or a name of its own
    for at in range(last, first, -1):
        before = row[at - 1].low
        begins = row[at].low in group("determiners") or (row[at].capital and not row[at - 1].capital)
        if begins and before not in group("prepositions") and before not in group("determiners"):
            return at
    return first if first == last else last + 1


def _subject_with_apposition(row: Sequence[Unit], comma: int, floor: int) -> tuple[int, int] | None:
    """Subject of "Jane Roe, 43, chief scientist at Orrin, said": the comma before the verb is at ``comma``."""
    best: tuple[int, int] | None = None
    stop = comma
    while stop > floor and comma - stop < _NOUN_PHRASE_LIMIT:
        begin = stop
        while (
            begin > floor
            and row[begin - 1].text not in {",", ";", ":", "—", "–", "--"}
            and row[begin - 1].shape is not Shape.QUOTE
        ):
            begin -= 1
        segment = row[begin:stop]
        if not segment or _opens_adverbial(segment):
            break
        relative = segment[0].low in {"who", "whose", "which", "whom", "where"}
        if not relative and any(u.low in group("finite") for u in segment):
            break
        if not relative and stop != comma:
            simple = _simple(row, stop - 1, begin)
            if simple is not None and simple[0] - begin <= 3:  # noqa: PLR2004 - "and", "But on Friday"
                best = (simple[0], comma)
                if simple[0] > begin:
                    break
        if begin == floor or row[begin - 1].text != ",":
            break
        stop = begin - 1
    return best


def _opens_adverbial(segment: Sequence[Unit]) -> bool:
    """Whether a stretch between commas is no part of a noun phrase: "in Paris", "after the vote", "however"."""
    first = segment[0].low
    return (
        first in group("prepositions") - {"of", "for"}
        or first in group("boundaries") - {"whose"}
        or first
        in {
            "meanwhile",
            "however",
            "also",
            "but",
            "and",
            "still",
            "then",
            "instead",
            "later",
            "according",
            "asked",
            "speaking",
        }
        or first.endswith(("ing", "ly"))
    )


def object_after(row: Sequence[Unit], first: int) -> int:
    """Index after the noun phrase, with its appositions, that begins at ``first`` ("said Jane Roe, a chemist, in ...")."""
    at = first
    while at < len(row) and at - first < _NOUN_PHRASE_LIMIT:
        unit = row[at]
        if unit.shape is Shape.QUOTE:
            break
        if unit.shape is Shape.MARK:
            if unit.text == "," and _apposition(row, at + 1):
                at += 1
                continue
            if unit.text in "()-":
                at += 1
                continue
            break
        if at > first and _ends_phrase(row, at, first):
            break
        at += 1
    while at > first and row[at - 1].text in {",", "(", "-"}:
        at -= 1
    return at


def _apposition(row: Sequence[Unit], at: int) -> bool:
    """Whether an apposition begins at ``at`` and is closed by a mark or the end, without a finite verb before it."""
    if at >= len(row) or row[at].shape is not Shape.WORD:
        return False
    first = row[at]
    starts = first.low in {
        "a",
        "an",
        "the",
        "his",
        "her",
        "their",
        "who",
        "one",
        "former",
        "president",
        "director",
        "chairman",
    }
    starts = (
        starts or first.text[0].isdigit() or first.text.startswith(("R-", "D-", "I-")) or first.low in lexicon("roles")
    )
    if not starts:
        return False
    for unit in row[at : at + _NOUN_PHRASE_LIMIT]:
        if unit.shape is not Shape.WORD:
            return True
        if unit.low in group("finite") and first.low != "who":
            return False
    return False


def _ends_phrase(row: Sequence[Unit], at: int, first: int) -> bool:
    unit = row[at]
    follows = row[at + 1] if at + 1 < len(row) else None
    if unit.low in group("weekdays") or unit.low in lexicon("calendar"):
        return True
    if unit.low in {"in", "at", "on"}:
        return follows is None or not follows.capital or follows.low in lexicon("calendar") or unit.low == "on"
    ends = {
        "during",
        "after",
        "before",
        "when",
        "while",
        "as",
        "to",
        "that",
        "because",
        "via",
        "through",
        "by",
        "about",
        "last",
        "this",
        "earlier",
        "late",
        "following",
        "but",
        "if",
        "since",
        "told",
        "said",
        "says",
        "speaking",
        "referring",
        "adding",
        "outside",
        "into",
        "against",
        "later",
        "early",
    }
    if unit.low in ends:
        return True
    if unit.low == "and":
        return follows is None or not (
            follows.capital or follows.low in {"the", "his", "her", "other", "others"} or not row[first].capital
        )
    return unit.low in group("finite") and all(u.low != "who" for u in row[first:at])
