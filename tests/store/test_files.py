"""Opening what is there: the usual file, and files that are damaged, foreign, locked, full or not ours to write."""

import contextlib
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from sqlalchemy import event

from cuibono.core.errors import StoreError
from cuibono.core.news import Capture
from cuibono.store.database import open_database
from cuibono.store.migrate import upgrade
from cuibono.store.sql import Store
from tests.store.samples import NOON, PAPER, WIRE, Ticks, capture, kept, make_reading, read, story_of


@contextlib.contextmanager
def not_root():
    """Root may write everything, so that rights can be tested only as somebody else."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def open_to_all():
    """A folder that everybody can reach; pytest's own is for its user only."""
    folder = Path(tempfile.mkdtemp(prefix="cuibono-"))
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


def test_folders_on_the_way_are_made(tmp_path):
    path = tmp_path / "a" / "b%20" / "store?x=1#.db"
    with Store(path, Ticks()) as store:
        story_of(store)
        assert store.facts().store == str(path)
    assert path.exists()
    assert [each.name for each in path.parent.iterdir()] == [path.name], "the log is folded in when the store closes"


@pytest.mark.parametrize("form", [str, Path, "sqlite:///{}".format])
def test_a_store_is_named_by_path_or_url(tmp_path, form):
    with Store(form(tmp_path / "store.db"), Ticks()) as store:
        assert store.stories() == ()
    assert (tmp_path / "store.db").exists()


@pytest.mark.parametrize("place", [":memory:", "sqlite://", "sqlite:///:memory:"])
def test_a_store_in_memory_leaves_nothing(place, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with Store(place, Ticks()) as store:
        story_of(store)
        assert list(store.verify(read)) == []
        assert store.get("story1").record.story.title == "Cracks in a dam"
        assert store.facts().size > 0
        assert store.forget("story1").documents == 2
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [b"junk" * 2000, b"%PDF-1.7", b"SQLite format 3\0" + b"\0" * 4096], ids=repr)
def test_a_file_that_is_no_database_is_named_and_left_as_it_is(tmp_path, content):
    path = tmp_path / "notes.txt"
    path.write_bytes(content)
    with pytest.raises(StoreError, match=r"notes\.txt: .*(no database|damaged)"):
        Store(path, Ticks())
    assert path.read_bytes() == content


def test_an_empty_file_becomes_a_store(tmp_path):
    path = tmp_path / "empty"
    path.touch()
    with Store(path, Ticks()) as store:
        assert store.stories() == ()


def test_another_programs_database_is_left_as_it_is(tmp_path):
    path = tmp_path / "mail.db"
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE mail (id)")
    before = path.read_bytes()
    with pytest.raises(StoreError, match=r"mail\.db: this is another program's database .*'mail'"):
        Store(path, Ticks())
    assert path.read_bytes() == before


def test_a_folder_is_no_store(tmp_path):
    with pytest.raises(StoreError, match="cannot be opened"):
        Store(tmp_path, Ticks())


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match=r"file/store\.db: its folder cannot be made"):
        Store(tmp_path / "file" / "store.db", Ticks())


def test_a_read_only_store_is_named(open_to_all):
    path = open_to_all / "store.db"
    with Store(path, Ticks()) as store:
        kept(store, capture())
    path.chmod(0o444)
    open_to_all.chmod(0o555)
    with not_root(), pytest.raises(StoreError, match=r"store\.db: it (is read-only|cannot be opened)"):
        Store(path, Ticks()).keep(capture("more"))
    open_to_all.chmod(0o777)
    with not_root(), Store(path, Ticks()) as store:
        with pytest.raises(StoreError, match=r"store\.db: it is read-only"):
            store.keep(capture("more"))
        assert len(list(store.captures())) == 1


def test_a_folder_without_rights_is_named(open_to_all):
    with not_root(), pytest.raises(StoreError, match=r"store\.db: (it cannot be opened|it is read-only)"):
        Store(open_to_all / "store.db", Ticks())


def test_a_full_disk_loses_nothing_that_was_kept(tmp_path):
    with Store(tmp_path / "store.db", Ticks()) as store:
        story_of(store)

        @event.listens_for(store._database.engine, "connect")
        def _small(connection, _record):
            connection.execute("PRAGMA max_page_count = 60")

        store._database.engine.dispose()
        with pytest.raises(StoreError, match=r"store\.db: the disk is full; nothing of this step was stored"):
            store.keep(Capture("big", b"x" * 1_000_000, NOON))
        assert list(store.verify(read)) == []
        assert len(list(store.captures())) == 2
        store.keep(Capture("small", b"x", NOON))


