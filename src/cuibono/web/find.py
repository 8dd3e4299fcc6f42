"""Words looked for on the whole desk: the claims and sentences that hold them, story by story."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cuibono.core.errors import SpanError, StoreError
from cuibono.core.text import Span
from cuibono.desk.search import Found
from cuibono.web.links import Linked
from cuibono.web.readings import Readings

_MOST = 24  # claims, and documents, that are looked at
_EACH = 6  # quotations that a story shows


@dataclass(frozen=True, slots=True)
class Hits:
    """What one story holds: quotations with their place, claims before other sentences; ``more`` were left out."""

    page: Linked
    spans: tuple[Span, ...]
    more: int


def find(readings: Readings, words: str) -> tuple[Hits, ...]:
    """The stories whose documents hold all the words, the best first."""
    if not any(char.isalnum() for char in words):
        return ()
    by_story: dict[str, dict[Span, None]] = {}
    pages: dict[str, Linked] = {}
    for story, document, start, end in _places(readings.search(words, _MOST)):
        try:
            page = pages.setdefault(story, readings.whole(story))
            span = page.record.documents[document].span(start, end)
        except (StoreError, SpanError, KeyError):  # damaged, or read again since it was indexed
            continue
        known = by_story.setdefault(story, {})
        if not any(span.meets(other) for other in known):
            known[span] = None
    return tuple(
        Hits(pages[story], tuple(spans)[:_EACH], max(0, len(spans) - _EACH)) for story, spans in by_story.items()
    )


def _places(found: Found) -> Iterator[tuple[str, str, int, int]]:
    """(story, document, start, end) of claims, then of sentences."""
    for claim in (hit.claim for hit in found.claims):
        yield claim.story, claim.document, claim.start, claim.end
    for each in found.documents:
        if each.story:
            for span in each.spans:
                yield each.story, span.document, span.start, span.end
