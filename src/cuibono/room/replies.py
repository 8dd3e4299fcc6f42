"""What can be said to a turn that is still open: answers from elsewhere in the record, withdrawals, concessions."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from cuibono.core.claims import Assertion
from cuibono.core.findings import Aspect, Framing, Relation
from cuibono.core.talk import Act, Turn
from cuibono.core.text import Span
from cuibono.room.move import Move, topics
from cuibono.room.phrases import Line
from cuibono.room.table import Table, origins


@dataclass(frozen=True, slots=True)
class Spoken:
    """A turn with the move it was made from."""

    turn: Turn
    move: Move


def replies(table: Table, talk: Sequence[Spoken], still_open: Collection[str]) -> Iterator[Move]:
    """Every answer that the record allows to the turns so far; each names its turn."""
    for spoken in talk:
        turn, move = spoken.turn, spoken.move
        if turn.id in still_open:
            match move.kind:
                case "interest":
                    yield from _independent(table, spoken)
                case "contradicts":
                    yield from _later_word(table, spoken)
                    yield from _sides(table, spoken)
                case "doubt":
                    yield from _carried(table, spoken)
                case Aspect.QUOTATION.value:
                    yield from _withdrawals(table, spoken, talk)
                case _:
                    pass
        elif move.kind == Aspect.HEDGE_DROPPED.value and turn.act is Act.NARROW:
            yield from _hedge_conceded(table, spoken, talk)
        elif move.kind == "independent":
            yield from _fair(spoken, move)


def _independent(table: Table, spoken: Spoken) -> Iterator[Move]:
    """Somebody named and examined, without a stake, who says the same and adds an origin of his own.

    A paper that prints the claim in its own voice is no witness: it would close the challenge by repeating the claim.
    """
    stake = spoken.move.stake
    own = {a.origin for a in table.spoken_by.get(stake, ())}
    for claim_id in spoken.move.claims:
        claim = table.record.claim[claim_id]
        if claim_id in table.contested:
            continue
        for assertion in table.said(claim):
            free = assertion.speaker.id in table.unstaked and assertion.speaker.id != stake
            counted = assertion.origin in claim.origins
            if (
                free
                and counted
                and assertion.origin not in own
                and not assertion.headline
                and table.fits(assertion.span)
            ):
                words = {"other": table.who(assertion), "speaker": table.name_of(stake)}
                yield Move(
                    kind="independent",
                    act=Act.ANSWER,
                    lines=(Line("evidence.independent", words, {"q": table.quote(assertion.span)}),),
                    weight=0.7,
                    claims=(claim_id,),
                    topics=topics(table.record, [claim_id]),
                    to=spoken.turn.id,
                    closes=True,
                    stake=stake,
                )
                return


def _pair(table: Table, spoken: Spoken) -> tuple[Assertion, Assertion] | None:
    by_id = {f.id: f for f in table.relations}
    relation: Relation | None = next((by_id[f] for f in spoken.move.findings if f in by_id), None)
    if relation is None:
        return None
    return table.record.assertion[relation.left], table.record.assertion[relation.right]


def _later_word(table: Table, spoken: Spoken) -> Iterator[Move]:
    """A speaker's later words in a document of certain later date settle what the same speaker said before."""
    pair = _pair(table, spoken)
    if pair is None or pair[0].speaker.id != pair[1].speaker.id:
        return
    stamps = [table.record.story.appeared(table.record.documents[a.document]) for a in pair]
    if stamps[0] and stamps[1] and (stamps[0].before(stamps[1]) or stamps[1].before(stamps[0])):
        later = pair[1] if stamps[0].before(stamps[1]) else pair[0]
        words = {"date": table.date(later.document), "who": table.who(later)}
        yield Move(
            kind="later word",
            act=Act.ANSWER,
            lines=(Line("wire.later", words, {"q": table.quote(later.span)}),),
            weight=0.6,
            claims=spoken.move.claims,
            topics=spoken.move.topics,
            to=spoken.turn.id,
            closes=True,
        )


