"""What is new in a story, seen from the moment it is read as of: told from the record alone, so at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from cuibono.core.findings import Clock, ClockStatus, Finding, Relation, RelationKind
from cuibono.core.reading import Reading

DAY = timedelta(days=1)
_AHEAD = {ClockStatus.EXPECTED, ClockStatus.DUE, ClockStatus.MOVED}


@dataclass(frozen=True, slots=True)
class Lately:
    """What came after ``since``: documents first published, pages edited, claims first made, clocks that moved."""

    since: datetime
    documents: int
    edits: int
    claims: int
    moved: int


def lately(reading: Reading, within: timedelta = DAY) -> Lately | None:
    """What the last day before the reading's moment brought; None where nothing is dated.

    What cannot be dated after that moment for certain is not counted. `compare` says more, and takes as long as a
    reading.
    """
    record = reading.record
    if record.moment is None:
        return None
    since = record.moment - within
    fresh = {d.id for d in record.story.documents if d.published and d.published.at > since}
    later = {version.later for version in record.story.versions}
    made = [
        claim for claim in record.claims if all(record.assertion[said].document in fresh for said in claim.assertions)
    ]
    moved = [
        f
        for f in reading.findings
        if isinstance(f, Clock) and f.status is ClockStatus.MOVED and f.spans[0].document in fresh
    ]
    return Lately(since, len(fresh - later), len(fresh & later), len(made), len(moved))


def contested(reading: Reading) -> frozenset[str]:
    """The claims of the matrix that a document contradicts, by id."""
    rows = {row.claim for row in reading.matrix}
    sides = [
        side
        for finding in reading.findings
        if isinstance(finding, Relation) and finding.kind is RelationKind.CONTRADICTS
        for side in (finding.left, finding.right)
    ]
    against = {claim.id for side in sides if (claim := reading.record.claim_of.get(side))}
    return frozenset(rows & against)


def next_clock(findings: tuple[Finding, ...], after: datetime | None) -> Clock | None:
    """The clock that comes first of those still ahead at a moment; a dated one before those without a date."""
    ahead = [f for f in findings if isinstance(f, Clock) and f.status in _AHEAD]
    dated = [c for c in ahead if c.latest and (after is None or c.latest > after)]
    return min(dated, key=lambda c: (c.latest, c.order), default=None)
