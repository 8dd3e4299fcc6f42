"""Turns in a model's words: what may be reworded is shown to it, and only what passes the gate is said.

The room decides what is said, to whom, on which words; a model may only put it differently, sentence by sentence, and
each of its sentences takes the place of one of the room's or of none. So nothing can be lost or added: what it does not
reword, what is refused twice, and everything if it fails, stands in the room's own words - and the turn says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace

from cuibono.core.errors import ModelError
from cuibono.core.phrasing import Brief, Exhibit, Fault, Phrasing, Point, Spent
from cuibono.core.ports import Phraser, Purse, Relater
from cuibono.core.reading import Record
from cuibono.core.talk import Act, Lens, Phrased, Refusal, Remark, Sentence, Topic, Turn
from cuibono.core.text import Span
from cuibono.room.grounding import Gate
from cuibono.room.panel import turn_of
from cuibono.room.rewording import Rewording

_HEARD = 4  # turns of the talk that a model is shown
_SHOWN = 600  # characters of a sentence, or of what somebody said, that a model is shown
_KEPT_TOPICS = {Topic.CONTESTED, Topic.UNKNOWN}


_BEHIND = re.compile(r"([^{}]*: )\{(\d+)\}[.?!]?")  # "Ask what they sell: {0}."


@dataclass(frozen=True, slots=True)
class _Part:
    """What of a sentence may be reworded, and the room's words before it, which stay."""

    sentence: Sentence
    before: str
    own: Sentence


@dataclass(frozen=True, slots=True)
class _Task:
    """What a model is asked to reword of a turn."""

    brief: Brief
    own: Mapping[str, _Part]  # by point id
    spans: Mapping[str, Span]  # by exhibit id


class Speechwriter:
    """Has turns phrased by a model, within a budget."""

    def __init__(self, phraser: Phraser, relater: Relater, purse: Purse) -> None:
        """``relater`` reads whether the words cited entail a wording; without one no model may phrase anything."""
        self._phraser = phraser
        self._relater = relater
        self._purse = purse

    def phrase(self, turn: Turn, lens: Lens, record: Record, gate: Gate, talk: Sequence[Turn]) -> Turn:
        """The turn in the model's words as far as these stand; what happened to the rest is noted in it.

        A turn in which every sentence is the room's own by nature is given back as it is, and no model is asked.
        """
        task = _task(turn, lens, record, gate, talk)
        if task is None:
            return turn
        judge = Rewording(gate, record, self._relater)
        said: dict[str, Sentence] = {}
        refused: list[Refusal] = []
        spent, failed = Spent(), ""
        for _attempt in ("first", "mended"):
            try:
                phrasing = self._ask(task.brief)
            except ModelError as error:
                spent += Spent(error.tokens or 0, error.micros)
                failed = str(error)
                break
            spent += phrasing.spent
            faults = []
            for fault in _judged(phrasing, task, judge, turn.lens, said):
                refused.append(fault[1])
                faults.append(fault[0])
            if not faults:
                break
            task = replace(task, brief=_mending(task.brief, faults))
        return self._made(turn, task, said, refused, spent, failed)

    def _ask(self, brief: Brief) -> Phrasing:
        """One call: set aside, made, settled whatever happens."""
        number = self._purse.reserve(self._phraser.name, self._phraser.most(brief))
        spent: Spent | None = None
        try:
            phrasing = self._phraser.phrase(brief)
            spent = phrasing.spent
        except ModelError as error:
            spent = None if error.tokens is None else Spent(error.tokens, error.micros)
            raise
        finally:
            self._purse.settle(number, spent)
        return phrasing

    def _made(
        self,
        turn: Turn,
        task: _Task,
        said: Mapping[str, Sentence],
        refused: Sequence[Refusal],
        spent: Spent,
        failed: str,
    ) -> Turn:
        mine = {id(part.sentence): point for point, part in task.own.items()}
        sentences = [said.get(mine.get(id(sentence), ""), sentence) for sentence in turn.sentences]
        again = turn_of(turn.lens, turn.act, sentences, turn.answers, turn.claims, turn.findings)
        known = {item.name: getattr(again, item.name) for item in fields(Turn)}
        return Phrased(
            **known,
            model=self._phraser.name,
            note=_note(len(said), len(task.own), len(refused), failed),
            refused=tuple(refused),
            tokens=spent.tokens,
            micros=spent.micros,
        )


