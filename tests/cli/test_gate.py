"""`cuibono gate`: what a user examines, keeps and is refused."""

from __future__ import annotations

import json

import pytest

import cuibono.cli.gate  # its help names the examinations that there are: before any is replaced
from cuibono.gate import examine, verdict
from cuibono.gate.figures import Figure, Miss
from tests.cli.command import invoke


def test_the_help_names_every_examination():
    assert cuibono.cli.gate._NAMES.count(", ") == len(examine.EXAMINATIONS) - 1


@pytest.fixture
def books(tmp_path, monkeypatch):
    folder = tmp_path / "books"
    folder.mkdir()
    (folder / "floors.toml").write_text("[red-rules.Reds]\nF1 = 0.75\n", "utf-8")
    (folder / "measured.json").write_text("{}\n", "utf-8")
    made = verdict.Books(folder / "floors.toml", folder / "figures.json", folder / "measured.json")
    monkeypatch.setattr(verdict.Books, "of_package", classmethod(lambda _cls: made))
    return folder


@pytest.fixture
def gate(tmp_path, monkeypatch, books):
    def run(value, *words):
        def reds(_data, note):
            note(Miss("Reds", "red", "blue", "one text"))
            return [Figure("is it red", "red-rules", "1", "Reds", 50, "F1", value, "texts")]

        monkeypatch.setattr(examine, "EXAMINATIONS", {"reds": reds})
        return invoke("gate", tmp_path, *words)

    return run


def test_it_prints_a_table_and_passes(gate):
    done = gate(0.8)
    assert done.code == 0
    assert done.out.splitlines()[1].split() == ["red-rules", "1", "Reds", "50", "F1", "0.800", "0.750"]
    assert done.told[0] == "measuring reds (1 of 1)"


def test_below_a_floor_it_fails_and_says_where(gate):
    done = gate(0.7)
    assert done.code == 7
    assert "BELOW" in done.out
    assert "below its floor, red-rules / Reds / F1: 0.700" in done.told


def test_json_goes_to_a_file_or_out(gate, tmp_path):
    assert gate(0.8, "--json", tmp_path / "f.json").code == 0
    told = json.loads((tmp_path / "f.json").read_text("utf-8"))
    assert told["passed"] is True
    assert told["figures"][0]["floor"] == 0.75
    assert gate(0.7, "--json", "-").json["passed"] is False


def test_misses_are_written_one_a_line(gate, tmp_path):
    gate(0.8, "--misses", tmp_path / "m.jsonl")
    (line,) = (tmp_path / "m.jsonl").read_text("utf-8").splitlines()
    assert json.loads(line) == {
        "examination": "reds",
        "set": "Reds",
        "said": "red",
        "wanted": "blue",
        "text": "one text",
    }


def test_only_a_whole_and_passing_run_that_is_asked_to_keeps(gate, books):
    before = {"floors.toml", "measured.json"}

    def there():
        return {path.name for path in books.iterdir()}

    gate(0.8)
    assert gate(0.7, "--write").code == 7
    assert there() == before
    assert gate(0.8, "--write").code == 0
    assert there() == {*before, "figures.json"}
    assert "F1 .80" in (books / "measured.json").read_text("utf-8")
    assert not any("other figures" in line for line in gate(0.8).told)
    assert any("other figures" in line for line in gate(0.9).told)


def test_what_cannot_be_done_is_said(tmp_path):
    assert invoke("gate", tmp_path, "greens").code == 2
    assert invoke("gate", tmp_path / "none").code == 3
    done = invoke("gate", tmp_path, "dates")
    assert done.code == 3
    assert "dates: " in done.err
    done = invoke("gate", tmp_path, "sentences", "--write")
    assert (done.code, "whole sets of figures only" in done.err) == (2, True)
    assert invoke("gate", tmp_path, "sentences", "--json", tmp_path / "no" / "f.json").code == 2
