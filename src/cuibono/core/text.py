"""Documents and the spans of words in them: the ground that everything else stands on.

A :class:`Span` can only be made from a :class:`Document` that holds its words. There is no other constructor,
so whatever carries a Span carries words that exist.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from itertools import pairwise

from cuibono.core.errors import SpanError
from cuibono.core.times import Stamp

# Invisible in print, so they cannot be part of a quotation: soft hyphen, zero-width characters, BOM, word joiner.
_INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")
_DROPPED = dict.fromkeys(map(ord, _INVISIBLE))


class Folded:
    """A text after Unicode NFKC and white-space folding, with the way back to the offsets of the original.

    ``text`` has every run of white space as one space and no invisible characters; ``start_of(i)`` and
    ``end_of(i)`` give the original offsets of the character at ``i``. Linear in the length of the text.
    """

    __slots__ = ("_ends", "_starts", "text")

    def __init__(self, original: str) -> None:
        """Fold ``original``, remembering where each folded character came from."""
        chars: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        for start, end, piece in _pieces(original):
            for char in piece:
                if char in _INVISIBLE:
                    continue
                if char.isspace():
                    if chars and chars[-1] == " ":
                        ends[-1] = end
                        continue
                    char = " "  # noqa: PLW2901 - the folded form replaces it
                chars.append(char)
                starts.append(start)
                ends.append(end)
        self.text = "".join(chars)
        self._starts = starts
        self._ends = ends

    def start_of(self, index: int) -> int:
        """Original offset where the folded character at ``index`` starts."""
        return self._starts[index]

    def end_of(self, index: int) -> int:
        """Original offset, exclusive, where the folded character at ``index`` ends."""
        return self._ends[index]

    def from_original(self, offset: int) -> int:
        """Index of the first folded character that starts at or after the original ``offset``."""
        return bisect_right(self._starts, offset - 1)


def fold(text: str) -> str:
    """Unicode NFKC, no invisible characters, every run of white space one space, none at the ends."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).translate(_DROPPED)
    return " ".join(text.split())


def _pieces(text: str) -> list[tuple[int, int, str]]:
    """Cut text where NFKC may be applied piece by piece: (start, end, normalised piece)."""
    if text.isascii() or unicodedata.is_normalized("NFKC", text):
        return [(i, i + 1, char) for i, char in enumerate(text)]
    cuts = [0]
    for i in range(1, len(text)):
        before, char = text[i - 1], text[i]
        if char.isascii() or not _joins(before, char):
            cuts.append(i)
    cuts.append(len(text))
    return [(a, b, unicodedata.normalize("NFKC", text[a:b])) for a, b in pairwise(cuts)]


def _joins(before: str, char: str) -> bool:
    """Whether NFKC may merge or reorder ``char`` with what stands before it."""
    if unicodedata.combining(unicodedata.normalize("NFKD", char)[0]):
        return True
    apart = unicodedata.normalize("NFKC", before) + unicodedata.normalize("NFKC", char)
    return unicodedata.normalize("NFKC", before + char) != apart


class Kind(StrEnum):
    """What a document was read from."""

    ARTICLE = "article"
    PDF = "pdf"
    FEED_ITEM = "feed item"
    THREAD = "thread"
    TEXT = "text"


