"""Names of authors out of by-lines."""

from __future__ import annotations

import re

_BY = re.compile(r"^\s*(?:(?:written|reported|posted|story|text)\s+)?by[:\s]+", re.IGNORECASE)
_TAIL = re.compile(r"\s+(?:[-–—|•·]|(?:updated|published|posted|on)\b)\s.*$|\s*\([^)]*\)", re.IGNORECASE)
_PARTS = re.compile(r"\s*(?:[;|\n]|,?\s+\band\b\s+|,?\s+&\s+|,)\s*", re.IGNORECASE)
# Where the day begins that many by-lines end in: "By Ana RoeMarch 11, 2026", "by Ana Roe22 Dec 2026".
_DATED = re.compile(
    r"(?:(?<=[a-z])|\b)(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b"
    r"|(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?) \d)|\d"
)
_SUFFIX = re.compile(r"^(?:jr|sr|ii|iii|iv|m\.?d|ph\.?d|esq)\.?$", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://|@|www\.")
_LONGEST = 80  # characters of a name


def names(byline: object) -> tuple[str, ...]:
    """Authors in order, each once; accepts a by-line, a list of names, or JSON-LD persons."""
    found: list[str] = []
    for item in byline if isinstance(byline, list | tuple) else [byline]:
        value = item.get("name") if isinstance(item, dict) else item
        if isinstance(value, list | tuple):
            found += names(value)
        elif isinstance(value, str):
            found += _split(value)
    return tuple(dict.fromkeys(found))


def undated(byline: str) -> str:
    """A printed by-line that begins with "By", without the day behind the names."""
    day = _DATED.search(byline)
    if not day or not _BY.match(byline):
        return byline
    named = byline[: day.start()]
    return "" if _BY.fullmatch(named) else named


def _split(byline: str) -> list[str]:
    out: list[str] = []
    for piece in _PARTS.split(_TAIL.sub("", _BY.sub("", " ".join(byline.split())))):
        name = piece.strip(" .,-–—•·|\t") if not piece.endswith(("Jr.", "Sr.")) else piece.strip()
        if not name or len(name) > _LONGEST or _ADDRESS.search(name):
            continue
        if out and _SUFFIX.match(name):
            out[-1] += f", {name}"
        else:
            out.append(name)
    return out
