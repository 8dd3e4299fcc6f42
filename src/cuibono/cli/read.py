"""`cuibono read`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from cuibono.cli.common import (
    AsJson,
    AsMarkdown,
    AsOf,
    Db,
    Format,
    chosen_format,
    json_array,
    moment,
    newsroom,
    progress,
    say,
    several_texts,
    tell,
    tell_weights,
    writable,
    write,
)
from cuibono.cli.terminal import print_readings
from cuibono.core.errors import InputError, SettingsError
from cuibono.export.json import JsonExporter


def read(
    inputs: Annotated[list[str], typer.Argument(metavar="INPUT...", help="Folders, files or http(s) links.")],
    *,
    as_of: AsOf = None,
    one_story: Annotated[bool, typer.Option("--one-story", help="Take all inputs as one story.")] = False,
    as_json: AsJson = False,
    as_md: AsMarkdown = False,
    in_format: Format = None,
    html: Annotated[
        Path | None,
        typer.Option("--html", metavar="FILE", help="Write one self-contained page (several stories: FILE-2, ...)."),
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Exit 6 if any input could not be read.")] = False,
    db: Db = None,
) -> None:
    """Read files, folders and links, and print each story's reading.

    Takes HTML, PDF, text, Markdown, JSON articles, RSS / Atom / JSON feeds and discussion transcripts; the kind is
    told from the content. Stories are told apart, the largest first; --json prints a list of them.

    Example: cuibono read ./articles report.pdf --html page.html
    """
    name = chosen_format(in_format, as_json=as_json, as_md=as_md)
    until = moment(as_of)
    if not all(text.strip() for text in inputs):  # an unset variable; as a path it would be the whole working folder
        raise SettingsError("an empty INPUT names no file, folder or link")
    writable(html)
    with newsroom(db, makes_store=True) as room:
        exporter = room.exporter(name) if name else None
        tell_weights(room, of_readings=True)
        with progress() as show:
            outcome = room.read(inputs, as_of=until, one_story=one_story, progress=show)
        for problem in outcome.problems:
            tell(f"{problem.location}: {problem.message.removeprefix(f'{problem.location}: ')}")
        if not outcome.readings:
            raise InputError(
                f"nothing could be read that had certainly been published by {as_of}"
                if as_of
                else "nothing could be read"
            )
        if html:
            for place, reading in enumerate(outcome.readings, 1):
                file = _numbered(html, place)
                write(file, room.exporter("html").export(reading))
                if len(outcome.readings) > 1:
                    tell(f"{file}: {reading.record.story.title}")
        if isinstance(exporter, JsonExporter):
            say(json_array(exporter.pieces(reading) for reading in outcome.readings))
        elif name and exporter:
            say(several_texts([exporter.export(reading) for reading in outcome.readings], name))
        else:
            print_readings(outcome.readings)
    if strict and outcome.problems:
        sys.exit(6)


def _numbered(path: Path, place: int) -> Path:
    return path if place == 1 else path.with_stem(f"{path.stem}-{place}")
