"""What changed in a page after publication, as it reads: the words taken out and put in, where they stood."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from cuibono.core.news import Change, Version
from cuibono.core.text import Block, Document, Span, fold

_WORDS = re.compile(r"\S+")
_NEAR = 90  # characters of unchanged text kept on each side of what changed
_CUT = " … "


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of an edited paragraph: ``span`` are the words taken out or put in, None where nothing changed."""

    text: str
    span: Span | None = None
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Edited:
    """A paragraph that was edited, unchanged text between and around shortened; ``kind`` says what became of it."""

    kind: str  # "changed", "added" (all of it is new), "taken out"
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class _Placed:
    """A change in the paragraph that shows it; ``start`` and ``end`` are equal where words are missing there."""

    change: Change
    document: Document
    block: Block
    start: int
    end: int


def edits(version: Version, documents: Mapping[str, Document]) -> tuple[Edited, ...]:
    """The edited paragraphs of a page in order, each once.

    What was put in stands in the later text, with what it replaced before it. What was only taken out stands there
    too where its paragraph was edited otherwise; else in the earlier text, which is the one place where it certainly
    stood.
    """
    found: dict[tuple[str, Block], list[_Placed]] = {}
    for placed in _all_placed(version, documents):
        found.setdefault((placed.document.id, placed.block), []).append(placed)
    return tuple(_edited(changes) for changes in found.values())


def _all_placed(version: Version, documents: Mapping[str, Document]) -> Iterator[_Placed]:
    for change in version.changes:
        here = change.after or change.before
        if here is None:
            continue
        document = documents[here.document]
        taken_out = None if change.after else _missing(here, document, documents[version.later], version.changes)
        yield _Placed(change, *(taken_out or (document, _block(document, here.start), here.start, here.end)))


def _missing(
    gone: Span, earlier: Document, later: Document, changes: Sequence[Change]
) -> tuple[Document, Block, int, int] | None:
    """Where words are missing that were only taken out; None where nothing else of their paragraph was edited.

    The paragraph is the one of the nearest change that stands in both texts, else one with the same unchanged words;
    the place in it is told by counting those.
    """
    block = _block(earlier, gone.start)
    added = [change.after for change in changes if change.after]
    old = _unchanged(earlier, block, [change.before for change in changes if change.before])
    place = _before(old, gone.start)
    pairs = [(c.before, c.after) for c in changes if c.before and c.after and _block(earlier, c.before.start) == block]
    if pairs:
        was, became = min(pairs, key=lambda pair: abs(pair[0].start - gone.start))
        home = _block(later, became.start)
        new = _unchanged(later, home, added)
        place += _before(new, became.start) - _before(old, was.start)
    else:
        homes = [
            (each, _unchanged(later, each, added))
            for each in dict.fromkeys(_block(later, span.start) for span in added)
        ]
        words = [word for _, word in old]
        same = [(each, kept) for each, kept in homes if words and [word for _, word in kept] == words]
        if not same:
            return None
        home, new = same[0]
    if place < 1 or not new:
        return later, home, home.start, home.start
    start, _ = new[min(place, len(new)) - 1]
    end = next((m.end() for m in _WORDS.finditer(later.text, start, home.end)), home.end)
    return later, home, end, end


def _unchanged(document: Document, block: Block, spans: Iterable[Span]) -> list[tuple[int, str]]:
    """The words of a paragraph that stand in none of the spans: offset and folded word."""
    inside = [span for span in spans if span.start < block.end and block.start < span.end]
    return [
        (word.start(), fold(word.group()))
        for word in _WORDS.finditer(document.text, block.start, block.end)
        if not any(span.start <= word.start() < span.end for span in inside)
    ]


def _before(words: Sequence[tuple[int, str]], at: int) -> int:
    return sum(start < at for start, _ in words)


def _block(document: Document, at: int) -> Block:
    """The paragraph that an offset stands in; what stands in none is a paragraph by itself."""
    return next((b for b in document.blocks if b.start <= at < b.end), Block(at, len(document.text)))


def _edited(changes: Sequence[_Placed]) -> Edited:
    text, block = changes[0].document.text, changes[0].block
    pieces: list[Piece] = []
    at = block.start
    for place, placed in enumerate(changes):
        change, start, end = placed.change, placed.start, placed.end
        missing = start == end
        if missing:  # before the next word, wherever the last change left off
            start = end = _next_word(text, max(at, start), block.end)
        elif start < at:
            continue
        pieces += _kept(text[at:start], first=place == 0)
        if missing and start == block.end and pieces:
            pieces.append(Piece(" "))
        if change.before:
            pieces.append(Piece(change.before.quote, change.before, gone=True))
        if change.after:
            pieces.append(Piece(change.after.quote, change.after))
        if missing and start < block.end:
            pieces.append(Piece(" "))
        at = end
    pieces += _kept(text[at : block.end], last=True)
    return Edited(_kind(pieces), tuple(pieces))


def _next_word(text: str, at: int, end: int) -> int:
    word = _WORDS.search(text, at, end)
    return word.start() if word else end


def _kept(text: str, *, first: bool = False, last: bool = False) -> Iterable[Piece]:
    """Unchanged text, of which only what stands near a change is shown."""
    if not text.strip():
        return [Piece(" ")] if text and not (first or last) else []
    head, tail = ("" if first else _head(text)), ("" if last else _tail(text))
    if len(head) + len(tail) >= len(text) or (first and len(tail) >= len(text)) or (last and len(head) >= len(text)):
        return [Piece(text)]
    return [Piece(f"{head}{_CUT}{tail}")]


def _head(text: str) -> str:
    return text if len(text) <= _NEAR else text[: text.rfind(" ", 0, _NEAR) + 1 or _NEAR].rstrip()


def _tail(text: str) -> str:
    cut = len(text) - _NEAR
    return text if cut <= 0 else text[(text.find(" ", cut) + 1) or cut :].lstrip()


def _kind(pieces: Sequence[Piece]) -> str:
    if any(piece.span is None and piece.text.strip() for piece in pieces):
        return "changed"
    gone = {piece.gone for piece in pieces if piece.span}
    return "changed" if len(gone) > 1 else "taken out" if gone == {True} else "added"
