"""Captures, documents and readings in SQLite or PostgreSQL: open them with :class:`cuibono.store.sql.Store`."""
