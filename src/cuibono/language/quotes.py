"""Quotation marks paired within a document, whatever their make, across paragraphs where a quotation goes on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from cuibono.core.text import Block, Document

_MARKS = re.compile(r"''|``|[\"“”„«»‟]|(?<![^\W_])['‘](?=[^\W_$£€(\[])|(?<=[^\s'])['’](?![^\W_])")
_OPENING = "“„«``"
_CLOSING = "”»"
_PARAGRAPH = re.compile(r"\n[ \t]*\n")
# "’em", "’90s" and the like begin with an apostrophe; "workers’ rights" ends in one.
_APOSTROPHE = re.compile(r"['’](?:\d\ds?\b|em\b|til\b|tis\b|twas\b|cause\b|n\b|bout\b)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation with its marks: end exclusive. ``open`` says that it goes on in the next paragraph."""

    start: int
    end: int
    open: bool = False
    goes_on: bool = False  # continues the quotation of the paragraph before


def quotations(document: Document) -> tuple[Quotation, ...]:
    """The outermost quotations of a document, in order.

    Straight, curly, angle and doubled single marks pair within one paragraph; single marks only where they cannot be
    apostrophes. A quotation that is not closed reaches to the end of its paragraph if the next paragraph opens with
    a mark too (the custom of the press for speech of several paragraphs); else its mark is taken for a stray one.
    """
    return _quotations(document.text, document.blocks)


@lru_cache(maxsize=512)
def _quotations(text: str, blocks: tuple[Block, ...]) -> tuple[Quotation, ...]:
    paragraphs = _paragraphs(text, blocks)
    found: list[Quotation] = []
    running = False
    for at, (start, end) in enumerate(paragraphs):
        following = text[paragraphs[at + 1][0] : paragraphs[at + 1][1]].lstrip() if at + 1 < len(paragraphs) else ""
        pairs, left = _pair(text, start, end)
        if left is not None and following[:1] in {'"', "“", "„", "«", "‘"} | (
            {"'"} if following[:2] == "''" else set()
        ):
            pairs.append((left, end))
            goes_on = True
        else:
            goes_on = False
            announced = left is not None and text[max(start, left - 2) : left].rstrip()[-1:] in {",", ":"}
            leading = left is not None and not text[start:left].strip()
            if left is not None and (announced or leading):
                pairs.append((left, end))  # the closing mark was lost on the way, or stands paragraphs later
            elif not pairs and _only_closes(text, start, end):
                pairs.append((start, end))
        for k, (a, b) in enumerate(pairs):
            first = k == 0 and running and not text[start:a].strip()
            found.append(Quotation(a, b, goes_on and k == len(pairs) - 1, first))
        running = goes_on
    return tuple(found)


def _paragraphs(text: str, blocks: tuple[Block, ...]) -> list[tuple[int, int]]:
    whole = [(b.start, b.end) for b in blocks] or [(0, len(text))]
    cut: list[tuple[int, int]] = []
    for start, end in whole:
        at = start
        for gap in _PARAGRAPH.finditer(text, start, end):
            cut.append((at, gap.start()))
            at = gap.end()
        cut.append((at, end))
    return [(a, b) for a, b in cut if text[a:b].strip()]


def _pair(text: str, start: int, end: int) -> tuple[list[tuple[int, int]], int | None]:
    """Pairs of marks in one paragraph and the place of a mark that is left open (None if there is none)."""
    marks = [m for m in _MARKS.finditer(text, start, end) if not _APOSTROPHE.match(text, m.start())]
    pairs: list[tuple[int, int]] = []
    opened: re.Match[str] | None = None
    depth = 0  # quotations in double marks within the one that is open
    for at, mark in enumerate(marks):
        kind = mark.group()
        if opened is None:
            opened = mark if _opens(text, mark, start, end) else None
        elif depth and kind in _CLOSING:
            depth -= 1
        elif kind in _OPENING and _nests(opened.group(), kind, [m.group() for m in marks[at + 1 : at + 7]]):
            depth += 1
        elif _closes(text, opened, mark):
            pairs.append((opened.start(), mark.end()))
            opened = None
        elif kind == opened.group() and kind in _OPENING and kind != '"':
            opened = mark  # the first one was never closed
    if opened is not None and opened.group() in {"'", "‘"}:
        opened = None
    return pairs, opened.start() if opened else None


def _opens(text: str, mark: re.Match[str], start: int, end: int) -> bool:
    """Whether a mark can open a quotation where none is open."""
    kind = mark.group()
    if kind in _CLOSING and _misused(text, mark, start):
        return True
    if kind in _CLOSING or kind == "’" or (kind in {"'", "‘"} and not _single_closes(text, mark, end)):
        return False
    lost = kind == '"' and text[mark.end() : mark.end() + 1].isspace() and mark.start() > start
    return not lost  # a closing mark whose opening one is lost, or an inch mark


def _nests(opened: str, kind: str, follows: list[str]) -> bool:
    """Whether a mark opens a quotation within the open one: “even when “your team” fails”, "about “Equal Work” now"."""
    closing = {"“": "”", "«": "»"}.get(kind)
    if opened == '"' and kind == "“":
        return follows[:2] == ["”", '"']
    return opened == kind and [f for f in follows if f in {kind, closing}][:2] == [closing, closing]


def _only_closes(text: str, start: int, end: int) -> bool:
    """Whether a paragraph's only mark is a closing one at its very end: the last of a longer quotation."""
    body = text[start:end].strip()
    return body[-1:] in {'"', "”"} and body[-2:-1] in ".!?…" and sum(body.count(c) for c in '"“”') == 1


def _misused(text: str, mark: re.Match[str], start: int) -> bool:
    """Whether a closing mark stands where only an opening one can: after a space and right before a word."""
    before = text[mark.start() - 1 : mark.start()] if mark.start() > start else " "
    return before in {" ", "\n", "("} and text[mark.end() : mark.end() + 1].isalnum()


_PARTNERS = {
    '"': {'"', "”"},
    "«": {"»"},
    "”": {"”", '"'},
    "''": {"''", '"'},
    "``": {"''", "``", '"'},
    "‘": {"’", "'"},
    "'": {"’", "'"},
}


def _closes(text: str, opened: re.Match[str], mark: re.Match[str]) -> bool:
    """Whether a mark closes what another one opened; a second “ does so only where no word follows."""
    kind = mark.group()
    if opened.group() in {"“", "„"}:
        return kind in {"”", '"', "‟"} or (kind == "“" and not text[mark.end() : mark.end() + 1].isalnum())
    return kind in _PARTNERS.get(opened.group(), {opened.group()})


def _single_closes(text: str, mark: re.Match[str], end: int) -> bool:
    """Whether a single mark can open a quotation: a closing one follows at the end of a word, within 600 characters."""
    tail = text[mark.end() : min(end, mark.end() + 600)]
    closing = re.search(r"[,.!?…\w]['’](?=[\s,.;:!?)—-]|$)", tail)
    return closing is not None and text[mark.start() - 1 : mark.start()] in {
        "",
        " ",
        "(",
        "\n",
        "—",
        "-",
        "[",
        "“",
        '"',
    }
