"""An amount as it is found in a text: its bounds, its unit, what it counts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from cuibono.language import quantity_words as words

BEFORE = 40  # characters looked back for bounds, ranges and ages


@dataclass(frozen=True, slots=True)
class Found:
    """A quantity by offsets, before it becomes one of a document."""

    start: int
    end: int
    low: Decimal | None
    high: Decimal | None
    unit: str = ""
    target: str = ""
    approximate: bool = False
    ordinal: bool = False


def unit_behind(text: str, end: int) -> tuple[str, int]:
    """The canonical unit behind an offset and where it ends; "" and the same offset where there is none."""
    match = words.UNIT_BEHIND.match(text, end)
    if not match:
        if text[end : end + 2].rstrip(" .,;)") == "m" and not text[end + 1 : end + 2].isalnum():
            return "m", end + 1
        return "", end
    if match["word"]:
        form = " ".join(match["word"].lower().split())
        unit = words.UNIT_WORDS[form]
        return ("", end) if form == "second" else (unit, match.end())  # "one second" is rarer than "second to none"
    if match["sign"] in {"C", "F", "W", "g", "x", "°"} and match["gap"]:
        return "", end
    return words.UNIT_SIGNS[match["sign"]], match.end()


def unit_of(target: str) -> str:
    """The unit of what is counted, where no unit is written: people are one, things are none."""
    return "people" if target == "people" else ""


def with_bounds(text: str, found: Found) -> Found:
    """The quantity with what stands around it taken in: "at least", "up to", "nearly", "or more"."""
    low, high, start, end, approximate = found.low, found.high, found.start, found.end, found.approximate
    before = text[max(0, start - BEFORE) : start]
    if match := words.BOUND_BEFORE.search(before):
        bound = match[0].strip().lower()
        start -= len(before) - match.start()
        if match["about"]:
            approximate = True
        elif bound == "over" and found.unit in words.TIME_UNITS:
            start, approximate = found.start, found.approximate  # "over 30 years" is more often a period
        elif match["least"]:
            high = None
        else:
            low = None
    if text[end - 1 : end] == "+":
        high = None
    elif match := words.BOUND_BEHIND.match(text, end):
        end = match.end()
        if match["about"]:
            approximate = True
        elif match["least"]:
            high = None
        else:
            low = None
    if low is None and high is None:
        low, high = found.low, found.high
    return replace(found, start=start, end=end, low=low, high=high, approximate=approximate)
