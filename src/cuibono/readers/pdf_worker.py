"""The process that opens PDFs: bytes on stdin, lines with their places as JSON on stdout, limits on itself.

Run as a file (``python -I pdf_worker.py PAGES SECONDS MEMORY CHARACTERS``) so that it loads nothing but PDFium: hostile
bytes can crash or stall it, and all that happens is that one input is refused.
"""

from __future__ import annotations

import json
import sys
from itertools import pairwise
from statistics import median

import pypdfium2
import pypdfium2.raw as pdfium

try:
    import resource
except ImportError:  # Windows has none; the caller's wall-time cap remains
    resource = None  # type: ignore[assignment]

# What PDFium says for a hyphen at the end of a line; the line break after it is swallowed.
_HYPHENS = frozenset((0x02, 0xFFFE))
_BREAKS = frozenset((0x0A, 0x0D))
_BOLD = 600  # CSS font weight
_HOLE = 1.2  # times the size; spaces in justified lines stay below it


def restrict(seconds: int, memory: int) -> None:
    """Limit CPU seconds and address space of this process, and forbid it to write files."""
    if resource is None:
        return
    wanted = ((resource.RLIMIT_CPU, seconds), (resource.RLIMIT_AS, memory), (resource.RLIMIT_FSIZE, 0))
    for what, most in (*wanted, (resource.RLIMIT_CORE, 0)):
        try:
            resource.setrlimit(what, (most, most))
        except (ValueError, OSError):  # the system's own limit is lower, or it knows none (macOS and RLIMIT_AS)
            continue


def lines_of(page: pypdfium2.PdfPage) -> list[tuple[str, float, float, float, float, float, int, int]]:
    """Lines as PDFium orders them: text (U+0002 at its end for a hyphen), x0, y0, x1, y1 in points, size, bold, gaps.

    ``gaps`` counts wide holes in a line, as between the cells of a table.
    """
    words = page.get_textpage()
    codes = [pdfium.FPDFText_GetUnicode(words, at) for at in range(words.count_chars())]
    found = []
    begin = 0
    for at in range(len(codes) + 1):
        hyphen = at < len(codes) and codes[at] in _HYPHENS
        if at < len(codes) and codes[at] not in _BREAKS and not hyphen:
            continue
        end = at + hyphen
        if line := _line(words, codes, begin, end):
            found.append(line)
        begin = end if hyphen else at + 1
    return found


def _line(
    words: pypdfium2.PdfTextPage, codes: list[int], begin: int, end: int
) -> tuple[str, float, float, float, float, float, int, int] | None:
    units = b"".join(_unit(0x02 if code in _HYPHENS else code) for code in codes[begin:end])
    text = units.decode("utf-16-le", "replace")
    if not text.strip():
        return None
    boxes = []
    for at in range(begin, end):
        if codes[at] not in {0x20, 0xA0, 0x09}:
            left, right, bottom, top = (pdfium.c_double() for _ in range(4))
            if pdfium.FPDFText_GetCharBox(words, at, left, right, bottom, top):
                boxes.append((left.value, bottom.value, right.value, top.value))
    if not boxes:
        return None
    loose = pdfium.FS_RECTF()
    sizes = []
    weights = []
    for at in range(begin, end, max(1, (end - begin) // 8)):
        if pdfium.FPDFText_GetLooseCharBox(words, at, loose):
            sizes.append(abs(loose.top - loose.bottom))
        weights.append(pdfium.FPDFText_GetFontWeight(words, at))
    size = median(sizes) if sizes else 0.0
    return (
        text,
        round(min(box[0] for box in boxes), 2),
        round(min(box[1] for box in boxes), 2),
        round(max(box[2] for box in boxes), 2),
        round(max(box[3] for box in boxes), 2),
        round(size, 1),
        int(bool(weights) and median(weights) >= _BOLD),
        sum(right[0] - left[2] > _HOLE * size > 0 for left, right in pairwise(boxes)),
    )


def _unit(code: int) -> bytes:
    return chr(code).encode("utf-16-le", "surrogatepass") if code <= sys.maxunicode else b"\xfd\xff"


def read(data: bytes, pages: int, characters: int) -> dict[str, object]:
    """Everything the reader needs, or why there is nothing."""
    try:
        pdf = pypdfium2.PdfDocument(data)
        count = len(pdf)
    except pypdfium2.PdfiumError as error:
        return {"error": "password" if "password" in str(error).lower() else "damaged"}
    if count > pages:
        return {"error": "long", "count": count}
    out = []
    total = broken = 0
    for at in range(count):
        try:
            page = pdf[at]
            lines = lines_of(page)
            size = page.get_size()
        except pypdfium2.PdfiumError:
            broken += 1
            continue
        out.append({"page": at + 1, "width": size[0], "height": size[1], "lines": lines})
        total += sum(len(line[0]) for line in lines)
        if total > characters:
            return {"error": "large"}
    try:
        about = pdf.get_metadata_dict(skip_empty=True)
    except pypdfium2.PdfiumError:
        about = {}
    return {"pages": out, "broken": broken, "count": count, "about": about}


def main() -> None:
    """One PDF, then the end."""
    pages, seconds, memory, characters = (int(float(word)) for word in sys.argv[1:5])
    restrict(seconds, memory)
    try:
        answer = read(sys.stdin.buffer.read(), pages, characters)
    except MemoryError:
        answer = {"error": "memory"}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
