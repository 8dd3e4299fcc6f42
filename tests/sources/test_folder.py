import os

import pytest

from cuibono.core.errors import InputError, SettingsError


@pytest.fixture
def box(tmp_path, clock):
    """Puts files into a folder, last changed some seconds ago by the injected clock."""
    folder = tmp_path / "inbox"
    folder.mkdir()

    def put(name, words, seconds=60):
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(words, "utf-8")
        at = clock.now.timestamp() - seconds
        os.utime(file, (at, at))
        return file

    put.folder = folder
    return put


def names(captures):
    return [capture.location for capture in captures]


def test_what_is_put_there_is_taken_once_and_again_when_it_changes(desk, box):
    source = desk.source("folder", path=str(box.folder))
    box("b.txt", "second words")
    box("sub/a.txt", "first words")
    box(".hidden", "no")
    assert names(source.fetch(None)) == ["inbox/b.txt", "inbox/sub/a.txt"]
    assert names(source.fetch(None)) == []
    box("b.txt", "other words", seconds=30)
    assert [capture.body for capture in source.fetch(None)] == [b"other words"]


def test_old_files_count_too(desk, box, clock):
    box("old.txt", "words", seconds=10_000_000)
    assert names(desk.source("folder", path=str(box.folder)).fetch(clock.now)) == ["inbox/old.txt"]


def test_a_file_that_is_being_written_waits(desk, box, clock):
    source = desk.source("folder", path=str(box.folder))
    box("a.txt", "half", seconds=2)
    assert names(source.fetch(None)) == []
    clock.pass_(4)
    assert names(source.fetch(None)) == ["inbox/a.txt"]


def test_nothing_is_noted_before_it_was_taken(desk, box):
    for number in range(3):
        box(f"{number}.txt", "words")
    source = desk.source("folder", path=str(box.folder))
    fetching = source.fetch(None)
    next(fetching), next(fetching)
    fetching.close()
    assert names(source.fetch(None)) == ["inbox/1.txt", "inbox/2.txt"]


def test_a_full_folder_gives_its_share_a_round(desk, box):
    for number in range(5):
        box(f"{number}.txt", "words")
    source = desk.source("folder", path=str(box.folder), limit="2")
    assert [len(list(source.fetch(None))) for _ in range(4)] == [2, 2, 1, 0]
    source = desk.source("folder", path=str(box.folder), limit="2")
    desk.memory.pages.clear()
    list(source.fetch(None))
    assert "more than the 2 files" in source.problems[0].message


def test_one_bad_file_does_not_stop_the_others(desk, box):
    box("empty.txt", "")
    box("good.txt", "words")
    outside = box.folder.parent / "secret"
    outside.write_text("CANARY", "utf-8")
    (box.folder / "link.txt").symlink_to(outside)
    os.mkfifo(box.folder / "pipe")
    os.utime(box.folder / "pipe", (0, 0))
    source = desk.source("folder", path=str(box.folder))
    assert names(source.fetch(None)) == ["inbox/good.txt"]
    assert {problem.location for problem in source.problems} == {"inbox/empty.txt", "inbox/link.txt", "inbox/pipe"}


def test_a_folder_that_is_not_there_is_an_error(desk, tmp_path):
    with pytest.raises(InputError, match="there is no such folder"):
        list(desk.source("folder", path=str(tmp_path / "gone")).fetch(None))
    with pytest.raises(SettingsError, match="path: 'inbox' should be absolute"):
        desk.source("folder", path="inbox")
