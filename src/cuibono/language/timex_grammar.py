"""The grammar of time expressions: ``lexicons/timex-rules.txt`` as compiled patterns with named groups.

``timex_find`` applies them, ``timex_values`` knows what each means.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import NamedTuple

from cuibono.language.numerals import GAP

# Where a time expression may start: at a word that no currency sign and no decimal point ties to what is before it.
STARTS = re.compile(r"(?<![\w$€£])(?<![0-9][.,])(?:[a-z]{2}|[\w'’])", re.IGNORECASE)
ANYHOW = "*"


@dataclass(frozen=True, slots=True)
class Hit:
    """A time expression in a text, before it is given a value."""

    start: int
    end: int
    rule: str
    match: re.Match[str]

    def group(self, name: str) -> str:
        """A named group in lower case with single spaces, "" where it is missing."""
        words = self.match.groupdict().get(name) or ""
        return " ".join(words.lower().split())


class Rule(NamedTuple):
    """A rule: its rank in the file, its name, its pattern, and how its matches open (see the file)."""

    rank: int
    name: str
    pattern: re.Pattern[str]
    openings: frozenset[str]


@cache  # compiled when the first text is read, not when the program starts
def rules() -> tuple[Rule, ...]:
    """The rules in the order of the file. A rule is to be tried where a word may start: :data:`STARTS`."""
    parts: dict[str, str] = {}
    compiled: list[Rule] = []
    text = (resources.files("cuibono.language") / "lexicons" / "timex-rules.txt").read_text("utf-8")
    for line in text.splitlines():
        if not line or line.startswith("#"):
            continue
        name, mark, pattern = line.partition(" := ")
        if not mark:
            name, _, pattern = line.partition(": ")
        name, _, openings = name.partition(" ")
        filled = re.sub(r"\{([A-Z]+)\}", lambda part: parts[part[1]], pattern.replace(" ", GAP))
        if mark:
            parts[name] = filled
        else:
            compiled.append(
                Rule(len(compiled), name, re.compile(filled, re.IGNORECASE), frozenset(openings.split(",")))
            )
    return tuple(compiled)


@cache
def openers() -> dict[str, tuple[Rule, ...]]:
    """The rules that may match where a text goes on in a way, by what :data:`STARTS` matches there in lower case."""
    ways = {opening for rule in rules() for opening in rule.openings} - {ANYHOW}
    return {way: tuple(rule for rule in rules() if rule.openings & {way, ANYHOW}) for way in ways}


def worth_trying(way: str) -> tuple[Rule, ...]:
    """The rules for one match of :data:`STARTS`: a look-up for each word instead of a search of the text per rule."""
    known = openers().get(way.lower())
    if known is not None:
        return known
    return _anyhow() if way.isascii() else rules()  # letters that only look like ours


@cache
def _anyhow() -> tuple[Rule, ...]:
    return tuple(rule for rule in rules() if ANYHOW in rule.openings)
