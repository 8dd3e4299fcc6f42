"""Options, settings, stores and outputs that cannot be used: exit 2 or 5, one line that names the thing."""

from __future__ import annotations

import ctypes
import os
import resource
import sqlite3
import sys
from pathlib import Path

import pytest

from tests.cli.command import STORY, invoke, spawn

SETTINGS = "db, interests, intranet, lenses, max_bytes, max_seconds, models, outlets"


def test_unknown_commands_and_options(db):
    for words, named in (
        (["raed"], "raed"),
        (["read", "--jsn", "x"], "--jsn"),
        (["read"], "INPUT"),
        (["ask", "s"], "QUES"),
    ):
        done = invoke(*words, "--db", db) if words != ["raed"] else invoke(*words)
        assert (done.code, done.out) == (2, "")
        assert named in done.err
    assert not db.exists()


@pytest.mark.parametrize("when", ["tomorrow", "2026-13-01", "9999", "0001-01-01T00:00+05:00", "2026-W41", ""])
@pytest.mark.parametrize("words", [["read", STORY, "--as-of"], ["changes", "s", "--since"]])
def test_a_moment_that_is_none(db, words, when):
    done = invoke(*words, when, "--db", db)
    assert (done.code, done.out) == (2, "")
    assert done.told == [
        f"{words[-1]} {when!r} is no usable date or time; write 2026-10-06, 2026-10-06T12:00 or 2026-10-06T12:00+02:00"
    ]
    assert not db.exists(), "nothing was begun"


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"max_bytes": "lots"}, "CUIBONO_MAX_BYTES: should be integer, unable to parse string as an integer"),
        ({"max_bytes": "-1"}, "CUIBONO_MAX_BYTES: should be greater than 0"),
        ({"max_seconds": "0"}, "CUIBONO_MAX_SECONDS: should be greater than 0"),
        ({"db": ""}, "CUIBONO_DB: should be the path of a file"),
    ],
)
def test_a_setting_that_cannot_be_used(good, given, told):
    done = invoke("read", good, **given)
    assert (done.code, done.told) == (2, [told])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (b"max_bytes = \n", "{file} is not valid TOML: Invalid value (at line 1, column 13)"),
        (b"max_bites = 3", "max_bites in {file}: there is no such setting; there are " + SETTINGS),
        (b"db = 3", "db in {file}: should be the path of a file"),
        (
            b"\xff\xfe",
            "{file} is not valid TOML: 'utf-8' codec can't decode byte 0xff in position 0: invalid start byte",
        ),
    ],
)
def test_a_settings_file_that_cannot_be_used(tmp_path, good, text, told):
    (tmp_path / "config.toml").write_bytes(text)
    done = invoke("read", good, config=tmp_path / "config.toml")
    assert (done.code, done.told) == (2, [told.format(file=tmp_path / "config.toml")])


def test_the_settings_file_of_the_platform_is_used(tmp_path, good):
    folder = tmp_path / "config" / "cuibono"
    folder.mkdir(parents=True)
    (folder / "config.toml").write_text(f'db = "{tmp_path}/by-file.db"')
    assert spawn(tmp_path, "stories").out.startswith("The store holds no story yet")
    assert (tmp_path / "by-file.db").exists()


@pytest.mark.parametrize("name", ["interests", "outlets"])
def test_a_users_file_that_is_not_there(db, good, name):
    done = invoke("read", good, "--db", db, **{name: "/nonexistent.toml"})
    assert done.code == 2
    assert len(done.told) == 1
    assert f"{name} file /nonexistent.toml cannot be read" in done.told[0]


# -- stores --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [["stories"], ["show", "s"], ["ask", "s", "q"], ["changes", "s", "--since", "2026"], ["verify"], ["forget", "s"]],
)
def test_looking_into_a_store_that_is_not_there(db, words):
    done = invoke(*words, "--db", db)
    assert (done.code, done.out) == (5, "")
    assert done.told == [f"store {db}: there is none; `cuibono read INPUT... --db {db}` makes one"]
    assert not db.exists(), "a slip of the pen makes no store"


def test_files_that_are_no_store_are_left_as_they_are(tmp_path, good):
    junk, other = tmp_path / "notes.db", tmp_path / "other.db"
    junk.write_text("shopping list" * 100)
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")
    connection.close()
    for path, cause in ((junk, "this file is no database"), (other, "this is another program's database")):
        before = path.read_bytes()
        done = invoke("read", good, "--db", path)
        assert done.code == 5
        assert len(done.told) == 1
        assert done.told[0].startswith(f"store {path}: {cause}")
        assert path.read_bytes() == before


