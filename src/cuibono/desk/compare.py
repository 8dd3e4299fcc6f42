"""What changed between two readings of one story, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cuibono.core.claims import Claim, Modality
from cuibono.core.findings import Clock, Omission, Relation, RelationKind, Silence
from cuibono.core.news import Change
from cuibono.core.reading import Reading
from cuibono.core.text import Document, Kind, Span

_SHOWN = 12  # places of an edit that are shown


@dataclass(frozen=True, slots=True)
class Difference:
    """One change: what kind, in plain words, and the words in the later reading that show it."""

    kind: str
    message: str
    spans: tuple[Span, ...]
    roles: tuple[str, ...] = ()  # of an edit: which spans stood before and which stand after


def compare(before: Reading, after: Reading) -> tuple[Difference, ...]:
    """Changes from the earlier to the later reading, what matters most first."""
    return (
        *_contradictions(before, after),
        *_corrected(before, after),
        *_clocks(before, after),
        *_claims(before, after),
        *_caught_up(before, after),
        *_documents(before, after),
    )


def _documents(before: Reading, after: Reading) -> Iterator[Difference]:
    edits = {edit.new: edit for edit in _edits(before, after)}
    known = before.record.documents
    for document in after.record.story.documents:
        if document.id in known or not document.text.strip():
            continue
        outlet = after.record.outlets[document.id].name
        if document.id in edits and document.kind is Kind.THREAD:
            yield from _thread(after, document, edits[document.id])
        elif document.id in edits:
            yield _edited(f"{outlet} edited its article", edits[document.id].changes[:_SHOWN])
        else:
            yield Difference("new document", f"{outlet}: {document.title}", (_first_words(after, document.id),))


def _thread(after: Reading, document: Document, edit: _Edit) -> Iterator[Difference]:
    """What became of a thread: that people go on talking is no edit."""
    turns = {(block.start, block.end) for block in document.blocks}
    added = [c for c in edit.changes if c.before is None and c.after and (c.after.start, c.after.end) in turns]
    rest = [change for change in edit.changes if change not in added]
    place = f"{after.record.outlets[document.id].name}: {document.title}" if document.title else document.outlet
    if added:
        count = "a new contribution" if len(added) == 1 else f"{len(added)} new contributions"
        yield _edited(f"{place}: {count}", added[:_SHOWN], "grew")
    if rest:
        yield _edited(f"{place}: somebody changed or took out their own words", rest[:_SHOWN])


def _edited(message: str, changes: Sequence[Change], kind: str = "edited") -> Difference:
    """The diff: the words taken out and the words put in, side by side where one became the other."""
    pairs = [(span, role) for c in changes for span, role in ((c.before, "before"), (c.after, "after")) if span]
    return Difference(kind, message, tuple(span for span, _ in pairs), tuple(role for _, role in pairs))


@dataclass(frozen=True, slots=True)
class _Edit:
    """A new version of a page that was known before, and how it differs from that."""

    new: str  # document id
    known: str  # document id
    changes: tuple[Change, ...]


def _edits(before: Reading, after: Reading) -> Iterator[_Edit]:
    """Versions that the earlier reading did not have.

    Pages often do not tell when they were edited, so their versions stand in no certain order; the one that was read
    before is then the one that was edited.
    """
    known = before.record.documents
    for version in after.record.story.versions:
        if version.later not in known and version.earlier in known:
            yield _Edit(version.later, version.earlier, version.changes)
        elif version.earlier not in known and version.later in known:
            turned = tuple(Change(change.after, change.before) for change in version.changes)
            yield _Edit(version.earlier, version.later, turned)


def _corrected(before: Reading, after: Reading) -> Iterator[Difference]:
    """Claims whose words an outlet changed, or took out, in a new version of its article."""
    known = before.record
    for edit in _edits(before, after):
        outlet = after.record.outlets[edit.new].name
        said = [a for a in known.assertions if a.document == edit.known and a.id in known.claim_of]
        for change in edit.changes:
            was = change.before
            if was and any(a.span.start < was.end and was.start < a.span.end for a in said):
                done = "changed" if change.after else "took out"
                who = outlet
                if after.record.documents[edit.new].kind is Kind.THREAD:
                    who = next(a.speaker.name for a in said if a.span.start < was.end and was.start < a.span.end)
                yield _edited(f"{who} {done} the words of a claim", [change], "corrected")


def _first_words(reading: Reading, document_id: str) -> Span:
    document = reading.record.documents[document_id]
    end = document.blocks[0].end if document.blocks else min(len(document.text), 200)
    return document.span(0, end)


_NEW = ("new claim", "not made before")


def _claims(before: Reading, after: Reading) -> Iterator[Difference]:
    for claim in after.record.claims:
        earlier = _same_claim(before, claim)
        refused = _denials(after, claim)
        if earlier is None:
            only_denied = all(after.record.assertion[key].modality is Modality.DENIED for key in claim.assertions)
            kind, message = ("contradicted", f"denied by {', '.join(sorted(refused))}") if only_denied else _NEW
            yield Difference(kind, message, (claim.canonical,))
            continue
        # The words that were known first: by now the claim may be told in those of the one who was gained.
        first = earlier.canonical if earlier.canonical.document in after.record.documents else claim.canonical
        for origin in sorted(set(claim.origins) - set(earlier.origins)):
            said = [a for key in claim.assertions if (a := after.record.assertion[key]).origin == origin]
            known = after.record.origin.get(origin)  # none where the origin is somebody's words
            label = known.label if known else said[0].speaker.name if said else "somebody"
            spans = tuple(a.span for a in said[:1] if a.span != first)
            yield Difference("gained an origin", f"{label} says it too", (first, *spans))
        denied = _denials(before, earlier)
        for who, span in refused.items():
            if who not in denied:
                yield Difference("contradicted", f"denied by {who}", tuple(dict.fromkeys((first, span))))


def _denials(reading: Reading, claim: Claim) -> dict[str, Span]:
    """Who denies a claim, by name, each with the first words that say so."""
    said = [reading.record.assertion[key] for key in claim.assertions]
    return {a.speaker.name: a.span for a in reversed(said) if a.modality is Modality.DENIED}


def _same_claim(reading: Reading, claim: Claim) -> Claim | None:
    """The claim of the other reading that shares an assertion with this one."""
    return next((reading.record.claim_of[a] for a in claim.assertions if a in reading.record.claim_of), None)


def _contradictions(before: Reading, after: Reading) -> Iterator[Difference]:
    known = {finding.id for finding in before.findings}
    for finding in after.findings:
        if isinstance(finding, Relation) and finding.kind is RelationKind.CONTRADICTS and finding.id not in known:
            yield Difference("contradicted", f"contradicted by {finding.reason}", finding.spans)


def _clocks(before: Reading, after: Reading) -> Iterator[Difference]:
    known = {finding.id: finding for finding in before.findings if isinstance(finding, Clock)}
    for clock in after.findings:
        if not isinstance(clock, Clock):
            continue
        earlier = known.get(clock.id)
        if earlier is None and clock.moved_from:  # a new date in new words is a clock of its own
            yield Difference("clock moved", f"{clock.actor}: {clock.action}", (clock.spans[0], clock.moved_from))
        elif earlier is None:
            yield Difference("new clock", f"{clock.actor}: {clock.action}", clock.spans[:1])
        elif _only_earlier(earlier, clock):
            message = (
                f"{clock.actor}: {clock.action}: an earlier date is given, and nothing read says that it was moved"
            )
            yield Difference("clock questioned", message, clock.spans[:2])
        elif (earlier.earliest, earlier.latest) != (clock.earliest, clock.latest):
            yield Difference("clock moved", f"{clock.actor}: {clock.action}", clock.spans[:2])
        elif earlier.status is not clock.status:
            yield Difference("clock " + clock.status, f"{clock.actor}: {clock.action}", clock.spans[:1])


def _only_earlier(before: Clock, after: Clock) -> bool:
    """Whether a clock would go back without words that move it: corrections may carry dates older than the original."""
    if before.latest is None or after.latest is None or after.moved_from:
        return False
    return after.latest < before.latest


def _caught_up(before: Reading, after: Reading) -> Iterator[Difference]:
    open_now = {(o.document, c) for o in after.findings if isinstance(o, Omission) for c in o.claims}
    for omission in before.findings:
        if not isinstance(omission, Omission) or omission.grade is not Silence.LEFT_OUT:
            continue
        if omission.document in after.record.documents and not any(
            (omission.document, c) in open_now for c in omission.claims
        ):
            outlet = after.record.outlets[omission.document].name
            yield Difference("caught up", f"{outlet} now says what it had left out", omission.spans[:1])
