"""`cuibono read`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from cuibono.cli.common import AsJson, AsOf, Db, moment, newsroom, progress, say, write
from cuibono.cli.terminal import print_reading
from cuibono.core.errors import InputError


def read(
    inputs: Annotated[list[str], typer.Argument(metavar="INPUT...", help="Folders, files or http(s) links.")],
    *,
    as_of: AsOf = None,
    one_story: Annotated[bool, typer.Option("--one-story", help="Take all inputs as one story.")] = False,
    as_json: AsJson = False,
    as_md: Annotated[bool, typer.Option("--md", help="Print Markdown.")] = False,
    html: Annotated[
        Path | None,
        typer.Option("--html", metavar="FILE", help="Write one self-contained page (several stories: FILE-2, ...)."),
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Exit 6 if any input could not be read.")] = False,
    db: Db = None,
) -> None:
    """Read files, folders and links, and print the reading of each story in them.

    Takes HTML, PDF, text, Markdown, JSON articles, RSS / Atom / JSON feeds and discussion transcripts; the kind is
    told from the content. Example: cuibono read ./articles report.pdf --html page.html
    """
    with newsroom(db) as room:
        with progress() as show:
            outcome = room.read(inputs, as_of=moment(as_of), one_story=one_story, progress=show)
        for problem in outcome.problems:
            typer.echo(f"cuibono: {problem.location}: {problem.message}", err=True)
        if not outcome.readings:
            msg = "nothing could be read" + (f" as of {as_of}" if as_of else "")
            raise InputError(msg)
        if html:
            for place, reading in enumerate(outcome.readings, 1):
                write(_numbered(html, place), room.exporter("html").export(reading))
        if as_json:
            exported = [room.exporter("json").export(reading) for reading in outcome.readings]
            say("[" + ",\n".join(str(each) for each in exported) + "]")
        elif as_md:
            say("\n\n".join(str(room.exporter("md").export(reading)) for reading in outcome.readings))
        else:
            for reading in outcome.readings:
                print_reading(reading)
    if strict and outcome.problems:
        sys.exit(6)


def _numbered(path: Path, place: int) -> Path:
    return path if place == 1 else path.with_stem(f"{path.stem}-{place}")