def test_a_store_that_is_a_folder_or_in_no_folder(tmp_path, good):
    folder = invoke("read", good, "--db", tmp_path)
    assert folder.code == 5
    assert folder.told[0].startswith(f"store {tmp_path}: it cannot be opened: check")
    (tmp_path / "file").touch()
    nowhere = invoke("read", good, "--db", tmp_path / "file" / "store.db")
    assert nowhere.code == 5
    assert "its folder cannot be made" in nowhere.told[0]


def test_a_damaged_store(store):
    store.write_bytes(store.read_bytes()[:200_000])
    done = invoke("stories", "--db", store)
    assert done.code == 5
    assert f"store {store}: the file is damaged" in done.told[0]


@pytest.mark.skipif(sys.platform != "linux", reason="takes root's powers away as Linux does")
def test_a_store_that_may_only_be_read(tmp_path, store, story, good):
    def without_privileges() -> None:
        if os.geteuid() == 0:  # root, who runs tests in containers, may write anywhere: the power is given away
            libc = ctypes.CDLL(None)
            for capability in (1, 2):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
                libc.prctl(24, capability, 0, 0, 0)  # PR_CAPBSET_DROP

    store.chmod(0o444)
    before = store.read_bytes()
    done = spawn(tmp_path, "read", good, "--db", store, preexec_fn=without_privileges)
    assert done.code == 5, done.err
    assert len(done.told) == 1
    assert done.told[0].startswith(f"store {store}: it ")
    assert store.read_bytes() == before


@pytest.mark.slow
def test_a_full_disk_loses_nothing_that_was_stored(tmp_path, store):
    size = store.stat().st_size

    def small() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size + 4096, size + 4096))

    large = tmp_path / "more"
    large.mkdir()
    for number in range(12):
        # The language is stated: the guesser would unpack its model into a file of its own.
        words = f"<p>Number {number} it is, and the harbour office said so.</p>" + "<p>Words of the office. </p>" * 1000
        (large / f"{number}.html").write_text(
            f"<html lang=en><title>Number {number}</title><body>{words}</body></html>"
        )
    done = spawn(tmp_path, "read", large, "--db", store, preexec_fn=small)
    assert done.code == 5, done.err
    assert len(done.told) == 1
    assert "nothing of this step was stored" in done.told[0]
    checked = invoke("verify", "--db", store)
    assert checked.code == 0, checked.err
    assert len(invoke("stories", "--json", "--db", store).json) >= 1


def test_story_ids_that_are_unknown_or_begin_several(store):
    unknown = invoke("show", "s999", "--db", store)
    assert (unknown.code, unknown.out) == (5, "")
    assert unknown.told == ["there is no story 's999' in the store; `cuibono stories` lists them"]
    several = invoke("show", "s", "--db", store)
    assert several.code == 5
    assert several.told[0].startswith("'s' begins the ids of ")
    assert invoke("forget", "", "--db", store).code == 5
    assert len(invoke("stories", "--json", "--db", store).json) > 1, "nothing was forgotten"


# -- outputs -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "cause"),
    [("none/page.html", "there is no folder"), ("", "it is a folder")],
)
def test_a_page_that_cannot_be_written_is_said_before_the_work(tmp_path, db, good, name, cause):
    done = invoke("read", good, "--html", tmp_path / name, "--db", db)
    assert (done.code, done.out) == (2, "")
    assert len(done.told) == 1
    assert done.told[0].startswith(f"{tmp_path / name} cannot be written: {cause}")
    assert not db.exists()


def test_a_page_on_a_full_disk(db, good):
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    done = invoke("read", good, "--html", "/dev/full", "--db", db)
    assert (done.code, done.told) == (2, ["/dev/full cannot be written: No space left on device"])
    assert len(invoke("stories", "--json", "--db", db).json) == 1, "what was read is kept"


def test_formats(tmp_path, store, story):
    assert invoke("show", story, "--format", "json", "--db", store).json["story"]["id"] == story
    assert (
        invoke("show", story, "--format", "md", "--db", store).out == invoke("show", story, "--md", "--db", store).out
    )
    assert "<!doctype html>" in invoke("show", story, "--format", "html", "--db", store).out[:200].lower()
    unknown = invoke("show", story, "--format", "docx", "--db", store)
    assert (unknown.code, unknown.told) == (2, ["there is no format 'docx'; there are html, json, md"])
    both = invoke("show", story, "--json", "--md", "--db", store)
    assert (both.code, both.told) == (2, ["only one format can be printed, not json and md"])
