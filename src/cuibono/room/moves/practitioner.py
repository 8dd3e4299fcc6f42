"""What threads say: first-hand accounts, graded and marked, and doubts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cuibono.core.claims import Assertion
from cuibono.core.talk import Act
from cuibono.language.words import content_words
from cuibono.room.cues import cue
from cuibono.room.grades import Grade, first_hand, grade
from cuibono.room.move import Move, topics
from cuibono.room.phrases import Line
from cuibono.room.table import Table

_MOST = 3
_FEWEST_WORDS = 6


def moves(table: Table) -> Iterator[Move]:
    """Accounts of people who were there, then doubts; the fullest first."""
    heard = [a for a in table.record.assertions if table.community(a.document) and _fit(table, a)]
    accounts = _best([a for a in heard if first_hand(a)], "first_hand")
    doubters = _best([a for a in heard if cue("doubt").search(a.span.quote) and a not in accounts], "doubt")
    for place, assertion in enumerate(accounts):
        yield _account(table, assertion, place)
    for place, assertion in enumerate(doubters):
        yield _doubt(table, assertion, place)


def _fit(table: Table, assertion: Assertion) -> bool:
    quote = table.quote(assertion.span)
    return not assertion.headline and len(quote.quote.split()) >= _FEWEST_WORDS and table.fits(quote)


def _best(found: list[Assertion], name: str) -> list[Assertion]:
    """One per sentence and per speaker, those with most to say first."""
    ranked = sorted(
        found, key=lambda a: (-len(cue(name).findall(a.sentence.quote)), -len(set(content_words(a.span.quote))), a.span)
    )
    kept: dict[str, Assertion] = {}
    for assertion in ranked:
        kept.setdefault(assertion.speaker.id, assertion)
    return list(kept.values())[:_MOST]


def _account(table: Table, assertion: Assertion, place: int) -> Move:
    conceding = cue("concession").match(assertion.sentence.quote.lstrip("“\"'‘ ")) is not None
    graded = grade(table.record, assertion, table.relations)
    words = {
        "who": table.who(assertion),
        "says": table.says(assertion),
        "grade": str(graded),
        "outlet": table.outlet(assertion.document),
    }
    spot = cue("first_hand").search(assertion.span.quote)
    focus = (
        []
        if spot is None
        else [
            table.document(assertion.span).span(assertion.span.start + spot.start(), assertion.span.start + spot.end())
        ]
    )
    quote = table.quote(assertion.span, *focus)
    lines = (Line("practitioner.account", words, {"q": quote}), Line(_reason(graded), words, {"q": quote}))
    claim = table.record.claim_of.get(assertion.id)
    claims = (claim.id,) if claim else ()
    return Move(
        kind="first-hand",
        act=Act.CONCEDE if conceding else Act.REPORT,
        lines=lines,
        weight=0.6 - 0.1 * place,
        claims=claims,
        topics=topics(table.record, claims, f"d:{assertion.document}", *_about(table, assertion)),
    )


def _reason(graded: Grade) -> str:
    letter = "placed" if graded.letter != "F" else "unplaced"
    match graded.digit:
        case 1 | 2:
            return f"practitioner.{letter}_confirmed"
        case 3 | 6:
            return f"practitioner.{letter}_alone"
        case _:
            return f"practitioner.{letter}_against"


def _doubt(table: Table, assertion: Assertion, place: int) -> Move:
    words = {"who": table.who(assertion), "says": table.says(assertion), "outlet": table.outlet(assertion.document)}
    spot = cue("doubt").search(assertion.span.quote)
    document = table.document(assertion.span)
    focus = (
        [] if spot is None else [document.span(assertion.span.start + spot.start(), assertion.span.start + spot.end())]
    )
    claim = table.record.claim_of.get(assertion.id)
    claims = (claim.id,) if claim else ()
    return Move(
        kind="doubt",
        act=Act.CHALLENGE,
        lines=(Line("practitioner.doubt", words, {"q": table.quote(assertion.span, *focus)}),),
        weight=0.5 - 0.1 * place,
        claims=claims,
        topics=topics(table.record, claims, f"d:{assertion.document}", *_about(table, assertion)),
    )


def _about(table: Table, assertion: Assertion) -> list[str]:
    """The speakers whom an assertion names: what it is aimed at."""
    words = {w.casefold() for name in assertion.names for w in re.findall(r"\w+", name.quote)}
    words |= {w.casefold() for w in re.findall(r"\b[A-Z]\w+", assertion.sentence.quote)}
    found = []
    for speaker, said in table.spoken_by.items():
        name = {w.casefold() for w in re.findall(r"\b[A-Z]\w{2,}", said[0].speaker.name)}
        if name and name & words and speaker != assertion.speaker.id:
            found.append(f"s:{speaker}")
    return found
