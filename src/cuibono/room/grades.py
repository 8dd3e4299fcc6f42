"""The Admiralty grading of a source and of what it says (NATO AJP-2.1), by a rule that anybody can follow.

Source reliability. No track record of anybody is kept, so a letter follows from the kind of publisher alone, and nobody
gets an A: B government and research bodies in their own documents; C agencies, newspapers, broadcasters, trade press
and vendors; D tabloids; F (cannot be judged) threads, aggregators, unknown publishers and unnamed speakers.

Information credibility. 1 told by three or more independent origins and contradicted by nobody; 2 by two; 3 told by one
who saw it, contradicted by nobody; 4 contradicted by one origin; 5 contradicted by two or more; 6 (cannot be judged)
told by one who did not see it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from cuibono.core.claims import Assertion, Method, SpeakerKind
from cuibono.core.findings import Finding, Relation, RelationKind
from cuibono.core.news import OutletKind
from cuibono.core.reading import Record
from cuibono.room.cues import cue

METHOD = Method("admiralty-rule", "1")

_LETTERS = {
    OutletKind.GOVERNMENT: "B",
    OutletKind.RESEARCH: "B",
    OutletKind.AGENCY: "C",
    OutletKind.NEWSPAPER: "C",
    OutletKind.BROADCASTER: "C",
    OutletKind.TRADE: "C",
    OutletKind.VENDOR: "C",
    OutletKind.TABLOID: "D",
}
_SURE = 3  # independent origins, with our rule's grade 1


@dataclass(frozen=True, slots=True)
class Grade:
    """A letter A-F for the source, a digit 1-6 for the information."""

    letter: str
    digit: int

    def __str__(self) -> str:
        """The grade as it is written: "F3"."""
        return f"{self.letter}{self.digit}"


def grade(record: Record, assertion: Assertion, findings: Collection[Finding]) -> Grade:
    """The grade of one assertion in its record, by the rule above."""
    return Grade(_letter(record, assertion), _digit(record, assertion, findings))


def first_hand(assertion: Assertion) -> bool:
    """Whether the words say that the writer was there or that it happened to the writer."""
    return cue("first_hand").search(assertion.sentence.quote) is not None


def _letter(record: Record, assertion: Assertion) -> str:
    if assertion.speaker.kind is SpeakerKind.UNNAMED:
        return "F"
    outlet = record.outlets.get(assertion.document)
    return _LETTERS.get(outlet.kind, "F") if outlet else "F"


def _digit(record: Record, assertion: Assertion, findings: Collection[Finding]) -> int:
    against = {
        record.assertion[other].origin
        for finding in findings
        if isinstance(finding, Relation) and finding.kind is RelationKind.CONTRADICTS
        for one, other in ((finding.left, finding.right), (finding.right, finding.left))
        if one == assertion.id and other in record.assertion
    }
    if against:
        return 4 if len(against) == 1 else 5
    claim = record.claim_of.get(assertion.id)
    origins = len(claim.origins) if claim else 1
    if origins > 1:
        return 1 if origins >= _SURE else 2
    return 3 if first_hand(assertion) else 6
