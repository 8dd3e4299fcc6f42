"""The panel's ablation, and the gate for a model's words.

    python bench/panel.py [DATA] [--stories N] [--model NAME]... [--gate [--new]] [--show]

On the bundled story and N real ones (ten unless told otherwise): the extractive panel, the same panel with each model's
words (scripted doubles unless --model names others; base_url and keys as in the settings), and a single pass that has
no panel: the heaviest claims one after the other, as many sentences. Counted: sentences and how many of them a model
worded, wordings refused, distinct claims and findings spoken, contradictions shown with both sides, open challenges in
the synthesis, numbers that no cited document holds - offered by the model, and said after the gate.

With --gate instead: sentences of real stories, reworded well and badly by rule, and how many of each pass. That is
what set the threshold of entailment (cuibono.room.rewording.ENTAILS). With --new other stories and other ways of
putting it badly, of which nothing was known when the rules were written. No text is printed unless --show is given.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from wordings import usable, wordings

import cuibono.room.rewording as words
from cuibono import readers
from cuibono.app import Newsroom
from cuibono.core.claims import Assertion, SpeakerKind
from cuibono.core.errors import UnreadableInput
from cuibono.core.findings import Relation, RelationKind
from cuibono.core.phrasing import Spent
from cuibono.core.ports import Relater
from cuibono.core.reading import Reading, Record
from cuibono.core.talk import MARKER, Act, Entry, Phrased, Sentence, Turn
from cuibono.core.text import Document, Span
from cuibono.desk.convene import Convener
from cuibono.gate.sets import real_stories
from cuibono.models.local import Pairs
from cuibono.models.manifest import shipped
from cuibono.room.grounding import Gate, numbers
from cuibono.room.lenses import builtin_lenses
from cuibono.room.panel import turn_of
from cuibono.room.phrases import Line, Speech
from cuibono.room.rewording import Rewording
from cuibono.room.table import Table
from cuibono.settings import Models, Settings, load_settings
from cuibono.sources.files import Files

ROOT = Path(__file__).parent.parent
STORY = ROOT / "examples" / "wellhead"
DATA = ROOT.parent / "shared" / "data"
DOUBLES = ("scripted:faithful", "scripted:careless", "scripted:forger")
NOW = datetime(2026, 11, 29, tzinfo=UTC)
THRESHOLDS = (0.0, 0.5, 0.7, 0.8, 0.9)
# Stories of which the gate saw nothing while its rules were written: those were every fifth from the first.
_UNSEEN, _STEP = 3, 5
_EACH = 40  # sentences of a story that are reworded
_DAYS = re.compile(r"\b\d{1,2}:\d{2} UTC\b|\b[A-F][1-6]\b|\b\d{1,2}-\d{1,2} per cent\b|\bICD 203\b")


# -- the ablation -------------------------------------------------------------------------------------------------


@dataclass
class Tally:
    """What a way of talking comes to."""

    stories: int = 0
    turns: int = 0
    sentences: int = 0
    worded: int = 0
    refused: int = 0
    claims: int = 0
    findings: int = 0
    pairs: int = 0
    open: int = 0
    offered: int = 0
    wrong: int = 0
    spent: Spent = field(default_factory=Spent)

    def row(self, name: str) -> str:
        cells = [
            self.turns,
            self.sentences,
            self.worded,
            self.refused,
            self.claims,
            self.findings,
            self.pairs,
            self.open,
        ]
        return f"{name:<24}" + "".join(f"{cell:>10}" for cell in (*cells, self.offered, self.wrong))


HEAD = ("turns", "sentences", "worded", "refused", "claims", "findings", "two sides", "open", "offered", "wrong")


def tally(reading: Reading, turns: Sequence[Turn], into: Tally) -> None:
    record = reading.record
    said = [sentence for turn in turns for sentence in turn.sentences]
    into.stories += 1
    into.turns += len(turns)
    into.sentences += len(said)
    plain = {sentence for turn in reading.talk.turns for sentence in turn.sentences}
    for turn in turns:
        if isinstance(turn, Phrased):
            into.worded += sum(sentence not in plain for sentence in turn.sentences)
            into.refused += len(turn.refused)
            into.offered += sum(bool(stray(record, r.text, r.spans)) for r in turn.refused)
            into.spent += Spent(turn.tokens, turn.micros)
    into.claims += len({claim for turn in turns for claim in turn.claims if turn.act is not Act.SYNTHESISE})
    spoken = {finding for turn in turns for finding in turn.findings}
    into.findings += len(spoken)
    into.pairs += sum(
        isinstance(f, Relation) and f.kind is RelationKind.CONTRADICTS and f.id in spoken for f in reading.findings
    )
    into.open += sum(s.topic in {"contested", "unknown"} for s in said)
    into.wrong += sum(bool(stray(record, s.text, s.spans)) for s in said)


def stray(record: Record, text: str, spans: Iterable[Span]) -> list[str]:
    """Numbers of a sentence that no cited document holds, and that are no date of one. Knows nothing of the gate."""
    cited = [record.documents[span.document] for span in spans]
    held = {number for document in cited for number in numbers(document.text)}
    for document in cited:
        for stamp in (document.published, document.modified):
            if stamp:
                held |= {str(stamp.at.year), str(stamp.at.day), str(stamp.at.month)}
    plain = _DAYS.sub(" ", MARKER.sub(" ", text))
    for words_of in (a for a in record.assertions if a.document in {d.id for d in cited}):
        for time in words_of.times:
            for at in (time.earliest, time.latest):
                if at:
                    held |= {str(at.year), str(at.day), str((at.replace(hour=0)).day - 1)}
    return [number for number in numbers(plain) if number not in held]


class Held:
    """A shelf with one reading, and a room in memory."""

    def __init__(self, reading: Reading) -> None:
        self.reading, self.kept = reading, []

    def newest(self, _story: str) -> tuple[str, str]:
        return self.reading.record.story.id, "1"

    def get(self, _story: str) -> Reading:
        return self.reading

    def entries(self, _story: str, after: int = 0) -> tuple[Entry, ...]:
        return tuple(self.kept[after:])

    def add(self, _story: str, given: Sequence[Entry]) -> bool:
        self.kept += given
        return True


def live(room: Newsroom, reading: Reading, model: str) -> list[Turn]:
    held = Held(reading)
    convener = Convener(held, held, room.registry.lenses, room.speechwriter(model))
    turns = []
    while turn := convener.step(reading.record.story.id):
        turns.append(turn)
    return turns


def single_pass(reading: Reading, sentences: int) -> list[Turn]:
    """No panel: the heaviest claims one after the other, each in one sentence of the desk's own."""
    table, speech = Table(reading.record, reading.findings), Speech()
    gate = Gate(reading.record, ["Desk"], table.findings)
    turns: list[Turn] = []
    for claim in table.claims:
        voice = table.voice_of(claim)
        key = "ask.own" if voice.speaker.kind is SpeakerKind.OUTLET else "ask.says"
        filled = {"who": table.who(voice), "says": table.says(voice), "outlet": table.outlet(voice.document)}
        draft = speech.render(Line(key, filled, {"q": table.quote(voice.span)}))
        ruling = gate.ground(draft, "Desk") if draft else None
        if isinstance(ruling, Sentence):
            turns.append(turn_of("Desk", Act.REPORT, [ruling], [], [claim.id]))
        if len(turns) == sentences:
            break
    return turns


