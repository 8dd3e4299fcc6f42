"""The composition root of the desk: the newsroom's parts, the sources that are watched, and whoever is told."""

from __future__ import annotations

import os
import platform
import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property, partial
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from cuibono import readers
from cuibono.alerts.feeds import MOST, OwnFeeds
from cuibono.alerts.webhook import Webhook
from cuibono.app import Newsroom
from cuibono.core.errors import NotTold, SettingsError
from cuibono.core.ports import Fetcher, Source
from cuibono.core.reading import Reading
from cuibono.core.watch import Vectors, Watched
from cuibono.desk.config import Asked, Channel, Config
from cuibono.desk.rounds import Desk, Parts, Round, Tell, quietly
from cuibono.desk.tell import Channel as Told
from cuibono.desk.tell import Crier
from cuibono.engine.threads import ordered
from cuibono.plugins import Tools
from cuibono.sources import builtin
from cuibono.store.wire import WireStore

# Kinds that can be asked for words, in the order in which a query asks them; those that are not installed are skipped.
ASKED = ("hackernews", "federal-register", "arxiv", "gdelt")
_WORKERS = 8  # sources asked at once: they mostly wait
_PORTS = {"starttls": 587, "tls": 465}


@dataclass(slots=True)
class Totals:
    """What a desk did since it began, for its status line and its figures."""

    rounds: int = 0
    polled: int = 0
    failed: int = 0
    captures: int = 0
    unreadable: int = 0
    documents: int = 0
    stories: int = 0
    changes: int = 0
    told: int = 0

    def add(self, done: Round, told: int) -> None:
        """Count one round."""
        self.rounds += 1
        self.changes += len(done.changes)
        self.told += told
        for name in ("polled", "failed", "captures", "unreadable", "documents", "stories"):
            setattr(self, name, getattr(self, name) + getattr(done, name))


@dataclass(slots=True)
class Outside:
    """What a test replaces: the way out, and sleeping between two requests to one host."""

    fetcher: Fetcher | None = None
    sleep: Callable[[float], None] = time.sleep
    trust: Callable[[], Any] | None = None  # TLS of the mail server
    workers: int = _WORKERS
    more: Sequence[Told] = field(default_factory=tuple)


