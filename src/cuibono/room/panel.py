"""The panel as a state: what has been said, what is open, and what the state of the record calls for next.

A talk is made step by step (:meth:`Panel.step`), or taken up again from turns that were stored
(:meth:`Panel.resume`): the same turns give the same state, whoever made them and in whatever words. People may speak
in between (:meth:`Panel.hear`); what they touch, the panel turns to.

First every lens that has something to report speaks once, blind: its heaviest move that needs no other turn. What
answers others (challenge, ask, narrow, corroborate, concede) waits until there is something to answer. Then, again and
again, the best move for the state of the record is made: replies to open challenges and questions before anything
else, then what touches a claim that nobody has touched, then what has not been spoken; never the same lens twice in a
row while another has something to say. It ends, by rule, when no move is left that adds anything, or when the rest is
too light for the length the talk has reached. The chair has the last word.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from cuibono.core.findings import Aspect
from cuibono.core.ids import content_id
from cuibono.core.talk import Act, Lens, Refusal, Remark, Sentence, Turn
from cuibono.core.text import Span
from cuibono.room import chair
from cuibono.room.grounding import Draft, Gate
from cuibono.room.lenses import CHAIR
from cuibono.room.move import Move, topics
from cuibono.room.moves import moves
from cuibono.room.phrases import Line, Speech
from cuibono.room.replies import Spoken, replies
from cuibono.room.table import Table

_LONGEST = 18  # turns before the chair; a talk that a reader finishes (sample reading: 8)
_PER_LENS = 4
_FLOOR = 0.3  # a move lighter than this is left to the page; see design/2026-11-23-room.md
_TIRED = 0.06  # what each earlier turn of the same lens, or move of the same kind, takes from a move's weight
_FOR_A_REMARK = 2  # turns that a person's remark may add to a talk that is long enough
_RAISED = 0.3  # what a person's remark adds to moves about what it touches: nearly as much as an open question
_REQUOTING = {"single origin", "method", "unnamed", "primary text"}  # these are about words already on the table
_OF_A_DOCUMENT = {aspect.value for aspect in Aspect} | {"omission", "edits"}
_OPENED = {Act.CHALLENGE, Act.ASK}
_NEEDS_TURN = {Act.CHALLENGE, Act.CONCEDE, Act.WITHDRAW, Act.CORROBORATE}  # these make no sense in the air; ...
_REPORTED = {Act.NARROW, Act.ANSWER}  # ... these are reports where nobody has spoken of it yet
_TOPIC = {"c": 4.0, "f": 4.0, "s": 2.0, "d": 0.5}  # how strongly a shared topic links a move to a turn


@dataclass(frozen=True, slots=True)
class Choice:
    """The move that is called for, who makes it, and whom it answers."""

    move: Move
    lens: Lens
    target: Spoken | None
    seat: int | None = None  # in the blind round: the place of the lens


@dataclass(frozen=True, slots=True)
class Step:
    """What the panel would say next: the turn in the room's own words, what it was made from, who is answered."""

    turn: Turn
    move: str  # the same move of the same record has the same name; see Entry.move
    choice: Choice | None  # None: the chair sums up

    @property
    def closes(self) -> bool:
        """Whether the turn that it answers is open no longer."""
        return self.choice is not None and self.choice.move.closes

    @property
    def target(self) -> Turn | None:
        """The turn that is answered, if any."""
        return self.choice.target.turn if self.choice and self.choice.target else None