def test_a_quota_loses_nothing_that_was_kept(tmp_path):
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    with Store(tmp_path / "store.db", Ticks()) as store:
        story_of(store)
        resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, hard))
        try:
            with pytest.raises(StoreError, match=r"store\.db: the disk "):
                store.keep(Capture("big", b"x" * 1_000_000, NOON))
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        assert list(store.verify(read)) == []
        assert store.keep(Capture("big", b"x" * 1_000_000, NOON))


def test_a_locked_store_is_waited_for_and_then_named(tmp_path):
    path = tmp_path / "store.db"
    with Store(path, Ticks(), patience=0.05) as store:
        with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(StoreError, match=r"store\.db: another program has been writing"):
                store.keep(capture())
            assert list(store.captures()) == [], "reading goes on meanwhile"
            other.execute("COMMIT")
        assert store.keep(capture())


def test_a_damaged_file_is_told_by_the_facts_or_refused(tmp_path):
    path = tmp_path / "store.db"
    with Store(path, Ticks()) as store:
        for number in range(50):
            kept(store, capture(f"{number}.txt", WIRE * 5))
    content = bytearray(path.read_bytes())
    middle = len(content) // 2 // 4096 * 4096
    content[middle : middle + 4096] = b"\xff" * 4096
    path.write_bytes(bytes(content))
    looks = (lambda store: store.facts().problems, lambda store: list(store.verify(read)))
    for look in looks:
        try:
            with Store(path, Ticks()) as store:  # the page may be one that opening reads
                assert look(store)
        except StoreError as error:
            assert "damaged" in str(error)  # noqa: PT017 - either is an honest answer


@pytest.mark.parametrize("secret", ["Inspectors found at least nine", "looming"])
def test_forgotten_words_are_in_no_file_any_more(tmp_path, secret):
    def holds(words):
        return [each.name for each in tmp_path.iterdir() if words.encode() in each.read_bytes()]

    with Store(tmp_path / "store.db", Ticks()) as store:
        story_of(store)
        assert holds(secret)
        store.forget("story1")
        assert holds(secret) == [], "not even while the store is open"
    assert holds(secret) == []


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("mysql://user:secret@host/db", "begins with sqlite"),
        ("nonsense://user:secret@host", "begins with sqlite"),
        ("postgresql://user:secret@host:port/db", "no database URL"),
        ("postgresql://user:secret@127.0.0.1:1/db", "127.0.0.1"),
    ],
)
def test_a_url_that_does_not_lead_anywhere_is_named_without_its_password(url, message):
    with pytest.raises(StoreError) as caught:
        Store(url, Ticks())
    assert message in str(caught.value)
    assert "secret" not in str(caught.value)


def test_a_new_file_is_what_the_migrations_make(tmp_path):
    Store(tmp_path / "new.db", Ticks()).close()
    migrated = open_database(tmp_path / "migrated.db", patience=1)
    with migrated.writing() as connection:
        upgrade(connection)
    migrated.close()
    made = []
    for name in ("new.db", "migrated.db"):
        with contextlib.closing(sqlite3.connect(tmp_path / name)) as connection:
            things = connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY name").fetchall()
            versions = connection.execute("SELECT version_num FROM cuibono_version").fetchall()
        made.append(([(*names, " ".join((sql or "").split())) for *names, sql in things], versions))
    assert made[0] == made[1]


def test_opening_a_store_that_is_up_to_date_needs_no_alembic_and_little_else(tmp_path):
    path = tmp_path / "store.db"
    with Store(path, Ticks()) as store:
        story_of(store)
    script = (
        "import sys, datetime, cuibono.store.sql as s\n"
        f"with s.Store({str(path)!r}, lambda: datetime.datetime.now(datetime.UTC)) as store: store.get('story1')\n"
        "print([name for name in ('alembic', 'sqlalchemy.orm', 'psycopg') if name in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


def test_one_query_for_the_version_and_none_that_writes(tmp_path):
    path = tmp_path / "store.db"
    Store(path, Ticks()).close()
    before = path.read_bytes()
    with Store(path, Ticks()) as store:
        assert store.stories() == ()
    assert path.read_bytes() == before


def test_a_batch_of_spans_costs_no_query_each(tmp_path):
    with Store(tmp_path / "store.db", Ticks()) as store:
        reading = make_reading(*kept(store, capture(), capture("paper.txt", PAPER)))
        statements = []
        event.listen(store._database.engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
        store.put(reading)
        assert len(statements) < 12
