"""All commands on the bundled story."""

from __future__ import annotations

import json
import re
import sqlite3

import pytest

from cuibono.export.json import schema
from tests.cli.command import STORY, invoke
from tests.cli.conftest import ARTICLE, article

WIDTHS = (40, 60, 100)


def test_read(read_once, story):
    _store, page, done = read_once
    assert done.code == 0
    assert "Traceback" not in done.err
    assert "independent origins" in done.out
    for heading in (
        "The room",
        "Who agrees, who differs",
        "Clocks",
        "Interests",
        "Framing",
        "Forecasts",
        "How good is this",
    ):
        assert re.search(rf"^{heading}", done.out, re.MULTILINE), heading
    assert f"story {story} " in done.out
    assert page.read_text("utf-8").lower().startswith("<!doctype html>")


def test_several_stories_have_numbered_pages_and_the_user_is_told_which_is_which(read_once):
    store, page, done = read_once
    known = invoke("stories", "--json", "--db", store).json
    assert len(known) > 1
    largest = max(known, key=lambda each: each["documents"])
    assert done.told[0] == f"{page}: {largest['title']}"
    assert len(done.told) == len(known)
    for number, line in enumerate(done.told[1:], 2):
        file, title = line.split(": ", 1)
        assert file == str(page.with_stem(f"page-{number}"))
        assert title in page.with_stem(f"page-{number}").read_text("utf-8")
    assert f"story 1 of {len(known)}" in done.out


@pytest.fixture
def two(tmp_path):
    """Two stories in one folder."""
    folder = tmp_path / "two"
    folder.mkdir()
    article(folder / "ferry.json")
    tax = (
        "Parliament in Lower Wend passed a tax on bottled water by 61 votes to 40 on Tuesday. The minister of finance, "
        "Odo Brandt, said it would raise 9 million crowns a year. Brewers called it absurd."
    )
    about = {"title": "Lower Wend taxes bottled water", "outlet": "Wend Gazette", "url": "https://wend.example/tax"}
    article(folder / "tax.json", text=tax, **about)
    return folder


def test_several_stories_as_json_markdown_and_one_story(two, db):
    told = invoke("read", two, "--json", "--db", db)
    assert (told.code, told.err) == (0, "")
    assert {reading["story"]["title"] for reading in told.json} == {
        "Ferry runs aground off Port Ellery",
        "Lower Wend taxes bottled water",
    }
    brief = invoke("read", two, "--md", "--db", db)
    assert brief.out.count("\n# ") + brief.out.startswith("# ") == 2
    assert len(invoke("read", two, "--one-story", "--json", "--db", db).json) == 1
    page = invoke("read", two, "--format", "html", "--db", db)
    assert (page.code, page.out) == (2, "")
    assert page.told[0].startswith("2 stories were read, and html holds one: add --one-story")
    assert invoke("read", two, "--one-story", "--format", "html", "--db", db).code == 0


def test_json_is_all_there_is_on_standard_output(tmp_path, db, good):
    (tmp_path / "empty.txt").touch()
    done = invoke("read", good, tmp_path / "empty.txt", "--json", "--db", db)
    assert done.told == ["empty.txt: the file is empty"]
    assert isinstance(done.json, list)


@pytest.mark.parametrize("columns", WIDTHS)
def test_show_fits_its_width(store, story, columns):
    done = invoke("show", story, "--db", store, columns=columns)
    assert (done.code, done.err) == (0, "")
    assert max(map(len, done.out.splitlines())) <= columns
    assert invoke("stories", "--db", store, columns=columns).out.count("\n") > 1


def test_the_story_id_is_never_cut(store, story):
    for columns in WIDTHS:
        assert story in invoke("stories", "--db", store, columns=columns).out.split()
        assert story in invoke("show", story, "--db", store, columns=columns).out.split()