class Panel:
    """The state of a talk about one record."""

    def __init__(self, table: Table, lenses: Sequence[Lens]) -> None:
        """Sit down: nothing has been said yet. Linear in the record and its findings."""
        self.table = table
        self._lenses = [lens for lens in lenses if lens.name != CHAIR]
        self.gate = Gate(table.record, [*(lens.name for lens in lenses), CHAIR], table.findings)
        self._speech = Speech()
        self._pool = sorted(moves(table), key=lambda move: (-move.weight, move.key))
        self._spoken: list[Spoken] = []
        self._open: dict[str, None] = {}
        self._findings: set[str] = set()
        self._quoted: list[Span] = []
        self._reported: set[tuple[Act, str]] = set()
        self._tired: Counter[str] = Counter()
        self._done: set[object] = set()
        self._blind = 0  # lenses that have had their say in the blind round
        self._raised: set[str] = set()  # topics that people raised
        self._summed_up = 0  # turns that the chair has summed up
        self._until = _LONGEST  # turns that may be said before the chair
        self._next: Step | None = None
        self.refusals: list[Refusal] = []

    @property
    def unanswered(self) -> tuple[str, ...]:
        """Ids of the challenges and questions of the panel that nobody has answered so far."""
        return tuple(self._open)

    @property
    def spoken(self) -> tuple[Turn, ...]:
        """The turns of the panel before the chair's, those that are unanswered marked as open."""
        return tuple(replace(s.turn, open=s.turn.id in self._open) for s in self._spoken)

    def step(self) -> Step | None:
        """The next turn in the room's own words; None where nothing new can be said. Nothing is said yet: `take` it.

        A move of which the gate lets nothing through is gone, and :attr:`refusals` show why.
        """
        if self._next is None:
            self._next = self._step()
        return self._next

    def take(self, step: Step, turn: Turn | None = None) -> None:
        """Have a step said, as it was drafted or, the same in other words, as ``turn``.

        The state keeps the room's own words: what the chair makes of a turn does not hang on how it was put.
        """
        said = replace(step.turn, id=turn.id) if turn else step.turn
        self._next = None
        if step.choice is None:
            self._summed_up = len(self._spoken)
            return
        self._done_with(step.choice)
        self._say(said, step.choice.move)

    def resume(self, turn: Turn, move: str) -> None:
        """Take up a stored turn of the panel, made from a move of that name.

        Where the record has changed since and no longer calls for that move, what was said still counts as said.
        """
        step = self.step()
        if step and step.move == move:
            self.take(step, turn)
            return
        self._next = None
        if move == CHAIR:
            self._summed_up = len(self._spoken)
            return
        every = [*replies(self.table, self._spoken, self._open), *self._pool]
        again = next((each for each in every if _name(each) == move), None)
        if again is None:
            known = tuple(claim for claim in turn.claims if claim in self.table.record.claim)
            again = Move("", turn.act, (), 0.0, known, turn.findings, topics(self.table.record, known))
        self._done.add((again.key, again.to))
        self._say(turn, again)

    def hear(self, remark: Remark) -> None:
        """A person has spoken: the panel turns to what that touches, if it has something new to say of it."""
        self._next = None
        self._raised.update(f"c:{claim}" for claim in remark.claims)
        self.go_on(_FOR_A_REMARK)

    def go_on(self, turns: int = _LONGEST) -> None:
        """Allow further turns, because a person spoke or more was read."""
        self._next = None
        self._until = max(self._until, len(self._spoken) + turns)

    def _step(self) -> Step | None:
        while choice := self._report() or self._best():
            if turn := self._turn(choice):
                return Step(turn, _name(choice.move), choice)
            self._done_with(choice)
        if len(self._spoken) > self._summed_up and (turn := self._summary()):
            return Step(turn, CHAIR, None)
        return None

    def _done_with(self, choice: Choice) -> None:
        self._done.add((choice.move.key, choice.move.to))
        if choice.seat is not None:
            self._blind = choice.seat + 1

    def _say(self, turn: Turn, move: Move) -> None:
        self._spoken.append(Spoken(turn, move))
        self._findings.update(turn.findings)
        self._quoted += [span for sentence in turn.sentences for span in sentence.spans]
        self._reported.update((turn.act, claim) for claim in turn.claims)
        self._tired.update([turn.lens, move.kind])
        if turn.act in _OPENED:
            self._open[turn.id] = None
        if move.closes:
            for answered in turn.answers:
                self._open.pop(answered, None)

    def _report(self) -> Choice | None:
        """The blind round: one report per lens, in the order in which they sit."""
        for seat, lens in enumerate(self._lenses[self._blind :], self._blind):
            for move in self._pool:
                blind = move.act is Act.REPORT and not move.waits and move.weight >= _FLOOR
                if blind and self._lens(move) is lens and self._adds(move):
                    return Choice(move, lens, None, seat)
        self._blind = len(self._lenses)
        return None

    def _best(self) -> Choice | None:
        """The move that the state of the record calls for most; None where nothing is worth saying."""
        if len(self._spoken) >= self._until:
            return None
        options = []
        for move in [*replies(self.table, self._spoken, self._open), *self._pool]:
            lens = self._lens(move)
            if lens is None or not self._adds(move):
                continue
            target = self._target(move, lens)
            if target is None and (move.act in _NEEDS_TURN or move.waits or move.to):
                continue
            raised = not self._raised.isdisjoint(move.topics)
            weight = move.weight - _TIRED * (self._tired[lens.name] + self._tired[move.kind])
            weight += _RAISED if raised else 0.0
            if weight < _FLOOR or (self._tired[lens.name] >= _PER_LENS and not move.to and not raised):
                continue
            if move.to:
                weight += 0.4
            elif any((Act.REPORT, claim) not in self._reported for claim in move.claims):
                weight += 0.05
            if self._spoken and self._spoken[-1].turn.lens == lens.name:
                weight -= 0.5
            options.append((-weight, move.key, move, lens, target))
        if not options:
            return None
        _weight, _key, move, lens, target = min(options, key=lambda option: option[:2])
        return Choice(move, lens, target)

    def _lens(self, move: Move) -> Lens | None:
        """Who makes a move: the lens it is for, or of those that look at its kind the one that has said least.

        Of equals the one that sits last: lenses that users add sit after those that ship, and are there to be heard.
        """
        if move.lens:
            return next((lens for lens in self._lenses if lens.name == move.lens), None)
        seats = [
            (move.act not in lens.acts, self._tired[lens.name], -seat)
            for seat, lens in enumerate(self._lenses)
            if move.kind in lens.looks_at and not {move.act, Act.REPORT}.isdisjoint(lens.acts)
        ]
        return self._lenses[-min(seats)[2]] if seats else None

    def _adds(self, move: Move) -> bool:
        """Whether a move says what nobody has said: no finding twice, no claim reported twice in the same act."""
        if (move.key, move.to) in self._done or any(finding in self._findings for finding in move.findings):
            return False
        if move.to:
            return True
        lead = next(iter(move.lines[0].spans.values()), None)
        stale = (not move.findings and move.kind not in _REQUOTING) or _weak(move) or move.kind == "supports"
        if stale and lead is not None and any(lead.meets(words) for words in self._quoted):
            return False
        if move.findings:
            return True
        if not move.claims:
            return True
        return any((move.act, claim) not in self._reported for claim in move.claims)

    def _target(self, move: Move, lens: Lens) -> Spoken | None:
        """The turn of another lens that a move is most about, the latest of equals."""
        if move.to:
            return next((s for s in self._spoken if s.turn.id == move.to), None)
        best: tuple[float, int] | None = None
        for place, spoken in enumerate(self._spoken):
            if spoken.turn.lens == lens.name:
                continue
            score = sum(_TOPIC[topic[0]] for topic in move.topics & spoken.move.topics)
            if score < _least(move):
                continue
            if spoken.turn.act in {Act.REPORT, Act.CORROBORATE} and move.act is not Act.REPORT:
                score += 1.0  # one challenges, narrows or bears out what was reported rather than another reaction
            if best is None or (score, place) > best:
                best = (score, place)
        return self._spoken[best[1]] if best else None

    def _turn(self, choice: Choice) -> Turn | None:
        """A move in the room's own words; None where the gate refuses its first line."""
        move, lens, target = choice.move, choice.lens, choice.target
        said: list[Sentence] = []
        for place, line in enumerate(move.lines):
            sentence = self._ground(line, lens.name, target.turn.lens if target else "")
            if sentence is None and place == 0:
                return None  # what follows would hang in the air
            if sentence:
                said.append(sentence)
        act = Act.REPORT if move.act not in lens.acts or (move.act in _REPORTED and target is None) else move.act
        return turn_of(lens.name, act, said, [target.turn.id] if target else [], move.claims, move.findings)

    def _summary(self) -> Turn | None:
        """What stays open is marked, and the chair sums up."""
        turns = self.spoken
        summing = chair.lines(self.table, [Spoken(t, s.move) for t, s in zip(turns, self._spoken, strict=True)])
        sentences: list[Sentence] = []
        answered: list[str] = []
        claims: list[str] = []
        for point in summing:
            sentence = self._ground(point.line, CHAIR, "")
            if sentence is None and point.kept:
                sentence = self._ground(Line("chair.bare", {}, point.line.spans), CHAIR, "")
            if sentence:
                sentences.append(replace(sentence, topic=point.topic))
                answered += point.turns
                claims += point.claims
        if not sentences:
            return None
        return turn_of(CHAIR, Act.SYNTHESISE, sentences, list(dict.fromkeys(answered)), list(dict.fromkeys(claims)), ())

    def _ground(self, line: Line, lens: str, to: str) -> Sentence | None:
        draft: Draft | None = self._speech.render(line, to=to)
        if draft is None:
            return None
        ruling = self.gate.ground(draft, lens)
        if isinstance(ruling, Sentence):
            return ruling
        self.refusals.append(ruling)
        return None


