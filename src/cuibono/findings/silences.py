"""Grades the silence of a document about a claim: left out, not yet known, order unknown, snippet only, other subject.

Silence is only looked for where the whole text, not just its extracted assertions, holds no passage with the words of
the claim. "Left out" is a reproach, so it needs a claim that two independent origins, or the primary document, had
certainly published before, and a document that is about the claim's subject.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from cuibono.core.claims import Assertion, Claim, Manner, Modality, SpeakerKind, TimexType
from cuibono.core.findings import Silence
from cuibono.core.news import EchoKind, OutletKind
from cuibono.core.reading import Near, Record
from cuibono.core.text import Document, Role, Span
from cuibono.findings.passages import Archive, Passages
from cuibono.findings.scope import alike, telling
from cuibono.findings.statements import VERB, Statement, of_assertion, of_region
from cuibono.findings.voices import pages

_PREDICATE = 0.5  # of what is said beside the names: one name twice tells nothing of what was done
_SAID = 0.6  # of a claim's weighted words in one passage: then it is said there, whatever was extracted
# On the development stories claims told in other words had 0.33 (or 0.38 of the plain words) and more, real gaps
# 0.08 to 0.25 (0.1 to 0.42): set so that no reproach read there was wrong.
_PARTLY = 0.3  # of its weighted words beside names: then part of it is said, and nothing is to reproach
_CORE = 0.36  # of these words unweighted: what every document tells is light, but it is the core of the claim
_SUBJECT = 0.3  # of a claim's weighted words in the document: then it is about the claim's subject
_UNNAMED = 0.4  # the same where the claim names nobody
_TOUCHES = 0.45  # of its weighted words in one passage: the words touch on the claim, and may well say it
# Cosine of a claim and a document's nearest sentence from which the sentence touches on it, and below which the
# document is far from it: on the bundled story .5 to .9 where it is told, .1 to .45 where it is not.
_NEAR, _FAR = 0.55, 0.42
# Share of entailment and cosine from which the nearest sentence says the claim: read on four development stories, four
# of four are right, and one of less cosine is wrong. With the claim's figures in it, cosine alone: four of four.
_SAYS, _SAYS_NEAR, _SAYS_COUNTED = 0.7, 0.7, 0.8
_FIGURE = 0.35  # of its weighted words around its number, without which the number is of something else
_FORMS = 4  # wordings of a claim that are looked for in a text
_FRESH = timedelta(days=1)  # after which what happened is background
_MOMENTS = frozenset({TimexType.DATE, TimexType.TIME})
_QUOTED = frozenset({Manner.DIRECT, Manner.MIXED})
_SNIPPET = (Silence.SNIPPET, "only a snippet of it was read")
_FOREIGN = (Silence.UNCLEAR, "it is in a language that the rules do not read")
_SHOWN = 2  # carriers shown and named
_COPIES = frozenset({EchoKind.REPRINT, EchoKind.EXCERPT, EchoKind.WIRE})
_CONTENT = 3  # content words that are no names, below which a statement tells too little to be missed
# Parts of notices, forms and reports, and what papers say of their own sources.
_LABEL = re.compile(
    r"[A-Z][A-Z ]{3,}:|(?:Table|Figure|Chart|Section) \d|.*\b(?:on condition of anonymity|declined to)\b"
)
_WORTH = 0.3  # salience of a claim that is missed
_PRIMARY = frozenset({OutletKind.VENDOR, OutletKind.GOVERNMENT, OutletKind.RESEARCH})


@dataclass(frozen=True, slots=True)
class Graded:
    """A silence with its reason in plain words, and the words of those who said it before (or at all)."""

    grade: Silence
    reason: str
    spans: tuple[Span, ...]
    inherited: bool = False  # a copy whose original is silent as well


class Telling(StrEnum):
    """How much of a claim a text says, of which no assertion was found there."""

    FULLY = "fully"
    PARTLY = "partly"  # its words touch on the claim, and the rules cannot tell whether they say it
    HARDLY = "hardly"  # too little to say it, enough to withhold a reproach


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence that says a claim, and how much of it; ``learned`` where a network finds that the claim follows."""

    sentence: Span
    telling: Telling
    learned: bool = False