def bundled(room: Newsroom) -> Reading:
    files = Files([STORY], lambda: NOW, max_bytes=2**24)
    found = [document for capture in files.fetch(None) for document in _read(capture)]
    return next(iter(room.investigator.investigate(found)))


def _read(capture) -> tuple[Document, ...]:  # noqa: ANN001 - a capture
    try:
        return readers.read(capture)
    except UnreadableInput:
        return ()


def ablation(data: Path, count: int, models: Sequence[str], *, show: bool) -> int:
    settings = load_settings()
    with Newsroom(replace(settings, db=":memory:", models=replace(settings.models, use=True)), lambda: NOW) as room:
        tallies: dict[str, Tally] = defaultdict(Tally)
        for reading in [bundled(room), *stories(room, data, count)]:
            print(f"  {reading.record.story.title[:60]}", file=sys.stderr)
            tally(reading, reading.talk.turns, tallies["extractive panel"])
            tally(
                reading,
                single_pass(reading, sum(len(turn.sentences) for turn in reading.talk.turns)),
                tallies["single pass"],
            )
            for model in models:
                turns = live(room, reading, model)
                tally(reading, turns, tallies[model])
                if show:
                    shown(reading, turns)
        total = next(iter(tallies.values())).stories
        print(f"{total} stories: the bundled one and {total - 1} real ones")
        print(" " * 24 + "".join(f"{word:>10}" for word in HEAD))
        for name, each in tallies.items():
            print(each.row(name))
        spent = sum((each.spent for each in tallies.values()), Spent())
        price = "unknown" if spent.micros is None else f"${spent.micros / 1e6:.4f}"
        print(f"models: {spent.tokens} tokens, price {price}")
    return int(any(each.wrong for each in tallies.values()))


