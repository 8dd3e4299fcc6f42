"""The schema of a store, brought up to date when it is opened. Equal versions cost one query and no Alembic.

A new SQLite file costs no Alembic either: what the migrations would make of it is kept in ``new.sql``.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, Text, column, inspect, select, table

from cuibono.core.errors import StoreError
from cuibono.store.database import Database
from cuibono.store.schema import SCHEMA, VERSION_TABLE

_SCRIPTS = Path(__file__).parent / "migrations"
_NEW = Path(__file__).parent / "new.sql"


def bring_up_to_date(database: Database) -> None:
    """Make the tables, or change those of an older version; one transaction, so that a crash leaves the old schema.

    Raises:
        StoreError: the store is newer than this program, or the file belongs to something else.
    """
    with database.reading() as connection:
        version = stored_version(connection)
        _refuse_strangers(database, connection, version)
    if version == SCHEMA:
        return
    if database.is_sqlite:
        with database.outside() as connection:
            connection.exec_driver_sql("PRAGMA journal_mode = WAL")  # kept in the file: once is enough
    with database.writing() as connection:
        version = stored_version(connection)  # another process may have been faster
        if version != SCHEMA:
            _refuse_strangers(database, connection, version)
            if database.is_sqlite and version is None:
                _begin(connection)
            else:
                upgrade(connection)


def stored_version(connection: Connection) -> str | None:
    """The schema version that the store is in; None where it has none yet."""
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    return connection.execute(select(column("version_num", Text)).select_from(table(VERSION_TABLE))).scalars().first()


def _refuse_strangers(database: Database, connection: Connection, version: str | None) -> None:
    if version is None:
        # A server's database may be shared; a file is ours or somebody else's.
        others = inspect(connection).get_table_names() if database.is_sqlite else []
        if others:
            raise StoreError(
                f"store {database.name}: this is another program's database (it has a table {others[0]!r}); "
                "it was left as it is"
            )
    elif not version.isdecimal() or int(version) > int(SCHEMA):
        raise StoreError(
            f"store {database.name}: it has schema {version} and this version of Cui Bono knows up to {SCHEMA}; "
            "update Cui Bono, or give another file"
        )


def _begin(connection: Connection) -> None:
    for statement in _NEW.read_text("utf-8").split("\n\n"):
        if not statement.startswith("--"):
            connection.exec_driver_sql(statement)


def upgrade(connection: Connection) -> None:
    """Run the migrations that a store has not had, within the transaction of the connection."""
    # Lazy: Alembic costs 0.16 s of CPU and is needed only when a store is new or older than the program.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
