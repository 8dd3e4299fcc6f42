"""The lenses of the room, as data: those that ship, and those of the user's own file."""

from __future__ import annotations

import re
import tomllib
from importlib import resources
from pathlib import Path

from cuibono.core.errors import SettingsError
from cuibono.core.talk import READER, Act, Lens
from cuibono.settings_tables import Form, Table, tables, text_of

CHAIR = "Chair"
DESK = "Desk"  # speaks for the record when somebody asks
_TAKEN = (CHAIR, DESK, READER)
_NEEDED = ("name", "purpose", "looks_at", "acts")
_KEYS = (*_NEEDED, "voice")
_NAME = re.compile(r"[^\W\d_][\w .'’-]{0,39}")
_FORM = Form("lens file", "lens", "lens", "lenses", 40)


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
    taken = {name.casefold(): "is one that the room has already" for name in _TAKEN}
    taken |= {lens.name.casefold(): "is one that the room has already" for lens in builtin_lenses()}
    found = []
    for table in tables(path, _FORM):
        lens = _lens(table)
        if why := taken.get(lens.name.casefold()):
            raise SettingsError(f"{table.place('name')}: the name {lens.name!r} {why}")
        taken[lens.name.casefold()] = "stands twice in this file"
        found.append(lens)
    return tuple(found)


def _lens(table: Table) -> Lens:
    for key in table.values:
        if key not in _KEYS:
            raise SettingsError(f"{table.place(key)}: unknown key {key!r}; known are {', '.join(_KEYS)}")
    for key in _NEEDED:
        if key not in table.values:
            raise SettingsError(f"{table.place(key)}: {key} is missing")
    name = _text(table, "name")
    if not _NAME.fullmatch(name):
        raise SettingsError(
            f"{table.place('name')}: {name!r} is no name: a letter first, up to 40 letters, digits, . ' -"
        )
    kinds = tuple(kind for lens in builtin_lenses() for kind in lens.looks_at if lens.name != CHAIR)
    acts = tuple(act.value for act in Act if act is not Act.SYNTHESISE)  # the chair's
    return Lens(
        name=name,
        purpose=_text(table, "purpose"),
        looks_at=_listed(table, "looks_at", kinds),
        acts=tuple(map(Act, _listed(table, "acts", acts))),
        voice=_text(table, "voice") if "voice" in table.values else "",
    )


def _text(table: Table, key: str) -> str:
    return text_of(table.values[key], key, table.place(key))


def _listed(table: Table, key: str, known: tuple[str, ...]) -> tuple[str, ...]:
    value, place = table.values[key], table.place(key)
    if not isinstance(value, list) or not value or not all(isinstance(item, str) for item in value):
        raise SettingsError(f'{place}: {key} must be a list of texts, such as ["{known[0]}"]')
    for item in value:
        if item not in known:
            raise SettingsError(f"{place}: unknown in {key}: {item!r}; known are {', '.join(known)}")
    return tuple(dict.fromkeys(value))
