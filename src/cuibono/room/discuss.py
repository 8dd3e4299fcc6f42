"""The room talks: deterministic, extractive, every sentence through the gate.

First every lens that has something to report speaks once, blind: its heaviest move that needs no other turn. What
answers others (challenge, ask, narrow, corroborate, concede) waits until there is something to answer. Then, again and
again, the best move for the state of the record is made: replies to open challenges and questions before anything
else, then what touches a claim that nobody has touched, then what has not been spoken; never the same lens twice in a
row while another has something to say. It ends, by rule, when no move is left that adds anything, or when the rest is
too light for the length the talk has reached. The chair has the last word.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from cuibono.core.claims import Method
from cuibono.core.findings import Aspect, Finding
from cuibono.core.ids import content_id
from cuibono.core.reading import Record
from cuibono.core.talk import Act, Lens, Refusal, Sentence, Talk, Turn
from cuibono.core.text import Span
from cuibono.room import chair
from cuibono.room.grounding import Draft, Gate
from cuibono.room.lenses import CHAIR
from cuibono.room.move import Move
from cuibono.room.moves import moves
from cuibono.room.phrases import Line, Speech
from cuibono.room.phrasing import Phraser
from cuibono.room.replies import Spoken, replies
from cuibono.room.table import Table

METHOD = Method("room-rules", "4")

_LONGEST = 18  # turns before the chair; a talk that a reader finishes (sample reading: 8)
_PER_LENS = 4
_FLOOR = 0.3  # a move lighter than this is left to the page; see design/2026-11-23-room.md
_TIRED = 0.06  # what each earlier turn of the same lens, or move of the same kind, takes from a move's weight
_REQUOTING = {"single origin", "method", "unnamed", "primary text"}  # these are about words already on the table
_OF_A_DOCUMENT = {aspect.value for aspect in Aspect} | {"omission", "edits"}
_OPENED = {Act.CHALLENGE, Act.ASK}
_NEEDS_TURN = {Act.CHALLENGE, Act.CONCEDE, Act.WITHDRAW, Act.CORROBORATE}  # these make no sense in the air; ...
_REPORTED = {Act.NARROW, Act.ANSWER}  # ... these are reports where nobody has spoken of it yet
_TOPIC = {"c": 4.0, "f": 4.0, "s": 2.0, "d": 0.5}  # how strongly a shared topic links a move to a turn


def discuss(
    record: Record, findings: Iterable[Finding], lenses: Sequence[Lens], phraser: Phraser | None = None
) -> Talk:
    """The talk about a record; neither the order of findings nor of equal things has any influence.

    ``phraser`` may put drafts in other words; what it returns passes the gate or is refused, and then the room's own
    wording stands.
    """
    room = _Room(Table(record, findings), lenses, phraser)
    room.report()
    room.react()
    return room.close()


class _Room:
    """The state of a talk: what has been said, what is open, what could still be said."""

    def __init__(self, table: Table, lenses: Sequence[Lens], phraser: Phraser | None) -> None:
        self.table = table
        self._lenses = [lens for lens in lenses if lens.name != CHAIR]
        names = [lens.name for lens in lenses]
        self._gate = Gate(table.record, [*names, CHAIR], table.findings)
        self._phraser = phraser
        self._speech = Speech()
        self._pool = sorted(moves(table), key=lambda move: (-move.weight, move.key))
        self._spoken: list[Spoken] = []
        self._open: dict[str, None] = {}
        self._refusals: list[Refusal] = []
        self._findings: set[str] = set()
        self._quoted: list[Span] = []
        self._reported: set[tuple[Act, str]] = set()
        self._tired: Counter[str] = Counter()
        self._done: set[object] = set()

    def report(self) -> None:
        """The blind round: one report per lens, in the order in which they sit."""
        for lens in self._lenses:
            for move in self._pool:
                blind = move.act is Act.REPORT and not move.waits and move.weight >= _FLOOR
                if blind and self._lens(move) is lens and self._adds(move):
                    self._say(move, lens, None)
                    break

    def react(self) -> None:
        """Reactions until nothing new can be said."""
        while len(self._spoken) < _LONGEST:
            best = self._best()
            if best is None:
                return
            move, lens, target = best
            self._say(move, lens, target)

    def close(self) -> Talk:
        """What stays open is marked, and the chair sums up."""
        turns = tuple(replace(s.turn, open=s.turn.id in self._open) for s in self._spoken)
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
        if sentences:
            turns += (
                _turn(CHAIR, Act.SYNTHESISE, sentences, list(dict.fromkeys(answered)), list(dict.fromkeys(claims)), ()),
            )
        return Talk(turns, tuple(self._refusals))

    def _best(self) -> tuple[Move, Lens, Spoken | None] | None:
        """The move that the state of the record calls for most; None where nothing is worth saying."""
        options = []
        for move in [*replies(self.table, self._spoken, self._open), *self._pool]:
            lens = self._lens(move)
            if lens is None or not self._adds(move):
                continue
            target = self._target(move, lens)
            if target is None and (move.act in _NEEDS_TURN or move.waits or move.to):
                continue
            weight = move.weight - _TIRED * (self._tired[lens.name] + self._tired[move.kind])
            if weight < _FLOOR or (self._tired[lens.name] >= _PER_LENS and not move.to):
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
        return move, lens, target

    def _lens(self, move: Move) -> Lens | None:
        """Who makes a move: the lens it is for, or the first one that looks at its kind."""
        if move.lens:
            return next((lens for lens in self._lenses if lens.name == move.lens), None)
        return next((lens for lens in self._lenses if move.kind in lens.looks_at), None)

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

    def _say(self, move: Move, lens: Lens, target: Spoken | None) -> None:
        """Make a turn of a move; a move of which the gate lets nothing through is gone, and its refusals show why."""
        self._done.add((move.key, move.to))
        said: list[Sentence] = []
        for place, line in enumerate(move.lines):
            sentence = self._ground(line, lens.name, target.turn.lens if target else "")
            if sentence is None and place == 0:
                return  # what follows would hang in the air
            if sentence:
                said.append(sentence)
        act = Act.REPORT if move.act not in lens.acts or (move.act in _REPORTED and target is None) else move.act
        answers = [target.turn.id] if target else []
        turn = _turn(lens.name, act, said, answers, move.claims, move.findings)
        self._spoken.append(Spoken(turn, move))
        self._findings.update(move.findings)
        self._quoted += [span for sentence in said for span in sentence.spans]
        self._reported.update((act, claim) for claim in move.claims)
        self._tired.update([lens.name, move.kind])
        if act in _OPENED:
            self._open[turn.id] = None
        if move.closes and target:
            self._open.pop(target.turn.id, None)

    def _ground(self, line: Line, lens: str, to: str) -> Sentence | None:
        draft = self._speech.render(line, to=to)
        if draft is None:
            return None
        if self._phraser is not None:
            other = self._gate.ground(self._rephrased(draft, self._phraser), lens)
            if isinstance(other, Sentence):
                return other
            self._refusals.append(other)
        ruling = self._gate.ground(draft, lens)
        if isinstance(ruling, Sentence):
            return ruling
        self._refusals.append(ruling)
        return None

    def _rephrased(self, draft: Draft, phraser: Phraser) -> Draft:
        return replace(draft, text=phraser.rephrase(draft.text), paraphrase=True)


def _least(move: Move) -> float:
    """How much a move must share with a turn to answer it: a claim, a speaker, or just a document."""
    if move.act is Act.CORROBORATE:
        return _TOPIC["c"]
    return _TOPIC["d"] if move.act in _NEEDS_TURN or move.kind in _OF_A_DOCUMENT else _TOPIC["s"]


def _weak(move: Move) -> bool:
    """A forecast without any strength adds nothing to words that were quoted already."""
    return move.kind.endswith("forecast") and all(line.key != "clocks.estimate" for line in move.lines)


def _turn(
    lens: str,
    act: Act,
    sentences: Sequence[Sentence],
    answers: Sequence[str],
    claims: Sequence[str],
    findings: Sequence[str],
) -> Turn:
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
