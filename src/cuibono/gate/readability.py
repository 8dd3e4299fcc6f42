"""How well pages are read: text F1, titles, sites, dates and authors on Mozilla's readability pages.

F1 is over word 4-grams (multisets) of the expected article and the stored text, the title left out of both; a page
that is refused counts 0. Expected titles, sites and dates come from the same pages' expected-metadata.json.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from lxml import html

from cuibono import readers
from cuibono.core.claims import Method
from cuibono.core.errors import UnreadableInput
from cuibono.core.news import Capture
from cuibono.core.text import Document, Role, fold
from cuibono.gate.figures import Figure, Miss, Note, figure, folder
from cuibono.gate.metrics import mean, shared_grams
from cuibono.readers.stamps import stamp

METHOD = Method("page-readers", "1")  # documents carry no provenance, so the name stands here
ON = "Mozilla's readability pages"
_FETCHED = datetime(2026, 11, 1, tzinfo=UTC)
_PLACEHOLDER = "http://fakehost/test/page.html"  # the address that the set's own tests use
_WELL = 0.9  # F1 below which a page is told as a miss


@dataclass(frozen=True, slots=True)
class Page:
    """How one page was read: text precision, recall and F1; for the metadata asked for: right, said, wanted."""

    name: str
    text: tuple[float, float, float] = (0.0, 0.0, 0.0)
    asked: Mapping[str, tuple[bool, object, object]] = field(default_factory=dict)


def measure(data: Path, note: Note) -> list[Figure]:
    """Every page of the set."""
    place = folder(data, "documents/readability/test-pages")
    found = [_read(page) for page in sorted(place.iterdir()) if page.is_dir()]
    precision, recall, f1 = (mean(page.text[at] for page in found) for at in range(3))
    of = len(found), "pages"
    figures = figure("reading pages", METHOD, ON, of, text_F1=f1, precision=precision, recall=recall)
    for name in ("title", "site", "author", "date"):
        asked = [page.asked[name][0] for page in found if name in page.asked]
        on = f"{ON}, {name}"
        figures += figure("reading pages", METHOD, on, (len(asked), ""), right=sum(asked) / max(len(asked), 1))
    for page in found:
        if page.text[2] < _WELL:
            note(Miss(ON, f"P {page.text[0]:.2f} R {page.text[1]:.2f}", f"F1 {_WELL} or more", page.name))
        for name, (right, said, wanted) in page.asked.items():
            if not right:
                note(Miss(f"{ON}, {name}", str(said), str(wanted), page.name))
    return figures


def _read(page: Path) -> Page:
    wanted = json.loads((page / "expected-metadata.json").read_text("utf-8"))
    try:
        (document,) = readers.read(Capture(_PLACEHOLDER, (page / "source.html").read_bytes(), _FETCHED))
    except UnreadableInput:
        return Page(page.name)
    body = " ".join(document.text[b.start : b.end] for b in document.blocks if b.role is not Role.TITLE)
    return Page(page.name, shared_grams(body, _expected(page)), dict(_metadata(document, wanted)))


def _expected(page: Path) -> str:
    root = html.document_fromstring(
        b"<html><body>" + (page / "expected.html").read_bytes(), html.HTMLParser(encoding="utf-8")
    )
    return " ".join(map(str, root.itertext()))


def _metadata(
    document: Document, wanted: Mapping[str, str | None]
) -> Iterator[tuple[str, tuple[bool, object, object]]]:
    """What was asked for: name, whether it is right, what was read, what was expected."""
    for name, said, asked in (
        ("title", document.title, wanted["title"]),
        ("site", document.outlet, wanted["siteName"]),
    ):
        if asked:
            yield name, (fold(said).casefold() == fold(asked).casefold(), said, asked)
    if byline := wanted.get("byline"):
        known = fold(byline).casefold()
        ok = bool(document.authors) and all(author.casefold() in known for author in document.authors)
        yield "author", (ok, document.authors, byline)
    said_date = document.published
    if asked := wanted.get("publishedTime"):
        right = stamp(asked)
        yield "date", (said_date is not None and right is not None and said_date.at == right.at, said_date, asked)
    elif said_date is not None:
        yield "date beyond expectation", (False, f"{said_date} ({said_date.original!r})", None)
