"""What a question wants: a person, a time, a place, a number, a reason, a yes or no; and the statement it supposes.

"Who discovered the team?" supposes that somebody discovered the team, and only words that hold somebody's name answer
it. No parser: the word that asks is found at the beginning, and an auxiliary behind it is left out, which a network
that reads the statement forgives.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from cuibono.language.words import content_words


class Wanted(StrEnum):
    """The kind of thing that words must hold to answer a question."""

    WHO = "who"
    WHEN = "when"
    WHERE = "where"
    COUNT = "how many"
    MEASURE = "how much"
    SPAN = "how long"
    DISTANCE = "how far"
    WHY = "why"
    NAME = "which"
    WHETHER = "whether"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Question:
    """A question taken apart."""

    words: str  # as asked, without "is it true that"
    wanted: Wanted
    statement: str  # what it supposes, or for a yes or no what it asks about
    counted: str = ""  # what "how many" counts
    speaker: str = ""  # whose words are asked for, as the question calls them
    topic: str = ""  # what these should be about; "" for anything
    leading: str = ""  # the word that an answer cannot do without: what somebody did, what thing is wanted


_AUXILIARY = (
    r"(?:do|does|did|is|are|was|were|am|has|have|had|can|could|will|would|should|shall|may|might|must"
    r"|isn['’]t|aren['’]t|wasn['’]t|weren['’]t|don['’]t|doesn['’]t|didn['’]t|hasn['’]t|haven['’]t|won['’]t)"
)
_OPENING = re.compile(
    r"^\W*(?:(?:so|and|but|well|please|now)\b[\s,]*)?"
    r"(?:(?:can|could) (?:you|anybody|someone) (?:tell|say)(?: me)?\s+)?",
    re.IGNORECASE,
)
_TRUE = re.compile(
    r"^(?:is|was) (?:it|that) (?:really |actually )?(?:true|so|right|correct|the case) that\s+", re.IGNORECASE
)
_SPEAKING = re.compile(
    rf"^(?:what|how) (?:exactly )?{_AUXILIARY}\s+(?P<who>.+?)\s+"
    r"(?:say|said|think|thought|claim|claimed|argue|argued|tell|told|write|written|make|made|comment|commented|respond|react"
    r"|explain|explained|describe|answer|reply)\b(?P<topic>.*)$",
    re.IGNORECASE,
)
_CAUSE = re.compile(
    r"^what(?: (?:was|is) the (?:cause|reason|explanation)\b"
    r"|(?: has| have)? (?:caused|cause|causes|sparked|triggered|started|prompted|provoked|led to|brought|made)\b"
    rf"| {_AUXILIARY}\s+.*\bfor$)"
    r"|^(?:is|was) there (?:an?|any) (?:reason|explanation|cause)\b|^how come\b",
    re.IGNORECASE,
)
_COSTS = re.compile(r"\b(?:cost|price|worth|paid|pay|spend|spent|earn|raise|raised|expensive|fine)\b", re.IGNORECASE)
_STARTS: tuple[tuple[str, Wanted], ...] = (
    (
        r"who (?:else )?(?:sa(?:ys?|id)|claims?|claimed|thinks?|thought|argues?|argued|reports?|reported|told)\b",
        Wanted.ANY,
    ),
    (r"who(?:m|se)?\b(?:['’]s)?", Wanted.WHO),
    (r"when\b|(?:on |by |since |until )?(?:what|which) (?:date|day|year|month|time)\b|how soon\b", Wanted.WHEN),
    (r"where\b|(?:in |at |to )?(?:what|which) (?:place|city|town|country)\b", Wanted.WHERE),
    (r"how many\b", Wanted.COUNT),
    (r"how (?:long|old)\b", Wanted.SPAN),
    (r"how (?:far|deep|high|tall|wide|big|large)\b", Wanted.DISTANCE),
    (r"how (?:much|expensive|costly|often|fast|heavy)\b", Wanted.MEASURE),
    (r"why\b", Wanted.WHY),
    (r"which\b|what(?:['’]s| is| was) the name\b", Wanted.NAME),
    (r"(?:what|how)\b(?:['’]s)?", Wanted.ANY),
    (_AUXILIARY + r"\b", Wanted.WHETHER),
)


def taken_apart(question: str) -> Question:
    """What a question wants. Words that ask nothing are a statement, and wanted as true or not."""
    words = " ".join(question.split())
    plain = _OPENING.sub("", words).rstrip("?!. ")
    if so := _TRUE.match(plain):
        return Question(plain[so.end() :], Wanted.WHETHER, plain[so.end() :])
    if _CAUSE.match(plain):
        return Question(words, Wanted.WHY, _supposed(plain, Wanted.WHY))
    if spoken := _SPEAKING.match(plain):
        topic = re.sub(r"^\s*(?:of|about|on|to|that|when|regarding|in|for|with)\b\s*", "", spoken["topic"]).strip()
        return Question(words, Wanted.ANY, topic or plain, speaker=spoken["who"], topic=topic)
    for pattern, wanted in _STARTS:
        if begun := re.match(pattern, plain, re.IGNORECASE):
            kind = Wanted.MEASURE if wanted is Wanted.ANY and _COSTS.search(plain) else wanted
            leading = _leading(plain[begun.end() :], wanted)
            return Question(words, kind, _supposed(plain, wanted), _counted(plain, wanted), leading=leading)
    return Question(words, Wanted.WHETHER, plain)


def _supposed(plain: str, wanted: Wanted) -> str:
    """The statement: without the word that asks, and without the auxiliary that only asking puts first."""
    rest = plain
    for pattern, kind in _STARTS:
        if found := re.match(pattern, plain, re.IGNORECASE):
            rest = plain[found.end() :].strip() if kind is not Wanted.WHETHER else plain
            break
    if wanted is Wanted.WHO:
        return f"Somebody {rest}"
    turned = re.match(rf"{_AUXILIARY}\b\s*(.*)", rest, re.IGNORECASE)
    if wanted is Wanted.ANY:
        return (
            f"{turned[1]} something" if turned and re.match(r"d(?:o|id)", rest, re.IGNORECASE) else f"Something {rest}"
        )
    return turned[1] if turned else rest


def _leading(rest: str, wanted: Wanted) -> str:
    """The first word of content behind "who"; behind "what" only where a noun stands there: "what fine did ..."."""
    if wanted is Wanted.WHO or (wanted is Wanted.ANY and not re.match(rf"\s*{_AUXILIARY}\b", rest, re.IGNORECASE)):
        return next((word for word in re.findall(r"[^\W_][\w’'-]*", rest) if content_words(word)), "")
    return ""


def _counted(plain: str, wanted: Wanted) -> str:
    """The noun behind "how many": "how many build servers were" counts servers."""
    found = re.match(r"how many\s+((?:(?!" + _AUXILIARY + r"\b)[\w’'-]+\s*){1,4})", plain, re.IGNORECASE)
    if wanted is not Wanted.COUNT or not found:
        return ""
    words = [word for word in found[1].split() if word.casefold() not in {"more", "of", "the", "other"}]
    return " ".join(words[:2])
