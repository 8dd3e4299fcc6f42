"""Numbers of two statements held against each other: conflict, other scope, or nothing to say.

Two numbers conflict only if unit, target and period agree, their ranges have nothing in common, and the rest of the
statements is about the same. Everything else that differs (period, population, measure) is named instead.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from functools import cache
from itertools import pairwise

from cuibono.core.claims import Quantity, Timex
from cuibono.core.findings import RelationKind, Scope
from cuibono.core.text import Span, fold
from cuibono.findings.statements import Statement
from cuibono.language.lexicons import lexicon
from cuibono.language.words import stem, tokens

# Counts that grow while a story runs: two values of them are two moments rather than a contradiction.
_EVOLVING = re.compile(
    r"\b(?:kill|dead|death|die[sd]?\b|toll|fatal|injur|wound|hurt|missing|hospital|casualt|victim|arrest|detain|custody"
    r"|evacuat|displac|homeless|infect|cases\b|confirmed|rescued|acres|hectares|votes?\b|precincts|signatures|surviv"
    r"|so far|charged|burn|without power|shares|trading|bodies|corpses|remains\b|recovered|found\b)",
    re.IGNORECASE,
)
_TOLLS = {"dead": "kill", "death": "kill", "die": "kill", "dies": "kill", "died": "kill", "fatal": "kill"}
_TOLLS |= {
    "wound": "injur",
    "hurt": "injur",
    "detain": "arrest",
    "custody": "arrest",
    "acres": "burn",
    "hectares": "burn",
}
_PERSON = re.compile(
    r"\b(?:people|persons?|men|man|women|woman|boys?|girls?|child|children|passengers|victims|members|crew|staff"
    r"|firefighters|fighters|employees|workers|students|residents|officials|officers|soldiers|troops|civilians|patients"
    r"|voters|suspects|migrants|refugees|prisoners|hostages|customers|users|deaths|lives|dead|injuries|casualties)\b"
)
_ADDITIVE_BEFORE = re.compile(
    r"\b(?:another|other|further|additional|remaining|including|first|last|next|extra|plus|by|from)\W*$", re.IGNORECASE
)
_ADDITIVE_BEHIND = re.compile(r"^\W*(?:more|others?|additional|further)\b", re.IGNORECASE)
_PART_BEHIND = re.compile(r"^\W*of\s+(?:the|its|their|his|her|those|these|all|some|about|more|\d)", re.IGNORECASE)
_PART_BEFORE = re.compile(r"\bof\s+(?:the|its|their|his|her|those|these|all)\s*$", re.IGNORECASE)
_AROUND, _MOST = 24, 24  # characters looked at on each side of a number; numbers of a statement: more are a table

# Two sides need this share of their remaining words in common (see gate/relations.py for what it gives).
_SAME = 0.6
_NEAR = 0.8  # where little else ties two numbers
_TIED = 0.4  # enough to say that something is counted in another scope
_LOOSE = 0.3  # enough to set one toll beside another
_FIGURES = 3  # of two figures or round ones, the same may count two things by chance
_ROUGH = Decimal("0.2")  # tolerance of "about"
_ROUNDED_FROM = 100  # smaller whole numbers are not taken as rounded
_LONG_AGO = timedelta(days=60)
_CONVERTED = Decimal("0.1")  # tolerance of a measure that was converted and rounded ("100 km", "about 62 miles")
# Units and what one of them is in the base of its dimension (metres, square metres, seconds, grams).
_BASES = {
    "km": ("m", "1000"),
    "m": ("m", "1"),
    "cm": ("m", "0.01"),
    "mile": ("m", "1609.344"),
    "nautical mile": ("m", "1852"),
    "foot": ("m", "0.3048"),
    "yard": ("m", "0.9144"),
    "inch": ("m", "0.0254"),
    "sq km": ("sq m", "1000000"),
    "sq mile": ("sq m", "2589988"),
    "sq m": ("sq m", "1"),
    "sq foot": ("sq m", "0.0929"),
    "acre": ("sq m", "4046.856"),
    "hectare": ("sq m", "10000"),
    "second": ("second", "1"),
    "minute": ("second", "60"),
    "hour": ("second", "3600"),
    "kg": ("g", "1000"),
    "g": ("g", "1"),
    "lb": ("g", "453.592"),
    "tonne": ("g", "1000000"),
    "ton": ("g", "907185"),
    "km/h": ("km/h", "1"),
    "mph": ("km/h", "1.609344"),
    "knot": ("km/h", "1.852"),
}


SAME_NUMBER = "the same number of something else"
TOLL = "a count of another time or of other cases"
_NAMELESS_YEAR = re.compile(r"XXXX-(?:\d\d|[QH][\dX])")
PARTS = "a part and its whole"


@dataclass(frozen=True, slots=True)
class Verdict:
    """How two statements stand to each other, with the pair of words that shows it; ``score`` 0..1."""

    kind: RelationKind
    words: tuple[Span, Span]
    reason: str
    score: float
    scope: Scope | None = None


def overlap(left: frozenset[str], right: frozenset[str]) -> float:
    """Share of the smaller side's and of the larger side's words in common: the lesser of both, 0..1."""
    if not left or not right:
        return 1.0 if left == right else 0.0
    return len(left & right) / max(len(left), len(right))


def covered(part: frozenset[str], whole: frozenset[str]) -> float:
    """Share of the part's words that the whole has."""
    return len(part & whole) / len(part) if part else 0.0


