"""The stored text: blocks in order, parted by blank lines, every offset exact.

A reader hands over parts (one paragraph each, made of runs that may carry a link or a place on a page); the layout
folds their white space, takes out what cannot be seen, and remembers where everything ended up.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cuibono.core.text import Block, Link, PageBox, Role, fold
from cuibono.core.times import Stamp

_GAP = "\n\n"
_VERTICAL = re.compile("[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
# White space other than a single space, and what nobody can see: controls, soft hyphens, byte-order marks,
# non-characters, half surrogate pairs, bidirectional overrides and isolates (they reorder what is shown; the record
# keeps the order that is stored), and tag characters (invisible copies of ASCII: machines read them, people do not).
_ODD = re.compile(
    "\\s{2,}|[^\\S ]"
    "|[\x00-\x1f\x7f-\x9f\xad\ufeff\ufffe\uffff\u202a-\u202e\u2066-\u2069\ud800-\udfff\U000e0000-\U000e007f]"
)
_TAGS = re.compile("[\U000e0020-\U000e007e]+")


@dataclass(frozen=True, slots=True)
class Box:
    """Where a run stands: page from 1, points, origin bottom left."""

    page: int
    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class Run:
    """Words with one link or one place; a line feed in it is a line break that a reader would see."""

    text: str
    url: str | None = None
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """One block to be: its runs and what it is in the document. ``replies_to`` counts parts, not blocks."""

    runs: tuple[Run, ...]
    role: Role = Role.PARAGRAPH
    by: str | None = None
    at: Stamp | None = None
    replies_to: int | None = None

    @property
    def text(self) -> str:
        """The words as they will be stored."""
        return clean("".join(run.text for run in self.runs))


@dataclass(frozen=True, slots=True)
class Layout:
    """A stored text with everything that points into it."""

    text: str
    blocks: tuple[Block, ...]
    links: tuple[Link, ...]
    boxes: tuple[PageBox, ...]


def part(text: str, role: Role = Role.PARAGRAPH, by: str | None = None, at: Stamp | None = None) -> Part:
    """A part of one plain run."""
    return Part((Run(text),), role, by, at)


def clean(text: str) -> str:
    """A block's text as it is stored: white space folded, control characters and soft hyphens gone."""
    folder = _Folder()
    folder.add(text)
    return folder.text.strip()


def lay_out(title: str, parts: Sequence[Part]) -> Layout:
    """Assemble title and parts; the title is not repeated where the parts begin with it."""
    kept = _with_title(clean(title).replace("\n", " "), parts)
    texts: list[str] = []
    blocks: list[Block] = []
    links: list[Link] = []
    boxes: list[PageBox] = []
    index_of: dict[int, int] = {}
    length = 0
    for number, item in kept:
        start = length + (len(_GAP) if blocks else 0)
        text, places = _place(item.runs)
        if not text:
            continue
        for run, begin, end in places:
            if run.url is not None:
                links.append(Link(start + begin, start + end, run.url))
            if run.box is not None:
                box = run.box
                boxes.append(PageBox(start + begin, start + end, box.page, box.x0, box.y0, box.x1, box.y1))
        if number >= 0:
            index_of[number] = len(blocks)
        answers = index_of.get(item.replies_to) if item.replies_to is not None else None
        blocks.append(Block(start, start + len(text), item.role, item.by, item.at, answers))
        texts.append(text)
        length = start + len(text)
    return Layout(_GAP.join(texts), tuple(blocks), tuple(links), tuple(boxes))


def _with_title(title: str, parts: Sequence[Part]) -> list[tuple[int, Part]]:
    numbered = list(enumerate(parts))
    if not title:
        return numbered
    wanted = fold(title).casefold()
    for at, (_, item) in enumerate(numbered[:3]):
        text = item.text if item.by is None else ""
        if len(text) <= 2 * len(title) + 20 and fold(text).casefold() == wanted:  # folding long texts is dear
            del numbered[at]
            # Its own runs are kept: they may hold a link or a place on a page.
            return [(-1, Part(item.runs, Role.TITLE)), *numbered]
    return [(-1, part(title, Role.TITLE)), *numbered]


def _place(runs: Iterable[Run]) -> tuple[str, list[tuple[Run, int, int]]]:
    """Text of the runs together, and where each run that carries something stands in it."""
    folder = _Folder()
    places: list[tuple[Run, int, int]] = []
    for run in runs:
        begin = folder.length
        folder.add(run.text)
        if run.url is not None or run.box is not None:
            places.append((run, begin, folder.length))
    text = folder.text
    lead = len(text) - len(text.lstrip())
    text = text.strip()
    trimmed: list[tuple[Run, int, int]] = []
    for run, begin, end in places:
        first, last = max(begin - lead, 0), min(end - lead, len(text))
        while first < last and text[first].isspace():
            first += 1
        while first < last and text[last - 1].isspace():
            last -= 1
        if first < last:
            trimmed.append((run, first, last))
    return text, trimmed


class _Folder:
    """Characters put together piece by piece, white space folded also where pieces meet."""

    def __init__(self) -> None:
        self.length = 0
        self._pieces: list[str] = []

    @property
    def text(self) -> str:
        return "".join(self._pieces)

    def add(self, text: str) -> None:
        at = 0
        for odd in _ODD.finditer(text):
            self._put(text[at : odd.start()])
            at = odd.end()
            words = odd.group()
            if words.isspace():
                self._space("\n" if _VERTICAL.search(words) else " ")
            elif "\ud800" <= words <= "\udfff":
                self._put("\ufffd")
        self._put(text[at:])

    def _put(self, words: str) -> None:
        if words.startswith(" ") and self._open():
            words = words[1:]
        if words:
            self._pieces.append(words)
            self.length += len(words)

    def _space(self, new: str) -> None:
        if not self._open():
            self._put(new)
        elif new == "\n" and self._pieces:
            self._pieces[-1] = self._pieces[-1][:-1] + new

    def _open(self) -> bool:
        """Whether white space would add nothing here."""
        return bool(self._pieces) and self._pieces[-1][-1].isspace()


def smuggled(text: str) -> str:
    """What invisible tag characters spell, "" where there are none."""
    return " ".join("".join(chr(ord(char) - 0xE0000) for char in found) for found in _TAGS.findall(text))
