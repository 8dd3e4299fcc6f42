"""How well pages are read: text F1, titles, dates and authors on Mozilla's readability pages.

    python bench/readability.py [FOLDER]

F1 is over word 4-grams (multisets) of the expected article and the stored text, the title left out of both; a page
that is refused counts 0. Expected titles, sites and dates come from the same pages' expected-metadata.json.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from figures import DATA, Figure, figure, folder, grams, scores
from lxml import html

from cuibono import readers
from cuibono.core.claims import Method
from cuibono.core.errors import UnreadableInput
from cuibono.core.news import Capture
from cuibono.core.text import Document, Role, fold
from cuibono.readers.stamps import stamp

DEFAULT = DATA / "documents/readability/test-pages"
FETCHED = datetime(2026, 11, 1, tzinfo=UTC)
PLACEHOLDER = "http://fakehost/test/page.html"
METHOD = Method("page-readers", "1")  # documents carry no provenance, so the name stands here


@dataclass(frozen=True, slots=True)
class Page:
    """How one page was read: text precision, recall and F1; which of the metadata asked for are right."""

    name: str
    text: tuple[float, float, float] = (0.0, 0.0, 0.0)
    right: Mapping[str, bool] = field(default_factory=dict)
    faults: tuple[str, ...] = ()


def overlap(said: str, wanted: str) -> tuple[float, float, float]:
    a, b = grams(said), grams(wanted)
    if not a and not b:
        return 1.0, 1.0, 1.0
    return scores((a & b).total(), a.total(), b.total())


def expected_text(page: Path) -> str:
    tree = html.document_fromstring(
        b"<html><body>" + (page / "expected.html").read_bytes(), html.HTMLParser(encoding="utf-8")
    )
    return " ".join(map(str, tree.itertext()))


def read(page: Path) -> Page:
    wanted = json.loads((page / "expected-metadata.json").read_text("utf-8"))
    try:
        (document,) = readers.read(Capture(PLACEHOLDER, (page / "source.html").read_bytes(), FETCHED))
    except UnreadableInput as error:
        return Page(page.name, faults=(str(error),))
    body = " ".join(document.text[b.start : b.end] for b in document.blocks if b.role is not Role.TITLE)
    checks = dict(metadata(document, wanted))
    faults = tuple(f"{name} {said!r}, expected {asked!r}" for name, (ok, said, asked) in checks.items() if not ok)
    right = {name: ok for name, (ok, _, _) in checks.items()}
    return Page(page.name, overlap(body, expected_text(page)), right, faults)


def metadata(document: Document, wanted: Mapping[str, str | None]) -> Iterator[tuple[str, tuple[bool, object, object]]]:
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
        ok = said_date is not None and right is not None and said_date.at == right.at
        yield "date", (ok, said_date, asked)
    elif said_date is not None:
        yield "date beyond expectation", (False, f"{said_date} ({said_date.original!r})", None)


def pages(test_pages: Path) -> list[Page]:
    return [read(page) for page in sorted(test_pages.iterdir()) if page.is_dir()]


def mean(values: Iterable[float]) -> float:
    listed = list(values)
    return sum(listed) / len(listed)


def right_of(read_pages: list[Page], name: str) -> tuple[int, int]:
    """How many pages have it right, of how many that were asked for it."""
    asked = [page.right[name] for page in read_pages if name in page.right]
    return sum(asked), len(asked)


def measure(data: Path) -> list[Figure]:
    found = pages(folder(data, "documents/readability/test-pages"))
    precision, recall, f1 = (mean(page.text[at] for page in found) for at in range(3))
    figures = figure(
        "reading pages",
        METHOD,
        "Mozilla's readability pages",
        (len(found), "pages"),
        text_F1=f1,
        precision=precision,
        recall=recall,
    )
    for name in ("title", "site", "author", "date"):
        right, asked = right_of(found, name)
        on = f"Mozilla's readability pages, {name}"
        figures += figure("reading pages", METHOD, on, (asked, ""), right=right / max(asked, 1))
    return figures


def main(test_pages: Path, *, verbose: bool) -> None:
    if not test_pages.is_dir():
        print(f"not measured: {test_pages} is not here")
        return
    began = time.process_time()
    found = pages(test_pages)
    spent = time.process_time() - began
    if verbose:
        print(*(f"{page.name}: {fault}" for page in found for fault in page.faults), sep="\n")
        for page in sorted(found, key=lambda p: p.text[2])[:40]:
            print(f"{page.text[2]:.3f} P {page.text[0]:.3f} R {page.text[1]:.3f} {page.name}")
    precision, recall, f1 = (mean(page.text[at] for page in found) for at in range(3))
    median = sorted(page.text[2] for page in found)[len(found) // 2]
    print(
        f"{len(found)} pages: text F1 mean {f1:.3f}, median {median:.3f}"
        f" (precision {precision:.3f}, recall {recall:.3f})"
    )
    for name in ("title", "site", "author", "date"):
        print(f"{name}: {' of '.join(map(str, right_of(found, name)))} as expected")
    print(f"dates on pages where none is expected: {right_of(found, 'date beyond expectation')[1]}")
    print(f"{spent / len(found) * 1000:.0f} ms of CPU a page")


if __name__ == "__main__":
    paths = [word for word in sys.argv[1:] if not word.startswith("-")]
    main(Path(paths[0]) if paths else DEFAULT, verbose="-v" in sys.argv)
