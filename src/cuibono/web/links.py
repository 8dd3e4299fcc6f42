"""A reading as pages that link to each other: every story, document, claim, quotation and turn has its address."""

from __future__ import annotations

from collections.abc import Iterable

from cuibono.core.reading import Reading, Record
from cuibono.core.talk import Turn
from cuibono.core.text import Document, Span
from cuibono.export.anchors import Anchors
from cuibono.export.page import Page
from cuibono.export.present import words_link


class Places(Anchors):
    """Anchors that say where the words stand: a link made today leads to the same words in every later reading."""

    def id(self, span: Span) -> str:
        """``w120-180``: the offsets in the document's stored text."""
        return f"w{span.start}-{span.end}"

    def number(self, span: Span) -> int:
        """The number of the passage among those cited; 0 for words that this reading does not cite."""
        return self._number.get(span, 0)


class Linked(Page):
    """One reading whose links lead to other pages of the server; ``base`` is the story's own address."""

    def __init__(self, reading: Reading, base: str) -> None:
        """Lay the reading out."""
        super().__init__(reading, Places)
        self.base = base
        self.lenses = {turn.id: turn.lens for turn in reading.talk.turns}

    def at(self, span: Span) -> str:
        """The page of the document, these words highlighted."""
        return f"{self.to(span.document)}?at={span.start}-{span.end}#{self.anchors.id(span)}"

    def to(self, document: str) -> str:
        """The page of a document, by id."""
        return f"{self.base}/documents/{self.record.number[document]}"

    def claim(self, claim: str) -> str:
        """The row of a claim."""
        return f"{self.base}#{claim}"

    def turn(self, turn: str) -> str:
        """A turn in the room."""
        return f"{self.base}/room#{turn}"

    def section(self, of: str) -> str:
        """Where a count is unfolded."""
        place = super().section(of)
        return self.base + place if place else ""

    def answered(self, turn: Turn) -> list[tuple[str, str]]:
        """The turns that a turn answers: (who spoke, id), one of each."""
        found: dict[str, str] = {}
        for answered in turn.answers:
            if answered in self.lenses:
                found.setdefault(self.lenses[answered], answered)
        return list(found.items())

    def places(self, more: Iterable[Span]) -> Places:
        """The anchors of all that is cited, and of some words more."""
        return Places(self.record, [*self.shown.spans(), *more])

    def original_at(self, span: Span) -> str | None:
        """A link that opens the original at these words."""
        return words_link(self.record.documents[span.document], span)


def numbered(record: Record, number: int) -> Document | None:
    """The document of a number."""
    return next((d for d in record.story.documents if record.number[d.id] == number), None)
