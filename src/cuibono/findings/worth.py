"""Is a sentence worth checking, and does it give its author's opinion: by signs that can be pointed at.

Rules alone, 0..1; the weights of the signs are round numbers, not fitted ones. A network's share takes their place
where there is one: see ``gate/judges.py`` for what each is worth.
"""

from __future__ import annotations

import re

_FIGURE = re.compile(
    r"[$€£]\s?\d|\b\d[\d,.]*\s?(?:%|percent|per cent|million|billion|trillion|thousand|years?|jobs)|\b\d[\d,.]+\b"
)
_COMPARED = re.compile(
    r"\b(?:more|less|fewer|most|least|highest|lowest|largest|biggest|worst|best|first|last|only|every|all|none|never"
    r"|always|increased?|decreased?|doubled|tripled|cut|rose|fell|grew|lost|created|voted|signed|passed|spent|raised"
    r"|because of)\b",
    re.IGNORECASE,
)
_PAST = re.compile(r"\b(?:was|were|had|did|has|have|said|\w{3,}ed)\b")
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]+")
_OWN = re.compile(
    r"\b(?:I|we) (?:will|would|think|believe|want|hope|need|should|must|have to|am going|are going)\b|\bI'm\b"
    r"|\bthank you\b|\blet['’]s\b|\bshould\b|\bmust\b|\bgood (?:evening|morning)\b",
    re.IGNORECASE,
)
_ASKS = re.compile(r"\?[\"”’']?\s*$")
_JUDGES = re.compile(
    r"\b(?:I|me|my|we|our|us|you|your)\b|\b(?:should|ought|must|clearly|obviously|surely|simply|merely|frankly|sadly"
    r"|unfortunately|hopefully|indeed|of course|arguably|ironically|shame\w*|disgrace\w*|outrageous|absurd|ridiculous"
    r"|brilliant|terrible|horrible|awful|stupid|wonderful|great|bad|good|worse|worst|best|better|dangerous|reckless"
    r"|foolish|corrupt|pathetic|so-called|nothing but|no wonder|the truth is|the fact is)\b|[!?]",
    re.IGNORECASE,
)
_SAID = re.compile(r"\b(?:said|says|according to|announced|reported|told)\b")


def checkable(sentence: str) -> float:
    """0..1: figures, comparisons and past deeds of named ones speak for it; questions, wishes and thanks against."""
    score = 0.2
    score += 0.35 * bool(_FIGURE.search(sentence))
    score += 0.15 * bool(_COMPARED.search(sentence))
    score += 0.15 * bool(_PAST.search(sentence))
    score += 0.1 * bool(_NAME.search(sentence))
    score -= 0.3 * bool(_OWN.search(sentence)) + 0.3 * bool(_ASKS.search(sentence))
    score -= 0.3 * (len(sentence.split()) < 6)  # noqa: PLR2004 - "Thank you very much."
    return min(1.0, max(0.0, score))


def subjective(sentence: str) -> float:
    """0..1: words that judge, address or exclaim speak for it; figures and attribution against."""
    judging = len(_JUDGES.findall(sentence))
    score = 0.25 + 0.2 * min(judging, 3) - 0.15 * bool(_FIGURE.search(sentence)) - 0.15 * bool(_SAID.search(sentence))
    return min(1.0, max(0.0, score))
