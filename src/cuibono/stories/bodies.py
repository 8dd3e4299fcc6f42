"""Bodies whose names say little alone: "France's Foreign Ministry", "the Department", and states by their seats."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib import resources

# What a body must be called for a state to be answerable for its words.
_ORGANS = re.compile(
    r"(?:the )?(?:(?:foreign|defen[cs]e|interior|justice|health|transport|finance|information) (?:ministry|office)"
    r"|ministry of [a-z ]+|government|embassy|embassy in [a-z ]+|consulate|state|authorities|cabinet|presidency)"
)
_OF_STATE = re.compile(r"(?:government|embassy|state|ministry of [a-z ]+|embassy in [a-z ]+) of (?:the )?([a-z ]+)")


@cache
def _lines(name: str) -> tuple[tuple[str, ...], ...]:
    text = (resources.files(__package__) / name).read_text("utf-8")
    rows = (line.split("#", 1)[0].split(",") for line in text.splitlines())
    return tuple(row for row in (tuple(w.strip() for w in words if w.strip()) for words in rows) if row)


@cache
def _states() -> Mapping[str, str]:
    """Every name of a state, lower case -> the state."""
    return {name: line[0] for line in _lines("states.txt") for name in line}


@cache
def _generic() -> frozenset[str]:
    return frozenset(name for line in _lines("generic_bodies.txt") for name in line)


def is_generic(key: str) -> bool:
    """Whether a body's key says nothing until it is said whose the body is: "foreign ministry", "department"."""
    return key in _generic()


def owned_key(owner: str, key: str) -> str:
    """The key of a generic body with its owner: "France" and "foreign ministry" give "french foreign ministry"."""
    lower = owner.lower().removeprefix("the ").replace("’", "'")
    return f"{_adjective(lower)} {key}"


def plain_state(key: str) -> str:
    """A body's key with its state named by one word: "russia foreign ministry" as "russian foreign ministry"."""
    words = key.split()
    for count in (1, 2):
        state, rest = " ".join(words[:count]), " ".join(words[count:])
        if rest in _generic() and state in _states():
            return f"{_adjective(state)} {rest}"
    return key


@cache
def _adjective(name: str) -> str:
    state = _states().get(name)
    line = next((line for line in _lines("states.txt") if line[0] == state), ())
    return line[1] if len(line) > 1 else name


def state_of(key: str) -> str:
    """The state for which a body of that key speaks, "" for none.

    That is the state itself, its capital or seat when that speaks ("Moscow said"), its government, embassies and the
    ministries that a state has one of.
    """
    key = key.lower().replace("’", "'").removeprefix("the ").replace("'s ", " ").replace("u.k.", "uk")
    if key in _states() and not _is_adjective(key):
        return _states()[key]
    if (found := _OF_STATE.fullmatch(key)) and found.group(1) in _states():
        return _states()[found.group(1)]
    for count in (1, 2):
        words = key.split()
        owner, rest = " ".join(words[:count]), " ".join(words[count:])
        if owner in _states() and _ORGANS.fullmatch(rest):
            return _states()[owner]
    return ""


def _is_adjective(key: str) -> bool:
    """Whether a word is what a people is called, not the state: "Russian", and not "Kremlin"."""
    line = next(line for line in _lines("states.txt") if key in line)
    return len(line) > 1 and key == line[1] != line[0]
