"""As of: what had been published by a moment, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from cuibono.core.reading import Problem
from cuibono.core.text import Document


def published_by(documents: Iterable[Document], moment: datetime) -> tuple[tuple[Document, ...], tuple[Problem, ...]]:
    """Documents as they had been published by ``moment`` (aware), and those left aside, with the reason.

    A date that may mean a later instant (a day not yet over) does not count as published; a page edited later is
    left aside, since its words may be later ones; a thread is cut before its first later turn.
    """
    kept: list[Document] = []
    aside: list[Problem] = []
    for document in documents:
        name = document.title or document.url or document.id
        if document.published is None:
            aside.append(Problem(name, "undated: nobody can say that it had been published by then"))
        elif document.published.latest > moment:
            aside.append(Problem(name, f"published {document.published}, not certainly by then"))
        elif document.modified and document.modified.latest > moment:
            aside.append(Problem(name, f"edited {document.modified}, after then; this version did not exist yet"))
        else:
            kept.append(_cut(document, moment))
    return tuple(kept), tuple(aside)


def accessed_by(references: Iterable[Document], moment: datetime | None) -> tuple[Document, ...]:
    """What a public database had certainly been asked for by ``moment``; all where that is None."""
    if moment is None:
        return tuple(references)
    last = (moment - timedelta(days=1)).date().isoformat()  # a day counts when it is over
    return tuple(each for each in references if any(name == "accessed" and day <= last for name, day in each.tags))


def _cut(document: Document, moment: datetime) -> Document:
    """The document up to its first block that was written after the moment; its offsets stay as they are."""
    for place, block in enumerate(document.blocks):
        if block.at and block.at.latest > moment:
            end = document.blocks[place - 1].end if place else 0
            return replace(
                document,
                text=document.text[:end],
                blocks=document.blocks[:place],
                links=tuple(link for link in document.links if link.end <= end),
                boxes=tuple(box for box in document.boxes if box.end <= end),
            )
    return document
