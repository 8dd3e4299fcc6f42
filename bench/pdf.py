"""How well a PDF is read, held against the HTML of the same advisory: 4-gram F1, and paragraphs that came out whole.

python bench/pdf.py [FOLDER with one .pdf and one .html]
"""

from __future__ import annotations

import re
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from figures import DATA, grams
from lxml import html

from cuibono import readers
from cuibono.core.news import Capture
from cuibono.core.text import Role, fold

DEFAULT = DATA / "documents/cisa_advisory"
FETCHED = datetime(2026, 11, 1, tzinfo=UTC)
LONG = 12  # words; shorter paragraphs are labels


def squeezed(text: str) -> str:
    return re.sub(r"\W+", "", fold(text).casefold())


def main(folder: Path) -> None:
    if not folder.is_dir():
        print(f"not measured: {folder} is not here")
        return
    printed = next(folder.glob("*.pdf"))
    tree = html.document_fromstring(next(folder.glob("*.html")).read_bytes())
    began = time.perf_counter()
    (document,) = readers.read(Capture(printed.name, printed.read_bytes(), FETCHED))
    spent = time.perf_counter() - began
    wanted = {" ".join(node.text_content().split()) for node in tree.iter("p", "li")}
    wanted = {text for text in wanted if len(text.split()) >= LONG}
    said = squeezed(document.text)
    there = [text for text in wanted if squeezed(text) in said]
    whole = {squeezed(document.text[b.start : b.end]) for b in document.blocks if b.role is not Role.TITLE}
    exact = [text for text in wanted if squeezed(text) in whole]
    a, b = grams(document.text), grams(" ".join(tree.text_content().split()))
    both = (a & b).total()
    print(
        f"{printed.name}: 4-gram precision {both / a.total():.3f}, recall {both / b.total():.3f} against the HTML page"
    )
    print(f"paragraphs of {LONG} words and more in the HTML: {len(wanted)}; contiguous in the PDF's text: {len(there)}")
    print(f"of them exactly one block: {len(exact)}; {spent:.2f} s")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT)
