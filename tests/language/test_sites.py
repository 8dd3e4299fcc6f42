"""Patterns tried only where they can begin find what a search of the whole text finds."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from cuibono.findings import future, stakes
from cuibono.language import hedges, quantities, quantity_phrases, quantity_words
from cuibono.language.sites import Holding, Sited, openings, words
from cuibono.stories import firmness
from tests.language.first_words import first_words

_EXAMPLES = Path(__file__).parents[2] / "examples"
_TEXTS = [
    *(
        json.loads(p.read_text("utf-8")).get("text", "")
        for p in sorted(_EXAMPLES.glob("*/*.json"))
        if "gold" not in p.name
    ),
    *(p.read_text("utf-8", "replace") for p in sorted(_EXAMPLES.glob("*/*")) if p.suffix in {".html", ".md", ".txt"}),
]
_NUMBERS = """
Some −5 or -12.5 per cent, .5 and ½ of it, 1,300 people, ninety-nine of a hundred, a dozen, half a million.
Two-fold, 10fold, tenfold, 3-fold.
On 5 January 2026, Jan. 5th, 2026, at 10:30 p.m. GMT, (202) 555-0147, +44 20 7946 0958, v2.10.1, 10.0.0.1, the '90s.
’26.
The 21st of them, a second time, 3rd; #12, § 230, @5; 2019-20, 7/7, 24/7, 12/05/2026, 2026-05-12T10:00, 42 U.S.C. 1983.
No deaths were reported; found no sign; doubled, tripling; hundreds of thousands of them, dozens of others.
seeFirsthttps://t.co/0iuc1ODlzb and http://a.example/2026/01
"""
_SITED = {
    **{f"hedges:{name}": hedges._pattern(name) for name in ("hedges", "boosters", "negations", "estimative")},
    **{f"future:{cue.value}": pattern for cue, pattern in future._patterns()},
    **{f"stake {i}": p.cue for i, p in enumerate(stakes._patterns()) if isinstance(p.cue, Sited)},
    **{name: value for name, value in vars(firmness).items() if isinstance(value, Sited)},
    "opinion": firmness._opinion(),
}
_MARKED = {  # also begin with digits and signs, which no list of words can name
    **{
        name: value
        for module in (quantities, quantity_phrases)
        for name, value in vars(module).items()
        if isinstance(value, Sited)
    },
    "no quantity": quantity_words.NO_QUANTITY,
}
_HELD = {f"stake {i}": p.cue for i, p in enumerate(stakes._patterns()) if isinstance(p.cue, Holding)}


@pytest.mark.parametrize("name", sorted(_SITED))
def test_the_words_are_all_that_the_pattern_can_begin_with(name: str) -> None:
    sited = _SITED[name]
    told = sited.words | {f"'{word}" for word in sited.hung} | {f"*{ending}" for ending in sited.endings}
    assert first_words(sited.pattern) <= told


@pytest.mark.parametrize("name", sorted(_SITED | _HELD | _MARKED))
def test_finds_what_a_search_finds(name: str) -> None:
    pattern = (_SITED | _HELD | _MARKED)[name]
    for text in (*_TEXTS, _NUMBERS):
        assert _places(pattern.finditer(text)) == _places(pattern.pattern.finditer(text))
        for line in re.finditer(r"\S.*", text):
            place = text, *line.span()
            assert _places(pattern.finditer(*place)) == _places(pattern.pattern.finditer(*place))


def test_the_examples_hold_what_is_looked_for() -> None:
    assert len(_TEXTS) > 5
    assert sum(len(list(_SITED["hedges:hedges"].finditer(text))) for text in _TEXTS) > 20


def test_looks_nowhere_else() -> None:
    sited = Sited(re.compile(r"\b(?:may|might) be\b|[’']ll\b", re.IGNORECASE), ("may", "might"), hung=("ll",))
    text = "It May be so; it'll be, it might be, and will. Still, all may be well."
    assert [m[0] for m in sited.finditer(text)] == ["May be", "'ll", "might be", "may be"]
    assert sited.places(text) == (3, 16, 27, 58)
    assert sited.search(text, 12).start() == 16  # type: ignore[union-attr]
    assert sited.search("Nothing of the kind.") is None


def test_matches_do_not_overlap() -> None:
    sited = Sited(re.compile(r"\ba a\b"), ("a",))
    assert [m.start() for m in sited.finditer("a a a a a")] == [0, 4]


def test_words_and_openings_are_in_lower_case() -> None:
    assert words("Can’t can") == {"can": [0, 6], "t": [4]}
    assert openings(["Can't say", "would-be", "…"]) == {"can", "would"}


def _places(matches: object) -> list[tuple[int, int]]:
    return [match.span() for match in matches]  # type: ignore[attr-defined]