class Silences:
    """Grades the silence of documents about claims; shared by the probe and the matrix."""

    def __init__(self, record: Record) -> None:
        """Index the record's documents."""
        self.record = record
        self.archive = Archive(record)
        self._page = pages(record)
        self._worded: dict[str, list[tuple[Statement, dict[str, float]]]] = {}
        self._carriers: dict[str, tuple[Assertion, ...]] = {}
        self._statements: dict[str, Statement] = {}
        self._weights: dict[str, dict[str, float]] = {}  # of the canonical wording
        self._copied = {
            echo.document: echo.parent
            for origin in record.origins
            for echo in origin.echoes
            if echo.parent and echo.kind in _COPIES
        }

    def carriers(self, claim: Claim) -> tuple[Assertion, ...]:
        """The claim's assertions, earliest document first."""
        if claim.id not in self._carriers:
            members = [self.record.assertion[i] for i in claim.assertions if i in self.record.assertion]
            members.sort(key=lambda a: (self.record.number[a.document], a.span.start, a.id))
            self._carriers[claim.id] = tuple(members)
        return self._carriers[claim.id]

    def statement(self, claim: Claim) -> Statement:
        """What the claim's canonical wording says."""
        if claim.id not in self._statements:
            carriers = self.carriers(claim)
            worded = next((a for a in carriers if a.span == claim.canonical), carriers[0])
            self._statements[claim.id] = of_assertion(worded, self.record.documents[worded.document])
        return self._statements[claim.id]

    def said(self, claim: Claim, document: Document) -> Told | None:
        """The sentence by which the document says the claim after all, and how much of it; None where it is silent."""
        passages = self.archive.passages[document.id]
        partly: Told | None = None
        for statement, weights in self._forms(claim):
            share, sentence = passages.best(weights)
            counted = passages.counted(statement.quantities)
            if counted is not None and passages.around(counted, weights) >= _FIGURE:
                return Told(counted, Telling.FULLY)
            beside = {root: weight for root, weight in weights.items() if root not in statement.names}
            figures = any(telling(quantity) for quantity in statement.quantities)
            whole = share >= _SAID and passages.best(beside)[0] >= _PREDICATE
            if sentence is not None and whole and not figures:  # a claim with a figure is not told without it
                return Told(sentence, Telling.FULLY)
            found = self._partly(passages, statement, beside)
            if found is not None and (partly is None or partly.telling is Telling.HARDLY):
                touches = share >= _TOUCHES or counted is not None
                partly = Told(found, Telling.PARTLY if touches else Telling.HARDLY)
        return self._by_vectors(claim, document, partly)

    def _by_vectors(self, claim: Claim, document: Document, worded: Told | None) -> Told | None:
        """The same after a look at the nearest sentence, where the record has one: words miss, and seem to say."""
        near = self.record.nearest.get((claim.id, document.id))
        if near is None:
            return worded
        if near.cosine >= _SAYS_NEAR and self._follows(claim, document, near):
            return Told(near.sentence, Telling.FULLY, learned=True)
        if worded is None:
            told = Telling.PARTLY if near.cosine >= _NEAR else Telling.HARDLY
            return Told(near.sentence, told) if near.cosine >= _FAR else None
        return None if worded.telling is Telling.HARDLY and near.cosine < _FAR else worded

    def _follows(self, claim: Claim, document: Document, near: Near) -> bool:
        """Whether a near sentence says the claim: by the network, or by the claim's figures where it is very near.

        Figures and "not", to which networks are blind, must agree.
        """
        figures = [quantity for quantity in self.statement(claim).quantities if not quantity.ordinal]
        if not ((near.follows or 0.0) >= _SAYS or (figures and near.cosine >= _SAYS_COUNTED)):
            return False
        claimed, said = self.statement(claim), of_region(document, near.sentence)
        told = all(any(alike(a, b) for b in said.quantities) for a in figures)
        return told and claimed.negative == said.negative and claimed.denied == said.denied

    def _forms(self, claim: Claim) -> list[tuple[Statement, dict[str, float]]]:
        """The claim's different wordings, taken apart and weighed; once a claim, since every document is asked."""
        if claim.id not in self._worded:
            forms = {a.span.quote: a for a in self.carriers(claim)}
            statements = [of_assertion(a, self.record.documents[a.document]) for a in list(forms.values())[:_FORMS]]
            self._worded[claim.id] = [(statement, self.archive.weights(statement)) for statement in statements]
        return self._worded[claim.id]

    def _partly(self, passages: Passages, statement: Statement, beside: Mapping[str, float]) -> Span | None:
        """The sentence that says a part of it, be it a small one: enough to withhold a reproach."""
        for scale, enough in ((beside, _PARTLY), (dict.fromkeys(beside, 1.0), _CORE)):
            share, sentence = passages.best(scale)
            if sentence is not None and share >= enough:
                return sentence
        return passages.counted(statement.quantities) or passages.dated(statement.times) or passages.titled(beside)

    def heavy(self, claim: Claim) -> bool:
        """Whether two independent origins, or the primary document and somebody else, carry a statement of fact.

        What only its own publisher says is not missed by others.
        """
        carriers = self.carriers(claim)
        roots = {self.record.origin_of[a.document].id for a in carriers if a.document in self.record.origin_of}
        houses = {self.record.outlets[a.document].house for a in carriers}
        weighty = self._independent(carriers) or (len(roots) > 1 and any(self._primary(a) for a in carriers))
        return weighty and len(houses) > 1 and self._tells(claim)

    def _tells(self, claim: Claim) -> bool:
        """Whether the claim is a statement of some weight."""
        return claim.salience >= _WORTH and self.states(claim)

    def states(self, claim: Claim) -> bool:
        """Whether the claim is a sentence of some content, put forward as so: no heading, address, question or view."""
        block = self.record.documents[claim.canonical.document].block_at(claim.canonical.start)
        if _LABEL.match(claim.canonical.quote) or (block and block.role in {Role.TITLE, Role.HEADING, Role.CAPTION}):
            return False
        if not VERB.search(claim.canonical.quote):
            return False
        statement = self.statement(claim)
        return statement.modality not in {Modality.QUESTION, Modality.OPINION} and len(statement.stems) >= _CONTENT

    def grade(self, claim: Claim, document: Document) -> Graded:
        """Why a document is silent about a claim; that it is silent is for the caller to know."""
        carriers = [a for a in self.carriers(claim) if self._page[a.document] != self._page[document.id]]
        shown = tuple(a.span for a in carriers[:_SHOWN]) or (claim.canonical,)
        if document.snippet or document.foreign:
            return Graded(*(_SNIPPET if document.snippet else _FOREIGN), shown)
        parent = self._copied.get(document.id)
        if parent in self.record.documents and not any(a.document == parent for a in carriers):
            original = self.record.documents[parent]
            name = self.record.outlets[parent].name
            graded = self.grade(claim, original)
            return Graded(graded.grade, f"as in {name}'s text, which it repeats", graded.spans, inherited=True)
        before, unordered = self._order(carriers, document)
        if not before and self._only_undated(unordered, carriers):
            return Graded(Silence.NOT_YET_KNOWN, "nobody read here had it before", shown)
        if not self._on_subject(claim, document):
            return Graded(Silence.NOT_SUBJECT, "it does not speak of this", shown)
        outlet = self.record.outlets[document.id]
        told = any(self.record.outlets[a.document].house == outlet.house for a in before)
        if told and outlet.kind not in _PRIMARY and not self._is_copy(document.id):
            return Graded(Silence.NOT_SUBJECT, f"{outlet.name} told it in another article", shown)
        return self._in_time(before, unordered, document)

    def _in_time(self, before: Sequence[Assertion], unordered: Sequence[Assertion], document: Document) -> Graded:
        """The grade that the order of publication gives."""
        if self._enough(before, document):
            if any(a.manner in _QUOTED for a in before) and not any(a.quantities for a in before):
                return Graded(Silence.NOT_SUBJECT, "it does not take up these words", (before[0].span,))
            if self._old(before, document):
                return Graded(Silence.NOT_SUBJECT, "old news by then", (before[0].span,))
            outside = self._outside(before, document) or before
            first = _first_of_each_origin(outside)
            return Graded(Silence.LEFT_OUT, self._had_it(first, document), tuple(a.span for a in first[:_SHOWN]))
        if self._enough([*before, *unordered], document):
            undated = self.record.story.appeared(document) is None
            why = "it carries no date" if undated else "published too close together to order"
            return Graded(Silence.ORDER_UNKNOWN, why, tuple(a.span for a in unordered[:_SHOWN]))
        only = (before or unordered)[0]
        name = self.record.outlets[only.document].name
        return Graded(Silence.NOT_YET_KNOWN, f"only {name} had it", (only.span,))

    def _old(self, before: Sequence[Assertion], document: Document) -> bool:
        """Whether what is told lay days back when the document appeared: a follow-up does not begin anew."""
        own = self.record.story.appeared(document)
        ends = [time.latest for a in before for time in a.times if time.type in _MOMENTS and time.latest]
        return own is not None and bool(ends) and all(own.at - end >= _FRESH for end in ends)

    def _order(self, carriers: Sequence[Assertion], document: Document) -> tuple[list[Assertion], list[Assertion]]:
        """Carriers certainly published before the document, and those of which that cannot be known."""
        before, unordered = [], []
        for assertion in carriers:
            other = self.record.documents[assertion.document]
            if self._copied.get(document.id) == assertion.document or self.had_before(other, document):
                before.append(assertion)
            elif not self.precedes(document, other):
                unordered.append(assertion)
        return before, unordered

    def _only_undated(self, unordered: Sequence[Assertion], carriers: Sequence[Assertion]) -> bool:
        """Whether nobody who tells when had it: beside dated ones, an undated thread is taken to follow the news."""
        dated = [a for a in unordered if self.record.story.appeared(self.record.documents[a.document])]
        return not dated and len(unordered) < max(1, len(carriers))

    def had_before(self, other: Document, document: Document) -> bool:
        """Whether all words of the one certainly stood there before the other appeared.

        An edited page may have got them with the edit.
        """
        appeared, own = self.record.story.appeared(other), self.record.story.appeared(document)
        certain = (
            other.modified if other.modified and appeared and other.modified.latest > appeared.latest else appeared
        )
        return bool(certain and own and certain.before(own))

    def precedes(self, document: Document, other: Document) -> bool:
        """Whether a document certainly appeared before the other one."""
        own, appeared = self.record.story.appeared(document), self.record.story.appeared(other)
        return bool(own and appeared and own.before(appeared))

    def too_early(self, claim: Claim, document: Document) -> bool:
        """Whether a document certainly appeared before anybody carried the claim."""
        carriers = [a for a in self.carriers(claim) if self._page[a.document] != self._page[document.id]]
        return bool(carriers) and all(self.precedes(document, self.record.documents[a.document]) for a in carriers)

    def _enough(self, carriers: Sequence[Assertion], silent: Document) -> bool:
        """Two independent origins of other houses than the silent one, or the primary document."""
        if any(self._primary(a) for a in carriers):
            return True
        return self._independent(self._outside(carriers, silent))

    def _outside(self, carriers: Sequence[Assertion], silent: Document) -> list[Assertion]:
        """Carriers of other houses; a copy may be held against what it copies."""
        house = self.record.outlets[silent.id].house
        return [a for a in carriers if self.record.outlets[a.document].house != house or self._is_copy(silent.id)]

    def _independent(self, carriers: Sequence[Assertion]) -> bool:
        """Whether two pages and two origins carry it: one page is one paper, whomever it quotes."""
        return len({self._origin(a) for a in carriers}) > 1 and len({self._page[a.document] for a in carriers}) > 1

    def copy_of(self, document: Document) -> Document | None:
        """The document that this one copies, if it is among those read."""
        return self.record.documents.get(self._copied.get(document.id, ""))

    def _is_copy(self, document: str) -> bool:
        return document in self._copied

    def _origin(self, assertion: Assertion) -> str:
        return assertion.origin or self.record.origin_of[assertion.document].id

    def _primary(self, assertion: Assertion) -> bool:
        """Whether the assertion stands in the document of the body whose words or deeds it tells."""
        outlet = self.record.outlets[assertion.document]
        if outlet.kind not in _PRIMARY or assertion.via:
            return False
        return assertion.manner is Manner.OWN or assertion.speaker.kind is SpeakerKind.OUTLET

    def _on_subject(self, claim: Claim, document: Document) -> bool:
        """Whether the document shares the claim's topic: half of its names, and enough of its words."""
        near = self.record.nearest.get((claim.id, document.id))
        if near and near.cosine >= _FAR:
            return True
        statement = self.statement(claim)
        passages = self.archive.passages[document.id]
        if statement.names and passages.share(statement.names) < 0.5:  # noqa: PLR2004 - half
            return False
        if claim.id not in self._weights:
            self._weights[claim.id] = self.archive.weights(statement)
        weights = self._weights[claim.id]
        held = sum(weight for root, weight in weights.items() if root in passages)
        return held >= (_SUBJECT if statement.names else _UNNAMED) * sum(weights.values())

    def _had_it(self, first: list[Assertion], document: Document) -> str:
        return self.told_before([self.record.documents[a.document] for a in first], document)

    def told_before(self, earlier: Sequence[Document], document: Document) -> str:
        """Who had it, and how long before: the later of the two that are named counts."""
        outlets = list(dict.fromkeys(self.record.outlets[d.id].name for d in earlier))[:_SHOWN]
        own = self.record.story.appeared(document)
        stamps = [s for d in earlier if (s := self.record.story.appeared(d)) and own and s.before(own)]
        if not stamps or own is None:
            return f"{' and '.join(outlets)} had it before"
        gap = own.at - max(stamps[:_SHOWN], key=lambda stamp: stamp.at).at
        return f"{' and '.join(outlets)} had it {_distance(gap)} before"


def _first_of_each_origin(carriers: Sequence[Assertion]) -> list[Assertion]:
    first: dict[str, Assertion] = {}
    for assertion in carriers:
        first.setdefault(assertion.origin or assertion.document, assertion)
    return list(first.values())


def _distance(gap: timedelta) -> str:
    hours = int(gap.total_seconds() // 3600)
    if hours >= 36:  # noqa: PLR2004 - a day and a half is told in days
        days = round(hours / 24)
        return f"{days} days"
    if hours < 1:
        return "less than an hour"
    return "one hour" if hours == 1 else f"{hours} hours"
