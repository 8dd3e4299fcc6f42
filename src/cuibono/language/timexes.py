"""Time expressions of a document, found and given TIMEX3 values and intervals.

Relative words are resolved against ``anchor``, the day of publication; without one they keep a value with its unknown
places as X and no interval. Method: our own grammar and normaliser in the manner of HeidelTime (Strötgen and Gertz
2010); figures in ``gate/timexes.py``.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from datetime import date
from functools import lru_cache

from cuibono.core.claims import Method, Timex
from cuibono.core.text import Document, Span
from cuibono.language.timex_calendar import grain_of
from cuibono.language.timex_find import hits
from cuibono.language.timex_meaning import Context, Meaning
from cuibono.language.timex_tense import direction
from cuibono.language.timex_values import meaning

_SENTENCE_END = re.compile(r"[.!?]['\"”’)]*\s+[A-Z“\"]|\n\n")
_JOINED = re.compile(r",?\s?(?:[-–]|to|through|thru|until|till)\s?")

METHOD = Method("timex-rules", "3")


def timexes(document: Document, region: Span | None = None, anchor: date | None = None) -> tuple[Timex, ...]:
    """All time expressions of a document, or of a region of it, in order; none overlaps another.

    Even for a region the whole document is read, since "the following month" rests on what was named before.
    """
    found = _in_text(document.text, anchor)
    if region is not None:
        at = bisect_left(found, region.start, key=lambda item: item[0])
        found = tuple(item for item in found[at:] if item[1] <= region.end)
    shown = anchor.isoformat() if anchor else ""
    return tuple(
        Timex(
            span=document.span(start, end),
            type=means.type,
            value=means.value,
            earliest=means.earliest,
            latest=means.latest,
            anchor=shown if means.anchored else "",
        )
        for start, end, means in found
    )


@lru_cache(maxsize=1024)  # asked for once per assertion, by probes that go from document to document
def _in_text(text: str, anchor: date | None) -> tuple[tuple[int, int, Meaning], ...]:
    found: list[tuple[int, int, Meaning]] = []
    reference = ""
    for hit in hits(text):
        near = bool(found) and not _SENTENCE_END.search(text, found[-1][1], hit.start)
        joined = near and _JOINED.fullmatch(text, found[-1][1], hit.start) is not None
        context = Context(anchor, direction(text, hit.start, hit.end), reference, near, joined)
        means = meaning(hit, context)
        if means is None:
            continue
        found.append((hit.start, hit.end, means))
        # "A year earlier" compares with what was named before, and does not take its place.
        if means.earliest and grain_of(means.value) and hit.rule not in {"ago", "year_back"}:
            reference = means.value
    return tuple(found)
