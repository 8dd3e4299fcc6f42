"""The user's watch list: what is asked, how often, and who is told of what. Whatever is wrong names its line.

The file is TOML::

    [watch]
    every = "15m"            # how often a source is asked that says nothing else
    quota = 200              # captures and documents taken from one source in one turn
    metrics = "127.0.0.1:9464"

    [[source]]
    kind = "feed"            # see docs/watching.md for the kinds
    url = "https://news.example/feed.xml"
    every = "5m"

    [alerts]
    kinds = ["contradicted", "clock moved"]

    [[alerts.webhook]]
    url = "https://hooks.example/desk"
    secret_file = "/etc/cuibono/hook.secret"
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NoReturn

from cuibono.core.errors import SettingsError
from cuibono.desk.notice import KINDS
from cuibono.desk.watch import Pace

_SPAN = re.compile(r"(\d{1,6}(?:\.\d{1,3})?)\s*(s|m|h|d)?")
_UNITS = {"": 1.0, "s": 1.0, "m": 60.0, "h": 3_600.0, "d": 86_400.0}
_LEAST, _MOST = 10.0, 30 * 86_400.0  # seconds between two polls of a source
_QUOTA = 100_000
_LOCAL = re.compile(r"(127\.0\.0\.1|\[::1\]|localhost):(\d{1,5})")
# What is told where nothing is chosen: what changes the picture, and not every new claim.
_ON_WISH = {"new document", "new story", "new clock", "clock undated", "grew"}
DEFAULT_KINDS = tuple(kind for kind in KINDS if kind not in _ON_WISH)
_CHANNELS = {
    "webhook": ({"url"}, {"secret_file", "secret_env"}),
    "email": (
        {"host", "from", "to"},
        {"port", "security", "user", "password_file", "password_env"},
    ),
    "feed": (set[str](), {"rss", "json", "title", "link"}),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A source that the user wants watched, and where that is written (for messages)."""

    options: Mapping[str, str]
    every: float  # seconds
    quota: int
    where: str
    places: Mapping[str, str] = field(default_factory=dict)  # where each option is written

    def place(self, error: Exception) -> str:
        """Where that is written which a message begins with, as those about one option do."""
        return self.places.get(str(error).partition(":")[0], self.where)


@dataclass(frozen=True, slots=True)
class Channel:
    """Somebody who is told: the kind (webhook, email, feed), its options, and where it is written."""

    kind: str
    options: Mapping[str, Any]
    where: str
    places: Mapping[str, str] = field(default_factory=dict)

    def place(self, error: Exception) -> str:
        """As for sources."""
        return self.places.get(str(error).partition(":")[0], self.where)


@dataclass(frozen=True, slots=True)
class Config:
    """What to watch and whom to tell."""

    sources: tuple[Asked, ...] = ()
    channels: tuple[Channel, ...] = ()
    kinds: tuple[str, ...] = DEFAULT_KINDS
    metrics: str = ""  # host:port on this machine; "" for none
    pace: Pace = field(default_factory=Pace)


