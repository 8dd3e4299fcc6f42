"""The composition root: the only place where real parts meet ports."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from importlib import import_module
from importlib.resources import files
from itertools import chain
from pathlib import Path
from typing import Any, Self

from cuibono import readers
from cuibono.core.claims import Method
from cuibono.core.errors import NotStored, SettingsError, UnreadableInput, WeightsError
from cuibono.core.news import Capture, Outlet
from cuibono.core.ports import Exporter, Fetcher, Observer, Phraser, Relater
from cuibono.core.reading import Problem, Reading
from cuibono.core.talk import Turn
from cuibono.core.text import Document
from cuibono.desk.apart import apart
from cuibono.desk.compare import Difference, compare
from cuibono.desk.convene import Convener
from cuibono.desk.ingest import ingest
from cuibono.desk.investigate import Investigator, measured
from cuibono.desk.judges import By, Judges
from cuibono.desk.phrase import Speechwriter
from cuibono.desk.since import News, since
from cuibono.engine.threads import ordered
from cuibono.export.html import HtmlExporter
from cuibono.export.json import JsonExporter
from cuibono.export.markdown import MarkdownExporter
from cuibono.findings import clocks, forecasts, framing, interests, omissions, relations
from cuibono.language import attribution, timexes
from cuibono.models.scripted import Scripted
from cuibono.plugins import Registry, load_plugins
from cuibono.room import ask, grounding
from cuibono.room.lenses import builtin_lenses, user_lenses
from cuibono.room.meaning import Meaning
from cuibono.settings import Settings
from cuibono.sources import builtin
from cuibono.sources.files import Files
from cuibono.sources.inputs import sources
from cuibono.store.spending import Budget
from cuibono.store.sql import Store
from cuibono.stories import assertions, claims, cluster, origins, outlets, trace

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
        self.settings = self._settings = settings
        self.clock = self._clock = clock
        self.registry = _builtins(settings)
        load_plugins(self.registry)

    def __enter__(self) -> Self:
        """The newsroom itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the store, if it was opened."""
        if "store" in self.__dict__:
            self.store.close()

    @cached_property
    def store(self) -> Store:
        """The store named by the settings."""
        return Store(self._settings.db, self._clock)

    @cached_property
    def investigator(self) -> Investigator:
        """Probes, lenses, outlets and measured methods."""
        return Investigator(
            probes=[probe for _judgement, probe in self.registry.probes],
            lenses=self.registry.lenses,
            outlets_of=self._outlets_of,
            methods=measured(self._methods(), _figures()),
            observer=self._observer,
            relater=self._relater,
            # Whoever reads without a store has asked no database for anything.
            references=lambda: self.store.references() if "store" in self.__dict__ else (),
        )

    @cached_property
    def convener(self) -> Convener:
        """The rooms of the stored stories, where the panel talks and people join in."""
        return self.convened()

    def convened(self, model: str | None = None) -> Convener:
        """The same with turns phrased by a model other than that of the settings; "" for none.

        Raises:
            SettingsError: the model cannot be used.
            WeightsError: the network that judges entailment cannot be used, so no model may phrase anything.
        """
        writer = self.speechwriter(model)
        return Convener(self.store, self.store.rooms, self.registry.lenses, writer, self._meaning)

    def speechwriter(self, model: str | None = None) -> Speechwriter | None:
        """Who has turns phrased by the model of the settings, or by another one; None where none is set ("").

        Raises:
            SettingsError: the model, its key or its price cannot be used, or its extra is not installed.
            WeightsError: the network that judges entailment cannot be used, so no model may phrase anything.
        """
        chosen = self._settings.models.phrase if model is None else model
        if not chosen:
            return None
        models = self._settings.models
        budget = Budget(models.tokens_a_day, round(models.dollars_a_day * 1_000_000))
        return Speechwriter(self._phraser(chosen), self._networks[0], self.store.daybook(budget))

    def _phraser(self, model: str) -> Phraser:
        kind, _, name = model.partition(":")
        if kind == "scripted":
            return Scripted(name)
        try:
            llm = import_module("cuibono.models.llm")  # 2 s of CPU, and an extra
        except ImportError as error:
            raise SettingsError(
                f"models.phrase: {model} needs the extra: pip install 'cuibono[llm]' (no {error.name} here)"
            ) from error
        models = self._settings.models
        access = llm.Access(
            model=model,
            base_url=models.base_url,
            key_file=models.key_file,
            seconds=models.seconds,
            dollars_in=models.dollars_per_million_in,
            dollars_out=models.dollars_per_million_out,
        )
        phraser: Phraser = llm.Provider(access)
        return phraser

    def _methods(self) -> list[tuple[str, Method]]:
        """Judgements with their methods: those of the weights, where they have a say."""
        learned = {claims.METHOD: claims.LEARNED} if self._observer else {}
        if self._observer and self._relater:
            learned[relations.METHOD] = relations.LEARNED
        return [(judgement, learned.get(method, method)) for judgement, method in self.registry.methods]

    @cached_property
    def _observer(self) -> Observer | None:
        """The sentence encoder of readings; None where networks are turned off or it cannot be used."""
        if not self._settings.models.use:
            return None
        try:
            return self._sentences
        except WeightsError:
            return None

    @cached_property
    def _relater(self) -> Relater | None:
        """The pair encoder of readings, with the sentence encoder that chooses its pairs; None as above."""
        return self._used[0] if self._used else None

    @cached_property
    def _meaning(self) -> Meaning | None:
        """Both networks as a room asks them when a person has spoken; None as above."""
        return Meaning(*self._used) if self._used else None

    @cached_property
    def _used(self) -> tuple[Relater, Observer] | None:
        """Both networks; None where they are turned off or one of them cannot be used."""
        if not self._settings.models.use:
            return None
        try:
            return self._networks
        except WeightsError:
            return None

    def read(
        self,
        inputs: Sequence[str],
        *,
        as_of: datetime | None = None,
        one_story: bool = False,
        progress: Progress = quiet,
    ) -> Outcome:
        """Fetch, keep, read and investigate; a problem with one input never stops the rest.

        The store keeps the whole story; a reading as of an earlier moment is derived from it and only shown.
        """
        fetched = sources(inputs, self._clock, self._egress, max_file_bytes=self._settings.max_bytes)
        captures = chain.from_iterable(source.fetch(None) for source in fetched)
        intake = ingest(captures, self.store, readers.read, progress)
        readings = []
        for reading in self.investigator.investigate(intake.documents, one_story=one_story):
            progress(reading.record.story.title)
            self.store.put(reading)
            readings.append(reading)
        if as_of:
            readings = list(self.investigator.investigate(intake.documents, as_of=as_of, one_story=one_story))
        unfetched = chain.from_iterable(source.problems for source in fetched)
        return Outcome(tuple(readings), (*unfetched, *intake.problems))

    def reading(self, story: str, as_of: datetime | None = None) -> Reading:
        """A stored reading; with ``as_of``, the same story read again as of that moment.

        Raises:
            NotStored: no such story, or nothing of it had been published by then.
        """
        stored = self.store.get(story)
        return stored if as_of is None else self._earlier(stored, as_of)

    def story_id(self, beginning: str) -> str:
        """The id of the one stored story that begins so.

        Raises:
            NotStored: there is none, or several.
        """
        return self.store.get(beginning).record.story.id

    def _earlier(self, stored: Reading, as_of: datetime) -> Reading:
        documents = stored.record.story.documents
        readings = tuple(self.investigator.investigate(documents, as_of=as_of, one_story=True))
        if not readings:
            msg = f"nothing read about {stored.record.story.title!r} had been published by {as_of:%Y-%m-%dT%H:%MZ}"
            raise NotStored(msg)
        return readings[0]

    def ask(self, story: str, question: str, as_of: datetime | None = None) -> Turn | None:
        """An answer from the record, or None where the record does not say."""
        return self.answer(self.reading(story, as_of), question)

    def answer(self, reading: Reading, question: str) -> Turn | None:
        """The same of a reading that is at hand."""
        return ask.ask(reading.record, reading.findings, question, self._meaning)

    def changes(self, reading: Reading, since: datetime) -> tuple[Difference, ...]:
        """What changed in the story of a reading that is at hand, since a moment.

        Raises:
            NotStored: nothing of it had been published by then.
        """
        return compare(self._earlier(reading, since), reading)

    def since(self, reading: Reading, read_at: datetime, looked: datetime) -> News:
        """What changed in a story, whose latest reading is at hand, after somebody looked at it.

        At once: from what the desk noticed, else from the reading that stood then.
        """
        story = reading.record.story.id
        found = self.store.wire.changes(looked, story)
        noticed = [change for change in found if change.story == story]
        if not noticed and read_at > looked and not self.store.fetched_after([*reading.record.documents], looked):
            read_at = looked  # the same documents, read once more
        before = None if noticed or read_at <= looked else self.store.standing(story, looked)
        return since(reading, read_at, before, noticed, looked)

    def apart(self, reading: Reading, aside: Collection[str]) -> Reading:
        """The story of a reading that is at hand, read anew without some of its documents (ids).

        Raises:
            SettingsError: nothing would remain.
        """
        return apart(self.investigator, reading, aside)

    def exporter(self, name: str) -> Exporter:
        """An exporter by format name.

        Raises:
            SettingsError: there is no such format.
        """
        known = self.registry.exporters
        if name not in known:
            raise SettingsError(f"there is no format {name!r}; there are {', '.join(sorted(known))}")
        return known[name]

    def judges(self, by: By = By.BOTH) -> Judges:
        """Every judgement by itself, by rules, weights, or both.

        Raises:
            WeightsError: weights alone are asked for and cannot be used.
        """
        used = self._networks if by is By.WEIGHTS else self._used if by is By.BOTH else None
        relater, observer = used or (None, None)
        return Judges(relater, observer, self._page, rules=by is not By.WEIGHTS)

    @property
    def weighs(self) -> bool:
        """Whether networks have a say in readings."""
        return self._observer is not None

    def weights_problem(self, *, of_readings: bool = False) -> str | None:
        """Why rules go on alone although weights are wanted; None where all is well.

        All files are looked at, or those alone that readings use.
        """
        if not self._settings.models.use:
            return None
        try:
            _ = self._sentences if of_readings else self._networks
        except WeightsError as error:
            return str(error)
        return None

    @cached_property
    def _networks(self) -> tuple[Relater, Observer]:
        local, weights = self._models
        weights.check(*local.Pairs.FILES)
        pairs = local.Pairs(weights, ordered)
        own = self._settings.models.relate
        return (local.Foreign(own, pairs, ordered) if own else pairs), self._sentences

    @cached_property
    def _sentences(self) -> Observer:
        local, weights = self._models
        weights.check(*local.Sentences.FILES)
        observer: Observer = local.Sentences(weights, ordered)
        return observer

    @cached_property
    def _models(self) -> tuple[Any, Any]:
        """The module of networks and the files that ship; 0.3 s of CPU that `stories` and `show` need not pay for."""
        return import_module("cuibono.models.local"), import_module("cuibono.models.manifest").shipped()

    def _page(self, asked: Mapping[str, object]) -> Document:
        """The page that a line holds (``html``) or names (``path``)."""
        location = str(asked.get("url") or asked.get("path") or "page.html")
        if isinstance(asked.get("html"), str):
            body = str(asked["html"]).encode("utf-8", "replace")
        elif isinstance(asked.get("path"), str):
            files = Files([Path(str(asked["path"]))], self._clock, max_bytes=self._settings.max_bytes)
            body = next((capture.body for capture in files.fetch(None)), b"")
            if files.problems:
                raise UnreadableInput(str(files.problems[0].message))
        else:
            raise UnreadableInput("'html' or 'path' is missing")
        capture = Capture(location, body, self._clock(), "text/html")
        return readers.builtin()[readers.Form.PAGE].read(capture)[0]

    def _egress(self) -> Fetcher:
        # 0.13 s of CPU that reading files need not pay for
        http = import_module("cuibono.sources.http")
        egress: Fetcher = http.Egress(self._clock, builtin.allowed(self._settings))
        return egress

    def _outlets_of(self, documents: Sequence[Document]) -> dict[str, Outlet]:
        return outlets.outlets_of(documents, outlets.directory(self._settings.outlets))


def _builtins(settings: Settings) -> Registry:
    registry = Registry()
    registry.add_method("is it one story", cluster.METHOD)
    registry.add_method("is it independent", origins.METHOD)
    registry.add_method("where words are attributed", attribution.METHOD)
    registry.add_method("who says what", assertions.METHOD)
    registry.add_method("when is it", timexes.METHOD)
    registry.add_method("whose words are they", trace.METHOD)
    registry.add_method("is it the same claim", claims.METHOD)
    registry.add_probe("repeats, supports, contradicts, differs in scope", relations.Relations(), relations.METHOD)
    registry.add_probe("who has a stake", interests.Interests(interests.declared(settings.interests)), interests.METHOD)
    registry.add_probe("framing", framing.Framings(), framing.METHOD)
    registry.add_probe("which clocks tick", clocks.Clocks(), clocks.METHOD)
    registry.add_probe("what is forecast", forecasts.Forecasts(), forecasts.METHOD)
    registry.add_probe("left out", omissions.Omissions(), omissions.METHOD)  # last: it looks at what the others found
    registry.add_method("may it be said", grounding.METHOD)
    for lens in (*builtin_lenses(), *user_lenses(settings.lenses)):
        registry.add_lens(lens)
    registry.add_exporter("json", JsonExporter())
    registry.add_exporter("md", MarkdownExporter())
    registry.add_exporter("html", HtmlExporter())
    builtin.register(registry)
    return registry


def _figures() -> dict[str, str]:
    """Measured error rates by "method version", as `cuibono gate` wrote them into the package."""
    source = files("cuibono") / "measured.json"
    figures: dict[str, str] = json.loads(source.read_text(encoding="utf-8")) if source.is_file() else {}
    return figures
