"""Denials told in passing: ", which Brandt has denied", ", a charge that the mayor rejects".

They stand at the end of what somebody else says or of what the outlet tells, and are somebody's own stand on it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from cuibono.core.claims import Manner
from cuibono.core.text import Document, Span
from cuibono.language.attribution import Attribution
from cuibono.language.cues import Force

_CLAIM = (
    r"(?:claims?|charges?|allegations?|accusations?|assertions?|reports?|stor(?:y|ies)|suggestions?|versions?|accounts?"
    r"|characteri[sz]ations?)"
)
_NO_NAME = r"(?:was|were|is|are|be|been|being|has|have|had|would|will|could|can|may|might|it|in|on|at|for|to|of|by)\b"
_ASIDE = re.compile(
    rf",\s+(?:which|(?:something|(?:an?\s+)?{_CLAIM})(?:\s+(?:that|which))?)\s+"
    rf"(?P<source>(?!{_NO_NAME})[\w.’'-]+(?:\s+(?!{_NO_NAME})[\w.’'-]+){{0,4}}?)\s+"
    r"(?P<cue>(?:(?:has|have|had|also|both|all|strongly|repeatedly|vehemently|flatly|categorically|consistently|firmly)"
    r"\s+){0,3}(?P<verb>den(?:y|ies|ied)|disput(?:e|es|ed)|reject(?:s|ed)?))(?=\s*(?:[.,;:!?”\"\n]|$))",
)
_LEMMAS = {"den": "deny", "dis": "dispute", "rej": "reject"}


def with_asides(document: Document, found: Sequence[Attribution]) -> tuple[Attribution, ...]:
    """The attributions and such denials, in the order of their words; a denial is cut off what it follows."""
    asides = list(_asides(document))
    if not asides:
        return tuple(found)
    cut = [whole for attribution in found if (whole := _without(document, attribution, asides)) is not None]
    made = [attribution for _, attribution in asides]
    return tuple(sorted([*cut, *made], key=_first))


def _asides(document: Document) -> Iterator[tuple[tuple[int, int], Attribution]]:
    for match in _ASIDE.finditer(document.text):
        cue = document.span(*match.span("verb"))
        yield (
            match.span(),
            Attribution(
                source=document.span(*match.span("source")),
                cue=cue,
                content=(cue,),
                manner=Manner.INDIRECT,
                force=Force.DENY,
                lemma=_LEMMAS[cue.quote[:3].lower()],
                clausal=False,
            ),
        )


def _without(
    document: Document, attribution: Attribution, asides: Sequence[tuple[tuple[int, int], Attribution]]
) -> Attribution | None:
    """An attribution with its contents ending where an aside begins; None where nothing of it is left."""
    content: list[Span] = []
    for span in attribution.content:
        start, end = span.start, span.end
        for (first, last), _ in asides:
            if start < first < end:
                end = first
            elif first <= start < last:
                start = end
        if start < end:
            content.append(span if (start, end) == (span.start, span.end) else document.span(start, end))
    return replace(attribution, content=tuple(content)) if content else None


def _first(attribution: Attribution) -> int:
    spans = [*attribution.content, *(s for s in (attribution.source, attribution.cue) if s)]
    return min(span.start for span in spans)
