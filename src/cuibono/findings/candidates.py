"""Pairs of statements worth asking the pair encoder about, out of all that a story's assertions could form.

Statements meet where their vectors are near; shared names, other figures of one thing, a negation on one side and two
named speakers bring a pair forward. Each statement is in few pairs and each document adds a bounded number, so that
cost grows with the documents (see `weighing`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cuibono.core.claims import Assertion, Modality
from cuibono.core.news import EchoKind
from cuibono.core.ports import Observer
from cuibono.core.reading import Record
from cuibono.core.text import Role, fold
from cuibono.findings.agreement import head
from cuibono.findings.scope import alike
from cuibono.findings.voices import Voices, named, pages, turns
from cuibono.language.words import content_words
from cuibono.stories.likeness import Likeness

_DENY = (
    r"den(?:y|ies|ied|ying)|disput(?:e|es|ed|ing)|reject(?:s|ed|ing)?|refut(?:es?|ed|ing)"
    r"|push(?:es|ed)?\s+back(?:\s+(?:on|against))?"
)
_TOLD = r"(?:\s+(?:the\s+|any\s+)?(?:claims?|reports?|allegations?|suggestions?|accusations?|idea|notion))?"
_DENIES = re.compile(rf"^.{{0,80}}?\b(?:{_DENY})\b{_TOLD}(?:\s+that\b)?\s*")
_WRONG = re.compile(
    r"\b(?:incorrect|wrong|false|untrue|not\s+true|inaccurate)\s+to\s+(?:say|suggest|claim)\s+that\s+", re.IGNORECASE
)
_COPIES = frozenset({EchoKind.REPRINT, EchoKind.EXCERPT, EchoKind.WIRE, EchoKind.VERSION})
_TITLES = frozenset({Role.TITLE, Role.HEADING, Role.CAPTION})
_LEAST_WORDS = 4  # content words: fewer say too little to stand against anything
_LONGEST = 90  # words; the encoder reads 96 pieces of both texts together
_NEIGHBOURS = 16  # by vector, that are looked at for each statement
_LEAST = 0.4  # cosine; denials and what they deny had .57 and more on the development stories
_EACH = 5  # pairs that one statement is in
_NAME, _FIGURE, _FLIP, _NAMED, _DENIAL = 0.05, 0.12, 0.08, 0.04, 0.25  # what is added to the cosine


@dataclass(frozen=True, slots=True)
class _Unit:
    """The first assertion with these words, and what is looked at of it."""

    assertion: Assertion
    stems: frozenset[str]
    names: frozenset[str]
    denies: bool
    named: bool  # whoever says it has a name


def candidates(record: Record, observer: Observer, most: int) -> dict[tuple[str, str], float]:
    """Cosines of at most so many pairs of assertion ids, the earlier assertion first, the most promising pair first."""
    units = list(_units(record))
    if len(units) < 2:  # noqa: PLR2004 - a pair
        return {}
    voices = Voices(record, pages(record), turns(record))
    common = _common(units)
    near = Likeness([worded(unit.assertion) for unit in units], observer)
    scored = []
    for i, j in dict.fromkeys(near.nearest(range(len(units)), _NEIGHBOURS, _LEAST)):
        one, other = units[i], units[j]
        if _worth(one, other) and voices.voices(one.assertion, other.assertion):
            cosine = near.between(i, j)
            scored.append((round(cosine + _more(one, other, common), 4), -i, -j, cosine))
    taken: Counter[int] = Counter()
    chosen: dict[tuple[str, str], float] = {}
    for _, i, j, cosine in sorted(scored, reverse=True):
        if max(taken[-i], taken[-j]) < _EACH and len(chosen) < most:
            taken.update((-i, -j))
            chosen[units[-i].assertion.id, units[-j].assertion.id] = cosine
    return chosen


def copies(record: Record) -> frozenset[str]:
    """Documents that say nothing of their own."""
    return frozenset(e.document for o in record.origins for e in o.echoes if e.kind in _COPIES)


def _worth(one: _Unit, other: _Unit) -> bool:
    """Whether an answer could be made something of: a denial, a negation on one side, or two who are named."""
    a, b = one.assertion, other.assertion
    if one.denies != other.denies or bool(a.negations) != bool(b.negations):
        return True
    return one.named and other.named and a.speaker.id != b.speaker.id


def denied(assertion: Assertion) -> str | None:
    """What an assertion denies, worded as if it were said; None where it is no denial."""
    words = " ".join(assertion.span.quote.split())
    if assertion.modality is Modality.DENIED:
        found = _DENIES.search(words)
        return words[found.end() :] if found else words
    found = _WRONG.search(words)
    return words[found.end() :] if found else None


def worded(assertion: Assertion) -> str:
    """What a network is shown of an assertion: its words; of a denial what is denied."""
    return denied(assertion) or " ".join(assertion.span.quote.split())


def _units(record: Record) -> Iterator[_Unit]:
    """What states something, once for each wording, in reading order; what copies say is said by the original."""
    copied = copies(record)
    seen: set[str] = set()
    for assertion in record.assertions:
        words = fold(assertion.span.quote).lower()
        stems = frozenset(content_words(words))
        if words in seen or assertion.modality is Modality.QUESTION or assertion.document in copied:
            continue
        denies = denied(assertion) is not None
        least = 2 if denies else _LEAST_WORDS
        if len(stems) < least or len(words.split()) > _LONGEST:
            continue
        block = record.documents[assertion.document].block_at(assertion.span.start)
        if block is not None and block.role in _TITLES:
            continue
        seen.add(words)
        names = frozenset(stem for span in assertion.names for stem in content_words(span.quote))
        yield _Unit(assertion, stems, names, denies, named(assertion))


def _common(units: Sequence[_Unit]) -> frozenset[str]:
    """Names that a quarter of all statements hold: they bring no two of them together."""
    holders = Counter(name for unit in units for name in unit.names)
    return frozenset(name for name, count in holders.items() if count > max(3, len(units) // 4))


def _more(one: _Unit, other: _Unit, common: frozenset[str]) -> float:
    """What beside nearness makes a pair worth asking about."""
    a, b = one.assertion, other.assertion
    shared = (one.names & other.names) - common
    gain = _NAME * min(2, len(shared))
    gain += _FIGURE * _other_figure(a, b)
    gain += _FLIP * (
        bool(a.negations) != bool(b.negations) or (a.modality is Modality.DENIED) != (b.modality is Modality.DENIED)
    )
    gain += _NAMED * (one.named and other.named and a.speaker.id != b.speaker.id)
    return gain


def _other_figure(a: Assertion, b: Assertion) -> bool:
    """Whether both count one thing and give no figure alike."""
    pairs = [
        (x, y)
        for x in a.quantities
        for y in b.quantities
        if not x.ordinal and not y.ordinal and x.unit == y.unit and head(x.target) == head(y.target) != ""
    ]
    return bool(pairs) and not any(alike(x, y) for x, y in pairs)
