"""How much of anything a reader takes before it says no: one dataclass, so that a setting can change it."""

from __future__ import annotations

from dataclasses import dataclass

from cuibono.core.errors import UnreadableInput
from cuibono.core.news import Capture


@dataclass(frozen=True, slots=True)
class Limits:
    """Caps on what is read; sizes in bytes, times in seconds.

    The largest pages of the readability set have 1.6 MB, 9,888 elements and a depth of 38; the longest PDFs of the
    development documents 29 pages.
    """

    text_bytes: int = 20_000_000  # pages, feeds, JSON, text
    pdf_bytes: int = 100_000_000
    pdf_pages: int = 1_000
    pdf_seconds: float = 60.0  # wall time and CPU of the worker
    pdf_memory: int = 1_500_000_000  # address space of the worker; PDFium and Python map about 300 MB at rest
    thorough: int = 12_000  # elements; in larger trees the extractor's second opinion (quadratic) is not asked
    elements: int = 60_000  # larger trees are read by the plain, linear extractor
    depth: int = 400  # of nested elements or JSON values


DEFAULT = Limits()


def check_size(capture: Capture, limit: int) -> None:
    """Refuse a capture that is larger than a reader takes.

    Raises:
        UnreadableInput: it has more than ``limit`` bytes.
    """
    if len(capture.body) > limit:
        raise UnreadableInput(
            f"{capture.location}: {len(capture.body) / 1e6:.1f} MB is more than the {limit / 1e6:.1f} MB "
            "that are read of one file"
        )
