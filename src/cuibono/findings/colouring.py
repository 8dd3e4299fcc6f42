"""How loaded a bare sentence is, 0..1: the words that an editor would strike, those that only colour, and its tone.

Loaded words weigh most; milder ones count by their class; exclamation, rhetorical questions, scare quotes and speech to
the reader add, and what marks a report (a named day, figures, officials, "said") takes away. Words inside a longer
quotation are the speaker's and count half. The sum goes through the logistic function, so that one half is even odds.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from cuibono.core.claims import Method
from cuibono.core.scores import Looks, log_odds
from cuibono.core.text import bare
from cuibono.findings.loaded import Loaded, loaded, matches
from cuibono.language.words import Token, tokens

METHOD = Method("colouring-rules", "2")

LEAST = 0.5
_MOST = 3  # of one kind; more of the same adds nothing
# Round weights by class; their order and the place of one half were checked on four fifths of BABE, never on the fifth
# that gate/framing.py holds back and reports.
_LOADED, _LABEL = 1.5, 0.7  # a label names as often as it judges
_COLOURS = {
    "nouns": 0.8,
    "verbs": 0.7,
    "judging": 0.6,
    "stance": 0.6,
    "figurative": 0.6,
    "figure": 0.4,
    "person": 0.3,
}
_STRONG = 2
_SPEAKERS = 0.5  # share that counts of a word in somebody's quotation
_MARKS: tuple[tuple[float, re.Pattern[str]], ...] = (
    (1.0, re.compile(r"\?(?=[\s”\"’')]|$)")),
    (0.5, re.compile(r"!(?=[\s”\"’')!]|$)")),
    (0.5, re.compile(r"(?<!\w)[“\"‘'](?:[\w-]{1,30} ?){1,2}[”\"’'](?!\w)")),  # "scare quotes"
    (0.4, re.compile(r"\.\.\.|…")),
    (0.4, re.compile(r"^\W{0,3}(?:And|But|So|Yet|Or|Because|Then|If|While|Even|Not|No|Instead|Rather|Perhaps)\b")),
    (0.3, re.compile(r"\w[’'](?:t|re|ll|ve|m|d)\b")),
    (0.2, re.compile(r"(?<!\w)[a-z]{3,30}ly\b")),
    (0.2, re.compile(r"—| [–-] ")),
    (0.15, re.compile(r"(?i)\b(?:is|are|isn['’]t|aren['’]t|this|these|no|what)\b")),  # the present of comment
    (
        -0.3,  # matter of reports
        re.compile(
            r"\b(?:officials?|spokes(?:man|woman|person)|surveys?|data|study|researchers|percent|[mb]illion|court|released"
            r"|died|killed|arrested|charged|shot|last (?:week|month|year)|January|February|March|April|June|July|August"
            r"|September|October|November|December|including|after|according)\b"
        ),
    ),
    (-0.8, re.compile(r"\b(?:said|says|told|according to|reported|announced|wrote|tweeted|statement)\b")),
    (-0.6, re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b")),
)
_FIGURES = re.compile(r"\d")
_FIGURE = -0.4
_PER_WORD = -0.7 / 25  # long sentences hold more words of every class
_SHORTEST, _LONGEST = 10, 75  # words between which length counts
_EVEN = 0.1
# With a network's shares of "opinion" and of "loaded" (its heads are told of in training/README.md; none saw BABE): the
# log odds of either weigh a quarter. Checked on 1,500 of the same four fifths: the area under the curve goes from .843
# to .857, F1 at one half from .767 (opinion alone) to .776.
_OPINION, _SEEN = 0.25, 0.25
_QUOTED = re.compile(r"[“\"][^“”\"]{25,1000}[”\"]")
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Colouring:
    """Whether a sentence is loaded (score of one half or more), and which words are: (start, end), end exclusive."""

    label: bool
    score: float
    spans: tuple[tuple[int, int], ...]


def colouring(text: str, looks: Looks | None = None) -> Colouring:
    """How loaded the sentence ``text`` is, with the words that a careful editor would call so.

    ``looks`` is what a network takes it for; None where there is none to ask.
    Words in quotation marks, mild ones and the labels of ``plain_labels.txt`` count in the score and are not marked,
    and nothing is in a sentence that is not loaded on the whole.
    """
    if not _LETTER.search(text):
        return Colouring(label=False, score=0.0, spans=())
    found = loaded(bare(text))
    spans = tuple((item.span.start, item.span.end) for item in found)
    struck = tuple(span for span, item in zip(spans, found, strict=True) if _marked(item))
    words = tokens(text)
    quoted = [match.span() for match in _QUOTED.finditer(text)]
    total = 0.0
    for item in found:
        total += (_LOADED if _marked(item) else _LABEL) * _share(quoted, item.span.start)
    total += _colours(words, spans, quoted)
    total += sum(weight * min(_MOST, len(pattern.findall(text))) for weight, pattern in _MARKS)
    total += _FIGURE if _FIGURES.search(text) else 0.0
    total += _EVEN + _PER_WORD * max(_SHORTEST, min(_LONGEST, len(words)))
    if looks is not None:
        total += _OPINION * log_odds(looks.subjective) + _SEEN * log_odds(looks.loaded)
    score = round(1.0 / (1.0 + math.exp(-total)), 3)
    return Colouring(label=score >= LEAST, score=score, spans=_outside(text, struck) if score >= LEAST else ())


def loaded_score(text: str) -> float:
    """How loaded the sentence ``text`` is: 0 (plain) to 1; loaded from one half."""
    return colouring(text).score


def _colours(words: Sequence[Token], spans: tuple[tuple[int, int], ...], quoted: list[tuple[int, int]]) -> float:
    """What the colouring words outside of the loaded ones weigh, each class up to so many."""
    sums: dict[str, float] = {}
    starts = [start for start, _ in spans]
    for first, last, _, entry in matches(words, "colouring_words.txt"):
        start, end = words[first].start, words[last].end
        before = bisect_right(starts, start) - 1
        after = before + 1
        if (before >= 0 and spans[before][1] > start) or (after < len(spans) and spans[after][0] < end):
            continue
        sums[entry.category] = sums.get(entry.category, 0.0) + _share(quoted, start)
    return sum(_COLOURS[name] * min(float(_MOST), sums[name]) for name in sorted(sums))


def _marked(item: Loaded) -> bool:
    """Whether a loaded word is strong and no mere name of what it judges."""
    categories, labels = _labels()
    mild = item.entry.weight < _STRONG or item.entry.category in categories
    return not mild and item.span.quote.lower() not in labels


def _outside(text: str, spans: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
    """The spans that stand in no quotation: those inside are the speaker's."""
    opening = [match.start() for match in re.finditer("“", text)]
    closing = [match.start() for match in re.finditer("”", text)]
    straight = [match.start() for match in re.finditer('"', text)]
    kept = []
    for start, end in spans:
        before = bisect_right(straight, start)
        within = before % 2 == 1 and before < len(straight)
        if not within and bisect_right(opening, start) <= bisect_right(closing, start):
            kept.append((start, end))
    return tuple(kept)


@cache
def _labels() -> tuple[frozenset[str], frozenset[str]]:
    """Categories and words that are not marked."""
    lines = (resources.files(__package__) / "plain_labels.txt").read_text("utf-8").splitlines()
    bodies = [line for line in lines if line and not line.startswith("#")]
    categories = [line.removeprefix("category:") for line in bodies if line.startswith("category:")]
    words = [line for line in bodies if not line.startswith("category:")]
    return _parts(categories), _parts(words)


def _parts(lines: list[str]) -> frozenset[str]:
    return frozenset(part.strip() for line in lines for part in line.split("|"))


def _share(quoted: list[tuple[int, int]], at: int) -> float:
    place = bisect_right(quoted, (at, at)) - 1
    return _SPEAKERS if place >= 0 and at < quoted[place][1] else 1.0
