"""What the looks at wording share: hints of framing, content words around a place, and paragraphs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from cuibono.core.findings import Aspect
from cuibono.core.text import Document, Span
from cuibono.language.lexicons import lexicon
from cuibono.language.words import content_words, stem, tokens

_MODAL = re.compile(r"may|might|could", re.IGNORECASE)
_DOUBTED = re.compile(r"\s+(?:well\s+)?(?:have|be)\b", re.IGNORECASE)
_BELIEF = re.compile(r"(?:believe|think|thought|suspect|assume|reckon|guess|suppose)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Hint:
    """A framing before it is weighed against the others of its story; ``weight`` 0..1, first span the framing one."""

    aspect: Aspect
    document: str
    spans: tuple[Span, ...]
    reason: str
    weight: float
    claims: tuple[str, ...] = ()


@lru_cache(maxsize=4096)
def stems_of(text: str) -> frozenset[str]:
    """Stems of the content words of a text."""
    return frozenset(content_words(text))


def leaves_open(hedge: Span, document: Document) -> bool:
    """Whether a hedge leaves open what happened.

    "Believes" and "thinks" say whose view it is; "could speak" is an ability, "may follow" is about the future; only
    "may have", "might have been", "could be" doubt what is told.
    """
    if _BELIEF.match(hedge.quote):
        return False
    behind = document.text[hedge.end : hedge.end + 12]
    return _MODAL.fullmatch(hedge.quote) is None or _DOUBTED.match(behind) is not None


def words_after(text: str, start: int, end: int, most: int) -> tuple[str, ...]:
    """Stems of the first content words between two offsets; hedges and capitalised words among them are left out.

    A hedge qualifies what is done, not who does it: names behind it prove nothing.
    """
    skip = lexicon("stop") | lexicon("hedges")
    found: list[str] = []
    for token in tokens(text, start, end):
        if token.text.lower() not in skip and not token.text[0].isupper():
            found.append(stem(token.text))
            if len(found) == most:
                break
    return tuple(found)


def paragraph(document: Document, offset: int) -> tuple[int, int]:
    """Start and end of the block that holds an offset; the whole text where there are no blocks."""
    block = document.block_at(offset)
    return (block.start, block.end) if block else (0, len(document.text))
