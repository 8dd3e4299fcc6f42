"""A document's page: its stored text with every cited passage marked, and the pages of a PDF with their boxes."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cuibono.core.claims import Claim
from cuibono.core.errors import NotStored, SpanError
from cuibono.core.findings import Silence
from cuibono.core.reading import Cell
from cuibono.core.text import Document, PageBox, Role, Span
from cuibono.export.anchors import Gap, Mark, Passage
from cuibono.web.links import Linked, numbered

_AT = re.compile(r"(\d{1,9})-(\d{1,9})")
_UNTOLD = (Silence.NOT_YET_KNOWN, Silence.ORDER_UNKNOWN, Silence.SNIPPET)
_AROUND = 1  # paragraphs before and after the words, beside the talk
_FEWEST = 200  # points: a page smaller than this is drawn as large


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page where it stands: points from the top left; ``cited`` if this reading quotes it."""

    text: str
    x: float
    y: float  # of the line's lower edge
    top: float
    width: float
    height: float
    cited: bool
    now: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page of a PDF, drawn from the stored text and the place of each line; never from the file itself."""

    number: int
    width: float
    height: float
    lines: tuple[Line, ...]

    @property
    def cited(self) -> bool:
        """Whether anything on it is quoted."""
        return any(line.cited for line in self.lines)

    @property
    def now(self) -> bool:
        """Whether the words that were asked for stand on it."""
        return any(line.now for line in self.lines)


@dataclass(frozen=True, slots=True)
class Stance:
    """What a document does with one of the claims that have a row in the matrix."""

    claim: Claim
    cell: Cell
    sign: str


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """A whole document; ``at`` are the words that were asked for, if any; ``stances`` its column of the matrix."""

    page: Linked
    document: Document
    number: int
    title: Passage | None
    passages: tuple[Passage | Gap, ...]
    sheets: tuple[Sheet, ...]
    at: Span | None
    cited: int
    before: Document | None
    after: Document | None
    stances: tuple[Stance, ...]
    untold: (
        int  # claims of which nobody can say what it does with them: it came before them, or only a snippet was read
    )


@dataclass(frozen=True, slots=True)
class WordsPage:
    """Some words in their context, beside the talk; the claims they make, and a link to the original."""

    page: Linked
    document: Document
    span: Span
    passages: tuple[Passage, ...]
    claims: tuple[Claim, ...]
    original: str | None


def document_page(page: Linked, number: int, at: str = "") -> DocumentPage:
    """The page of the document with this number.

    Raises:
        NotStored: there is no such document, or no such words in it.
    """
    document = _document(page, number)
    span = words_at(document, at) if at else None
    places = page.places([span] if span else [])
    passages = list(places.body(document, whole=True))
    first = passages[0] if passages and isinstance(passages[0], Passage) and passages[0].role is Role.TITLE else None
    everything = page.record.story.documents
    place = everything.index(document)
    return DocumentPage(
        page=page,
        document=document,
        number=number,
        title=first,
        passages=tuple(passages[1:] if first else passages),
        sheets=sheets(document, {s for s in page.shown.spans() if s.document == document.id}, span),
        at=span,
        cited=page.anchors.count(document),
        before=everything[place - 1] if place else None,
        after=everything[place + 1] if place + 1 < len(everything) else None,
        stances=tuple(_stances(page, place)),
        untold=sum(row.cells[place].state in _UNTOLD for row in page.shown.rows),
    )


def words_page(page: Linked, number: int, at: str) -> WordsPage:
    """Some words of a document with the paragraphs around them.

    Raises:
        NotStored: there is no such document, or no such words in it.
    """
    document = _document(page, number)
    span = words_at(document, at)
    passages = [p for p in page.places([span]).body(document, whole=True) if isinstance(p, Passage)]
    mark = f"w{span.start}-{span.end}"
    here = [i for i, passage in enumerate(passages) if any(_is(piece, mark) for piece in passage.pieces)]
    first, last = (here[0], here[-1]) if here else (0, 0)
    near = [page.record.claim_of.get(a.id) for a in page.record.assertions if a.span.meets(span)]
    return WordsPage(
        page=page,
        document=document,
        span=span,
        passages=tuple(passages[max(0, first - _AROUND) : last + _AROUND + 1]),
        claims=tuple(dict.fromkeys(claim for claim in near if claim)),
        original=page.original_at(span),
    )


def words_at(document: Document, at: str) -> Span:
    """The words at ``120-180``.

    Raises:
        NotStored: these are no offsets of words in this document.
    """
    found = _AT.fullmatch(at)
    try:
        if found:
            return document.span(int(found[1]), int(found[2]))
    except SpanError:
        pass
    raise NotStored(f"this document holds no words at {at[:40]!r}; it has {len(document.text):,} characters")


def sheets(document: Document, cited: Iterable[Span], now: Span | None) -> tuple[Sheet, ...]:
    """The pages of a document that has boxes; empty for others."""
    pages: dict[int, list[PageBox]] = defaultdict(list)
    for box in document.boxes:
        pages[box.page].append(box)
    if not pages:
        return ()
    quoted = sorted((span.start, span.end) for span in cited)
    left = min(box.x0 for box in document.boxes)
    width = max(_FEWEST, max(box.x1 for box in document.boxes) + max(0.0, left))
    foot = max(0.0, min(box.y0 for box in document.boxes))
    height = max(_FEWEST, max(box.y1 for box in document.boxes) + foot)
    return tuple(
        Sheet(
            number,
            round(width, 1),
            round(height, 1),
            tuple(_line(document, box, height, quoted, now) for box in pages[number]),
        )
        for number in sorted(pages)
    )


def _line(document: Document, box: PageBox, height: float, quoted: list[tuple[int, int]], now: Span | None) -> Line:
    return Line(
        text=" ".join(document.text[box.start : box.end].split()),
        x=round(box.x0, 1),
        y=round(height - box.y0, 1),
        top=round(height - box.y1, 1),
        width=round(max(1.0, box.x1 - box.x0), 1),
        height=round(max(1.0, box.y1 - box.y0), 1),
        cited=any(start < box.end and box.start < end for start, end in quoted),
        now=now is not None and now.start < box.end and box.start < now.end,
    )


def _stances(page: Linked, place: int) -> Iterator[Stance]:
    """The claims that are its subject, in the order of the matrix."""
    for row in page.shown.rows:
        cell = row.cells[place]
        if cell.state is not Silence.NOT_SUBJECT and cell.state not in _UNTOLD:
            yield Stance(page.record.claim[row.claim], cell, page.shown.sign(cell))


def _document(page: Linked, number: int) -> Document:
    document = numbered(page.record, number)
    if document is None:
        raise NotStored(
            f"this story has no document {number}; they are numbered from 1 to {len(page.record.documents)}"
        )
    return document


def _is(piece: object, mark: str) -> bool:
    return isinstance(piece, Mark) and piece.of == mark
