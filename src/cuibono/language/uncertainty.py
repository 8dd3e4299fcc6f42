"""Whether a bare sentence is hedged, and by which words: doubt, nameless authorities, vague quantities.

Wider than :mod:`cuibono.language.hedges`, which knows only words that leave open whether a claim holds: here a sentence
is uncertain in the sense of the CoNLL-2010 task (Farkas et al. 2010), where "many scholars" and "one of the most
famous" count too, since they cannot be checked as they stand. The lists are our own.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import cast

from cuibono.core.claims import Method

METHOD = Method("uncertainty-rules", "1")

_BE = r"(?:is|are|was|were|be|been|being)"
_ADVERB = r"(?:[a-z]{1,20} )?"
_ENOUGH = 2
# The month and the name; "MAY" in a line of capitals is the verb.
_MONTH = re.compile(
    r"(?<![.!?:\"“”\n] )(?<!^)\bMay\b|\bMay (?=\d|of\b|and (?:June|April)|in \d)|^May,?(?= (?:18|19|20)\d\d)"
)
_SPACES = re.compile(r" +")


@dataclass(frozen=True, slots=True)
class Hedged:
    """Whether a sentence is hedged, and the cues: (start, end) offsets, end exclusive, in order, none overlapping."""

    label: bool
    cues: tuple[tuple[int, int], ...]


def hedged(text: str) -> Hedged:
    """Whether the sentence ``text`` is hedged, with its cues; no cues where it is not. Linear in the length.

    Measured on the half of a balanced sample of the CoNLL-2010 Wikipedia sentences that was not looked at:
    ``gate/uncertainty.py``.
    """
    barred = [(m.start(), m.end()) for pattern in (_plain(), _MONTH) for m in pattern.finditer(text)]
    barred.sort()
    cues: list[tuple[int, int]] = []
    weak: set[str] = set()
    weight = 0
    at = 0
    for match in _pattern().finditer(text):
        start, end = match.span()
        while at < len(barred) and barred[at][1] <= start:
            at += 1
        if any(a <= start < b for a, b in barred[at : at + 2]):
            continue
        cues.append((start, end))
        if match.lastgroup != "weak":
            weight += _ENOUGH
        else:
            weak.add(match[0].lower())
    if weight + len(weak) < _ENOUGH:
        return Hedged(label=False, cues=())
    return Hedged(label=True, cues=tuple(cues))


@cache
def _lists() -> dict[str, list[str]]:
    text = (resources.files("cuibono.language.lexicons") / "uncertainty.toml").read_text("utf-8")
    return cast(dict[str, list[str]], tomllib.loads(text))


@cache
def _plain() -> re.Pattern[str]:
    """Turns that hold the words of a cue and leave nothing open."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(_lists()['plain'])})(?!\w)", re.IGNORECASE)


@cache
def _pattern() -> re.Pattern[str]:
    """One alternation: at each place the longer kinds of cue first, and of a kind its longer entries."""
    kinds = _lists()
    groups = []
    for kind in ("weasel", "doubt", "vague", "weak"):
        entries = sorted(kinds[kind], key=lambda entry: (-len(entry), entry))
        groups.append(f"(?P<{kind}>{'|'.join(entries)})")
    body = "|".join(groups).replace("{be}", _BE).replace("{adv}", _ADVERB)
    # Real text has line breaks and wide spaces; a single \s keeps the cost linear.
    return re.compile(rf"(?<![\w’'-])(?:{_SPACES.sub(lambda _: chr(92) + 's', body)})(?!\w)", re.IGNORECASE)
