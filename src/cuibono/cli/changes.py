"""`cuibono changes`."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated

import typer

from cuibono.alerts.plain import plain
from cuibono.cli.common import AsJson, Db, moment, newsroom, say
from cuibono.cli.terminal import print_changes, print_noticed


def changes(
    story: Annotated[
        str | None,
        typer.Argument(metavar="[STORY]", help="A story's id, or the beginning of it; without: the whole desk."),
    ] = None,
    since: Annotated[
        str | None,
        typer.Option("--since", metavar="TIME", help="The earlier moment (ISO 8601; a day means its end)."),
    ] = None,
    *,
    most: Annotated[int, typer.Option("--limit", min=1, max=100_000, help="Noticed changes shown.")] = 1000,
    as_json: AsJson = False,
    db: Db = None,
) -> None:
    """What changed since a moment, and why.

    With STORY and --since, the story is read again as of that moment and compared with now. Otherwise it is what
    `cuibono watch` noticed, the last first: each change with the words that show it and their links.
    """
    at = moment(since, "--since")
    with newsroom(db) as room:
        if story is not None and at is not None:
            reading = room.reading(story)
            differences = room.changes(reading, at)
            if as_json:
                say(json.dumps([asdict(difference) for difference in differences], ensure_ascii=False))
            else:
                print_changes(reading.record, differences)
            return
        found = room.store.wire.changes(at, room.story_id(story) if story else "", most)
    if as_json:
        say(json.dumps([plain(change) for change in found], ensure_ascii=False))
    else:
        print_noticed(found)