class Role(StrEnum):
    """What a block of text is in its document."""

    TITLE = "title"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    QUOTE = "quote"
    LIST_ITEM = "list item"
    CAPTION = "caption"
    TURN = "turn"


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of the stored text with a role; in threads, who spoke it and when. Offsets are end exclusive."""

    start: int
    end: int
    role: Role = Role.PARAGRAPH
    by: str | None = None
    at: Stamp | None = None
    replies_to: int | None = None  # index of the block that a turn answers


@dataclass(frozen=True, slots=True)
class PageBox:
    """Where a stretch of the stored text stands on a page: points, origin bottom left, as PDF has it."""

    start: int
    end: int
    page: int  # 1 is the first
    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class Link:
    """A link in the stored text; http(s) only."""

    start: int
    end: int
    url: str


@dataclass(frozen=True, slots=True)
class Notice:
    """Something a reader of the document should know about how it was read.

    ``kind`` is a short stable key: ``instruction to machines``, ``snippet only``, ``future date``, ``cut off``,
    ``language``, ``encoding``, ``date unread``, ``date set aside``, ``hidden text``. ``words`` are the words concerned,
    which need not be part of the stored text (a hidden instruction is not).
    """

    kind: str
    message: str
    words: str = ""


@dataclass(frozen=True, eq=False)
class Document:
    """A capture read into text. Identity is ``id``; two documents with the same id are the same.

    ``text`` is the stored text: what a person would read, the title as its first block, blocks parted by a
    blank line, characters as in the source. All offsets count Python string positions in ``text``.
    """

    id: str
    capture: str  # Capture.id
    kind: Kind
    text: str
    title: str = ""
    url: str | None = None
    outlet: str = ""  # the publisher's name as the document gives it; "" where nobody is named
    authors: tuple[str, ...] = ()
    published: Stamp | None = None
    modified: Stamp | None = None
    language: str | None = None  # ISO 639-1, None where undecided
    blocks: tuple[Block, ...] = ()
    links: tuple[Link, ...] = ()
    boxes: tuple[PageBox, ...] = ()
    snippet: bool = False  # only the beginning or a summary was to be had
    notices: tuple[Notice, ...] = ()
    tags: tuple[tuple[str, str], ...] = field(default=())  # further metadata as found: (name, value)

    def __eq__(self, other: object) -> bool:
        """Compare by id."""
        return isinstance(other, Document) and other.id == self.id

    def __hash__(self) -> int:
        """Hash by id."""
        return hash(self.id)

    @cached_property
    def foreign(self) -> bool:
        """Whether its reader noted that it is in a language that the rules do not know: kept, and left alone."""
        return any(notice.kind == "language" for notice in self.notices)

    @cached_property
    def folded(self) -> Folded:
        """The text folded for searching; computed once."""
        return Folded(self.text)

    def span(self, start: int, end: int) -> Span:
        """The words between two offsets, white space at the ends left out.

        Raises:
            SpanError: the offsets are outside the text or hold no words.
        """
        return Span(self, start, end)

    def find(self, quote: str, *, after: int = 0) -> Span:
        """The first place at or after offset ``after`` that holds the quote, up to NFKC and white space.

        Raises:
            SpanError: the document does not hold these words, contiguously.
        """
        wanted = fold(quote)
        begin = self.folded.from_original(after) if after else 0
        at = self.folded.text.find(wanted, begin) if wanted else -1
        while at >= 0:
            span = Span(self, self.folded.start_of(at), self.folded.end_of(at + len(wanted) - 1))
            if fold(span.quote) == wanted:  # not in the middle of a ligature
                return span
            at = self.folded.text.find(wanted, at + 1)
        msg = f"document {self.id} ({self.title or self.url or 'untitled'}) does not hold the words {quote!r}"
        raise SpanError(msg)

    def check(self, start: int, end: int, quote: str) -> Span:
        """The span at these offsets, if it holds exactly this quote: how stored spans come back to life.

        Raises:
            SpanError: other words stand there.
        """
        span = Span(self, start, end)
        if (span.start, span.end, span.quote) != (start, end, quote):
            msg = f"document {self.id} holds {span.quote!r} at {start}-{end}, not {quote!r}"
            raise SpanError(msg)
        return span

    def block_at(self, offset: int) -> Block | None:
        """The block that holds the offset, if any."""
        at = bisect_right(self._starts, offset) - 1
        if at >= 0 and offset < self.blocks[at].end:
            return self.blocks[at]
        return None

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        return tuple(block.start for block in self.blocks)


def bare(text: str) -> Document:
    """A text as it stands, without paragraphs: for judgements of single sentences and of pairs of them."""
    return Document(id="text", capture="", kind=Kind.TEXT, text=text)


@dataclass(frozen=True, slots=True, init=False, order=True)
class Span:
    """Words in a document: ``quote`` stands at ``document.text[start:end]``. Made from a Document, or not at all.

    Ordered by document id and place.
    """

    document: str
    start: int
    end: int
    quote: str

    def __init__(self, document: Document, start: int, end: int) -> None:
        """Take the words from the document; white space at the ends is left out.

        Raises:
            SpanError: ``document`` is no Document, or the offsets are outside its text or hold no words.
        """
        if not isinstance(document, Document):
            msg = f"a span is made from a Document, not from {type(document).__name__}"
            raise SpanError(msg)
        if not 0 <= start < end <= len(document.text):
            msg = f"document {document.id} has no text at {start}-{end} (its length is {len(document.text)})"
            raise SpanError(msg)
        raw = document.text[start:end]
        quote = raw.strip()
        if not quote:
            msg = f"document {document.id} has only white space at {start}-{end}"
            raise SpanError(msg)
        if len(quote) != len(raw):
            start += len(raw) - len(raw.lstrip())
            end = start + len(quote)
        _set_document(self, document.id)
        _set_start(self, start)
        _set_end(self, end)
        _set_quote(self, quote)

    def holds(self, other: Span) -> bool:
        """Whether the other span lies within this one."""
        return self.document == other.document and self.start <= other.start and other.end <= self.end

    def meets(self, other: Span) -> bool:
        """Whether the two spans share at least one character."""
        return self.document == other.document and self.start < other.end and other.start < self.end


# How a frozen span gets its fields: the slots themselves take two thirds of the time of `object.__setattr__`, and a
# reading of 500 documents makes some 400,000 spans.
_set_document, _set_start, _set_end, _set_quote = (
    vars(Span)[name].__set__ for name in ("document", "start", "end", "quote")
)