def _judged(
    phrasing: Phrasing, task: _Task, judge: Rewording, lens: str, said: dict[str, Sentence]
) -> Iterator[tuple[Fault, Refusal]]:
    """Put what stands into ``said``; what does not, with the reason."""
    for wording in phrasing.wordings:
        own = task.own.get(wording.point)
        if wording.point in said:
            continue
        cited = [task.spans[name] for name in wording.exhibits if name in task.spans]
        if own is None:
            ruling: Sentence | Refusal = Refusal(wording.text[:_SHOWN], "rewords no sentence of the turn", lens)
        elif stray := next((name for name in wording.exhibits if name not in task.spans), None):
            reason = f"cites “{stray[:20]}”, which it was not shown"
            ruling = Refusal(wording.text[:_SHOWN], reason, lens, tuple(cited))
        else:
            ruling = judge.judge(lens, own.own, wording.text, cited, own.before)
        if isinstance(ruling, Sentence):
            said[wording.point] = ruling
        else:
            yield Fault(wording.point, wording.text[:_SHOWN], ruling.reason), ruling


def _note(stand: int, asked: int, refused: int, failed: str) -> str:
    """What happened, in plain words; "" where every sentence stands in the model's words."""
    told = []
    if failed:
        told.append(f"the model could not be used: {failed}")
    if refused:
        told.append(f"{refused} {'wording' if refused == 1 else 'wordings'} refused")
    if stand < asked:
        told.append("the room's own words stand" if stand == 0 else "the rest stands in the room's own words")
    return "; ".join(told)


def _task(turn: Turn, lens: Lens, record: Record, gate: Gate, talk: Sequence[Turn]) -> _Task | None:
    parts = [part for sentence in turn.sentences if (part := _part_of(turn, sentence, gate))]
    if not parts:
        return None
    spans = list(dict.fromkeys(span for part in parts for span in part.own.spans))
    names = {span: f"s{place}" for place, span in enumerate(spans, 1)}
    own = {f"p{place}": part for place, part in enumerate(parts, 1)}
    brief = Brief(
        lens=lens.name,
        purpose=lens.purpose,
        voice=lens.voice,
        act=turn.act,
        points=tuple(
            Point(point, _plain(part.own), tuple(dict.fromkeys(names[span] for span in part.own.spans)))
            for point, part in own.items()
        ),
        exhibits=tuple(_exhibit(names[span], span, record, gate) for span in spans),
        talk=tuple(_heard(each) for each in talk[-_HEARD:]),
    )
    return _Task(brief, own, {name: span for span, name in names.items()})


def _part_of(turn: Turn, sentence: Sentence, gate: Gate) -> _Part | None:
    """What of a sentence may be put in other words: a quotation behind a colon, or all of it where it only attributes.

    What counts, asks, judges, compares or keeps something open is not reworded: no words of a document could bear that
    out, and it would be lost. So the words before the colon stay.
    """
    if turn.act is Act.ASK or sentence.counts or sentence.topic in _KEPT_TOPICS:
        return None
    if behind := _BEHIND.fullmatch(sentence.text):
        span = sentence.spans[int(behind[2])]
        return _Part(sentence, behind[1], Sentence("{0}.", (span,), topic=sentence.topic))
    return _Part(sentence, "", sentence) if gate.merely_attributes(sentence) else None


def _exhibit(name: str, span: Span, record: Record, gate: Gate) -> Exhibit:
    assertion = next(iter(gate.concerned([span])), None)
    return Exhibit(
        id=name,
        quote=span.quote,
        sentence=gate.sentences([span])[0][:_SHOWN],
        speaker=assertion.speaker.name if assertion else "",
        outlet=record.outlets[span.document].name,
        document=record.number[span.document],
    )


def _plain(sentence: Sentence) -> str:
    return " ".join(sentence.plain(lambda _span: "").replace("[]", "").split())


def _heard(turn: Turn) -> tuple[str, str]:
    if isinstance(turn, Remark):
        return f"a reader, {turn.by}" if turn.by else "a reader", turn.words[:_SHOWN]
    return turn.lens, " ".join(_plain(sentence) for sentence in turn.sentences)[:_SHOWN]


def _mending(brief: Brief, faults: Sequence[Fault]) -> Brief:
    """The same brief for what was refused only, with the reasons."""
    wanted = {fault.point for fault in faults}
    points = tuple(point for point in brief.points if point.id in wanted)
    return replace(brief, points=points or brief.points, faults=tuple(faults))
