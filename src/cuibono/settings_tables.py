"""Files of tables that users write, such as ``lenses.toml``: read, and refused with the line where a mistake stands."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from cuibono.core.errors import SettingsError

_LONGEST = 300  # characters of a text


@dataclass(frozen=True, slots=True)
class Form:
    """What a file holds, in the words of its messages: ``[[table]]``, once for each ``thing``."""

    file: str
    table: str
    thing: str
    things: str
    most: int  # tables in one file


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a file, and where it stands."""

    values: Mapping[str, object]
    file: str
    first: int  # its first line, from 1
    lines: Sequence[str]  # none where it is written inline

    def place(self, key: str = "") -> str:
        """The file and the line of a key; of the table itself where it has no such key."""
        if not self.lines:
            return self.file
        told = re.compile(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=")
        line = next((at for at, words in enumerate(self.lines, self.first) if key and told.match(words)), self.first)
        return f"{self.file}, line {line}"


def tables(path: Path, form: Form) -> tuple[Table, ...]:
    """The tables of a file, in its order.

    Raises:
        SettingsError: the file cannot be read, or holds something else or too much; the message names it.
    """
    file = f"{form.file} {path}"
    try:
        text = path.read_text("utf-8")
        raw = tomllib.loads(text)
    except (OSError, ValueError) as error:
        raise SettingsError(f"{file} cannot be read: {error}") from error
    if unknown := sorted(set(raw) - {form.table}):
        raise SettingsError(f"{file}: unknown key {unknown[0]!r}; it holds [[{form.table}]] tables only")
    entries = raw.get(form.table, [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise SettingsError(f"{file}: write [[{form.table}]] with two brackets, once for each {form.thing}")
    if len(entries) > form.most:
        raise SettingsError(f"{file} holds {len(entries)} {form.things}; {form.most} are the most")
    header = re.compile(rf"\s*\[\[\s*[\"']?{re.escape(form.table)}[\"']?\s*\]\]")
    lines = text.splitlines()
    starts = [at for at, line in enumerate(lines) if header.match(line)]
    bodies = [(start + 1, lines[start:end]) for start, end in pairwise((*starts, len(lines)))]
    inline: list[tuple[int, list[str]]] = [(0, [])] * (len(entries) - len(bodies))
    return tuple(
        Table(entry, file, first, body) for entry, (first, body) in zip(entries, (*bodies, *inline), strict=False)
    )


def text_of(value: object, key: str, place: str) -> str:
    """A value that is to be a text, its white space made single.

    Raises:
        SettingsError: it is none, or is empty or too long; the message begins with ``place``.
    """
    if not isinstance(value, str) or not value.strip() or len(value) > _LONGEST:
        raise SettingsError(f"{place}: {key} must be a text of 1 to {_LONGEST} characters")
    return " ".join(value.split())
