"""What a running desk tells: one JSON object a line where standard error is piped, a status line on a terminal.

Secrets never get in: what is named like one is withheld, and links lose user, password and secret parameters.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, TextIO

from rich.console import Console
from rich.text import Text

from cuibono.cli.common import tell
from cuibono.export.present import one_line
from cuibono.sources.addresses import shown

_SECRET = re.compile(r"secret|password|passwd|token|authori[sz]ation|cookie|api_?key|credential", re.IGNORECASE)
_LINK = re.compile(r"[a-z][a-z0-9+.-]{1,20}://[^\s\"'<>]+", re.IGNORECASE)
_WARNINGS = frozenset(
    {"failed", "unreadable", "unread story", "alert failed", "alert unsure", "lease lost", "left out"}
)
_WHO = ("source", "channel", "title", "location", "story")  # the fact that says whom an event is about
_LONGEST = 2_000  # characters of one fact


class Log:
    """Takes events with their facts."""

    def __init__(self, stream: TextIO | None = None, *, plain: bool = False) -> None:
        """Write JSON lines to ``stream`` (standard error); ``plain``: only what went wrong, for people."""
        self._stream = stream or sys.stderr
        self.plain = plain
        self._wrong: dict[str, str] = {}  # what is wrong with whom, as it was told last

    def __call__(self, event: str, **facts: object) -> None:
        """One event; what is None or empty is left out."""
        told = {name: _told(name, value) for name, value in facts.items() if value not in (None, "", [], ())}
        if self.plain:
            self._to_people(event, told)
            return
        level = "warning" if event in _WARNINGS else "info"
        at = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        line = json.dumps({"at": at, "level": level, "event": event, **told}, ensure_ascii=False, default=str)
        try:
            self._stream.write(line + "\n")
            self._stream.flush()
        except (OSError, ValueError):  # nobody reads the log any more: no reason to stop
            return

    def _to_people(self, event: str, told: Mapping[str, Any]) -> None:
        """What went wrong, once: a source that is asked every minute would else say the same all day."""
        who = str(next((told[name] for name in _WHO if name in told), ""))
        if event == "polled" and self._wrong.pop(who, ""):
            tell(f"{who}: answers again")
        if event not in _WARNINGS:
            return
        cause = str(told.get("cause", "")).removeprefix(f"{who}: ")
        if event == "left out":
            place = str(told.get("location", ""))
            cause = f"left out: {place}: {cause.removeprefix(f'{place}: ')}" if place != who else cause
        elif event != "failed":
            cause = f"{event}: {cause}"
        if self._wrong.get(who) != cause:
            self._wrong[who] = cause
            again = f" (asked again at {told['due'][11:16]} UTC)" if event == "failed" and "due" in told else ""
            tell(f"{who}: {cause}{again}" if who else f"{cause}{again}")


def _told(name: str, value: object) -> Any:  # noqa: ANN401 - any JSON value
    if _SECRET.search(name):
        return "withheld"
    match value:
        case bool() | int() | float():
            return value
        case datetime():
            return value.isoformat(timespec="seconds").replace("+00:00", "Z")
        case list() | tuple():
            return [_told(name, each) for each in value]
        case dict():
            return {str(key): _told(str(key), each) for key, each in value.items()}
        case _:
            return _LINK.sub(lambda found: shown(found[0]), str(value))[:_LONGEST]


@contextmanager
def status() -> Iterator[Any]:
    """A function that shows a line of status on a terminal; nothing where standard error is piped."""
    console = Console(stderr=True, markup=False, emoji=False)
    if not console.is_terminal:
        yield lambda _line: None
        return
    with console.status("watching") as shown_status:
        yield lambda line: shown_status.update(Text(one_line(line), no_wrap=True, overflow="ellipsis"))
