"""Whether a bare sentence looks ahead: forecast, plan, target, expectation, guidance, promise, appointment.

Unlike :mod:`cuibono.findings.future`, which takes a place apart into actor and action and wants to be precise, this
judges the sentence as a whole and weighs all its cues together.
"""

from __future__ import annotations

import math
import re
import tomllib
from functools import cache
from importlib import resources
from typing import cast

from cuibono.core.claims import Method
from cuibono.core.scores import log_odds

METHOD = Method("forward-rules", "3")

_BE = r"(?:(?:is|are)(?:n[’']t)?|be|am|being|[’']s|[’']re|[’']m)"
_ADVERB = (
    r"(?:not |also |now |still |only |never |[a-z]{2,20}ly |soon |then |even |just |further |continue to |currently )?"
)
_QUESTION = re.compile(r"[?]\W*$")
# Weights of the classes, of a question and of a tale of the past: set on the tuning half of 440 sentences labelled by
# hand, of which the other half was held back; gate/written.py measures on others.
_SURE, _HALF, _MAYBE, _MORE = 0.62, 0.2, 0.38, 0.12
_AHEAD = 0.55
_ASKED, _TOLD = 0.6, 0.6
_HALVES = 4  # more of them add nothing: long sentences hold many words
LEAST = 0.5
# With a network's share: its log odds, and the rules' score so many times as far as it lies from where they are of no
# opinion. Less than suits tests/findings/forward_seen.txt best (F1 .98), since the rules were made on these sentences.
_RULED, _NEITHER = 2.0, 0.4
_WHO = re.compile(r",[^,]{1,80}\b(?:said|says|told|warned|added|reported|wrote)\b[^,]{0,40}$")


def forward_looking(text: str, seen: float | None = None) -> tuple[bool, float]:
    """Whether the sentence ``text`` looks ahead, and how surely (0..1; true from 0.5). Linear in the length.

    ``seen`` is how surely a network takes it for looking ahead, 0..1; None where there is none to ask.
    """
    score = _ruled(text)
    if seen is not None:
        odds = log_odds(seen) + _RULED * (score - _NEITHER)
        score = round(1.0 / (1.0 + math.exp(-odds)), 3)
    return score >= LEAST, score


def _ruled(text: str) -> float:
    """What the rules alone say: 0..1."""
    counts = _counts(text)
    if not any(counts.values()):
        return 0.0
    sure = counts["sure"] + counts["named"] + counts["told"]
    score = _SURE + _MORE * min(2, sure - 1) if sure else 0.0
    if counts["maybe"]:
        score += (1.0 - score) * _MAYBE
    if counts["ahead"]:
        score += (1.0 - score) * _AHEAD
    score += (1.0 - score) * _HALF * min(_HALVES, counts["half"])
    if _is_over(text, counts):
        score *= _TOLD
    if _QUESTION.search(text):
        score *= _ASKED
    return round(min(1.0, score), 3)


def _is_over(text: str, counts: dict[str, int]) -> bool:
    """Whether the sentence tells of the past and no cue says surely that it looks ahead from now."""
    if counts["sure"]:
        return False
    told = _WHO.sub("", text)  # who says so, behind it, tells nothing of what is said
    return _patterns()["over" if counts["told"] else "past"].search(told) is not None


def _counts(text: str) -> dict[str, int]:
    """How many different cues of each kind stand outside of turns that only look like cues."""
    patterns = _patterns()
    barred = [(m.start(), m.end()) for m in patterns["not"].finditer(text)]
    counts = {}
    for kind in ("sure", "named", "told", "maybe", "ahead", "half"):
        seen = set()
        at = 0
        for match in patterns[kind].finditer(text):
            while at < len(barred) and barred[at][1] <= match.start():
                at += 1
            if at < len(barred) and barred[at][0] < match.end():
                continue
            seen.add(match[0].lower())
        counts[kind] = len(seen)
    return counts


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    raw = (resources.files(__package__) / "forward.toml").read_text("utf-8")
    lists = cast(dict[str, list[str] | str], tomllib.loads(raw))
    found = {}
    for kind, entries in lists.items():
        body = entries if isinstance(entries, str) else "|".join(entries)
        body = body.replace("{be}", _BE).replace("{adv}", _ADVERB).replace(" ", r"\s")
        found[kind] = re.compile(rf"(?:(?<!\w)(?<!\w[’'-])|(?=[’']))(?:{body})(?![\w-])", re.IGNORECASE)
    return found
