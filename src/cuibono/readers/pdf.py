"""PDF: a worker process finds the lines, we make paragraphs of them and keep where each stands."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from cuibono.core.errors import UnreadableInput
from cuibono.core.news import Capture
from cuibono.core.text import Document, Kind, Notice, Role, fold
from cuibono.core.times import Precision, Stamp
from cuibono.readers.bylines import names
from cuibono.readers.finish import Head, finish
from cuibono.readers.layout import Box, Part
from cuibono.readers.limits import DEFAULT, Limits, check_size
from cuibono.readers.pdf_lines import Line, paragraphs
from cuibono.readers.stamps import pdf_stamp, stamp

_WORKER = Path(__file__).with_name("pdf_worker.py")
_FILE_NAME = re.compile(
    r"\.(?:docx?|pdf|indd|pptx?|xlsx?|qxd|odt|rtf|tex|html?)\b|^microsoft \w+ -|^untitled|^document\d*$", re.IGNORECASE
)
_USER = re.compile(
    r"^(?:[\w.-]+\\)?[a-z]*\d+$|^(?:user|admin|administrator|owner|unknown|default|author|pc|windows)\b|@",
    re.IGNORECASE,
)
_MONTH_DAY = r"[A-Z][a-z]{2,8}\.?\s+\d{1,2},?\s+\d{4}|\d{1,2}\s+[A-Z][a-z]{2,8}\s+\d{4}|\d{4}-\d\d-\d\d"
_DAY = rf"(?:[A-Z][a-z]{{2,8}},?\s+)?(?:{_MONTH_DAY})"
_LABEL = r"(?:published|publication date|released?|release date|issued|dated?)\s*(?:on\s*)?:?\s*"
_DATE_LINE = re.compile(rf"^(?:{_LABEL}(?P<labelled>{_DAY}.{{0,30}})|(?P<alone>{_DAY}))$", re.IGNORECASE)
_TOP = 12  # parts at the beginning in which title and date are looked for
_WORDS = 20  # fewer on all pages together: a scan with a stamp, not a text
_CAUSES = {
    "password": "it is encrypted and needs a password",
    "damaged": "the PDF is damaged or cut off",
    "large": "it holds more text than is read of one file",
    "memory": "it needs more memory than is given to one file",
}


class PdfReader:
    """PDF documents with a text layer."""

    def __init__(self, limits: Limits = DEFAULT) -> None:
        """Read no more than the limits allow."""
        self._limits = limits

    def read(self, capture: Capture) -> tuple[Document, ...]:
        """One document with a page box for every printed line.

        Raises:
            UnreadableInput: encrypted, damaged, too long, too slow, or without a text layer.
        """
        check_size(capture, self._limits.pdf_bytes)
        answer = self._ask(capture)
        pages, heights = _pages(answer)
        parts = paragraphs(pages, heights)
        if sum(len(item.text.split()) for item in parts) < min(_WORDS, 2 * max(len(pages), 1)):
            raise UnreadableInput(f"{capture.location}: the PDF has no text layer (a scan?); it would need OCR")
        broken = answer.get("broken")
        notices = (
            [Notice("cut off", f"{broken} of {answer.get('count')} pages are damaged and were left out")]
            if broken
            else []
        )
        about = answer.get("about")
        return (
            finish(
                capture,
                Kind.PDF,
                _head(parts, about if isinstance(about, dict) else {}),
                parts,
                notices=notices,
            ),
        )

    def _ask(self, capture: Capture) -> Mapping[str, object]:
        """What the worker found.

        Raises:
            UnreadableInput: it found nothing, or did not come back.
        """
        limits = self._limits
        numbers = (limits.pdf_pages, limits.pdf_seconds, limits.pdf_memory, limits.text_bytes)
        command = [sys.executable, "-I", str(_WORKER), *map(str, numbers)]
        try:
            done = subprocess.run(  # noqa: S603 - our own file, no shell, bytes only on stdin
                command, input=capture.body, capture_output=True, timeout=limits.pdf_seconds, check=False, env={}
            )
        except subprocess.TimeoutExpired:
            raise UnreadableInput(f"{capture.location}: the PDF took longer than {limits.pdf_seconds:g} s") from None
        except OSError as error:
            raise UnreadableInput(f"{capture.location}: the PDF worker cannot be started: {error}") from error
        try:
            answer = json.loads(done.stdout)
        except ValueError:
            raise UnreadableInput(
                f"{capture.location}: the PDF could not be read within the limits (worker ended with {done.returncode})"
            ) from None
        cause = answer.get("error")
        if cause == "long":
            raise UnreadableInput(
                f"{capture.location}: {answer['count']} pages are more than the {limits.pdf_pages} that are read"
            )
        if cause:
            raise UnreadableInput(f"{capture.location}: {_CAUSES.get(cause, cause)}")
        return answer if isinstance(answer, dict) else {}


def _pages(answer: Mapping[str, object]) -> tuple[list[list[Line]], list[float]]:
    pages: list[list[Line]] = []
    heights: list[float] = []
    given = answer.get("pages")
    for page in given if isinstance(given, list) else []:
        number = int(page["page"])
        pages.append(
            [
                Line(text, Box(number, x0, y0, x1, y1), size, bool(bold), gaps)
                for text, x0, y0, x1, y1, size, bold, gaps in page["lines"]
            ]
        )
        heights.append(float(page["height"]))
    return pages, heights


def _head(parts: Sequence[Part], about: Mapping[str, object]) -> Head:
    stated = {name: value.strip() for name, value in about.items() if isinstance(value, str) and value.strip()}
    created, changed = pdf_stamp(stated.get("CreationDate")), pdf_stamp(stated.get("ModDate"))
    printed = _printed_date(parts)
    author = stated.get("Author", "")
    published, source = (
        (printed, "printed on the first page") if printed else (_exact(created), "creation date of the file")
    )
    return Head(
        title=_title(parts, stated.get("Title", "")),
        authors=() if _USER.search(author) or _FILE_NAME.search(author) else names(author),
        published=published,
        modified=_exact(changed) if changed and published and changed.at > published.latest else None,
        tags=(("published from", source),) if published else (),
    )


def _exact(moment: Stamp | None) -> Stamp | None:
    """A date of the file's making, only where it states its zone: without one it says little about who made it when."""
    return moment if moment is not None and moment.precision is Precision.SECOND else None