def _sides(table: Table, spoken: Spoken) -> Iterator[Move]:
    """How many origins each side has; it closes nothing."""
    pair = _pair(table, spoken)
    claims = [table.record.claim_of.get(a.id) for a in pair] if pair else []
    if pair is None or claims[0] is None or claims[1] is None or claims[0].id == claims[1].id:
        return
    if len(claims[0].origins) == len(claims[1].origins):
        return
    counts = {"a": origins(claims[0].origins), "b": origins(claims[1].origins)}
    yield Move(
        kind="origins of both sides",
        act=Act.NARROW,
        lines=(Line("wire.sides", {}, {"l": pair[0].span, "r": pair[1].span}, counts),),
        weight=0.45,
        claims=spoken.move.claims,
        topics=spoken.move.topics,
        to=spoken.turn.id,
    )


def _carried(table: Table, spoken: Spoken) -> Iterator[Move]:
    """A doubt about a claim that several independent origins make."""
    for claim_id in spoken.move.claims:
        claim = table.record.claim[claim_id]
        said = [
            a
            for a in table.said(claim)
            if not table.community(a.document) and table.fits(a.span) and a.origin in claim.origins
        ]
        if len(claim.origins) > 1 and said and claim_id not in table.contested:
            line = Line(
                "evidence.carried",
                {"other": table.who(said[0])},
                {"q": table.quote(said[0].span)},
                {"n": origins(claim.origins)},
            )
            yield Move(
                kind="independent",
                act=Act.ANSWER,
                lines=(line,),
                weight=0.6,
                claims=(claim_id,),
                topics=topics(table.record, [claim_id]),
                to=spoken.turn.id,
                closes=True,
            )
            return


def _withdrawals(table: Table, spoken: Spoken, talk: Sequence[Spoken]) -> Iterator[Move]:
    """Whoever quoted the words in question takes the quotation back; the challenge to the outlet stays."""
    framing = _framing(table, spoken)
    if framing is None:
        return
    for other in talk:
        words = _quoted(other.turn, framing.spans[0])
        if words is not None and other.turn.lens != spoken.turn.lens:
            yield _retreat("wire.withdraw", Act.WITHDRAW, spoken, other, words)
            return


def _hedge_conceded(table: Table, spoken: Spoken, talk: Sequence[Spoken]) -> Iterator[Move]:
    framing = _framing(table, spoken)
    if framing is None:
        return
    for other in talk:
        words = _quoted(other.turn, framing.spans[0])
        if words is not None and other.turn.lens != spoken.turn.lens and other.turn.id in spoken.turn.answers:
            yield _retreat("wire.concede_hedge", Act.CONCEDE, spoken, other, words)
            return


def _retreat(key: str, act: Act, spoken: Spoken, other: Spoken, words: Span) -> Move:
    return Move(
        kind="retreat",
        act=act,
        lines=(Line(key, {}, {"x": words}),),
        weight=0.6,
        claims=other.turn.claims[:1],
        topics=spoken.move.topics,
        to=spoken.turn.id,
        lens=other.turn.lens,
    )


def _fair(spoken: Spoken, move: Move) -> Iterator[Move]:
    """Interests grants that somebody without a stake says the same."""
    if not move.stake:
        return
    line = Line("interests.fair", dict(move.lines[0].words), {"q": move.spans[0]})
    yield Move(
        kind="fair answer",
        act=Act.CONCEDE,
        lines=(line,),
        weight=0.5,
        claims=move.claims,
        topics=move.topics,
        to=spoken.turn.id,
    )


def _framing(table: Table, spoken: Spoken) -> Framing | None:
    return next((f for f in table.framings if f.id in spoken.move.findings), None)


def _quoted(turn: Turn, span: Span) -> Span | None:
    """Words of a turn's quotations that meet the span."""
    return next((s for sentence in turn.sentences for s in sentence.spans if s.meets(span)), None)
