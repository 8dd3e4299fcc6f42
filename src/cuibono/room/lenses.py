"""The lenses of the room, as data: those that ship, and those of the user's own file."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from importlib import resources
from pathlib import Path

from cuibono.core.errors import SettingsError
from cuibono.core.talk import READER, Act, Lens

CHAIR = "Chair"
DESK = "Desk"  # speaks for the record when somebody asks
_TAKEN = (CHAIR, DESK, READER)
_NEEDED = ("name", "purpose", "looks_at", "acts")
_KEYS = (*_NEEDED, "voice")
_NAME = re.compile(r"[^\W\d_][\w .'’-]{0,39}")
_LONGEST = 300  # characters of a purpose or voice
_MOST = 40  # lenses in one file
_TABLE = re.compile(r"\s*\[\[\s*[\"']?lens[\"']?\s*\]\]")


def builtin_lenses() -> tuple[Lens, ...]:
    """The lenses of ``lenses.toml``, in the order in which they sit."""
    table = tomllib.loads((resources.files(__package__ or __name__) / "lenses.toml").read_text("utf-8"))
    return tuple(
        Lens(
            name=entry["name"],
            purpose=entry["purpose"],
            looks_at=tuple(entry["looks_at"]),
            acts=tuple(Act(act) for act in entry["acts"]),
            voice=entry["voice"],
        )
        for entry in table["lens"]
    )


def user_lenses(path: Path | None) -> tuple[Lens, ...]:
    """The lenses of a user's file, in its order; none for None. The file is written as ``lenses.toml`` is.

    Raises:
        SettingsError: the file cannot be read, or a lens in it cannot be used; the message names the file, the line
            and the reason.
    """
    if path is None:
        return ()
    try:
        text = path.read_text("utf-8")
        raw = tomllib.loads(text)
    except (OSError, ValueError) as error:
        raise SettingsError(f"lens file {path} cannot be read: {error}") from error
    if unknown := sorted(set(raw) - {"lens"}):
        raise SettingsError(f"lens file {path}: unknown key {unknown[0]!r}; it holds [[lens]] tables only")
    entries = raw.get("lens", [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise SettingsError(f"lens file {path}: write [[lens]] with two brackets, once for each lens")
    if len(entries) > _MOST:
        raise SettingsError(f"lens file {path} holds {len(entries)} lenses; {_MOST} are the most")
    places = _Places(path, text)
    taken = {name.casefold(): "is one that the room has already" for name in _TAKEN}
    taken |= {lens.name.casefold(): "is one that the room has already" for lens in builtin_lenses()}
    found = []
    for at, entry in enumerate(entries):
        lens = _lens(entry, partial(places.of, at))
        if why := taken.get(lens.name.casefold()):
            raise SettingsError(f"{places.of(at, 'name')}: the name {lens.name!r} {why}")
        taken[lens.name.casefold()] = "stands twice in this file"
        found.append(lens)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Places:
    """Where things stand in the file."""

    path: Path
    text: str

    def of(self, table: int, key: str) -> str:
        """The line of a key of the n-th table; of the table itself where it has no such key."""
        lines = self.text.splitlines()
        starts = [at for at, line in enumerate(lines) if _TABLE.match(line)]
        if table >= len(starts):  # written as an inline array
            return f"lens file {self.path}"
        start = starts[table]
        end = starts[table + 1] if table + 1 < len(starts) else len(lines)
        told = re.compile(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=")
        line = next((at for at in range(start, end) if told.match(lines[at])), start)
        return f"lens file {self.path}, line {line + 1}"


def _lens(entry: Mapping[str, object], place: Callable[[str], str]) -> Lens:
    for key in entry:
        if key not in _KEYS:
            raise SettingsError(f"{place(key)}: unknown key {key!r}; known are {', '.join(_KEYS)}")
    for key in _NEEDED:
        if key not in entry:
            raise SettingsError(f"{place(key)}: {key} is missing")
    name = _text(entry, "name", place)
    if not _NAME.fullmatch(name):
        raise SettingsError(f"{place('name')}: {name!r} is no name: a letter first, up to 40 letters, digits, . ' -")
    kinds = tuple(kind for lens in builtin_lenses() for kind in lens.looks_at if lens.name != CHAIR)
    acts = [act.value for act in Act if act is not Act.SYNTHESISE]  # the chair's
    return Lens(
        name=name,
        purpose=_text(entry, "purpose", place),
        looks_at=_listed(entry, "looks_at", kinds, place),
        acts=tuple(map(Act, _listed(entry, "acts", acts, place))),
        voice=_text(entry, "voice", place) if "voice" in entry else "",
    )


def _text(entry: Mapping[str, object], key: str, place: Callable[[str], str]) -> str:
    value = entry[key]
    if not isinstance(value, str) or not value.strip() or len(value) > _LONGEST:
        raise SettingsError(f"{place(key)}: {key} must be a text of 1 to {_LONGEST} characters")
    return " ".join(value.split())


def _listed(
    entry: Mapping[str, object], key: str, known: tuple[str, ...] | list[str], place: Callable[[str], str]
) -> tuple[str, ...]:
    value = entry[key]
    if not isinstance(value, list) or not value or not all(isinstance(item, str) for item in value):
        raise SettingsError(f'{place(key)}: {key} must be a list of texts, such as ["{known[0]}"]')
    for item in value:
        if item not in known:
            raise SettingsError(f"{place(key)}: unknown in {key}: {item!r}; known are {', '.join(known)}")
    return tuple(dict.fromkeys(value))
