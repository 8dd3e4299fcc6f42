"""Run by Alembic: migrates over the connection, and within the transaction, that the store hands in."""

from __future__ import annotations

from alembic import context

from cuibono.store.schema import VERSION_TABLE, metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table=VERSION_TABLE,
    transactional_ddl=True,  # SQLite too: the store begins transactions itself
    render_as_batch=True,  # SQLite cannot alter most things in place
)
with context.begin_transaction():
    context.run_migrations()
