"""Lines on pages to paragraphs: running heads dropped, lines joined the way a person reads on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from cuibono.core.text import Role
from cuibono.readers.layout import Box, Part, Run

HYPHEN = "\x02"
_MARGIN = 0.12  # of the page's height, above and below, where running heads and page numbers stand
_FOLIO = re.compile(
    r"^\W*(?:(?:page|p\.|seite)\s*)?(?:\d{1,4}|[ivxlc]{1,7})(?:\s*(?:of|/|von|\|)\s*\d{1,4})?\W*$", re.IGNORECASE
)
_BULLET = re.compile(
    r"^\s*(?:[•‣◦▪●○■–—·*\uf0b7\uf0a7]|-(?=\s)|o(?=\s[A-Z])|\(?\d{1,2}[.)]|\((?!c\) ?\d)[a-z]\)|[a-z]\))\s+"
)
_GLYPH = re.compile(r"^\s*(?:[•‣◦▪●○■·\uf0b7\uf0a7]\s*|[–—*-]\s+|o\s(?=[A-Z]))")
_END = re.compile(r"[.!?:;…][\"'”’)\]\d]*$")
_LARGER = 1.12  # times the size of the body: a heading
_GAP = 1.3  # times the usual distance of lines: a new paragraph
_HEADING_LENGTH = 160
_SHORT = 0.85  # of the column's width; what ends before without a mark is a line of its own (a name, a label)
_SLACK = 1.0  # of the size: how raggedly a right margin may be set
_NEAR = 3.0  # of the size: lines that begin so close to each other are of one column
_FEW = 5  # lines, from which on a column's right edge can be told
_INDENT = 0.8  # of the size: the first line of a paragraph


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line: points, origin bottom left; ``text`` ends in HYPHEN where a word goes on in the next line."""

    text: str
    box: Box
    size: float
    bold: bool
    gaps: int = 0  # wide holes, as between the cells of a table


