"""Sentences of a document: nupunkt's boundaries inside each block, with the merges and cuts that news prose needs."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, lru_cache
from itertools import pairwise

from cuibono.core.text import Block, Document, Role, Span
from cuibono.language.lexicons import entries, lexicon

# A list item longer than this is prose and is cut into its sentences.
_LONG_ITEM = 240
_NEAR = 60  # characters within which an open bracket is closed
_WHOLE = frozenset({Role.TITLE, Role.HEADING})

_OPENERS = "\"'“‘«(["
_CLOSERS = "\"'”’»)]"
_INITIAL = re.compile(r"(?:^|[\s(\"“‘'])(?:[A-Z]\. )*[A-Z]\.$")
_ASKED = re.compile(r"[?!][\"”’']+$")
# What follows a quotation that ends in ? or !: "Smith asked", "the minister said", "asked Jane Roe".
_REPORTS = re.compile(
    r"(?:(?:[Tt]he |Mr\. |Ms\. |Mrs\. |Dr\. )?[\w.’'-]+(?: [A-Z][\w.’'-]+){0,2} )?"
    r"(?:said|says|asked|asks|added|adds|wrote|writes|tweeted|told|shouted|replied|exclaimed|continued|declared|wondered)\b"
)
_LOWER_CUT = re.compile(r"(?<=[^\W\d_]{2}[.!?]) +(?=[^\W\d_A-Z])|(?<=[^\W\d_]{2}[!?]) +(?=[^\W\d_A-Z])")
_GLUED = re.compile(r"(?<=[a-z]{2}[.!?])(?=[A-Z][a-z])|(?<=[a-z][.!?][”\"])(?=[A-Z“][a-z ])")
# "... in the U.S. His wife ...": a small word with a capital begins a sentence where what follows is written small.
_AFTER_ACRONYM = re.compile(
    r"(?<=[A-Z]\.[A-Z]\.)[”\"’)]? +(?=(?:His|Her|Their|My|Our|Your|He|She|They|We|You|That|This|These|Those|There|Then"
    r"|When|While|But|And|Yet|Nor|So|If|Although|Because|Since|After|Before|As|At|For|In|On|Some|Many|Most|No|Not|Now)\s[a-z])"
)
# "... sold well. iPads did not.": a name that begins small.
_SMALL_NAME = re.compile(r"(?<=[a-z]{2}[.!?]) +(?=(?:[a-z][A-Z])[a-z])")
_FULL_WIDTH = re.compile(r"(?<=[。！？])(?=[^\s。！？”’』」）])")  # no space parts sentences there
_PARAGRAPH = re.compile(r"\n[ \t]*\n")
_ITEM = re.compile(r"\n(?=[ \t]*(?:[-*•–]|[0-9]{1,2}[.)])[ \t]+\S)")


def sentences(document: Document) -> tuple[Span, ...]:
    """The document's sentences in order; none crosses a block, and each word of the text is in at most one.

    Titles and headings are one sentence each, list items too unless they are long; each sentence of a longer
    quotation is a sentence of its own. A document without blocks is cut at blank lines first. Time is linear.
    """
    return tuple(Span(document, start, end) for start, end in _bounds(document.text, document.blocks))


def bounds(text: str) -> tuple[tuple[int, int], ...]:
    """The sentences of a bare text, as offsets: end exclusive, in order, cut at blank lines first."""
    return _bounds(text, ())


@lru_cache(maxsize=512)
def _bounds(text: str, blocks: tuple[Block, ...]) -> tuple[tuple[int, int], ...]:
    found: list[tuple[int, int]] = []
    for start, end, role in _regions(text, blocks):
        body = text[start:end]
        if not body.strip():
            continue
        if role in _WHOLE or (role is Role.LIST_ITEM and len(body) <= _LONG_ITEM):
            pieces = [(0, len(body))]
        else:
            pieces = _split(body)
        for a, b in pieces:
            lead = len(body[a:b]) - len(body[a:b].lstrip())
            words = body[a:b].strip()
            if words:
                found.append((start + a + lead, start + a + lead + len(words)))
    return tuple(found)


def _regions(text: str, blocks: tuple[Block, ...]) -> list[tuple[int, int, Role]]:
    """Stretches that a sentence may not leave: blocks, and within them paragraphs."""
    whole = [(b.start, b.end, b.role) for b in blocks] or [(0, len(text), Role.PARAGRAPH)]
    cut: list[tuple[int, int, Role]] = []
    for start, end, role in whole:
        at = start
        for gap in _PARAGRAPH.finditer(text, start, end):
            cut.append((at, gap.start(), role))
            at = gap.end()
        cut.append((at, end, role))
    return [piece for region in cut for piece in _items(text, *region)]


def _items(text: str, start: int, end: int, role: Role) -> list[tuple[int, int, Role]]:
    """The lines of a list within a paragraph; one line alone that begins like an item is the wrapping of prose."""
    breaks = [m.start() for m in _ITEM.finditer(text, start, end)]
    if len(breaks) + (_ITEM.match("\n" + text[start : min(end, start + _NEAR)]) is not None) < 2:  # noqa: PLR2004 - a list
        return [(start, end, role)]
    edges = [start, *breaks, end]
    return [(a, b, role) for a, b in pairwise(edges)]


def _split(body: str) -> list[tuple[int, int]]:
    """Sentence bounds within one paragraph."""
    lower = _written_in_lower_case(body)
    rough: list[tuple[int, int]] = []
    for start, end in _nupunkt()(body):
        rough.extend(_cut(body, start, end, lower=lower))
    merged: list[tuple[int, int]] = []
    for start, end in rough:
        if merged and _belongs_together(body[merged[-1][0] : merged[-1][1]].rstrip(), body[start:end], lower=lower):
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    return merged


def _cut(body: str, start: int, end: int, *, lower: bool) -> list[tuple[int, int]]:
    """Boundaries that nupunkt leaves out: "done.Then" of careless extraction, and chats without capitals."""
    marks = {m.start() for m in _GLUED.finditer(body, start, end)}
    marks |= {m.end() for m in _small_words().finditer(body, start, end)}
    marks |= {m.end() for pattern in (_SMALL_NAME, _FULL_WIDTH) for m in pattern.finditer(body, start, end)}
    marks |= {m.end() for m in _AFTER_ACRONYM.finditer(body, start, end)}
    if lower:
        marks |= {m.end() for m in _LOWER_CUT.finditer(body, start, end)}
    at = start
    pieces: list[tuple[int, int]] = []
    for mark in sorted(marks):
        if start < mark < end:
            pieces.append((at, mark))
            at = mark
    pieces.append((at, end))
    return pieces


def _belongs_together(before: str, after: str, *, lower: bool) -> bool:
    """Whether a boundary between two pieces is none."""
    follows = after.lstrip()
    if not any(c.isalnum() for c in before) or not any(c.isalnum() for c in follows):
        return True  # a lone quotation mark, bullet or dash is no sentence
    last = before.rsplit(None, 1)[-1].lstrip(_OPENERS)
    next_word = follows.lstrip(_OPENERS).split(None, 1)[0].rstrip(".,;:!?" + _CLOSERS).lower()
    small = follows.lstrip(_OPENERS)[:2]
    if small[:1].islower() and not small[1:].isupper() and not lower:
        return True
    if before.count("(") > before.count(")") and ")" in follows[:_NEAR]:
        return True  # "(6:24 p.m. ET on Saturday)"
    if last in _abbreviations() or _INITIAL.search(before[-8:]):
        return next_word not in lexicon("stop") and (last != "No." or next_word[:1].isdigit())
    return bool(_ASKED.search(before[-3:])) and _REPORTS.match(follows[:80]) is not None


def _written_in_lower_case(body: str) -> bool:
    """Whether the writer begins sentences without capitals, as in chats."""
    first = next((c for c in body if c.isalpha()), "")
    return first.islower() and sum(c.isupper() for c in body) <= max(2, len(body) // 60)


@cache
def _small_words() -> re.Pattern[str]:
    words = "|".join(sorted(lexicon("not_abbreviations")))
    return re.compile(rf"(?<=\s)(?:{words})\.[”\"]? +(?=[A-Z“\"])")


@cache
def _abbreviations() -> frozenset[str]:
    return frozenset(entries("abbreviations"))


@cache
def _nupunkt() -> Callable[[str], list[tuple[int, int]]]:
    # Imported here because it costs 60 ms, and most commands never cut a sentence.
    from nupunkt import sent_spans  # noqa: PLC0415

    spans: Callable[[str], list[tuple[int, int]]] = sent_spans
    return spans
