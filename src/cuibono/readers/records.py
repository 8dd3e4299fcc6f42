"""Records of registers and catalogues, as their interfaces give them in JSON: every record a document.

A record has fields where an article has sentences. They become lines of plain words, label and value as the register
names them, so that whatever is said of a record can be shown in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from cuibono.core.errors import UnreadableInput
from cuibono.core.news import Capture
from cuibono.core.text import Document, Notice
from cuibono.readers import federal_register, gdelt, kev, model_card, wikidata
from cuibono.readers.article import json_values
from cuibono.readers.decode import decode
from cuibono.readers.finish import finish
from cuibono.readers.limits import DEFAULT, Limits, check_size
from cuibono.readers.told import Told


@dataclass(frozen=True, slots=True)
class Shape:
    """One register: its records in a JSON value, and what a record says."""

    records: Callable[[object], Sequence[Mapping[str, object]]]
    told: Callable[[Mapping[str, object]], Told]


SHAPES: tuple[Shape, ...] = (
    Shape(federal_register.records, federal_register.told),
    Shape(kev.records, kev.told),
    Shape(model_card.records, model_card.told),
    Shape(gdelt.records, gdelt.told),
    Shape(wikidata.records, wikidata.told),
)


def is_register(value: object) -> bool:
    """Whether a JSON value holds records of a register that is known."""
    return any(shape.records(value) for shape in SHAPES)


class RecordsReader:
    """Records of the Federal Register and the like."""

    def __init__(self, limits: Limits = DEFAULT, shapes: Iterable[Shape] = SHAPES) -> None:
        """Read no more than the limits allow."""
        self._limits = limits
        self._shapes = tuple(shapes)

    def read(self, capture: Capture) -> tuple[Document, ...]:
        """One document a record, in order; records without words are left out.

        Raises:
            UnreadableInput: it is no JSON, or no record in it has words.
        """
        check_size(capture, self._limits.text_bytes)
        decoded = decode(capture)
        documents: list[Document] = []
        for value in json_values(capture, decoded.text):
            for shape in self._shapes:
                for record in shape.records(value):
                    told = shape.told(record)
                    if told.head.title or told.parts:
                        documents.append(self._document(capture, told, len(documents), decoded.notices))
        if not documents:
            raise UnreadableInput(f"{capture.location}: no record of a register that is known has words")
        return tuple(documents)

    @staticmethod
    def _document(capture: Capture, told: Told, index: int, notices: Sequence[Notice]) -> Document:
        notes = (*notices, *told.notices)
        return finish(capture, told.kind, told.head, told.parts, index=index, notices=notes, spoken=told.spoken)
