"""`cuibono changes`."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated

import typer

from cuibono.cli.common import AsJson, Db, StoryId, moment, newsroom, say
from cuibono.cli.terminal import print_changes


def changes(
    story: StoryId,
    since: Annotated[
        str, typer.Option("--since", metavar="TIME", help="The earlier moment (ISO 8601; a day means its end).")
    ],
    *,
    as_json: AsJson = False,
    db: Db = None,
) -> None:
    """What changed in a story since a moment, and why."""
    at = moment(since, "--since")
    with newsroom(db) as room:
        reading = room.reading(story)
        differences = room.changes(reading, at) if at else ()
    if as_json:
        say(json.dumps([asdict(difference) for difference in differences], ensure_ascii=False))
    else:
        print_changes(reading.record, differences)