def _title(parts: Sequence[Part], stated: str) -> str:
    """The stated title, as printed where it is printed; without a plausible one the largest heading on page one."""
    first = [item for item in parts[:_TOP] if item.runs[0].box is not None and item.runs[0].box.page == 1]
    headings = [item.text.replace("\n", " ") for item in first if item.role is Role.HEADING]
    plausible = " " in stated and not _FILE_NAME.search(stated)
    if plausible:
        # As printed where it is printed: the words are what counts, not the commas.
        alike = [text for text in headings if _alike(text, stated)]
        return alike[0] if alike else stated
    tall = [
        (max(run.box.y1 - run.box.y0 for run in item.runs if run.box is not None), -at, item.text.replace("\n", " "))
        for at, item in enumerate(first)
        if item.role is Role.HEADING and len(item.text) > 3  # noqa: PLR2004 - a chapter's number is none
    ]
    return max(tall)[2] if tall else ""


def _alike(heading: str, stated: str) -> bool:
    one, other = (frozenset(re.findall(r"\w+", fold(text).casefold())) for text in (heading, stated))
    return len(one & other) >= 0.75 * len(one | other) or (len(one) > 2 and one <= other)  # noqa: PLR2004


def _printed_date(parts: Sequence[Part]) -> Stamp | None:
    """A date that stands alone near the top of the first page."""
    for item in parts[:_TOP]:
        for run in item.runs:
            found = _DATE_LINE.match(" ".join(run.text.split()))
            if (
                found
                and run.box is not None
                and run.box.page == 1
                and (moment := stamp(found["labelled"] or found["alone"]))
            ):
                return moment
    return None
