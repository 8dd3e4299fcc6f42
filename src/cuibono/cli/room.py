"""`cuibono room`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from typing import Annotated

import typer
from rich.text import Text

from cuibono.app import Newsroom
from cuibono.cli.common import AsJson, Db, StoryId, emit, newsroom, page, shown, tell
from cuibono.core.reading import Record
from cuibono.core.talk import Phrased, Remark, Turn
from cuibono.desk.convene import Convener
from cuibono.export.present import ACTS, several
from cuibono.export.turns import turn_shape

_MICROS = 1_000_000
Numbered = tuple[int, Turn]


def room(
    story: StoryId,
    *,
    say: Annotated[
        str | None,
        typer.Option("--say", metavar="WORDS", help="Join in: ask or object; the panel answers and goes on."),
    ] = None,
    to: Annotated[int, typer.Option("--to", metavar="NUMBER", help="The turn that --say speaks to.", min=0)] = 0,
    name: Annotated[str, typer.Option("--name", metavar="NAME", help="Who says it, as the room shows it.")] = "",
    model: Annotated[
        str | None,
        typer.Option(
            "--model",
            metavar="MODEL",
            help='Have turns phrased by provider:name, e.g. ollama:qwen3 ("" for none; default: models.phrase).',
        ),
    ] = None,
    turns: Annotated[int, typer.Option("--turns", metavar="N", help="Make at most N turns.", min=0)] = 1000,
    as_json: AsJson = False,
    db: Db = None,
) -> None:
    """Sit in on the room of a story, turn by turn, and join in.

    Shows what was said, then what the panel says next. The room is stored as it is said: run it again, and it goes on
    where it was left. With --json one line a turn.

    Example: cuibono room s3f --say "who else measured this?"
    """
    with newsroom(db) as open_newsroom:
        record = open_newsroom.reading(story).record
        convener = open_newsroom.convened(model)
        live = _live(convener, story, (say, to, name), turns)
        if as_json:
            _as_lines(record, live)
        else:
            _as_talk(record, live, open_newsroom)


def _live(convener: Convener, story: str, remark: tuple[str | None, int, str], most: int) -> Iterator[Numbered]:
    """What was said, then the remark and what follows; also what others say in the room meanwhile."""
    heard = convener.after(story, 0)
    yield from heard
    last = len(heard)
    words, to, name = remark
    if words is not None:
        answers = next((turn.id for number, turn in heard if number == to), f"number {to}") if to else ""
        convener.say(story, name, words, answers)
    for _ in range(most):
        ended = convener.step(story) is None
        for number, turn in convener.after(story, last):
            yield number, turn
            last = number
        if ended:
            return
    yield from convener.after(story, last)


def _as_lines(record: Record, live: Iterable[Numbered]) -> None:
    for number, turn in live:
        if not emit(json.dumps(turn_shape(record, number, turn), ensure_ascii=False).encode() + b"\n"):
            return


def _as_talk(record: Record, live: Iterable[Numbered], room: Newsroom) -> None:
    said: dict[str, str] = {}
    cited: dict[str, None] = {}
    tokens, micros = 0, 0
    for number, turn in live:
        with page() as out:
            out.print(_line(record, number, turn, said))
            for note in _notes(turn):
                out.print(shown(f"    {note}", "yellow"))
        said[turn.id] = f"{turn.lens} ({number})"
        cited |= dict.fromkeys(span.document for sentence in turn.sentences for span in sentence.spans)
        if isinstance(turn, Phrased):
            tokens, micros = tokens + turn.tokens, micros + (turn.micros or 0)
    with page() as out:
        out.print()
        for number, document in sorted((record.number[each], each) for each in cited):
            title = record.documents[document].title or "(untitled)"
            out.print(shown(f"[{number}] {record.outlets[document].name}: {title}", "dim"))
    if tokens or micros:
        tell(f"{several(tokens, 'token')} of models in this talk, ${micros / _MICROS:.4f}")
    if problem := room.weights_problem():
        tell(f"{problem}; rules go on alone")
    if not said:
        tell("the panel has nothing to say: no claim in this story could be read")
    if sys.stdout is not None:
        sys.stdout.flush()


def _line(record: Record, number: int, turn: Turn, said: dict[str, str]) -> Text:
    line = Text(f"{number:>3} ", style="dim")
    who = f"{turn.by or 'A reader'} (reader)" if isinstance(turn, Remark) else turn.lens
    line.append(shown(who, "bold"))
    answered = ", ".join(said[each] for each in turn.answers if each in said) if ACTS[turn.act] else ""
    act = "says to" if isinstance(turn, Remark) else ACTS[turn.act]
    if answered:
        line.append(" ").append(shown(f"{act} {answered}", "italic"))
    line.append(" · ")
    if isinstance(turn, Remark):
        return line.append(shown(turn.words, "italic"))
    for place, sentence in enumerate(turn.sentences):
        line.append(" " if place else "").append(shown(sentence.plain(record.cite)))
    return line


def _notes(turn: Turn) -> Iterator[str]:
    """What a reader must know about a turn besides its words."""
    if isinstance(turn, Remark):
        mine = [turn.words[p.start : p.end] for p in turn.passages if not p.asks and not p.claims]
        yield from (f"the reader's own, no source read here says it: {words}" for words in mine)
    if isinstance(turn, Phrased):
        if turn.note:
            yield f"{turn.model}: {turn.note}"
        yield from (f"refused: {refusal.text} - {refusal.reason}" for refusal in turn.refused)