def _least(move: Move) -> float:
    """How much a move must share with a turn to answer it: a claim, a speaker, or just a document."""
    if move.act is Act.CORROBORATE:
        return _TOPIC["c"]
    return _TOPIC["d"] if move.act in _NEEDS_TURN or move.kind in _OF_A_DOCUMENT else _TOPIC["s"]


def _weak(move: Move) -> bool:
    """A forecast without any strength adds nothing to words that were quoted already."""
    return move.kind.endswith("forecast") and all(line.key != "clocks.estimate" for line in move.lines)


def _name(move: Move) -> str:
    """A name for a move that follows from its content."""
    spans = [(span.document, span.start, span.end) for span in move.spans]
    return content_id("m", move.kind, move.act.value, move.to, spans, move.findings, move.claims)


def turn_of(
    lens: str,
    act: Act,
    sentences: Sequence[Sentence],
    answers: Sequence[str],
    claims: Sequence[str],
    findings: Sequence[str] = (),
) -> Turn:
    """A turn whose id follows from who says what, how, to whom."""
    words = [f"{s.text}|{[(p.document, p.start, p.end) for p in s.spans]}" for s in sentences]
    return Turn(
        id=content_id("t", lens, act.value, *words, *answers),
        lens=lens,
        act=act,
        sentences=tuple(sentences),
        answers=tuple(answers),
        claims=tuple(claims),
        findings=tuple(findings),
    )
