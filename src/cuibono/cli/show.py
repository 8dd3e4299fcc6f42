"""`cuibono show` and `cuibono schema`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cuibono.cli.common import AsJson, AsOf, Db, StoryId, moment, newsroom, say, write
from cuibono.cli.terminal import print_reading
from cuibono.export.json import schema as reading_schema


def show(
    story: StoryId,
    *,
    as_of: AsOf = None,
    as_json: AsJson = False,
    as_md: Annotated[bool, typer.Option("--md", help="Print Markdown.")] = False,
    html: Annotated[Path | None, typer.Option("--html", metavar="FILE", help="Write one self-contained page.")] = None,
    db: Db = None,
) -> None:
    """Show the reading of a stored story.

    With --as-of the story is read again from what had been published by then.
    """
    with newsroom(db) as room:
        reading = room.reading(story, moment(as_of))
        if html:
            write(html, room.exporter("html").export(reading))
        if as_json:
            say(room.exporter("json").export(reading))
        elif as_md:
            say(room.exporter("md").export(reading))
        else:
            print_reading(reading)


def schema() -> None:
    """Print the JSON Schema of a reading."""
    say(reading_schema())
