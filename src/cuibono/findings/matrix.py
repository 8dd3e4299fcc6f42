"""The claim x outlet matrix: what each document does with each claim worth showing."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import islice

from cuibono.core.claims import Assertion, Claim, Manner, Modality, SpeakerKind
from cuibono.core.findings import Finding, Omission, Relation, RelationKind, Scope, Silence
from cuibono.core.reading import Cell, Record, Row, Says
from cuibono.core.text import Document
from cuibono.findings.agreement import agree, head
from cuibono.findings.owned import MEASURED
from cuibono.findings.relations import judge
from cuibono.findings.scope import overlap, telling
from cuibono.findings.silences import Silences, Telling, Told
from cuibono.findings.statements import Statement, of_assertion, of_region
from cuibono.stories.salience import self_contained

# What opens with these leans on what went before.
_LEANS = re.compile(r"(?:[“\"‘'(]\s*)?(?:he|she|it|they|we|this|that|these|those|but|and|so|then)\b", re.IGNORECASE)
_IN_ONE_PASSAGE, _IN_OTHER_WORDS = "its words stand in one passage", "a sentence of it says so in other words"
_ROWS = 24
_DRAWN = 40  # claims whose cells are looked at to choose the rows
_WORTH = 0.25  # salience of a claim of one origin; what a firm prints below each release has less
_FILLED = 8  # rows for which what only one document says will do
_FEWEST = 3  # rows for which fragments and headings will do
_WEIGHT = 0.5  # share of a row's rank that the number of origins has; the claim's own salience has the rest
_DISPUTED, _MISSED = 0.3, 0.15  # what is added for a contest, and for somebody who left it out
_LEAD = 0.4  # times the share of documents that speak of it: what everybody tells is the story
_SAME, _PART = 0.6, 0.8  # of the words of two claims in common; of the shorter one's, with nothing against it


def matrix(record: Record, findings: Sequence[Finding]) -> tuple[Row, ...]:
    """Rows of the claims most worth showing, best first; in each, one cell for every document in the story's order.

    Near-identical claims share a row, headed by the heavier one; fragments, headings and questions get none while there
    are others.
    """
    drawn = _Drawn(record, findings)
    heaviest = max((len(claim.origins) for claim in record.claims), default=1)

    def rank(claim: Claim, *more: Claim) -> tuple[float, tuple[int, int, str]]:
        group = (claim, *more)
        weight = (1 - _WEIGHT) * claim.salience + _WEIGHT * max(len(c.origins) for c in group) / heaviest
        weight += _DISPUTED * any(drawn.against[c.id] for c in group) + _MISSED * any(
            c.id in drawn.missed for c in group
        )
        first = claim.canonical
        return -round(weight, 6), (record.number[first.document], first.start, claim.id)

    claims = sorted((c for c in record.claims if drawn.matters(c) or c.salience > 0), key=rank)
    chosen = list(islice((claim for claim in claims if drawn.matters(claim) and drawn.fits(claim)), _DRAWN))
    if len(chosen) < _FILLED:
        taken = {claim.id for claim in chosen}
        fit = [claim for claim in claims if drawn.fits(claim)]
        unfit = [claim for claim in claims if not drawn.fits(claim)][: max(0, _FEWEST - len(fit))]
        spare = [*(claim for claim in fit if claim.id not in taken), *unfit]
        chosen += spare[: _FILLED - len(chosen)]
    rows = [(rank(*group), drawn.row(*group)) for group in drawn.distinct(chosen)]
    rows.sort(key=lambda pair: (round(pair[0][0] - _LEAD * drawn.spoken(pair[1]), 6), pair[0][1]))
    return tuple(row for _, row in rows[:_ROWS])


class _Drawn:
    """What is known about a record while its matrix is drawn."""

    def __init__(self, record: Record, findings: Sequence[Finding]) -> None:
        self.record = record
        self.silences = record.once(Silences)
        self.missed: dict[str, dict[str, Omission]] = defaultdict(dict)
        for omission in findings:
            if isinstance(omission, Omission) and omission.grade is Silence.LEFT_OUT:
                for claim in omission.claims:
                    self.missed[claim][omission.document] = omission
        self.against: dict[str, list[tuple[Assertion, Relation]]] = defaultdict(list)
        for relation in findings:
            if isinstance(relation, Relation) and _speaks(relation):
                self._note(relation)

    def _note(self, relation: Relation) -> None:
        """Remember for each side's claim what the other side says."""
        left, right = self.record.assertion[relation.left], self.record.assertion[relation.right]
        for own, other in ((left, right), (right, left)):
            claim = self.record.claim_of.get(own.id)
            if claim:
                self.against[claim.id].append((other, relation))

    def fits(self, claim: Claim) -> bool:
        """Whether a claim can head a row: a statement that stands alone."""
        worded = [a for a in self.silences.carriers(claim) if claim.canonical in {a.span, a.sentence}]
        if _LEANS.match(claim.canonical.quote):
            return False
        alone = any(self_contained(a) or a.sentence == claim.canonical for a in worded)
        return alone and self.silences.states(claim)  # taking it apart comes last: that is dear

    def matters(self, claim: Claim) -> bool:
        """Whether several make it and it says something, or it is contested, or somebody left it out."""
        told = len(claim.origins) > 1 or (len(claim.assertions) > 1 and claim.salience >= _WORTH)
        return told or bool(self.against[claim.id]) or claim.id in self.missed

    def distinct(self, claims: Sequence[Claim]) -> list[list[Claim]]:
        """The claims in groups that say the same, each headed by what most statements make.

        What stands against a claim that is shown shows in that claim's row.
        """
        groups: list[list[Claim]] = []
        for claim in claims:
            home = next((group for group in groups if any(self._same(other, claim) for other in group)), None)
            if home is not None:
                home.append(claim)
            elif not any(self._mirrors(claim, other) for group in groups for other in group):
                groups.append([claim])
        return [sorted(g, key=lambda c: (-len(c.assertions), -c.salience, c.canonical)) for g in groups]

    def _mirrors(self, claim: Claim, shown: Claim) -> bool:
        """Whether a claim is what one document, or the same number of something else, sets against a shown one."""
        return any(
            self.record.claim_of.get(other.id) is shown
            and (len(claim.assertions) == 1 or relation.kind is RelationKind.SCOPE)
            for other, relation in self.against[claim.id]
        )

    def _same(self, head: Claim, other: Claim) -> bool:
        left, right = self.silences.statement(head), self.silences.statement(other)
        shared, shorter = len(left.all_stems & right.all_stems), min(len(left.all_stems), len(right.all_stems))
        alike = overlap(left.all_stems, right.all_stems) >= _SAME or 0 < _PART * shorter <= shared
        if not alike and not (_same_count(left, right) and shared > 1):
            return False
        return agree(left, right) and agree(right, left) and judge(left, right) is None

    def spoken(self, row: Row) -> float:
        """Share of the documents that speak of a row's claim, copies aside."""
        heard = [cell for cell in row.cells if self.silences.copy_of(self.record.documents[cell.document]) is None]
        return sum(isinstance(cell.state, Says) for cell in heard) / max(1, len(heard))

    def row(self, claim: Claim, *merged: Claim) -> Row:
        """The stance of every document on the claim, and on those that say the same."""
        members: dict[str, list[Assertion]] = defaultdict(list)
        for same in (claim, *merged):
            for assertion in self.silences.carriers(same):
                members[assertion.document].append(assertion)
        group = (claim, *merged)
        return Row(claim.id, tuple(self._cell(group, d, members[d.id]) for d in self.record.story.documents))

    def _cell(self, group: Sequence[Claim], document: Document, own: list[Assertion]) -> Cell:
        claim = group[0]
        if own:
            return self._spoken(claim, document, own)
        opposed = next((cell for c in group if (cell := self._opposed(c, document))), None)
        if opposed:
            return opposed
        missed = next((m for c in group if (m := self.missed[c.id].get(document.id))), None)
        if missed:
            return Cell(document.id, Silence.LEFT_OUT, reason=missed.reason)
        told = self.silences.said(claim, document)
        if told and told.telling is Telling.FULLY:
            return self._told(claim, document, told)
        return self._silent(claim, document, told)

    def _silent(self, claim: Claim, document: Document, told: Told | None) -> Cell:
        """The cell of a document that does not say the claim: no reproach where a part is said, or little is missed."""
        graded = self.silences.grade(claim, document)
        if graded.grade in {Silence.LEFT_OUT, Silence.NOT_SUBJECT} and told and told.telling is Telling.PARTLY:
            return Cell(document.id, Silence.UNCLEAR, (told.sentence,), reason="says part of it")
        if graded.grade is Silence.LEFT_OUT and (told or not self.silences.heavy(claim)):
            return Cell(document.id, Silence.NOT_SUBJECT, reason="it does not go into this")
        return Cell(document.id, graded.grade, reason=graded.reason)

    def _told(self, claim: Claim, document: Document, told: Told) -> Cell:
        """The cell of a document whose text says the claim though no assertion of it was found."""
        sentence = told.sentence
        verdict = judge(self.silences.statement(claim), of_region(document, sentence))
        if verdict and verdict.kind is RelationKind.CONTRADICTS:
            return Cell(document.id, Says.CONTRADICTS, (sentence,), reason=verdict.reason)
        if verdict:
            return Cell(document.id, Says.SCOPE, (sentence,), reason=verdict.reason)
        return Cell(document.id, Says.ASSERTS, (sentence,), reason=_IN_OTHER_WORDS if told.learned else _IN_ONE_PASSAGE)

    def _spoken(self, claim: Claim, document: Document, own: list[Assertion]) -> Cell:
        """The cell of a document that has assertions of the claim itself."""
        denying = [a for a in own if a.modality is Modality.DENIED]
        saying = [a for a in own if a.modality is not Modality.DENIED]
        scoped = {
            side: relation
            for other, relation in self.against[claim.id]
            if relation.kind is RelationKind.SCOPE and self.record.claim_of.get(other.id) is claim
            for side in (relation.left, relation.right)
        }
        first = self.silences.carriers(claim)[0]
        elsewhere = [a for a in saying if a.id in scoped and a.id != first.id]
        if not saying:
            state, shown, reason = Says.DENIES, denying, ""
        elif len(elsewhere) == len(saying):
            state, shown, reason = Says.SCOPE, saying, scoped[saying[0].id].reason
        else:
            state, shown = Says.ASSERTS, [a for a in saying if a not in elsewhere]
            reason = f"also relays a denial by {denying[0].speaker.name}" if denying else ""
        return Cell(
            document.id,
            state,
            tuple(a.span for a in shown[:3]),
            hedged=all(a.modality is Modality.HEDGED or bool(a.hedges) for a in shown),
            speakers=_relayed(shown),
            reason=reason,
        )

    def _opposed(self, claim: Claim, document: Document) -> Cell | None:
        """The cell of a document that says something against the claim, or the same in another scope."""
        found: list[tuple[Assertion, Relation]] = []
        statement = None
        for other, relation in self.against[claim.id]:
            rival = self.record.claim_of.get(other.id)
            for assertion in self.silences.carriers(rival) if rival and rival is not claim else [other]:
                if assertion.document != document.id:
                    continue
                if assertion.id != other.id and self.silences.too_early(claim, document):
                    continue
                if assertion.id != other.id:  # another document of the rival claim: only if the same rule holds for it
                    statement = statement or self.silences.statement(claim)
                    verdict = judge(statement, of_assertion(assertion, document))
                    if verdict is None or verdict.kind is not relation.kind:
                        continue
                found.append((assertion, relation))
        if not found:
            return None
        found.sort(key=lambda pair: (pair[1].kind is RelationKind.SCOPE, pair[0].span))
        assertion, relation = found[0]
        if relation.kind is RelationKind.SCOPE:
            state = Says.SCOPE
        elif self._denied(claim, relation) and assertion.modality is not Modality.DENIED:
            state = Says.ASSERTS  # the claim is what is denied, and this says it
        else:
            concerned = of_assertion(assertion, document).speaker & self.silences.statement(claim).names
            denies = relation.reason in {"denial", "negation"} or bool(concerned)  # whom it is about puts it otherwise
            state = Says.DENIES if denies else Says.CONTRADICTS
        return Cell(
            document.id,
            state,
            (assertion.span,),
            hedged=assertion.modality is Modality.HEDGED or bool(assertion.hedges),
            speakers=_relayed([assertion]),
            reason=relation.reason,
        )

    def _denied(self, claim: Claim, relation: Relation) -> bool:
        """Whether the claim's side of a contradiction denies the claim."""
        sides = (self.record.assertion[i] for i in (relation.left, relation.right))
        return any(a.modality is Modality.DENIED for a in sides if self.record.claim_of.get(a.id) is claim)


def _same_count(left: Statement, right: Statement) -> bool:
    """Whether both give one telling number of the same thing."""
    return any(
        a.unit == b.unit and (a.low, a.high) == (b.low, b.high) and a.target and head(a.target) == head(b.target)
        for a in left.quantities
        for b in right.quantities
        if telling(a)
    )


def _relayed(assertions: list[Assertion]) -> tuple[str, ...]:
    """Names of the speakers that a document relays, in order."""
    relayed = [a for a in assertions if a.manner is not Manner.OWN and a.speaker.kind is not SpeakerKind.OUTLET]
    return tuple(dict.fromkeys(a.speaker.name for a in relayed if a.speaker.name))


def _speaks(relation: Relation) -> bool:
    """Whether a relation puts its one side into the other's row: a count of something else says nothing of a claim."""
    if relation.reason == MEASURED and relation.scope is not Scope.PERIOD:
        return False
    return relation.kind in {RelationKind.CONTRADICTS, RelationKind.SCOPE}
