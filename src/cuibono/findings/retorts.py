"""Claims that are taken back, and charges that the charged deny.

"That may have been incorrect" stands against the claim that it names; "has denied any involvement" against whoever
says that they did it. Both look for the one statement of the story that shares most rare words, and stay silent
where none shares enough.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cuibono.core.claims import Assertion, Modality
from cuibono.core.findings import RelationKind
from cuibono.core.reading import Record
from cuibono.core.text import Span
from cuibono.findings.lexicon import peoples
from cuibono.findings.scope import Verdict
from cuibono.findings.statements import Statement
from cuibono.findings.voices import Found, Voices, named
from cuibono.language.words import stem, tokens

TAKEN_BACK = "taken back"
DENIED = "denial"

_INFORMATION = (
    r"(?:information|reports?|accounts?|statements?|figures?|numbers?|estimates?|claims?|descriptions?|comments?"
    r"|remarks?|word)"
)
_WRONG = re.compile(
    rf"\b{_INFORMATION}\b[^.;!?]{{0,90}}?\b(?P<cue>(?:(?:may|might|could)\s+have\s+been|was|were|proved|proved\s+to\s+be"
    r"|turned\s+out\s+to\s+be)\s+(?:\w+ly\s+)?(?:incorrect|wrong|mistaken|inaccurate|erroneous|in\s+error))\b",
    re.IGNORECASE,
)
_BACK = re.compile(
    rf"\b(?P<cue>(?:dial(?:ed|ing|s)|walk(?:ed|ing|s)|roll(?:ed|ing|s)|row(?:ed|ing|s))\s+back|retract(?:ed|ing|s)|took\s+back)\b"
    rf"(?=[^.;!?]{{0,40}}\b{_INFORMATION}\b)",
    re.IGNORECASE,
)
_DENY = re.compile(
    r"\b(?P<cue>den(?:y|ies|ied|ying)|reject(?:s|ed|ing)?)\b\s+(?:(?:any|all|the|having\s+any|its|his|her|their|a|that\s+it\s+had)\s+)*"
    r"(?P<what>involvement|responsibility|role|part|hand|complicity|link|connection|being\s+behind|being\s+responsible"
    r"|wrongdoing|guilt)\b"
    r"|\b(?:no(?P<whose>(?:\s+[\w-]+){1,3})\s+(?:(?:had|has|have)\s+)?(?:took|taken|played|had)"
    r"|(?:had|has|have|took|takes|played|plays)\s+no|(?:had|has|have)(?=\s+nothing\s)"
    r"|(?:did|was|were|is|are|had|has|have)(?:\s+not|n['’]t)(?:\s+(?:taken?|play(?:ed)?|had|have|any))*)"
    r"\s+(?:part|role|hand|involvement|involved|responsible|responsibility|complicit|behind\s+it"
    r"|(?:any|no)thing\s+to\s+do\s+with)\b",
    re.IGNORECASE,
)
_ACCUSES = re.compile(
    r"\b(?P<cue>blam(?:e|es|ed|ing)|accus(?:e|es|ed|ing)|responsible|responsibility|behind|perpetrated|culpable|carried\s+out|to\s+blame"
    r"|guilty|orchestrated|punish(?:es|ed|ing)?"
    r"|acting\s+(?:for|on\s+behalf\s+of|on\s+orders)|(?:directed|ordered|backed|sponsored|sanctioned|masterminded)\s+by)\b",
    re.IGNORECASE,
)
_BARE = re.compile(r"\s+(?:in\s+)?(?:it|that|this|them|anything\s+of\s+the\s+(?:kind|sort))\b|\W*$", re.IGNORECASE)
_RARE = 0.05  # of the assertions hold the word, or three
_TELLING = 2  # rare words that both sides share
_UNSET = frozenset({Modality.QUESTION, Modality.FORECAST, Modality.DENIED})


@dataclass(frozen=True)
class _Weights:
    """How much a shared word says: rare ones more."""

    holders: Counter[str]
    total: int

    def rare(self, word: str) -> bool:
        return self.holders[word] <= max(3.0, _RARE * self.total)

    def of(self, words: frozenset[str]) -> float:
        return sum(math.log(1 + self.total / self.holders[word]) for word in sorted(words))


def retorts(record: Record, statements: Mapping[str, Statement], apart: Voices) -> Iterator[Found]:
    """Claims with the statement that takes them back, charges with their denial, in an order given by the story."""
    holders = Counter(word for statement in statements.values() for word in statement.all_stems)
    weights = _Weights(holders, len(statements))
    for assertion in record.assertions:
        statement = statements[assertion.id]
        span = assertion.sentence
        text = statement.document.text
        match = _WRONG.search(text, span.start, span.end) or _BACK.search(text, span.start, span.end)
        if match and span.start <= match.start("cue"):
            found = _taken_back(record, statements, assertion, match, weights, apart)
            if found:
                yield found
    yield from _denials(record, statements, weights, apart)


def _taken_back(
    record: Record,
    statements: Mapping[str, Statement],
    back: Assertion,
    match: re.Match[str],
    weights: _Weights,
    apart: Voices,
) -> Found | None:
    """The statement that a retraction means: the one that shares most rare words with what is taken back."""
    document = record.documents[back.document]
    start = back.sentence.start if match.re is _WRONG else match.end("cue")
    end = match.start("cue") if match.re is _WRONG else back.sentence.end
    if back.span.start > start and back.span.start < end:
        start = back.span.start
    taken = frozenset(stem(token.text) for token in tokens(document.text, start, end))
    best: tuple[float, Assertion] | None = None
    for other in record.assertions:
        said = statements[other.id]
        if other.sentence.meets(back.sentence) or other.modality in _UNSET or said.negative or said.open:
            continue
        days = apart.days_between(other, back)
        if (days is not None and days < 0) or (other.document == back.document and other.span.start > back.span.start):
            continue
        if _WRONG.search(other.sentence.quote) or _BACK.search(other.sentence.quote):
            continue
        shared = taken & said.all_stems
        if len([word for word in shared if weights.rare(word)]) < _TELLING:
            continue
        score = weights.of(shared) / math.sqrt(len(said.all_stems) + 1)
        if best is None or score > best[0]:
            best = (score, other)
    if best is None:
        return None
    cue = document.span(match.start("cue"), match.end("cue"))
    other = best[1]
    verdict = Verdict(RelationKind.CONTRADICTS, (_shown(statements[other.id], taken), cue), TAKEN_BACK, 0.6)
    return other, back, verdict


def _shown(said: Statement, taken: frozenset[str]) -> Span:
    """The words that are taken back: from the first shared word to the last."""
    held = [word for word in said.words if word.stem in taken]
    return said.document.span(held[0].start, held[-1].end)


def _denials(record: Record, statements: Mapping[str, Statement], weights: _Weights, apart: Voices) -> Iterator[Found]:
    """One charge for each party that denies its part."""
    done: set[frozenset[str]] = set()
    for assertion in record.assertions:
        text = statements[assertion.id].document.text
        match = _DENY.search(text, assertion.sentence.start, assertion.sentence.end)
        if not match:
            continue
        whose = re.findall(r"\b[A-Z][\w-]+", match["whose"] or "")
        party = _one_name(whose) if whose else _party(assertion, text[assertion.sentence.start : match.start()])
        if not party or party in done:
            continue
        about = frozenset(stem(token.text) for token in tokens(text, match.end(), assertion.sentence.end))
        best: tuple[float, Assertion, Span] | None = None
        for other in record.assertions:
            charge = _charge(other, statements[other.id], party)
            if charge is None or not apart.voices(assertion, other):
                continue
            shared = about & statements[other.id].all_stems
            telling = frozenset(word for word in shared if word not in party)
            bare = _BARE.match(text, match.end(), assertion.sentence.end) and _before(other, assertion)
            if not telling and not bare:
                continue
            score = weights.of(telling)
            if best is None or score > best[0]:
                best = (score, other, charge)
        if best:
            done.add(party)
            cue = record.documents[assertion.document].span(match.start(), match.end())
            yield (
                best[1],
                _holder(record, assertion, cue),
                Verdict(RelationKind.CONTRADICTS, (best[2], cue), DENIED, 0.6),
            )


def _holder(record: Record, found: Assertion, cue: Span) -> Assertion:
    """Of the assertions that share a sentence the one that holds the denial, not another one beside it."""
    inside = (
        a
        for a in record.assertions
        if a.document == found.document and a.span.start <= cue.start and cue.end <= a.span.end
    )
    return next(inside, found)


def _party(assertion: Assertion, before: str) -> frozenset[str]:
    """Names of whoever denies: the speaker where the words are a denial, else the names before the verb."""
    if assertion.modality is Modality.DENIED and named(assertion):
        words = assertion.speaker.name
    else:
        words = " ".join(re.findall(r"\b[A-Z][\w-]+", before[-60:]))
    return _one_name([token.text for token in tokens(words)])


def _one_name(words: list[str]) -> frozenset[str]:
    """The peoples that words name, else the words themselves."""
    stems = {stem(word) for word in words}
    return frozenset(peoples().get(word, "") for word in stems) - {""} or frozenset(stems)


def _before(other: Assertion, denial: Assertion) -> bool:
    """Whether it stands before the denial in the same text, where "anything of the kind" means it."""
    return other.document == denial.document and other.span.end <= denial.span.start


def _charge(other: Assertion, said: Statement, party: frozenset[str]) -> Span | None:
    """The words by which a statement charges a party that it names; None where it does not."""
    if other.modality in _UNSET or said.negative or said.open or said.disputes:
        return None
    names = {peoples().get(word, word) for word in said.names | said.stems}
    speaker = {peoples().get(word, word) for word in said.speaker}
    if not party <= names or party <= speaker:
        return None
    match = _ACCUSES.search(said.span.quote)
    if not match or _DENY.search(said.span.quote):
        return None
    return said.document.span(said.span.start + match.start("cue"), said.span.start + match.end("cue"))
