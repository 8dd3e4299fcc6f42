"""The lenses of the room, as data."""

from __future__ import annotations

import tomllib
from importlib import resources

from cuibono.core.talk import Act, Lens

CHAIR = "Chair"
DESK = "Desk"  # speaks for the record when somebody asks


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
