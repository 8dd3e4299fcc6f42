"""Words of a text, and a light stemmer that brings the inflections of a word together."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from cuibono.language.lexicons import lexicon, table

# Numbers with separators, dotted abbreviations (U.S.), words with inner apostrophes; hyphens part words.
_TOKEN = re.compile(r"\d+(?:[.,:]\d+)*|(?:[^\W\d_]\.){2,}|[^\W_]+(?:['’][^\W\d_]+)*")
_POSSESSIVE = re.compile(r"['’]s?$")
_VOWEL = re.compile(r"[aeiouy]")
_DOUBLED = re.compile(r"([bdfgmnprt])\1$")


class Token(NamedTuple):
    """A word and where it stands: end exclusive, ``text`` as written."""

    start: int
    end: int
    text: str


def tokens(text: str, start: int = 0, end: int | None = None) -> tuple[Token, ...]:
    """The words and numbers between two offsets, in order; offsets count from the start of ``text``.

    "U.S." and "1,200.5" are one token; hyphens and punctuation part tokens; "don't" is one.
    """
    stop = len(text) if end is None else end
    make = tuple.__new__  # half the time of Token(...), which only names what it is given; this is asked for every text
    return tuple([make(Token, (m.start(), m.end(), m[0])) for m in _TOKEN.finditer(text, start, stop)])


def content_words(text: str) -> tuple[str, ...]:
    """The stems of the words that carry content, in order, with repetitions: stop words are left out."""
    return _content(text)


# Sentences are asked for many times over, by every probe that looks at them; a story of 50 articles has some 3,000.
@lru_cache(maxsize=4096)
def _content(text: str) -> tuple[str, ...]:
    stops = lexicon("stop")
    kept: list[str] = []
    for word in _TOKEN.findall(text):  # no Token for each: this is asked for every sentence, more than once
        plain = word.lower().replace("’", "'")
        if plain not in stops or word == "US":
            kept.append(stem(plain))
    return tuple(kept)


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The stem of a word, lower case: one string for "deny, denies, denied, denial"; no dictionary form.

    Irregular forms by a table, regular ones after the first steps of Porter (1980), and of the derivations only
    -ion, -ment and -ly on long words. Words of one or two letters and numbers stay as they are.
    """
    plain = word.lower().replace("’", "'")
    plain = _POSSESSIVE.sub("", plain)
    if plain.endswith("."):
        plain = plain.replace(".", "")  # U.S. and US are one
    irregular = table("irregular").get(plain)
    if irregular is not None:
        return _finish(irregular)
    if len(plain) <= 2 or not plain.isalpha():  # noqa: PLR2004 - too short to have a suffix
        return plain
    return _finish(_inflection(plain))


def _inflection(word: str) -> str:
    """Take off -s, -ed, -ing."""
    if word.endswith(("sses", "shes", "ches", "xes", "zes")):
        word = word[:-2]
    elif word.endswith("ies") and len(word) > 4:  # noqa: PLR2004 - "dies", "ties" are in the table
        word = word[:-3] + "y"
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    if word.endswith("ied") and len(word) > 4:  # noqa: PLR2004
        return word[:-3] + "y"
    for suffix in ("ed", "ing"):
        root = word[: -len(suffix)]
        if word.endswith(suffix) and len(root) > 2 and _VOWEL.search(root) and not word.endswith("eed"):  # noqa: PLR2004
            return _DOUBLED.sub(r"\1", root) if len(root) > 3 else root  # noqa: PLR2004 - "adding" is not "ading"
    return word


def _finish(word: str) -> str:
    """Take off a few derivations, final -e and bring final -y and -i together."""
    if len(word) >= 8 and word.endswith(("tion", "sion")):  # noqa: PLR2004 - "nation" and "station" are words of their own
        word = word[:-3]
    elif len(word) >= 9 and word.endswith("ment"):  # noqa: PLR2004
        word = word[:-4]
    elif len(word) >= 6 and word.endswith("ly") and word != "family":  # noqa: PLR2004
        word = word[:-2]
    if len(word) > 3 and word.endswith("e"):  # noqa: PLR2004 - "see", "die"
        word = word[:-1]
    if len(word) > 3 and word.endswith("y"):  # noqa: PLR2004
        word = word[:-1] + "i"
    return word
