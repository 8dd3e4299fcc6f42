"""What of a sentence states something: without dateline, label, list number and footnote mark; or nothing at all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from cuibono.core.text import Block, Document, Role, Span
from cuibono.language.clauses import group
from cuibono.language.lexicons import entries, lexicon

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec)[a-z]*\.?"
_DATE = rf"(?:,?\s+(?:{_MONTH}\s+\d{{1,2}}|\d{{1,2}}\s+{_MONTH})(?:,?\s+\d{{4}})?)?"
_PLACE = r"[A-Z][A-Z.'’-]+(?:[ /]+[A-Z][A-Z.'’-]+){0,3}(?:,\s+[A-Z][A-Za-z.]+(?: [A-Z][a-z]+)?)?"
_AGENCY = r"\((?:[A-Z][\w.&’'/-]*(?: |/)?){1,4}\)"
# Datelines: a place in capitals, a date, the agency in brackets, in this order, any of them left out; then a dash.
_DATELINE = re.compile(
    rf"(?:{_PLACE}{_DATE}\s*(?:{_AGENCY}\s*)?(?:[-—–]{{1,2}}|:)\s+|(?:[A-Z][a-z]+(?: [A-Z][a-z]+)?,?\s*)?{_AGENCY}\s*"
    r"(?:[-—–]{1,2})\s*|(?:[A-Z][a-z]+(?: [A-Z][a-z]+)?\s*)?\((?:CNN|AP|AFP|Reuters|UPI|dpa)\)\s*(?=[A-Z]))"
)
_LABEL = re.compile(r"[A-Z][A-Z/&-]+(?: (?:[A-Z][A-Z/&-]*|\d+)){0,4}\s?:\s*(?=\S)")
_NUMBER = re.compile(r"(?:\(?\d{1,2}[.)]|\([a-z]\)|[•*·▪‣]|[-–—]{1,2}(?=\s)|§\s?\d+[.:]?|\[\d{1,3}\])\s+")
_NOTE = re.compile(r"(?<=\W)\s*(?:\[\d{1,3}\])+\s*$")
_CONTACT = re.compile(
    r"\b[\w.+-]+@[\w-]+\.[\w.-]+|\bdocket (?:no|number)s?\b"
    r"|^\W*(?:contact|address|tel|telephone|phone|fax|e-?mail)\b[^.]{0,40}:"
    r"|^\W*(?:published|updated|posted|last updated|first published|lead author|author|foreword|sponsor|table \d+"
    r"|fig(?:ure|\.) \d+|contributing|contributors?|docket|agency|action)\s*:|^\W*\(c\)\s|^\W*©|\bISBN\b"
    r"|\b(?:AP|EPA|AFP|Getty|Reuters) (?:Photo|Images)\b|/(?:AP|Getty|Reuters|AFP|EPA)\b",
    re.IGNORECASE,
)
_COPULA = re.compile(
    r"\b(?:it|that|he|she|there|here|what|who|this|where|how)[’']s\b|\w[’'](?:re|ve|m|d|ll)\b|n[’']t\b", re.IGNORECASE
)
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_SHORT = 4  # words beyond which a closed sentence of common words has a verb, though no list shows it
# Forms that are more often participles: they count as verbs right after what can be their subject.
_DOUBTFUL = frozenset({"left", "led", "hurt", "cut", "set", "found", "held", "made", "lost", "built", "read", "put"})


def matter(document: Document, sentence: Span, block: Block | None) -> Span | None:
    """The part of a sentence that states something; None for credits, contacts, headings and fragments."""
    start, end = bare(document, sentence.start, sentence.end)
    words = document.text[start:end]
    if not words.strip():
        return None
    role = block.role if block is not None else Role.PARAGRAPH
    if role is Role.TITLE:
        return Span(document, start, end)
    if role is Role.HEADING or _CONTACT.search(words):
        return None
    closed = role is Role.TURN or words.rstrip("\"”’' )]")[-1:] in {".", "!", "?", "…"}
    return Span(document, start, end) if states(words, closed=closed) else None


def bare(document: Document, start: int, end: int) -> tuple[int, int]:
    """The offsets without a dateline, a label, a list number before them and footnote marks behind them."""
    text = document.text
    for pattern in (_NUMBER, _DATELINE, _LABEL, _NUMBER):
        found = pattern.match(text, start, end)
        if found and found.end() < end:
            start = found.end()
    note = _NOTE.search(text[start:end])
    return start, start + note.start() if note else end


def states(words: str, *, closed: bool = True) -> bool:
    """Whether words hold a finite verb; in a line without a full stop only a sure one counts."""
    row = [m.group().replace("’", "'") for m in _WORD.finditer(words)]
    if _COPULA.search(words) or any(_sure(row, i) for i in range(len(row))):
        return True
    small = [w for w in row if w[0].islower() and w not in lexicon("stop")]
    return closed and len(row) > _SHORT and len(small) > 1


def _sure(row: Sequence[str], at: int) -> bool:
    """Whether a word is a finite verb whatever stands around it."""
    word = row[at]
    low = word.lower()
    if word[0].isupper() and at and low not in {"is", "are", "was", "were", "has", "have", "will"}:
        return False
    if low in _finite():
        return low not in _DOUBTFUL or (at > 0 and _subject(row[at - 1]))
    return low.endswith("ed") and len(low) > 4 and at > 0 and _subject(row[at - 1])  # noqa: PLR2004 - "need", "seed"


def _subject(word: str) -> bool:
    """Whether the word before a past form can be its subject's last one."""
    barred = group("determiners") | group("prepositions") | group("boundaries") | {"and", "most", "more", "to", "be"}
    return word.lower() not in barred - {"that", "which", "this"} and not word.endswith("ly")


@cache
def _finite() -> frozenset[str]:
    plain = {"says", "shows", "means", "wants", "seems", "needs", "makes", "sells", "gives", "takes", "comes", "goes"}
    return (group("finite") | lexicon("past_verbs") | plain) - {"'s"}


@cache
def boilerplate() -> re.Pattern[str]:
    """How lines begin that belong to the page and not to the story."""
    return re.compile("|".join(entries("boilerplate")), re.IGNORECASE)
