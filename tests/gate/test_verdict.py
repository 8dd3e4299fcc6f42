"""The gate's verdict: what passes, what fails, and that what readings show is what was measured."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from cuibono.core.errors import InputError, SetMissing, SettingsError
from cuibono.gate import examine, gold, verdict
from cuibono.gate.figures import Figure, Miss
from cuibono.gate.verdict import Books

BOOKS = Books.of_package()


def made(value=0.8, **fields):
    defaults = {"judgement": "is it red", "method": "red-rules", "version": "2", "set": "Reds", "n": 50}
    return Figure(**{**defaults, "measure": "F1", "value": value, "unit": "texts", **fields})


@pytest.fixture
def books(tmp_path):
    (tmp_path / "floors.toml").write_text("[red-rules.Reds]\nF1 = 0.75\n", "utf-8")
    return Books(tmp_path / "floors.toml", tmp_path / "figures.json", tmp_path / "measured.json")


@pytest.fixture
def examined(monkeypatch, tmp_path):
    """What comes of two examinations, one of which finds its set or fails as told."""

    def run(*values, blues=None, names=("reds", "blues")):
        def second(_data, _note):
            if blues:
                raise blues
            return []

        known = {"reds": lambda _data, _note: [made(value) for value in values], "blues": second}
        monkeypatch.setattr(examine, "EXAMINATIONS", known)
        return examine.examine(tmp_path, names, lambda _name: lambda _miss: None, lambda _what: None)

    return run


@pytest.mark.parametrize(("value", "faults"), [(0.76, 0), (0.75, 0), (0.7499, 1), (0.0, 1)])
def test_a_figure_below_its_floor_is_a_fault(examined, books, value, faults):
    found = verdict.judged(examined(value), books)
    assert len(found.faults) == faults
    assert ("BELOW" in "".join(verdict.table(found.rows))) == bool(faults)
    assert found.plain()["passed"] == (not faults)


def test_where_less_is_better_the_floor_is_the_most_allowed():
    assert verdict.Row(made(0.02, higher=False), 0.01, None).below
    assert not verdict.Row(made(0.01, higher=False), 0.01, None).below
    assert not verdict.Row(made(0.0), None, None).below


def test_a_floor_that_nothing_measures_is_a_fault_of_a_whole_run_only(examined, books):
    other = [made(set="Others")]
    whole = replace(examined(0.8), figures=tuple(other))
    assert verdict.judged(whole, books).faults == ("a floor that nothing measures, red-rules / Reds / F1",)
    assert verdict.judged(replace(whole, whole=False), books).faults == ()


def test_a_missing_set_is_named_and_excuses_its_floors(examined, books):
    found = verdict.judged(examined(0.8, blues=SetMissing("a set is not here")), books)
    assert found.skipped == ("blues: a set is not here",)
    assert (found.faults, found.whole) == ((), False)


@pytest.mark.parametrize("error", [KeyError("label"), ValueError("no number"), ZeroDivisionError("no items")])
def test_a_set_that_cannot_be_examined_is_a_fault_and_stops_nothing(examined, books, error):
    found = verdict.judged(examined(0.8, blues=error), books)
    assert len(found.rows) == 1
    assert found.faults[0].startswith("blues: the set could not be examined")


def test_no_folder_no_set_and_no_such_name_are_errors(examined, tmp_path):
    with pytest.raises(InputError, match="is no folder"):
        examine.examine(tmp_path / "none", ("future",), lambda _: lambda _m: None, lambda _: None)
    with pytest.raises(InputError, match="nothing could be measured: blues: not here"):
        examined(blues=SetMissing("not here"), names=("blues",))
    with pytest.raises(SettingsError, match="no examination 'greens'; there are reds, blues"):
        examine.chosen(["greens"])


def test_the_next_run_knows_the_figures_kept(examined, books):
    Path(str(books.kept)).write_text(verdict.as_kept([made(0.8)]), "utf-8")
    (row,) = verdict.judged(examined(0.9), books).rows
    assert (row.floor, row.previous) == (0.75, 0.8)


def test_texts_say_set_figure_and_size():
    figures = [
        made(0.834),
        made(0.5, measure="recall"),
        made(0.75, set="pairs", n=12, measure="right", unit=""),
        made(1.0, method="other", n=1300, unit="pages"),
    ]
    assert verdict.texts(figures) == {
        "other 2": "Reds: F1 1.00 (1,300 pages)",
        "red-rules 2": "Reds: F1 .83, recall .50 (50 texts); pairs: right 9 of 12",
    }


def test_what_readings_show_is_what_was_kept():
    kept = verdict.kept(BOOKS.kept.read_text("utf-8"))
    assert BOOKS.shown.read_text("utf-8") == verdict.as_shown(kept)
    assert BOOKS.kept.read_text("utf-8") == verdict.as_kept(kept)


def test_figures_kept_are_above_the_floors_and_every_floor_has_one():
    kept, least = verdict.kept(BOOKS.kept.read_text("utf-8")), verdict.floors(BOOKS.floors.read_text("utf-8"))
    assert [row for row in verdict.rows(kept, least, []) if row.below] == []
    assert verdict.unmeasured(kept, least) == []


def test_a_kind_of_gold_item_is_counted_for_one_method():
    kinds = [kind for kinds in gold.METHODS.values() for kind in kinds]
    assert len(kinds) == len(set(kinds))


def test_no_figure_is_measured_twice():
    keys = [figure.key for figure in verdict.kept(BOOKS.kept.read_text("utf-8"))]
    assert len(keys) == len(set(keys))


def test_every_floor_says_what_it_was_set_from():
    lines = BOOKS.floors.read_text("utf-8").splitlines()
    bare = [line for line in lines if "=" in line and not line.startswith("#") and "#" not in line]
    assert bare == []


def test_a_miss_is_plain():
    assert Miss("Reds", "red", "blue", "a text").plain() == {
        "set": "Reds",
        "said": "red",
        "wanted": "blue",
        "text": "a text",
    }
