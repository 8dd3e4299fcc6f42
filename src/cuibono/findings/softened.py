"""Whether one text leaves open what the other states: "may reduce pain" bears out no "reduces pain".

Three ways of leaving open are seen: a hedge; what somebody says, thinks, plans, wants or tries; and a question that
asks whether. All want the same words in the same order: where a text says more than the other, it could state it there.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from cuibono.core.text import Document, bare
from cuibono.language.attribution import attributions
from cuibono.language.cues import Force
from cuibono.language.hedges import hedges, negations
from cuibono.language.sentences import bounds
from cuibono.language.words import content_words, stem, tokens

_TAIL = 2  # words of content at the end of what is said that a statement of it may do without: "fled on foot"
# Who says, thinks or plans it leaves it open; who shows it does not, and who denies it says the opposite.
_LEAVES_OPEN = frozenset(Force) - {Force.SHOW, Force.DENY, Force.JUDGE}
# Verbs whose clause the writer, too, takes to be so: "admitted that", "knows that".
_TAKEN_AS_SO = frozenset(
    "acknowledge admit announce clarify concede confirm disclose divulge emphasise emphasize explain forget hear know"
    " learn mention note observe realise realize recall recognise recognize regret remind reveal see stress underline"
    " underscore understand".split()
) | {"point out"}
# A deed after these has not come about by them; those after "plan", "hope" and "agree" are attributions.
_ATTEMPT = re.compile(
    r"\b(?:(?:tr(?:y|ies|ied|ying)|attempt(?:s|ed|ing)?|prepar(?:e|es|ed|ing)|about|ready|willing|eager|keen)\b(?=\s+to\b)"
    r"|consider(?:s|ed|ing)?\b(?=\s+\w+ing\b))",
    re.IGNORECASE,
)
_DEED = re.compile(r"\s*(?:to|\w+ing)\b", re.IGNORECASE)
# At the head of a sentence; the attributions leave out some short clauses there.
_ACCORDING = re.compile(r"\W*according to\b[^,;:]*,", re.IGNORECASE)
_WHETHER = re.compile(
    r"\W*(?:is|are|was|were|has|have|had|do|does|did|will|would|can|could|shall|should|may|might)\b.*\?\W*\Z",
    re.IGNORECASE | re.DOTALL,
)
_NO_FACT = re.compile(r"\b(?:should|must|ought)\b|\?\W*\Z", re.IGNORECASE)  # of a hypothesis: duties and questions
_BY = re.compile(r"\bby\b", re.IGNORECASE)
_OF = re.compile(r"\bof\Z", re.IGNORECASE)  # "this kind of" leaves open what it is called, not if it is so


@dataclass(frozen=True, slots=True)
class _Governed:
    """Words that lead to what they leave open, and where that stands: (start, end) offsets, end exclusive."""

    cue: tuple[int, int]
    content: tuple[tuple[int, int], ...]


def softened(premise: str, hypothesis: str) -> bool:
    """Whether the premise, one sentence, gives only as possible, as somebody's word or as a plan what is stated.

    There must be as many negations on both sides; a hypothesis that is hedged, asks or demands states nothing.
    """
    states = content_words(hypothesis)
    if not states or not set(states) <= set(content_words(premise)):
        return False  # most pairs end here, before anything is read
    left, right = bare(premise), bare(hypothesis)
    if _hedging(right) or _NO_FACT.search(hypothesis) or len(bounds(premise)) > 1:
        return False
    if len(negations(left)) != len(negations(right)):
        return False
    turned = bool(_BY.search(premise)) != bool(_BY.search(hypothesis))
    marks = _hedging(left)
    plain = tuple(word for word in content_words(premise) if word not in marks)
    if (marks or _WHETHER.match(premise)) and _same(plain, states, turned=turned):
        return True
    spoken = {stem(token.text) for token in tokens(hypothesis)}
    return any(_holds(premise, place, states, spoken, turned=turned) for place in _governed(left))


def _same(said: tuple[str, ...], states: tuple[str, ...], *, turned: bool, tail: int = 0) -> bool:
    """Whether the words are the same in the same order; in any order where one text is ``turned`` into the passive."""
    if turned and Counter(said) == Counter(states):
        return True
    return said[: len(states)] == states and len(said) - len(states) <= tail


def _holds(text: str, place: _Governed, states: tuple[str, ...], spoken: set[str], *, turned: bool) -> bool:
    """Whether what is stated stands in what a cue governs, and not beside it; ``spoken`` are all its stems."""
    cue = text[slice(*place.cue)]
    if spoken.issuperset(content_words(cue) or (stem(cue),)):
        return False  # the hypothesis, too, says that it is planned
    beside = {word for start, end in _gaps(len(text), place) for word in content_words(text[start:end])}
    if beside.issuperset(states):
        return False
    within = tuple(word for start, end in place.content for word in content_words(text[start:end]))
    if _same(within, states, turned=turned, tail=_TAIL):
        return True
    start, end = place.content[-1]
    if not _DEED.match(text, start):
        return False
    deed = content_words(text[start:end])
    actors = set(content_words(text[: place.cue[0]])) | set(content_words(text[place.cue[1] : start]))
    at = next((at for at, word in enumerate(states) if word in deed), 0)
    return bool(deed) and actors.issuperset(states[:at]) and _same(deed, states[at:], turned=False, tail=_TAIL)


def _gaps(length: int, place: _Governed) -> Iterator[tuple[int, int]]:
    at = 0
    for start, end in sorted((place.cue, *place.content)):
        yield at, start
        at = max(at, end)
    yield at, length


def _governed(document: Document) -> Iterator[_Governed]:
    """What is said, thought, planned or tried."""
    for found in attributions(document):
        firm = found.lemma in _TAKEN_AS_SO or found.force not in _LEAVES_OPEN
        meant = found.clausal and (found.stated or found.force in {Force.INTEND, Force.HEDGE})
        if meant and not firm and found.cue and found.content:
            content = tuple((span.start, span.end) for span in found.content)
            yield _Governed((found.cue.start, found.cue.end), content)
    if match := _ACCORDING.match(document.text):
        yield _Governed(match.span(), ((match.end(), len(document.text)),))
    for match in _ATTEMPT.finditer(document.text):
        yield _Governed(match.span(), ((match.end(), len(document.text)),))


def _hedging(document: Document) -> set[str]:
    """Stems of the words by which a text leaves open if it is so."""
    return {stem(word) for span in hedges(document) if not _OF.search(span.quote) for word in span.quote.split()}
