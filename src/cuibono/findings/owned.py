"""Figures that are one body's: most who give them as somebody's give them as that body's, in several houses.

A report's headline figure is such a one. Who prints it as nobody's drops its source; what other bodies measured
stands beside it in another scope.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from cuibono.core.claims import Assertion, Manner, Quantity, SpeakerKind
from cuibono.core.findings import RelationKind, Scope
from cuibono.core.reading import Record
from cuibono.core.text import Kind
from cuibono.findings.agreement import head, one_voice
from cuibono.findings.scope import Verdict, meet, telling
from cuibono.findings.statements import Statement
from cuibono.findings.voices import Found, Voices, named
from cuibono.stories.trace import speak_for_themselves

MEASURED = "another body measured something else"

_HOUSES = 3  # that give a figure as one body's before it is that body's
_SPOKES = 3  # measurements that one figure is held against
_NEAR = 40  # characters before a number in which it is said that it was measured
_MEASURES = re.compile(
    r"\b(?:count(?:s|ed)?|record(?:s|ed)?|found|finds?|identif(?:y|ies|ied)|detect(?:s|ed)?|receiv(?:e|es|ed)"
    r"|register(?:s|ed)?|log(?:s|ged)|document(?:s|ed)|observ(?:e|es|ed)|measur(?:e|es|ed)|tall(?:y|ies|ied))\s+(?:[a-z]+\s+){0,2}$",
    re.IGNORECASE,
)
_MEASURED_BY = re.compile(
    r"\b(?:found|counted|identified|detected|recorded|observed|documented|registered)$", re.IGNORECASE
)
_CHANGED = frozenset({"percent", "percentage point"})


@dataclass(frozen=True, slots=True)
class Owned:
    """A figure with its owner: ``held`` by them first, best where they speak themselves; ``bare`` are all others."""

    held: tuple[tuple[Assertion, Quantity], ...]
    houses: frozenset[str]  # that give it as theirs
    others: tuple[Assertion, ...]

    @property
    def first(self) -> tuple[Assertion, Quantity]:
        """Their own words for it: the first that say how it was come by."""
        return min(
            self.held, key=lambda item: (item[0].manner is not Manner.OWN, not _measured(*item), item[0].headline)
        )


def owned_figures(record: Record) -> tuple[Owned, ...]:
    """The telling figures and shares that are one body's, in the order of their values."""
    told: dict[tuple[Decimal, bool, str], list[tuple[Assertion, Quantity]]] = defaultdict(list)
    for assertion in record.assertions:
        for quantity in assertion.quantities:
            share = quantity.unit in _CHANGED and any(c.isdigit() for c in quantity.span.quote)
            if not quantity.ordinal and (share or (not quantity.unit and telling(quantity))):
                told[_value(quantity)].append((assertion, quantity))
    found = (_owned(record, members) for _, members in sorted(told.items()))
    return tuple(owned for owned in found if owned is not None)


def _value(quantity: Quantity) -> tuple[Decimal, bool, str]:
    """By what two figures are one: 54 and 54.0 are; a bound from above ("up to 54") is another."""
    if quantity.low is not None:
        return quantity.low, False, quantity.unit
    return quantity.high or Decimal(0), True, quantity.unit


def _owned(record: Record, members: list[tuple[Assertion, Quantity]]) -> Owned | None:
    owners: dict[str, list[tuple[Assertion, Quantity]]] = defaultdict(list)
    for assertion, quantity in members:
        if named(assertion) and (assertion.manner is not Manner.OWN or is_own_paper(record, assertion)):
            owners[assertion.speaker.id].append((assertion, quantity))
    held = max(owners.values(), key=len, default=[])
    houses = frozenset(house(record, assertion) for assertion, _ in held)
    if len(houses) < _HOUSES or 2 * len(held) <= sum(map(len, owners.values())):
        return None
    others = tuple(assertion for assertion, _ in members if all(assertion is not own for own, _ in held))
    return Owned(tuple(held), houses, others)


def is_own_paper(record: Record, assertion: Assertion) -> bool:
    """Whether somebody who is no news outlet speaks in a document of their own."""
    return (
        assertion.manner is Manner.OWN
        and assertion.speaker.kind is SpeakerKind.BODY
        and record.documents[assertion.document].kind is not Kind.THREAD
    )


def house(record: Record, assertion: Assertion) -> str:
    """The publisher's house of the document that holds an assertion."""
    outlet = record.outlets.get(assertion.document)
    return outlet.house if outlet else assertion.document


def compared(record: Record, statements: Mapping[str, Statement], apart: Voices) -> Iterator[Found]:
    """A body's figure with what other bodies measured: in other units, or in another period where times show it."""
    order = {assertion.id: place for place, assertion in enumerate(record.assertions)}
    owned = record.once(owned_figures)
    measured = [
        (a, q)
        for a in record.assertions
        for q in a.quantities
        if owned and not q.ordinal and q.target and not q.unit and _is_body(record, a) and _measured(a, q)
    ]
    for figure in owned:
        mine, quantity = figure.first
        if statements[mine.id].open or not _is_body(record, mine):
            continue
        told: set[str] = set()
        for other, count in measured:
            if (
                len(told) == _SPOKES
                or other.speaker.id in told
                or one_voice(mine, other)
                or not apart.voices(mine, other)
            ):
                continue
            verdict = _beside(mine, quantity, other, count)
            if verdict is not None:
                told.add(other.speaker.id)
                first = order[mine.id] <= order[other.id]
                yield (mine, other, verdict) if first else (other, mine, _turned(verdict))


def _is_body(record: Record, assertion: Assertion) -> bool:
    if assertion.manner is Manner.OWN and assertion.speaker.kind is SpeakerKind.OUTLET:
        return assertion.document in record.once(_parties)
    own = assertion.manner is not Manner.OWN or is_own_paper(record, assertion)
    return own and assertion.speaker.kind is SpeakerKind.BODY


def _parties(record: Record) -> frozenset[str]:
    """Documents that speak for whoever publishes them."""
    return speak_for_themselves(record.assertions, record.outlets)


def _measured(assertion: Assertion, quantity: Quantity) -> bool:
    """Whether words of counting and recording stand before a number, or are how it is attributed."""
    before = assertion.sentence.quote[: quantity.span.start - assertion.sentence.start][-_NEAR:]
    cue = assertion.cue.quote if assertion.cue else ""
    return bool(_MEASURES.search(before)) or bool(_MEASURED_BY.search(cue))


def _beside(mine: Assertion, quantity: Quantity, other: Assertion, count: Quantity) -> Verdict | None:
    """What is counted otherwise, or when: a share is held against a count only where both name their times."""
    words = (quantity.span, count.span)
    ours, theirs = ([t for t in a.times if t.earliest and t.latest] for a in (mine, other))
    if ours and theirs and not any(meet(a, b) for a in ours for b in theirs):
        return Verdict(RelationKind.SCOPE, words, MEASURED, 0.5, Scope.PERIOD)
    if quantity.unit or not quantity.target or head(quantity.target) == head(count.target):
        return None
    return Verdict(RelationKind.SCOPE, words, MEASURED, 0.5, Scope.MEASURE)


def _turned(verdict: Verdict) -> Verdict:
    return Verdict(verdict.kind, (verdict.words[1], verdict.words[0]), verdict.reason, verdict.score, verdict.scope)
