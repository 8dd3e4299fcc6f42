"""Small words that turn a statement into another one: denials, doubts, conditions, amounts. A paraphrase keeps them.

A mark is tied to the two words of content that follow it. Where these are taken over, a mark of the same kind must
stand before one of them; and no mark may stand there that the cited words do not have. By words alone, so "the plan
failed" (the mark last) is not seen.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from cuibono.language.words import content_words

_FOLLOWING = 2  # words of content that a mark is tied to
_WORD = re.compile(r"[\w’'-]+")
_KINDS = {
    "denial": r"not|no|never|none|nobody|nothing|neither|nor|without|cannot|\w+n['’]t"
    r"|den(?:y|ies|ied|ying)|refus(?:e|es|ed|ing)|reject(?:s|ed|ing)?|fail(?:s|ed|ing)?|declin(?:e|es|ed|ing)",
    "doubt": r"may|might|could|can|possibly|perhaps|probably|likely|unlikely|reportedly|apparently|suggest(?:s|ed|ing)?"
    r"|believ(?:e|es|ed|ing)|think(?:s|ing)?|thought|appear(?:s|ed)?|seem(?:s|ed)?|suspect(?:s|ed)?|doubt(?:s|ed|ful)?"
    r"|possible|presumably|maybe|estimat(?:e|es|ed)|assess(?:es|ed)?",
    "charge": r"alleg(?:e|es|ed|edly|ing)|accus(?:e|es|ed|ing)|claim(?:s|ed|ing)?|charg(?:e|es|ed|ing)|supposed(?:ly)?"
    r"|so-called|purported(?:ly)?",
    "condition": r"if|whether|unless|until|except|provided|should",
    "amount": r"some|most|all|every|each|few|only|almost|nearly|least|half|part|partly|mostly|about|around|roughly"
    r"|fewer|over|under|up",
    "plan": r"will|would|shall|plan(?:s|ned|ning)?|propos(?:e|es|ed|ing)|want(?:s|ed|ing)?|expect(?:s|ed|ing)?"
    r"|hop(?:e|es|ed|ing)|threaten(?:s|ed|ing)?|intend(?:s|ed|ing)?|promis(?:e|es|ed|ing)|tr(?:y|ies|ied|ying)|seek(?:s|ing)?|sought"
    r"|urg(?:e|es|ed|ing)|call(?:s|ed|ing)?|ask(?:s|ed|ing)?|demand(?:s|ed|ing)?",
}


def altered(text: str, cited: Sequence[str]) -> str:
    """Which mark of any cited sentence the text drops, or adds to all of them; "" where it keeps them."""
    mine = _marks(text)
    theirs = [mark for sentence in cited for mark in _marks(sentence)]
    taken = frozenset(content_words(text))
    for kind, words, following in theirs:
        over = taken & following
        if over and not any(kind == k and over & f for k, _w, f in mine):
            return f"drops “{words}”"
    for kind, words, following in mine:
        if following and not any(kind == k and following & f for k, _w, f in theirs):
            return f"adds “{words}”"
    if len([m for m in mine if m[0] == "denial"]) > len([m for m in theirs if m[0] == "denial"]):
        return "denies more often than the words cited"
    return ""


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(
        r"\b(?:" + "|".join(f"(?P<{kind}>{words})" for kind, words in _KINDS.items()) + r")\b", re.IGNORECASE
    )


def _marks(text: str) -> list[tuple[str, str, frozenset[str]]]:
    """Each mark of a text: its kind, its words, and the stems that follow it and are no marks themselves."""
    found = []
    for mark in _pattern().finditer(text):
        following: list[str] = []
        for word in _WORD.finditer(text, mark.end()):
            if len(following) == _FOLLOWING:
                break
            if not _pattern().fullmatch(word.group()):
                following += content_words(word.group())
        found.append((str(mark.lastgroup), mark.group(), frozenset(following[:_FOLLOWING])))
    return found
