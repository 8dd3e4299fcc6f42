"""Denials that point to what they deny: "Cole denied that claim", "which Cole has denied", "disputes Ramsey's version".

What is denied stands before it, in the same document; whoever reads both reads a contradiction, and no word need be
shared. Nothing is said where the sentence before has no other speaker and does not name the one who denies. Where the
denial tells itself what it denies ("contradicting the claim that ..."), the statement that shares most of these words
is looked for in the whole story.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from cuibono.core.claims import Assertion, Modality, SpeakerKind
from cuibono.core.findings import RelationKind
from cuibono.core.reading import Record
from cuibono.core.text import Kind, Span
from cuibono.findings.retorts import DENIED
from cuibono.findings.scope import Verdict
from cuibono.findings.statements import Statement, of_region
from cuibono.findings.voices import Found, named
from cuibono.language.words import stem, tokens

_NOUN = (
    r"(?:claims?|charges?|allegations?|accusations?|assertions?|accounts?|characteri[sz]ations?|versions?"
    r"|suggestions?|explanations?|arguments?|criticisms?|objections?|accounts?|stor(?:y|ies)|reports?)"
)
_DENY = (
    r"(?:den(?:y|ies|ied)|disput(?:e|es|ed)|reject(?:s|ed)?|refut(?:es?|ed)|rebut(?:s|ted)?|dismiss(?:es|ed)?"
    r"|contest(?:s|ed)?|push(?:es|ed)?\s+back\s+(?:on|against)|contradict(?:s|ed|ing))"
)
_WHOSE = (
    r"(?:that|this|these|those|such|the|his|her|their|its|(?:the\s+)?(?P<whose>(?:[\w.-]+\s+){0,3}[\w.-]+)(?:['’]s?))"
)
_DENIES = re.compile(
    rf"\b(?P<cue>{_DENY}\s+(?:{_WHOSE}\s+)?{_NOUN})\b(?!\s+(?:that|of|by|about|from|against|made|are|is)\b)"
)
_TELLS = re.compile(
    rf"\b(?P<cue>{_DENY}\s+(?:any\s+|{_WHOSE}\s+(?:[a-z]+\s+){{0,2}})?{_NOUN})\s+(?:that|of|about)\s+(?P<what>[^.;!?]+)"
)
_NOT = re.compile(r"\b(?:not|never|\w+n['’]t)\b")
_IN_PASSING = re.compile(r"(?:[\w.’'-]+\s+){1,8}(?P<cue>den(?:y|ies|ied)|disput(?:e|es|ed)|reject(?:s|ed)?)")
_ACCUSES = re.compile(
    r"\b(?:accus|alleg|claim|charg|blam|suggest|assert|contend|insist|said|says|told|wrote|report)\w*", re.IGNORECASE
)
_UNSET = frozenset({Modality.QUESTION, Modality.FORECAST, Modality.DENIED})
_BACK = 600  # characters looked back for what "that claim" means; an allegation by name may lie farther off
_BACK_NAMED = 2500
_LONG = 90  # characters of the denied words that are shown
_SHARED, _SHARE = 2, 0.5  # words that are no names, and part of all words, that a denial shares with what it tells


def answered(record: Record, statements: Mapping[str, Statement]) -> Iterator[Found]:
    """What is denied with its denial, in the order of the story; one for each denial."""
    for document, group in groupby(record.assertions, key=lambda a: a.document):
        said = list(group)
        if record.documents[document].kind is Kind.THREAD:
            continue  # in a thread "that claim" may be anybody's
        done: set[Span] = set()
        for place, assertion in enumerate(said):
            if assertion.sentence in done or not named(assertion) or assertion.source is None:
                continue
            cue, other = _answer(record, statements, said[:place], assertion)
            if cue is None:
                continue
            done.add(assertion.sentence)
            if other is not None:
                yield (
                    other,
                    assertion,
                    Verdict(RelationKind.CONTRADICTS, (opening(statements[other.id]), cue), DENIED, 0.7),
                )


def _answer(
    record: Record, statements: Mapping[str, Statement], before: Sequence[Assertion], denial: Assertion
) -> tuple[Span | None, Assertion | None]:
    """The words that deny, and what they deny; None for what is not there."""
    document = record.documents[denial.document]
    passing = _IN_PASSING.fullmatch(denial.span.quote) if denial.modality is Modality.DENIED else None
    if passing is not None:
        return denial.span, _beside(before, statements, denial)
    source = denial.source or denial.span
    reach = source.end + _LONG
    match = _DENIES.search(document.text, source.end, denial.sentence.end)
    if match is not None and match.start() <= reach and not _NOT.search(document.text, source.end, match.start()):
        return document.span(*match.span("cue")), _denied(before, statements, denial, match["whose"])
    tells = _TELLS.search(document.text, source.end, denial.sentence.end)
    if tells is not None and tells.start() <= reach and not _NOT.search(document.text, source.end, tells.start()):
        told = of_region(document, document.span(*tells.span("what")))
        return document.span(*tells.span("cue")), _told(record, statements, denial, told)
    return None, None


def _beside(before: Sequence[Assertion], statements: Mapping[str, Statement], denial: Assertion) -> Assertion | None:
    """What somebody else says in the sentence in which it is denied in passing."""
    for other in reversed(before):
        if not other.sentence.meets(denial.sentence):
            return None
        if other.speaker.id != denial.speaker.id and other.modality not in _UNSET and not statements[other.id].open:
            return other
    return None


def _told(record: Record, statements: Mapping[str, Statement], denial: Assertion, told: Statement) -> Assertion | None:
    """The statement of somebody else that shares most of the words that are denied, in the whole story."""
    best: tuple[float, Assertion] | None = None
    for other in record.assertions:
        said = statements[other.id]
        if other.modality in _UNSET or other.sentence.meets(denial.sentence) or other.speaker.id == denial.speaker.id:
            continue
        if said.negative != told.negative or said.open or other.speaker.kind is SpeakerKind.OUTLET:
            continue
        shared = told.all_stems & (said.all_stems | said.speaker)
        if len(shared - told.names) < _SHARED or len(shared) < _SHARE * len(told.all_stems):
            continue
        if best is None or len(shared) > best[0]:
            best = (len(shared), other)
    return best[1] if best else None


def _denied(
    before: Sequence[Assertion], statements: Mapping[str, Statement], denial: Assertion, whose: str | None
) -> Assertion | None:
    """The nearest statement before that is somebody else's and concerns the one who denies."""
    party = _names(denial)
    reach = _BACK_NAMED if whose else _BACK
    for other in reversed(before):
        if denial.sentence.start - other.sentence.end > reach:
            return None
        if other.sentence.meets(denial.sentence) or other.modality in _UNSET or other.speaker.id == denial.speaker.id:
            continue
        if statements[other.id].open or not _ACCUSES.search(other.sentence.quote):
            continue
        told = {stem(token.text) for token in tokens(other.sentence.quote)}
        if whose is not None and whose[:1].isupper():
            owner = stem(whose.split()[-1])
            if owner in _names(other) and denial.sentence.start - other.sentence.end <= _BACK:
                return other
            if owner not in told | _names(other):
                continue
        if party & told and other.speaker.kind is not SpeakerKind.UNNAMED and not party & _names(other):
            return other
    return None


def _names(assertion: Assertion) -> frozenset[str]:
    return frozenset(stem(token.text) for token in tokens(assertion.speaker.name) if token.text[:1].isupper())


def opening(said: Statement) -> Span:
    """The words that are denied, cut where they are long."""
    if said.span.end - said.span.start <= _LONG or not said.words:
        return said.span
    kept = [word for word in said.words if word.end <= said.span.start + _LONG] or [said.words[0]]
    return said.document.span(said.span.start, kept[-1].end)
