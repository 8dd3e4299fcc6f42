"""Two ages that are no difference: their bearer has grown older, or kin bear one name."""

from __future__ import annotations

import re
from collections.abc import Mapping

from cuibono.core.claims import Assertion, Quantity
from cuibono.core.text import Document, Span
from cuibono.findings.scope import Verdict

_YEAR = 365  # days
_KIN = re.compile(
    r"\b(?:(?:god|step|grand|great-grand)?(?:sons?|daughters?|fathers?|mothers?|child|children)|dad|mum|mom|brothers?"
    r"|sisters?|twins?|uncles?|aunts?|nephews?|nieces?|cousins?|relatives?|namesakes?|the\s+(?:elder|younger))\b"
    r"|\b[A-Z][\w’'-]+,?\s+(?:[Jj](?:unio|n)?r|[Ss](?:enio|n)?r|I{2,3})\b"
)


def both_lived(verdict: Verdict, a: Assertion, b: Assertion, documents: Mapping[str, Document]) -> bool:
    """Whether the words of a verdict are ages that may both be right.

    One name tells of one person only where no kin are spoken of, and nobody's age stands still: it may differ by the
    years between the publications and one. Of undated documents nobody knows how many years those are.
    """
    ages = [_age(x, word) for word, x in zip(verdict.words, (a, b), strict=True)]
    first, second = (age.low if age else None for age in ages)
    if first is None or second is None:
        return False
    if any(_KIN.search(x.sentence.quote) for x in (a, b)):
        return True
    years = _years(documents[a.document], documents[b.document])
    return years is None or abs(first - second) <= years + 1


def _age(assertion: Assertion, word: Span) -> Quantity | None:
    return next((q for q in assertion.quantities if q.span == word and q.target == "age"), None)


def _years(one: Document, other: Document) -> int | None:
    """Whole years between two publications; None where one is undated."""
    if one == other:
        return 0
    if one.published is None or other.published is None:
        return None
    return abs((one.published.at - other.published.at).days) // _YEAR