def numbers(left: Statement, right: Statement, *, evolving: bool = False) -> Verdict | None:
    """The verdict that the numbers of two statements give; the strongest one, or None.

    ``evolving`` tells that the statements were published at different times.
    """
    found = [
        verdict
        for a in left.quantities[:_MOST]
        for b in right.quantities[:_MOST]
        if not a.ordinal and not b.ordinal and (a.unit == b.unit or base(a).unit == base(b).unit)
        if (verdict := _pair(left, a, right, b, evolving=evolving))
        if verdict.reason in {SAME_NUMBER, PARTS} or not _met(a, b, left, right)
    ]
    return max(found, key=lambda v: (v.kind is RelationKind.CONTRADICTS, v.score, v.words), default=None)


def _met(a: Quantity, b: Quantity, left: Statement, right: Statement) -> bool:
    """Whether one of two numbers has its equal on the other side, so that they are two numbers of one sentence."""
    return any(_equal(a, other) for other in right.quantities) or any(_equal(other, b) for other in left.quantities)


def _equal(a: Quantity, b: Quantity) -> bool:
    return alike(a, b) and _target(a)[-1:] == _target(b)[-1:]


@dataclass(frozen=True, slots=True)
class _Meeting:
    """Two numbers of one unit, and how near the statements around them are."""

    left: Statement
    a: Quantity
    right: Statement
    b: Quantity
    near: float  # share of the remaining words in common
    shared: int  # remaining words in common

    @property
    def words(self) -> tuple[Span, Span]:
        return self.a.span, self.b.span

    @property
    def common(self) -> frozenset[str]:
        """What both say of the thing counted."""
        return frozenset(_target(self.a)) & frozenset(_target(self.b))

    @property
    def tied(self) -> bool:
        """Whether the two are about one thing; below, two sentences merely share a subject."""
        return self.near >= _TIED and self.shared >= 2  # noqa: PLR2004


def _pair(left: Statement, a: Quantity, right: Statement, b: Quantity, *, evolving: bool) -> Verdict | None:
    rest_a = left.all_stems - frozenset(_target(a))
    rest_b = right.all_stems - frozenset(_target(b))
    implied = (left.names & right.implied) | (right.names & left.implied)
    meeting = _Meeting(left, a, right, b, _nearness(left, rest_a, right, rest_b), len((rest_a & rest_b) | implied))
    if alike(a, b):
        return _same_number(meeting)
    if not _comparable(meeting):
        return None
    period = _periods(left, a, right, b)
    scope = _other_scope(meeting, period)
    if scope:
        return scope if meeting.tied else None
    return _conflict(meeting, same_period=period is True, evolving=evolving)


def _comparable(m: _Meeting) -> bool:
    """Whether the numbers count one thing, in statements that put something forward about the same."""
    target_a, target_b = _target(m.a), _target(m.b)
    if target_a[-1:] != target_b[-1:] or (not target_a and m.near < _NEAR):  # only the words around tie them
        return False
    if m.left.open or m.right.open or strangers(m.left, m.right):
        return False
    return not (added(m.left, m.a) or added(m.right, m.b))


def _other_scope(m: _Meeting, period: tuple[Span, Span] | bool) -> Verdict | None:  # noqa: FBT001 - True: the same one
    if isinstance(period, tuple):
        return Verdict(RelationKind.SCOPE, period, "other period", m.near, Scope.PERIOD)
    if part(m.left, m.a) != part(m.right, m.b):
        return Verdict(RelationKind.SCOPE, m.words, PARTS, m.near, Scope.POPULATION)
    mods_a, mods_b = frozenset(_target(m.a)), frozenset(_target(m.b))
    if not (mods_a <= mods_b or mods_b <= mods_a):
        return Verdict(RelationKind.SCOPE, m.words, "counts something else", m.near, Scope.POPULATION)
    return None


