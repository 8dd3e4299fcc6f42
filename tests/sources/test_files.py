import os
import socket
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuibono.sources.files import MAX_FILE_BYTES, Files

NOON = datetime(2026, 3, 11, 12, tzinfo=UTC)


def clock() -> datetime:
    return NOON


def write(path: Path, body: bytes = b"words") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(body)
    return path


def fetch(*paths: Path, **options):
    source = Files(paths, clock, **options)
    return list(source.fetch(None)), source.problems


def locations(*paths: Path) -> list[str]:
    return [capture.location for capture in fetch(*paths)[0]]


def test_a_folder_gives_one_capture_a_file_named_from_the_folder_on(tmp_path):
    write(tmp_path / "story" / "wire" / "b.html", b"B")
    write(tmp_path / "story" / "a.txt", b"A")
    captures, problems = fetch(tmp_path / "story")
    assert [(c.location, c.body, c.fetched) for c in captures] == [
        ("story/a.txt", b"A", NOON),
        ("story/wire/b.html", b"B", NOON),
    ]
    assert problems == []


def test_a_file_given_by_itself_has_its_bare_name(tmp_path):
    assert locations(write(tmp_path / "deep" / "down" / "a.html")) == ["a.html"]


def test_the_folder_one_stands_in_has_its_name(tmp_path, monkeypatch):
    write(tmp_path / "story" / "a.txt")
    write(tmp_path / "story" / "sub" / "b.txt")
    monkeypatch.chdir(tmp_path / "story")
    assert locations(Path()) == ["story/a.txt", "story/sub/b.txt"]
    monkeypatch.chdir(tmp_path / "story" / "sub")
    assert locations(Path("..")) == ["story/a.txt", "story/sub/b.txt"]


def test_the_order_of_inputs_does_not_matter(tmp_path):
    paths = [write(tmp_path / name / "x.txt", name.encode()) for name in ("one", "two", "three")]
    forwards = [(c.location, c.body) for c in fetch(*paths)[0]]
    assert forwards == [(c.location, c.body) for c in fetch(*reversed(paths))[0]]


def test_different_files_of_one_name_do_not_pass_for_versions_of_one_page(tmp_path):
    one, two = write(tmp_path / "one" / "index.html", b"1"), write(tmp_path / "two" / "index.html", b"2")
    assert locations(one, two) == ["one/index.html", "two/index.html"]


def test_the_same_file_given_twice_is_read_once(tmp_path):
    page = write(tmp_path / "story" / "a.html")
    assert locations(page, page, tmp_path / "story", tmp_path / "story" / "..") == [f"{tmp_path.name}/story/a.html"]


def test_hidden_files_and_files_about_the_story_are_left_out(tmp_path):
    for name in ("a.txt", ".hidden", ".git/config", "README.md", "readme", "gold.json", "sub/README", "interests.toml"):
        write(tmp_path / "story" / name)
    assert locations(tmp_path / "story") == ["story/a.txt"]


def test_whatever_is_given_by_itself_is_read(tmp_path):
    assert locations(write(tmp_path / "README.md"), write(tmp_path / ".hidden")) == [".hidden", "README.md"]


def test_links_are_not_followed_out_of_the_folder(tmp_path):
    secret = write(tmp_path / "outside" / "secret.txt", b"SECRET")
    write(tmp_path / "story" / "a.txt")
    (tmp_path / "story" / "file.txt").symlink_to(secret)
    (tmp_path / "story" / "folder").symlink_to(secret.parent)
    (tmp_path / "story" / "up").symlink_to("..")
    captures, problems = fetch(tmp_path / "story")
    assert [c.location for c in captures] == ["story/a.txt"]
    assert [p.location for p in problems] == ["story/file.txt", "story/folder", "story/up"]
    assert all("leads out of the folder" in p.message for p in problems)


def test_links_within_the_folder_give_nothing_twice_and_no_loop(tmp_path):
    write(tmp_path / "story" / "sub" / "z.txt")
    (tmp_path / "story" / "a.txt").symlink_to("sub/z.txt")
    (tmp_path / "story" / "sub" / "again").symlink_to(tmp_path / "story")
    captures, problems = fetch(tmp_path / "story")
    assert [c.location for c in captures] == ["story/sub/z.txt"]
    assert problems == []


def test_a_link_given_by_itself_is_followed_and_keeps_its_name(tmp_path):
    write(tmp_path / "real" / "a.txt")
    (tmp_path / "alias").symlink_to(tmp_path / "real")
    assert locations(tmp_path / "alias") == ["alias/a.txt"]


def test_a_dangling_link_is_named(tmp_path):
    (tmp_path / "story").mkdir()
    (tmp_path / "story" / "gone.txt").symlink_to("nowhere")
    _, problems = fetch(tmp_path / "story")
    assert problems[0].location == "story/gone.txt"
    assert "no such file" in problems[0].message


