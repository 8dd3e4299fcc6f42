"""Raw bytes first; one bad input never stops the rest; earlier versions come along."""

from datetime import UTC, datetime

from cuibono.core.errors import UnreadableInput
from cuibono.core.news import Capture
from cuibono.core.text import Document, Kind
from cuibono.desk.ingest import ingest

NOW = datetime(2026, 3, 11, tzinfo=UTC)


class Memory:
    """An archive that remembers what happened in which order."""

    def __init__(self) -> None:
        self.events: list[str] = []
        self.documents: dict[str, Document] = {}

    def keep(self, capture: Capture) -> bool:
        self.events.append(f"keep {capture.location}")
        return True

    def keep_documents(self, documents) -> None:
        self.events += [f"read {d.id}" for d in documents]
        self.documents |= {d.id: d for d in documents}

    def document(self, document_id: str) -> Document:
        return self.documents[document_id]

    def at_location(self, location: str) -> tuple[Document, ...]:
        return tuple(d for d in self.documents.values() if d.url == location)


def read(capture: Capture) -> tuple[Document, ...]:
    if capture.body == b"bad":
        raise UnreadableInput(f"{capture.location}: no text in it")
    text = capture.body.decode()
    return (Document(id=text, capture=capture.id, kind=Kind.TEXT, text=text, url=capture.location),)


def test_bytes_are_kept_before_they_are_read_even_if_unreadable():
    archive = Memory()
    intake = ingest([Capture("a", b"bad", NOW), Capture("b", b"good", NOW)], archive, read)
    assert archive.events == ["keep a", "keep b", "read good"]
    assert [d.id for d in intake.documents] == ["good"]
    assert [(p.location, p.message) for p in intake.problems] == [("a", "no text in it")]


def test_an_earlier_version_of_the_page_comes_along():
    archive = Memory()
    ingest([Capture("x", b"first", NOW)], archive, read)
    intake = ingest([Capture("x", b"second", NOW)], archive, read)
    assert {d.id for d in intake.documents} == {"first", "second"}
    assert {d.id for d in ingest([Capture("y", b"other", NOW)], archive, read).documents} == {"other"}
