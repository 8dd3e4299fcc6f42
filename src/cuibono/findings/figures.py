"""A number taken with what it counts: unit or noun, fate, group, deed, year and the rarer words around it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from cuibono.core.claims import Assertion, Modality, Quantity, SpeakerKind
from cuibono.findings.lexicon import deeds, peoples, person_nouns
from cuibono.findings.scope import base, long_ago
from cuibono.findings.statements import Statement
from cuibono.language.quantity_words import TIME_UNITS
from cuibono.language.words import stem, tokens

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
_SPACE = frozenset({"m", "sq m", "g"})
UNSET = frozenset({Modality.QUESTION, Modality.OPINION, Modality.DENIED})
_AHEAD = re.compile(
    r"(?:\b(?:will|would|shall|should|may|might|could|expect(?:s|ed)?|plan(?:s|ned)?|going to|set to|due to|about to"
    r"|hop(?:e|es|ed|ing))|['’]ll)\b",
    re.IGNORECASE,
)
_ARE = re.compile(r"\s+(?:are|were|is|was)\s+(?:an?\s+)?(?P<people>[A-Z][a-z]+)")  # "155 are Indonesian"
_ASIDE = re.compile(r"\s(?:--|[—–])\s[^.;!?—–]{2,60}\s(?:--|[—–])\s|—[^.;!?—–]{2,60}—")
_DWELL = frozenset(map(stem, ("people", "residents", "inhabitants", "souls", "villagers")))
_DWELLING = re.compile(
    r"(?P<name>[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+)*),\s+an?\s+(?:[a-z-]+\s+){0,2}"
    r"(?:town|village|city|community|hamlet|suburb|island|county)\s+of\s+(?:\w+\s+){0,2}$"
)
_THEN = re.compile(r"\bthen[\s-]+$", re.IGNORECASE)
_AGED_BEFORE = re.compile(r"(?P<first>[A-Z][\w’'-]+)(?:\s+[A-Z][\w’'.-]*){0,2}?\s+(?P<last>[A-Z][\w’'-]+),?\s+\(?$")
_AGED_BEHIND = re.compile(
    r"(?:-|\s)?year(?:-|\s)old\s+(?P<first>[A-Z][\w’'-]+)(?:\s+[A-Z][\w’'.-]*){0,2}?\s+(?P<last>[A-Z][\w’'-]+)"
)


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
    around: frozenset[str]  # stems of the clause
    near: frozenset[str]  # those that few documents hold
    named: frozenset[str]  # names in the clause
    names: frozenset[str]  # those that few documents hold
    frame: tuple[str, ...] = ()  # what alone is so counted: a person's age, the people of a place

    @cached_property
    def key(self) -> tuple[str, ...]:
        """What must be equal for two figures to be compared at all."""
        if self.frame:
            return "frame", *self.frame
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


def figure(assertion: Assertion, statement: Statement, quantity: Quantity, common: frozenset[str]) -> Figure | None:
    """The figure of a quantity, or None where it counts nothing that another document could count."""
    start, end = _clause(statement, quantity)
    fate, who = _fate(statement, quantity)
    text, at = statement.document.text, quantity.span
    before = text[max(statement.span.start, at.start - _NEAR) : at.start]
    behind = text[at.end : at.end + _NEAR]
    # A forecast may look ahead in another clause only.
    ahead = assertion.modality is Modality.FORECAST and _AHEAD.search(text, start, end)
    if ahead or _ADDED.search(before) or _MORE.match(behind) or _INTENDED.search(before):
        return None
    year = _year(statement) if long_ago(statement) else ""
    if year is None:
        return None
    if _OTHERS.match(behind) and fate != _HURT:
        return None  # "killed two others" counts them beside those told of before
    target = [stem(token.text) for token in tokens(quantity.target)]
    is_one = _ARE.match(behind) if not target else None
    head = target[-1] if target else peoples().get(stem(is_one["people"]), "") if is_one else ""
    head = peoples().get(head, head)
    plain = replace(quantity, unit="") if quantity.unit == "people" else quantity
    measured = base(plain)
    frame = _frame(quantity, before, behind)
    if not frame and (measured.unit == "second" or measured.unit in TIME_UNITS or "/" in measured.unit):
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
        around=stems - frozenset(target),
        near=stems - common - frozenset(target),
        named=_one_name(named),
        names=_one_name(named - common),
        frame=frame,
    )


def _frame(quantity: Quantity, before: str, behind: str) -> tuple[str, ...]:
    """Whose age a number is, or of which place it counts the people; () where it is neither."""
    if quantity.target == "age":
        whole = behind if quantity.span.quote[-1:].isdigit() else quantity.span.quote + behind
        match = _AGED_BEFORE.search(before) if behind[:1] in {",", ".", ";", ")"} else _AGED_BEHIND.search(whole)
        if match is None or _THEN.search(before):
            return ()
        return "age", stem(match["first"]), stem(match["last"])
    if _stems(quantity.target) & _DWELL or quantity.unit == "people":
        place = _DWELLING.search(before)
        return ("people of", place["name"].lower()) if place else ()
    return ()


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
    aside = [m.span() for m in _ASIDE.finditer(statement.document.text, start, end)]
    for match in _BREAK.finditer(statement.document.text, start, end):
        if any(a <= match.start() < b for a, b in aside if not a <= quantity.span.start < b):
            continue
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
