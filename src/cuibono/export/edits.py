"""What changed in a page after publication, as it reads: the words taken out and put in, where they stood."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from cuibono.core.news import Change, Version
from cuibono.core.text import Block, Document, Span

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


def edits(version: Version, documents: Mapping[str, Document]) -> tuple[Edited, ...]:
    """The edited paragraphs of a page in order.

    What was put in stands in the later text, with what it replaced before it; what was only taken out stands in the
    earlier text, which is the one place where it certainly stood.
    """

    def place(change: Change) -> tuple[str, int]:
        span = change.after or change.before
        document = documents[span.document] if span else None
        return (span.document, _block(document, span.start).start) if span and document else ("", 0)

    return tuple(
        _edited(documents[name], _block(documents[name], start), list(changes))
        for (name, start), changes in groupby(version.changes, place)
    )


def _block(document: Document, at: int) -> Block:
    """The paragraph that an offset stands in; what stands in none is a paragraph by itself."""
    return next((b for b in document.blocks if b.start <= at < b.end), Block(at, len(document.text)))


def _edited(document: Document, block: Block, changes: Sequence[Change]) -> Edited:
    pieces: list[Piece] = []
    at = block.start
    for place, change in enumerate(changes):
        here = change.after or change.before
        if here is None or here.start < at:
            continue
        pieces += _kept(document.text[at : here.start], first=place == 0)
        if change.before:
            pieces.append(Piece(change.before.quote, change.before, gone=True))
        if change.after:
            pieces.append(Piece(change.after.quote, change.after))
        at = here.end
    pieces += _kept(document.text[at : block.end], last=True)
    return Edited(_kind(pieces), tuple(pieces))


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
