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

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from cuibono.core.errors import SettingsError
from cuibono.core.findings import Stake

_KEYS = frozenset({"speaker", "stake", "category", "counterpart", "note"})
_NEEDED = ("speaker", "stake", "category")
_LONGEST = 300  # characters of a value
_MOST = 2000  # interests in one file


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
    try:
        text = path.read_text("utf-8")
        raw = tomllib.loads(text)
    except (OSError, ValueError) as error:
        raise SettingsError(f"interests file {path} cannot be read: {error}") from error
    unknown = sorted(set(raw) - {"interest"})
    if unknown:
        raise SettingsError(f"interests file {path}: unknown key {unknown[0]!r}; it holds [[interest]] tables only")
    entries = raw.get("interest", [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise SettingsError(f"interests file {path}: write [[interest]] with two brackets, once for each stake")
    if len(entries) > _MOST:
        raise SettingsError(f"interests file {path} holds {len(entries)} stakes; {_MOST} are the most")
    lines = [at for at, line in enumerate(text.splitlines(), 1) if re.match(r"\s*\[\[\s*interest\s*\]\]", line)]
    return tuple(
        _entry(entry, f"interests file {path}, line {lines[at] if at < len(lines) else '?'}")
        for at, entry in enumerate(entries)
    )


def _entry(entry: dict[str, object], place: str) -> Declared:
    unknown = sorted(set(entry) - _KEYS)
    if unknown:
        raise SettingsError(f"{place}: unknown key {unknown[0]!r}; known are {', '.join(sorted(_KEYS))}")
    values: dict[str, str] = {}
    for key, value in entry.items():
        if not isinstance(value, str) or not value.strip() or len(value) > _LONGEST:
            raise SettingsError(f"{place}: {key} must be a text of 1 to {_LONGEST} characters")
        values[key] = " ".join(value.split())
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
