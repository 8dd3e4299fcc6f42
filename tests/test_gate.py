"""The quality gate: what passes, what fails, and that what readings show is what was measured."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def gate(bench):
    return bench("gate")


@pytest.fixture(scope="module")
def figures(bench):
    return bench("figures")


@pytest.fixture
def made(figures):
    def make(value=0.8, **fields):
        defaults = {"judgement": "is it red", "method": "red-rules", "version": "2", "set": "Reds", "n": 50}
        return figures.Figure(**{**defaults, "measure": "F1", "value": value, "unit": "texts", **fields})

    return make


@pytest.fixture
def desk(gate, made, tmp_path, monkeypatch):
    """A gate with one bench, whose files are in a folder of the test."""
    (tmp_path / "floors.toml").write_text("[red-rules.Reds]\nF1 = 0.75\n", "utf-8")
    monkeypatch.setattr(gate, "ROOT", tmp_path)
    monkeypatch.setattr(gate, "FLOORS", tmp_path / "floors.toml")
    monkeypatch.setattr(gate, "KEPT", tmp_path / "figures.json")
    monkeypatch.setattr(gate, "SHOWN", tmp_path / "measured.json")

    def run(*values, missing=False, arguments=()):
        def not_here(_data):
            raise gate.NotHere("a set is not here")

        benches = {"reds": lambda _data: [made(value) for value in values]}
        monkeypatch.setattr(gate, "BENCHES", {**benches, **({"blues": not_here} if missing else {})})
        return gate.main([str(tmp_path), *arguments])

    run.folder = tmp_path
    return run


@pytest.mark.parametrize(("value", "code"), [(0.76, 0), (0.75, 0), (0.7499, 1), (0.0, 1)])
def test_a_figure_below_its_floor_fails(desk, value, code, capsys):
    assert desk(value) == code
    assert ("BELOW" in capsys.readouterr().out) == bool(code)


def test_where_less_is_better_the_floor_is_the_most_allowed(gate, made):
    assert gate.Row(made(0.02, higher=False), 0.01, None).below
    assert not gate.Row(made(0.01, higher=False), 0.01, None).below
    assert not gate.Row(made(0.0), None, None).below


def test_a_floor_that_nothing_measures_fails(desk, capsys):
    assert desk() == 1
    assert "a floor that nothing measures, red-rules / Reds / F1" in capsys.readouterr().out


def test_a_missing_set_is_named_and_excuses_its_floors(desk, capsys):
    assert desk(missing=True) == 0
    assert "skipped, blues: a set is not here" in capsys.readouterr().out


def test_only_a_whole_and_passing_run_that_is_asked_to_writes(desk):
    before = {"floors.toml"}

    def there():
        return {path.name for path in desk.folder.iterdir()}

    desk(0.8)
    assert there() == before
    assert desk(0.8, missing=True, arguments=["--write"]) == 1
    assert there() == before
    assert desk(0.1, arguments=["--write"]) == 1
    assert there() == before
    assert desk(0.8, arguments=["--write"]) == 0
    assert there() == {*before, "figures.json", "measured.json"}


def test_the_next_run_knows_the_figures_kept(desk, gate, made, capsys):
    desk(0.8, arguments=["--write"])
    assert gate.kept((desk.folder / "figures.json").read_text("utf-8")) == [made(0.8)]
    capsys.readouterr()
    desk(0.9)
    shown = capsys.readouterr().out
    assert re.search(r"0\.900 +0\.750 +0\.800", shown)
    assert "make measure" in shown


def test_texts_say_set_figure_and_size(gate, made):
    figures = [
        made(0.834),
        made(0.5, measure="recall"),
        made(0.75, set="pairs", n=12, measure="right", unit=""),
        made(1.0, method="other", n=1300, unit="pages"),
    ]
    assert gate.texts(figures) == {
        "other 2": "Reds: F1 1.00 (1,300 pages)",
        "red-rules 2": "Reds: F1 .83, recall .50 (50 texts); pairs: right 9 of 12",
    }


def test_scores_are_zero_and_not_an_error_where_there_is_nothing(figures):
    assert figures.scores(0, 0, 0) == (0.0, 0.0, 0.0)
    assert figures.scores(1, 2, 4) == (0.5, 0.25, pytest.approx(1 / 3))


def test_what_readings_show_is_what_was_kept(gate):
    kept = gate.kept(gate.KEPT.read_text("utf-8"))
    assert gate.SHOWN.read_text("utf-8") == gate.as_shown(kept)
    assert gate.KEPT.read_text("utf-8") == gate.as_kept(kept)


def test_figures_kept_are_above_the_floors_and_every_floor_has_one(gate):
    kept, least = gate.kept(gate.KEPT.read_text("utf-8")), gate.floors(gate.FLOORS.read_text("utf-8"))
    assert [row for row in gate.rows(kept, least, []) if row.below] == []
    assert gate.unmeasured(kept, least) == []


def test_a_kind_of_gold_item_is_counted_for_one_method(bench):
    kinds = [kind for kinds in bench("gold").METHODS.values() for kind in kinds]
    assert len(kinds) == len(set(kinds))


def test_no_figure_is_measured_twice(gate):
    keys = [figure.key for figure in gate.kept(gate.KEPT.read_text("utf-8"))]
    assert len(keys) == len(set(keys))


def test_every_floor_says_what_it_was_set_from():
    lines = (ROOT / "bench" / "floors.toml").read_text("utf-8").splitlines()
    bare = [line for line in lines if "=" in line and not line.startswith("#") and "#" not in line]
    assert bare == []
