"""Words that address machine readers instead of people: flagged wherever they stand, obeyed nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from cuibono.core.text import Notice

KIND = "instruction to machines"
_AROUND = 160  # characters of context shown with a hit
_MOST = 10  # notices of one document


@dataclass(frozen=True, slots=True)
class _Forms:
    """Forms of address, and what all their matches hold in lower case: some words, or (None) a match of ``sign``.

    Few texts hold any, so nearly all are read for the price of a few look-ups.
    """

    words: tuple[str, ...] | None
    sign: re.Pattern[str]
    forms: tuple[str, ...]

    def may_be_in(self, low: str) -> bool:
        """Whether a text in lower case holds what they need."""
        if self.words is None:
            return self.sign.search(low) is not None
        return any(word in low for word in self.words)


@cache
def _groups() -> tuple[_Forms, ...]:
    found: list[_Forms] = []
    forms: list[str] = []
    for line in reversed((files(__package__) / "machines.txt").read_text("utf-8").splitlines()):
        if not line.startswith("+"):
            forms += [line] if line and not line.startswith("#") else []
            continue
        sign = line.removeprefix("+ ")
        words = None if sign.startswith("\\b") else tuple(word.strip() for word in sign.split(" | "))
        found.append(_Forms(words, re.compile(sign if words is None else ""), tuple(reversed(forms))))
        forms = []
    return tuple(reversed(found))


@cache  # compiled for the first text that may hold one
def _pattern(group: _Forms) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{form})" for form in group.forms), re.IGNORECASE)


def _hits(text: str) -> Iterator[re.Match[str]]:
    """The forms in a text, left to right, none overlapping another."""
    low = text.lower()
    patterns = [_pattern(group) for group in _groups() if group.may_be_in(low)]
    at = 0
    while found := [match for pattern in patterns if (match := pattern.search(text, at))]:
        first = min(found, key=lambda match: match.start())
        yield first
        at = first.end()


_SENTENCE_END = re.compile(r"[.!?](?=\s)|\n")


def instructions(text: str, where: str) -> tuple[Notice, ...]:
    """A notice for each sentence that tells a machine what to do; ``where``: how it stands, "hidden", "visible"."""
    found: dict[str, Notice] = {}
    for hit in _hits(text):
        words = _sentence(text, hit.start(), hit.end())
        found.setdefault(words, Notice(KIND, f"{where} words address machine readers; nothing follows them", words))
        if len(found) == _MOST:
            break
    return tuple(found.values())


def _sentence(text: str, start: int, end: int) -> str:
    """The sentence around a hit, cut where it is very long."""
    left = max(0, start - _AROUND)
    right = min(len(text), end + _AROUND)
    begins = [match.end() for match in _SENTENCE_END.finditer(text, left, start)]
    stop = _SENTENCE_END.search(text, end, right)
    return " ".join(text[begins[-1] if begins else left : stop.end() if stop else right].split())
