"""Dates that a later text puts in the place of earlier ones: "X is corrected to read Y", "moved from X to Y".

Who changes a date contradicts their own earlier word, and whoever still gives the earlier date: the later one stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from cuibono.core.claims import Assertion, Modality, Timex
from cuibono.core.findings import RelationKind
from cuibono.core.reading import Record
from cuibono.core.text import Span
from cuibono.findings.scope import Verdict
from cuibono.findings.statements import Statement
from cuibono.findings.voices import Found, Voices
from cuibono.language.words import content_words

SUPERSEDED = "superseded by a later date"

_CHANGED = (
    r"(?:corrected|changed|amended|revised|moved|postponed|rescheduled|extended|put\s+(?:back|off)|brought\s+forward)"
)
_READ = re.compile(
    rf"[“\"](?P<old>[^”“\"]{{3,80}})[”\"]\s*,?\s*(?:(?:is|are|was|were|has\s+been|have\s+been)\s+)?(?:hereby\s+)?{_CHANGED}"
    r"\s+to\s+(?:read\s+)?[“\"](?P<new>[^”“\"]{3,80})[”\"]"
)
_MOVED = re.compile(rf"\b{_CHANGED}\s+from\s+(?P<old>[^.;!?]{{3,40}}?)\s+to\s+(?P<new>[^.;!?]{{3,40}})", re.IGNORECASE)
_TIED = 2  # content words of the earlier statement that the correcting text holds as well
_MOST = 3  # texts that still give the old date
_DAY = 10  # characters of a TIMEX3 value that names a day
_UNSET = frozenset({Modality.QUESTION, Modality.DENIED})


def superseded(record: Record, statements: Mapping[str, Statement], apart: Voices) -> Iterator[Found]:
    """What has a date that another text changes: that body's own first word, and whoever gives the old date after it.

    Where neither is there, the first text that has the date.
    """
    for later in record.assertions:
        change = _change(later)
        if change is None:
            continue
        old, new = change
        gave = [(a, t.span) for a in record.assertions if (t := _gives(record, a, later, old, new)) is not None]
        gave = [(a, when) for a, when in gave if apart.voices(a, later) and _tied(record, statements[a.id], later)]
        own = [(a, when) for a, when in gave if a.speaker.id == later.speaker.id][:1]
        still = [(a, when) for a, when in gave if _after(record, a, later)][:_MOST]
        for earlier, when in [*own, *still] or gave[:1]:
            yield earlier, later, Verdict(RelationKind.CONTRADICTS, (when, new.span), SUPERSEDED, 0.7)


def _gives(record: Record, earlier: Assertion, later: Assertion, old: Timex, new: Timex) -> Timex | None:
    """Where another text gives the old date as the one that holds."""
    if earlier.document == later.document or earlier.modality in _UNSET or _change(earlier) is not None:
        return None
    if record.documents[earlier.document].foreign or any(t.value == new.value for t in earlier.times):
        return None
    return next((t for t in earlier.times if t.value == old.value), None)


def _tied(record: Record, earlier: Statement, later: Assertion) -> bool:
    held = frozenset(content_words(record.documents[later.document].text))
    return len(earlier.all_stems & held) >= _TIED


def _after(record: Record, one: Assertion, other: Assertion) -> bool:
    """Whether the one was certainly published after the other."""
    first, second = (record.story.appeared(record.documents[a.document]) for a in (other, one))
    return bool(first and second and first.before(second))


def _change(assertion: Assertion) -> tuple[Timex, Timex] | None:
    """The day that a statement takes away and the day that it puts there."""
    words = assertion.span.quote
    match = _READ.search(words) or _MOVED.search(words)
    if match is None:
        return None
    days = [t for t in assertion.times if len(t.value) >= _DAY and t.earliest is not None]
    old, new = (
        next((t for t in days if _inside(t.span, assertion.span, match.span(part))), None) for part in ("old", "new")
    )
    return (old, new) if old and new and old.value != new.value else None


def _inside(span: Span, whole: Span, part: tuple[int, int]) -> bool:
    return whole.start + part[0] <= span.start and span.end <= whole.start + part[1]
