"""Who may stand against whom: another page, another turn of a thread, or another person named in one document."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping

from cuibono.core.claims import Assertion, SpeakerKind
from cuibono.core.reading import Record
from cuibono.core.text import Kind, Role
from cuibono.findings.scope import Verdict

Found = tuple[Assertion, Assertion, Verdict]


class Voices:
    """Whether two assertions are two voices, and whether time may explain that they differ."""

    def __init__(self, record: Record, pages: Mapping[str, str], places: Mapping[str, int]) -> None:
        """Take the page of each document, and the turn of each assertion of a thread (0 elsewhere)."""
        self.record, self.pages, self.places = record, pages, places

    def voices(self, a: Assertion, b: Assertion) -> bool:
        """Another page, another turn of a thread, or another named speaker in one document."""
        if self.pages[a.document] != self.pages[b.document]:
            return True
        return a.document == b.document and two_voices(a, b, self.places)

    def in_time(self, a: Assertion, b: Assertion) -> bool:
        """Whether one of them was certainly published before the other."""
        first, second = (self.record.story.appeared(self.record.documents[x.document]) for x in (a, b))
        return bool(first and second and (first.before(second) or second.before(first)))

    def days_between(self, a: Assertion, b: Assertion) -> int | None:
        """Days from the publication of the one to that of the other; None where one is undated."""
        first, second = (self.record.documents[x.document].published for x in (a, b))
        return (second.at.date() - first.at.date()).days if first and second else None


def two_voices(a: Assertion, b: Assertion, places: Mapping[str, int]) -> bool:
    """Whether one document lets two people speak: turns of a thread, or named speakers."""
    if places[a.id] != places[b.id]:
        return True
    return bool(a.source and b.source) and a.speaker.id != b.speaker.id


def named(assertion: Assertion) -> bool:
    """Whether somebody with a name says it, and not the outlet."""
    return assertion.speaker.kind in {SpeakerKind.PERSON, SpeakerKind.BODY}


def turns(record: Record) -> dict[str, int]:
    """The turn in which each assertion of a thread stands, from 1; 0 in documents that are no threads."""
    starts = {
        document.id: [block.start for block in document.blocks if block.role is Role.TURN]
        for document in record.story.documents
        if document.kind is Kind.THREAD
    }
    return {a.id: bisect_right(starts.get(a.document, []), a.span.start) for a in record.assertions}


def pages(record: Record) -> dict[str, str]:
    """The page of each document: versions of one page share the id of the earliest."""
    page = {document.id: document.id for document in record.story.documents}
    for version in record.story.versions:
        first, second = page.get(version.earlier), page.get(version.later)
        if first and second:
            page = {document: first if root == second else root for document, root in page.items()}
    return page
