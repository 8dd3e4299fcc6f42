"""Figures that documents of one story give for the same thing, and that differ.

Sentences of news are long and share little, so the words right around a number decide: what it counts, what was done to
it, and the rarer words beside it. What nearly every document of the story says ties nothing together. A difference is
shown as other scope: tolls grow, counts are taken twice, and only the words printed are certain. Differences of one
thing form a star around the figure that most documents give, so work and output stay linear in the figures.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from cuibono.core.claims import Assertion, Modality, Quantity, SpeakerKind
from cuibono.core.findings import RelationKind, Scope
from cuibono.core.reading import Record
from cuibono.findings.lexicon import deeds, generic_heads, peoples, person_nouns
from cuibono.findings.scope import TOLL, Verdict, alike, base, long_ago, within
from cuibono.findings.statements import Statement
from cuibono.findings.voices import Found, Voices
from cuibono.language.quantity_words import TIME_UNITS
from cuibono.language.words import stem, tokens

UNSURE = "the figures differ, and nothing read here says why"

_DEAD, _HURT, _MISSING = "killed", "injured", "missing"
_FATES = {
    _DEAD: r"kill(?:ed|ing|s)?|dead|died?|dies|deaths?|fatalit(?:y|ies)|slain|perished|claim(?:ed|ing) the lives of",
    _HURT: r"injur(?:ed|ing|ies|es|y)|hurt(?:ing)?|wound(?:ed|ing|s)?",
    _MISSING: r"missing|unaccounted for",
}
_FATE = "|".join(f"(?P<{name}>{forms})" for name, forms in _FATES.items())
_FATE_BEFORE = re.compile(rf"\b(?:{_FATE})\s+(?:the\s+|an?\s+)?$", re.IGNORECASE)
_TOLL_BEFORE = re.compile(
    r"\b(?:death|casualty)\s+toll\b[^.;!?]{0,50}?\b(?:to|at|topped|reached|of|is|was|above|past|hit|passed)"
    r"\s+(?:about\s+)?$",
    re.IGNORECASE,
)
_PERSONS = r"(?P<who>(?:(?!and\b|or\b|of\b)[A-Za-z’'-]+\s+){0,3}?)"
_WHO = re.compile(r"\s+(?P<who>(?:[A-Z][\w’'-]+\s+){0,2}(?:[A-Z][\w’'-]+|[a-z]+(?:s|en|ple)\b)?)")
_FATE_BEHIND = re.compile(
    rf"\s*{_PERSONS}(?:who\s+)?(?:(?:were|was|are|is|be|being|had|have|has|been|left|reported|confirmed"
    rf"|believed|feared|found|also|so|far)\s+){{0,4}}(?:{_FATE})\b",
    re.IGNORECASE,
)
_FROM = re.compile(r"\s*(?:\([^()]{1,40}\)\s*)?(?:away\s+)?from\s+(?P<mark>(?:[\w’'-]+\s*){1,6})")
_WHERE = re.compile(
    r"\b(?:in|across|inside)\s+(?:the\s+)?(?P<there>[A-Z]\w+)|\b(?P<whose>[A-Z]\w+)\s+(?:death|casualty)\s+toll"
)
_ADDED = re.compile(
    r"\b(?:another|other|further|additional|remaining|first|last|next|extra|plus|by|from|each|every|some of"
    r"|his|her|their|my|our|its)\W*$",
    re.IGNORECASE,
)
_MORE = re.compile(r"\W{0,2}(?:\w+\s+)?(?:more|additional|further)\b", re.IGNORECASE)
_OTHERS = re.compile(r"\s+others?\b", re.IGNORECASE)
_INTENDED = re.compile(r"\bto\s+[a-z]+\s+(?:all\s+|the\s+)*$")  # "a mission to rescue 12 boys"
_PORTION = re.compile(r"\s+of\s+(?:(?:the|its|their|his|her|those|these|all)\b|[A-Z][\w-]+['’]s?\s)")
_WHOLE = re.compile(r"\bof\s+(?:the|its|their|his|her|those|these|all)\s+$", re.IGNORECASE)
_BREAK = re.compile(
    r"[;—–]|\s--\s|[.!?]\s|,?\s+\b(?:but|while|whereas|although|though|because|before|when|since)\b"
    r"|,\s+(?:and|who|which|with)\b",
    re.IGNORECASE,
)
_NEAR = 70  # characters looked at on each side of a number for what befell whom
_COMMON = 0.6  # of the documents hold the word: it ties nothing
_RATIO = 3  # of two figures for one thing the larger is seldom more than this (ten development stories: none)
_SPACE = frozenset({"m", "sq m", "g"})
_FAR = 20  # the same of measures, which words must tie
_SPOKES = 3  # differences told of one thing
_GROUP = 60  # figures of one thing that are compared
_LARGEST = 1000  # larger exact counts need words in common
_SHARE = 0.4  # of the rarer words of the smaller side
_DAY = re.compile(r"^\s+(?:straight\s+|consecutive\s+)?day\s+of\s+(?P<what>[^.,;:!?]{3,60})", re.IGNORECASE)
_STRIFE = re.compile(
    r"\b(?:violence|conflict|fighting|war|clashes|hostilities|offensive|bombardment|strikes|protests?|unrest|riots?"
    r"|search|strike|trial|talks|siege|standoff)\b",
    re.IGNORECASE,
)
_UNSET = frozenset({Modality.QUESTION, Modality.FORECAST, Modality.OPINION, Modality.DENIED})


@dataclass(frozen=True)
class Figure:
    """A number with what it counts (``head``), in what fate (``fate``), of which group, and the rarer words around."""

    assertion: Assertion
    statement: Statement
    given: Quantity
    quantity: Quantity  # in the unit's base
    head: str
    fate: str
    group: frozenset[str]
    mark: frozenset[str]  # stems of what a measure is taken from ("from the last known position")
    mods: frozenset[str]
    portion: str  # "part" of a whole, the "whole" of a part, or ""
    done: frozenset[str]  # classes of deeds named in the clause
    year: str  # of what lies long back: its count is settled; "" of what is news
    near: frozenset[str]  # stems of the clause that few documents hold
    named: frozenset[str]  # names in the clause
    names: frozenset[str]  # those that few documents hold

    @cached_property
    def key(self) -> tuple[str, str, str]:
        """What must be equal for two figures to be compared at all."""
        if self.fate:
            return self.fate, "", self.year
        return self.year, self.quantity.unit, "" if self.quantity.unit in _SPACE else self.head

    @cached_property
    def known(self) -> frozenset[str]:
        """Every content word of its statement, peoples and their places by one name."""
        return _one_name(self.statement.all_stems)

    @property
    def value(self) -> tuple[str, str]:
        """Its bounds as text: equal values count as one voice."""
        return str(self.quantity.low), str(self.quantity.high)


def differing(record: Record, statements: Mapping[str, Statement], apart: Voices) -> Iterator[Found]:
    """Pairs of assertions whose figures for the same thing differ, in an order given by the story."""
    common = frequent(statements.values())
    groups: dict[tuple[str, str, str], list[Figure]] = defaultdict(list)
    days: list[tuple[Assertion, Quantity, str]] = []
    for assertion in record.assertions:
        statement = statements[assertion.id]
        if assertion.modality in _UNSET or statement.open:
            continue
        for quantity in assertion.quantities:
            if quantity.ordinal:
                days += _day_of(assertion, quantity, statement)
            elif figure := _figure(assertion, statement, quantity, common):
                groups[figure.key].append(figure)
    for _key, figures in sorted(groups.items()):
        yield from _star(figures[:_GROUP], apart, common)
    yield from _days(days, apart)


def frequent(statements: Iterable[Statement]) -> frozenset[str]:
    """Stems that most of the documents hold, and at least two: they tie nothing together."""
    held: dict[str, set[str]] = defaultdict(set)
    documents: set[str] = set()
    for statement in statements:
        documents.add(statement.document.id)
        for word in statement.all_stems:
            held[word].add(statement.document.id)
    least = max(2.0, _COMMON * len(documents))
    return frozenset(word for word, where in held.items() if len(where) >= least)


def _figure(assertion: Assertion, statement: Statement, quantity: Quantity, common: frozenset[str]) -> Figure | None:
    """The figure of a quantity, or None where it counts nothing that another document could count."""
    start, end = _clause(statement, quantity)
    fate, who = _fate(statement, quantity)
    text, at = statement.document.text, quantity.span
    before = text[max(statement.span.start, at.start - _NEAR) : at.start]
    behind = text[at.end : at.end + _NEAR]
    if _ADDED.search(before) or _MORE.match(behind) or _INTENDED.search(before):
        return None
    year = _year(statement) if long_ago(statement) else ""
    if year is None:
        return None
    if _OTHERS.match(behind) and fate != _HURT:
        return None  # "killed two others" counts them beside those told of before
    target = [stem(token.text) for token in tokens(quantity.target)]
    head = target[-1] if target else ""
    plain = replace(quantity, unit="") if quantity.unit == "people" else quantity
    measured = base(plain)
    if measured.unit == "second" or measured.unit in TIME_UNITS or "/" in measured.unit:
        return None
    if not fate and (not (head or measured.unit) or (not measured.unit and quantity.low == quantity.high == 1)):
        return None
    words = statement.words_in(start, end)
    stems = frozenset(word.stem for word in words)
    named = frozenset(word.stem for word in words if word.name) | _we(assertion, statement)
    portion = _PORTION.match(behind)
    return Figure(
        assertion=assertion,
        statement=statement,
        given=plain,
        quantity=measured,
        head=head,
        fate=fate,
        group=_group(text[start:end], who) if fate else frozenset(),
        mark=_mark(behind) if measured.unit in _SPACE else frozenset(),
        mods=frozenset(target[:-1]),
        portion="part" if portion else "whole" if _WHOLE.search(before) else "",
        done=deeds(text[start:end]),
        year=year,
        near=stems - common - frozenset(target),
        named=_one_name(named),
        names=_one_name(named - common),
    )


def _year(statement: Statement) -> str | None:
    """The one year in which all that is dated in a statement lies; None where there are several."""
    years = {time.value[:4] for time in statement.times if time.earliest and time.latest}
    return years.pop() if len(years) == 1 else None


def _one_name(words: frozenset[str]) -> frozenset[str]:
    return frozenset(peoples().get(word, word) for word in words)


def _we(assertion: Assertion, statement: Statement) -> frozenset[str]:
    """Names of the speaker where the words may mean it ("it is expelling two")."""
    spoken = assertion.speaker.kind in {SpeakerKind.PERSON, SpeakerKind.BODY}
    return statement.speaker if spoken and assertion.source and statement.pronoun else frozenset()


def _clause(statement: Statement, quantity: Quantity) -> tuple[int, int]:
    """The part of the statement around a number, cut only where another thought begins."""
    start, end = statement.span.start, statement.span.end
    for match in _BREAK.finditer(statement.document.text, start, end):
        if match.end() <= quantity.span.start:
            start = match.end()
        elif match.start() >= quantity.span.end:
            end = match.start()
            break
    return start, end


def _fate(statement: Statement, quantity: Quantity) -> tuple[str, frozenset[str]]:
    """What befell those who are counted ("killed", "injured", "missing" or ""), and the words for who they are."""
    if quantity.unit not in {"", "people"}:
        return "", frozenset()
    text, span = statement.document.text, quantity.span
    before = text[max(statement.span.start, span.start - _NEAR) : span.start]
    behind = text[span.end : min(statement.span.end, span.end + _NEAR)]
    if _TOLL_BEFORE.search(before):
        return _DEAD, frozenset()
    match = _FATE_BEFORE.search(before)
    if match:
        who = _WHO.match(behind)
        return next(name for name in _FATES if match[name]), _stems(who["who"] if who else "")
    match = _FATE_BEHIND.match(behind)
    if match:
        return next(name for name in _FATES if match[name]), _stems(match["who"])
    return "", frozenset()


def _mark(behind: str) -> frozenset[str]:
    match = _FROM.match(behind)
    return _stems(match["mark"]) - {"the", "its", "a", "an", "of", "his", "her", "their"} if match else frozenset()


def _stems(words: str) -> frozenset[str]:
    return frozenset(stem(token.text) for token in tokens(words))


def _group(clause: str, who: frozenset[str]) -> frozenset[str]:
    """Who is counted: the people or sort named with the number, else the place where they were."""
    named = frozenset(peoples().get(word, word) for word in who) - person_nouns()
    if named:
        return named
    where = {stem(match["there"] or match["whose"]) for match in _WHERE.finditer(clause)}
    return frozenset(peoples()[place] for place in where if place in peoples())


def _star(figures: Sequence[Figure], apart: Voices, common: frozenset[str]) -> Iterator[Found]:
    """Differences of one thing, the surest first: those after the first share a value with it."""
    voices = Counter(value for value, _ in {(f.value, f.assertion.document) for f in figures})
    pairs: list[tuple[float, int, int]] = []
    for i, a in enumerate(figures):
        for j in range(i + 1, len(figures)):
            b = figures[j]
            if apart.voices(a.assertion, b.assertion) and (score := _tied(a, b, figures, common)):
                pairs.append((score + _closeness(a, b) / 10 + (voices[a.value] + voices[b.value]) / 100, -i, -j))
    told: list[tuple[Figure, Figure]] = []
    hub: tuple[str, str] | None = None
    for score, i, j in sorted(pairs, reverse=True):
        a, b = figures[-i], figures[-j]
        values = {a.value, b.value}
        if any({x.value, y.value} == values for x, y in told) or (hub and hub not in values):
            continue
        hub = hub or max((a, b), key=lambda f: voices[f.value]).value
        told.append((a, b))
        yield _told(a, b, apart, min(1.0, score))
        if len(told) == _SPOKES:
            return


def _closeness(a: Figure, b: Figure) -> float:
    first, second = (float(f.quantity.low or f.quantity.high or 0) for f in (a, b))
    return min(first, second) / max(first, second) if first > 0 and second > 0 else 0.0


def _tied(a: Figure, b: Figure, figures: Sequence[Figure], common: frozenset[str]) -> float:  # noqa: C901, PLR0911 - a way out each
    """How surely two figures count the same thing and differ, 0..1; 0 where that cannot be said."""
    if alike(a.given, b.given) or not within(a.quantity, b.quantity, _FAR if a.quantity.unit else _RATIO):
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
    if len(a.mark & b.mark) >= 2 and (a.done & b.done or shared - a.mark):  # noqa: PLR2004 - "the last known position"
        return 0.6
    if len(shared) >= (3 if a.quantity.unit else 2) and share >= _SHARE:  # measures meet by chance
        return 0.5 + 0.5 * share
    if a.quantity.unit or a.head in generic_heads():
        return 0.0
    if a.head and a.mods and a.mods == b.mods and _only(a, figures) and _only(b, figures):
        return 0.55  # "transgender troops": two words name what is counted
    if a.names - b.known or b.names - a.known:
        return 0.0
    if a.done & b.done:
        return 0.6
    about = a.head in common and _only(a, figures) and _only(b, figures)
    return 0.5 if about and max(a.quantity.low or 0, b.quantity.low or 0) < _LARGEST else 0.0


def _both(a: Figure, b: Figure, figures: Sequence[Figure]) -> bool:
    """Whether the sentence of the one holds the number of the other as well: two numbers, no difference."""
    return any(f.assertion is a.assertion and f is not a and alike(f.given, b.given) for f in figures)


def _only(figure: Figure, figures: Sequence[Figure]) -> bool:
    """Whether its document gives but this figure for the thing."""
    return all(f.value == figure.value for f in figures if f.assertion.document == figure.assertion.document)


def _told(a: Figure, b: Figure, apart: Voices, score: float) -> Found:
    words = (a.given.span, b.given.span)
    if a.year and not (a.given.approximate or b.given.approximate):
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
