"""Attributions of a bare text, as offsets: for texts that come without a document around them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cuibono.core.text import Block, Document, Kind, Role, Span
from cuibono.language.attribution import Attribution, attributions

_GAP = re.compile(r"\n[ \t]*\n\s*")
_LINE = re.compile(r"\n\s*")
_ENDS = re.compile(r"[.?!…:;,][\"'”’»)\]]*$")
_WHOLE_LINES = 0.8  # of the lines end a sentence: they are paragraphs, and the text is not wrapped

Places = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Attributed:
    """Who said what in a bare text: stretches as (start, end) offsets into it, end exclusive, in order.

    ``source`` and ``cue`` are empty where the text shows none. ``type`` is "direct" for words in quotation marks,
    "indirect" for words without, "mixed" for both. ``stated`` is False where the content is no statement of the source:
    an intention, an attitude, the object of a judgement.
    """

    source: Places
    cue: Places
    content: Places
    type: str
    stated: bool


def attributions_of_text(text: str) -> tuple[Attributed, ...]:
    """The attributions of a text in the order of their contents; contents do not overlap.

    Paragraphs are parted by empty lines, or by lines where no line is empty and nearly all of them end a sentence. A
    first paragraph that ends no sentence is the title. Never fails; time is linear in the length of the text.
    """
    document = Document(id="text", capture="text", kind=Kind.TEXT, text=text, blocks=_blocks(text))
    return tuple(_attributed(found) for found in attributions(document))


def _attributed(found: Attribution) -> Attributed:
    return Attributed(
        source=_places(found.source),
        cue=_places(found.cue),
        content=_places(*found.content),
        type=found.manner.value,
        stated=found.stated and found.clausal,
    )


def _places(*spans: Span | None) -> Places:
    return tuple((span.start, span.end) for span in spans if span is not None)


def _blocks(text: str) -> tuple[Block, ...]:
    gaps = list(_GAP.finditer(text)) or _lines(text)
    edges = [0, *(edge for gap in gaps for edge in gap.span()), len(text)]
    pieces = [(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if text[a:b].strip()]
    titled = len(pieces) > 1 and _ENDS.search(text[slice(*pieces[0])].rstrip()) is None
    return tuple(Block(a, b, Role.TITLE if titled and not i else Role.PARAGRAPH) for i, (a, b) in enumerate(pieces))


def _lines(text: str) -> list[re.Match[str]]:
    lines = [line for line in text.splitlines() if line.strip()]
    whole = sum(_ENDS.search(line.rstrip()) is not None for line in lines)
    return list(_LINE.finditer(text)) if lines and whole >= _WHOLE_LINES * len(lines) else []
