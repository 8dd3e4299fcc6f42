"""`cuibono show` and `cuibono schema`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cuibono.cli.common import (
    AsJson,
    AsMarkdown,
    AsOf,
    Db,
    Format,
    StoryId,
    chosen_format,
    moment,
    newsroom,
    say,
    writable,
    write,
)
from cuibono.cli.terminal import print_readings
from cuibono.export.json import schema as reading_schema


def show(
    story: StoryId,
    *,
    as_of: AsOf = None,
    as_json: AsJson = False,
    as_md: AsMarkdown = False,
    in_format: Format = None,
    html: Annotated[Path | None, typer.Option("--html", metavar="FILE", help="Write one self-contained page.")] = None,
    db: Db = None,
) -> None:
    """Show the reading of a stored story.

    With --as-of the story is read again from what had been published by then.
    """
    name = chosen_format(in_format, as_json=as_json, as_md=as_md)
    until = moment(as_of)
    writable(html)
    with newsroom(db) as room:
        exporter = room.exporter(name) if name else None
        reading = room.reading(story, until)
        if html:
            write(html, room.exporter("html").export(reading))
        if exporter:
            say(exporter.export(reading))
        else:
            print_readings([reading])


def schema() -> None:
    """Print the JSON Schema of a reading."""
    say(reading_schema())
