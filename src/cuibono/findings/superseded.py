"""Dates that a later text puts in the place of earlier ones: "X is corrected to read Y", "moved from X to Y".

Who changes a date contradicts their own earlier word, and whoever still gives the earlier date: the later one stands.
Many things begin on one day, so the earlier statement must be of the same matter: of the same speaker, of the very
thing whose day was changed, or a limit for that body ("until 16 November to tell the Board").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cuibono.core.claims import Assertion, Modality, Timex
from cuibono.core.findings import RelationKind
from cuibono.core.reading import Record
from cuibono.core.text import Span
from cuibono.findings.scope import Verdict
from cuibono.findings.statements import Statement, Word
from cuibono.findings.voices import Found, Voices, named
from cuibono.findings.wording import stems_of
from cuibono.language.words import stem

SUPERSEDED = "superseded by a later date"

_CHANGED = (
    r"(?:corrected|changed|amended|revised|moved|postponed|rescheduled|extended|put\s+(?:back|off)|brought\s+forward)"
)
_READ = re.compile(
    rf"[“\"](?P<old>[^”“\"]{{3,80}})[”\"]\s*,?\s*(?:(?:is|are|was|were|has\s+been|have\s+been)\s+)?(?:hereby\s+)?{_CHANGED}"
    r"\s+to\s+(?:read\s+)?[“\"](?P<new>[^”“\"]{3,80})[”\"]"
)
_MOVED = re.compile(rf"\b{_CHANGED}\s+from\s+(?P<old>[^.;!?]{{3,40}}?)\s+to\s+(?P<new>[^.;!?]{{3,40}})", re.IGNORECASE)
_TIED = 2  # content words of the earlier statement that what is said of the change holds as well
_MOST = 3  # texts that still give the old date
_DAY = 10  # characters of a TIMEX3 value that names a day
_UNSET = frozenset({Modality.QUESTION, Modality.DENIED})
_CORRECTED = frozenset(map(stem, ("corrected", "changed", "amended", "revised")))
_DAYS = frozenset(
    map(
        stem,
        "deadline date day time period start beginning end close closing opening effective due final original".split(),
    )
)
_ONE_PHRASE = re.compile(r"[\s-]+")
_LINKED = re.compile(r"\s+(?:of|on|for|in|to|about|by|under|with|at)\b[\w\s’']*")
_LIMIT = re.compile(
    r"\b(?:until|till|by|before|no\s+later\s+than|deadline(?:\s+(?:is|of))?)\s+(?:the\s+)?$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Change:
    """A day taken away and the day put there; ``held`` and ``nouns`` are stems: of the telling, of what was dated."""

    old: Timex
    new: Timex
    held: frozenset[str]
    nouns: frozenset[str]


def superseded(record: Record, statements: Mapping[str, Statement], apart: Voices) -> Iterator[Found]:
    """What has a date that another text changes: that body's own first word, and whoever gives the old date after it.

    Where neither is there, the first text that has the date.
    """
    for later in record.assertions:
        change = _change(record, later, statements[later.id])
        if change is None:
            continue
        gave = [(a, t) for a in record.assertions if (t := _gives(record, a, later, change)) is not None]
        gave = [(a, t) for a, t in gave if apart.voices(a, later) and _tied(statements, (a, t), (later, change))]
        own = [(a, when) for a, when in gave if a.speaker.id == later.speaker.id][:1]
        still = [(a, when) for a, when in gave if _after(record, a, later)][:_MOST]
        for earlier, when in [*own, *still] or gave[:1]:
            yield earlier, later, Verdict(RelationKind.CONTRADICTS, (when.span, change.new.span), SUPERSEDED, 0.7)


def _gives(record: Record, earlier: Assertion, later: Assertion, change: _Change) -> Timex | None:
    """Where another text gives the old date as the one that holds."""
    if earlier.document == later.document or earlier.modality in _UNSET or _days(earlier) is not None:
        return None
    if record.documents[earlier.document].foreign or any(t.value == change.new.value for t in earlier.times):
        return None
    return next((t for t in earlier.times if t.value == change.old.value), None)


def _tied(
    statements: Mapping[str, Statement], gave: tuple[Assertion, Timex], changed: tuple[Assertion, _Change]
) -> bool:
    """Whether what has the old date is of the matter whose date was changed."""
    (earlier, when), (later, change) = gave, changed
    said, speaker = statements[earlier.id], statements[later.id].speaker
    if len(said.all_stems & (change.held | speaker)) < _TIED:
        return False
    if change.nouns & said.all_stems or (named(later) and earlier.speaker.id == later.speaker.id):
        return True
    limits = _limit(said, when) and _limit(statements[later.id], change.old)
    return limits and named(later) and bool(speaker) and speaker <= said.all_stems


def _limit(statement: Statement, when: Timex) -> bool:
    return _LIMIT.search(statement.document.text, statement.span.start, when.span.start) is not None


def _after(record: Record, one: Assertion, other: Assertion) -> bool:
    """Whether the one was certainly published after the other."""
    first, second = (record.story.appeared(record.documents[a.document]) for a in (other, one))
    return bool(first and second and first.before(second))


def _change(record: Record, assertion: Assertion, statement: Statement) -> _Change | None:
    """The change of a day that a statement tells of, with the words that say of what."""
    found = _days(assertion)
    if found is None:
        return None
    match, old, new = found
    held = stems_of(assertion.sentence.quote)
    if match.re is _READ:
        held |= _correcting(record, assertion)
    return _Change(old, new, held, _nouns(statement, assertion.span.start + match.start()))


def _days(assertion: Assertion) -> tuple[re.Match[str], Timex, Timex] | None:
    """The day that a statement takes away and the day that it puts there."""
    words = assertion.span.quote
    match = _READ.search(words) or _MOVED.search(words)
    if match is None:
        return None
    days = [t for t in assertion.times if len(t.value) >= _DAY and t.earliest is not None]
    old, new = (
        next((t for t in days if _inside(t.span, assertion.span, match.span(part))), None) for part in ("old", "new")
    )
    return (match, old, new) if old and new and old.value != new.value else None


def _correcting(record: Record, assertion: Assertion) -> frozenset[str]:
    """Stems of the blocks that speak of a correction: what a notice is about stands in its title and summary."""
    document = record.documents[assertion.document]
    blocks = (stems_of(document.text[block.start : block.end]) for block in document.blocks)
    return frozenset[str]().union(*(stems for stems in blocks if stems & _CORRECTED))


def _nouns(statement: Statement, stop: int) -> frozenset[str]:
    """What has the day that is changed: the noun right before the verb, with what hangs on it by "of", "on" or "for".

    "Comments on its ferry rule were moved" changes the day of comments. "Deadline", "date" and the like say nothing
    where something else is named with them.
    """
    phrases: list[list[Word]] = []  # the nearest to the verb first, its words from the last
    for word in reversed(statement.words_in(statement.span.start, stop)):
        gap = statement.document.text[word.end : phrases[-1][-1].start] if phrases else ""
        if phrases and _ONE_PHRASE.fullmatch(gap):
            phrases[-1].append(word)
        elif not phrases or _LINKED.fullmatch(gap):
            phrases.append([word])
        else:
            break
    dated = frozenset[str]()
    for head, *before in reversed(phrases):
        if head.stem not in _DAYS:
            return frozenset({head.stem})
        named_with = frozenset(word.stem for word in before) - _DAYS
        if named_with:
            return named_with
        dated = dated or frozenset({head.stem})
    return dated


def _inside(span: Span, whole: Span, part: tuple[int, int]) -> bool:
    return whole.start + part[0] <= span.start and span.end <= whole.start + part[1]