def parse(text: str, name: str) -> Config:
    """Read a watch list; ``name`` is what messages call the file.

    Raises:
        SettingsError: something in it cannot be used; the message has file, line and reason.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"at line (\d+)", str(error))
        line = found.group(1) if found else str(text.count("\n") + 1)
        raise SettingsError(f"{name}:{line}: this is no TOML: {error}") from error
    return _Reader(data, text, name).config()


def queried(query: str, kinds: Sequence[str], pace: Pace) -> tuple[Asked, ...]:
    """The sources of a query: one of every kind that can be asked for words.

    Raises:
        SettingsError: there is nothing to ask for, or nobody to ask.
    """
    if not re.search(r"\w", query):
        raise SettingsError("QUERY has no words; give what to watch for, or --feeds or --config")
    words = " AND ".join(f"all:{word}" for word in re.findall(r"\w+", query))  # arXiv has terms of its own
    return tuple(
        Asked({"kind": kind, "query": words if kind == "arxiv" else query}, pace.every, pace.quota, f"QUERY, {kind}")
        for kind in kinds
    )


class _Reader:
    def __init__(self, data: Mapping[str, Any], text: str, name: str) -> None:
        self._data = data
        self._lines = text.split("\n")
        self._name = name

    def config(self) -> Config:
        self._known(self._data, {"watch", "source", "alerts"}, "", 0)
        pace, metrics = self._watch()
        alerts = self._table(self._data, "alerts")
        self._known(alerts, {"kinds", *_CHANNELS}, "alerts", 0)
        return Config(
            sources=tuple(self._source(each, at, pace) for at, each in enumerate(self._tables(self._data, "source"))),
            channels=tuple(self._channels(alerts)),
            kinds=self._kinds(alerts),
            metrics=metrics,
            pace=pace,
        )

    def _watch(self) -> tuple[Pace, str]:
        watch = self._table(self._data, "watch")
        self._known(watch, {"every", "quota", "metrics"}, "watch", 0)
        usual = Pace()
        every = self._seconds(watch.get("every", usual.every), "watch", 0)
        quota = self._number(watch.get("quota", usual.quota), "watch", 0)
        metrics = watch.get("metrics", "")
        found = _LOCAL.fullmatch(metrics) if isinstance(metrics, str) else None
        if metrics and (found is None or not 0 < int(found.group(2)) < 65_536):  # noqa: PLR2004 - ports
            self._fail("watch", 0, "metrics", "should be 127.0.0.1:PORT: figures are shown on this machine only")
        return Pace(every=every, quota=quota), metrics

    def _source(self, given: Mapping[str, Any], at: int, pace: Pace) -> Asked:
        options: dict[str, str] = {}
        for key, value in given.items():
            if key in {"every", "quota"}:
                continue
            match value:
                case bool():
                    options[key] = "yes" if value else "no"
                case str() | int() | float():
                    options[key] = str(value)
                case list() if all(isinstance(each, str) for each in value):
                    options[key] = ", ".join(value)
                case _:
                    self._fail("source", at, key, "should be words, a number, yes or no, or a list of words")
        if "kind" not in options:
            self._fail("source", at, "", "kind is missing")
        return Asked(
            options=options,
            every=self._seconds(given.get("every", pace.every), "source", at),
            quota=self._number(given.get("quota", pace.quota), "source", at),
            where=f"{self._name}:{self._line('source', at)}",
            places=self._places("source", at, given),
        )

    def _kinds(self, alerts: Mapping[str, Any]) -> tuple[str, ...]:
        kinds = alerts.get("kinds", list(DEFAULT_KINDS))
        if not isinstance(kinds, list) or not kinds:
            self._fail("alerts", 0, "kinds", "should be a list of kinds of changes")
        for kind in kinds:
            if kind not in KINDS:
                self._fail("alerts", 0, "kinds", f"there is no change {kind!r}; there are {', '.join(KINDS)}")
        return tuple(kinds)

    def _channels(self, alerts: Mapping[str, Any]) -> Iterator[Channel]:
        for kind, (needed, more) in _CHANNELS.items():
            table = f"alerts.{kind}"
            for at, given in enumerate(self._tables(alerts, kind)):
                self._known(given, needed | more, table, at)
                for key in sorted(needed - given.keys()):
                    self._fail(table, at, "", f"{key} is missing")
                for key, value in given.items():
                    listed = isinstance(value, list) and all(isinstance(each, str) for each in value)
                    if not (isinstance(value, str | int) or (key == "to" and listed)) or value in ("", []):
                        self._fail(table, at, key, "should be words in quotation marks")
                places = self._places(table, at, given)
                yield Channel(kind, given, f"{self._name}:{self._line(table, at)}", places)

    # -- values and where they stand ----------------------------------------------------------------------------

    def _seconds(self, value: object, table: str, at: int) -> float:
        found = _SPAN.fullmatch(str(value).strip()) if isinstance(value, str | int | float) else None
        seconds = float(found.group(1)) * _UNITS[found.group(2) or ""] if found else 0.0
        if not _LEAST <= seconds <= _MOST:
            self._fail(table, at, "every", 'should be a time from 10 seconds to 30 days, such as 900, "15m" or "6h"')
        return seconds

    def _number(self, value: object, table: str, at: int) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not 0 < value <= _QUOTA:
            self._fail(table, at, "quota", f"should be a number from 1 to {_QUOTA}")
        return value

    def _table(self, data: Mapping[str, Any], key: str) -> Mapping[str, Any]:
        value = data.get(key, {})
        if not isinstance(value, dict):
            self._fail("", 0, key, f"should be a table, [{key}]")
        return value

    def _tables(self, data: Mapping[str, Any], key: str) -> Sequence[Mapping[str, Any]]:
        value = data.get(key, [])
        value = [value] if isinstance(value, dict) else value
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            self._fail("", 0, key, f"should be tables, [[{key}]]")
        return value

    def _known(self, given: Mapping[str, Any], known: set[str], table: str, at: int) -> None:
        if strange := next((key for key in given if key not in known), ""):
            self._fail(table, at, strange, f"there is no such setting; there are {', '.join(sorted(known))}")

    def _fail(self, table: str, at: int, key: str, reason: str) -> NoReturn:
        line = self._line(table, at, key)
        raise SettingsError(f"{self._name}:{line}: {key}{': ' if key else ''}{reason}")

    def _places(self, table: str, at: int, keys: Iterable[str]) -> Mapping[str, str]:
        return {key: f"{self._name}:{self._line(table, at, key)}" for key in keys}

    def _line(self, table: str, at: int, key: str = "") -> int:
        """Where the so manyeth table of a name begins, or a key in it stands; from 1."""
        header = re.compile(rf"\s*\[{{1,2}}\s*{re.escape(table)}\s*\]{{1,2}}")
        begins = [number for number, line in enumerate(self._lines, 1) if table and header.match(line)]
        first = begins[min(at, len(begins) - 1)] if begins else 1
        if not key:
            return first
        wanted = re.compile(rf"\s*(?:\[{{1,2}}\s*(?:[\w.]+\.)?{re.escape(key)}\b|[\"']?{re.escape(key)}[\"']?\s*=)")
        for number, line in enumerate(self._lines[first - 1 :], first):
            if number > first and table and line.lstrip().startswith("["):
                break
            if wanted.match(line):
                return number
        return first
