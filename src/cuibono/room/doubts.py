"""Hedges of the words cited, each in its place: a wording keeps every one that bears on what it takes over.

A hedge bears on the words of content beside it in its clause. Another hedge may stand for it if it bears on some of the
same words and is no firmer: "may" for "probably", never "probably" for "may"; what makes a thing unlikely or unknown is
kept by its like. So is each "if" and "whether", which bears on what it opens: "they asked if it leaks or if it holds"
says neither.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from cuibono.core.text import Document, Kind, Span
from cuibono.language.hedges import hedges
from cuibono.language.words import content_words

_AFTER, _BEFORE = 4, 2  # words of content on either side that a hedge bears on
_OPEN = re.compile(
    r"unlikely|unclear|unconfirmed|unverified|not |unknown|uncertain|unsure|open question|remains|doubt|cannot|can.t"
    r"|no guarantee"
)
_FIRM = re.compile(
    r"probabl|likely|presum|believe|think|thought|suspect|assess|estimat|indicat|suggest|reckon|appear|seem|apparent"
    r"|reportedly|said to be|should"
)
_BORDER = re.compile(r"[,;:](?=\s)")  # of a clause
_OPENS = re.compile(r"\b(?:if|whether)\b(?! not\b)", re.IGNORECASE)
_PROBABLE, _POSSIBLE, _UNKNOWN, _ASKED = 2, 1, 0, -1


def dropped(text: str, document: Document, quoted: Sequence[Span]) -> str:
    """The first hedge, "if" or "whether" in quoted words of a document that a text drops; "" where it keeps all."""
    taken = frozenset(content_words(text))
    mine = [_bearing(text, mark.start, mark.end) for mark in hedges(Document("wording", "", Kind.TEXT, text))]
    mine += [bearing for _words, bearing in _opened(text)]
    for span in quoted:
        marks = [
            (mark.quote, _bearing(span.quote, mark.start - span.start, mark.end - span.start))
            for mark in hedges(document, span)
        ]
        for words, (firmness, beside) in [*marks, *_opened(span.quote)]:
            if beside and taken.isdisjoint(beside):
                continue  # what it bears on is left out with it
            kept = next(
                (i for i, (f, b) in enumerate(mine) if _stands_for(f, firmness) and (b & beside or not beside)), None
            )
            if kept is None:
                return words
            del mine[kept]
    return ""


def _opened(text: str) -> Iterator[tuple[str, tuple[int, frozenset[str]]]]:
    """Each "if" and "whether", and the stems of what it opens, as far as the next one."""
    for mark in _OPENS.finditer(text):
        after = _OPENS.split(_BORDER.split(text[mark.end() :])[0])[0]
        yield mark.group(), (_ASKED, frozenset(content_words(after)[:_AFTER]))


def _stands_for(mine: int, theirs: int) -> bool:
    return mine == theirs if min(mine, theirs) <= _UNKNOWN else mine <= theirs


def _bearing(text: str, start: int, end: int) -> tuple[int, frozenset[str]]:
    """How firm a hedge is, and the stems that it bears on."""
    words = text[start:end].casefold()
    firmness = _UNKNOWN if _OPEN.search(words) else _PROBABLE if _FIRM.search(words) else _POSSIBLE
    before, after = _BORDER.split(text[:start])[-1], _BORDER.split(text[end:])[0]
    return firmness, frozenset([*content_words(before)[-_BEFORE:], *content_words(after)[:_AFTER]])
