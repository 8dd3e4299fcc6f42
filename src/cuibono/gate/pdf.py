"""How well a PDF is read, held against the HTML of the same advisory: word 4-grams, and paragraphs in one piece."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

from lxml import html

from cuibono import readers
from cuibono.core.errors import SetMissing
from cuibono.core.news import Capture
from cuibono.core.text import Role, fold
from cuibono.gate.figures import Figure, Miss, Note, figure, folder
from cuibono.gate.metrics import shared_grams
from cuibono.gate.readability import METHOD

_FETCHED = datetime(2026, 11, 1, tzinfo=UTC)
_LONG = 12  # words; shorter paragraphs are labels


def measure(data: Path, note: Note) -> list[Figure]:
    """The advisory's paragraphs; what is only on the web page counts against the recall."""
    place = folder(data, "documents/cisa_advisory")
    printed, page = (next(iter(sorted(place.glob(f"*.{kind}"))), None) for kind in ("pdf", "html"))
    if printed is None or page is None:
        raise SetMissing(f"{place} holds no PDF with its page")
    root = html.document_fromstring(page.read_bytes())
    (document,) = readers.read(Capture(printed.name, printed.read_bytes(), _FETCHED))
    told = {" ".join("".join(map(str, node.itertext())).split()) for node in root.iter("p", "li")}
    wanted = sorted(text for text in told if len(text.split()) >= _LONG)
    said = _squeezed(document.text)
    whole = {_squeezed(document.text[b.start : b.end]) for b in document.blocks if b.role is not Role.TITLE}
    for text in wanted:
        if _squeezed(text) not in whole:
            note(Miss("an advisory as PDF", "in pieces" if _squeezed(text) in said else "not found", "whole", text))
    precision, recall, f1 = shared_grams(document.text, " ".join("".join(map(str, root.itertext())).split()))
    of = len(wanted), ""
    return [
        *figure(
            "reading files", METHOD, "an advisory as PDF", (1, "file"), text_F1=f1, precision=precision, recall=recall
        ),
        *figure(
            "reading files",
            METHOD,
            "an advisory as PDF, paragraphs",
            of,
            unbroken=sum(_squeezed(text) in said for text in wanted) / len(wanted),
            a_block_each=sum(_squeezed(text) in whole for text in wanted) / len(wanted),
        ),
    ]


def _squeezed(text: str) -> str:
    return re.sub(r"\W+", "", fold(text).casefold())
