"""`cuibono watch`."""

from __future__ import annotations

import json
import signal
import sys
import threading
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import FrameType
from typing import Annotated, Any

import typer

from cuibono.alerts.plain import headline, plain, words
from cuibono.cli.common import Db, newsroom, say, tell, tell_weights
from cuibono.cli.log import Log, status
from cuibono.cli.metrics import serving
from cuibono.core.errors import InputError, SettingsError
from cuibono.core.watch import Noticed
from cuibono.desk.config import Asked, Config, parse, queried
from cuibono.desk.rounds import Round
from cuibono.export.present import several
from cuibono.sources import opml
from cuibono.watching import ASKED, Watching, with_options

_LONGEST_WAIT = 30.0  # seconds: other processes may have left something, and clocks run out
_INTERRUPTED = 130


def watch(
    query: Annotated[
        str | None, typer.Argument(metavar="[QUERY]", help="What to watch for, in places that can be asked for words.")
    ] = None,
    *,
    feeds: Annotated[
        Path | None, typer.Option("--feeds", metavar="OPML", help="A feed list, as other readers write it.")
    ] = None,
    config: Annotated[
        Path | None, typer.Option("--config", metavar="FILE", help="A watch list (TOML): sources, pace, who is told.")
    ] = None,
    once: Annotated[
        bool, typer.Option("--once", help="Ask every source that is due once, work it off, and end.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print changes as JSON Lines.")] = False,
    db: Db = None,
) -> None:
    """Keep a desk of stories up to date, and tell what changed.

    Runs until it is stopped (Ctrl-C, SIGTERM); see docs/watching.md for the watch list and for a systemd unit. Changes
    that alter the picture are printed as they are noticed; `cuibono changes` shows all of them again, new stories too.

    Example: cuibono watch "AI export controls" --feeds subscriptions.opml

    The shortest watch list has three lines: [[source]], kind = "feed", url = "https://news.example/feed.xml".
    """
    asked = _config(query, feeds, config)
    with newsroom(db, makes_store=True) as room, _stopping() as stopped:
        log = Log(plain=sys.stderr.isatty())
        tell_weights(room)
        watching = Watching(room, asked, log=log, stopped=stopped.is_set)
        show = _json_lines if as_json else _lines
        with serving(asked.metrics, lambda: _figures(watching)), status() as line:
            while True:
                line(f"asking {several(len(watching.among), 'source')}")
                done = watching.round(drain=once)
                show([change for change in done.changes if change.kind in asked.kinds])
                if once or log.plain:
                    _tell_others(done.changes, asked.kinds)
                if once or stopped.is_set():
                    break
                line(_status(watching))
                if not done.left:
                    stopped.wait(_wait(watching.next_due(), room.clock()))
                if stopped.is_set():
                    break
        _end(watching, done, once=once)
    if stopped.interrupted:
        sys.exit(_INTERRUPTED)


class _Stop(threading.Event):
    """Set when the desk is to end; ``interrupted``: by Ctrl-C."""

    interrupted = False