def test_the_matrix_stands_under_its_numbers(store, story):
    lines = invoke("show", story, "--db", store).out.splitlines()
    at = next(i for i, line in enumerate(lines) if line.startswith("claim by document"))
    reading = invoke("show", story, "--json", "--db", store).json
    count = len(reading["documents"])
    start = len(lines[at]) - count
    assert lines[at][start:] == "".join(str(number % 10) for number in range(1, count + 1))
    assert lines[at - 1][start:] == "".join(str(n // 10) if n > 9 else " " for n in range(1, count + 1))
    row = next(line for line in lines[at + 1 :] if re.search(r"”|“", line))
    assert not row[start - 2 : start].strip(), "the signs begin where the numbers begin"
    assert row[start:].strip()


def test_windows_are_told_with_their_last_day(store, story):
    reading = invoke("show", story, "--json", "--db", store).json
    clocks = [f for f in reading["findings"] if f.get("latest")]
    assert any(clock["latest"].startswith("2027-04-01T00:00") for clock in clocks), "the end is exclusive in the record"
    shown = " ".join(invoke("show", story, "--db", store).out.split())
    assert "1 January to 31 March 2027" in shown
    assert "1 April 2027" not in shown


def test_show_again_is_the_same_in_every_format(store, story):
    for form in ([], ["--json"]):
        assert invoke("show", story, *form, "--db", store).out == invoke("show", story, *form, "--db", store).out


def test_show_writes_the_page_beside_the_output(store, story, tmp_path):
    done = invoke("show", story[:5], "--json", "--html", tmp_path / "page.html", "--db", store)
    assert done.json["story"]["id"] == story
    assert (tmp_path / "page.html").stat().st_size > 10_000


def test_ask(store, story):
    answered = invoke("ask", story, "who else counted poisoned pipelines?", "--db", store)
    assert (answered.code, answered.err) == (0, "")
    assert "“" in answered.out
    assert re.search(r"^ *\[\d+\] ", answered.out, re.MULTILINE), "the documents cited are named below"
    plain = invoke("ask", story, "who else counted poisoned pipelines?", "--json", "--db", store).json
    texts = {d["id"]: d["text"] for d in invoke("show", story, "--json", "--db", store).json["documents"]}
    assert plain["answered"]
    for sentence in plain["sentences"]:
        for span in sentence["spans"]:
            assert texts[span["document"]][span["start"] : span["end"]] == span["quote"]


def test_ask_what_the_record_does_not_say(store, story):
    question = "How many moons does Jupiter have?"
    done = invoke("ask", story, question, "--db", store)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("The record does not say")
    plain = invoke("ask", story, question, "--json", "--db", store).json
    assert plain == {"question": question, "answered": False, "sentences": []}


def test_as_of_a_day_means_its_end(db, tmp_path):
    folder = tmp_path / "ferry"
    folder.mkdir()
    for hour in ("11:59", "12:00", "23:59"):
        outlet = {"outlet": f"Echo {hour}", "url": f"https://e.example/{hour}", "published": f"2026-10-06T{hour}:00Z"}
        article(folder / f"{hour}.json", text=f"{ARTICLE} Told at {hour}.", **outlet)
    story = invoke("read", folder, "--one-story", "--json", "--db", db).json[0]["story"]["id"]

    def hours(moment):
        found = invoke("show", story, "--as-of", moment, "--json", "--db", db).json["documents"]
        return sorted(document["outlet"].removeprefix("Echo ") for document in found)

    assert hours("2026-10-06") == hours("2026-10-06T23:59") == hours("2026") == ["11:59", "12:00", "23:59"]
    assert hours("2026-10-06T12:00") == hours("2026-10-06T14:00+02:00") == ["11:59", "12:00"]
    assert hours("2026-10-06T11:59:30") == ["11:59"]
    assert invoke("show", story, "--as-of", "2026-10-05", "--db", db).code == 5
    changed = invoke("changes", story, "--since", "2026-10-06T11:59:30", "--db", db).out
    assert re.search(r"^New document \(2\)", changed, re.MULTILINE)
    plain = invoke("changes", story, "--since", "2026-10-06T11:59:30", "--json", "--db", db).json
    assert [set(each) for each in plain] == [{"kind", "message", "roles", "spans"}] * len(plain)
    assert invoke("changes", story, "--since", "2026-10-06", "--db", db).out == "Nothing changed.\n"


def test_as_of_shows_what_is_left_aside_and_why(store, story):
    done = invoke("show", story, "--as-of", "2026-10-06", "--db", store)
    assert "as of 6 October 2026, 23:59 UTC" in " ".join(done.out.split())
    assert re.search(r"^Left aside \(\d+\)", done.out, re.MULTILINE)
    assert "undated: nobody can say" in " ".join(done.out.split())
    early = invoke("show", story, "--as-of", "2020", "--db", store)
    assert early.code == 5
    assert "had been published by 2020-12-31" in early.told[0]


def test_changes(store, story):
    done = invoke("changes", story, "--since", "2026-10-07", "--db", store)
    assert (done.code, done.err) == (0, "")
    assert re.search(r"^New document \(\d+\)", done.out, re.MULTILINE)
    assert "Merrowby Freight: Statement" in done.out
    assert not re.search(r"\bo:\w{5}", done.out), "ids are no names"


def test_forget(store, story):
    done = invoke("forget", story, "--db", store)
    assert (done.code, done.err) == (0, "")
    assert re.fullmatch(r"forgotten: .+: \d+ documents, \d+ captures, 1 reading(; \d+ documents? stay.*)?\n", done.out)
    assert invoke("show", story, "--db", store).code == 5
    assert invoke("verify", "--db", store).code == 0


def test_verify(store):
    done = invoke("verify", "--db", store)
    assert (done.code, done.err) == (0, "")
    assert re.fullmatch(r"checked [\d,]+ spans, \d+ documents, \d+ captures, \d+ readings: all match\n", done.out)
    plain = invoke("verify", "--json", "--db", store).json
    assert plain["mismatches"] == []
    assert plain["spans"] > 200


def test_verify_of_an_empty_store_claims_nothing(tmp_path, db):
    (tmp_path / "empty.txt").touch()
    invoke("read", tmp_path / "empty.txt", "--db", db)
    assert invoke("verify", "--db", db).out == "the store is empty: there was nothing to check\n"


def test_one_altered_byte_is_found(store):
    with sqlite3.connect(store) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f'DROP TRIGGER "{name}"')
        row = connection.execute("SELECT id, text FROM documents WHERE instr(text, 'eleven build servers')").fetchone()
        altered = row[1].replace("eleven build servers", "eleven build serverz", 1)
        connection.execute("UPDATE documents SET text = ? WHERE id = ?", (altered, row[0]))
    connection.close()
    done = invoke("verify", "--db", store)
    assert done.code == 4
    assert any(row[0] in line for line in done.told)
    assert len(done.told) <= 21
    assert "mismatch" in done.out
    plain = invoke("verify", "--json", "--db", store)
    assert plain.code == 4
    assert row[0] in {mismatch["id"] for mismatch in plain.json["mismatches"]}


def test_doctor(store):
    done = invoke("doctor", "--db", store)
    assert (done.code, done.err) == (0, "")
    assert str(store) in done.out
    assert re.search(r"^problems +none$", done.out, re.MULTILINE)
    plain = invoke("doctor", "--json", "--db", store).json
    assert plain["problems"] == []
    assert plain["store"] == str(store)


def test_schema():
    assert json.loads(invoke("schema").out) == json.loads(schema())


def test_strict(tmp_path, db, good):
    assert invoke("read", good, "--strict", "--db", db).code == 0
    done = invoke("read", good, tmp_path / "missing", "--strict", "--json", "--db", db)
    assert done.code == 6
    assert ARTICLE[:40] in done.json[0]["documents"][0]["text"]


def test_reading_again_gives_the_same(db, good):
    first = invoke("read", good, "--json", "--db", db)
    assert first.out == invoke("read", good, "--json", "--db", db).out
    assert len(invoke("stories", "--json", "--db", db).json) == 1


def test_read_as_of_keeps_the_whole_story(db, tmp_path):
    folder = tmp_path / "ferry"
    folder.mkdir()
    article(folder / "a.json")
    later = {"url": "https://b.example/ferry", "outlet": "Bay Post", "published": "2026-10-08T09:00:00Z"}
    article(folder / "b.json", text=ARTICLE + "The office said on Thursday that the ferry was afloat again.", **later)
    early = invoke("read", folder, "--as-of", "2026-10-06", "--json", "--db", db).json
    assert [len(reading["documents"]) for reading in early] == [1]
    (kept,) = invoke("stories", "--json", "--db", db).json
    assert kept["documents"] == 2


def test_the_bundled_story_is_where_the_documentation_says():
    assert (STORY / "gold.json").is_file()
