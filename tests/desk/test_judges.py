"""Every judgement by itself, by rules alone: whatever a text holds, in time that grows no faster than its length."""

from __future__ import annotations

import contextlib
import time
from pathlib import Path

import pytest

from cuibono.app import Newsroom
from cuibono.cli.judge import FIELDS
from cuibono.core.errors import UnreadableInput
from cuibono.desk.judges import By, stories
from cuibono.settings import Models, Settings

PIECES = {
    "one sentence": "the ferry ran aground off Port Ellery with 240 people on board, as Quist said on Monday, and ",
    "sentences": "“It may be over,” said Mara Quist on March 5. ",
    "names": "Port Ellery ",
    "marks": "“(… ",
    "shouted": "FERRY RUNS AGROUND ",
}
ROUGH = {
    "empty": "",
    "blank": " \n\t\u00a0",
    "invisible": "\u00ad\u200b\ufeff",
    "emoji": "🚢😱🌊 👩‍👩‍👧 🏴󠁧󠁢󠁥󠁮󠁧󠁿",
    "ligatures": "The o\ufb03ce con\ufb01rmed a \ufb02ood, o\ufb00icials said.",
    "soft hyphens": "The har\u00adbour of\u00adfice said on Mon\u00adday that no\u00adbody was hurt.",
    "curly": "‘It’s “over”’, she said; “it isn’t”.",
    "mirrored": "he said \u202eolleh\u202c to a\u0301\u0301\u0301 İ\u0307ſ",
    "half a pair": "\ud800 said \udfff",
    "nul": "a\x00b said c\x07",
    "german": "Der Minister sagte am Dienstag, er wisse von nichts, „gar nichts“.",
    "arabic": "قال الوزير يوم الثلاثاء إنه لا يعرف شيئا.",
    "chinese": "北京表示将于下周公布新规定。",
    "digits": "9" * 400,
    "long word": "a" * 5000,
    "brackets": "([{" * 800,
    "table": "a\tb\tc\n1\t2\t3\n" * 40,
    "by-line": "By Jane Roe <jane.roe@example.org>, 5 March 2026 10:35 GMT",
}


@pytest.fixture(scope="module")
def judges():
    with Newsroom(Settings(db=Path("none.db"), models=Models(use=False))) as room:
        named = room.judges(By.RULES).named()
    return {**named, "stories": lambda line: {"stories": list(stories([line, {**line, "title": "Another"}]))}}


def asked(name: str, text: str) -> dict[str, object]:
    line: dict[str, object] = dict.fromkeys(FIELDS[name], text)
    if name == "article":
        line["html"] = f"<html><body><article><p>{text}</p></article></body></html>"
    return {**line, "anchor": "2026-10-06"}


@pytest.mark.parametrize("name", sorted(FIELDS))
def test_whatever_a_text_holds_there_is_an_answer_or_one_of_our_errors(judges, name):
    for what, text in ROUGH.items():
        if name == "article":  # a page without an article is refused
            with contextlib.suppress(UnreadableInput):
                assert judges[name](asked(name, text)), what
        else:
            assert judges[name](asked(name, text)), what


@pytest.mark.parametrize("name", sorted(set(FIELDS) - {"relate"}))
@pytest.mark.parametrize("piece", sorted(PIECES))
def test_time_is_linear_in_length(judges, name, piece):
    def cost(size: int) -> float:
        line = asked(name, (PIECES[piece] * (size // len(PIECES[piece]) + 1))[:size])
        start = time.process_time()
        judges[name](line)
        return time.process_time() - start

    cost(1_000)  # what is loaded with the first question
    assert cost(32_000) < 11 * max(cost(8_000), 0.02)  # 4 is linear, 16 is quadratic


def test_of_a_long_pair_the_beginning_is_read(judges):
    long = PIECES["one sentence"] * 200
    start = time.process_time()
    first = judges["relate"]({"premise": long, "hypothesis": long})
    once = time.process_time() - start
    start = time.process_time()
    assert judges["relate"]({"premise": long * 20, "hypothesis": long * 20}) == first
    assert time.process_time() - start < 4 * max(once, 0.1)


@pytest.mark.parametrize("name", ["hedged", "dates", "attributions", "sentences"])
def test_offsets_are_those_of_the_text_as_it_was_given(judges, name):
    text = "The o\ufb03ce may have said on Mon\u00adday, 5 March 2026, that “it’s over”. 🚢 Officials said so Friday."
    spans = {
        "hedged": lambda found: found["cues"],
        "dates": lambda found: [each["span"] for each in found["timexes"]],
        "attributions": lambda found: [span for each in found["attributions"] for span in each["source"]],
        "sentences": lambda found: found["spans"],
    }
    found = [text[start:end] for start, end in spans[name](judges[name](asked(name, text)))]
    expected = {"hedged": "may", "dates": "Friday", "attributions": "Officials", "sentences": text.split("🚢 ")[1]}
    assert any(expected[name] in words for words in found), found
