"""A database that is open: how it is reached, how transactions begin, and how its failures read.

SQLite runs in WAL mode with foreign keys on. A writing transaction takes the write lock at its beginning (BEGIN
IMMEDIATE), so that the busy timeout applies to it: a transaction that began by reading could not wait. PostgreSQL
takes an advisory lock instead: one writer there too, hence the same order of events and no deadlocks.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, event, func, make_url, select
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry, StaticPool

from cuibono.core.errors import StoreError

MEMORY = ":memory:"
_WRITE_LOCK = 0x6375_6962_6F6E_6F  # "cuibono": the key of PostgreSQL's advisory lock
_PRAGMAS = (
    "foreign_keys = ON",
    "recursive_triggers = ON",  # so that REPLACE meets the triggers against deletion as well
    "secure_delete = ON",  # what is forgotten is overwritten, not just unlinked
    "trusted_schema = OFF",  # a store file may come from somebody else
    "synchronous = FULL",  # a commit survives a power cut: nothing that was kept is lost
)


@dataclass(frozen=True, slots=True)
class Database:
    """An engine and the name it has in messages: a path, or a URL without its password."""

    engine: Engine
    name: str

    @property
    def is_sqlite(self) -> bool:
        """Whether this is SQLite; otherwise it is PostgreSQL."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one state of the store, whatever others write meanwhile.

        Raises:
            StoreError: the database fails; the message names it and the cause.
        """
        with self._failures():
            options = {} if self.is_sqlite else {"isolation_level": "REPEATABLE READ"}
            with self.engine.connect().execution_options(**options) as connection:
                yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that is the only writer: committed at the end, or leaves nothing.

        Raises:
            StoreError: the database fails; the message names it and the cause.
        """
        writer = self.engine.execution_options(cuibono_writes=True)
        with self._failures(), writer.begin() as connection:
            if not self.is_sqlite:
                connection.execute(select(func.pg_advisory_xact_lock(_WRITE_LOCK)))
            yield connection

    @contextmanager
    def outside(self) -> Iterator[Connection]:
        """A connection without a transaction, for what cannot run inside one (SQLite's journal mode, checkpoints).

        Raises:
            StoreError: the database fails; the message names it and the cause.
        """
        with self._failures(), self.engine.connect().execution_options(cuibono_bare=True) as connection:
            yield connection

    def fold_log(self) -> None:
        """Write SQLite's write-ahead log into the file and empty it, so that overwritten words are gone from both.

        Where another process is reading an older state, that happens when the log is next folded.
        """
        if not self.is_sqlite or self.name == MEMORY:
            return
        with self.outside() as connection:
            patience = connection.exec_driver_sql("PRAGMA busy_timeout").scalar_one()
            connection.exec_driver_sql("PRAGMA busy_timeout = 500")  # a reader may take minutes: not waited for
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.exec_driver_sql(f"PRAGMA busy_timeout = {patience}")

    def close(self) -> None:
        """Close all connections; the last one folds SQLite's write-ahead log into the file."""
        self.engine.dispose()

    @contextmanager
    def _failures(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            raise StoreError(f"store {self.name}: {_cause(error)}") from error
        except (SQLAlchemyError, UnicodeError) as error:
            raise StoreError(f"store {self.name}: {error}") from error


def open_database(place: str | Path, *, patience: float) -> Database:
    """The database at a path (SQLite) or URL (``sqlite:///…``, ``postgresql://…``); ``:memory:`` lives as long as this.

    ``patience`` is how long a writer waits for another one, in seconds. Folders on the way are made.

    Raises:
        StoreError: the URL cannot be used, its driver is missing, or the folder cannot be made.
    """
    url = _url(place)
    if url.get_backend_name() == "sqlite":
        return _open_sqlite(url, patience)
    name = url.render_as_string(hide_password=True)
    try:
        engine = create_engine(
            url.set(drivername="postgresql+psycopg"),
            connect_args={"connect_timeout": 10, "options": f"-c lock_timeout={int(patience * 1000)}"},
        )
    except ModuleNotFoundError as error:
        raise StoreError(f"store {name}: PostgreSQL needs the extra: pip install 'cuibono[postgres]'") from error
    return Database(engine, name)


def _url(place: str | Path) -> URL:
    if isinstance(place, Path) or "://" not in place:
        return URL.create("sqlite", database=str(place))
    scheme = place.split("://", 1)[0]  # all that may be shown of an unreadable URL: the rest may hold a password
    try:
        url = make_url(place)
    except (ArgumentError, ValueError):
        raise StoreError(f"store {scheme}://…: this is no database URL") from None
    try:
        known = url.get_backend_name() in {"sqlite", "postgresql"}
    except NoSuchModuleError:
        known = False
    if not known:
        raise StoreError(f"store {scheme}://…: give a file, or a URL that begins with sqlite:// or postgresql://")
    return url


def _open_sqlite(url: URL, patience: float) -> Database:
    if url.database in {None, "", MEMORY}:
        engine = create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})
        database = Database(engine, MEMORY)
    else:
        path = Path(url.database or "").expanduser()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"store {path}: its folder cannot be made: {error.strerror}") from error
        engine = create_engine(URL.create("sqlite", database=str(path)), connect_args={"timeout": patience})
        database = Database(engine, str(path))
    event.listen(engine, "connect", _on_connect)
    event.listen(engine, "begin", _on_begin)
    return database


def _on_connect(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # transactions begin where we say so: the driver would begin them too late
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _on_begin(connection: Connection) -> None:
    options = connection.get_execution_options()
    if not options.get("cuibono_bare"):
        connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("cuibono_writes") else "BEGIN")


# What SQLite says, and what it means for whoever keeps the file.
_SQLITE_CAUSES = (
    ("file is not a database", "this file is no database (or an encrypted one); it was left as it is"),
    ("malformed", "the file is damaged; restore a copy, and see `cuibono doctor`"),
    ("readonly", "it is read-only for you: check the rights on the file and its folder"),
    ("disk is full", "the disk is full; nothing of this step was stored"),
    ("is locked", "another program has been writing to it for too long; try again when it is done"),
    ("unable to open", "it cannot be opened: check that the folder exists, that this is a file, and your rights on it"),
    (
        "disk i/o error",
        "the disk refused to read or write (full, removed, over a quota); nothing of this step was stored",
    ),
)


def _cause(error: DBAPIError) -> str:
    said = " ".join(str(error.orig).split())
    for sign, meaning in _SQLITE_CAUSES:
        if sign in said.lower():
            return f"{meaning} ({said})"
    return said
