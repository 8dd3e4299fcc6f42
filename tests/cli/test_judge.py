"""`cuibono judge`: a line out for each line in, in order, whatever the line holds."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from cuibono.cli.judge import FIELDS
from tests.cli.command import PROGRAM, environment, invoke

NASTY = [
    "",
    " \n\t ",
    "WOMAN DENIES FRAUD CHARGES AFTER RAID",
    "“Curly,” she said, ‘and nested “quotes”’ — and “one left open.",
    "A soft\u00adhyphen and a liga\ufb01ture, a zero\u200bwidth space.",
    "🙂🙃 👩‍👩‍👧 said the 🦊.",
    "Der Minister sagte am Dienstag, er wisse von nichts.",
    "北京表示将于下周公布新规定。",
    "word " * 2000,
    "a" * 20_000,
    "\ud800 half a pair",
    "((((([[[[[" * 300,
    "By Jane Roe <jane.roe@example.org>",
]


def asked(name: str, text: str) -> dict[str, object]:
    """A line for a judgement with one text in every field that holds text."""
    line: dict[str, object] = {"id": 7}
    for field in FIELDS[name]:
        line[field] = text
    if name == "dates":
        line["anchor"] = "2026-10-06"
    if name == "article":
        line["html"] = f"<html><body><article><p>{text}</p></article></body></html>"
    return line


def judged(tmp_path: Path, name: str, lines: list[object], *more: str) -> list[dict]:
    file = tmp_path / "lines.jsonl"
    file.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    done = invoke("judge", name, file, "--by", "rules", *more)
    assert done.code == 0, done.err
    return [json.loads(line) for line in done.out.splitlines()]


@pytest.mark.parametrize("name", sorted(FIELDS))
def test_every_judgement_answers_whatever_a_text_holds(tmp_path: Path, name: str) -> None:
    answers = judged(tmp_path, name, [asked(name, text) for text in NASTY])
    assert len(answers) == len(NASTY)
    assert all(answer["id"] == 7 for answer in answers)
    assert not any("a fault of ours" in answer.get("error", "") for answer in answers)


@pytest.mark.parametrize("name", sorted(FIELDS))
def test_bad_lines_are_answered_and_stop_nothing(tmp_path: Path, name: str) -> None:
    file = tmp_path / "lines.jsonl"
    good = json.dumps(asked(name, "The minister resigned on Tuesday, she said.")).encode()
    bad = [
        b"junk",
        b"",
        b"[]",
        b"3",
        b"{}",
        b'{"id": "x", "text": 3}',
        b"\xff\xfe",
        b"[" * 50_000,
        b'{"id": NaN}',
        b'{"id": 1e999}',
    ]
    file.write_bytes(b"\n".join([good, *bad, good]) + b"\n")
    done = invoke("judge", name, file, "--by", "rules")
    answers = [json.loads(line) for line in done.out.splitlines()]
    assert (done.code, len(answers)) == (0, len(bad) + 2)
    assert all("error" in answer for answer in answers[1:-1])
    assert answers[6]["id"] == "x"
    assert "error" not in answers[0] | answers[-1]
    assert invoke("judge", name, file, "--by", "rules", "--strict").code == 6


def test_answers_keep_the_order_of_the_lines(tmp_path: Path) -> None:
    lines = [{"id": n, "a": "one two " * (n % 7), "b": "two"} for n in range(300)]
    assert [answer["id"] for answer in judged(tmp_path, "similar", lines)] == list(range(300))


def test_no_answer_holds_what_breaks_a_line(tmp_path: Path) -> None:
    (answer,) = judged(tmp_path, "hedged", [{"id": "a\u2028b\u2029c\x85d", "sentence": "It may rain."}])
    assert answer["id"] == "a\u2028b\u2029c\x85d"


@pytest.mark.parametrize(
    "event", [[0, 1e300], ["0", "2"], [0.5, 2], [True, 2], "02", {"0": 1, "1": 2}, [[0, 2]], [1], 3]
)
def test_an_event_is_two_whole_numbers(tmp_path: Path, event: object) -> None:
    (answer,) = judged(tmp_path, "firmness", [{"sentence": "It may rain.", "event": event}])
    assert answer == {"error": "'event' should be [start, end], two whole numbers"}


def test_an_answer_comes_before_the_next_question(tmp_path: Path) -> None:
    with subprocess.Popen(
        [PROGRAM, "judge", "hedged"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment(tmp_path)
    ) as process:
        assert process.stdin
        assert process.stdout
        for sentence, label in (("It may rain.", True), ("It rained.", False)):
            process.stdin.write(json.dumps({"sentence": sentence}).encode() + b"\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["label"] is label
        process.stdin.close()
        assert process.wait(20) == 0


def test_a_name_that_is_none_is_refused() -> None:
    done = invoke("judge", "nothing")
    assert done.code == 2
    assert "there are relate, stance" in done.err


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    done = invoke("judge", "hedged", tmp_path / "none.jsonl")
    assert done.code == 3
    assert "none.jsonl cannot be read" in done.err


def test_relate_names_the_words_that_differ(tmp_path: Path) -> None:
    line = {"premise": "The firm shipped 4,000 units in May.", "hypothesis": "The firm shipped 9,000 units in May."}
    (answer,) = judged(tmp_path, "relate", [line])
    assert (answer["label"], answer["relation"]) == ("contradiction", "contradicts")
    assert [words[:5] for words in answer["why"]] == ["4,000", "9,000"]
    assert sum(answer["scores"].values()) == pytest.approx(1, abs=0.01)


def test_another_period_is_no_contradiction(tmp_path: Path) -> None:
    line = {"premise": "The firm shipped 4,000 units in May.", "hypothesis": "The firm shipped 9,000 units in June."}
    (answer,) = judged(tmp_path, "relate", [line])
    assert answer["label"] != "contradiction"
    assert answer["relation"] == "differs in scope"


def test_stance_points_at_the_words_that_bear_on_the_headline(tmp_path: Path) -> None:
    body = (
        "The fair opened in spring. A boy did not swim to the island, his mother said: the story is a hoax. It rained."
    )
    (answer,) = judged(tmp_path, "stance", [{"headline": "Boy swims to island", "body": body}])
    start, end = answer["span"]
    assert (answer["label"], body[start:end][:5]) == ("disagree", "A boy")


def test_stories_number_documents_in_the_order_of_the_lines(tmp_path: Path) -> None:
    fire = "A fire destroyed the harbour warehouse in Saltmere on Monday night, and two firefighters were hurt."
    vote = "The council of Brackwater voted to raise the parking fee for residents from next April, by nine to four."
    lines = [
        {"id": i, "title": "", "text": text, "published": "2026-10-06"} for i, text in enumerate([fire, vote, fire])
    ]
    assert [answer["story"] for answer in judged(tmp_path, "stories", lines)] == [1, 2, 1]


def test_an_article_is_read_from_a_path(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    text = "The harbour was closed for two days after the storm, the port authority said in a notice on Friday. " * 8
    page.write_text(
        f"<html><head><title>Harbour closed</title></head><body><article><h1>Harbour closed</h1>"
        f"<p>{text}</p></article></body></html>",
        "utf-8",
    )
    (answer,) = judged(tmp_path, "article", [{"path": str(page), "url": "https://example.org/harbour"}])
    assert answer["title"] == "Harbour closed"
    assert "port authority" in answer["text"]
    assert "Harbour closed" not in answer["text"]


def test_offsets_count_characters(tmp_path: Path) -> None:
    text = "🙂 The vote is on 6 October 2026."
    (answer,) = judged(tmp_path, "dates", [{"text": text, "anchor": "2026-10-01"}])
    ((start, end),) = [each["span"] for each in answer["timexes"]]
    assert text[start:end] == "6 October 2026"
    assert answer["timexes"][0]["value"] == "2026-10-06"


def test_what_has_no_weights_goes_on_by_rules_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cuibono.models.manifest.files", lambda _package: tmp_path)
    file = tmp_path / "lines.jsonl"
    file.write_text('{"sentence": "The tax rose by 4 percent in 2019."}\n', "utf-8")
    done = invoke("judge", "checkable", file, models__use=1)
    assert "rules go on alone" in done.told[0]
    assert json.loads(done.out)["score"] > 0.5
    assert invoke("judge", "checkable", file, "--by", "weights").code == 2


def test_weights_and_rules_are_asked_apart_and_together(tmp_path: Path) -> None:
    file = tmp_path / "lines.jsonl"
    pair = {"premise": "The firm shipped 4,000 units in May.", "hypothesis": "The firm shipped 9,000 units in May."}
    file.write_text(json.dumps(pair) + "\n", "utf-8")
    answers = {
        by: json.loads(invoke("judge", "relate", file, "--by", by, models__use=1).out)
        for by in ("rules", "weights", "both")
    }
    assert answers["both"]["scores"] not in (answers["rules"]["scores"], answers["weights"]["scores"])
    assert answers["both"]["scores"]["contradiction"] >= answers["weights"]["scores"]["contradiction"]
