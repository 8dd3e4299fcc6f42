"""How well pages are read: text F1, titles, dates and authors on Mozilla's readability pages.

    python bench/readability.py [FOLDER]

F1 is over word 4-grams (multisets) of the expected article and the stored text, the title left out of both; a page
that is refused counts 0. Expected titles, sites and dates come from the same pages' expected-metadata.json.
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from lxml import html

from cuibono import readers
from cuibono.core.errors import UnreadableInput
from cuibono.core.news import Capture
from cuibono.core.text import Role, fold
from cuibono.readers.stamps import stamp

DEFAULT = Path(__file__).parent.parent.parent / "shared/data/documents/readability/test-pages"
FETCHED = datetime(2026, 11, 1, tzinfo=UTC)
PLACEHOLDER = "http://fakehost/test/page.html"


def grams(text: str) -> Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", fold(text).casefold())
    return Counter(zip(*(words[at:] for at in range(4)), strict=False))


def f1(said: str, wanted: str) -> tuple[float, float, float]:
    a, b = grams(said), grams(wanted)
    if not a or not b:
        return (1.0, 1.0, 1.0) if not a and not b else (0.0, 0.0, 0.0)
    both = (a & b).total()
    precision, recall = both / a.total(), both / b.total()
    return (2 * precision * recall / (precision + recall) if both else 0.0), precision, recall


def expected_text(folder: Path) -> str:
    tree = html.document_fromstring(
        b"<html><body>" + (folder / "expected.html").read_bytes(), html.HTMLParser(encoding="utf-8")
    )
    return " ".join(map(str, tree.itertext()))


def main(folder: Path, *, verbose: bool) -> None:  # noqa: C901, PLR0912 - one figure after the other
    if not folder.is_dir():
        print(f"not measured: {folder} is not here")
        return
    rows = []
    counts: Counter[str] = Counter()
    began = time.process_time()
    for page in sorted(folder.iterdir()):
        wanted = json.loads((page / "expected-metadata.json").read_text("utf-8"))
        capture = Capture(PLACEHOLDER, (page / "source.html").read_bytes(), FETCHED)
        try:
            (document,) = readers.read(capture)
        except UnreadableInput as error:
            rows.append((0.0, 0.0, 0.0, page.name, str(error)))
            continue
        body = " ".join(document.text[b.start : b.end] for b in document.blocks if b.role is not Role.TITLE)
        rows.append((*f1(body, expected_text(page)), page.name, ""))
        asked = {"title": (document.title, wanted["title"]), "site": (document.outlet, wanted["siteName"])}
        for name, (said, right) in asked.items():
            if right:
                counts[name] += 1
                counts[f"{name} right"] += fold(said).casefold() == fold(right).casefold()
                if verbose and fold(said).casefold() != fold(right).casefold():
                    print(f"{page.name}: {name} {said!r}, expected {right!r}")
        if wanted.get("byline"):
            counts["author"] += 1
            hit = bool(document.authors) and all(
                a.casefold() in fold(wanted["byline"]).casefold() for a in document.authors
            )
            counts["author right"] += hit
            if verbose and not hit:
                print(f"{page.name}: authors {document.authors}, expected {wanted['byline']!r}")
        if wanted.get("publishedTime"):
            counts["date"] += 1
            right_date = stamp(wanted["publishedTime"])
            hit = document.published is not None and right_date is not None and document.published.at == right_date.at
            counts["date right"] += hit
            if verbose and not hit:
                print(f"{page.name}: date {document.published}, expected {wanted['publishedTime']!r}")
        elif document.published is not None:
            counts["date beyond expectation"] += 1
            if verbose:
                print(f"{page.name}: date {document.published} ({document.published.original!r}), none expected")
    spent = time.process_time() - began
    if verbose:
        for row in sorted(rows)[:40]:
            print(f"{row[0]:.3f} P {row[1]:.3f} R {row[2]:.3f} {row[3]} {row[4]}")
    mean = [sum(row[at] for row in rows) / len(rows) for at in range(3)]
    median = sorted(row[0] for row in rows)[len(rows) // 2]
    print(
        f"{len(rows)} pages: text F1 mean {mean[0]:.3f}, median {median:.3f}"
        f" (precision {mean[1]:.3f}, recall {mean[2]:.3f})"
    )
    for name in ("title", "site", "author", "date"):
        print(f"{name}: {counts[name + ' right']} of {counts[name]} as expected")
    print(f"dates on pages where none is expected: {counts['date beyond expectation']}")
    print(f"{spent / len(rows) * 1000:.0f} ms of CPU a page")


if __name__ == "__main__":
    paths = [word for word in sys.argv[1:] if not word.startswith("-")]
    main(Path(paths[0]) if paths else DEFAULT, verbose="-v" in sys.argv)
