"""`cuibono stories`, `forget`, `verify`, `doctor`: the store and its keeping."""

from __future__ import annotations

import json
import platform
import sys
from collections.abc import Callable, Sequence
from importlib.metadata import version

from rich.table import Table

from cuibono import __version__, readers
from cuibono.cli.common import AsJson, Db, StoryId, newsroom, page, progress, say, shown, tell
from cuibono.core.errors import StoreError, Tampered
from cuibono.export.present import several
from cuibono.plugins import installed
from cuibono.settings import CONFIG_FILE
from cuibono.store.shelf import Summary

_NARROW, _WIDE = 60, 90  # columns from which on more than titles, and times of day, find room
_TOLD = 20  # mismatches told; --json has all


def stories(*, as_json: AsJson = False, db: Db = None) -> None:
    """List the stored stories."""
    with newsroom(db) as room:
        known = room.store.stories()
    if as_json:
        say(json.dumps([summary.plain() for summary in known], ensure_ascii=False))
        return
    if not known:
        say("The store holds no story yet: start with `cuibono read`.")
        return
    with page() as out:
        out.print(_table(known, out.width))


def _table(known: Sequence[Summary], width: int) -> Table:
    """The stories in as many columns as find room; ids are for copying, so they are never cut."""
    columns: list[tuple[str, Callable[[Summary], str]]] = [
        ("docs", lambda each: str(each.documents)),
        ("origins", lambda each: str(each.origins)),
        ("claims", lambda each: str(each.claims)),
        ("as of (UTC)", lambda each: _moment(each, "%Y-%m-%d %H:%M" if width >= _WIDE else "%Y-%m-%d")),
    ]
    columns = columns if width >= _NARROW else columns[:1]
    table = Table(box=None, pad_edge=False)
    table.add_column("story", no_wrap=True, min_width=max(len(each.id) for each in known))
    table.add_column("title", ratio=1)
    for name, _value in columns:
        table.add_column(name, justify="left" if name.startswith("as of") else "right", no_wrap=True)
    for each in known:
        table.add_row(each.id, shown(each.title), *(value(each) for _name, value in columns))
    return table


def _moment(summary: Summary, form: str) -> str:
    return summary.as_of.strftime(form) if summary.as_of else "undated"


def forget(story: StoryId, *, as_json: AsJson = False, db: Db = None) -> None:
    """Remove a story, and what only it uses, from the store."""
    with newsroom(db) as room:
        gone = room.store.forget(story)
    if as_json:
        say(json.dumps(gone.plain(), ensure_ascii=False))
        return
    counts = (
        several(gone.documents, "document"),
        several(gone.captures, "capture"),
        several(gone.readings, "reading"),
    )
    kept = f"; {several(gone.shared, 'document')} stay, since other stories hold or quote them" if gone.shared else ""
    say(f"forgotten: {shown(gone.title).plain}: {', '.join(counts)}{kept}")


def verify(*, as_json: AsJson = False, db: Db = None) -> None:
    """Check every stored span against the captures.

    Captures are hashed again and read again; every span must stand, character for character, in what was read.
    Exit 4 on any mismatch.
    """
    with newsroom(db) as room:
        with progress() as show:
            mismatches = list(room.store.verify(readers.read, show))
        facts = room.store.facts()
    if as_json:
        say(json.dumps({"spans": facts.spans, "mismatches": [m.plain() for m in mismatches]}, ensure_ascii=False))
    else:
        for mismatch in mismatches[:_TOLD]:
            tell(str(mismatch))
        if len(mismatches) > _TOLD:
            tell(f"and {len(mismatches) - _TOLD} more (--json lists all)")
        what = ", ".join(
            (
                several(facts.spans, "span"),
                several(facts.documents, "document"),
                several(facts.captures, "capture"),
                several(facts.readings, "reading"),
            )
        )
        if mismatches:
            say(f"checked {what}: {several(len(mismatches), 'mismatch', 'mismatches')}")
        else:
            say(f"checked {what}: all match" if facts.captures else "the store is empty: there was nothing to check")
    if mismatches:
        sys.exit(Tampered.exit_code)


def doctor(*, as_json: AsJson = False, db: Db = None) -> None:
    """Say what is installed, where things are, and if all is well.

    Exit 5 if the store's file is damaged.
    """
    with newsroom(db) as room:
        store = room.store.facts()
        facts = {
            "cuibono": __version__,
            "python": platform.python_version(),
            "platform": platform.platform(terse=True),
            "trafilatura": version("trafilatura"),
            "pypdfium2": version("pypdfium2"),
            "config": f"{CONFIG_FILE}{'' if CONFIG_FILE.is_file() else ' (none)'}",
            "plug-ins": list(installed()) or "none",
            "formats": ", ".join(sorted(room.registry.exporters)),
            "weights": room.weights_problem() or ("as measured" if room.weighs else "turned off"),
            **store.plain(),
            "judgement": [f"{m.judgement}: {m.name} {m.version}, {m.figure}" for m in room.investigator.methods],
        }
    if as_json:
        say(json.dumps(facts, ensure_ascii=False))
    else:
        facts["problems"] = list(store.problems) or "none"
        facts["size"] = f"{store.size:,} bytes"
        lines = [
            f"{name:<12} {shown(str(line)).plain}"
            for name, value in facts.items()
            for line in (value if isinstance(value, list) else [value])
        ]
        say("\n".join(lines))
    if store.problems:
        sys.exit(StoreError.exit_code)
