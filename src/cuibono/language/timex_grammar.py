"""The grammar of time expressions: ``lexicons/timex-rules.txt`` as compiled patterns with named groups.

``timex_find`` applies them, ``timex_values`` knows what each means.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources

from cuibono.language.numerals import GAP


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


@cache  # compiled when the first text is read, not when the program starts
def rules() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Name and pattern of each rule, in the order of the file."""
    parts: dict[str, str] = {}
    compiled: list[tuple[str, re.Pattern[str]]] = []
    text = (resources.files("cuibono.language") / "lexicons" / "timex-rules.txt").read_text("utf-8")
    for line in text.splitlines():
        if not line or line.startswith("#"):
            continue
        name, mark, pattern = line.partition(" := ")
        if not mark:
            name, _, pattern = line.partition(": ")
        filled = re.sub(r"\{([A-Z]+)\}", lambda part: parts[part[1]], pattern.replace(" ", GAP))
        if mark:
            parts[name] = filled
        else:
            compiled.append((name, re.compile(rf"(?<![\w$€£])(?<![0-9][.,])(?:{filled})", re.IGNORECASE)))
    return tuple(compiled)
