"""Which assertions repeat, support or contradict each other, and which only differ in scope.

Pairs are looked for within a claim, and across claims by rare words, names and counted things that two assertions
share. Every assertion meets at most ``_NEIGHBOURS`` others and repeats are tied to the earliest one only, so work and
output grow linearly with the number of assertions. A contradiction is shown only where the rules leave no way for both
to be true: missing one costs less than inventing one.
"""

from __future__ import annotations

import math
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import partial

from cuibono.core.claims import Assertion, Claim, Method, Modality, Provenance, SpeakerKind
from cuibono.core.findings import Finding, Relation, RelationKind, Scope
from cuibono.core.ids import content_id
from cuibono.core.news import EchoKind, OutletKind
from cuibono.core.reading import Record
from cuibono.core.text import Span, fold
from cuibono.findings.ability import abilities
from cuibono.findings.agreement import agree, agreeing, backs, copied, head, one_voice
from cuibono.findings.answers import answered
from cuibono.findings.candidates import denied
from cuibono.findings.counts import differing
from cuibono.findings.fusion import fused, vetoed
from cuibono.findings.negation import antonyms, denial, negation
from cuibono.findings.owned import compared
from cuibono.findings.retorts import retorts
from cuibono.findings.scope import SAME_NUMBER, TOLL, Verdict, covered, numbers, telling
from cuibono.findings.shown import nothing, shown
from cuibono.findings.statements import Statement, of_assertion, of_attribution, of_text
from cuibono.findings.superseded import superseded
from cuibono.findings.voices import Found, Voices, pages, turns, two_voices

METHOD = Method("relation-rules", "5")
LEARNED = Method("relation-rules-and-pairs", "3")  # the same, where a network was asked about pairs

_NEIGHBOURS = 32  # other assertions that one is compared with across claims
_POSTINGS = 48  # a key that more assertions hold is too common to bring two together
_COPIES = frozenset({EchoKind.REPRINT, EchoKind.EXCERPT, EchoKind.WIRE, EchoKind.VERSION})
_SOURCES = frozenset({OutletKind.VENDOR, OutletKind.GOVERNMENT, OutletKind.RESEARCH})
_TOLLS = 3  # later counts of one thing that are told
_REPRESENTATIVES = 10  # assertions of one claim, different in numbers or polarity, that are compared


def judge(left: Statement, right: Statement, *, evolving: bool = False, cue: Span | None = None) -> Verdict | None:
    """How two statements stand to each other: contradiction or other scope, by the first rule that fits, or None.

    ``evolving`` tells that they were published at different times; ``cue`` is the word that attributes a denial.
    """
    rules = (partial(numbers, evolving=evolving), partial(denial, cue=cue), negation, antonyms)
    verdicts = [verdict for rule in rules if (verdict := rule(left, right))]
    strict = [verdict for verdict in verdicts if verdict.kind is RelationKind.CONTRADICTS]
    if strict and any(verdict.reason == "other period" for verdict in verdicts):
        strict = []  # different scope before contradiction
    return next(iter(strict or verdicts), None)


def relate_texts(premise: str, hypothesis: str) -> tuple[str, tuple[str, str]]:
    """The relation of two texts and the words that show it: a value of ``RelationKind``, or "" for none.

    ``supports`` means that the first text holds (nearly) every content word and number of the second.
    """
    left, right = of_text(premise), of_text(hypothesis)
    # A text that contradicts itself says the same as its copy all the same.
    verdict = None if fold(premise) == fold(hypothesis) else judge(left, right)
    if verdict:
        return verdict.kind.value, (verdict.words[0].quote, verdict.words[1].quote)
    if right.words and agree(left, right) and covered(right.all_stems, left.all_stems) >= 0.9:  # noqa: PLR2004
        shown = agreeing(left, right)
        return RelationKind.SUPPORTS.value, (shown[0].quote, shown[1].quote)
    return "", ("", "")


