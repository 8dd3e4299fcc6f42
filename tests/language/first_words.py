"""The words that the matches of a pattern can begin with, read off the pattern itself."""

from __future__ import annotations

import re
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

_WORD = re.compile(r"\w")
_OVER = "\x1f"  # no letter: a word boundary was asked for
_MOST = 400  # readings of a beginning that are followed


def first_words(pattern: re.Pattern[str]) -> set[str]:
    """Lower-case words; one after an apostrophe keeps it; "*" stands for any word. A word is a run of ``\\w``."""
    return {_cut(text) for text in _beginnings(list(parser.parse(pattern.pattern, pattern.flags)), [""])}


def _cut(text: str) -> str:
    """The first word of a beginning."""
    lead = re.match(r"['’]?", text)
    start = lead.end() if lead else 0
    end = start
    while end < len(text) and (_WORD.match(text[end]) or text[end] == "*"):
        end += 1
    return text[:end].lower().replace("’", "'")


def _done(text: str) -> bool:
    return len(_cut(text)) < len(text)


def _beginnings(items: list[Any], heads: list[str]) -> list[str]:
    """Each head with what the items may add, followed until its first word is over."""
    for kind, value in items:
        if all(_done(head) for head in heads):
            return heads
        heads = list(dict.fromkeys(_grown(kind, value, heads)))
        if len(heads) > _MOST:
            raise ValueError("too many ways to begin")
    return heads


def _grown(kind: Any, value: Any, heads: list[str]) -> list[str]:  # noqa: PLR0911 - one a kind
    open_heads = [head for head in heads if not _done(head)]
    over = [head for head in heads if _done(head)]
    if kind is sre.LITERAL:
        return over + [head + chr(value) for head in open_heads]
    if kind is sre.IN:
        return over + [head + char for head in open_heads for char in _members(value)]
    if kind in {sre.ANY, sre.NOT_LITERAL}:
        return over + [head + "*" for head in open_heads]
    if kind is sre.BRANCH:
        return over + [head for branch in value[1] for head in _beginnings(list(branch), open_heads)]
    if kind is sre.SUBPATTERN:
        return over + _beginnings(list(value[3]), open_heads)
    if kind in {sre.MAX_REPEAT, sre.MIN_REPEAT}:
        least, _, inner = value
        more = _beginnings(list(inner), open_heads)
        return over + (open_heads if least == 0 else []) + more
    if kind is sre.AT and value is sre.AT_BOUNDARY:
        return over + [head and head + _OVER for head in open_heads]
    return heads  # what looks ahead or behind


def _members(value: list[Any]) -> list[str]:
    found = []
    for kind, what in value:
        if kind is sre.LITERAL:
            found.append(chr(what))
        elif kind is sre.RANGE and what[1] - what[0] < 26:
            found += ["*"] if what[1] - what[0] > 10 else [chr(c) for c in range(what[0], what[1] + 1)]
        elif kind is sre.CATEGORY and what is sre.CATEGORY_SPACE:
            found.append(" ")
        else:
            found.append("*")
    return found
