"""Who repeats whom: copies (retitled, cut, words replaced) told from independent articles.

Copies: Wikinews articles under another outlet with a share of words replaced and paragraphs cut.
Others: pairs of Wikinews articles, each of an event of its own.
"""

from __future__ import annotations

import random
from pathlib import Path

from cuibono.core.news import Story
from cuibono.core.text import Document
from cuibono.gate.figures import Figure, Miss, Note, figure
from cuibono.gate.sets import document, wikinews
from cuibono.stories.origins import METHOD, origins
from cuibono.stories.outlets import outlets_of

_LONG = 120  # words; shorter articles have too few to be told by
_STRANGERS = 60  # articles that are paired with each other
_JUDGEMENT = "is it independent"


def measure(data: Path, note: Note) -> list[Figure]:
    """Copies found, and strangers kept apart."""
    sources = [made for made in wikinews(data) if len(made.text.split()) > _LONG]
    found: list[Figure] = []
    for share, keep, what in ((0.1, 0.5, "tenth replaced, half kept"), (0.2, 1.0, "fifth of the words replaced")):
        on = f"made copies of Wikinews articles, a {what}"
        draw = random.Random(f"{share} {keep}")  # noqa: S311 - the same copies in each run
        missed = [source for source in sources if not _one_origin(source, _edited(source, share, keep, draw))]
        for source in missed:
            note(Miss(on, "independent", "a copy", source.title))
        of = len(sources), ""
        found += figure(_JUDGEMENT, METHOD, on, of, copies_found=1 - len(missed) / len(sources))
    on = "pairs of unrelated Wikinews articles"
    moved = [document(s.text, s.title, "https://b.example/1", "B", "2026-01-02") for s in sources[:_STRANGERS]]
    pairs = [(left, moved[at]) for at, _ in enumerate(moved) for left in sources[:at]]
    wrong = [pair for pair in pairs if _one_origin(*pair)]
    for left, right in wrong:
        note(Miss(on, "one origin", "independent", f"{left.title} | {right.title}"))
    return found + figure(_JUDGEMENT, METHOD, on, (len(pairs), ""), kept_apart=1 - len(wrong) / len(pairs))


def _edited(source: Document, share: float, keep: float, draw: random.Random) -> Document:
    """The text under another headline, a share of its words replaced by others of the text, some paragraphs left."""
    paragraphs = source.text.split("\n\n")[1:]
    words = [word for paragraph in paragraphs for word in paragraph.split()]
    kept = paragraphs[: max(1, round(keep * len(paragraphs)))]
    text = "\n\n".join(" ".join(draw.choice(words) if draw.random() < share else w for w in p.split()) for p in kept)
    return document(text, "Another headline", "https://herald.example/1", "Lisk Herald", "2026-01-02")


def _one_origin(left: Document, right: Document) -> bool:
    pair = (left, right)
    return len(origins(Story("s", "", pair), outlets_of(pair))) == 1
