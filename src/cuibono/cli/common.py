"""What the commands share: options, the newsroom, progress, where output goes."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from cuibono.app import Newsroom
from cuibono.core.errors import InputError, SettingsError
from cuibono.core.times import parse_stamp
from cuibono.settings import load_settings

Db = Annotated[
    Path | None, typer.Option("--db", help="SQLite file of the store (default: the platform's data folder).")
]
AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of", metavar="TIME", help="Read only what had been published by then (ISO 8601; a day means its end)."
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON (see `cuibono schema`).")]
StoryId = Annotated[
    str, typer.Argument(metavar="STORY", help="A story's id, or the beginning of it (see `cuibono stories`).")
]


@contextmanager
def newsroom(db: Path | None = None, **settings: object) -> Iterator[Newsroom]:
    """The newsroom for one command."""
    with Newsroom(load_settings(db=db, **settings)) as open_newsroom:
        yield open_newsroom


def moment(words: str | None) -> datetime | None:
    """The last instant that an ``--as-of`` or ``--since`` can mean.

    Raises:
        SettingsError: the words are no ISO 8601 date or time.
    """
    if words is None:
        return None
    try:
        return parse_stamp(words).latest
    except InputError as error:
        raise SettingsError(str(error)) from error


@contextmanager
def progress() -> Iterator[Callable[[str], None]]:
    """A status line on a terminal; nothing where standard error is piped."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda _what: None
        return
    with console.status("reading") as status:
        yield lambda what: status.update(f"reading {what}")


def write(path: Path, content: str | bytes) -> None:
    """Write a file.

    Raises:
        SettingsError: it cannot be written; the message names it and the cause.
    """
    data = content.encode() if isinstance(content, str) else content
    try:
        path.write_bytes(data)
    except OSError as error:
        msg = f"{path} cannot be written: {error.strerror or error}"
        raise SettingsError(msg) from error


def say(content: str | bytes) -> None:
    """Print machine-readable content as it is, without wrapping or colour."""
    sys.stdout.buffer.write(content.encode() if isinstance(content, str) else content)
    sys.stdout.buffer.write(b"\n")
    sys.stdout.flush()