@contextmanager
def _stopping() -> Iterator[_Stop]:
    """End after the step at hand on SIGTERM or Ctrl-C; at once on the second."""
    stop = _Stop()

    def end(number: int, _frame: FrameType | None) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.interrupted = number == signal.SIGINT
        stop.set()

    before: dict[int, Any] = {}
    if threading.current_thread() is threading.main_thread():
        before = {number: signal.signal(number, end) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _config(query: str | None, feeds: Path | None, file: Path | None) -> Config:
    """Everything that is to be watched.

    Raises:
        SettingsError: there is nothing to watch, or something cannot be used; the message says where it stands.
    """
    if query is None and feeds is None and file is None:
        raise SettingsError(
            'nothing to watch: give "QUERY", --feeds OPML or --config FILE (see `cuibono watch --help`)'
        )
    config = parse(_text(file, "--config"), str(file)) if file else Config()
    more: list[Asked] = []
    if query is not None:
        more += queried(query, ASKED, config.pace)
    if feeds is not None:
        try:
            found = opml.read(_bytes(feeds, "--feeds"), str(feeds))
        except InputError as error:
            raise SettingsError(f"--feeds: {error}") from error
        if not found:
            raise SettingsError(f"--feeds: {feeds} lists no feeds")
        more += [Asked(each.options, config.pace.every, config.pace.quota, str(feeds)) for each in found]
    config = with_options(config, more)
    if not config.sources:
        raise SettingsError(f"{file}:1: it lists no sources; write [[source]] with a kind")
    return config


def _bytes(path: Path, option: str) -> bytes:
    try:
        return path.expanduser().read_bytes()
    except OSError as error:
        raise SettingsError(f"{option}: {path} cannot be read: {error.strerror or error}") from error


def _text(path: Path, option: str) -> str:
    try:
        return _bytes(path, option).decode("utf-8")
    except UnicodeDecodeError as error:
        raise SettingsError(f"{option}: {path} is no UTF-8 text (byte {error.start})") from error


def _wait(due: datetime | None, now: datetime) -> float:
    """Seconds until something is to be done."""
    return min(max((due - now).total_seconds(), 0.2), _LONGEST_WAIT) if due else _LONGEST_WAIT


def _lines(changes: Sequence[Noticed]) -> None:
    for change in changes:
        told = words(change).replace("\n", "\n  ")
        say(f"{headline(change)} ({change.story})\n  {told}\n")


def _tell_others(changes: Sequence[Noticed], kinds: Collection[str]) -> None:
    """How many changes were noted besides those that are shown: on its first day a desk has little but new stories."""
    counted = Counter(change.kind for change in changes if change.kind not in kinds)
    if counted:
        told = ", ".join(f"{kind} ({count})" for kind, count in sorted(counted.items()))
        tell(f"noted besides: {told}; `cuibono changes` shows them")


def _json_lines(changes: Sequence[Noticed]) -> None:
    for change in changes:
        say(json.dumps(plain(change), ensure_ascii=False))


def _status(watching: Watching) -> str:
    """The desk in one line."""
    totals = watching.totals
    failing = sum(source.failures > 0 for source in watching.sources())
    due = watching.next_due()
    parts = [
        several(len(watching.among), "source") + (f" ({failing} failing)" if failing else ""),
        several(totals.documents, "document"),
        several(totals.changes, "change"),
        f"next {due:%H:%M:%S} UTC" if due else "",
    ]
    return " · ".join(filter(None, parts))


def _end(watching: Watching, done: Round, *, once: bool) -> None:
    totals = watching.totals
    if done.busy:
        tell("another process reads and places for this store; what came in waits for it")
    told = (
        f"asked {several(totals.polled, 'source')}" + (f" ({totals.failed} failed)" if totals.failed else ""),
        several(totals.captures, "new capture"),
        several(totals.documents, "new document"),
        several(totals.stories, "story brought up to date", "stories brought up to date"),
        several(totals.changes, "change"),
    )
    tell(", ".join(told))
    if once and totals.polled and totals.failed == totals.polled and not totals.captures:
        causes = sorted({source.error for source in watching.sources() if source.error})
        raise InputError(f"no source could be had: {'; '.join(causes[:3])}")


def _figures(watching: Watching) -> Mapping[str, float]:
    """What is served as metrics."""
    totals = watching.totals
    sources = watching.sources()
    unread, waiting = watching.store.counts()
    return {
        "sources": len(sources),
        "sources_failing": sum(source.failures > 0 for source in sources),
        "inbox_captures": unread,
        "waiting_documents": waiting,
        "alerts_unsure": watching.store.unsure(),
        **{
            f"{name}_total": getattr(totals, name)
            for name in (
                "rounds",
                "polled",
                "failed",
                "captures",
                "unreadable",
                "documents",
                "stories",
                "changes",
                "told",
            )
        },
    }
