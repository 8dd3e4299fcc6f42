"""Which assertions say the same thing: classes of equivalent statements, each worded by its clearest one.

Assertions in the same words are one unit. Units are compared where they share rare words, names or numbers; they say
the same when most of their weight is shared, their names and quantities do not part them, and (average and
complete linkage) this holds for the class as a whole. Denying a statement is speaking of the same claim.
"""

from __future__ import annotations

import heapq
import math
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from cuibono.core.claims import Assertion, Claim, Manner, Method, Modality, Provenance, Quantity
from cuibono.core.ids import content_id
from cuibono.core.news import EchoKind, Origin, Story
from cuibono.core.ports import Observer
from cuibono.core.text import Document, Span
from cuibono.language.words import content_words
from cuibono.stories.likeness import Likeness
from cuibono.stories.matter import bare, states
from cuibono.stories.salience import salience, self_contained
from cuibono.stories.weights import Weights

METHOD = Method("claim-classes", "3")
LEARNED = Method("claim-classes-and-vectors", "2")  # the same, with an observer

# Of `alike`; set by reading merged pairs of ten development stories (bench/claims.py).
_SAME = 0.55  # mean between two classes that are joined
_LEAST = 0.3  # no two units of one class share less
_JOINS = 0.5  # a headline or question to the unit of a class that it is nearest to
_BARE = 0.35  # the same cosine without the words of names: two statements about one person are not one statement
_REST = 0.2  # the same cosine without the heaviest shared word: one rare word in common is no common statement
_SHARED = 3  # stems, at least, that two units share ...
_SHARED_NAMED = 2  # ... or so many where a name or an equal number is among them
_ANCHORED = 0.75  # of two units that give the same telling number of the same things
_DIGITS = 3  # significant digits from which a number is telling: 1,940 and 62.5, not 200
_FEW = 4  # stems below which a statement joins no other wording
_ASKED = 4  # stems that a question shares with the class that it joins
_KEYS = 8  # rare stems by which a unit looks for its like
_REACH = 40  # units before it that each of those proposes
_NEAR = 24  # candidates kept for each unit
_LARGEST = 80  # units of one class whose pairs are all compared
# Cosine of two units' vectors from which they say the same, unless names, figures, days or a negation part them, and
# from which they may stand in one class. Read on five development stories, pairs that share too few words for the
# rules: of 12 at .85 and above 11 say the same, of 12 at .8 to .85 seven, below that few.
_SAYS_SAME = 0.85
_SAYS_LIKE = 0.6
_NEAREST = 12  # by vector, that are looked at for each unit
_DAY = re.compile(r"\d{4}-\d\d")
# What stands under an embedded post: not part of what it says.
_SIGNATURE = re.compile(r"\S*pic\.twitter\.com/\S+|https?://\S+|[—–-]+\s*[^—–()\n]{2,40}\(@\w+\).*$|@\w+", re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Unit:
    """Assertions of the same words; ``vector`` is their unit vector over stems."""

    members: tuple[Assertion, ...]
    vector: Mapping[str, float]
    bare: Mapping[str, float]  # the same without the words of proper names
    stems: frozenset[str]
    names: frozenset[str]  # stems of the words in proper names
    quantities: tuple[Quantity, ...]
    founding: bool  # neither headline nor question
    anchors: frozenset[tuple[str, str]] = frozenset()  # telling numbers with the stem of what they count
    asked: bool = False
    whole: bool = True  # a clause of some length, which may be worded in another way
    negated: bool = False
    days: frozenset[str] = frozenset()  # TIMEX3 values of the days and months named
    figures: frozenset[tuple[str, Decimal | None, Decimal | None]] = frozenset()  # units and bounds of the quantities


def same_claim(
    story: Story,
    assertions: Sequence[Assertion],
    origins: Sequence[Origin] = (),
    observer: Observer | None = None,
) -> tuple[tuple[str, ...], ...]:
    """Ids of the assertions that say the same, group by group, earliest document first.

    With an ``observer`` also those that say it in other words.

    Headlines and questions join groups; they make one only where their document asserts nothing else. The order of the
    input does not matter; cost grows with the number of assertions, since each is compared with a bounded number of
    others.
    """
    place = {document.id: i for i, document in enumerate(story.documents)}
    ordered = sorted({a.id: a for a in assertions}.values(), key=lambda a: _order(a, place))
    units = _units(ordered, _reprints(origins))
    seen = Likeness([unit.members[0].span.quote for unit in units], observer) if observer and units else None
    founders = [i for i, unit in enumerate(units) if unit.founding]
    classes = _classes(units, founders, seen)
    _join(units, classes, [i for i, unit in enumerate(units) if not unit.founding], seen)
    return tuple(
        tuple(a.id for a in sorted((a for i in members for a in units[i].members), key=lambda a: _order(a, place)))
        for members in sorted(classes)
    )


def claims(
    story: Story,
    assertions: Sequence[Assertion],
    origins: Sequence[Origin],
    groups: Sequence[Sequence[str]] | None = None,
    method: Method = METHOD,
) -> tuple[Claim, ...]:
    """The claims of a story, most salient first (ties by place); ``groups`` as `same_claim` made them, if at hand.

    A claim's ``origins`` are the distinct independent roots of the assertions that do not deny it: a copy's own origin
    counts as its root's.
    """
    place = {document.id: i for i, document in enumerate(story.documents)}
    by_id = {a.id: a for a in assertions}
    roots = _roots(origins)
    reprints = _reprints(origins)
    used: set[str] = set()
    found = [
        _claim(story, [by_id[name] for name in group], roots, place, reprints, used, method)
        for group in (same_claim(story, assertions, origins) if groups is None else groups)
    ]
    return tuple(sorted(found, key=lambda claim: (-claim.salience, place[claim.canonical.document], claim.canonical)))


def _order(assertion: Assertion, place: Mapping[str, int]) -> tuple[int, Span, str]:
    return (place.get(assertion.document, len(place)), assertion.span, assertion.id)


def _reprints(origins: Sequence[Origin]) -> frozenset[str]:
    """Documents that print another one's text again: they join claims, and weigh nothing in making or wording them."""
    return frozenset(e.document for origin in origins for e in origin.echoes if e.kind is EchoKind.REPRINT)


def _units(ordered: Sequence[Assertion], reprints: frozenset[str]) -> list[_Unit]:
    grouped: defaultdict[tuple[str, ...], list[Assertion]] = defaultdict(list)
    stems_of = {a.id: content_words(_SIGNATURE.sub(" ", a.span.quote)) for a in ordered}
    for a in ordered:
        if stems_of[a.id]:  # an address or a signature alone claims nothing
            grouped[(*sorted(set(stems_of[a.id])), "!" if _negated(a) else "")].append(a)
    heard = [stems_of[said[0].id] for said in grouped.values() if any(a.document not in reprints for a in said)]
    weights = Weights(heard)
    inside = Counter(s for stems in heard for s in set(stems))
    units: list[_Unit] = []
    for members in grouped.values():
        stems = frozenset(stems_of[members[0].id])
        names = frozenset(s for a in members for name in a.names for s in content_words(name.quote)) & stems
        # In the order of the words: ties between them must not be broken by how a name is spelt.
        told = {s: weights[s] * _telling(max(1, inside[s]), len(heard)) for s in dict.fromkeys(stems_of[members[0].id])}
        unnamed = _unit_length({s: w for s, w in told.items() if s not in names})
        quantities = tuple(q for q in members[0].quantities if not q.ordinal)
        founding = any(not a.headline and a.modality is not Modality.QUESTION for a in members)
        asked = all(a.modality is Modality.QUESTION for a in members)
        whole = len(stems) >= _FEW and (not founding or any(_is_statement(a) for a in members))
        anchors = _anchors(quantities)
        units.append(
            _Unit(
                tuple(members),
                _unit_length(told),
                unnamed,
                stems,
                names,
                quantities,
                founding,
                anchors,
                asked,
                whole,
                _negated(members[0]),
                frozenset(t.value[:10] for t in members[0].times if _DAY.match(t.value)),
                frozenset((q.unit, q.low, q.high) for q in quantities),
            )
        )
    return units


def _negated(assertion: Assertion) -> bool:
    return (assertion.modality is Modality.DENIED) != bool(len(assertion.negations) % 2)


def _telling(count: int, units: int) -> float:
    """1 for a word of one unit, towards 0 for the words that the whole story is about."""
    return math.log(1 + units / count) / math.log(1 + units)


def _unit_length(raw: Mapping[str, float]) -> dict[str, float]:
    norm = math.sqrt(math.fsum(w * w for w in raw.values())) or 1.0
    return {s: w / norm for s, w in raw.items()}


def _cosine(left: Mapping[str, float], right: Mapping[str, float]) -> float:
    return min(1.0, math.fsum(w * right[s] for s, w in left.items() if s in right))


def alike(left: _Unit, right: _Unit) -> float:  # noqa: PLR0911 - one return per reason
    """0..1: how far two units say the same; 0 where names or quantities part them.

    Mean of the cosine and of the larger share of weight that one holds of the other: a short statement is often a
    part of a longer one.
    """
    shared = left.stems & right.stems
    if left.anchors & right.anchors and not (left.asked or right.asked):
        return _ANCHORED
    if not (left.whole and right.whole):
        return 0.0
    if (left.asked or right.asked) and len(shared) < _ASKED:
        return 0.0
    equal = not left.figures.isdisjoint(right.figures)
    if len(shared) < (_SHARED_NAMED if equal or shared & left.names & right.names else _SHARED):
        return 0.0
    if not equal and _quantities_part(left.quantities, right.quantities):
        return 0.0
    if (left.names - right.stems) and (right.names - left.stems) and not (left.names & right.names):
        return 0.0
    if _cosine(left.bare, right.bare) < _BARE:
        return 0.0
    parts = [left.vector[s] * right.vector[s] for s in shared]
    cosine = min(1.0, math.fsum(parts))
    if cosine - max(parts) < _REST:
        return 0.0
    held = max(math.fsum(unit.vector[s] ** 2 for s in shared) for unit in (left, right))
    return (cosine + min(1.0, held)) / 2


def _is_statement(assertion: Assertion) -> bool:
    """Whether an assertion holds a verb; own words without a full stop may be a heading, and need a sure one."""
    words = assertion.span.quote
    closed = assertion.manner is not Manner.OWN or words.rstrip("\"”’' )")[-1:] in {".", "!", "?"}
    return states(words, closed=closed)


def _anchors(quantities: Sequence[Quantity]) -> frozenset[tuple[str, str]]:
    """Telling numbers of counted things: no round numbers, years, shares or sums, which many statements share."""
    found: set[tuple[str, str]] = set()
    for quantity in quantities:
        value = quantity.low if quantity.low is not None else quantity.high
        if value is None or quantity.unit not in {"", "people"} or not quantity.target:
            continue
        if len(str(value).rstrip("0").replace(".", "")) >= _DIGITS and value >= 100:  # noqa: PLR2004
            found.add((str(value), content_words(quantity.target)[-1] if content_words(quantity.target) else ""))
    return frozenset(found)


def _quantities_part(left: Sequence[Quantity], right: Sequence[Quantity]) -> bool:
    """Whether both count the same sort of thing and no pair of values can be the same."""
    pairs = [
        (a, b)
        for a in left
        for b in right
        if a.unit == b.unit and (a.target == b.target or not a.target or not b.target)
    ]
    return bool(pairs) and not any(_overlap(a, b) for a, b in pairs)


def _overlap(a: Quantity, b: Quantity) -> bool:
    return (a.low is None or b.high is None or a.low <= b.high) and (b.low is None or a.high is None or b.low <= a.high)


def _score(units: Sequence[_Unit], a: int, b: int, seen: Likeness | None) -> float:
    """How far two units say the same: by their words, or by their vectors where nothing parts them."""
    worded = alike(units[a], units[b])
    if seen is None:
        return worded
    cosine = seen.between(a, b)
    if cosine < _SAYS_LIKE or _parted(units[a], units[b]):
        return worded
    if cosine < _SAYS_SAME:
        return max(worded, _LEAST + (cosine - _SAYS_LIKE) / (_SAYS_SAME - _SAYS_LIKE) * (_SAME - _LEAST))
    return max(worded, _SAME + (cosine - _SAYS_SAME) / (1 - _SAYS_SAME) * (1 - _SAME))


def _parted(left: _Unit, right: _Unit) -> bool:
    """Whether figures, days, names, a negation or the form keep apart what vectors, blind to these, bring together."""
    if not (left.whole and right.whole) or left.negated != right.negated:
        return True
    if left.days and right.days and not left.days & right.days:
        return True
    if (left.asked or right.asked) and len(left.stems & right.stems) < _ASKED:
        return True
    if left.figures.isdisjoint(right.figures) and _quantities_part(left.quantities, right.quantities):
        return True
    return bool((left.names - right.stems) and (right.names - left.stems) and not (left.names & right.names))


def _classes(units: Sequence[_Unit], founders: Sequence[int], seen: Likeness | None) -> list[list[int]]:
    """Average linkage with a floor for every pair, over candidate pairs only; deterministic."""
    scores: dict[tuple[int, int], float] = {}

    def score(a: int, b: int) -> float:
        pair = (a, b) if a < b else (b, a)
        if pair not in scores:
            scores[pair] = _score(units, *pair, seen)
        return scores[pair]

    pairs_near = dict.fromkeys(_candidates(units, founders))
    if seen:
        pairs_near |= dict.fromkeys(seen.nearest(founders, _NEAREST, _SAYS_SAME))
    heap = [(-s, a, b) for a, b in pairs_near if (s := score(a, b)) >= _SAME]
    heapq.heapify(heap)
    home = {i: i for i in founders}
    members = {i: [i] for i in founders}
    while heap:
        _, a, b = heapq.heappop(heap)
        left, right = sorted((home[a], home[b]))
        if left == right or len(members[left]) + len(members[right]) > _LARGEST:
            continue
        pairs = [score(x, y) for x in members[left] for y in members[right]]
        if min(pairs) < _LEAST or math.fsum(pairs) / len(pairs) < _SAME:
            continue
        for moved in members.pop(right):
            home[moved] = left
            members[left].append(moved)
    return [sorted(group) for _, group in sorted(members.items())]


def _candidates(units: Sequence[_Unit], chosen: Sequence[int]) -> list[tuple[int, int]]:
    """Pairs (earlier, later) that share rare stems, a bounded number for each unit."""
    postings: defaultdict[str, list[int]] = defaultdict(list)
    pairs: list[tuple[int, int]] = []
    for here in chosen:
        keys = heapq.nsmallest(_KEYS, units[here].vector.items(), key=lambda item: -round(item[1], 9))
        shared: defaultdict[int, float] = defaultdict(float)
        for stem, weight in keys:
            for there in postings[stem][-_REACH:]:
                shared[there] += weight
            postings[stem].append(here)
        best = heapq.nsmallest(_NEAR, shared.items(), key=lambda item: (-round(item[1], 9), item[0]))
        pairs.extend((there, here) for there, _ in best)
    return pairs


def _join(units: Sequence[_Unit], classes: list[list[int]], late: Sequence[int], seen: Likeness | None) -> None:
    """Put headlines and questions into the class they are nearest to; the rest found one only for want of others."""
    home = {i: group for group in classes for i in group}
    near: defaultdict[int, list[int]] = defaultdict(list)
    pairs_near = _candidates(units, [*home, *late])
    if seen:
        pairs_near += sorted(set(seen.nearest(sorted([*home, *late]), _NEAREST, _SAYS_SAME)) - set(pairs_near))
    for a, b in pairs_near:
        for one, other in ((a, b), (b, a)):
            if one not in home and other in home:
                near[one].append(other)
    heard = {a.document for i in home for a in units[i].members}
    left: list[int] = []
    for i in late:
        scored = [(_score(units, i, other, seen), -other) for other in near[i]]
        best = max(scored, default=(0.0, 0))
        if best[0] >= _JOINS:
            home[-best[1]].append(i)
        elif any(a.document not in heard for a in units[i].members):
            left.append(i)
    classes.extend(_classes(units, left, seen))


def _roots(origins: Sequence[Origin]) -> dict[str, str]:
    """Origin id by document id, and by the id that an echo would have as an origin of its own."""
    roots: dict[str, str] = {}
    for origin in origins:
        roots[origin.id] = origin.id
        for echo in origin.echoes:
            roots[echo.document] = roots["o:" + echo.document] = origin.id
    return roots


def _claim(  # noqa: PLR0913, PLR0917 - private, and each is a part of the story
    story: Story,
    said: Sequence[Assertion],
    roots: Mapping[str, str],
    place: Mapping[str, int],
    reprints: frozenset[str],
    used: set[str],
    method: Method,
) -> Claim:
    # Who denies a thing is no source of it; where all deny it, they are the sources of the denial.
    backing = [a for a in said if a.modality is not Modality.DENIED] or list(said)
    source = {a.id: roots.get(a.origin or a.document, a.origin or "o:" + a.document) for a in said}
    span = None
    documents = {document.id: document for document in story.documents}
    for candidate in _by_clarity(said, place, reprints):
        whole = _whole(candidate, documents)
        options = (candidate.span, whole) if self_contained(candidate) else (whole, candidate.span)
        for option in options:
            if content_id("c", option.document, option.start, option.end) not in used:
                span = option
                break
        if span:
            break
    span = span or said[0].span
    identity = content_id("c", span.document, span.start, span.end)
    used.add(identity)
    papers = {roots.get(a.document, a.document) for a in said}
    return Claim(
        identity,
        span,
        tuple(a.id for a in said),
        tuple(sorted({source[a.id] for a in backing})),
        Provenance(method),
        salience(story, said, len(set(source.values())), len(papers)),  # a dispute is worth showing
    )


def _whole(assertion: Assertion, documents: Mapping[str, Document]) -> Span:
    """The sentence of an assertion without its dateline, label and marks."""
    document = documents.get(assertion.document)
    if document is None:
        return assertion.sentence
    start, end = bare(document, assertion.sentence.start, assertion.sentence.end)
    return Span(document, start, end)


def _by_clarity(said: Sequence[Assertion], place: Mapping[str, int], reprints: frozenset[str]) -> list[Assertion]:
    """The assertions, the one that words the claim best first: no reprint, self-contained, firm, typical, early."""
    stems = {a.id: set(content_words(a.span.quote)) for a in said}
    heard = [a for a in said if a.document not in reprints] or list(said)
    common = Counter(s for a in heard for s in stems[a.id])
    core = {s for s, count in common.items() if 2 * count >= len(heard)}

    def rank(a: Assertion) -> tuple[object, ...]:
        words = len(a.span.quote.split())
        return (
            a.document in reprints,
            a.headline,
            a.modality is Modality.QUESTION,
            not self_contained(a),
            a.modality is Modality.DENIED,
            not 6 <= words <= 40,  # noqa: PLR2004 - neither a fragment nor a paragraph
            -(8 * len(core & stems[a.id]) // (len(core) + len(stems[a.id]))),  # in quarters: the typical wording first
            place.get(a.document, len(place)),
            a.span,
            a.id,
        )

    return sorted(said, key=rank)
