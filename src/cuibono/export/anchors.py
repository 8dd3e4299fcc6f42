"""Every cited span gets a place in the page; documents are cut into pieces around those places."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from cuibono.core.reading import Record
from cuibono.core.text import Block, Document, Role, Span
from cuibono.export.present import words_link

# Sizes of one page. Measured: 19 documents of 2,000 characters 0.29 MB; 500 documents of 11,000 characters, of which
# few are cited, 0.5 MB; the budget keeps any page near 2 MB of text.
WHOLE = 20_000  # characters of a document up to which all of it is shown; beyond, only paragraphs with cited words
BUDGET = 1_500_000  # characters of all documents together that are shown whole
_STRETCH = 2_000  # characters without cited words, within one paragraph of a shortened document, that are shown whole
_KEPT = 400  # characters kept at each end of a longer one
_CUT = " […] "


@dataclass(frozen=True, slots=True)
class Mark:
    """The beginning of highlighted words: ``id`` is the anchor, empty where words go on after an interruption."""

    id: str
    number: int  # the passage's number in its document
    of: str  # the anchor of the whole, also where it goes on
    original: str | None  # a link that opens the original at these words


@dataclass(frozen=True, slots=True)
class Close:
    """The end of the innermost highlighted words."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A block of a document, ready to print: marks, their ends, and the text between."""

    role: Role
    pieces: tuple[str | Mark | Close, ...]
    cited: bool
    by: str = ""
    at: str = ""
    page: int | None = None  # set where a new page begins


@dataclass(frozen=True, slots=True)
class Gap:
    """Blocks left out of the page, because nothing in them is cited."""

    blocks: int


class Anchors:
    """The places of all cited spans, numbered through each document in the order of its text."""

    def __init__(self, record: Record, spans: Iterable[Span]) -> None:
        """Number them; linear in spans but for sorting."""
        self._record = record
        self._of: dict[str, list[Span]] = defaultdict(list)
        for span in sorted(set(spans), key=lambda s: (s.document, s.start, -s.end)):
            self._of[span.document].append(span)
        self._number = {span: place for found in self._of.values() for place, span in enumerate(found, 1)}
        lengths = [len(document.text) for document in record.story.documents]
        self.shortened = sum(min(length, WHOLE) for length in lengths) > BUDGET

    def id(self, span: Span) -> str:
        """The anchor of a span, e.g. ``d3-s1``.

        Raises:
            KeyError: the span was not announced, which is an error of the program.
        """
        return f"d{self._record.number[span.document]}-s{self._number[span]}"

    def number(self, span: Span) -> int:
        """The number of the passage in its document."""
        return self._number[span]

    def first(self, document: Document) -> Span | None:
        """The first cited span of a document, if any."""
        found = self._of.get(document.id)
        return found[0] if found else None

    def count(self, document: Document) -> int:
        """How many passages of a document are cited."""
        return len(self._of.get(document.id, ()))

    def body(self, document: Document, *, whole: bool = False) -> Iterator[Passage | Gap]:
        """The document's text block by block; quiet blocks of long documents become gaps, unless ``whole``."""
        spans = self._of.get(document.id, [])
        shorten = not whole and (self.shortened or len(document.text) > WHOLE)
        pages = _Pages(document)
        skipped, page_before = 0, None
        for block in _blocks(document):
            inside = [span for span in spans if span.start < block.end and block.start < span.end]
            page = pages.at(block.start)
            if shorten and not inside and block.role is not Role.TITLE:
                skipped += 1
                continue
            if skipped:
                yield Gap(skipped)
                skipped = 0
            yield Passage(
                role=block.role,
                pieces=tuple(self._pieces(document, block, inside, shorten=shorten)),
                cited=bool(inside),
                by=block.by or "",
                at=str(block.at or ""),
                page=page if page != page_before else None,
            )
            page_before = page
        if skipped:
            yield Gap(skipped)

    def _pieces(
        self, document: Document, block: Block, spans: Sequence[Span], *, shorten: bool
    ) -> Iterator[str | Mark | Close]:
        """Text and marks of a block. Spans that cross are cut, so that marks always nest."""
        cuts = sorted({block.start, block.end, *(p for s in spans for p in (s.start, s.end))})
        cuts = [cut for cut in cuts if block.start <= cut <= block.end]
        opened: list[Span] = []
        for at, after in zip(cuts, [*cuts[1:], None], strict=True):
            ending = [span for span in opened if span.end <= at]
            again: list[Span] = []
            while ending:
                span = opened.pop()
                yield Close()
                if span in ending:
                    ending.remove(span)
                else:
                    again.append(span)
            if after is None:
                break
            starting = [s for s in spans if s.start == at or (at == block.start and s.start < at < s.end)]
            for span in sorted([*again, *starting], key=lambda s: (-s.end, s.start)):
                opened.append(span)
                yield self._mark(document, span, at)
            text = document.text[at:after]
            if shorten and not opened and len(text) > _STRETCH:
                text = text[:_KEPT] + _CUT + text[-_KEPT:]
            yield text
        for _span in opened:
            yield Close()

    def _mark(self, document: Document, span: Span, at: int) -> Mark:
        anchor = self.id(span)
        begins = span.start == at
        original = words_link(document, span) if begins else None
        return Mark(anchor if begins else "", self._number[span], anchor, original)


def _blocks(document: Document) -> Iterator[Block]:
    """The blocks of a document and, as paragraphs, whatever words stand outside of them."""
    at = 0
    for block in sorted(document.blocks, key=lambda b: b.start):
        yield from _paragraphs(document.text, at, block.start)
        if block.end > at:
            yield Block(max(at, block.start), block.end, block.role, block.by, block.at)
            at = block.end
    yield from _paragraphs(document.text, at, len(document.text))


def _paragraphs(text: str, start: int, end: int) -> Iterator[Block]:
    while start < end:
        stop = text.find("\n\n", start, end)
        stop = end if stop < 0 else stop
        if text[start:stop].strip():
            yield Block(start, stop)
        start = stop + 2


class _Pages:
    """On which page an offset stands."""

    def __init__(self, document: Document) -> None:
        self._boxes = sorted((box.start, box.page) for box in document.boxes)

    def at(self, offset: int) -> int | None:
        place = bisect_right(self._boxes, offset, key=lambda box: box[0])
        return self._boxes[max(0, place - 1)][1] if self._boxes else None
