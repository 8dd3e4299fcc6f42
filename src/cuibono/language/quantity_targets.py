"""What a number counts or measures: the noun phrase beside it, without a tagger.

A plural noun closes a counted phrase ("nine package registries" were ...); a measure may have its noun behind "of"
("4 per cent of firms") or before the verb of change ("the unemployment rate fell to 4.1 per cent").
"""

from __future__ import annotations

import re

from cuibono.language import quantity_words as words
from cuibono.language.lexicons import lexicon
from cuibono.language.numerals import NUMERAL

_BEHIND = 120  # characters looked ahead
_BEFORE = 100  # characters looked back
_WORDS = 6  # of a counted phrase, modifiers and head

_TOKEN = re.compile(r"[^\S\n]*\n?[^\S\n]*(?P<word>[A-Za-z][\w'’&.-]*\w|[A-Za-z])(?P<gap>[^\S\n]*)|(?P<other>\S)")
_POSSESSIVE = re.compile(r"['’]s?$")
_OF = re.compile(r"\s{1,3}(?:worth\s{1,3})?of\b|\s{1,3}in(?=\s{1,3}[a-z])", re.IGNORECASE)
_OF_NUMBER = re.compile(rf"\s{{1,3}}of\s{{1,3}}(?:the|its|their)\s{{1,3}}{NUMERAL}(?=\s)", re.IGNORECASE)
# "three of the ads", "four of Warren's ads": the whole stands behind "of".
_OF_WHOLE = re.compile(
    r"\s{1,3}of\s{1,3}(?:the|its|their|his|her|our|those|these|[A-Z][\w-]{1,30}['’]s?)\s{1,3}(?=[a-z])"
)
_OF_BEFORE = re.compile(r"(?P<noun>[A-Za-z][\w-]{2,})\s{1,3}(?:rate\s{1,3})?of\s{1,3}(?:an?\s{1,3})?$")
_ADVERB_ENDINGS = ("ly",)


def is_plural(word: str) -> bool:
    """Whether a lower-case word looks like a plural or collective noun."""
    if word in words.PLURALS or (word.endswith("s") and word in lexicon("demonyms")):  # "Israelis", "Egyptians"
        return True
    last = word.rsplit("-", 1)[-1]
    if last in words.PLURALS:
        return True
    if len(last) < 4 or last in words.NOT_PLURALS or last in words.STOPS:  # noqa: PLR2004 - "as", "is", "gas"
        return False
    return last.endswith("s") and not last.endswith(("ss", "us", "is", "ous"))


def noun_behind(text: str, at: int, *, plural: bool, measured: bool = False, money: bool = False) -> str:
    """The lower-case noun phrase that starts behind an offset, modifiers in order, articles left out; or "".

    ``plural`` asks for a phrase closed by a plural noun; without, one or two words up to the next function word
    are taken. ``measured`` means that a unit stands between: then the phrase is behind "of", or is one noun that the
    measure stands before ("30-day deadline"); ``money`` may also be "in" something ("$4bn in aid").
    """
    window = text[at : at + _BEHIND]
    joint = _OF_NUMBER.match(window) or (None if measured else _OF_WHOLE.match(window))
    if joint:  # "9 of the 14 banks"
        window = window[joint.end() :]
    if measured:
        joint = _OF.match(window)
        if joint:
            window, plural = window[joint.end() :], False
            if joint[0].strip().lower() == "in" and not money:
                return ""
        elif not window.startswith((" ", "-")):
            return ""
    phrase = _phrase(window)
    if not phrase:
        return ""
    closed = _closed(phrase)
    if closed:
        return "" if closed == "others" else closed
    if plural:
        return ""
    head = [word for word in phrase[:3] if not word.endswith(_ADVERB_ENDINGS)]
    while head and head[-1].endswith("ed"):
        head.pop()
    return " ".join(head)


def _phrase(window: str) -> list[str]:
    """Words up to the next function word or mark, lower case, without what changes nothing."""
    phrase: list[str] = []
    for match in _TOKEN.finditer(window):
        if match["other"]:
            break
        word = match["word"]
        lower = word.lower().rstrip(".")
        if lower in words.SKIPS and not phrase:
            continue
        if lower in words.STOPS:
            break
        if _POSSESSIVE.search(lower) and not lower.endswith("s’"):
            continue
        phrase.append(lower)
        if len(phrase) == _WORDS or word.endswith(".") or window[match.end() : match.end() + 1] == "\n":
            break
    return phrase


def _closed(phrase: list[str]) -> str:
    for i, word in enumerate(phrase):
        if is_plural(word):
            following = phrase[i + 1] if i + 1 < len(phrase) else ""
            if is_plural(following) and following not in {"plans", "says", "claims", "shows"}:
                continue
            return " ".join(phrase[: i + 1])
    return ""


def noun_before(text: str, at: int) -> str:
    """What a measure at an offset measures, as said before it: "a rise of", "inflation rose to"; or ""."""
    window = text[max(0, at - _BEFORE) : at]
    if match := _OF_BEFORE.search(window):
        noun = match["noun"].lower()
        return "" if noun in words.STOPS else noun
    change = words.CHANGED.search(window)
    return subject_before(text, at - len(window) + change.start()) if change else ""


def subject_before(text: str, at: int) -> str:
    """The noun phrase that ends before a verb at an offset, at most three words; or ""."""
    window = text[max(0, at - _BEFORE) : at]
    phrase: list[str] = []
    for word in reversed(window.split()):
        lower = word.strip("“”\"'‘’").lower()
        if not lower.isascii() or not re.fullmatch(r"[a-z][a-z'’-]*", lower) or lower in words.STOPS:
            if phrase or lower not in {"has", "have", "had", "was", "were", "is", "are"}:
                break
            continue
        if lower.endswith(_ADVERB_ENDINGS) and not phrase:
            continue
        if _POSSESSIVE.search(lower):
            break
        phrase.insert(0, lower)
        if len(phrase) == 3:  # noqa: PLR2004 - "consumer price inflation"
            break
    return " ".join(phrase)
