"""Whether two statements may say the same, and the words by which they do."""

from __future__ import annotations

from collections.abc import Sequence

from cuibono.core.claims import Assertion, Modality, Quantity, SpeakerKind
from cuibono.core.text import Span
from cuibono.findings.scope import alike
from cuibono.findings.statements import Statement
from cuibono.language.lexicons import lexicon
from cuibono.language.words import stem, tokens

_RUN = 8  # equal words in a row; two writers seldom find them alone
_BACKED = 3  # content words that are no names
_BACKED_SHARE = 0.6  # of the smaller side's words


def agree(left: Statement, right: Statement) -> bool:
    """Whether nothing in polarity or numbers stands against two statements saying the same."""
    if left.negative != right.negative or left.partial != right.partial:
        return False
    return all(any(alike(a, b) for b in same) for a in right.quantities if (same := same_things(a, left.quantities)))


def same_things(asked: Quantity, told: Sequence[Quantity]) -> list[Quantity]:
    """Of amounts those of the same thing in the same unit."""
    return [each for each in told if each.unit == asked.unit and head(each.target) == head(asked.target)]


def copied(left: Statement, right: Statement) -> bool:
    """Whether so many words in a row are the same that one has them from the other, or both from a third."""
    ours, theirs = ([token.text.lower() for token in tokens(side.span.quote)] for side in (left, right))
    runs = {tuple(ours[i : i + _RUN]) for i in range(len(ours) - _RUN + 1)}
    return any(tuple(theirs[i : i + _RUN]) in runs for i in range(len(theirs) - _RUN + 1))


def one_voice(a: Assertion, b: Assertion) -> bool:
    """Whether the two speakers may be one: they share a name, or a body that they speak for."""
    first, second = (_names(x) for x in (a, b))
    return bool(first & second)


def backs(a: Assertion, left: Statement, b: Assertion, right: Statement) -> bool:
    """Whether the one, said by another, makes the other more credible: as firm, and nearly all that it says.

    Unnamed sources may be one and the same: of them nothing is said.
    """
    if SpeakerKind.UNNAMED in {a.speaker.kind, b.speaker.kind}:
        return False
    if (a.modality is not b.modality) or a.modality not in {Modality.ASSERTED, Modality.ALLEGED}:
        return False
    if left.disputes or right.disputes or left.phased != right.phased:
        return False
    shared = left.all_stems & right.all_stems
    smaller = min(len(left.all_stems), len(right.all_stems))
    return len(shared - left.names) >= _BACKED and len(shared) >= _BACKED_SHARE * smaller


def _names(assertion: Assertion) -> frozenset[str]:
    speaker = assertion.speaker
    stops = lexicon("stop")
    words = tokens(f"{speaker.name} {speaker.affiliation} {speaker.role}")
    return frozenset(stem(word.text) for word in words if word.text.lower() not in stops)


def head(target: str) -> str:
    """The stem of the last word of what is counted; "" where nothing is named."""
    return stem(target.rsplit(maxsplit=1)[-1]) if target else ""


def agreeing(left: Statement, right: Statement) -> tuple[Span, Span]:
    """The words that agree: equal numbers, else the longest common run of content words, else the whole."""
    for a in left.quantities:
        for b in right.quantities:
            if alike(a, b) and not a.ordinal and not b.ordinal:
                return a.span, b.span
    run = _longest_run([word.stem for word in left.words], [word.stem for word in right.words])
    if run is None:
        return left.span, right.span
    i, j, length = run
    first = left.document.span(left.words[i].start, left.words[i + length - 1].end)
    second = right.document.span(right.words[j].start, right.words[j + length - 1].end)
    return first, second


def run(left: Statement, right: Statement) -> bool:
    """Whether two content words stand in a row on both sides ("facial recognition")."""
    found = _longest_run([word.stem for word in left.words], [word.stem for word in right.words])
    return found is not None and found[2] > 1


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