def stories(room: Newsroom, data: Path, count: int, first: int = 0) -> Iterator[Reading]:
    """Real stories, evenly spread over the set from the ``first``, with those probes and weights that users have."""
    by_story: dict[str, list[Document]] = defaultdict(list)
    for document, name in real_stories(data).items():
        by_story[name].append(document)
    every = sorted(by_story)
    step = _STEP if first else max(1, len(every) // count)
    for name in every[first::step][:count]:
        yield next(iter(room.investigator.investigate(by_story[name], one_story=True)))


def shown(reading: Reading, turns: Sequence[Turn]) -> None:
    for turn in turns:
        if isinstance(turn, Phrased):
            for sentence in turn.sentences:
                print(f"    {turn.lens}: {sentence.plain(reading.record.cite)}")
            print(f"      ({turn.note})")
            for refusal in turn.refused:
                print(f"      refused: {refusal.text} - {refusal.reason}")


# -- the gate -----------------------------------------------------------------------------------------------------


class Remembered:
    """The pair encoder; no pair is asked twice, since every threshold asks them all."""

    def __init__(self, relater: Relater) -> None:
        self._relater, self._known = relater, {}

    def relate(self, pairs):  # noqa: ANN001, ANN201 - as the port has it
        for pair in pairs:
            if pair not in self._known:
                self._known[pair] = self._relater.relate([pair])[0]
        return tuple(self._known[pair] for pair in pairs)

    def stances(self, pairs):  # noqa: ANN001, ANN201 - as the port has it
        return self._relater.stances(pairs)


@dataclass(frozen=True)
class Case:
    """A wording of one sentence of a story, good or bad by the way it was made."""

    kind: str
    judge: Callable[[], object]
    before: str
    after: str


def gate(data: Path, count: int, *, new: bool, show: bool) -> int:
    relater = Remembered(Pairs(shipped()))
    rules = Newsroom(Settings(db=":memory:", models=Models(use=False)), lambda: NOW)
    readings = stories(rules, data, count, first=_UNSEEN if new else 0)
    cases = [case for reading in readings for case in _cases(reading, relater, new=new)]
    kinds = list(dict.fromkeys(case.kind for case in cases))
    print(f"{'what passes, at entailment from':<44}" + "".join(f"{share:>8}" for share in THRESHOLDS) + f"{'of':>8}")
    passed: dict[tuple[str, float], int] = defaultdict(int)
    for share in THRESHOLDS:
        words.ENTAILS = share
        for case in cases:
            if isinstance(case.judge(), Sentence):
                passed[case.kind, share] += 1
                if show and case.kind.startswith("bad") and share == THRESHOLDS[3]:
                    print(f"    {case.kind}: {case.before} => {case.after}")
    for kind in sorted(kinds, reverse=True):
        total = sum(case.kind == kind for case in cases)
        print(f"{kind:<44}" + "".join(f"{passed[kind, share] / total:>8.0%}" for share in THRESHOLDS) + f"{total:>8}")
    return 0


def _cases(reading: Reading, relater: Relater, *, new: bool) -> Iterator[Case]:
    record, chance = reading.record, random.Random(7)
    judge = Rewording(Gate(record, [lens.name for lens in builtin_lenses()], reading.findings), record, relater)
    said = [a for a in record.assertions if usable(record, a)]
    chance.shuffle(said)
    for assertion in said[:_EACH]:
        own = Sentence("{0}.", (assertion.span,))
        for kind, text in wordings(record, assertion, said, chance, new=new):
            yield Case(kind, _asked(judge, own, text, assertion), assertion.span.quote, text)


def _asked(judge: Rewording, own: Sentence, text: str, assertion: Assertion) -> Callable[[], object]:
    return lambda: judge.judge("Wire", own, text, (assertion.span,))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", nargs="?", type=Path, default=DATA)
    parser.add_argument("--stories", type=int, default=10)
    parser.add_argument("--model", action="append")
    parser.add_argument("--gate", action="store_true")
    parser.add_argument("--new", action="store_true")
    parser.add_argument("--show", action="store_true")
    given = parser.parse_args()
    if given.gate:
        return gate(given.data, given.stories, new=given.new, show=given.show)
    return ablation(given.data, given.stories, given.model or DOUBLES, show=given.show)


if __name__ == "__main__":
    sys.exit(main())
