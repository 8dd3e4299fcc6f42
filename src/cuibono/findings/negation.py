"""Statements that say the opposite of each other: by a negation, by a denial, or by a pair of opposed words.

All three need the rest of the words to agree. A negated clause contradicts whatever says all that it negates and more
("no build was shipped" against "a build was shipped on Monday"); a negation that is narrower than what it stands
against leaves room for both to be true, and is other scope.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from cuibono.core.claims import Modality
from cuibono.core.findings import RelationKind, Scope
from cuibono.core.text import Span
from cuibono.findings.lexicon import opposed_stems, opposites
from cuibono.findings.scope import Verdict, compatible, covered, meet, overlap, strangers
from cuibono.findings.statements import VERB, Statement, Word
from cuibono.language.words import stem

_COVERED = 0.75  # of the negated clause's words must stand in what it negates
_BACK = 0.5  # of the words of what is negated must stand in the negated clause
_BACK_OF_NO = 0.66  # the same where "no" may negate a noun alone ("no official that is above the law")
# "Not all", "not only", "not this": what is denied is the degree; and words that negate without a negation.
_LIMITS = re.compile(
    r"\s+(?:the\s+)?(?:all|only|every|always|necessarily|entirely|fully|just|merely|this|that|so|as|very|enough|both)\b",
    re.IGNORECASE,
)
_IMPLICIT = re.compile(
    r"\b(?:neglect\w*|inability|unable|fail\w*|lack\w*|barely|hardly|scarcely|little|absence)\b", re.IGNORECASE
)
_NONE = re.compile(r"no|none|nobody|no one|nothing", re.IGNORECASE)
_MIN_WORDS = 2
_ADJECTIVE_GAP = re.compile(r"(?:-colou?red)?[\s-]", re.IGNORECASE)
_PLACED = re.compile(r"\b(?:next to|beside|under|underneath|inside|on top of|in front of|behind|near)\b", re.IGNORECASE)
_LONG = 48  # characters; a longer stretch does not show what differs


def negation(left: Statement, right: Statement) -> Verdict | None:
    """Contradiction by a clause that negates what the other side says; None where words or names differ too much."""
    if left.denied or right.denied or not (left.flips or right.flips):
        return None
    if any(side.disputes or side.phased or side.partial for side in (left, right)) or unfit(left, right):
        return None
    for no, yes in ((left, right), (right, left)):
        for flip in no.flips if not yes.prospective else ():
            verdict = _negated(no, flip, yes)
            if verdict:
                return _ordered(verdict, in_order=no is left)
    return None


def _negated(no: Statement, flip: Span, yes: Statement) -> Verdict | None:
    """The verdict on one negation: its clause against the clause that says first what it negates first."""
    start, end = no.clause(flip.start)
    clause = no.words_in(start, end)
    behind = next((word for word in clause if word.start >= flip.end), None)
    first = next((word for word in yes.words if behind and word.stem == behind.stem), None)
    if behind is None or first is None or _flips_in(no, start, end) != 1:
        return None
    if _LIMITS.match(no.document.text, flip.end) or _IMPLICIT.search(yes.span.quote):
        return None
    bounds = yes.clause(first.start)
    if _flips_in(yes, *bounds):
        return None
    denied = frozenset(word.stem for word in clause) - yes.implied
    said = frozenset(word.stem for word in yes.words_in(*bounds))
    shared = denied & said
    if len(shared - no.names) < _MIN_WORDS or (len(shared) == _MIN_WORDS and denied != said):
        return None
    back = _BACK_OF_NO if _NONE.fullmatch(flip.quote) else _BACK
    if covered(denied, yes.all_stems) < _COVERED or covered(said, denied) < back:
        return None
    words = (_joined(no, flip, behind), yes.word_span(first))
    score = min(1.0, 0.3 + 0.7 * overlap(denied, said))
    return Verdict(RelationKind.CONTRADICTS, words, "negation", score)


def _flips_in(statement: Statement, start: int, end: int) -> int:
    return sum(start <= flip.start < end for flip in statement.flips)


def denial(left: Statement, right: Statement, cue: Span | None = None) -> Verdict | None:
    """One side denies what the other side says, or denies something narrower (other scope).

    ``cue`` is the attributing word of the denied side ("denied").
    """
    no, yes = (left, right) if left.denied else (right, left)
    if not no.denied or yes.negative or yes.modality is Modality.FORECAST or unfit(left, right):
        return None
    start, end = no.clause(no.flips[0].start) if no.flips else (no.span.start, no.span.end)
    if not VERB.search(no.document.text[start:end]):
        return None  # a bare noun phrase ("claims of fraud") says nothing that could be matched
    clause = no.words_in(start, end)
    denied = frozenset(word.stem for word in clause) - yes.implied
    said = yes.all_stems | no.implied
    shared = (denied & said) - _charges()
    if len(shared) < 3 or len(shared - no.names - yes.names) < _MIN_WORDS:  # noqa: PLR2004 - fewer meet by chance
        return None
    against = _stretch(yes, shared)
    if covered(denied, said) >= _COVERED:
        mark = no.flips[0] if no.flips else cue
        first = next(word for word in clause if word.stem in shared)
        words = (_joined(no, mark, first) if mark else no.word_span(first), against)
        verdict = Verdict(RelationKind.CONTRADICTS, words, "denial", min(1.0, 0.5 + covered(said, denied) / 2))
        return _ordered(verdict, in_order=left is no)
    return _ordered(_narrower(no, clause, said, against), in_order=left is no)


@cache
def _charges() -> frozenset[str]:
    """Words by which a denial names what it denies without telling it."""
    return frozenset(
        stem(word) for word in ("allegation", "accusation", "charge", "claim", "report", "rumor", "rumour")
    )


def _narrower(no: Statement, clause: tuple[Word, ...], said: frozenset[str], against: Span) -> Verdict | None:
    """A denial of less than what was said: other scope, shown by the first word that only the denial has."""
    extra = next((word for word in clause if word.stem not in said and not word.name), None)
    if extra is None or covered(frozenset(word.stem for word in clause), said) < _BACK:
        return None
    words = (no.word_span(extra), against)
    return Verdict(RelationKind.SCOPE, words, "denies something narrower", 0.4, Scope.DEFINITION)


def antonyms(left: Statement, right: Statement) -> Verdict | None:  # noqa: PLR0911 - one return per way out
    """One opposed pair of words, and everything else the same."""
    if left.negative or right.negative:
        return None
    only_left = [word for word in left.words if word.stem not in right.all_stems and not word.name]
    only_right = [word for word in right.words if word.stem not in left.all_stems and not word.name]
    table = opposites()
    pairs = [(a, b) for a in only_left if a.stem in opposed_stems() for b in only_right if (a.stem, b.stem) in table]
    if not pairs or left.phased or right.phased or unfit(left, right):
        return None
    a, b = pairs[0]
    rest_left, rest_right = left.all_stems - {a.stem}, right.all_stems - {b.stem}
    shared = rest_left & rest_right
    near = overlap(rest_left - right.implied, rest_right - left.implied)
    if _described(left, a, right, b, shared) and table[a.stem, b.stem] is None and not (left.partial or right.partial):
        return Verdict(RelationKind.CONTRADICTS, (left.word_span(a), right.word_span(b)), "antonym", 0.6)
    if not shared or near < 0.66 or (len(shared) == 1 and near < 1):  # noqa: PLR2004 - see gate/relations.py
        return None
    if not _numbers_agree(left, right):
        return None
    words = (left.word_span(a), right.word_span(b))
    scope = table[a.stem, b.stem]
    if scope is not None:
        return Verdict(RelationKind.SCOPE, words, "stands beside it", near, scope)
    if left.partial or right.partial:
        return Verdict(RelationKind.SCOPE, words, "some and others", near, Scope.POPULATION)
    return Verdict(RelationKind.CONTRADICTS, words, "antonym", min(1.0, 0.2 + 0.8 * near))


def _described(left: Statement, a: Word, right: Statement, b: Word, shared: frozenset[str]) -> bool:
    """Whether two opposed words stand before one noun, in short clauses that place it by the same words.

    "A light-coloured bag on the ground next to a letterbox" / "a dark bag next to a letterbox and a barrier".
    """
    nouns = [_described_noun(side, word) for side, word in ((left, a), (right, b))]
    if nouns[0] is None or nouns[0] != nouns[1] or not _photographed(left, right):
        return False
    return len(shared - {nouns[0]}) >= _MIN_WORDS


def _described_noun(statement: Statement, word: Word) -> str | None:
    """The stem of the noun right behind an adjective; "-coloured" may stand between."""
    behind = next((other for other in statement.words if other.start >= word.end), None)
    if behind is None or not _ADJECTIVE_GAP.fullmatch(statement.document.text[word.end : behind.start]):
        return None
    return behind.stem


def _photographed(left: Statement, right: Statement) -> bool:
    """Whether both say where the thing stands by the same words "next to", "under", "inside" ...: one thing."""
    first, second = ({m.lower() for m in _PLACED.findall(side.span.quote)} for side in (left, right))
    return bool(first & second)


def unfit(left: Statement, right: Statement) -> bool:
    """Whether the two cannot contradict each other, whatever they say."""
    if left.open or right.open or left.possible or right.possible:
        return True
    return strangers(left, right) or _nameless(left, right) or _nameless(right, left) or _other_times(left, right)


def _nameless(one: Statement, other: Statement) -> bool:
    """Whether a side that names nobody speaks of "him" or "them", and nothing shows that the other means the same."""
    if one.names or one.implied or not other.names or not one.pronoun:
        return False
    return not one.speaker & other.names


def _other_times(left: Statement, right: Statement) -> bool:
    """Whether both are dated and no date of the one meets a date of the other."""
    ours = [time for time in left.times if time.earliest and time.latest]
    theirs = [time for time in right.times if time.earliest and time.latest]
    if not ours or not theirs:
        return False
    return not any(meet(a, b) for a in ours for b in theirs)


def _numbers_agree(left: Statement, right: Statement) -> bool:
    if not left.quantities or not right.quantities:
        return True
    return any(a.unit == b.unit and compatible(a, b) for a in left.quantities for b in right.quantities)


def _joined(statement: Statement, flip: Span, word: Word) -> Span:
    """From the negation to the word it negates, or the negation alone where they stand apart."""
    if 0 <= word.start - flip.end <= _LONG:
        return statement.document.span(flip.start, word.end)
    return flip


def _stretch(statement: Statement, shared: frozenset[str]) -> Span:
    """The statement's words from the first to the last shared one; the first alone where that is long."""
    held = [word for word in statement.words if word.stem in shared] or list(statement.words)
    if held[-1].end - held[0].start <= _LONG:
        return statement.document.span(held[0].start, held[-1].end)
    return statement.word_span(held[0])


def _ordered(verdict: Verdict | None, *, in_order: bool) -> Verdict | None:
    """The verdict with its words in the order of the statements."""
    return verdict if in_order or verdict is None else replace(verdict, words=(verdict.words[1], verdict.words[0]))