def _conflict(m: _Meeting, *, same_period: bool, evolving: bool) -> Verdict | None:
    specific = len(m.common) >= 2 or bool(m.common and m.a.unit and m.a.unit != "people")  # noqa: PLR2004 - "build servers"
    named = bool(m.left.names & (m.right.names | m.right.implied) or m.right.names & m.left.implied)
    common = m.shared + len(m.common)
    close = (m.near >= _SAME and common >= 3) or (m.near >= _NEAR and common >= 2)  # noqa: PLR2004 - words that tie
    certain = close or (specific and named and same_period)
    growing = _grown(m.left, m.a) & _grown(m.right, m.b)
    counted = m.a.unit in {"", "people", "percent"}
    loose = m.common and m.near >= _LOOSE
    if growing and (long_ago(m.left) != long_ago(m.right)):
        return None
    if (growing and (certain or loose)) or (certain and evolving and counted and not same_period and not specific):
        return Verdict(RelationKind.SCOPE, m.words, TOLL, m.near, Scope.PERIOD)
    if not certain or m.left.possible or m.right.possible:
        return None
    if m.left.partial or m.right.partial:
        return None
    return Verdict(RelationKind.CONTRADICTS, m.words, "number", min(1.0, 0.5 + m.near / 2 + 0.1 * same_period))


def _same_number(m: _Meeting) -> Verdict | None:
    """The same telling number, said to count two different things."""
    if not telling(m.a) or m.a.low != m.b.low or m.a.unit or not _target(m.a) or not _target(m.b):
        return None
    relayed = m.left.speaker & m.right.speaker  # one speaker's figure, of something else where it is passed on
    if m.common or m.left.open or m.right.open or not (m.shared or m.left.names & m.right.names or relayed):
        return None
    if _PERSON.search(m.a.target) and _PERSON.search(m.b.target):
        return None  # passengers and victims are the same people more often than not
    return Verdict(RelationKind.SCOPE, m.words, SAME_NUMBER, m.near, Scope.MEASURE)


def telling(quantity: Quantity) -> bool:
    """Whether two statements are unlikely to share the number by chance: three figures that are not zero, or more."""
    value = quantity.low
    return value is not None and not quantity.ordinal and len(value.normalize().as_tuple().digits) >= _FIGURES


def _nearness(left: Statement, rest_a: frozenset[str], right: Statement, rest_b: frozenset[str]) -> float:
    if not rest_a and not rest_b:
        return 1.0
    return overlap(rest_a - right.implied, rest_b - left.implied)


def strangers(left: Statement, right: Statement) -> bool:
    """Whether the two speak of different people or things: each names what the other does not, or namesakes."""
    ours, theirs = left.names | left.implied, right.names | right.implied
    if bool(left.names - theirs - right.stems) and bool(right.names - ours - left.stems):
        return True
    return _namesakes(left, right) or _namesakes(right, left)


def _namesakes(one: Statement, other: Statement) -> bool:
    """Whether a full name on one side shares its last name with somebody else in the other side's document."""
    words = one.words
    for first, last in pairwise(words):
        if first.stem in other.names or last.stem not in other.names or not (first.name and last.name):
            continue
        if first.stem not in _first_names() or one.document.text[first.end : last.start] != " ":
            continue
        surname = re.escape(one.document.text[last.start : last.end])
        before = re.findall(rf"\b([A-Z][a-z]+) {surname}\b", other.document.text)
        if any(stem(name) in _first_names() and stem(name) != first.stem for name in before):
            return True
    return False


@cache
def _first_names() -> frozenset[str]:
    names = lexicon("first_names") | lexicon("male_names") | lexicon("female_names")
    return frozenset(stem(name) for name in names)


def compatible(a: Quantity, b: Quantity) -> bool:
    """Whether one value may be both: ranges that meet, a rounded form, or an "about" within a fifth."""
    low = max((x for x in (a.low, b.low) if x is not None), default=None)
    high = min((x for x in (a.high, b.high) if x is not None), default=None)
    if low is None or high is None or low <= high:
        return True
    if (a.approximate or b.approximate) and low - high <= _ROUGH * max(abs(low), abs(high)):
        return True
    return _rounds_to(low, high) or _rounds_to(high, low)


def base(quantity: Quantity) -> Quantity:
    """The quantity in the base unit of its dimension, so that miles meet kilometres; others as they are."""
    if quantity.unit not in _BASES:
        return quantity
    unit, factor = _BASES[quantity.unit]
    times = Decimal(factor)
    low = None if quantity.low is None else quantity.low * times
    high = None if quantity.high is None else quantity.high * times
    return replace(quantity, low=low, high=high, unit=unit)


