"""Figures that documents of one story give for the same thing, and that differ.

Sentences of news are long and share little, so the words right around a number decide: what it counts, what was done to
it, and the rarer words beside it. What nearly every document of the story says ties nothing together. A difference is
shown as other scope: tolls grow, counts are taken twice, and only the words printed are certain. Differences of one
thing form a star around the figure that most documents give, so work and output stay linear in the figures.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from cuibono.core.claims import Assertion, Quantity
from cuibono.core.findings import RelationKind, Scope
from cuibono.core.reading import Record
from cuibono.findings.figures import UNSET, Figure, figure, frequent
from cuibono.findings.lexicon import generic_heads
from cuibono.findings.scope import TOLL, Verdict, alike, within
from cuibono.findings.statements import Statement
from cuibono.findings.voices import Found, Voices

UNSURE = "the figures differ, and nothing read here says why"

_RATIO = 3  # of two figures for one thing the larger is seldom more than this (ten development stories: none)
_DONE_RATIO = 10  # the same where one deed was done to both
_FAR = 20  # the same of measures, which words must tie
_SPOKES = 3  # differences told of one thing
_GROUP = 60  # figures of one thing that are compared
_LARGEST = 1000  # larger exact counts need words in common
_SHARE = 0.4  # of the rarer words of the smaller side
_AROUND = 3  # words of all sorts that tie two measures, and more
_DAY = re.compile(r"^\s+(?:straight\s+|consecutive\s+)?day\s+of\s+(?P<what>[^.,;:!?]{3,60})", re.IGNORECASE)
_STRIFE = re.compile(
    r"\b(?:violence|conflict|fighting|war|clashes|hostilities|offensive|bombardment|strikes|protests?|unrest|riots?"
    r"|search|strike|trial|talks|siege|standoff)\b",
    re.IGNORECASE,
)


def differing(record: Record, statements: Mapping[str, Statement], apart: Voices) -> Iterator[Found]:
    """Pairs of assertions whose figures for the same thing differ, in an order given by the story."""
    common = frequent(statements.values())
    groups: dict[tuple[str, ...], list[Figure]] = defaultdict(list)
    days: list[tuple[Assertion, Quantity, str]] = []
    for assertion in record.assertions:
        statement = statements[assertion.id]
        if assertion.modality in UNSET or statement.open:
            continue
        for quantity in assertion.quantities:
            if quantity.ordinal:
                days += _day_of(assertion, quantity, statement)
            elif made := figure(assertion, statement, quantity, common):
                groups[made.key].append(made)
    for _key, figures in sorted(groups.items()):
        yield from _star(figures[:_GROUP], apart, common)
    yield from _days(days, apart)


def _star(figures: Sequence[Figure], apart: Voices, common: frozenset[str]) -> Iterator[Found]:
    """Differences of one thing, the surest first: those after the first share a value with it."""
    voices = Counter(value for value, _ in {(f.value, f.assertion.document) for f in figures})
    pairs: list[tuple[float, int, int]] = []
    for i, a in enumerate(figures):
        for j in range(i + 1, len(figures)):
            b = figures[j]
            if apart.voices(a.assertion, b.assertion) and (score := _tied(a, b, figures, common)):
                pairs.append((score + _closeness(a, b) / 10 + (voices[a.value] + voices[b.value]) / 100, -i, -j))
    things = _things(pairs)
    told: dict[int, list[tuple[Figure, Figure]]] = defaultdict(list)
    hubs: dict[int, tuple[str, str]] = {}
    for score, i, j in sorted(pairs, reverse=True):
        a, b, thing = figures[-i], figures[-j], things[-i]
        values = {a.value, b.value}
        if any({x.value, y.value} == values for x, y in told[thing]) or hubs.get(thing, a.value) not in values:
            continue
        hubs.setdefault(thing, max((a, b), key=lambda f: voices[f.value]).value)
        told[thing].append((a, b))
        if len(told[thing]) <= _SPOKES:
            yield _told(a, b, apart, min(1.0, score))


def _things(pairs: Sequence[tuple[float, int, int]]) -> dict[int, int]:
    """The thing that each figure counts: figures tied to one another count the same."""
    things: dict[int, int] = {}
    for _, i, j in pairs:
        first, second = (things.setdefault(-place, -place) for place in (i, j))
        if first != second:
            things = {place: first if thing == second else thing for place, thing in things.items()}
    return things


def _closeness(a: Figure, b: Figure) -> float:
    first, second = (float(f.quantity.low or f.quantity.high or 0) for f in (a, b))
    return min(first, second) / max(first, second) if first > 0 and second > 0 else 0.0


def _tied(a: Figure, b: Figure, figures: Sequence[Figure], common: frozenset[str]) -> float:  # noqa: C901, PLR0911, PLR0912 - a way out each
    """How surely two figures count the same thing and differ, 0..1; 0 where that cannot be said."""
    if a.frame:
        return 0.9 if _parted(a, b) else 0.0
    done = a.done & b.done
    ratio = _FAR if a.quantity.unit else _DONE_RATIO if done and a.head not in generic_heads() else _RATIO
    if alike(a.given, b.given) or not within(a.quantity, b.quantity, ratio):
        return 0.0
    if {a.portion, b.portion} not in ({a.portion}, {"", "whole"}) or _both(a, b, figures) or _both(b, a, figures):
        return 0.0
    shared = a.near & b.near
    smaller = min(len(a.near), len(b.near))
    share = len(shared) / smaller if smaller else 0.0
    if a.year:  # a year holds many events: a name and what befell whom, or the words around, must be the same
        return 0.6 + 0.3 * share if a.statement.names & b.statement.names and (a.fate or len(shared) > 1) else 0.0
    if a.named - b.known and b.named - a.known:
        return 0.0
    if a.fate:
        strange = a.names - b.known or b.names - a.known
        return 0.0 if strange or a.group != b.group else 0.7 + 0.3 * share
    if a.mods - b.mods and b.mods - a.mods:
        return 0.0
    if len(a.mark & b.mark) >= 2 and (done or shared - a.mark):  # noqa: PLR2004 - "the last known position"
        return 0.6
    if len(shared) >= (3 if a.quantity.unit else 2) and share >= _SHARE:  # measures meet by chance
        return 0.5 + 0.5 * share
    if a.quantity.unit and shared and len(a.around & b.around) > _AROUND and _most(a.around, b.around):
        return 0.5
    if a.quantity.unit or a.head in generic_heads():
        return 0.0
    if a.head and a.mods and a.mods == b.mods and _only(a, figures) and _only(b, figures):
        return 0.55  # "transgender troops": two words name what is counted
    if a.names - b.known or b.names - a.known:
        return 0.0
    if done:
        return 0.6
    about = a.head in common and _only(a, figures) and _only(b, figures)
    return 0.5 if about and max(a.quantity.low or 0, b.quantity.low or 0) < _LARGEST else 0.0


def _most(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) >= _SHARE * min(len(one), len(other))


def _parted(a: Figure, b: Figure) -> bool:
    """Whether two figures of what has but one value differ, be both of them round."""
    if a.given.approximate and b.given.approximate and a.given.low and b.given.low:
        return abs(a.given.low - b.given.low) * 10 >= min(a.given.low, b.given.low)
    return not alike(a.given, b.given)


def _both(a: Figure, b: Figure, figures: Sequence[Figure]) -> bool:
    """Whether the sentence of the one holds the number of the other as well: two numbers, no difference."""
    return any(f.assertion is a.assertion and f is not a and alike(f.given, b.given) for f in figures)


def _only(figure: Figure, figures: Sequence[Figure]) -> bool:
    """Whether its document gives but this figure for the thing."""
    return all(f.value == figure.value for f in figures if f.assertion.document == figure.assertion.document)


def _told(a: Figure, b: Figure, apart: Voices, score: float) -> Found:
    words = (a.given.span, b.given.span)
    if (a.frame or a.year) and not (a.given.approximate or b.given.approximate):
        verdict = Verdict(RelationKind.CONTRADICTS, words, "number", score)
    elif a.quantity.unit:
        verdict = Verdict(RelationKind.SCOPE, words, UNSURE, score)
    elif apart.in_time(a.assertion, b.assertion):
        verdict = Verdict(RelationKind.SCOPE, words, TOLL, score, Scope.PERIOD)
    else:
        verdict = Verdict(RelationKind.SCOPE, words, UNSURE, score)
    return a.assertion, b.assertion, verdict


def _day_of(assertion: Assertion, quantity: Quantity, statement: Statement) -> list[tuple[Assertion, Quantity, str]]:
    """An ordinal of days ("the seventh day of fighting") and what runs, if it is something that runs for days."""
    text = statement.document.text
    match = _DAY.match(text[quantity.span.end : statement.span.end])
    kind = _STRIFE.search(match["what"]) if match else None
    return [(assertion, quantity, kind[0].lower())] if kind else []


_SINGLE = frozenset({"search", "strike", "trial", "talks", "siege", "standoff"})


def _days(days: Sequence[tuple[Assertion, Quantity, str]], apart: Voices) -> Iterator[Found]:
    """Days counted of the same run, whose difference is not that of the publications."""
    for i, (a, first, what) in enumerate(days):
        for b, second, other in days[i + 1 :]:
            between = apart.days_between(a, b)
            if between is None or not apart.voices(a, b) or first.low is None or second.low is None:
                continue
            same = what == other or not ({what, other} & _SINGLE)
            if same and abs((second.low - first.low) - between) >= 1 and between == 0:
                verdict = Verdict(RelationKind.SCOPE, (first.span, second.span), UNSURE, 0.7)
                yield a, b, verdict
                return