def test_a_missing_path_is_named_and_the_rest_is_read(tmp_path):
    captures, problems = fetch(tmp_path / "none.txt", write(tmp_path / "a.txt"), Path("zero\0byte"))
    assert [c.location for c in captures] == ["a.txt"]
    assert "no such file" in problems[0].message
    assert problems[0].location == str(tmp_path / "none.txt")
    assert problems[1].location == "zero\\x00byte"


def test_a_200_mb_page_is_refused_without_reading_it(tmp_path):
    page = write(tmp_path / "story" / "huge.html")
    os.truncate(page, 200 * 1024 * 1024)  # sparse: costs no disk
    write(tmp_path / "story" / "a.txt")
    captures, problems = fetch(tmp_path / "story")
    assert [c.location for c in captures] == ["story/a.txt"]
    assert [p.message for p in problems] == [
        "story/huge.html: the file is too large: 200 MiB, where at most 64 MiB are read"
    ]


@pytest.mark.parametrize(("size", "read"), [(10, True), (11, False)])
def test_the_size_limit_is_exact(tmp_path, size, read):
    captures, problems = fetch(write(tmp_path / "a.txt", b"x" * size), max_bytes=10)
    assert bool(captures) is read
    assert bool(problems) is not read


def test_the_default_limit_holds_long_reports():
    assert MAX_FILE_BYTES == 64 * 1024 * 1024


def test_an_empty_file_and_an_empty_folder_are_named(tmp_path):
    write(tmp_path / "story" / "empty.txt", b"")
    (tmp_path / "bare").mkdir()
    write(tmp_path / "only-hidden" / ".x")
    _, problems = fetch(tmp_path / "story", tmp_path / "bare", tmp_path / "only-hidden")
    assert sorted(p.message for p in problems) == [
        "bare: the folder holds nothing to read",
        "only-hidden: the folder holds nothing to read",
        "story/empty.txt: the file is empty",
    ]


def test_special_files_are_named_and_nothing_waits_for_them(tmp_path, monkeypatch):
    write(tmp_path / "story" / "a.txt")
    os.mkfifo(tmp_path / "story" / "pipe")
    monkeypatch.chdir(tmp_path / "story")  # a socket's path must be short
    with socket.socket(socket.AF_UNIX) as door:
        door.bind("door")
        captures, problems = fetch(tmp_path / "story", Path("/dev/zero"))
    assert [c.location for c in captures] == ["story/a.txt"]
    assert {(p.location, p.message.partition(": ")[2]) for p in problems} == {
        ("story/door", "a socket is no file to read"),
        ("story/pipe", "a named pipe is no file to read"),
        ("zero", "a device is no file to read"),
    }


def test_a_file_that_may_not_be_read_is_named_without_its_absolute_path(tmp_path, monkeypatch):
    page = write(tmp_path / "a.txt")

    def refuse(path, *_):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(os, "open", refuse)  # root may read everything, so a mode would not do
    source = Files([page], clock)
    assert list(source.fetch(None)) == []
    assert [p.message for p in source.problems] == ["a.txt: permission denied"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read_is_named(tmp_path):
    write(tmp_path / "story" / "locked.txt").chmod(0)
    write(tmp_path / "story" / "shut" / "b.txt").parent.chmod(0)
    try:
        _, problems = fetch(tmp_path / "story")
    finally:
        (tmp_path / "story" / "shut").chmod(0o700)
    assert {p.location for p in problems} == {"story/locked.txt", "story/shut"}
    assert all("permission denied" in p.message and str(tmp_path) not in p.message for p in problems)


def test_only_what_changed_since(tmp_path):
    old, new = write(tmp_path / "s" / "old.txt"), write(tmp_path / "s" / "new.txt")
    os.utime(old, (NOON.timestamp(), NOON.timestamp()))
    os.utime(new, ((NOON + timedelta(hours=1)).timestamp(),) * 2)
    assert [c.location for c in Files([tmp_path / "s"], clock).fetch(NOON)] == ["s/new.txt"]


def test_a_second_fetch_starts_with_no_problems(tmp_path):
    source = Files([tmp_path / "none"], clock)
    assert [list(source.fetch(None)), list(source.fetch(None)), len(source.problems)] == [[], [], 1]


@given(st.binary(min_size=1, max_size=40).filter(lambda name: b"/" not in name and b"\0" not in name))
def test_any_file_name_gives_a_location_that_can_be_stored_and_shown(tmp_path_factory, name):
    folder = tmp_path_factory.mktemp("names") / "story"
    folder.mkdir()
    try:
        (folder / os.fsdecode(name)).write_bytes(b"x")
    except OSError:
        return  # this file system does not take the name
    for capture in fetch(folder)[0]:
        assert capture.location.isprintable()
        assert len(capture.id) == 64
