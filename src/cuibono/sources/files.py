"""Captures from files and folders on this machine.

What a capture is called must not depend on the machine: a file below a given folder is named from that folder on
("story/wire/a.html"), a file given by itself by its name. Nothing that goes wrong with one file stops the others.
"""

from __future__ import annotations

import os
import stat
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cuibono.core.errors import InputError
from cuibono.core.news import Capture
from cuibono.core.ports import Clockwork
from cuibono.core.reading import Problem

# An article is kilobytes; the longest annual reports as PDF (picture-heavy, 200 pages) stay under 50 MB.
MAX_FILE_BYTES = 64 * 1024 * 1024

_NOT_OF_THE_STORY = frozenset({"gold.json", "interests.toml"})  # expected answers and the user's declarations
_SPECIAL = (
    (stat.S_ISFIFO, "a named pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
    (stat.S_ISLNK, "a symbolic link"),
)


@dataclass(frozen=True, slots=True, order=True)
class Found:
    """A file to be read, and what it is called in the record."""

    location: str
    path: Path


class Files:
    """A Source over files and folders.

    Folders are read with everything below them, in the order of the names; hidden files and folders, ``README*``,
    ``gold.json`` and ``interests.toml`` are left out unless given by themselves. Symbolic links below a folder are not
    followed: what they point to inside is read where it is, what lies outside was not given.

    ``problems`` lists what could not be read in the last :meth:`fetch`; complete when its iterator is exhausted.
    """

    def __init__(self, paths: Iterable[Path], clock: Clockwork, *, max_bytes: int = MAX_FILE_BYTES) -> None:
        """Read ``paths``, files of at most ``max_bytes`` bytes; ``clock`` tells when."""
        self._paths = tuple(paths)
        self._clock = clock
        self._max_bytes = max_bytes
        self.problems: list[Problem] = []

    def fetch(self, since: datetime | None) -> Iterator[Capture]:
        """One capture a file, ordered by location; with ``since`` only of files changed after it (by file time)."""
        self.problems.clear()
        for found in self.found():
            try:
                body, changed = read(found.path, self._max_bytes)
            except (OSError, InputError) as error:
                self._note(found.location, error)
                continue
            if since is None or changed > since:
                yield Capture(location=found.location, body=body, fetched=self._clock())

    def found(self) -> list[Found]:
        """The files, by location; what cannot be looked into is noted as a problem."""
        roots: dict[str, Path] = {}  # by real path, so that the same thing given twice is read once
        for path in self._paths:
            try:
                roots.setdefault(os.path.realpath(path, strict=True), path)
            except (OSError, ValueError) as error:  # ValueError: a zero byte in the name
                self._note(_printable(str(path)), error)
        found: dict[str, Found] = {}
        # Outer folders first: what is given twice is named from the outermost folder it was given with.
        for real, name in sorted(_root_names(roots).items(), key=lambda item: (item[0].count("/"), item)):
            path = Path(real)
            below = self._below(path, name) if path.is_dir() else [Found(name, path)]
            if not below:
                self.problems.append(Problem(name, f"{name}: the folder holds nothing to read"))
            for item in below:
                found.setdefault(str(item.path), item)
        return sorted(found.values())

    def _below(self, folder: Path, name: str) -> list[Found]:
        found: list[Found] = []
        waiting = [(folder, name)]
        while waiting:
            here, location = waiting.pop()
            try:
                with os.scandir(here) as entries:
                    children = sorted(entries, key=lambda entry: entry.name)
            except OSError as error:
                self._note(location, error)
                continue
            for entry in children:
                if _left_out(entry.name):
                    continue
                place = f"{location}/{_printable(entry.name)}"
                if entry.is_symlink():
                    self._note_link(Path(entry.path), place, folder)
                elif entry.is_dir(follow_symlinks=False):
                    waiting.append((Path(entry.path), place))
                else:
                    found.append(Found(place, Path(entry.path)))
        return found

    def _note_link(self, link: Path, location: str, folder: Path) -> None:
        try:
            target = Path(os.path.realpath(link, strict=True))
        except OSError as error:
            self._note(location, error)
            return
        if not target.is_relative_to(folder):
            self._note(location, InputError("a symbolic link that leads out of the folder is not followed"))

    def _note(self, location: str, error: Exception) -> None:
        # An OSError's own text holds the absolute path, which is nobody's business but this machine's.
        cause = (error.strerror or str(error)).lower() if isinstance(error, OSError) else str(error)
        self.problems.append(Problem(location, f"{location}: {cause}"))


def read(path: Path, max_bytes: int) -> tuple[bytes, datetime]:
    """Bytes of a regular file and when it was last changed.

    Raises:
        InputError: it is no regular file, empty, or larger than ``max_bytes``.
        OSError: it cannot be read.
    """
    _refuse_special(path.lstat())  # before opening: opening a pipe waits, opening some devices does something
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with os.fdopen(descriptor, "rb") as file:
        status = os.fstat(descriptor)
        _refuse_special(status)
        if status.st_size > max_bytes:
            raise _too_large(status.st_size, max_bytes)
        body = file.read(max_bytes + 1)  # some files hold more than they say
    if len(body) > max_bytes:
        raise _too_large(len(body), max_bytes)
    if not body:
        raise InputError("the file is empty")
    return body, datetime.fromtimestamp(status.st_mtime, UTC)


def _too_large(size: int, limit: int) -> InputError:
    return InputError(f"the file is too large: {_mebibytes(size)} MiB, where at most {_mebibytes(limit)} MiB are read")


def _mebibytes(size: int) -> str:
    return f"{size / 1024**2:.1f}".removesuffix(".0")


def _refuse_special(status: os.stat_result) -> None:
    for is_kind, kind in _SPECIAL:
        if is_kind(status.st_mode):
            raise InputError(f"{kind} is no file to read")


def _left_out(name: str) -> bool:
    return name.startswith(".") or name in _NOT_OF_THE_STORY or name.upper().startswith("README")


def _root_names(roots: dict[str, Path]) -> dict[str, str]:
    """What each given file or folder is called, by real path: its last part, and as many more as tell two apart."""
    # abspath, not realpath: a link given by name keeps the name it was given by; "." gets one.
    parts = {real: Path(os.path.abspath(path)).parts[1:] for real, path in roots.items()}  # noqa: PTH100
    depth = dict.fromkeys(roots, 1)

    def name(real: str) -> str:
        return _printable("/".join(parts[real][-depth[real] :]))

    while True:
        count = Counter(name(real) for real in roots)
        alike = [real for real in roots if count[name(real)] > 1 and depth[real] < len(parts[real])]
        if not alike:
            return {real: name(real) for real in roots}
        for real in alike:
            depth[real] += 1


def _printable(name: str) -> str:
    """A name that can be encoded and shown: composed (some systems store it decomposed), odd bytes escaped."""
    text = unicodedata.normalize("NFC", os.fsencode(name).decode("utf-8", "backslashreplace"))
    return "".join(char if char.isprintable() else ascii(char)[1:-1] for char in text)
