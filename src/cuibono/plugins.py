"""Plug-ins: built-ins register exactly as they do.

A distribution names a function in the entry-point group ``cuibono.plugins``; it is called with the registry and adds
what it brings. There is no module-level registry: ``app.py`` makes one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib.metadata import EntryPoint, entry_points
from typing import TypeAlias

from cuibono.core.claims import Method
from cuibono.core.errors import SettingsError
from cuibono.core.ports import Clockwork, Exporter, Fetcher, Memory, Probe, Source
from cuibono.core.talk import Lens
from cuibono.settings import Settings

GROUP = "cuibono.plugins"


@dataclass(frozen=True, slots=True)
class Tools:
    """What a source is made with: the one way out, the clock, what was remembered, and the settings."""

    fetcher: Fetcher
    clock: Clockwork
    memory: Memory
    settings: Settings


# A source out of its options: strings by name, ``kind`` among them, as the user's list has them.
# It raises SettingsError for an option that is missing, unknown or unusable, naming the option and the reason.
MakeSource: TypeAlias = Callable[[Mapping[str, str], Tools], Source]


@dataclass(slots=True)
class Registry:
    """What can be added: probes with the judgement they make, lenses, exporters by format, sources by kind."""

    probes: list[tuple[str, Probe]] = field(default_factory=list)
    methods: list[tuple[str, Method]] = field(default_factory=list)
    lenses: list[Lens] = field(default_factory=list)
    exporters: dict[str, Exporter] = field(default_factory=dict)
    sources: dict[str, MakeSource] = field(default_factory=dict)

    def add_probe(self, judgement: str, probe: Probe, method: Method) -> None:
        """A probe, the judgement it makes in plain words, and its method."""
        self.probes.append((judgement, probe))
        self.methods.append((judgement, method))

    def add_method(self, judgement: str, method: Method) -> None:
        """A method that is not a probe's, so that its error rate is shown."""
        self.methods.append((judgement, method))

    def add_lens(self, lens: Lens) -> None:
        """A lens.

        Raises:
            SettingsError: a lens of this name is there already.
        """
        if any(known.name == lens.name for known in self.lenses):
            msg = f"two lenses are called {lens.name!r}"
            raise SettingsError(msg)
        self.lenses.append(lens)

    def add_exporter(self, name: str, exporter: Exporter) -> None:
        """An exporter under a format name; a later one replaces an earlier one."""
        self.exporters[name] = exporter

    def add_source(self, kind: str, make: MakeSource) -> None:
        """What makes sources of a kind; a later one replaces an earlier one."""
        self.sources[kind] = make

    def source(self, options: Mapping[str, str], tools: Tools) -> Source:
        """The source that the options describe.

        Raises:
            SettingsError: the kind is missing or unknown, or the kind refuses an option.
        """
        kind = options.get("kind", "")
        if kind not in self.sources:
            known = ", ".join(sorted(self.sources))
            raise SettingsError(f"kind: there is no source {kind!r}; there are {known}" if kind else "kind is missing")
        return self.sources[kind](options, tools)


def load_plugins(registry: Registry) -> None:
    """Let every installed plug-in register, in the order of their names.

    Raises:
        SettingsError: a plug-in cannot be loaded or fails; the message names it and its distribution.
    """
    for entry in _entries():
        try:
            entry.load()(registry)
        except Exception as error:
            cause = str(error) or type(error).__name__
            raise SettingsError(f"plug-in {_named(entry)} cannot be used: {cause}") from error


def installed() -> tuple[str, ...]:
    """What plug-ins are installed, and from where; nothing is loaded."""
    return tuple(_named(entry) for entry in _entries())


def _entries() -> list[EntryPoint]:
    return sorted(entry_points(group=GROUP), key=lambda entry: (entry.name, entry.value))


def _named(entry: EntryPoint) -> str:
    origin = f", from {entry.dist.name} {entry.dist.version}" if entry.dist else ""
    return f"{entry.name} ({entry.value}{origin})"
