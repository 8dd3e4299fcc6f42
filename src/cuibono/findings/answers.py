"""Denials that point to what they deny: "Cole denied that claim", "both have denied Ramsey's allegations".

What is denied stands in a sentence before it, in the same document; whoever reads the two sentences reads a
contradiction, and no word need be shared. Nothing is said where the sentence before has no other speaker and does not
name the one who denies.
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
from cuibono.findings.statements import Statement
from cuibono.findings.voices import Found, named
from cuibono.language.words import stem, tokens

_NOUN = (
    r"(?:claims?|charges?|allegations?|accusations?|assertions?|accounts?|characteri[sz]ations?|versions?"
    r"|suggestions?)"
)
_DENIES = re.compile(
    r"\b(?P<cue>(?:den(?:y|ies|ied)|disput(?:e|es|ed)|reject(?:s|ed)?|refut(?:es?|ed)|rebut(?:s|ted)?)\s+"
    r"(?:(?:that|this|these|those|such|the|his|her|their|its|(?P<whose>[A-Z][\w.-]+)(?:['’]s?))\s+)?"
    rf"{_NOUN})\b(?!\s+(?:that|of|by|about|from|against|made|are|is)\b)"
)
_ACCUSES = re.compile(
    r"\b(?:accus|alleg|claim|charg|blam|suggest|assert|contend|insist|said|says|told|wrote|report)\w*", re.IGNORECASE
)
_UNSET = frozenset({Modality.QUESTION, Modality.FORECAST, Modality.DENIED})
_BACK = 600  # characters looked back for what "that claim" means; an allegation by name may lie farther off
_BACK_NAMED = 2500
_LONG = 90  # characters of the denied words that are shown


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
            text = record.documents[document].text
            match = _DENIES.search(text, assertion.source.end, assertion.sentence.end)
            if match is None or match.start() > assertion.source.end + _LONG:
                continue
            done.add(assertion.sentence)
            other = _denied(said[:place], statements, assertion, match["whose"])
            if other is not None:
                cue = record.documents[document].span(match.start("cue"), match.end("cue"))
                words = (opening(statements[other.id]), cue)
                yield other, assertion, Verdict(RelationKind.CONTRADICTS, words, DENIED, 0.7)


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
        if whose is not None and stem(whose) not in told | _names(other):
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
