"""What the panel answers to a person: borne out, granted, spoken against, another figure - or nobody says so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from cuibono.core.claims import Assertion, SpeakerKind
from cuibono.core.findings import RelationKind
from cuibono.core.talk import Act, Lens, Remark, Sentence, Turn
from cuibono.core.text import Span
from cuibono.room.ask import answer
from cuibono.room.grounding import Gate
from cuibono.room.lenses import CHAIR, DESK
from cuibono.room.panel import turn_of
from cuibono.room.phrases import Line, Speech
from cuibono.room.retrieve import names_a_subject
from cuibono.room.statements import held, nearest
from cuibono.room.table import Table, documents, origins

_TITLE = 80  # characters of a document without blocks that stand for its title
_EVIDENCE, _CONTRADICTIONS = "Evidence", "Contradictions"


@dataclass(frozen=True, slots=True)
class Reply:
    """What the panel answers to a remark; ``closes`` where the record had an answer."""

    turn: Turn
    closes: bool


def replies(table: Table, remark: Remark, to: Turn | None, lenses: Sequence[Lens]) -> Iterator[Reply]:
    """An answer to each sentence of a remark; ``to`` is the turn that the person spoke to, if any.

    A question that nothing answers, and a statement that nothing read here says, are told so, and stay open.
    """
    desk = _Desk(table, remark, to, lenses)
    for part in remark.passages:
        words = remark.words[part.start : part.end]
        yield desk.asked(words) if part.asks else desk.told(words)


class _Desk:
    """Answers one remark."""

    def __init__(self, table: Table, remark: Remark, to: Turn | None, lenses: Sequence[Lens]) -> None:
        self._table = table
        self._remark = remark
        self._to = to
        self._lenses = {lens.name: lens for lens in lenses}
        self._gate = Gate(table.record, [*self._lenses, CHAIR, DESK], table.findings)
        self._speech = Speech()

    def asked(self, question: str) -> Reply:
        """The record's answer to a question."""
        found = answer(self._table, question)
        claim = self._table.record.claim.get(next(iter(self._to.claims), "")) if self._to else None
        if claim and not names_a_subject(question):
            # "Who else measured this?" said to a turn is about the claim of that turn.
            found = answer(self._table, f"{question} {claim.canonical.quote}") or found
        if found:
            turn = turn_of(found.lens, found.act, found.sentences, [self._remark.id], found.claims)
            return Reply(turn, closes=True)
        return Reply(self._turn(DESK, Act.ANSWER, [self._silence("unanswered", question)]), closes=False)

    def told(self, words: str) -> Reply:
        """What the record has on a statement, on its merits."""
        table, on = self._table, held(self._table, words)
        if on.so:
            lines = [self._voiced("reply.so", on.so[0]), self._weight(on.so[0])]
            lines += [self._voiced("reply.though", a) for a in (*on.against, *self._disputing(on.so[0]))[:1]]
            conceding = self._to is not None and self._disputed(self._to, on.so[0])
            lens, act = (self._to.lens, Act.CONCEDE) if self._to and conceding else (_EVIDENCE, Act.CORROBORATE)
            return Reply(self._turn(lens, act, lines), closes=True)
        if on.against:
            lines = [self._voiced("reply.against", on.against[0]), self._weight(on.against[0])]
            return Reply(self._turn(_CONTRADICTIONS, Act.CHALLENGE, lines), closes=True)
        if on.other_figure:
            lines = [self._voiced("reply.figure", on.other_figure[0]), self._weight(on.other_figure[0])]
            return Reply(self._turn(_EVIDENCE, Act.NARROW, lines), closes=True)
        silence = self._silence("unsaid", words)
        claim = table.record.claim.get(next(iter(self._to.claims), "")) if self._to else None
        if self._to and claim:
            lone = len(claim.origins) == 1
            voice = table.voice_of(claim)
            stands = self._voiced("reply.granted" if lone else "reply.stands", voice)
            return Reply(
                self._turn(self._to.lens, Act.CONCEDE if lone else Act.ANSWER, [stands, silence]), closes=False
            )
        return Reply(self._turn(DESK, Act.ANSWER, [silence]), closes=False)

    def _disputing(self, assertion: Assertion) -> list[Assertion]:
        """Assertions that are found to contradict this one."""
        found = []
        for relation in self._table.relations:
            if relation.kind is RelationKind.CONTRADICTS and assertion.id in (relation.left, relation.right):
                other = relation.right if relation.left == assertion.id else relation.left
                found.append(self._table.record.assertion[other])
        return [other for other in found if self._table.fits(other.span)]

    def _disputed(self, to: Turn, assertion: Assertion) -> bool:
        """Whether the words that a turn is about are contradicted by these."""
        mine = {a for claim in to.claims if (known := self._table.record.claim.get(claim)) for a in known.assertions}
        claim = self._table.record.claim_of.get(assertion.id)
        theirs = set(claim.assertions) if claim else {assertion.id}
        return any(
            relation.kind is RelationKind.CONTRADICTS
            and ({relation.left} <= mine and {relation.right} <= theirs)
            | ({relation.right} <= mine and {relation.left} <= theirs)
            for relation in self._table.relations
        )

    def _silence(self, key: str, words: str) -> Line:
        """That nothing read here says so, beside the nearest words there are, or the title of what was read."""
        near = nearest(self._table, words)
        if near is not None:
            return self._voiced(f"reply.{key}_near", near)
        read = {"docs": documents(self._table.record.documents)}
        return Line(f"reply.{key}", {}, {"q": _head(self._table)}, read)

    def _voiced(self, key: str, assertion: Assertion) -> Line:
        table = self._table
        own = assertion.speaker.kind is SpeakerKind.OUTLET
        words = {"who": table.who(assertion), "says": "writes" if own else table.says(assertion)}
        claim = table.record.claim_of.get(assertion.id)
        counts = {"n": origins(claim.origins if claim else [assertion.origin])}
        return Line(key, words, {"q": table.quote(assertion.span)}, counts)

    def _weight(self, assertion: Assertion) -> Line:
        """How many origins and documents say it."""
        claim = self._table.record.claim_of.get(assertion.id)
        roots = claim.origins if claim else (assertion.origin,)
        carried = self._table.carriers(claim) if claim else (assertion.document,)
        return Line("ask.origins", {}, {"q": assertion.span}, {"n": origins(roots), "docs": documents(carried)})

    def _turn(self, lens: str, act: Act, lines: Iterable[Line]) -> Turn:
        """A turn of the lens meant, if it sits here and may do that; else of the desk."""
        speaker = self._lenses.get(lens)
        if speaker is None or act not in speaker.acts:
            lens, act = DESK, Act.ANSWER
        drafts = [draft for line in lines if (draft := self._speech.render(line))]
        said = [ruling for draft in drafts if isinstance(ruling := self._gate.ground(draft, lens), Sentence)]
        spans = {span for sentence in said for span in sentence.spans}
        claims = [
            claim.id
            for claim in self._table.record.claims
            if any(a.span.meets(span) for a in self._table.said(claim) for span in spans)
        ]
        return turn_of(lens, act, said, [self._remark.id], claims)


def _head(table: Table) -> Span:
    """The title of the first document."""
    first = table.record.story.documents[0]
    return first.span(0, first.blocks[0].end if first.blocks else min(_TITLE, len(first.text)))
