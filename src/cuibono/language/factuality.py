"""How far an event is told as a fact, by rule: -3 (certainly did not happen) .. 3 (certainly did).

The scale and its reading are those of event factuality (Saurí and Pustejovsky 2009; Lee et al. 2015; White et al.
2016): polarity gives the sign, certainty the distance from 0.
"""

from __future__ import annotations

import re

CERTAIN, LIKELY, OPEN = 2.5, 1.2, 0.0
_REACH = 70  # characters before an event in which what governs it stands
_BREAK = re.compile(r"[;:.!?]|,\s(?:but|and|while|which|who)\b|\b(?:but|because|although|though|while)\b")
_NOT = re.compile(
    r"\b(?:not|never|nobody|nothing|none|neither|nor|without|cannot|no longer|hardly|barely|scarcely|den(?:y|ies|ied)"
    r"|refus(?:e|es|ed|ing) to|fail(?:s|ed|ing)? to|unable to|stop(?:s|ped)? (?:short of)?|prevent(?:s|ed)?)\b|n['’]t\b"
    r"|\bno (?=\w+)",
    re.IGNORECASE,
)
_OPEN = re.compile(
    r"\b(?:if|unless|whether|would|could|may|might|should|can|want(?:s|ed)?|hope[sd]?|wish(?:es|ed)?|try|tries|tried"
    r"|trying|plan(?:s|ned|ning)?|expect(?:s|ed)?|ask(?:s|ed)?|tell|told \w+ to|let|please"
    r"|need(?:s|ed)? to|have to|has to|ought|must|let's|like to|in order to|so as to|possible|possibly|perhaps|maybe"
    r"|believed? to"
    r"|alleged(?:ly)?|seek(?:s|ing)?|sought|urge[sd]?|propose[sd]?|threaten(?:s|ed)?|offer(?:s|ed)?|agree[sd]? to"
    r"|decide[sd]? to|going to|able to|likely|due to be|to)\b",
    re.IGNORECASE,
)
_WILL = re.compile(r"\b(?:will|shall|is going to|are going to|is set to|are set to)\b|['’]ll\b", re.IGNORECASE)
_FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|can|could|may|might|must|should|does|did|do|said|says|made|took"
    r"|gave|found|told|held|kept|sent|won|lost|paid|sold|bought|put|set|led|fell|rose|grew|began|came|went|saw|knew"
    r"|left|met|ran|stood|wrote|brought|thought|shot|struck|became|got|[a-z]{3,}ed)\b(?:n['’]t)?",
    re.IGNORECASE,
)
_AUXILIARY = re.compile(
    r"(?:is|are|was|were|has|have|had|will|would|can|could|may|might|must|should|does|did|do)(?:n['’]t)?\Z",
    re.IGNORECASE,
)
_NEXT = re.compile(
    r"(?:\s+(?:not|also|now|never|already|just|still|been|be|being|have|[a-z]+ly))*\s+([a-z]+)", re.IGNORECASE
)


def factuality(sentence: str, event: tuple[int, int]) -> float:
    """How far the event at (start, end) is told as a fact; what stands before it in its clause decides."""
    start, _ = event
    before = sentence[max(0, start - _REACH) : start]
    breaks = list(_BREAK.finditer(before))
    governing = before[breaks[-1].end() :] if breaks else before
    value = CERTAIN
    if _OPEN.search(governing) or sentence.rstrip("\"”’' ").endswith("?"):
        value = OPEN
    elif _WILL.search(governing):
        value = LIKELY
    if _NOT.search(governing[-40:]):
        value = -CERTAIN if value == CERTAIN else min(-0.5, -value)
    return value


def predicate(sentence: str) -> tuple[int, int]:
    """Where the main verb of a sentence stands, its auxiliaries passed over; the first word where there is none."""
    found = _FINITE.search(sentence)
    if found is None:
        word = re.search(r"\w+", sentence)
        return (word.start(), word.end()) if word else (0, 0)
    if _AUXILIARY.fullmatch(found.group()) and (then := _NEXT.match(sentence, found.end())):
        return then.start(1), then.end(1)
    return found.start(), found.end()
