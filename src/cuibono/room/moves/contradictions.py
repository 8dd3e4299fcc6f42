"""What cannot both be so, told apart from what merely measures something else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from cuibono.core.claims import Assertion, Modality, SpeakerKind
from cuibono.core.findings import Relation, RelationKind
from cuibono.core.talk import Act
from cuibono.core.text import Span
from cuibono.room.clauses import is_clause
from cuibono.room.cues import cue
from cuibono.room.move import Move, topics
from cuibono.room.moves.evidence import scope_move
from cuibono.room.phrases import Line
from cuibono.room.table import Table

_MOST = 8
_DENIED = 2  # denials told one by one
_REASONS = {"number", "negation", "denial", "antonym"}


def moves(table: Table) -> Iterator[Move]:
    """Contradictions as challenges, other scopes as narrowings."""
    alike: dict[frozenset[str], list[Relation]] = {}
    for relation in table.relations:
        if relation.kind is RelationKind.CONTRADICTS:
            alike.setdefault(frozenset(words.quote.casefold() for words in relation.words), []).append(relation)
    for group in list(alike.values())[:_MOST]:
        # Papers that print the same clash give one challenge; the fullest pair is shown, all of them are spoken.
        move = next((m for relation in group if (m := _contradiction(table, relation))), None)
        if move:
            claims = tuple(dict.fromkeys(c for r in group for c in table.claims_of(r, r.left, r.right)))
            yield replace(
                move,
                claims=tuple(dict.fromkeys([*move.claims, *claims])),
                findings=tuple(dict.fromkeys([*move.findings, *(relation.id for relation in group)])),
            )
    yield from _denials(table)
    others = [
        f
        for f in table.relations
        if f.kind is RelationKind.SCOPE
        and not (table.record.assertion[f.left].quantities and table.record.assertion[f.right].quantities)
    ]
    for relation in others[:_MOST]:
        move = scope_move(table, relation, "differs in scope")
        if move:
            yield move


def _denials(table: Table) -> Iterator[Move]:
    """What somebody with a name denies in so many words, near the story's subject; one for each speaker.

    The clause is quoted with the word that denies, so that nobody has to take the room's word for it.
    """
    found: dict[str, tuple[bool, float, Assertion, Span]] = {}
    for assertion in table.record.assertions:
        named = assertion.speaker.kind in {SpeakerKind.PERSON, SpeakerKind.BODY}
        if not named or assertion.cue is None or assertion.headline or assertion.modality is not Modality.DENIED:
            continue
        if not cue("denying").search(assertion.cue.quote) or not table.touches_titles(assertion.sentence):
            continue
        quote = table.quote(assertion.sentence, assertion.cue)
        if not (quote.holds(assertion.cue) and table.fits(quote) and is_clause(quote.quote)):
            continue
        if cue("pointing").match(quote.quote):
            continue
        claim = table.record.claim_of.get(assertion.id)
        heft = table.heft(claim) if claim else 0.0
        rank = (table.touches_titles(quote, 2), heft, assertion, quote)
        known = found.get(assertion.speaker.id)
        if known is None or rank[:2] > known[:2]:
            found[assertion.speaker.id] = rank
    ranked = sorted(found.values(), key=lambda item: (not item[0], -item[1], item[2].span))
    for near, heft, assertion, quote in ranked[:_DENIED]:
        claim = table.record.claim_of.get(assertion.id)
        claims = () if claim is None or claim.id in table.contested else (claim.id,)
        yield Move(
            kind="denial",
            act=Act.CHALLENGE,
            lines=(Line("contradictions.denied", {"who": table.who(assertion)}, {"q": quote}),),
            weight=0.42 + 0.3 * heft + (0.1 if near else 0.0),
            claims=claims,
            topics=topics(table.record, claims, f"s:{assertion.speaker.id}", f"d:{assertion.document}"),
        )


def _contradiction(table: Table, relation: Relation) -> Move | None:
    left, right = table.record.assertion[relation.left], table.record.assertion[relation.right]
    spans = {
        "l": table.quote(left.span, relation.words[0]),
        "r": table.quote(right.span, relation.words[1]),
        "wl": relation.words[0],
        "wr": relation.words[1],
    }
    if not (table.fits(spans["l"]) and table.fits(spans["r"])):
        return None
    words = {
        "left": table.who(left),
        "right": table.who(right),
        "left_says": table.says(left),
        "right_says": table.says(right),
    }
    same = words["left"] == words["right"]
    reason = relation.reason if relation.reason in _REASONS else "other"
    lines = [
        Line("contradictions.same_speaker" if same else "contradictions.pair", words, spans),
        Line(f"contradictions.{reason}", words, spans),
    ]
    claims = table.claims_of(relation, relation.left, relation.right)
    return Move(
        kind="contradicts",
        act=Act.CHALLENGE,
        lines=tuple(lines),
        weight=0.6 + 0.38 * relation.salience,
        claims=claims,
        findings=(relation.id,),
        topics=topics(table.record, claims, f"s:{left.speaker.id}", f"s:{right.speaker.id}"),
    )
