"""English numerals, in digits and in words, as exact Decimals.

``NUMERAL`` finds one numeral; ``value_of`` reads it. Both are linear: every repeat in the pattern is bounded.
"""

from __future__ import annotations

import re
from decimal import Decimal

UNITS = {
    word: Decimal(value)
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split()
    )
}
TENS = {
    word: Decimal(10 * value)
    for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)
}
SCALES = {
    "hundred": Decimal(100),
    "thousand": Decimal(1_000),
    "lakh": Decimal(100_000),
    "million": Decimal(1_000_000),
    "crore": Decimal(10_000_000),
    "billion": Decimal(1_000_000_000),
    "trillion": Decimal(1_000_000_000_000),
}
# Suffixes that stand directly behind digits ("4bn"); "m" alone is decided by the caller, who sees the unit.
SUFFIXES = {
    "k": SCALES["thousand"],
    "m": SCALES["million"],
    "mn": SCALES["million"],
    "mln": SCALES["million"],
    "b": SCALES["billion"],
    "bn": SCALES["billion"],
    "bln": SCALES["billion"],
    "t": SCALES["trillion"],
    "tn": SCALES["trillion"],
    "trn": SCALES["trillion"],
}
ORDINALS = {
    word: value
    for value, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
        "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth".split(),
        start=1,
    )
}
VULGAR = {"½": "0.5", "¼": "0.25", "¾": "0.75", "⅛": "0.125", "⅜": "0.375", "⅝": "0.625", "⅞": "0.875"}

# White space inside an expression: at most one line break, so that nothing crosses a block.
GAP = r"(?:[^\S\n]{1,4}|[^\S\n]{0,4}\n[^\S\n]{0,4})"

_DIGITS = r"(?:[0-9]{1,3}(?:,[0-9]{2,3}){1,5}|[0-9]{1,18})(?![0-9])(?:\.[0-9]{1,9}(?![0-9]))?"
_SCALE = r"(?:hundreds?|thousand|lakhs?|million|crores?|billion|trillion|dozen)"
_SMALL = "|".join(sorted([*UNITS, *TENS], key=len, reverse=True))
_WORD = rf"(?:{_SMALL}|hundred|thousand|million|billion|trillion|dozen|lakh|crore)"
_WORDS = (
    rf"(?:(?:half{GAP})?an?{GAP}(?:hundred|thousand|million|billion|trillion|dozen|couple)|{_WORD})\b"
    rf"(?:(?:-|{GAP})(?:and{GAP})?{_WORD}\b){{0,30}}(?:{GAP}and{GAP}a{GAP}(?:half|quarter)\b(?:{GAP}{_SCALE}\b)?)?"
)
# What a numeral in words begins with.
NUMBER_WORDS = frozenset((*UNITS, *TENS, *SCALES, "dozen", "half", "a", "an"))
NUMERAL = (
    rf"(?:{_DIGITS}(?:{GAP}?[½¼¾⅛⅜⅝⅞]|{GAP}[0-9]/[0-9](?![0-9/]))?(?:(?:{GAP}|-){_SCALE}\b){{0,2}}"
    rf"|\.[0-9]{{1,9}}(?![0-9])|[½¼¾⅛⅜⅝⅞]|\b{_WORDS})"
)
_NUMERAL = re.compile(NUMERAL, re.IGNORECASE)
_HALVES = re.compile(rf"{GAP}and{GAP}a{GAP}(half|quarter)\b", re.IGNORECASE)


def value_of(numeral: str) -> Decimal | None:
    """The exact value of a numeral such as "1,300", "2.5 million", "two dozen", "ninety-nine", "3 1/2".

    None for words that are no well-formed numeral ("five six").
    """
    text = numeral.strip().lower()
    if text[:1].isdigit() or text[:1] == "." or text[:1] in VULGAR:
        return _of_digits(text)
    extra = Decimal(0)
    if found := _HALVES.search(text):
        extra = Decimal("0.5") if found[1] == "half" else Decimal("0.25")
        text = text[: found.start()] + text[found.end() :]
    return _of_words(re.split(r"[\s-]+", text), extra)


def _of_digits(text: str) -> Decimal | None:
    head = re.match(_DIGITS + r"|\.[0-9]+|", text)
    digits = head[0] if head else ""
    value = Decimal(digits.replace(",", "")) if digits else Decimal(0)
    rest = re.split(r"[\s-]+", text[len(digits) :].strip(" -\n"))
    for part in rest:
        if part in VULGAR:
            value += Decimal(VULGAR[part])
        elif "/" in part:
            above, _, below = part.partition("/")
            if below == "0":
                return None
            value += Decimal(above) / Decimal(below)
        elif part:
            scale = _scale(part)
            if scale is None:
                return None
            value *= scale
    return value


def _scale(word: str) -> Decimal | None:
    if word == "dozen":
        return Decimal(12)
    return SCALES.get(word) or SCALES.get(word.removesuffix("s"))


def _of_words(words: list[str], extra: Decimal) -> Decimal | None:  # noqa: C901 - one branch per kind of word
    """Read number words: groups below a thousand, each followed by its scale, scales falling."""
    total, group, last = Decimal(0), Decimal(0), None
    ceiling = Decimal(10) ** 30
    for word in words:
        if word in {"a", "an", "and"}:
            continue
        if word == "half":  # "half a million"
            group, last = Decimal("0.5"), "half"
        elif word == "couple":
            group, last = Decimal(2), "unit"
        elif word in UNITS:
            if last == "unit" or (last == "ten" and not 1 <= UNITS[word] <= 9):  # noqa: PLR2004 - twenty-nine
                return None
            group, last = group + UNITS[word], "unit"
        elif word in TENS:
            if last in {"unit", "ten"}:
                return None
            group, last = group + TENS[word], "ten"
        elif word in {"hundred", "dozen"}:
            group, last = (group or Decimal(1)) * (SCALES.get(word) or Decimal(12)), word
        else:
            scale = SCALES.get(word)
            if scale is None or scale >= ceiling:
                return None
            group, extra = ((group or Decimal(1)) + extra) * scale, Decimal(0)
            total, group, ceiling, last = total + group, Decimal(0), scale, "scale"
    return total + group + extra


def numerals(text: str) -> list[tuple[int, int, Decimal]]:
    """Every well-formed numeral of a text as (start, end, value), left to right."""
    found = []
    for match in _NUMERAL.finditer(text):
        value = value_of(match[0])
        if value is not None:
            found.append((match.start(), match.end(), value))
    return found
