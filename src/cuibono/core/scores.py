"""What learned methods answer: scores, never findings. Rules and thresholds above decide what is made of them."""

from __future__ import annotations

import math
from typing import NamedTuple

_SUREST = 1e-3  # shares nearer to 0 or 1 weigh no more


class Inference(NamedTuple):
    """Whether a second text follows from a first one, is left open, or contradicts it: shares that add up to 1."""

    entailment: float
    neutral: float
    contradiction: float


class Bearing(NamedTuple):
    """How a second statement bears on a first one: shares that add up to 1."""

    same: float  # says it too
    strengthens: float  # makes it more believable without saying the same
    open: float  # of the same story or of another, without bearing on it
    scope: float  # looks alike and is of another period, place, population, measure or definition
    weakens: float  # makes it less believable without flatly contradicting it
    contradicts: float


class Stance(NamedTuple):
    """How a body stands to a headline: shares that add up to 1."""

    agree: float
    disagree: float
    discuss: float
    unrelated: float


class Weighed(NamedTuple):
    """What networks say of two statements: whether the later follows from the earlier, and the other way round."""

    forth: Inference
    back: Inference | None  # None: not asked, since nothing spoke for a relation
    cosine: float = 0.0  # of their vectors


class Looks(NamedTuple):
    """What a sentence looks like, each 0..1 by itself."""

    checkable: float  # holds a claim worth checking
    subjective: float  # gives its author's opinion
    forward: float  # looks ahead: forecast, plan, target, expectation, guidance, promise, appointment
    loaded: float  # is worded to sway


def log_odds(share: float) -> float:
    """The log odds of a share 0..1, within -6.9 and 6.9."""
    kept = min(max(share, _SUREST), 1.0 - _SUREST)
    return math.log(kept / (1.0 - kept))
