"""Small words that turn a statement into another one: denials, doubts, conditions, amounts, and those that tell one
direction, order or person from the other ("before" and "after", "his" and "her"). A paraphrase keeps them.

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
    # Amounts, by what they say: what is near to a number, beyond it, all there is, some of it, most, nothing else.
    "near": r"almost|nearly|about|around|roughly|approximately|up",
    "beyond": r"least|fewer",
    "all": r"all|every|each|always|entire|whole",
    "some": r"some|several|few|part|partly|half|sometimes|often|occasionally",
    "most": r"most|mostly|usually|largely|mainly",
    "only": r"only|merely|solely",
    "plan": r"will|would|shall|plan(?:s|ned|ning)?|propos(?:e|es|ed|ing)|want(?:s|ed|ing)?|expect(?:s|ed|ing)?"
    r"|hop(?:e|es|ed|ing)|threaten(?:s|ed|ing)?|intend(?:s|ed|ing)?|promis(?:e|es|ed|ing)|tr(?:y|ies|ied|ying)|seek(?:s|ing)?|sought"
    r"|urg(?:e|es|ed|ing)|call(?:s|ed|ing)?|ask(?:s|ed|ing)?|demand(?:s|ed|ing)?",
}
# Each of these is a kind of its own: another of them in its place says something else.
_SIDES = re.compile(
    r"\b(?:more|less|before|after|above|below|over|under|against|with|without|from|into|inside|outside|between|behind|beyond|beneath"
    r"|up|down|off|until|since|during|despite|than|for|toward|towards)\b",
    re.IGNORECASE,
)
_WHOSE = re.compile(r"\b(?:his|her|their|its)\b", re.IGNORECASE)
_OWN = re.compile(r"\b(?:my|our|your)\b", re.IGNORECASE)  # what he calls mine is his


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
    return _other_side(text, cited)


def _other_side(text: str, cited: Sequence[str]) -> str:
    """A small word that stands before the same words in no cited sentence, or stands there no more."""
    mine = _tied(_SIDES, text)
    theirs = {mark for sentence in cited for mark in _tied(_SIDES, sentence)}
    for word, following in sorted(mine - theirs):
        if any(following == other for _word, other in theirs) or not any(word == w for w, _f in theirs):
            return f"puts “{word}” where the words cited do not"
    taken = frozenset(content_words(text))
    for word, following in sorted(theirs - mine):
        before = {stem for sentence in cited for stem in _before(sentence, word)}
        if following in taken and not before.isdisjoint(taken):
            return f"drops “{word}”"
    whose = {following for sentence in cited for _word, following in _tied(_OWN, sentence)}
    known = {mark for sentence in cited for mark in _tied(_WHOSE, sentence)}
    for word, following in sorted(_tied(_WHOSE, text) - known):
        if following not in whose and any(following == other for _word, other in known):
            return f"puts “{word}” where the words cited do not"
    return ""


def _tied(pattern: re.Pattern[str], text: str) -> set[tuple[str, str]]:
    """Each such word with the stem of the next word of content, "" at the end."""
    found = set()
    for mark in pattern.finditer(text):
        after = (stems[0] for word in _WORD.finditer(text, mark.end()) if (stems := content_words(word.group())))
        found.add((mark.group().casefold(), next(after, "")))
    return found


def _before(sentence: str, word: str) -> frozenset[str]:
    """The stems of the last word of content before each place of a word."""
    found: set[str] = set()
    for mark in re.finditer(rf"\b{word}\b", sentence, re.IGNORECASE):
        found.update(content_words(sentence[: mark.start()])[-1:])
    return frozenset(found)


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