class Watching:
    """A desk that is worked: sources are asked, stories kept up to date, changes told."""

    def __init__(
        self,
        room: Newsroom,
        config: Config,
        *,
        log: Tell = quietly,
        stopped: Callable[[], bool] = lambda: False,
        outside: Outside | None = None,
    ) -> None:
        """Check everything that can be checked before any source is asked.

        Raises:
            SettingsError: a source, channel or secret cannot be used; the message says where it is written.
        """
        self._room = room
        self._config = config
        self._log = log
        self._outside = outside or Outside()
        self.totals = Totals()
        self._watched = tuple(self._checked(asked) for asked in config.sources)
        self.among = frozenset(source.id for source in self._watched)
        self._feeds: list[OwnFeeds] = []
        channels = [told for channel in config.channels if (told := self._channel(channel))]
        wire = room.store.wire
        self._crier = Crier([*channels, *self._outside.more], config.kinds, wire, wire, room.clock, log)
        owner = f"{platform.node() or 'here'}:{os.getpid()}:{secrets.token_hex(4)}"
        self._desk = Desk(
            Parts(
                rota=wire,
                inbox=wire,
                ledger=wire,
                make=self._make,
                read=readers.read,
                investigator=room.investigator,
                clock=room.clock,
                owner=owner,
                pace=config.pace,
                tell=log,
                at_once=partial(ordered, workers=self._outside.workers),
                stopped=stopped,
                vectors=self._vectors,
            )
        )
        wire.watch(self._watched)
        self._crier.begin()

    def round(self, *, drain: bool = False) -> Round:
        """One round: poll, read, place, update, tell. ``drain``: until nothing is left."""
        done = self._desk.round(self.among, drain=drain)
        told = self._crier.tell()
        if done.changes or not self.totals.rounds:
            self._write_feeds()
        self.totals.add(done, told)
        return done

    def next_due(self) -> datetime | None:
        """When the next of the watched sources is due; None where none is watched."""
        return min((source.due for source in self.store.sources() if source.id in self.among), default=None)

    @property
    def store(self) -> WireStore:
        """The desk's side of the store."""
        return self._room.store.wire

    def sources(self) -> tuple[Watched, ...]:
        """The sources of this desk, with how they fare."""
        return tuple(source for source in self.store.sources() if source.id in self.among)

    # -- sources ------------------------------------------------------------------------------------------------

    def _checked(self, asked: Asked) -> Watched:
        """The source, after one of its kind was made of its options.

        Raises:
            SettingsError: it cannot be made.
        """
        try:
            self._make(asked.options)
        except SettingsError as error:
            raise SettingsError(f"{asked.place(error)}: {error}") from error
        return Watched(asked.options, asked.every, asked.quota, self._room.clock())

    def _make(self, options: Mapping[str, str]) -> Source:
        tools = Tools(self._fetcher, self._room.clock, self._room.store.wire, self._room.settings)
        return self._room.registry.source(options, tools)

    @cached_property
    def _egress(self) -> Any:  # noqa: ANN401 - loaded when it is needed: 0.13 s of CPU
        http = import_module("cuibono.sources.http")
        return http.Egress(self._room.clock, builtin.allowed(self._room.settings))

    @cached_property
    def _fetcher(self) -> Fetcher:
        if self._outside.fetcher is not None:
            return self._outside.fetcher
        manners = import_module("cuibono.sources.manners")
        polite: Fetcher = manners.Polite(self._egress, self._room.clock, sleep=self._outside.sleep)
        return polite

    # -- channels -----------------------------------------------------------------------------------------------

    def _channel(self, channel: Channel) -> Told | None:
        """Whoever is told; None for feeds, which are written whole.

        Raises:
            SettingsError: it cannot be used.
        """
        try:
            match channel.kind:
                case "webhook":
                    secret = _secret(channel.options, "secret").encode()
                    return Webhook(str(channel.options["url"]), secret, self._egress, self._room.clock)
                case "email":
                    return self._mail(channel.options)
                case _:
                    self._feeds.append(_feeds(channel.options))
                    return None
        except SettingsError as error:
            raise SettingsError(f"{channel.place(error)}: {error}") from error

    def _mail(self, options: Mapping[str, Any]) -> Told:
        mail = import_module("cuibono.alerts.mail")  # only those who send mail pay for it
        security = str(options.get("security", "starttls"))
        if security not in _PORTS:
            raise SettingsError(f'security: should be "starttls" or "tls", not {security!r}')
        to = options["to"]
        receivers = tuple(to) if isinstance(to, list) else tuple(part.strip() for part in str(to).split(","))
        server = mail.MailServer(
            host=str(options["host"]),
            port=int(options.get("port", _PORTS[security])),
            sender=str(options["from"]),
            receivers=receivers,
            tls_at_once=security == "tls",
            user=str(options.get("user", "")),
            password=_secret(options, "password"),
        )
        more = {"trust": self._outside.trust} if self._outside.trust else {}
        told: Told = mail.Mail(server, self._room.clock, **more)
        return told

    def _write_feeds(self) -> None:
        """Write our own feeds anew; a disk that is full must not stop the desk."""
        if not self._feeds:
            return
        wanted = set(self._config.kinds)
        changes = [change for change in self.store.changes(most=MOST * 5) if change.kind in wanted][:MOST]
        for feeds in self._feeds:
            try:
                feeds.write(changes)
            except NotTold as error:
                self._log("alert failed", channel="feed", cause=str(error))

    # -- similarity ---------------------------------------------------------------------------------------------

    def _vectors(self, reading: Reading) -> Vectors:
        """The vectors of the claims' wording, as float16, where networks have a say."""
        observer = self._room.investigator.observer
        if observer is None or not reading.record.claims:
            return Vectors()
        claims = reading.record.claims
        rows = observer.vectors([claim.canonical.quote for claim in claims])
        kept = {claim.id: row.astype(np.float16).tobytes() for claim, row in zip(claims, rows, strict=True)}
        return Vectors(observer.model, kept)


def with_options(config: Config, sources: Sequence[Asked]) -> Config:
    """The config with further sources."""
    return replace(config, sources=(*config.sources, *sources))


def _secret(options: Mapping[str, Any], name: str) -> str:
    """A secret from a file or a variable of the environment; "" where neither is named. Never from the list itself.

    Raises:
        SettingsError: it cannot be had.
    """
    if variable := options.get(f"{name}_env"):
        value = os.environ.get(str(variable), "")
        if not value:
            raise SettingsError(f"{name}_env: the variable {variable} is not set")
        return value
    if path := options.get(f"{name}_file"):
        try:
            value = Path(str(path)).expanduser().read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            cause = getattr(error, "strerror", None) or "it is no text"
            raise SettingsError(f"{name}_file: {path} cannot be read: {cause}") from error
        if not value:
            raise SettingsError(f"{name}_file: {path} is empty")
        return value
    return ""


def _feeds(options: Mapping[str, Any]) -> OwnFeeds:
    paths = {name: Path(str(options[name])).expanduser() for name in ("rss", "json") if name in options}
    if not paths:
        raise SettingsError("rss or json is missing: the path of the file to write")
    for name, path in paths.items():
        if not path.parent.is_dir():
            raise SettingsError(f"{name}: {path} cannot be written: there is no folder {path.parent}")
    more = {name: str(options[name]) for name in ("title", "link") if name in options}
    return OwnFeeds(rss=paths.get("rss"), json=paths.get("json"), **more)
