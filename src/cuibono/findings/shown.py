"""The two words that show a scope: times for another period, what is counted for another population or measure.

A scope that no words show is not named: the relation is still told, and says that the figures differ.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from cuibono.core.claims import Assertion, Quantity, Timex
from cuibono.core.findings import Relation, RelationKind, Scope
from cuibono.core.text import Document, Span
from cuibono.findings.ages import both_lived
from cuibono.findings.scope import PARTS, SAME_NUMBER, Verdict, meet
from cuibono.findings.statements import Statement
from cuibono.language.quantities import quantities

_BEHIND = 60  # characters in which what a number counts is looked for
_COUNTED = frozenset({Scope.POPULATION, Scope.MEASURE})


def shown(relation: Relation, left: Statement, right: Statement) -> Relation:
    """The relation with words that show its scope, or without the scope."""
    if relation.kind is not RelationKind.SCOPE or relation.scope is None:
        return relation
    if relation.scope is Scope.PERIOD:
        times = _times(relation, left, right)
        return replace(relation, words=times) if times else replace(relation, scope=None)
    if relation.scope in _COUNTED:
        first, second = (_counted(side, word) for side, word in zip((left, right), relation.words, strict=True))
        return replace(relation, words=(first, second))
    return relation


def _times(relation: Relation, left: Statement, right: Statement) -> tuple[Span, Span] | None:
    """The time words nearest to the words that differ, if they mean different times."""
    first, second = (_nearest(side, word) for side, word in zip((left, right), relation.words, strict=True))
    if first is None or second is None or first.value == second.value or meet(first, second):
        return None
    return first.span, second.span


def _nearest(statement: Statement, word: Span) -> Timex | None:
    dated = [time for time in statement.times if time.earliest is not None]
    return min(dated, key=lambda t: (max(word.start - t.span.end, t.span.start - word.end), t.span.start), default=None)


def _counted(statement: Statement, word: Span) -> Span:
    """A number together with what it counts, where that stands behind it."""
    quantity = next((q for q in statement.quantities if q.span == word), None)
    end = _target_end(statement, quantity) if quantity else None
    return statement.document.span(word.start, end) if end else word


def _target_end(statement: Statement, quantity: Quantity) -> int | None:
    target = quantity.target.split()
    if not target:
        return None
    text, start = statement.document.text, quantity.span.end
    words = re.compile(r"\W+".join(map(re.escape, target)), re.IGNORECASE)
    match = words.search(text, start, min(statement.span.end, start + _BEHIND))
    return match.end() if match else None


def nothing(verdict: Verdict, a: Assertion, b: Assertion, documents: Mapping[str, Document]) -> bool:
    """Whether the two numbers of a verdict are no difference after all, and nothing is to be told."""
    return _both_told(verdict, a, b, documents) or both_lived(verdict, a, b, documents)


def _both_told(verdict: Verdict, a: Assertion, b: Assertion, documents: Mapping[str, Document]) -> bool:
    """Whether the sentence of one side holds the other side's number as well ("before the 19 deaths, 43 had died")."""
    given = [
        next((q for q in x.quantities if q.span == word), None) for word, x in zip(verdict.words, (a, b), strict=True)
    ]
    if verdict.reason in {SAME_NUMBER, PARTS} or not all(given):
        return False
    return any(
        (q.low, q.high) == (beside.low, beside.high)
        for q, other in zip(given, (b, a), strict=True)
        for beside in quantities(documents[other.document], other.sentence)
        if q
    )
