"""What the commands share: options, the newsroom, progress, where output goes."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from cuibono.app import Newsroom
from cuibono.core.errors import InputError, SettingsError, StoreError
from cuibono.core.times import last_instant
from cuibono.export.present import one_line
from cuibono.settings import load_settings

Db = Annotated[
    str | None,
    typer.Option("--db", metavar="FILE", help="SQLite file of the store (default: in the platform's data folder)."),
]
AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of", metavar="TIME", help="Read only what had been published by then (ISO 8601; a day means its end)."
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON (see `cuibono schema`).")]
AsMarkdown = Annotated[bool, typer.Option("--md", help="Print Markdown.")]
Format = Annotated[
    str | None,
    typer.Option("--format", metavar="NAME", help="Print json, md, html, or a format that a plug-in brings."),
]
StoryId = Annotated[
    str, typer.Argument(metavar="STORY", help="A story's id, or the beginning of it (see `cuibono stories`).")
]

# Rich breaks lines at no-break spaces too. Nothing shown can hold this character, which belongs to nobody.
_JOIN = "\ue000"
_CITATION = re.compile(r"(?:(?<=”) )?\[\d+(?:, (?:p\.|turn) \d+)?\]")


@contextmanager
def newsroom(db: str | None = None, *, makes_store: bool = False) -> Iterator[Newsroom]:
    """The newsroom for one command; a store given by name is only made by commands that put something into it.

    Raises:
        StoreError: there is no store where the user says that one is.
    """
    if db and not makes_store and "://" not in db and not Path(db).expanduser().exists():
        raise StoreError(f"store {db}: there is none; `cuibono read INPUT... --db {db}` makes one")
    with Newsroom(load_settings(db=db)) as open_newsroom:
        yield open_newsroom


def moment(words: str | None, option: str = "--as-of") -> datetime | None:
    """The last instant that an ``--as-of`` or ``--since`` can mean.

    Raises:
        SettingsError: the words are no ISO 8601 date or time, or one that no calendar of ours reaches.
    """
    if words is None:
        return None
    try:
        return last_instant(words)
    except InputError as error:
        raise SettingsError(
            f"{option} {words!r} is no usable date or time; "
            "write 2026-10-06, 2026-10-06T12:00 or 2026-10-06T12:00+02:00"
        ) from error


def chosen_format(name: str | None, *, as_json: bool, as_md: bool) -> str | None:
    """The one format asked for; None for the terminal's.

    Raises:
        SettingsError: several are asked for.
    """
    asked = {*(("json",) if as_json else ()), *(("md",) if as_md else ()), *((name,) if name else ())}
    if len(asked) > 1:
        raise SettingsError(f"only one format can be printed, not {' and '.join(sorted(asked))}")
    return next(iter(asked), None)


@contextmanager
def progress() -> Iterator[Callable[[str], None]]:
    """A status line on a terminal; nothing where standard error is piped."""
    console = Console(stderr=True, markup=False, emoji=False)
    if not console.is_terminal:
        yield lambda _what: None
        return
    with console.status("reading") as status:
        yield lambda what: status.update(Text(f"reading {one_line(what)}", no_wrap=True, overflow="ellipsis"))


def tell(message: str) -> None:
    """A line on standard error, beside the output."""
    typer.echo(f"cuibono: {one_line(message)}", err=True)


def tell_weights(room: Newsroom, *, of_readings: bool = False) -> None:
    """Say so where weights are wanted and rules go on alone."""
    if problem := room.weights_problem(of_readings=of_readings):
        tell(f"{problem}; rules go on alone")


def writable(path: Path | None) -> None:
    """See that a file can be written before the work is done.

    Raises:
        SettingsError: it cannot be; the message names it and the cause.
    """
    if path is None:
        return
    if path.is_dir():
        raise SettingsError(f"{path} cannot be written: it is a folder")
    if not path.parent.is_dir():
        raise SettingsError(f"{path} cannot be written: there is no folder {path.parent}")
    if not os.access(path if path.exists() else path.parent, os.W_OK):
        raise SettingsError(f"{path} cannot be written: permission denied")


def write(path: Path, content: str | bytes) -> None:
    """Write a file.

    Raises:
        SettingsError: it cannot be written; the message names it and the cause.
    """
    data = content.encode() if isinstance(content, str) else content
    try:
        path.write_bytes(data)
    except OSError as error:
        raise SettingsError(f"{path} cannot be written: {error.strerror or error}") from error


def say(content: str | bytes | Iterator[str], encoding: str = "utf-8") -> None:
    """Print content as it is, without wrapping or colour, ending in a line feed if it is one text.

    A reader who has seen enough (``| head``) is no failure: the rest goes nowhere.

    Raises:
        SettingsError: standard output cannot be written, e.g. a full disk.
    """
    if isinstance(content, str):
        content = content if content.endswith("\n") else content + "\n"
    pieces = (content,) if isinstance(content, str | bytes) else content
    _put(piece if isinstance(piece, bytes) else piece.encode(encoding, "replace") for piece in pieces)


def emit(line: bytes) -> bool:
    """Print one line of an output that streams; False where nobody reads any more.

    Raises:
        SettingsError: standard output cannot be written, e.g. a full disk.
    """
    return _put((line,))


def _put(pieces: Iterable[bytes]) -> bool:
    """Write to standard output; False where nobody reads."""
    if sys.stdout is None:  # closed by whoever called us
        return False
    try:
        sys.stdout.flush()
        for piece in pieces:
            sys.stdout.buffer.write(piece)
        sys.stdout.flush()
    except BrokenPipeError:
        _to_nowhere()
        return False
    except OSError as error:
        _to_nowhere()  # else the interpreter tries again at its end, and complains by itself
        raise SettingsError(f"standard output cannot be written: {error.strerror or error}") from error
    return True


def _to_nowhere() -> None:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


@contextmanager
def page() -> Iterator[Console]:
    """A console whose output is printed at the end, without blanks at line ends where it is piped.

    Markup is off: words of articles come in with brackets of their own. They also come in with what terminals obey,
    so whatever is shown goes through :func:`shown`.
    """
    printed = StringIO()
    to_terminal = sys.stdout is not None and sys.stdout.isatty()
    out = Console(
        file=printed, force_terminal=True if to_terminal else None, highlight=False, markup=False, emoji=False
    )
    yield out
    text = printed.getvalue().replace(_JOIN, " ")
    if not out.is_terminal:
        text = "\n".join(line.rstrip() for line in text.split("\n"))
    say(text, getattr(sys.stdout, "encoding", None) or "utf-8")


def shown(text: str, style: str = "") -> Text:
    """Foreign words as they may be shown: on one line, nothing in them that a terminal would obey."""
    return Text(_CITATION.sub(lambda found: unbroken(found[0]), one_line(text)), style=style)


def unbroken(text: str) -> str:
    """The text as one word for wrapping; for what :func:`page` prints."""
    return text.replace(" ", _JOIN)


def json_array(exported: Iterable[Iterator[str]]) -> Iterator[str]:
    """The JSON of several stories, each in pieces, as the pieces of one array."""
    mark = "["
    for pieces in exported:
        yield mark
        yield from pieces
        mark = ",\n"
    yield "]\n"


def several_texts(exported: Sequence[str | bytes], name: str) -> str | bytes:
    """The exports of several stories as one output: a JSON array, or texts one after the other.

    Raises:
        SettingsError: the format cannot hold several.
    """
    texts = [each for each in exported if isinstance(each, str)]
    if name == "json":
        return "[" + ",\n".join(texts) + "]"
    if len(exported) == 1:
        return exported[0]
    if name == "html" or len(texts) < len(exported):
        raise SettingsError(
            f"{len(exported)} stories were read, and {name} holds one: add --one-story, "
            f"or `cuibono show STORY --format {name}` for each"
        )
    return "\n\n".join(texts)
