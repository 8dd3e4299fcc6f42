"""Wire tags: words by which a document says that somebody else wrote it ("(Reuters) -", "By ..., Associated Press")."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from cuibono.core.news import OutletKind
from cuibono.core.text import Document, Span
from cuibono.stories.outlets import Directory, dateline, directory, name_key

_NAME = r"(?:the\s+)?([A-Z][\w.&’' -]{0,38}?[\w.])"
# A name alone on a line is as often a photographer's credit, so "By" must stand before it.
_BYLINE = re.compile(r"^[ \t]*(?:By|BY|Written by|Source:)[ \t]+([^\n]{2,90})$", re.MULTILINE)
_RIGHTS = re.compile(
    r"(?:©|\(c\)|copyright)\s*(?:©\s*)?(?:\d{4}\s*)?(?:by\s+)?" + _NAME + r"(?=[.,;]|\s+all rights|\s*$)",
    re.IGNORECASE | re.MULTILINE,
)
_FIRST = re.compile(
    r"(?:(?:first|originally)\s+(?:appeared|published|posted|ran)|(?:was|is)\s+(?:first\s+|originally\s+)?(?:published|produced)|"
    r"republished|reprinted|syndicated)\s+(?:here\s+)?(?:with permission\s+)?(?:by|in|on|at|from)\s+"
    + _NAME
    + r"(?=[.,;:)]|\s+(?:and|on|under|as)\b|\s*$)",
    re.MULTILINE,
)
_PARTS = re.compile(r"\s*(?:[,;|/•·]|\band\b|\bwith\b|\bfor\b|\bof\b)\s*", re.IGNORECASE)
_TAIL, _BYLINES = 600, 250  # characters in which tags stand, seen in the development stories


@dataclass(frozen=True, slots=True)
class WireTag:
    """Who wrote a document according to itself; ``span`` are the words, None where only the by-line data say so."""

    agency: str
    span: Span | None


def wire_tag(document: Document, others: Iterable[str] = (), known: Directory | None = None) -> WireTag | None:
    """The agency or outlet that a document names as its writer, if any.

    ``others`` are names of outlets in the same story: a by-line that is just one of them counts like a known
    agency's. "Agency contributed to this report" is no tag. A document of the agency itself bears its tag too.
    """
    register = known or directory()
    near = {name_key(name): name for name in others if name_key(name)}
    body = len(document.title) if document.title and document.text.startswith(document.title) else 0
    if found := dateline(document):
        span = document.span(*found)
        return WireTag(_agency(span.quote, register, near) or span.quote, span)
    for author in document.authors:
        if name := _in_byline(author, register, near):
            return WireTag(name, None)
    for line in _BYLINE.finditer(document.text, body, body + _BYLINES):
        if name := _in_byline(line.group(1), register, near):
            return WireTag(name, document.span(*line.span(1)))
    start = max(body, len(document.text) - _TAIL)
    for pattern in (_FIRST, _RIGHTS):
        for notice in pattern.finditer(document.text, start):
            if name := _agency(notice.group(1), register, near):
                return WireTag(name, document.span(*notice.span()))
    return None


def _agency(name: str, register: Directory, near: dict[str, str]) -> str | None:
    """The proper name of an agency, or of an outlet of this story, that a tag means."""
    outlet = register.by_name(name)
    if outlet and outlet.kind is OutletKind.AGENCY:
        return outlet.name
    return near.get(name_key(name))


def _in_byline(line: str, register: Directory, near: dict[str, str]) -> str | None:
    """The agency in a by-line; lines that only thank one are none."""
    if "contribut" in line.lower() or len(line.split()) > 14:  # noqa: PLR2004 - a sentence, not a by-line
        return None
    plain = re.sub(r"^\s*by\s+", "", line.strip(), flags=re.IGNORECASE)
    for part in [plain, *_PARTS.split(plain)]:
        if part[:1].isupper() and (name := _agency(part, register, near)):
            return name
    return None
