"""Users' files of tables, and the lines that messages name."""

import pytest

from cuibono.core.errors import SettingsError
from cuibono.settings_tables import Form, tables, text_of

FORM = Form("tide file", "tide", "harbour", "harbours", 3)


def read(tmp_path, text):
    path = tmp_path / "tides.toml"
    path.write_text(text, "utf-8")
    return tables(path, FORM)


def test_each_table_knows_where_it_and_its_keys_stand(tmp_path):
    first, second = read(tmp_path, '# high\n[[tide]]\nname = "a"\n\n[[ "tide" ]]\nat = 4\n"name" = "b"\n')
    assert (first.values, second.values) == ({"name": "a"}, {"at": 4, "name": "b"})
    file = f"tide file {tmp_path / 'tides.toml'}"
    assert [first.place(), first.place("name"), first.place("at")] == [f"{file}, line {n}" for n in (2, 3, 2)]
    assert [second.place(), second.place("name"), second.place("at")] == [f"{file}, line {n}" for n in (5, 7, 6)]


def test_of_tables_written_inline_only_the_file_is_named(tmp_path):
    (table,) = read(tmp_path, 'tide = [{name = "a"}]\n')
    assert table.place("name") == table.place() == f"tide file {tmp_path / 'tides.toml'}"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[[tide]\n", " cannot be read: "),
        ("tide = 4\n", ": write [[tide]] with two brackets, once for each harbour"),
        ("[[ebb]]\n[[tide]]\n", ": unknown key 'ebb'; it holds [[tide]] tables only"),
        ("[[tide]]\n" * 4, " holds 4 harbours; 3 are the most"),
    ],
)
def test_a_file_that_holds_something_else_is_refused(tmp_path, text, reason):
    with pytest.raises(SettingsError) as caught:
        read(tmp_path, text)
    assert str(caught.value).startswith(f"tide file {tmp_path / 'tides.toml'}{reason}")


@pytest.mark.parametrize("value", ["", " ", 4, None, "x" * 301])
def test_what_is_no_text_is_told_with_its_place(value):
    with pytest.raises(SettingsError, match=r"^here, line 2: name must be a text of 1 to 300 characters$"):
        text_of(value, "name", "here, line 2")


def test_the_white_space_of_a_text_is_made_single():
    assert text_of(" a\n b ", "name", "here") == "a b"
