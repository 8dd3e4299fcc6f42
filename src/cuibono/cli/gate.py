"""`cuibono gate`: every judgement examined on public sets, held against the floors."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from cuibono.cli.common import say, tell, writable, write
from cuibono.core.errors import BelowFloor, SettingsError
from cuibono.gate.examine import EXAMINATIONS, chosen, examine
from cuibono.gate.figures import Miss, Note
from cuibono.gate.verdict import Books, Verdict, as_kept, as_shown, judged, table

_STDOUT = Path("-")
_NAMES = "What to examine; everything where nothing is named. There are " + ", ".join(EXAMINATIONS) + "."


def gate(
    data: Annotated[
        Path, typer.Argument(metavar="DATA", help="Folder that holds the public sets (docs/measuring.md names them).")
    ],
    names: Annotated[list[str] | None, typer.Argument(metavar="[NAME]...", help=_NAMES)] = None,
    *,
    as_json: Annotated[
        Path | None, typer.Option("--json", metavar="FILE", help="Write the figures as JSON; - prints it, no table.")
    ] = None,
    misses: Annotated[
        Path | None,
        typer.Option("--misses", metavar="FILE", help="Write every item judged otherwise than its set has it."),
    ] = None,
    keep: Annotated[
        bool,
        typer.Option(
            "--write", help="Keep the figures in the package, if everything was measured and nothing is below."
        ),
    ] = False,
) -> None:
    """Examine the judgements on public sets, held to floors.

    Prints method, set, how many items, figure, floor, and the figure kept before. A set that is not there is named and
    skipped. Exits with 7 where a figure is below its floor or a set could not be examined. --misses writes JSON Lines.

    Example: cuibono gate ../shared/data dates hedged --misses wrong.jsonl
    """
    asked = chosen(names or ())
    for path in (as_json, misses):
        writable(None if path == _STDOUT else path)
    books = Books.of_package()
    with _noted(misses) as note:
        examined = examine(data, asked, note, tell)
    verdict = judged(examined, books)
    content = json.dumps(verdict.plain(), ensure_ascii=False, indent=1) + "\n"
    if as_json == _STDOUT:
        say(content)
    else:
        say("\n".join(table(verdict.rows)))
        if as_json:
            write(as_json, content)
    for reason in verdict.skipped:
        tell(f"skipped, {reason}")
    for fault in verdict.faults:
        tell(fault)
    if keep:
        _keep(verdict, books)
    elif verdict.whole and not verdict.faults and books.shown.read_text("utf-8") != as_shown(examined.figures):
        tell("readings show other figures than these; `make measure` keeps the new ones")
    if verdict.faults:
        raise BelowFloor(f"{len(verdict.faults)} of what was examined did not pass")


@contextmanager
def _noted(path: Path | None) -> Iterator[Callable[[str], Note]]:
    """What takes misses down, by the name of the examination: into the file, if there is one."""
    if path is None:
        yield lambda _name: _drop
        return
    lines: list[str] = []

    def to(name: str) -> Note:
        return lambda miss: lines.append(json.dumps({"examination": name, **miss.plain()}, ensure_ascii=False) + "\n")

    yield to
    write(path, "".join(lines))


def _drop(_miss: Miss) -> None:
    """Nobody asked for misses."""


def _keep(verdict: Verdict, books: Books) -> None:
    """Write the figures into the package.

    Raises:
        SettingsError: not everything was measured, or the package cannot be written.
    """
    if verdict.faults:
        return
    if not verdict.whole:
        raise SettingsError("--write keeps whole sets of figures only: name no examination, and have every set there")
    figures = [row.figure for row in verdict.rows]
    for book, content in ((books.kept, as_kept(figures)), (books.shown, as_shown(figures))):
        if not isinstance(book, Path):
            raise SettingsError(f"--write needs the package as files, which {book} is not")
        write(book, content)
        tell(f"kept in {book}")
