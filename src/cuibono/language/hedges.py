"""Words that say how firmly something is put: hedges, boosters, negations, and words of estimative probability."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from cuibono.core.text import Document, Span
from cuibono.language.lexicons import lexicon, table
from cuibono.language.sites import Sited, openings

_NOT_NEGATION = re.compile(
    r"\bnot (?:only|just|merely|least|to mention)\b|\bno (?:doubt|wonder|matter)\b|\bwhether or not\b"
    r"|\bnothing but\b|\bno less than\b|\bno fewer than\b|\bno later than\b|\bif not\b|\bor not\b"
    r"|\b[Nn]o\. ?\d|\bno\.? \d+\b",
    re.IGNORECASE,
)
# "May" the month and the name, "can" and "might" the nouns; "could not" is an inability, not a doubt.
_NOT_HEDGE = re.compile(
    r"\b(?:in|of|on|by|since|until|early|late|mid|last|next|this|from|and|to|\d{1,2})[ -]May\b"
    r"|\bMay \d|\bMay,? (?:18|19|20)\d\d"
    r"|\b(?:Mrs|Ms|Mr|Theresa|Minister)\.? May\b|\b(?:the|military|its|their|economic) might\b|\bas soon as possible\b"
    r"|\bmay (?:not )?be (?:quoted|sent|submitted|made|published|broadcast|rewritten|redistributed|reproduced|used)\b"
    r"|\bmay use\b|\bcould(?:n[’']t| not)\b|\b(?:is|are|was|were) considered\b(?= (?:for|by))|\bI think\b(?=[.,!?])",
)
_NOT_ESTIMATE = re.compile(
    r"\b(?:as|more|less|how|equally|least|times) likely\b|\blikely (?:voters?|buyers?|suspects?)\b|\bprobable cause\b"
    r"|\bremote (?!chance|possib|prospect|likelihood)\w+|\bthe remote\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Estimate:
    """Words of estimative probability and the range they stand for, in per cent (ICD 203)."""

    span: Span
    low: int
    high: int


def hedges(document: Document, region: Span | None = None) -> tuple[Span, ...]:
    """Words in the region that leave open whether its content is so, in order, the longest phrase at each place."""
    return _marks(document, region, _pattern("hedges"), _NOT_HEDGE)


def boosters(document: Document, region: Span | None = None) -> tuple[Span, ...]:
    """Words in the region that stress that its content is so."""
    return _marks(document, region, _pattern("boosters"), None)


def negations(document: Document, region: Span | None = None) -> tuple[Span, ...]:
    """Words in the region that negate: "not", "n't" (the whole word that holds it), "no longer", "denied", "without".

    Turns that hold such a word and negate nothing ("not only", "no doubt", "No. 4") are left out.
    """
    return _marks(document, region, _pattern("negations"), _NOT_NEGATION)


def estimative(document: Document, region: Span | None = None) -> tuple[Estimate, ...]:
    """Words of estimative probability in the region with the range that ICD 203 gives them.

    "as likely", "likely voters" and the like express no probability and are left out.
    """
    ranges = table("estimative")
    found = []
    for span in _marks(document, region, _pattern("estimative"), _NOT_ESTIMATE):
        low, high = ranges[_plain(span.quote)].split("-")
        found.append(Estimate(span, int(low), int(high)))
    return tuple(found)


def _marks(document: Document, region: Span | None, pattern: Sited, but: re.Pattern[str] | None) -> tuple[Span, ...]:
    start, end = (region.start, region.end) if region else (0, len(document.text))
    found = list(pattern.finditer(document.text, start, end))
    if not found:
        return ()  # so most regions; what bars a mark is only looked for where there is one
    barred = [(m.start(), m.end()) for m in but.finditer(document.text, start, end)] if but else []
    return tuple(
        Span(document, m.start(), m.end()) for m in found if not any(a <= m.start() and m.end() <= b for a, b in barred)
    )


def _plain(words: str) -> str:
    return " ".join(words.lower().replace("’", "'").split())


@cache
def _pattern(name: str) -> Sited:
    """One alternation of a lexicon's phrases, longest first; "n't" takes the whole word that ends in it."""
    phrases = table(name) if name == "estimative" else lexicon(name)
    longest_first = sorted((p for p in phrases if p != "n't"), key=lambda p: (-len(p), p))
    bodies = [re.escape(p).replace(r"\ ", r"\s+").replace("'", "['’]") for p in longest_first]
    if "n't" in phrases:
        bodies.append(r"\w+n['’]t")
    whole = re.compile(r"(?<![\w'’-])(?:" + "|".join(bodies) + r")(?![\w-])", re.IGNORECASE)
    return Sited(whole, openings(longest_first), endings=("n",) if "n't" in phrases else ())
