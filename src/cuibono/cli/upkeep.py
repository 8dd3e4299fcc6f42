"""`cuibono stories`, `forget`, `verify`, `doctor`: the store and its keeping."""

from __future__ import annotations

import json
import platform
import sys
from importlib.metadata import version

import typer
from rich.console import Console
from rich.table import Table

from cuibono import __version__, readers
from cuibono.cli.common import AsJson, Db, StoryId, newsroom, progress, say


def stories(*, as_json: AsJson = False, db: Db = None) -> None:
    """List the stored stories."""
    with newsroom(db) as room:
        known = room.store.stories()
    if as_json:
        say(json.dumps([summary.plain() for summary in known], ensure_ascii=False))
        return
    table = Table("story", "title", "documents", "origins", "claims", "as of", box=None, pad_edge=False)
    for summary in known:
        table.add_row(
            summary.id,
            summary.title,
            str(summary.documents),
            str(summary.origins),
            str(summary.claims),
            f"{summary.as_of:%Y-%m-%d %H:%M} UTC" if summary.as_of else "undated",
        )
    Console().print(table if known else "The store holds no story yet: start with `cuibono read`.")


def forget(story: StoryId, *, as_json: AsJson = False, db: Db = None) -> None:
    """Remove a story, and what only it uses, from the store."""
    with newsroom(db) as room:
        gone = room.store.forget(story)
    if as_json:
        say(json.dumps(gone.plain()))
    else:
        typer.echo(
            f"forgotten: {gone.title}: {gone.documents} documents, {gone.captures} captures, {gone.readings} readings"
        )


def verify(*, as_json: AsJson = False, db: Db = None) -> None:
    """Check every stored span against the captures; exit 4 on any mismatch.

    Captures are hashed again and read again; every span must stand, character for character, in what was read.
    """
    with newsroom(db) as room, progress() as show:
        mismatches = list(room.store.verify(readers.read, show))
        facts = room.store.facts()
    if as_json:
        say(json.dumps({"spans": facts.spans, "mismatches": [m.plain() for m in mismatches]}, ensure_ascii=False))
    else:
        for mismatch in mismatches:
            typer.echo(str(mismatch), err=True)
        typer.echo(
            f"{facts.spans} spans of {facts.documents} documents and {facts.captures} captures checked: "
            + (f"{len(mismatches)} do not match" if mismatches else "all match")
        )
    if mismatches:
        sys.exit(4)


def doctor(*, as_json: AsJson = False, db: Db = None) -> None:
    """Say what is installed, where the store is, and whether all is well."""
    with newsroom(db) as room:
        facts = {
            "cuibono": __version__,
            "python": platform.python_version(),
            "platform": platform.platform(terse=True),
            "trafilatura": version("trafilatura"),
            "pypdfium2": version("pypdfium2"),
            **room.store.facts().plain(),
            "judgement": [f"{m.judgement}: {m.name} {m.version}, {m.figure}" for m in room.investigator.methods],
        }
    if as_json:
        say(json.dumps(facts, ensure_ascii=False))
        return
    for name, value in facts.items():
        for line in value if isinstance(value, list) else [value]:
            typer.echo(f"{name:<12} {line}")
