"""The composition root: the only place where real parts meet ports."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from importlib.resources import files

from cuibono import readers
from cuibono.core.errors import NotStored
from cuibono.core.findings import Finding
from cuibono.core.news import Capture, Outlet
from cuibono.core.ports import Exporter
from cuibono.core.reading import Problem, Reading
from cuibono.core.talk import Turn
from cuibono.core.text import Document
from cuibono.desk.compare import Difference, compare
from cuibono.desk.ingest import ingest
from cuibono.desk.investigate import Investigator, measured
from cuibono.export.html import HtmlExporter
from cuibono.export.json import JsonExporter
from cuibono.export.markdown import MarkdownExporter
from cuibono.findings import clocks, forecasts, framing, interests, omissions, relations
from cuibono.plugins import Registry, load_plugins
from cuibono.room import ask, grounding
from cuibono.room.lenses import builtin_lenses
from cuibono.settings import Settings
from cuibono.sources.files import Files
from cuibono.sources.http import Egress
from cuibono.sources.inputs import split
from cuibono.sources.links import Links
from cuibono.store.sql import Store
from cuibono.stories import assertions, claims, cluster, origins, outlets

Progress = Callable[[str], None]


def quiet(_what: str) -> None:
    """Progress that shows nothing."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one ``read`` gave: readings, largest story first, and the inputs that could not be read."""

    readings: tuple[Reading, ...]
    problems: tuple[Problem, ...]


class Newsroom:
    """Everything wired together; a context manager, since it holds the store open."""

    def __init__(self, settings: Settings, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        """Wire the parts; the store is opened when it is first needed."""
        self._settings = settings
        self._clock = clock
        self.registry = _builtins(settings)
        load_plugins(self.registry)

    def __enter__(self) -> Newsroom:
        """The newsroom itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the store, if it was opened."""
        if "store" in self.__dict__:
            self.store.close()

    @cached_property
    def store(self) -> Store:
        """The store named by the settings."""
        return Store(self._settings.db)

    @cached_property
    def investigator(self) -> Investigator:
        """Probes, lenses, outlets and measured methods."""
        return Investigator(
            probes=[probe for _judgement, probe in self.registry.probes],
            lenses=self.registry.lenses,
            outlet_of=self._outlet_of,
            methods=measured(self.registry.methods, _figures()),
        )

    def read(
        self,
        inputs: Sequence[str],
        *,
        as_of: datetime | None = None,
        one_story: bool = False,
        progress: Progress = quiet,
    ) -> Outcome:
        """Fetch, keep, read and investigate; a problem with one input never stops the rest."""
        paths, urls = split(inputs)
        from_files = Files(paths, self._clock, max_bytes=self._settings.max_bytes)
        from_links = Links(
            urls, Egress(intranet=self._settings.intranet, max_bytes=self._settings.max_bytes), self._clock
        )
        captures = _chain(from_files.fetch(None), from_links.fetch(None))
        intake = ingest(captures, self.store, readers.read, progress)
        readings = []
        for reading in self.investigator.investigate(intake.documents, as_of=as_of, one_story=one_story):
            progress(reading.record.story.title)
            self.store.put(reading)
            readings.append(reading)
        return Outcome(tuple(readings), (*from_files.problems, *from_links.problems, *intake.problems))

    def reading(self, story: str, as_of: datetime | None = None) -> Reading:
        """A stored reading; with ``as_of``, the same story read again as of that moment.

        Raises:
            NotStored: no such story, or nothing of it had been published by then.
        """
        stored = self.store.get(story)
        if as_of is None:
            return stored
        documents = stored.record.story.documents
        readings = tuple(self.investigator.investigate(documents, as_of=as_of, one_story=True))
        if not readings:
            msg = f"nothing read about {stored.record.story.title!r} had been published by {as_of:%Y-%m-%dT%H:%MZ}"
            raise NotStored(msg)
        return readings[0]

    def ask(self, story: str, question: str, as_of: datetime | None = None) -> Turn | None:
        """An answer from the record, or None where the record does not say."""
        reading = self.reading(story, as_of)
        return ask.ask(reading.record, reading.findings, question)

    def changes(self, story: str, since: datetime) -> tuple[Difference, ...]:
        """What changed in a story since a moment."""
        return compare(self.reading(story, since), self.reading(story))

    def exporter(self, name: str) -> Exporter:
        """An exporter by format name."""
        return self.registry.exporters[name]

    def _outlet_of(self, document: Document) -> Outlet:
        return outlets.outlet_of(document, self._more_outlets)

    @cached_property
    def _more_outlets(self) -> outlets.Directory:
        return outlets.directory(self._settings.outlets)


def _builtins(settings: Settings) -> Registry:
    registry = Registry()
    registry.add_method("is it one story", cluster.METHOD)
    registry.add_method("is it independent", origins.METHOD)
    registry.add_method("who says what", assertions.METHOD)
    registry.add_method("is it the same claim", claims.METHOD)
    registry.add_probe("repeats, supports, contradicts, differs in scope", relations.Relations(), relations.METHOD)
    registry.add_probe("left out", omissions.Omissions(), omissions.METHOD)
    registry.add_probe("who has a stake", interests.Interests(interests.declared(settings.interests)), interests.METHOD)
    registry.add_probe("framing", framing.Framings(), framing.METHOD)
    registry.add_probe("which clocks tick", clocks.Clocks(), clocks.METHOD)
    registry.add_probe("what is forecast", forecasts.Forecasts(), forecasts.METHOD)
    registry.add_method("may it be said", grounding.METHOD)
    for lens in builtin_lenses():
        registry.add_lens(lens)
    registry.add_exporter("json", JsonExporter())
    registry.add_exporter("md", MarkdownExporter())
    registry.add_exporter("html", HtmlExporter())
    return registry


def _figures() -> dict[str, str]:
    """Measured error rates by "method version", as `make gate` wrote them into the package."""
    source = files("cuibono") / "measured.json"
    figures: dict[str, str] = json.loads(source.read_text(encoding="utf-8")) if source.is_file() else {}
    return figures


def _chain(*streams: Iterable[Capture]) -> Iterator[Capture]:
    for stream in streams:
        yield from stream


def findings_of_kind(reading: Reading, kind: type[Finding]) -> list[Finding]:
    """A reading's findings of one class."""
    return [finding for finding in reading.findings if isinstance(finding, kind)]
