"""One says that somebody cannot do a thing on their own, another that they do.

Both need verbs of one kind (developing, building, making), the same anchor ("on its own") and one subject. What is made
need not be the same, so this is other scope unless both name the same object.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cuibono.core.claims import Assertion, Modality
from cuibono.core.findings import RelationKind, Scope
from cuibono.core.reading import Record
from cuibono.core.text import Span
from cuibono.findings.lexicon import doings, peoples
from cuibono.findings.scope import Verdict
from cuibono.findings.voices import Found, Voices
from cuibono.language.lexicons import lexicon
from cuibono.language.words import stem, tokens

REASON = "cannot / does"

_ANCHORS = {
    "own": r"(?:on|by)\s+(?:its|their|his|her|our|my|your)\s+own|by\s+(?:itself|themselves|himself|herself|ourselves)"
    r"|alone|unaided|without\s+(?:outside\s+|any\s+)?help",
    "home": r"at\s+home|domestically|in-house|locally",
}
_ANCHOR = "|".join(f"(?P<{name}>{words})" for name, words in _ANCHORS.items())
_REST = r"(?P<rest>[^.;:!?]{0,60}?)\s*\b"
_CANNOT = re.compile(
    r"\b(?:can(?:not|\s+not|['’]t)|could(?:\s+not|n['’]t)|(?:is|are|was|were)(?:\s+not|n['’]t)\s+able\s+to|unable\s+to"
    rf"|incapable\s+of|lacks?\s+the\s+\w+\s+to)\s+(?:\w+ly\s+)?(?P<verb>[a-z]+){_REST}(?:{_ANCHOR})\b",
    re.IGNORECASE,
)
_DOES = re.compile(
    r"(?:\b(?:is|are|was|were|been)|['’](?:re|s))\s+(?:(?:already|now|clearly|also|currently)\s+)?(?P<verb>[a-z]+ing)\b"
    rf"{_REST}(?:{_ANCHOR})\b",
    re.IGNORECASE,
)
_ALREADY = re.compile(
    rf"\b(?:already|has|have)\s+(?:already\s+)?(?P<verb>[a-z]+)\b{_REST}(?:{_ANCHOR})\b", re.IGNORECASE
)
_UNSET = frozenset({Modality.QUESTION, Modality.FORECAST, Modality.DENIED})


@dataclass(frozen=True)
class _Said:
    assertion: Assertion
    words: Span
    kind: str  # of the verb
    anchor: str
    object: frozenset[str]
    subject: frozenset[str]  # names in the sentence, peoples by one name


def abilities(record: Record, apart: Voices) -> Iterator[Found]:
    """Pairs of which one says "cannot ... on its own" and the other that it is done, in an order given by the story."""
    cannot = list(_said(record, (_CANNOT,)))
    does = list(_said(record, (_DOES, _ALREADY))) if cannot else []
    for no in cannot:
        for yes in does:
            if (no.kind, no.anchor) != (yes.kind, yes.anchor) or not no.subject & yes.subject:
                continue
            if not apart.voices(no.assertion, yes.assertion):
                continue
            same = bool(no.object & yes.object)
            kind, scope = (RelationKind.CONTRADICTS, None) if same else (RelationKind.SCOPE, Scope.DEFINITION)
            yield no.assertion, yes.assertion, Verdict(kind, (no.words, yes.words), REASON, 0.7, scope)
            break


def _said(record: Record, patterns: tuple[re.Pattern[str], ...]) -> Iterator[_Said]:
    for assertion in record.assertions:
        if assertion.modality in _UNSET:
            continue
        text = record.documents[assertion.document].text
        for pattern in patterns:
            match = pattern.search(text, assertion.span.start, assertion.span.end)
            kind = doings().get(stem(match["verb"])) if match else None
            if match and kind:
                words = record.documents[assertion.document].span(match.start(), match.end())
                anchor = next(name for name in _ANCHORS if match[name])
                yield _Said(assertion, words, kind, anchor, _stems(match["rest"]), _subject(assertion))
                break


def _subject(assertion: Assertion) -> frozenset[str]:
    """Names in the whole sentence, since the words themselves mostly say "it" and "they"."""
    quote = assertion.sentence.quote
    capitals = [token.text for token in tokens(quote) if token.text[:1].isupper()]
    stems = {stem(word) for word in capitals if word.lower() not in lexicon("stop")}
    return frozenset(peoples().get(word, word) for word in stems if word in peoples() or len(word) > 3)  # noqa: PLR2004


def _stems(words: str) -> frozenset[str]:
    stops = lexicon("stop")
    return frozenset(stem(token.text) for token in tokens(words) if token.text.lower() not in stops)
