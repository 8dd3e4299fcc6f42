"""Words by which the lenses find their material, read from ``cues.toml``."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources


@cache
def cue(name: str) -> re.Pattern[str]:
    """One pattern for a list of ``cues.toml``: whole words, any case."""
    return re.compile(r"(?<![\w’'-])(?:" + "|".join(_lists()[name]) + r")(?![\w-])", re.IGNORECASE)


@cache
def _lists() -> dict[str, list[str]]:
    return tomllib.loads((resources.files(__package__ or __name__) / "cues.toml").read_text("utf-8"))
