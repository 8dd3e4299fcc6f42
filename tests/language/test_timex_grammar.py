"""That rules are only tried where they may match, and lose nothing by it."""

from __future__ import annotations

import re
from importlib import import_module

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuibono.language.timex_grammar import ANYHOW, STARTS, rules, worth_trying

# What rules are made of, so that made texts hold matches of many, and words that only begin like them.
WORDS = (
    "the a an on at in of last next this early mid late every each two 2 12 2019 2019-05-01 1990s '90s ’90s 3/4/2019 "
    "May Sept. Monday monday today Tonight yesterday week weeks year years quarter Q3 3Q19 FY20 fiscal first half "
    "spring Christmas Day New Year’s Eve noon 5:30 p.m. GMT century nineteen twenty-one ninety ago earlier from now "
    "soon in the future the past recently currently daily three times a month 24-hour day-long year-end over "
    "within about several couple dozens $2019 1,500 Maynard tonic quartz thorn ſunday"
).split()


@given(st.lists(st.sampled_from(WORDS), max_size=12), st.sampled_from((" ", "-", "\n", ", ")))
def test_every_match_of_a_rule_is_where_it_is_tried(words, between):
    text = between.join(words)
    tried = {place.start(): worth_trying(place.group()) for place in STARTS.finditer(text)}
    for rule in rules():
        anywhere = re.compile(rf"(?<![\w$€£])(?<![0-9][.,])(?:{rule.pattern.pattern})", re.IGNORECASE)
        for at in range(len(text)):
            if anywhere.match(text, at):
                assert rule in tried.get(at, ()), (rule.name, text[at:])


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.name)
def test_the_openings_of_a_rule_are_those_of_its_pattern(rule):
    parser = pytest.importorskip("re._parser", reason="only CPython 3.11 and later take patterns apart there")
    found = set()
    for begin in _begin(parser.parse(rule.pattern.pattern, re.IGNORECASE)):
        found.add(begin if len(begin) == 2 and begin.isalpha() else begin[:1])
    assert rule.openings in (found, {ANYHOW})


def _begin(parsed, size=2) -> set[str]:
    """The first characters of what a parsed pattern matches, in lower case, any gap as a space."""
    done, open_ = set(), {""}
    for operation, value in parsed:
        longer = {(begin + more)[:size] for begin in open_ for more in _one(operation, value, size)}
        done |= {begin for begin in longer if len(begin) == size}
        open_ = longer - done
    return done | open_


def _one(operation, value, size) -> set[str]:
    codes = import_module("re._constants")
    if operation in {codes.ASSERT, codes.ASSERT_NOT, codes.AT}:
        return {""}
    if operation is codes.BRANCH:
        return set().union(*(_begin(branch, size) for branch in value[1]))
    if operation is codes.SUBPATTERN:
        return _begin(value[3], size)
    if operation in {codes.MAX_REPEAT, codes.MIN_REPEAT}:
        least, most, inner = value
        once, times = _begin(inner, size), [{""}]
        for _ in range(min(most, size)):
            times.append({(begin + more)[:size] for begin in times[-1] for more in once})
        return set().union(*times[min(least, size) :])
    if operation is codes.LITERAL:
        return {chr(value).lower()}
    assert operation is codes.IN, operation
    return {char.lower() for char in " '’" + "".join(map(chr, range(48, 123))) if _among(char, value, codes)}


def _among(char, members, codes) -> bool:
    negated, held = False, False
    for operation, value in members:
        if operation is codes.NEGATE:
            negated = True
        elif operation is codes.LITERAL:
            held |= char.lower() == chr(value).lower()
        elif operation is codes.RANGE:
            held |= any(value[0] <= ord(form) <= value[1] for form in (char.lower(), char.upper()))
        elif operation is codes.CATEGORY:
            pattern = {"SPACE": r"\s", "NOT_SPACE": r"\S", "DIGIT": r"\d", "WORD": r"\w"}
            held |= re.match(pattern[str(value).removeprefix("CATEGORY_")], char) is not None
    return held is not negated
