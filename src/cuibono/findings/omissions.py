"""What documents leave out that others had before, best first, with a few silences that are no reproach.

Two ways lead here: claims that several independent origins carried, which a document on their subject does not
(`silences`), and what readers of a document need whoever carried it: stakes, denials, limits, corrections (`missed`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from cuibono.core.claims import Claim, Method, Provenance
from cuibono.core.findings import Finding, Omission, Silence
from cuibono.core.ids import content_id
from cuibono.core.reading import Record
from cuibono.findings.missed import Expected, Missed
from cuibono.findings.silences import Silences

METHOD = Method("omission-rules", "3")

_REPROACHES = 12  # shown in all: a page of them is no longer read
_EACH = 3  # for each document
_FACT = 4  # for one fact, however many leave it out
_OTHERS = 12  # silences that are no reproach


class Omissions:
    """The probe for silences; see the module for its rules."""

    def examine(self, record: Record, found: Sequence[Finding] = ()) -> Iterator[Omission]:
        """Reproaches, then a few silences that are none; the heaviest first.

        What a reader needs and misses rests on the stakes, clocks and contradictions ``found`` before.
        """
        silences = record.once(Silences)
        heaviest = max((len(claim.origins) for claim in record.claims), default=1)
        heavy = [claim for claim in record.claims if silences.heavy(claim)]
        reproaches: list[Omission] = []
        others: list[Omission] = []
        for claim in heavy:
            for omission in _silent(silences, claim, heaviest):
                (reproaches if omission.grade is Silence.LEFT_OUT else others).append(omission)
            others = sorted(others, key=_weight)[:_OTHERS]  # thousands in a long story, of which a dozen is shown
        lacking = [_omission(missed) for missed in Expected(silences, found).missed()]
        lacking += sorted(reproaches, key=_weight)
        yield from _best(sorted(lacking, key=lambda o: (-o.salience, record.number[o.document], o.spans)))
        yield from others


def _weight(omission: Omission) -> tuple[float, tuple[str, ...], str]:
    return -omission.salience, omission.claims, omission.document


def _best(found: Iterable[Omission]) -> Iterator[Omission]:
    """The best reproaches: few for each document and each fact, none twice."""
    documents: Counter[str] = Counter()
    facts: Counter[tuple[str, int]] = Counter()
    seen: set[tuple[str, object]] = set()
    for omission in found:
        fact = (omission.spans[0].document, omission.spans[0].start)
        marks = {(omission.document, fact), *((omission.document, claim) for claim in omission.claims)}
        if documents[omission.document] >= _EACH or facts[fact] >= _FACT or marks & seen:
            continue
        if documents.total() >= _REPROACHES:
            return
        seen |= marks
        documents[omission.document] += 1
        facts[fact] += 1
        yield omission


def _omission(missed: Missed) -> Omission:
    return Omission(
        id=content_id("f", METHOD.name, missed.document, *missed.fact, Silence.LEFT_OUT),
        spans=missed.spans,
        provenance=Provenance(METHOD),
        claims=missed.claims,
        salience=round(missed.weight, 3),
        document=missed.document,
        grade=Silence.LEFT_OUT,
        reason=missed.reason,
    )


def _silent(silences: Silences, claim: Claim, heaviest: int) -> Iterator[Omission]:
    """The silences about a claim that tell something: what is not a document's subject tells nothing.

    Every document is graded; only where that leaves a question is its text searched for the claim's words.
    """
    record = silences.record
    speaking = {a.document for a in silences.carriers(claim)}
    for document in record.story.documents:
        if document.id in speaking:
            continue
        graded = silences.grade(claim, document)
        if graded.inherited or graded.grade is Silence.NOT_SUBJECT or silences.said(claim, document) is not None:
            continue
        weight = 0.5 * claim.salience + 0.5 * len(claim.origins) / heaviest
        base = 0.4 if graded.grade is Silence.LEFT_OUT else 0.05
        yield Omission(
            id=content_id("f", METHOD.name, claim.canonical.document, claim.canonical.start, document.id, graded.grade),
            spans=graded.spans,
            provenance=Provenance(METHOD),
            claims=(claim.id,),
            salience=round(base + 0.4 * weight, 3),
            document=document.id,
            grade=graded.grade,
            reason=graded.reason,
        )
