"""The claim x outlet matrix: what each document does with each claim worth showing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from cuibono.core.claims import Assertion, Claim, Manner, Modality, SpeakerKind
from cuibono.core.findings import Finding, Relation, RelationKind, Silence
from cuibono.core.reading import Cell, Record, Row, Says
from cuibono.core.text import Document, Span
from cuibono.findings.omissions import Silences
from cuibono.findings.relations import judge
from cuibono.findings.statements import of_assertion, of_region

_ROWS = 24
_WEIGHT = 0.5  # share of a row's rank that the number of origins has; the claim's own salience has the rest


def matrix(record: Record, findings: Sequence[Finding]) -> tuple[Row, ...]:
    """Rows of the claims most worth showing, best first; in each, one cell for every document in the story's order."""
    drawn = _Drawn(record, findings)
    heaviest = max((len(claim.origins) for claim in record.claims), default=1)

    def rank(claim: Claim) -> tuple[float, tuple[int, int, str]]:
        disputed = 0.3 * bool(drawn.against[claim.id])
        weight = (1 - _WEIGHT) * claim.salience + _WEIGHT * len(claim.origins) / heaviest
        first = claim.canonical
        return -round(weight + disputed, 6), (record.number[first.document], first.start, claim.id)

    claims = sorted(record.claims, key=rank)
    worth = [claim for claim in claims if len(claim.assertions) > 1 or drawn.against[claim.id] or claim.salience > 0]
    return tuple(drawn.row(claim) for claim in worth[:_ROWS])


class _Drawn:
    """What is known about a record while its matrix is drawn."""

    def __init__(self, record: Record, findings: Sequence[Finding]) -> None:
        self.record = record
        self.silences = Silences(record)
        self.against: dict[str, list[tuple[Assertion, Relation]]] = defaultdict(list)
        for relation in findings:
            if isinstance(relation, Relation) and relation.kind in {RelationKind.CONTRADICTS, RelationKind.SCOPE}:
                self._note(relation)

    def _note(self, relation: Relation) -> None:
        """Remember for each side's claim what the other side says."""
        left, right = self.record.assertion[relation.left], self.record.assertion[relation.right]
        for own, other in ((left, right), (right, left)):
            claim = self.record.claim_of.get(own.id)
            if claim:
                self.against[claim.id].append((other, relation))

    def row(self, claim: Claim) -> Row:
        """The stance of every document on the claim."""
        members: dict[str, list[Assertion]] = defaultdict(list)
        for assertion in self.silences.carriers(claim):
            members[assertion.document].append(assertion)
        return Row(claim.id, tuple(self._cell(claim, d, members[d.id]) for d in self.record.story.documents))

    def _cell(self, claim: Claim, document: Document, own: list[Assertion]) -> Cell:
        if own:
            return self._spoken(claim, document, own)
        opposed = self._opposed(claim, document)
        if opposed:
            return opposed
        told = self.silences.said(claim, document)
        if told and told[1]:
            return self._told(claim, document, told[0])
        graded = self.silences.grade(claim, document)
        if told and graded.grade is Silence.LEFT_OUT:  # no reproach where part of it is said
            return Cell(document.id, Says.SCOPE, (told[0],), reason="says part of it")
        return Cell(document.id, graded.grade, reason=graded.reason)

    def _told(self, claim: Claim, document: Document, sentence: Span) -> Cell:
        """The cell of a document whose text says the claim though no assertion of it was found."""
        verdict = judge(self.silences.statement(claim), of_region(document, sentence))
        if verdict and verdict.kind is RelationKind.CONTRADICTS:
            return Cell(document.id, Says.CONTRADICTS, (sentence,), reason=verdict.reason)
        if verdict:
            return Cell(document.id, Says.SCOPE, (sentence,), reason=verdict.reason)
        return Cell(document.id, Says.ASSERTS, (sentence,), reason="its words stand in one passage")

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


def _relayed(assertions: list[Assertion]) -> tuple[str, ...]:
    """Names of the speakers that a document relays, in order."""
    relayed = [a for a in assertions if a.manner is not Manner.OWN and a.speaker.kind is not SpeakerKind.OUTLET]
    return tuple(dict.fromkeys(a.speaker.name for a in relayed if a.speaker.name))
