"""Numbers with their unit and what they count, read by rules from digits and words.

Values are exact Decimals. Dates, years, times of day, telephone numbers, versions and identifiers ("Boeing 737",
"Section 230") are no quantities; ordinals are, and flagged. Fractions of a whole ("half of", "a third of", "one in
five") are given in per cent, so that they can be compared with percentages. A vague plural ("dozens", "hundreds of")
is its smallest amount, open upwards and approximate. Cost is linear in the length of the text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from cuibono.core.claims import Method, Quantity
from cuibono.core.text import Document, Span
from cuibono.language import quantity_words as words
from cuibono.language.numerals import GAP, NUMBER_WORDS, NUMERAL, SCALES, SUFFIXES, value_of
from cuibono.language.quantity_amounts import BEFORE, Found, unit_behind, unit_of, with_bounds
from cuibono.language.quantity_phrases import phrased
from cuibono.language.quantity_targets import noun_before, noun_behind
from cuibono.language.sites import Sited

METHOD = Method("quantity-rules", "2")

_PLAIN = re.compile(rf"(?P<number>{NUMERAL})", re.IGNORECASE)
_NUMERAL = Sited(
    re.compile(rf"(?<![\w.,])(?<![\w][-–'’/])[-−]?(?P<number>{NUMERAL})", re.IGNORECASE),
    NUMBER_WORDS,
    marks=re.compile(r"[-−0-9½¼¾⅛⅜⅝⅞]|\.(?=[0-9])"),
)
_SUFFIX = re.compile(r"(?P<suffix>k|mn|mln|m|bn|bln|b|trn|tn|t)(?![\w])", re.IGNORECASE)
_PLUS = re.compile(r"\+(?!\w)")
_HYPHEN = re.compile(rf"{GAP}?[-–—]{GAP}?")
_TO = re.compile(rf"{GAP}(?:to|or|and){GAP}", re.IGNORECASE)
_RANGE_BEFORE = re.compile(rf"\b(?:between|rang(?:es?|ed|ing){GAP}from){GAP}$", re.IGNORECASE)
_MOVED = re.compile(
    rf"\b(?:from|rose|fell|gained|lost|up|down|off|climbed|dropped|slipped|jumped|added|by){GAP}(?:about{GAP})?$",
    re.IGNORECASE,
)
_AGE = re.compile(rf"(?:-|{GAP})?(?P<unit>year|month|week|day)s?(?:-|{GAP})old\b", re.IGNORECASE)
_AGED = re.compile(rf"\b(?:aged?|age{GAP}of){GAP}$", re.IGNORECASE)
_WAS = re.compile(rf"\b(?:he|she|who){GAP}(?:was|is|turned|turns){GAP}(?:only{GAP}|just{GAP})?$", re.IGNORECASE)
_APPOSED = re.compile(r"[A-Z][\w'’.-]{1,30},[^\S\n]$")
_LAST_WORD = re.compile(r"[-\s]+[A-Za-z]+$")
_RATE = re.compile(rf"(?:{GAP}(?:an?|per)|-an?-|-per-|/)(?:{GAP}|-)?(?P<per>[a-z]{{2,12}})\b", re.IGNORECASE)
_OUT_OF = re.compile(rf"(?:{GAP}|-)(?:in|out{GAP}of)(?:{GAP}|-)(?:every{GAP})?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Amount:
    """A numeral with what clings to it."""

    start: int
    end: int
    value: Decimal
    unit: str
    scaled: bool  # whether a scale ("million", "bn") was part of it
    digits: bool


def quantities(document: Document, region: Span | None = None) -> tuple[Quantity, ...]:
    """All quantities of a document, or of a region of it, in order; none overlaps another."""
    found = _in_text(document.text)
    if region is not None:
        at = bisect_left(found, region.start, key=lambda item: item.start)
        found = tuple(item for item in found[at:] if item.end <= region.end)
    return tuple(
        Quantity(
            span=document.span(item.start, item.end),
            low=item.low,
            high=item.high,
            unit=item.unit,
            target=item.target,
            approximate=item.approximate,
            ordinal=item.ordinal,
        )
        for item in found
    )


@lru_cache(maxsize=1024)  # asked for once per assertion, by probes that go from document to document
def _in_text(text: str) -> tuple[Found, ...]:
    taken = [(match.start(), match.end()) for match in words.NO_QUANTITY.finditer(text)]
    found = [item for item in [*phrased(text), *_numbers(text, taken)] if not _meets(taken, item)]
    chosen: list[Found] = []
    for item in sorted(found, key=lambda item: (item.start, -item.end)):
        if not chosen or item.start >= chosen[-1].end:
            chosen.append(item)
    return tuple(chosen)


def _meets(taken: list[tuple[int, int]], item: Found) -> bool:
    at = bisect_left(taken, item.end, key=lambda span: span[0])
    return at > 0 and taken[at - 1][1] > item.start


def _numbers(text: str, taken: list[tuple[int, int]]) -> list[Found]:
    found: list[Found] = []
    last = 0
    for match in _NUMERAL.finditer(text):
        if match.start() < last:
            continue
        amount = _amount(text, match)
        if amount is None or _meets(taken, Found(amount.start, amount.end, amount.value, None)):
            continue
        items = _with_range(text, amount)
        found.extend(items)
        last = max((item.end for item in items), default=amount.end)
    return found


def _amount(text: str, match: re.Match[str]) -> _Amount | None:
    """The numeral with sign, currency, scale and unit; None where it is no number of something."""
    value = value_of(match["number"])
    if value is None:
        return None
    start, end = match.start("number"), match.end("number")
    digits = text[start].isdigit() or text[start] in ".½¼¾"
    scaled = any(scale in match["number"].lower() for scale in SCALES)
    before = text[max(0, start - 8) : start]
    unit = ""
    if money := words.CURRENCY_BEFORE.search(before):
        mark = money[0].strip()
        if not (mark[0].isalpha() and money.start() and before[money.start() - 1].isalnum()):
            unit, start = words.CURRENCIES[mark], start - len(money[0])
    if match[0][0] in "-−" and digits and not unit:
        start, value = match.start(), -value
    if digits and not scaled and (suffix := _SUFFIX.match(text, end)) and _is_scale(text, suffix, money=bool(unit)):
        value, end, scaled = value * SUFFIXES[suffix["suffix"].lower()], suffix.end(), True
    if plus := _PLUS.match(text, end):
        end = plus.end()
    if not unit:
        unit, end = unit_behind(text, end)
    if end < len(text) and (text[end].isalnum() or text[end] == "_"):
        return None  # "302A", "5G", "747s"
    return _Amount(start, end, value, unit, scaled, digits)


def _is_scale(text: str, suffix: re.Match[str], *, money: bool) -> bool:
    """Whether "m", "t", "k" or "b" behind digits means a scale and not metres, tonnes or a name."""
    if money or len(suffix["suffix"]) > 1:
        return True
    letter = suffix["suffix"]
    if letter in {"k", "K"}:
        return bool(noun_behind(text, suffix.end(), plural=True))
    return letter == "m" and bool(noun_behind(text, suffix.end(), plural=True))


def _with_range(text: str, amount: _Amount) -> list[Found]:
    """One quantity, or the two ends of a range, or the two sides of a score."""
    second = _second(text, amount)
    if second is None:
        one = _single(text, amount)
        return [one] if one else []
    joint, other = second
    before = text[max(0, amount.start - BEFORE) : amount.start]
    first = amount.value
    if other.scaled and not amount.scaled and first < other.value:
        own = re.sub(r"[^0-9.]", "", text[joint : other.end].split(" ", maxsplit=1)[0]) if other.digits else ""
        base = Decimal(own) if own.count(".") < 2 and own.strip(".") else Decimal(0)  # noqa: PLR2004 - one point at most
        if base and first < base:
            first *= other.value / base
    hyphened = text[amount.end : joint].strip() in {"-", "–", "—"}
    contest = (
        hyphened
        and not amount.unit
        and not other.unit
        and words.CONTEST.search(text[max(0, joint - 60) : amount.start])
    )
    if contest or first >= other.value:
        if hyphened and amount.digits and not amount.unit:
            return [
                Found(amount.start, amount.end, amount.value, amount.value),
                Found(other.start, other.end, other.value, other.value),
            ]
        one = _single(text, amount)
        return [one] if one else []
    unit = other.unit or amount.unit
    target = noun_behind(text, other.end, plural=True) or noun_before(text, amount.start)
    start = amount.start
    if found := _RANGE_BEFORE.search(before):
        start -= len(before) - found.start()
    return [with_bounds(text, Found(start, other.end, first, other.value, unit or unit_of(target), target))]


def _second(text: str, amount: _Amount) -> tuple[int, _Amount] | None:
    """Where the second number of a range starts, and that number."""
    before = text[max(0, amount.start - BEFORE) : amount.start]
    between = bool(_RANGE_BEFORE.search(before))
    joint = _HYPHEN.match(text, amount.end)
    if joint is None:
        joint = _TO.match(text, amount.end)
        if joint is None:
            return None
        word = joint[0].strip().lower()
        if word == "and" and not between:
            return None
        if not between and word == "to" and (amount.unit or _MOVED.search(before)):
            return None
        if word == "or" and amount.unit:
            return None
    at = joint.end()
    if money := re.match(r"(?:US|A|C|HK)?[$€£¥]", text[at : at + 4]):
        at += len(money[0])
    match = _PLAIN.match(text, at)
    other = _amount(text, match) if match else None
    if other is None or (amount.unit and other.unit and amount.unit != other.unit):
        return None
    return (joint.end(), other)


def _single(text: str, amount: _Amount) -> Found | None:
    """A number on its own: its bounds, its target, or None where it only names something."""
    before = text[max(0, amount.start - BEFORE) : amount.start]
    if age := _age(text, amount, before):
        return age
    if out_of := _share(text, amount):
        return out_of
    bounded = bool(words.BOUND_BEFORE.search(before))
    # The noun behind a unit may be what is measured ("30-day deadline", "$4bn fine"); per cent needs "of".
    target = (
        ""
        if amount.unit == "times"
        else noun_behind(
            text,
            amount.end,
            plural=not amount.unit and amount.value != 1,
            measured=bool(amount.unit),
            money=amount.unit in words.MONEY,
        )
    )
    if not amount.unit and not bounded and not amount.scaled and _names(text, amount, before, target):
        return None
    unit = amount.unit
    end = amount.end
    if unit in words.MONEY and (rate := _RATE.match(text, end)) and rate["per"].lower() not in words.STOPS:
        unit, end = f"{unit}/{rate['per'].lower()}", rate.end()
        target = ""
    if unit == "people":
        target = "people"
    found = Found(amount.start, end, amount.value, amount.value, unit or unit_of(target), target)
    found = with_bounds(text, found)
    if not target and "/" not in unit:
        found = replace(found, target=noun_before(text, found.start))
    return found


def _age(text: str, amount: _Amount, before: str) -> Found | None:
    start, end, value = amount.start, amount.end, amount.value
    if amount.unit in {"year", "month", "week", "day"}:  # the unit is already part of the amount
        end = start + len(_LAST_WORD.sub("", text[start:end]))
    if match := _AGE.match(text, end):
        return Found(start, match.end(), value, value, match["unit"].lower(), "age")
    if amount.unit or amount.scaled or not 0 < value < 120:  # noqa: PLR2004 - nobody is older
        return None
    lived = amount.digits and _WAS.search(before) and text[end : end + 1] in {",", "."}
    apposed = amount.digits and value > 9 and _APPOSED.search(before) and text[end : end + 1] in {",", "."}  # noqa: PLR2004
    if apposed or lived or _AGED.search(before):
        return Found(start, end, value, value, "year", "age")
    return None


def _share(text: str, amount: _Amount) -> Found | None:
    """A percentage said as "one in five" or "nine out of ten"."""
    joint = _OUT_OF.match(text, amount.end)
    if amount.unit or not joint or amount.value <= 0:
        return None
    match = _PLAIN.match(text, joint.end())
    whole = value_of(match[0]) if match else None
    out_of = "out" in joint[0].lower()
    if not match or not whole or whole <= amount.value or text[match.end() : match.end() + 1].isalnum():
        return None
    if not out_of and (amount.value != 1 and whole not in {5, 10, 100}):
        return None
    if words.YEAR.fullmatch(match[0]) or words.UNIT_BEHIND.match(text, match.end()):
        return None
    value = (100 * amount.value / whole).quantize(Decimal("0.1"))
    target = noun_behind(text, match.end(), plural=True)
    found = Found(amount.start, match.end(), value, value, "percent", target, value * whole != 100 * amount.value)
    return with_bounds(text, found)


def _names(text: str, amount: _Amount, before: str, target: str) -> bool:  # noqa: PLR0911 - one return per reason
    """Whether a bare number names or numbers something instead of counting it."""
    written = text[amount.start : amount.end]
    if text[amount.end : amount.end + 1] == "-" and text[amount.end + 1 : amount.end + 2].isalnum() and not target:
        return True
    if amount.digits and words.YEAR.fullmatch(written) and target != "people":
        return True
    last = re.search(r"([\w'’.§-]+)[^\S\n]*[,(]?[^\S\n]*$", before)
    word = last[1] if last else ""
    if word.lower() in words.LABELS and not (amount.digits is False and word.islower() and target):
        return True
    if not amount.digits:
        if amount.value == 0:
            return not target or word.lower() in {"net", "ground"}
        if amount.value == 1:
            return written.lower() == "one" and not _counts_one(text, amount, before, target)
        return written[0].isupper() and word[:1].isupper() and not before.rstrip().endswith((".", ":", "“", '"'))
    if (
        word[:1].isupper()
        and last
        and last[0].rstrip() == word
        and not word.endswith(("’s", "'s", "s’", "s'"))
        and word.lower() not in words.STOPS
    ):
        return target not in words.PLURALS and not target.endswith(("killed", "deaths"))
    return False


def _counts_one(text: str, amount: _Amount, before: str, target: str) -> bool:
    if re.match(rf"{GAP}of\b", text[amount.end : amount.end + 6]):
        return False
    nearest = re.search(r"([\w'’]+)[^\S\n]*$", before)
    if nearest and nearest[1].lower() in {
        "no",
        "any",
        "every",
        "each",
        "this",
        "that",
        "some",
        "which",
        "another",
        "the",
    }:
        return False
    if target:
        return target.split(maxsplit=1)[0] not in words.ONE_IDIOMS
    return False
