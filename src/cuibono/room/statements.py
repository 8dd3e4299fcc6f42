"""What a person states, held against the record: borne out, spoken against, another figure, or said by nobody.

An assertion is on the subject where it holds most of the statement's weight of words (as in
:mod:`cuibono.room.retrieve`), and it is on the other side where one of the two is denied and the other is not. What
says the same in other words is found by networks where these are at hand, and only on the side of the statement: every
name and figure of it must stand there, and neither may be denied alone. By words or by networks, nothing hedged bears
out what is stated plainly, and nothing that has somebody else do it bears it out (:mod:`cuibono.language.roles`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from cuibono.core.claims import Assertion, Modality
from cuibono.core.text import Document, Kind
from cuibono.language.hedges import hedges
from cuibono.language.numerals import numerals
from cuibono.language.roles import turned_round
from cuibono.language.words import content_words
from cuibono.room.doubts import dropped
from cuibono.room.questions import Question, Wanted
from cuibono.room.retrieve import ENOUGH, Found, by_words, meant, nearest_to
from cuibono.room.table import Table

_SAME = 0.75  # share of a statement's weight from which an assertion says it too, or denies it; tests show both sides
_NEAR = 0.3  # ... from which it is the nearest that was read
_NEARBY = 0.5  # cosine from which words in other words are the nearest that was read
# From these on other words say it too: of 44 statements to six stories none is borne out that should not be; at .65 one
# would be ("has resigned" by "had returned").
_MEANT, _HOLDS = 0.7, 0.6
_PLAIN = {Modality.ASSERTED, Modality.DENIED}
_AHEAD = re.compile(
    r"\b(?:will|shall|would|going to|due|set to|plan(?:s|ned)?|(?:expect|forecast|intend)(?:s|ed)?)\b|\w['’]ll\b",
    re.IGNORECASE,
)
_MOST = 6
_TOUCHED = 3  # claims that one sentence can be about
_SUBJECT = 2  # words of content without which a statement has no subject of its own: "That is wrong!"
_REACH = 5  # words after a denial that it is about
_WORD = re.compile(r"[\w’'-]+")
_WHOLE = re.compile(r"(?:false|untrue|incorrect)$", re.IGNORECASE)  # wherever these stand, they deny the sentence
_DENIAL = re.compile(
    r"\b(?:not|no|never|none|nobody|nothing|neither|nor|cannot|\w+n['’]t|false|untrue|wrong|incorrect|den(?:y|ies|ied))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Held:
    """What the record has on a statement, each heaviest first."""

    so: tuple[Assertion, ...] = ()
    against: tuple[Assertion, ...] = ()
    other_figure: tuple[Assertion, ...] = ()


def held(table: Table, words: str) -> Held:
    """The record on a statement."""
    figures = {value for _start, _end, value in numerals(words)}
    found = _found(table, words, ENOUGH)
    alike = [hit for hit in found if hit.score >= _SAME and figures <= _figures(hit.assertion)]
    denies = {hit.assertion.id: _denied(words, hit.assertion) for hit in alike}
    so = tuple(h.assertion for h in alike if not denies[h.assertion.id] and _bears_out(table, words, h.assertion))
    return Held(
        so=so if alike else tuple(_in_other_words(table, words, figures)),
        against=tuple(h.assertion for h in alike if denies[h.assertion.id]),
        other_figure=tuple(
            h.assertion for h in found if figures and _figures(h.assertion) and not figures <= _figures(h.assertion)
        ),
    )


def said_by(table: Table, words: str) -> tuple[str, ...]:
    """Ids of the claims that say what the statement says."""
    return _claims(table, held(table, words).so)


def touched(table: Table, words: str) -> tuple[str, ...]:
    """Ids of the claims that a statement or question is about, whatever they say of it."""
    return _claims(table, [hit.assertion for hit in _found(table, words, ENOUGH)])[:_TOUCHED]


def nearest(table: Table, words: str) -> Assertion | None:
    """The assertion that shares most with the words; None where hardly a word is shared."""
    near = next((hit.assertion for hit in _found(table, words, _NEAR)), None)
    if near is None and table.meaning is not None:
        seen = nearest_to(table, _question(words))
        near = next((assertion for assertion, each in seen if each.cosine >= _NEARBY), None)
    return near


def _question(words: str) -> Question:
    return Question(words, Wanted.WHETHER, words)


def _in_other_words(table: Table, words: str, figures: set[Decimal]) -> Iterator[Assertion]:
    """Assertions from which a statement follows, as networks read them, and that no rule parts from it."""
    for assertion, seen in nearest_to(table, _question(words)):
        if (
            meant(_question(words), seen) >= _MEANT
            and seen.held >= _HOLDS
            and seen.follows > seen.against
            and figures <= _figures(assertion)
            and not _one_denies(words, assertion)
            and _bears_out(table, words, assertion)
        ):
            yield assertion


def _bears_out(table: Table, words: str, assertion: Assertion) -> bool:
    """Whether words on the subject of a statement say it as firmly, and with everybody in the same place."""
    said = assertion.sentence
    if _plain(words) == _plain(said.quote):
        return True
    document = table.document(said)
    known = _PLAIN | {Modality.FORECAST} if _AHEAD.search(words) else _PLAIN
    told = assertion.modality in known and not hedges(document, said)
    hedged = bool(hedges(Document("said", "", Kind.TEXT, words)))
    return (told or (hedged and not dropped(words, document, [said]))) and not turned_round(words, [said.quote])


def _plain(words: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(words)]


def _one_denies(words: str, assertion: Assertion) -> bool:
    """Whether just one of the two holds a denial, wherever it stands: in other words its reach is not known."""
    held = assertion.modality is Modality.DENIED or bool(assertion.negations)
    return bool(_DENIAL.search(words)) != (held or bool(_DENIAL.search(assertion.sentence.quote)))


def _found(table: Table, words: str, enough: float) -> list[Found]:
    """Assertions on the subject: figures are left out, since another figure is no other subject."""
    plain = words
    for start, end, _value in reversed(numerals(words)):
        plain = f"{plain[:start]} {plain[end:]}"
    plain = _DENIAL.sub(" ", plain)
    if len(set(content_words(plain))) < _SUBJECT:
        return []
    return by_words(table, plain, enough, most=_MOST)


def _figures(assertion: Assertion) -> set[Decimal]:
    return {value for _start, _end, value in numerals(assertion.sentence.quote)}


def _denied(words: str, assertion: Assertion) -> bool:
    """Whether one of the two denies what the other says: a denial counts where it stands before words of both."""
    said = assertion.span.quote
    both = frozenset(content_words(words)) & frozenset(content_words(f"{said} {assertion.speaker.name}"))
    held = assertion.modality is Modality.DENIED or _denies(said, both)
    return _denies(words, both) != held


def _denies(text: str, both: frozenset[str]) -> bool:
    for mark in _DENIAL.finditer(text):
        after = " ".join(_WORD.findall(text[mark.end() :])[:_REACH])
        if _WHOLE.match(mark.group()) or not both.isdisjoint(content_words(after)):
            return True
    return False


def _claims(table: Table, said: Sequence[Assertion]) -> tuple[str, ...]:
    known = [claim.id for a in said if (claim := table.record.claim_of.get(a.id))]
    return tuple(dict.fromkeys(known))
