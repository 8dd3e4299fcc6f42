"""Stakes that the user knows of: the ``interests.toml`` file, read and checked.

The file holds one table for each stake::

    [[interest]]
    speaker = "Halden Labs"        # as the documents call it; a person or a body
    stake = "sells"                # sells, funds, is funded by, regulates, competes with, owns, is owned by,
                                   # works for, stands to gain, stands to lose, is in dispute with
    category = "weight protection" # what the stake is in; it is matched to the words of what the speaker claims
    counterpart = "Orrin Cloud"    # optional: who is funded, regulated, competed with
    note = "annual report, p. 12"  # optional: how the user knows
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from cuibono.core.errors import SettingsError
from cuibono.core.findings import Stake
from cuibono.settings_tables import Form, Table, tables, text_of

_KEYS = frozenset({"speaker", "stake", "category", "counterpart", "note"})
_NEEDED = ("speaker", "stake", "category")
_FORM = Form("interests file", "interest", "stake", "stakes", 2000)


@dataclass(frozen=True, slots=True)
class Declared:
    """A stake as the user declares it."""

    speaker: str
    stake: Stake
    category: str
    counterpart: str = ""
    note: str = ""


def declared(path: Path | None) -> tuple[Declared, ...]:
    """The stakes of a user's file, in its order; none for None.

    Raises:
        SettingsError: the file cannot be read, or an entry lacks a key, has an unknown one or an unknown stake; the
            message names the file and the line.
    """
    if path is None:
        return ()
    return tuple(map(_entry, tables(path, _FORM)))


def _entry(table: Table) -> Declared:
    place = table.place()
    if unknown := sorted(set(table.values) - _KEYS):
        raise SettingsError(f"{place}: unknown key {unknown[0]!r}; known are {', '.join(sorted(_KEYS))}")
    values = {key: text_of(value, key, place) for key, value in table.values.items()}
    for key in _NEEDED:
        if key not in values:
            raise SettingsError(f"{place}: {key} is missing")
    kinds = [stake.value for stake in Stake if stake is not Stake.NONE_FOUND]
    if values["stake"] not in kinds:
        raise SettingsError(f"{place}: unknown stake {values['stake']!r}; known are {', '.join(kinds)}")
    return Declared(
        speaker=values["speaker"],
        stake=Stake(values["stake"]),
        category=values["category"],
        counterpart=values.get("counterpart", ""),
        note=values.get("note", ""),
    )
