"""Whose report it is: the body or person that a document's own words introduce as the author of "the report"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from cuibono.core.text import Document, Span
from cuibono.language.lexicons import lexicon
from cuibono.stories.people import Entity

_WINDOW = 140  # characters around a name in which its paper may be introduced
_FAMILIES = (
    frozenset({"report", "study", "survey", "analysis", "paper", "assessment", "audit", "review"}),
    frozenset({"lawsuit", "suit", "complaint", "petition", "filing"}),
    frozenset({"statement", "release", "letter", "note", "email", "e-mail"}),
)
_BRIEF = frozenset({"statement", "release", "letter", "note", "email", "e-mail", "tweet", "post", "message"})


def owner(
    document: Document, mentions: Sequence[tuple[Span, Entity]], noun: str, before: int, floor: int
) -> Entity | None:
    """Whose ``noun`` ("report") is meant at the offset ``before``; None where nobody or several can be meant.

    A report, a study or a lawsuit may have been introduced anywhere before (all introductions must name the same
    author); a statement or a letter only from ``floor`` on, since there are many of them in a story.
    """
    family = next((f for f in _FAMILIES if noun in f), frozenset({noun}))
    start = floor if noun in _BRIEF else 0
    found = [
        e for span, e in mentions if start <= span.start < before for _ in _introduced(document, span, family, before)
    ]
    if not found:
        return None
    return found[-1] if len({e.key for e in found}) == 1 else None


def paper_in(words: Sequence[str]) -> str:
    """The noun for a document among the words of a source, "" where there is none: "the report's sixth chapter"."""
    plain = [w.removesuffix("'s") for w in words]
    return next((w for w in plain if w in _papers()), "")


def opens_with_paper(words: Sequence[str]) -> str:
    """The noun for a document that a sentence begins with ("The annual report describes ..."), else ""."""
    if not words or words[0] not in {"the", "this", "its", "their", "that"}:
        return ""
    return next((w for w in words[1:4] if w in _papers()), "")


@cache
def _papers() -> frozenset[str]:
    spoken = {"spokesman", "spokeswoman", "spokesperson", "spokespeople", "press office", "press secretary", "opinion"}
    return lexicon("papers") - spoken


def _introduced(document: Document, span: Span, family: frozenset[str], before: int) -> Iterator[bool]:
    """Whether the words around a name introduce a paper of its own."""
    after = document.text[span.end : min(span.end + _WINDOW, before)].split("\n", 1)[0]
    ahead = document.text[max(0, span.start - 60) : span.start].rsplit("\n", 1)[-1]
    theirs, verbs, by = _patterns(family)
    if theirs.match(after) or verbs.match(after) or by.search(ahead):
        yield True


@cache
def _patterns(family: frozenset[str]) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    nouns = "(?:" + "|".join(sorted(re.escape(n) for n in family)) + r")\b"
    theirs = re.compile(r"['’]s? (?:[\w-]+ ){0,4}?" + nouns, re.IGNORECASE)
    verbs = re.compile(
        r"(?:,[^,.;\n]{2,60},)? (?:\w+ly |today |has |had )?"
        r"(?:said|says|published|released|issued|filed|warned|reported|wrote)"
        r"\b[^.;\n\"“”]{0,90}?\b(?:an?|its|the|their|his|her)\s+(?:[\w-]+\s+){0,3}?" + nouns,
        re.IGNORECASE,
    )
    by = re.compile(r"\b" + nouns + r"[^.;\n\"“”,]{0,20}? (?:by|from) (?:the )?(?:[a-z-]+ ){0,3}$", re.IGNORECASE)
    return theirs, verbs, by