def alike(a: Quantity, b: Quantity) -> bool:
    """Whether two quantities agree, in whatever units they are given."""
    if a.unit == b.unit:
        return compatible(a, b)
    first, second = base(a), base(b)
    if first.unit != second.unit:
        return False
    low = max((x for x in (first.low, second.low) if x is not None), default=None)
    high = min((x for x in (first.high, second.high) if x is not None), default=None)
    return low is None or high is None or low - high <= _CONVERTED * max(abs(low), abs(high))


def within(a: Quantity, b: Quantity, ratio: int) -> bool:
    """Whether the larger of two amounts is no more than so many times the smaller."""
    first, second = (next((x for x in (q.low, q.high) if x is not None), Decimal(0)) for q in (a, b))
    return min(first, second) > 0 and max(first, second) <= ratio * min(first, second)


def _rounds_to(value: Decimal, rounded: Decimal) -> bool:
    if rounded == rounded.to_integral_value() and abs(rounded) < _ROUNDED_FROM and value == value.to_integral_value():
        return False
    exponent = rounded.normalize().as_tuple().exponent
    step = Decimal(10) ** int(exponent)
    return abs(value - rounded) * 2 <= step


def _target(quantity: Quantity) -> tuple[str, ...]:
    return tuple(stem(token.text) for token in tokens(quantity.target))


def _context(statement: Statement, quantity: Quantity) -> tuple[str, str]:
    text, at = statement.document.text, quantity.span
    return text[max(0, at.start - _AROUND) : at.start], text[at.end : at.end + _AROUND]


def added(statement: Statement, quantity: Quantity) -> bool:
    """Whether the number comes on top of others ("another two", "three more") or is one of several."""
    before, behind = _context(statement, quantity)
    return bool(_ADDITIVE_BEFORE.search(before) or _ADDITIVE_BEHIND.search(behind))


def part(statement: Statement, quantity: Quantity) -> bool:
    """Whether the number counts a part of a named whole ("three of the ads")."""
    before, behind = _context(statement, quantity)
    return bool(_PART_BEHIND.search(behind) or _PART_BEFORE.search(before))


def _grown(statement: Statement, quantity: Quantity) -> frozenset[str]:
    """What the number counts, if it is something whose count changes while a story runs: "death", "injur", ..."""
    start, end = statement.clause(quantity.span.start)
    near = statement.document.text[start:end] + " " + quantity.target
    found = {match.group().lower() for match in _EVOLVING.finditer(near)}
    return frozenset(_TOLLS.get(word, word) for word in found)


def long_ago(statement: Statement) -> bool:
    """Whether all that is dated in it lies well before its document: background, not the story."""
    published = statement.document.published
    dated = [time.latest for time in statement.times if time.latest and time.earliest]
    return bool(published and dated and max(dated) < published.at - _LONG_AGO)


def _periods(left: Statement, a: Quantity, right: Statement, b: Quantity) -> tuple[Span, Span] | bool:
    """The two time words if the periods differ; True if both are given and agree; False if that cannot be said."""
    first, second = _time_of(left, a), _time_of(right, b)
    if first is None or second is None:
        return False
    if first.value == second.value and (first.value[-1:] != "X" or fold(first.span.quote) == fold(second.span.quote)):
        return True
    if not (first.earliest and second.earliest):  # "in May" and "in June" of a year that nobody names
        values = {first.value, second.value}
        alike = len(values) > 1 and any(one.startswith(other) for one in values for other in values - {one})
        both = all(_NAMELESS_YEAR.match(value) for value in values)
        return (first.span, second.span) if both and not alike else False
    return True if meet(first, second) else (first.span, second.span)


def meet(first: Timex, second: Timex) -> bool:
    """Whether the intervals of two time expressions have a moment in common; False where one has no interval."""
    if not (first.earliest and first.latest and second.earliest and second.latest):
        return False
    return first.earliest < second.latest and second.earliest < first.latest


def _time_of(statement: Statement, quantity: Quantity) -> Timex | None:
    """The dated time expression nearest to a number; one behind it counts as nearer."""

    def distance(time: Timex) -> int:
        if time.span.start >= quantity.span.end:
            return time.span.start - quantity.span.end
        return 2 * max(0, quantity.span.start - time.span.end)

    dated = [
        time
        for time in statement.times
        if (time.earliest is not None or _NAMELESS_YEAR.match(time.value)) and not time.span.meets(quantity.span)
    ]
    return min(dated, key=lambda time: (distance(time), time.span.start), default=None)
