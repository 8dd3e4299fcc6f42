"""Whether two statements may say the same, and the words by which they do."""

from __future__ import annotations

from cuibono.core.text import Span
from cuibono.findings.scope import compatible
from cuibono.findings.statements import Statement
from cuibono.language.words import stem


def agree(left: Statement, right: Statement) -> bool:
    """Whether nothing in polarity or numbers stands against two statements saying the same."""
    if left.negative != right.negative or left.partial != right.partial:
        return False
    return all(
        any(compatible(a, b) for b in same)
        for a in right.quantities
        if (same := [b for b in left.quantities if b.unit == a.unit and head(b.target) == head(a.target)])
    )


def head(target: str) -> str:
    """The stem of the last word of what is counted; "" where nothing is named."""
    return stem(target.rsplit(maxsplit=1)[-1]) if target else ""


def agreeing(left: Statement, right: Statement) -> tuple[Span, Span]:
    """The words that agree: equal numbers, else the longest common run of content words, else the whole."""
    for a in left.quantities:
        for b in right.quantities:
            if a.unit == b.unit and compatible(a, b) and not a.ordinal and not b.ordinal:
                return a.span, b.span
    run = _longest_run([word.stem for word in left.words], [word.stem for word in right.words])
    if run is None:
        return left.span, right.span
    i, j, length = run
    first = left.document.span(left.words[i].start, left.words[i + length - 1].end)
    second = right.document.span(right.words[j].start, right.words[j + length - 1].end)
    return first, second


def _longest_run(left: list[str], right: list[str]) -> tuple[int, int, int] | None:
    """Places and length of the longest common run; quadratic in the length of one sentence, which is short."""
    best: tuple[int, int, int] | None = None
    row = [0] * (len(right) + 1)
    for i, word in enumerate(left):
        above, row = row, [0] * (len(right) + 1)
        for j, other in enumerate(right):
            if word == other:
                row[j + 1] = above[j] + 1
                if best is None or row[j + 1] > best[2]:
                    best = (i - row[j + 1] + 1, j - row[j + 1] + 1, row[j + 1])
    return best