def paragraphs(pages: Sequence[Sequence[Line]], heights: Sequence[float]) -> list[Part]:
    """Parts in reading order, one box a line. ``heights`` are those of the pages, in points."""
    kept = without_running_heads(pages, heights)
    every = [line for page in kept for line in page]
    if not every:
        return []
    body = _usual([(line.size, len(line.text)) for line in every])
    pitch = _pitch(kept, body)
    words = Counter(re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", " ".join(line.text for line in every).casefold()))
    parts: list[Part] = []
    group: list[Line] = []
    for page in kept:
        left = _usual([(round(line.box.x0), len(line.text)) for line in page]) if page else 0.0
        for line in page:
            if group and _parts_ways(group, line, _Column(left, _right(page, group[-1]), body, pitch)):
                parts.append(_part(group, body, words))
                group = []
            group.append(line)
    if group:
        parts.append(_part(group, body, words))
    return [part for part in parts if any(char.isalnum() for char in part.text)]


def without_running_heads(pages: Sequence[Sequence[Line]], heights: Sequence[float]) -> list[list[Line]]:
    """The lines that are no page numbers and do not come back in the margins of most pages."""
    seen: Counter[str] = Counter()
    for page, height in zip(pages, heights, strict=True):
        seen.update({_pattern(line) for line in page if _in_margin(line, height)})
    often = max(3, len(pages) // 3)
    return [
        [
            line
            for line in page
            if not _in_margin(line, height) or not (_FOLIO.match(line.text) or seen[_pattern(line)] >= often)
        ]
        for page, height in zip(pages, heights, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class _Column:
    left: float
    right: float
    body: float
    pitch: float


def _parts_ways(group: Sequence[Line], line: Line, column: _Column) -> bool:  # noqa: PLR0911 - signs, one by one
    """Whether a new paragraph begins with this line."""
    last, first = group[-1], group[0]
    if last.text.endswith(HYPHEN):
        return False
    if abs(line.size - last.size) > 0.1 * last.size or _heading(line, column.body) != _heading(last, column.body):
        return True
    if _BULLET.match(line.text):
        return True
    if max(last.gaps, line.gaps) > 1:  # a row of a table stands by itself
        return True
    ended = bool(_END.search(last.text.strip()))
    turned = line.box.page != last.box.page or line.box.y0 > last.box.y1  # next page or next column
    if turned:
        full = last.box.x1 > column.right - 4 * last.size
        return ended or _heading(line, column.body) or not (full or line.text.strip()[:1].islower())
    if last.box.y0 - line.box.y0 > _GAP * column.pitch * max(1.0, line.size / column.body):
        return True
    if _heading(line, column.body):
        return False
    indented = line.box.x0 - column.left > _INDENT * line.size
    outdented = first.box.x0 - line.box.x0 > _INDENT * line.size and len(group) > 1
    begins = not line.text.strip()[:1].islower()
    roomy = last.box.x1 < column.left + _SHORT * (column.right - column.left)
    if _would_have_fitted(last, line, column.right) and (ended or (begins and roomy)):
        return True
    if _BULLET.match(first.text):  # its lines hang; what comes back to the margin is new
        return line.box.x0 <= first.box.x0 + 1 and ended
    return ended and ((indented and last.box.x0 < line.box.x0 - 1) or outdented)


def _right(page: Sequence[Line], line: Line) -> float:
    """Where the column of the line ends: what nine of ten of the lines that begin near it keep to."""
    near = sorted(each.box.x1 for each in page if abs(each.box.x0 - line.box.x0) < _NEAR * line.size)
    if len(near) < _FEW:
        return max((each.box.x1 for each in page), default=line.box.x1)
    return near[int(len(near) * 0.9) - (len(near) == int(len(near) * 0.9))]


def _would_have_fitted(last: Line, line: Line, right: float) -> bool:
    """Whether the next line's first word had room on the last one: then the line was broken on purpose."""
    text = line.text.strip()
    word = text.split(" ", 1)[0] if text else ""
    width = (line.box.x1 - line.box.x0) * (len(word) + 1) / max(len(text), 1)
    return last.box.x1 + width < right - _SLACK * last.size


def _part(lines: Sequence[Line], body: float, words: Counter[str]) -> Part:
    runs: list[Run] = []
    for at, line in enumerate(lines):
        text = line.text
        if at == 0:
            text = _GLYPH.sub("", text)
        if text.endswith(HYPHEN) and at + 1 < len(lines):
            text = _joined(text[:-1], lines[at + 1].text, words)
        elif at + 1 < len(lines):
            text = text.rstrip() if text.rstrip().endswith(("-", "/")) and _goes_on(lines[at + 1].text) else f"{text} "
        runs.append(Run(text.replace(HYPHEN, "-"), None, line.box))
    if _heading(lines[0], body) and sum(len(line.text) for line in lines) <= _HEADING_LENGTH * 2:
        role = Role.HEADING
    else:
        role = Role.LIST_ITEM if _BULLET.match(lines[0].text) else Role.PARAGRAPH
    return Part(tuple(runs), role)


def _joined(text: str, rest: str, words: Counter[str]) -> str:
    """A line that ends in a hyphen, with it or without: as the document writes the word elsewhere.

    Where it does not, the hyphen stays between two words that the document knows.
    """
    head = re.search(r"[\w-]*$", text)
    tail = re.match(r"\s*([\w-]*)", rest)
    first, second = (head.group() if head else "").casefold(), (tail[1] if tail else "").casefold()
    if words[f"{first}-{second}"] > 0 or not first.isalpha() or not second[:1].isalpha():
        return f"{text}-"
    if words[first + second] > 0:
        return text
    if words[first] > 0 and words[second] > 1 and len(first) > 2:  # noqa: PLR2004 - "re", "un", "in" are syllables
        return f"{text}-"
    return text


def _goes_on(text: str) -> bool:
    return text.strip()[:1].islower()


def _heading(line: Line, body: float) -> bool:
    text = line.text.strip()
    if len(text) > _HEADING_LENGTH or not any(char.isalpha() for char in text):
        return False
    return line.size >= _LARGER * body or (line.bold and not _END.search(text) and len(text) < _HEADING_LENGTH // 2)


def _in_margin(line: Line, height: float) -> bool:
    return line.box.y0 > height * (1 - _MARGIN) or line.box.y1 < height * _MARGIN


def _pattern(line: Line) -> str:
    return re.sub(r"\d+", "#", " ".join(line.text.split()).casefold())


def _usual(weighted: Sequence[tuple[float, int]]) -> float:
    counts: Counter[float] = Counter()
    for value, weight in weighted:
        counts[value] += weight
    return max(counts, key=lambda value: (counts[value], -value))


def _pitch(pages: Sequence[Sequence[Line]], body: float) -> float:
    """The usual distance of two lines of the body."""
    steps = [
        above.box.y0 - below.box.y0
        for page in pages
        for above, below in pairwise(page)
        if 0 < above.box.y0 - below.box.y0 < 4 * body and abs(above.size - body) < 0.1 * body
    ]
    return median(steps) if steps else 1.2 * body
