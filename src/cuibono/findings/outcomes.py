"""What became of what was expected: later sentences that tell that it happened, or that it did not.

A sentence tells of an event's coming about where it is asserted in the past tense, shares a name or noun of the actor
and the verb of the action, and stands in a document of the same time or later; that it did not is read from "did not
happen", "never came" right behind the words, or in a sentence that shares the event's words.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from cuibono.core.claims import Assertion, Modality
from cuibono.core.reading import Record
from cuibono.core.text import Span
from cuibono.findings.clock_mentions import Mention, Window
from cuibono.findings.future import ahead
from cuibono.findings.wording import stems_of
from cuibono.language.words import content_words, stem, tokens

_PAST = re.compile(
    r"\b(?:[a-z]{2,}ed|was|were|had|did|has|have|met|held|went|came|began|took|made|said|gave|ran|left|flew|spoke|won|lost"
    r"|sat|rose|fell|became|got|put|set|cut|sent|told|paid|sold|found|brought|voted|struck|ruled|passed)\b"
)
_AHEAD = re.compile(
    r"\b(?:will|would|to be|scheduled|expected|due|set|plans?|planned|planning|likely|may|might|could|if)\b"
)
_FAILED = re.compile(
    r"\b(?:did not|didn[’']t|never|failed to|has not|have not|had not|hasn[’']t|hadn[’']t)"
    r"\s+(?:yet\s+)?(?:happen|happened"
    r"|arrive|arrived|come|came|materiali[sz]ed?|take place|taken place|show up|occur|occurred|land|landed)\b",
    re.IGNORECASE,
)
_RIGHT_BEHIND = 160  # characters behind an expectation in which "did not happen" speaks of it
_CANDIDATES = 60
_ACTION = 2  # stems of the action beside the verb that a past sentence must share where the verb is a common one
_COMMON = frozenset(map(stem, "be have take make do go come hold say give get see meet run".split()))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an expectation, in words of a sentence."""

    words: Span
    met: bool


class Outcomes:
    """Looks for outcomes among a record's assertions."""

    def __init__(self, record: Record) -> None:
        """Index the assertions by stem."""
        self._record = record
        self._index: dict[str, list[Assertion]] = defaultdict(list)
        for assertion in record.assertions:
            for root in sorted(stems_of(assertion.sentence.quote)):
                self._index[root].append(assertion)
        self._dated: dict[str, list[Assertion]] = defaultdict(list)
        for assertion in record.assertions:
            for value in sorted({time.value for time in assertion.times}):
                self._dated[value].append(assertion)

    def of(self, group: Sequence[Mention], window: Window) -> Outcome | None:
        """What the documents tell of one event; None where they tell nothing."""
        for mention in group:
            document = self._record.documents[mention.assertion.document]
            end = mention.assertion.sentence.end
            failed = _FAILED.search(document.text, end, end + _RIGHT_BEHIND)
            if failed and "\n" not in document.text[end : failed.start()].strip("\n"):
                return Outcome(document.span(failed.start(), failed.end()), met=False)
        first = min(group, key=lambda m: m.order)
        told = [found for mention in group if (found := self._told(mention, first, window)) is not None]
        return Outcome(min(told), met=True) if told else None

    def origins(self, mention: Mention, window: Window) -> frozenset[str]:
        """Origins of all that names the day of an event together with its actor and its action."""
        actor = frozenset(content_words(mention.actor))
        action = mention.stems - actor
        return frozenset(
            other.origin
            for other in (self._dated.get(window.value, ()) if window.dated else ())
            if other.origin and actor & (stems := stems_of(other.span.quote)) and len(action & stems) >= _ACTION
        )

    def _told(self, mention: Mention, first: Mention, window: Window) -> Span | None:
        actor = frozenset(content_words(mention.actor))
        action = [
            stem(t.text) for t in tokens(mention.action) if stem(t.text) in mention.stems and stem(t.text) not in actor
        ]
        if not actor or len(action) < _ACTION:
            return None
        verb, rest = action[0], frozenset(action[1:])
        fitting = []
        for other in self._index.get(verb, ())[:_CANDIDATES]:
            stems = stems_of(other.sentence.quote)
            enough = _ACTION if verb in _COMMON else 1
            if actor & stems and len(rest & stems) >= min(enough, len(rest)) and self._later(other, first, window):
                fitting.append(other)
        done = [a for a in fitting if self._is_past(a, verb)]
        return min((a.sentence for a in done), default=None)

    def _later(self, other: Assertion, first: Mention, window: Window) -> bool:
        """Whether a document is of the same time or later, and not of a time before the window."""
        then, now = (self._record.documents[d].published for d in (first.assertion.document, other.document))
        if then is None or now is None or now.latest < then.at or other.id == first.assertion.id:
            return False
        return window.earliest is None or now.latest >= window.earliest

    def _is_past(self, other: Assertion, verb: str) -> bool:
        """Whether the verb itself stands in the past, asserted and with nothing that points ahead."""
        if other.modality is not Modality.ASSERTED or other.negations or other.hedges or other.headline:
            return False
        text = other.sentence.quote
        if _AHEAD.search(text) or ahead(self._record.documents[other.document], other.span):
            return False
        return any(stem(w) == verb for w in _PAST.findall(text))