class Relations:
    """The probe for relations; see the module for its rules."""

    def examine(self, record: Record, _found: Sequence[Finding] = ()) -> Iterator[Relation]:
        """Relations in an order given by the story: by left assertion, then right; at most one per pair."""
        found = _Finder(record).relations()
        order = {assertion.id: place for place, assertion in enumerate(record.assertions)}
        yield from sorted(found, key=lambda r: (order[r.left], order[r.right]))


class _Finder:
    """One record's relations in the making."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self.statements = {a.id: of_assertion(a, record.documents[a.document]) for a in record.assertions}
        told = ((a.id, of_attribution(a, record.documents[a.document])) for a in record.assertions)
        self.told = {i: statement for i, statement in told if statement}
        self.page = pages(record)
        self.voices = Voices(record, self.page, turns(record))
        self.copies = {e.document for o in record.origins for e in o.echoes if e.kind in _COPIES}
        self.order = {a.id: (record.number[a.document], a.span.start, a.id) for a in record.assertions}
        heaviest = max((len(claim.origins) for claim in record.claims), default=1)
        self.weight = {claim.id: len(claim.origins) / heaviest for claim in record.claims}

    def relations(self) -> list[Relation]:
        """Differences across and within claims, the best one per pair of claims, then the agreement within claims."""
        best: dict[tuple[str, ...], Relation] = {}
        for a, b in self._pairs():
            relation = self._difference(a, b)
            if relation:
                key = self._key(a, b, relation)
                if key not in best or self._rank(relation) > self._rank(best[key]):
                    best[key] = relation
        told = self._departures(best.values())
        found = {(relation.left, relation.right): relation for relation in told}
        for a, b, verdict in self._elsewhere():
            if nothing(verdict, a, b, self.record.documents):
                continue
            first, second = self._in_order(a, b)
            words = verdict.words if first is a else (verdict.words[1], verdict.words[0])
            relation = self._relation(first, second, replace(verdict, words=words))
            found.setdefault((first.id, second.id), relation)
        for relation in self._learned({self._claims(relation) for relation in found.values()}):
            found.setdefault((relation.left, relation.right), relation)
        for claim in self.record.claims:
            for relation in self._agreements(claim):
                found.setdefault((relation.left, relation.right), relation)
        return [shown(r, self.statements[r.left], self.statements[r.right]) for r in found.values()]

    def _elsewhere(self) -> Iterator[Found]:
        """What is found by looking at the story as a whole rather than at pairs of sentences."""
        yield from abilities(self.record, self.voices)
        yield from answered(self.record, self.statements)
        yield from retorts(self.record, self.statements, self.voices)
        yield from differing(self.record, self.statements, self.voices)
        yield from superseded(self.record, self.statements, self.voices)
        yield from compared(self.record, self.statements, self.voices)

    def _learned(self, told: set[frozenset[str]]) -> Iterator[Relation]:
        """What rules and network find together, once for two claims of which the rules alone tell nothing."""
        for (left, right), seen in sorted(self.record.weighed.items(), key=lambda item: -item[1].cosine):
            a, b = self.record.assertion[left], self.record.assertion[right]
            verdict = fused(a, self.statements[left], b, self.statements[right], seen)
            if verdict is None or judge(self.statements[left], self.statements[right], evolving=self._apart(a, b)):
                continue  # where rules see another scope or a conflict that the network does not see, all is unclear
            verdict = _tempered(verdict, a, b, apart=self._apart(a, b))
            relation = self._relation(a, b, verdict) if verdict else None
            denials = {frozenset({x.id}) for x in (a, b) if denied(x) is not None}  # each meets what is nearest
            if relation and not told & {self._claims(relation), *denials}:
                told |= {self._claims(relation), *denials}
                yield relation

    def _claims(self, relation: Relation) -> frozenset[str]:
        return frozenset(self._claim_id(self.record.assertion[i]) for i in (relation.left, relation.right))

    def _key(self, a: Assertion, b: Assertion, relation: Relation) -> tuple[str, ...]:
        """What is told once: a pair of claims; a number that counts something else, once for each later document."""
        if relation.reason == SAME_NUMBER:
            return "number", b.document, relation.words[1].quote.lower().split()[-1]
        if relation.reason == TOLL:
            return "toll", *sorted(span.quote.lower() for span in relation.words)
        return tuple(sorted((self._claim_id(a), self._claim_id(b))))

    def _rank(self, relation: Relation) -> tuple[float, ...]:
        """Which of two relations between the same claims to show: firmer words, plainer wording, earlier documents."""
        a, b = self.record.assertion[relation.left], self.record.assertion[relation.right]
        return (
            relation.kind is RelationKind.CONTRADICTS,
            not (a.headline or b.headline),
            self._origin(a) != self._origin(b),
            not {Modality.HEDGED, Modality.ALLEGED} & {a.modality, b.modality},
            relation.provenance.score or 0.0,
            -self.order[a.id][0],
            -self.order[b.id][0],
        )

    def _departures(self, relations: Iterable[Relation]) -> Iterator[Relation]:
        """Those that depart from what came first: one number that counts two things, counts that grow."""
        first: dict[Decimal | None, str] = {}
        tolls: dict[str, list[str]] = defaultdict(list)  # of what is counted: the first to give it, once each time told
        for relation in sorted(relations, key=lambda r: (self.order[r.left], self.order[r.right])):
            if relation.reason == SAME_NUMBER:
                counted = self.record.assertion[relation.left].quantities
                quantity = next(q for q in counted if q.span == relation.words[0])
                if first.setdefault(quantity.low, head(quantity.target)) != head(quantity.target):
                    continue
            if relation.reason == TOLL:
                told = tolls[self._counted(relation)]
                if (told and told[0] != relation.left) or len(told) >= _TOLLS:
                    continue
                told.append(relation.left)
            yield relation

    def _counted(self, relation: Relation) -> str:
        counted = self.record.assertion[relation.left].quantities
        return next((head(q.target) or q.unit for q in counted if q.span == relation.words[0]), "")

    def _claim_id(self, assertion: Assertion) -> str:
        claim = self.record.claim_of.get(assertion.id)
        return claim.id if claim else assertion.id

    def _pairs(self) -> Iterator[tuple[Assertion, Assertion]]:
        chosen = [a for claim in self.record.claims for a in self._representatives(claim)]
        yield from self._across(sorted(chosen, key=lambda a: self.order[a.id]))
        for claim in self.record.claims:
            members = self._representatives(claim)
            for place, a in enumerate(members):
                for b in members[place + 1 :]:
                    yield self._in_order(a, b)

    def _representatives(self, claim: Claim) -> list[Assertion]:
        """The first assertion of each document and form; copies come last, headlines after what they sum up."""
        seen: set[tuple[object, ...]] = set()
        chosen: list[Assertion] = []
        for assertion in sorted(self._members(claim), key=lambda a: (a.document in self.copies, a.headline)):
            statement = self.statements[assertion.id]
            values = tuple(sorted((q.unit, str(q.low), str(q.high)) for q in assertion.quantities))
            form = (assertion.document, values, statement.negative)
            if form not in seen and len(chosen) < _REPRESENTATIVES:
                seen.add(form)
                chosen.append(assertion)
        return chosen

    def _members(self, claim: Claim) -> list[Assertion]:
        members = [self.record.assertion[i] for i in claim.assertions if i in self.record.assertion]
        return sorted(members, key=lambda a: self.order[a.id])

    def _across(self, chosen: list[Assertion]) -> Iterator[tuple[Assertion, Assertion]]:
        """Pairs from different claims that share at least two rare keys, the nearest ``_NEIGHBOURS`` of each."""
        postings: dict[str, list[int]] = defaultdict(list)
        for place, assertion in enumerate(chosen):
            for key in self._keys(assertion):
                postings[key].append(place)
        total = len(chosen)
        met: list[
            array[int]
        ] = []  # the neighbours of each: whom it met is asked of the earlier one, without a set of pairs
        for place, assertion in enumerate(chosen):
            shared: Counter[int] = Counter()
            score: dict[int, float] = defaultdict(float)
            for key in sorted(self._keys(assertion)):
                holders = postings[key]
                if 1 < len(holders) <= _POSTINGS:
                    weight = math.log(1 + total / len(holders))
                    for other in holders:
                        shared[other] += 2 if key[0] == "=" else 1  # a telling figure alone brings two together
                        score[other] += weight
            near = [other for other, count in shared.items() if count > 1 and other != place]
            met.append(array("I", sorted(near, key=lambda o: (-score[o], o))[:_NEIGHBOURS]))
            own = self._claim_id(assertion)
            for other in met[place]:
                if other < place and place in met[other]:
                    continue
                a, b = chosen[min(place, other)], chosen[max(place, other)]
                if own != self._claim_id(chosen[other]):
                    yield a, b

    def _keys(self, assertion: Assertion) -> set[str]:
        statement = self.statements[assertion.id]
        counted = {f"{q.unit} {head(q.target)}" for q in assertion.quantities}
        figures = {f"={q.low} {q.unit}" for q in assertion.quantities if telling(q)}
        told = self.told.get(assertion.id)
        return {*(told.all_stems if told else ()), *statement.all_stems, *statement.implied, *counted, *figures}

    def _difference(self, a: Assertion, b: Assertion) -> Relation | None:
        """Contradiction or other scope of two assertions, as far as who says them and when allows it."""
        denied = Modality.DENIED in {a.modality, b.modality}
        within = a.document == b.document and (denied or two_voices(a, b, self.voices.places))
        if self.page[a.document] == self.page[b.document] and not within:
            return None  # of two versions of one page the diff tells; one document needs a denial or two speakers
        if _same_words(a, b):
            return None
        cue = next((x.cue for x in (a, b) if x.modality is Modality.DENIED and x.cue), None)
        apart = self._apart(a, b)
        verdict = judge(self.statements[a.id], self.statements[b.id], evolving=apart, cue=cue) or self._unsaid(a, b)
        if verdict and verdict.kind is RelationKind.CONTRADICTS:
            verdict = (
                None
                if vetoed(verdict, self.record.weighed.get((a.id, b.id)))
                else _tempered(verdict, a, b, apart=apart)
            )
        told = verdict is None or nothing(verdict, a, b, self.record.documents)
        return self._relation(a, b, verdict) if verdict and not told else None

    def _unsaid(self, a: Assertion, b: Assertion) -> Verdict | None:
        """One side denies that the other side's words were said at all."""
        for left, right in (
            (self.statements[a.id], self.told.get(b.id)),
            (self.told.get(a.id), self.statements[b.id]),
        ):
            # "No member of staff confirmed it" may be read as a denial: here its own "no" is what counts.
            sides = [
                replace(side, modality=Modality.ASSERTED) if side.flips and side.denied else side
                for side in (left, right)
                if side
            ]
            verdict = negation(*sides) if len(sides) > 1 else None
            if verdict:
                first, second = verdict.words
                words = (first, b.cue or second) if left is self.statements[a.id] else (a.cue or first, second)
                return replace(verdict, words=words, reason="denial")
        return None

    def _apart(self, a: Assertion, b: Assertion) -> bool:
        """Whether one of the two was certainly published before the other."""
        first, second = (self.record.story.appeared(self.record.documents[x.document]) for x in (a, b))
        return bool(first and second and (first.before(second) or second.before(first)))

    def _agreements(self, claim: Claim) -> Iterator[Relation]:
        """A tree: the first of each origin to the very first, the others to the first of their origin."""
        members = self._members(claim)
        hub = members[0] if members else None
        first_of: dict[str, Assertion] = {}
        for assertion in members:
            root = first_of.setdefault(self._origin(assertion), assertion)
            other = hub if root is assertion else root
            if other is None or other is assertion or not self._agree(other, assertion) or _asks(other, assertion):
                continue
            a, b = self._in_order(other, assertion)
            left, right = self.statements[a.id], self.statements[b.id]
            kind, reason = RelationKind.REPEATS, "same words"
            if not (_same_words(a, b) or copied(left, right)):
                together = self.page[a.document] == self.page[b.document] or one_voice(a, b)
                if together or self._origin(a) == self._origin(b):
                    reason = "same origin"
                elif self._vouched(a, b) and backs(a, left, b, right):
                    kind, reason = RelationKind.SUPPORTS, "said independently"
                else:
                    continue  # alike, and nobody can tell whether one has it from the other
            score = 0.5 + covered(right.all_stems, left.all_stems) / 2
            yield self._relation(a, b, Verdict(kind, agreeing(left, right), reason, score))

    def _vouched(self, a: Assertion, b: Assertion) -> bool:
        """Whether two houses tell it, each from somebody with a name or as the source that it is itself."""
        first, second = (self.record.outlets[x.document] for x in (a, b))
        told = all(
            x.speaker.kind is not SpeakerKind.OUTLET or outlet.kind in _SOURCES
            for x, outlet in ((a, first), (b, second))
        )
        return told and first.house != second.house

    def _agree(self, a: Assertion, b: Assertion) -> bool:
        return agree(self.statements[a.id], self.statements[b.id])

    def _in_order(self, a: Assertion, b: Assertion) -> tuple[Assertion, Assertion]:
        return (a, b) if self.order[a.id] <= self.order[b.id] else (b, a)

    def _origin(self, assertion: Assertion) -> str:
        if assertion.origin:
            return assertion.origin
        origin = self.record.origin_of.get(assertion.document)
        return origin.id if origin else assertion.document

    def _relation(self, a: Assertion, b: Assertion, verdict: Verdict) -> Relation:
        """The finding. Contradictions between independent origins on heavy claims come first."""
        claims = tuple(dict.fromkeys(c.id for x in (a, b) if (c := self.record.claim_of.get(x.id))))
        weight = max((self.weight[claim] for claim in claims), default=0.0)
        independent = self._origin(a) != self._origin(b)
        base = {
            RelationKind.CONTRADICTS: 0.55 + 0.2 * independent,
            RelationKind.SCOPE: 0.25 + 0.1 * independent,
            RelationKind.SUPPORTS: 0.2,
            RelationKind.REPEATS: 0.01 + 0.02 * weight,
        }[verdict.kind]
        trivial = verdict.kind is RelationKind.REPEATS
        return Relation(
            id=content_id("f", METHOD.name, verdict.kind, a.id, b.id),
            spans=(a.span, b.span),
            provenance=Provenance(LEARNED if self.record.weighed else METHOD, round(verdict.score, 3)),
            claims=claims,
            salience=round(base if trivial else min(1.0, base + 0.15 * weight + 0.1 * verdict.score), 3),
            kind=verdict.kind,
            left=a.id,
            right=b.id,
            words=verdict.words,
            reason=verdict.reason,
            scope=verdict.scope,
        )


def _tempered(verdict: Verdict, a: Assertion, b: Assertion, *, apart: bool) -> Verdict | None:
    """A contradiction after a look at who speaks, and in what mood."""
    if (a.modality is Modality.FORECAST) != (b.modality is Modality.FORECAST):
        return None
    if a.speaker.id == b.speaker.id:
        other_time = replace(
            verdict, kind=RelationKind.SCOPE, scope=Scope.PERIOD, reason="the same speaker at another time"
        )
        return other_time if apart else None
    return verdict


def _asks(a: Assertion, b: Assertion) -> bool:
    return Modality.QUESTION in {a.modality, b.modality}


def _same_words(a: Assertion, b: Assertion) -> bool:
    return fold(a.span.quote).lower() == fold(b.span.quote).lower()
