"""Amounts that are no plain numerals: "half of", "dozens", "tripled", "threefold", "no deaths", "the second"."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from cuibono.language import quantity_words as words
from cuibono.language.numerals import GAP, ORDINALS, value_of
from cuibono.language.quantity_amounts import Found, unit_behind, unit_of, with_bounds
from cuibono.language.quantity_targets import noun_before, noun_behind, subject_before
from cuibono.language.sites import Sited

_VAGUE = Sited(
    re.compile(
        rf"\b(?:(?P<outer>tens|hundreds|dozens){GAP}of{GAP}(?P<scale>thousands|millions|billions)"
        r"|(?P<single>dozens|hundreds|thousands|millions|billions|trillions))\b",
        re.IGNORECASE,
    ),
    "tens hundreds dozens thousands millions billions trillions".split(),
)
_FRACTION = Sited(
    re.compile(
        rf"\b(?:(?P<half>(?:one[-\s])?half)|(?P<above>an?|one|two|three|four|nine)(?:-|{GAP})"
        r"(?P<below>third|quarter|fourth|fifth|sixth|eighth|tenth|thirds|quarters|fourths|fifths|sixths|eighths|tenths))"
        rf"(?={GAP}of\b(?!{GAP}an?\b)|{GAP}(?:the|its|their|his|her|all|as)\b|{GAP}(?:more|less)\b)",
        re.IGNORECASE,
    ),
    "half one a an two three four nine".split(),
)
_FOLD = Sited(
    re.compile(r"\b(?P<word>two|three|four|five|six|seven|eight|nine|ten|[0-9]{1,4})-?fold\b", re.IGNORECASE),
    "two three four five six seven eight nine ten".split(),
    endings=("fold",),
    marks=re.compile(r"(?<![0-9])[0-9]{1,4}(?=-?fold)", re.IGNORECASE),
)
_MULTIPLIED = Sited(
    re.compile(r"\b(?P<verb>doubl|tripl|trebl|quadrupl)(?:ed|ing)\b(?![^\S\n]down)", re.IGNORECASE),
    "doubled doubling tripled tripling trebled trebling quadrupled quadrupling".split(),
)
_NONE = Sited(
    re.compile(
        rf"\b(?P<first>[Nn]o){GAP}(?P<thing>[a-z]+){GAP}(?:were|have{GAP}been|was|has{GAP}been){GAP}(?:reported|recorded|found|confirmed)\b"
        rf"|\b(?:were|are|was|been|reported|recorded|with|found|had|have|has|caused|saw){GAP}(?P<no>no){GAP}(?P<noun>[a-z]+)\b"
    ),
    "no were are was been reported recorded with found had have has caused saw".split(),
)
_ORDINAL = Sited(
    re.compile(
        rf"\b(?:(?P<digits>[0-9]{{1,3}})(?:st|nd|rd|th)\b"
        rf"|(?:the|a|an|its|his|her|their|for|another){GAP}(?P<word>{'|'.join(ORDINALS)})(?={GAP}[a-z]{{3,}}))(?![-\w])",
        re.IGNORECASE,
    ),
    "the a an its his her their for another".split(),
    marks=re.compile(r"\b[0-9]{1,3}(?=[snrt])", re.IGNORECASE),
)
_TIMES = {"doubl": 2, "tripl": 3, "trebl": 3, "quadrupl": 4}
_PARTS = {"third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}
_LEAST = {"tens": 10, "dozens": 12, "hundreds": 100, "thousands": 1_000, "millions": 10**6, "billions": 10**9}


def phrased(text: str) -> list[Found]:
    """Amounts that are no plain numerals: fractions, vague plurals, folds, none, ordinals."""
    found = [_fraction(text, match) for match in _FRACTION.finditer(text)]
    for match in _VAGUE.finditer(text):
        least = _LEAST.get((match["single"] or match["scale"]).lower(), 10**12)
        least *= _LEAST[match["outer"].lower()] if match["outer"] else 1
        unit, end = unit_behind(text, match.end())
        target = noun_behind(text, end, plural=True)
        if not target and not re.match(rf"{GAP}of\b", text[match.end() : match.end() + 6]):
            continue  # "thousands" alone counts nothing that can be compared
        found.append(Found(match.start(), end, Decimal(least), None, unit or unit_of(target), target, approximate=True))
    for match in _FOLD.finditer(text):
        value = value_of(match["word"]) or Decimal(0)
        found.append(Found(match.start(), match.end(), value, value, "times", noun_before(text, match.start())))
    for match in _MULTIPLIED.finditer(text):
        value = Decimal(_TIMES[match["verb"].lower()])
        found.append(Found(match.start(), match.end(), value, value, "times", subject_before(text, match.start())))
    for match in _NONE.finditer(text):
        noun = match["noun"] or match["thing"]
        start, end = match.span("no" if match["noun"] else "first")
        if noun in words.COUNTABLE:
            found.append(Found(start, end, Decimal(0), Decimal(0), "", noun))
    for match in _ORDINAL.finditer(text):
        value = Decimal(match["digits"] or ORDINALS[match["word"].lower()])
        start = match.start("digits") if match["digits"] else match.start("word")
        target = noun_behind(text, match.end(), plural=False)
        found.append(Found(start, match.end(), value, value, "", target, ordinal=True))
    return found


def _fraction(text: str, match: re.Match[str]) -> Found:
    value, exact = Decimal(50), True
    if not match["half"]:
        above = value_of(match["above"]) or Decimal(1)
        below = _PARTS[match["below"].lower().removesuffix("s")]
        value = (100 * above / below).quantize(Decimal("0.1"))
        exact = value * below == 100 * above
    found = Found(match.start(), match.end(), value, value, "percent", approximate=not exact)
    return replace(with_bounds(text, found), target=noun_behind(text, match.end(), plural=True))
