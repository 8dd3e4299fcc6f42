"""Word lists of general English, one entry a line, ``#`` starts a comment; read once and kept."""

from __future__ import annotations

from functools import cache
from importlib import resources


@cache
def entries(name: str) -> tuple[str, ...]:
    """The entries of ``lexicons/<name>.txt`` in the order of the file.

    Several entries may stand on one line, parted by " | "; a backslash is an ordinary character.
    """
    text = (resources.files(__name__) / f"{name}.txt").read_text("utf-8")
    found: list[str] = []
    for line in text.splitlines():
        body = line.split("#", 1)[0]
        found.extend(entry.strip() for entry in body.split("|") if entry.strip())
    return tuple(found)


@cache
def lexicon(name: str) -> frozenset[str]:
    """The entries of ``lexicons/<name>.txt`` as a set, lower case."""
    return frozenset(entry.lower() for entry in entries(name))


@cache
def table(name: str) -> dict[str, str]:
    """``lexicons/<name>.txt`` as a table: each entry is ``key = value``; keys are lower case."""
    pairs = (entry.split("=", 1) for entry in entries(name))
    return {key.strip().lower(): value.strip() for key, value in pairs}
