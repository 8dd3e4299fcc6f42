"""The word lists and patterns that quantities are read with: units, bounds, and what only looks like a number."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from importlib import resources
from typing import cast

from cuibono.language.numerals import GAP
from cuibono.language.sites import Sited

_LEXICONS = resources.files("cuibono.language") / "lexicons"


def _lists(name: str) -> dict[str, list[str]]:
    return cast(dict[str, list[str]], tomllib.loads((_LEXICONS / name).read_text("utf-8")))


def _tables(name: str) -> dict[str, dict[str, list[str]]]:
    return cast(dict[str, dict[str, list[str]]], tomllib.loads((_LEXICONS / name).read_text("utf-8")))


def either(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first, a space standing for any gap."""
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return "|".join(GAP.join(re.escape(part) for part in word.split()) for word in ordered)


def _canonical(table: dict[str, list[str]]) -> dict[str, str]:
    return {form: name for name, forms in table.items() for form in forms}


_UNITS = _tables("units.toml")
_WORDS = _lists("quantity-words.toml")

UNIT_WORDS = _canonical(_UNITS["words"])
UNIT_SIGNS = _canonical(_UNITS["signs"])
CURRENCIES = _canonical(_UNITS["currency"])
MONEY = frozenset(CURRENCIES.values()) | {"cent", "penny"}
TIME_UNITS = frozenset(("second", "minute", "hour", "day", "week", "month", "quarter", "year", "decade", "century"))

LABELS = frozenset(_WORDS["labels"])
STOPS = frozenset(_WORDS["stops"])
SKIPS = frozenset(_WORDS["skips"])
PLURALS = frozenset(_WORDS["plurals"])
NOT_PLURALS = frozenset(_WORDS["not_plurals"])
ONE_IDIOMS = frozenset(_WORDS["one_idioms"])
COUNTABLE = frozenset(_WORDS["countable"])

# All of these are tried at a known place and look at most a few words far, so reading stays linear.
CURRENCY_BEFORE = re.compile(rf"(?:{either(CURRENCIES)})[^\S\n]?$")
UNIT_BEHIND = re.compile(
    rf"(?P<gap>{GAP}?-?)(?:(?P<word>(?i:{either(UNIT_WORDS)}))(?![\w])|(?P<sign>{either(UNIT_SIGNS)})(?![A-Za-z0-9]))"
)
BOUND_BEFORE = re.compile(
    rf"(?<![\w-])(?:(?P<least>{either(_WORDS['at_least'])})|(?P<most>{either(_WORDS['at_most'])})"
    rf"|(?P<about>{either(_WORDS['about'])}))(?:{GAP}the)?{GAP}?$",
    re.IGNORECASE,
)
BOUND_BEHIND = re.compile(
    rf"{GAP}(?:(?P<least>{either(_WORDS['or_more'])})|(?P<most>{either(_WORDS['or_less'])})"
    rf"|(?P<about>{either(_WORDS['or_so'])}))\b",
    re.IGNORECASE,
)
CHANGED = re.compile(
    rf"\b(?:{either(_WORDS['changes'])})(?:{GAP}(?:to|by|at|up|down|off)\b){{0,2}}{GAP}?$", re.IGNORECASE
)

_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?"
    r"|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
# Numbers that count nothing: dates, times, years, telephone numbers, versions, ratios of scores, addresses, ids.
_NO_QUANTITY = re.compile(
    rf"""
      \b{_MONTH}{GAP}[0-3]?[0-9](?:st|nd|rd|th)?(?:{GAP}?[-–]{GAP}?[0-3]?[0-9])?(?![0-9])(?:,?{GAP}(?:1[5-9]|20|21)[0-9]{{2}}\b)?
    | \b[0-3]?[0-9](?:st|nd|rd|th)?(?:{GAP}of)?{GAP}{_MONTH}(?![a-z])(?:,?{GAP}(?:1[5-9]|20|21)[0-9]{{2}}\b)?
    | \b{_MONTH},?{GAP}(?:1[5-9]|20|21)[0-9]{{2}}\b
    | \b[0-9]{{4}}-[0-9]{{2}}(?:-[0-9]{{2}}(?:T[0-9:.]+Z?)?)?\b
    | \b[0-9]{{1,4}}/[0-9]{{1,2}}/[0-9]{{2,4}}\b
    | \b[0-9]{{1,2}}/(?:[0-9]{{2}}|7)\b
    | \b[0-2]?[0-9][:.][0-5][0-9](?:[:.][0-5][0-9])?{GAP}?(?:[ap]\.?m\b\.?|hours?\b|GMT|UTC|[ECMP][SD]?T\b|BST|CEST)
    | \b[0-2]?[0-9]:[0-5][0-9](?::[0-5][0-9])?\b
    | \b[01]?[0-9]{GAP}?(?:[ap]m\b|[ap]\.m\.)
    | \b[01]?[0-9]{GAP}o['’]clock
    | (?:\+[0-9]{{1,3}}[\s.-]?)?\(?\b[0-9]{{2,4}}\)?[\s.-][0-9]{{3,4}}[.-][0-9]{{4}}\b
    | \+[0-9]{{1,3}}(?:[ .-]\(?[0-9]{{1,5}}\)?){{2,5}}
    | \b[0-9]{{1,4}}(?:\.[0-9]{{1,6}}){{2,5}}\b
    | \bv[0-9]+(?:\.[0-9]+)*\b
    | \b(?:1[89]|20)[0-9]{{2}}[-–/](?:[0-9]{{2}}|(?:1[89]|20)[0-9]{{2}})\b
    | ['’]?\b(?:[0-9]{{2}}|[0-9]{{4}})['’]?s\b
    | ['’][0-9]{{2}}\b
    | \b[0-9]+(?:st|nd|rd|th){GAP}century\b
    | \b[0-9]+{GAP}?(?:CFR|C\.F\.R\.|U\.?S\.?C\.?|FR|Fed\.{GAP}Reg\.){GAP}[0-9]+(?:\.[0-9]+)?
    | \b[0-9]{{2,}}(?:-[0-9]{{2,}}){{2,}}\b
    | https?://\S{{1,400}}
    | [#§@][^\S\n]?[0-9][0-9.]*
    """,
    re.VERBOSE | re.ASCII,
)
NO_QUANTITY = Sited(
    _NO_QUANTITY,
    (),
    marks=re.compile(
        r"[+(#§@'’](?=[^\S\n]?[0-9])|https?:"
        r"|\b(?:[0-9]|v[0-9]|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)",
        re.ASCII,
    ),
)
# A bare number of this form is a year.
YEAR = re.compile(r"(?:1[5-9]|20|21)[0-9]{2}")
# Verbs of contests: "52-48" behind them is a result and no range.
CONTEST = re.compile(
    r"\b(?:vot(?:e|es|ed|ing)|w[io]n|wins|winning|lost|loss|loses|beat|beats|defeat(?:s|ed)?|victory|draw|drew|tied|tie|score[ds]?"
    r"|led|leads?|set|sets|match|passed|approved|rejected|ruled|ruling|decision|record|margin)\b[^.!?\n]{0,40}$",
    re.IGNORECASE,
)
