"""Captures in, documents out: raw bytes are kept before anything is read from them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from cuibono.core.errors import UnreadableInput
from cuibono.core.news import Capture
from cuibono.core.reading import Problem
from cuibono.core.store_ports import Archive
from cuibono.core.text import Document

ReadCapture = Callable[[Capture], tuple[Document, ...]]


@dataclass(frozen=True, slots=True)
class Intake:
    """What came in: documents by first appearance, and what could not be read, with the cause."""

    documents: tuple[Document, ...]
    problems: tuple[Problem, ...]


def ingest(
    captures: Iterable[Capture],
    archive: Archive,
    read: ReadCapture,
    progress: Callable[[str], None] = lambda _location: None,
) -> Intake:
    """Keep every capture, read it, keep its documents; one bad input never stops the rest.

    Earlier versions of the same page that the archive already holds come along, so that an edit is seen as one.
    """
    documents: dict[str, Document] = {}
    problems: list[Problem] = []
    for capture in captures:
        progress(capture.location)
        archive.keep(capture)
        try:
            found = read(capture)
            archive.keep_documents(found)
        except UnreadableInput as error:
            problems.append(Problem(capture.location, str(error).removeprefix(f"{capture.location}: ")))
            continue
        for document in found:
            documents.setdefault(document.id, document)
    captured = {document.capture for document in documents.values()}
    for document in tuple(documents.values()):
        for earlier in archive.at_location(document.url) if document.url else ():
            if earlier.capture not in captured:  # else an older reader's reading of the same bytes
                documents.setdefault(earlier.id, earlier)
    return Intake(tuple(documents.values()), tuple(problems))
