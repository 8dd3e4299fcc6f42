"""Words that address machine readers instead of people: flagged wherever they stand, obeyed nowhere."""

from __future__ import annotations

import re
from importlib.resources import files

from cuibono.core.text import Notice

KIND = "instruction to machines"
_AROUND = 160  # characters of context shown with a hit
_MOST = 10  # notices of one document


def _patterns() -> re.Pattern[str]:
    lines = (files(__package__) / "machines.txt").read_text("utf-8").splitlines()
    forms = [line for line in lines if line and not line.startswith("#")]
    return re.compile("|".join(f"(?:{form})" for form in forms), re.IGNORECASE)


_FORMS = _patterns()
_SENTENCE_END = re.compile(r"[.!?](?=\s)|\n")


def instructions(text: str, where: str) -> tuple[Notice, ...]:
    """A notice for each sentence that tells a machine what to do; ``where``: how it stands, "hidden", "visible"."""
    found: dict[str, Notice] = {}
    for hit in _FORMS.finditer(text):
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
