"""A folder that is watched: what is put there is read, and again when it changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cuibono.core.errors import InputError, SettingsError
from cuibono.core.news import Capture, Validator
from cuibono.core.ports import Source
from cuibono.core.reading import Problem
from cuibono.plugins import Tools
from cuibono.sources.files import Files, Found, read
from cuibono.sources.options import Options


def make(options: Mapping[str, str], tools: Tools) -> Source:
    """A folder: ``path``, absolute or from the home folder on; ``settle`` (5): seconds that a file was left alone.

    Raises:
        SettingsError: an option cannot be used.
    """
    given = Options(options, ("path", "settle", "limit"))
    path = Path(given.text("path")).expanduser()
    if not path.is_absolute():
        raise SettingsError(f"path: {str(path)!r} should be absolute, or begin with ~: a watch may start anywhere")
    rules = _Rules(timedelta(seconds=given.number("settle", 5, 0, 3_600)), given.number("limit", 200, 1, 100_000))
    return Folder(path, tools, rules)


@dataclass(frozen=True, slots=True)
class _Rules:
    settle: timedelta
    limit: int


class Folder:
    """A Source over everything below a folder; files being written wait until they are left alone."""

    def __init__(self, path: Path, tools: Tools, rules: _Rules) -> None:
        """Watch ``path``."""
        self._path = path
        self._tools = tools
        self._rules = rules
        self.problems: list[Problem] = []

    def fetch(self, since: datetime | None) -> Iterator[Capture]:  # noqa: ARG002 - see below
        """One capture a file that is new or changed, whenever it was: somebody put it there to be read.

        Raises:
            InputError: there is no such folder.
        """
        self.problems.clear()
        if not self._path.is_dir():
            raise InputError(f"{self._path}: there is no such folder")
        files = Files([self._path], self._tools.clock, max_bytes=self._tools.settings.max_bytes)
        taken = 0
        names: set[str] = set()
        for found in files.found():
            names.add(found.path.as_uri())
            try:
                state = self._state(found)
                if state is None:
                    continue
                if taken >= self._rules.limit:
                    text = f"{self._path.name}: holds more than the {self._rules.limit} files that are taken a round"
                    self.problems.append(Problem(self._path.name, text))
                    names = set()
                    break
                body, _ = read(found.path, self._tools.settings.max_bytes)
            except (OSError, InputError) as error:
                said = (error.strerror or str(error)).lower() if isinstance(error, OSError) else str(error)
                self.problems.append(Problem(found.location, f"{found.location}: {said}"))
                continue
            taken += 1
            yield Capture(location=found.location, body=body, fetched=self._tools.clock())
            self._tools.memory.remember(found.path.as_uri(), state, self._path.as_uri())
        if names:  # all files were seen; an empty folder may be a disk that is away
            self._tools.memory.listed(self._path.as_uri(), names)
        self.problems += files.problems

    def _state(self, found: Found) -> Validator | None:
        """How the file is now; None where it was taken in that state, or may still be written to.

        Raises:
            OSError: it is gone.
        """
        status = found.path.lstat()
        state = Validator(f"{status.st_ino}-{status.st_size}-{status.st_mtime_ns}")
        fresh = self._tools.clock().timestamp() - status.st_mtime < self._rules.settle.total_seconds()
        return None if fresh or self._tools.memory.recall(found.path.as_uri()) == state else state
