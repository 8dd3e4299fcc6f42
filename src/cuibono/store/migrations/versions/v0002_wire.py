"""The desk: watched sources, leases, what waits, the index of stories, changes, who was told, and full text."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    _sources()
    _queues()
    _index()
    _changes()
    _claim_words()
    if op.get_bind().dialect.name == "sqlite":
        _full_text_sqlite()
    else:
        _full_text_postgresql()


def _text(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=nullable)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=False)


def _of_document(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["document"], ["documents.id"], name=f"fk_{table}_document", ondelete="CASCADE")


def _sources() -> None:
    op.create_table(
        "watched",
        _text("id"),
        _text("options"),
        sa.Column("every", sa.Float, nullable=False),
        _number("quota"),
        _text("due"),
        _number("failures"),
        _text("error"),
        _text("polled", nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_watched"),
    )
    op.create_index("ix_watched_due", "watched", ["due"])
    op.create_table(
        "leases", _text("name"), _text("owner"), _text("until"), sa.PrimaryKeyConstraint("name", name="pk_leases")
    )
    op.create_table(
        "validators",
        _text("url"),
        _text("etag"),
        _text("modified"),
        sa.PrimaryKeyConstraint("url", name="pk_validators"),
    )


def _queues() -> None:
    op.create_table(
        "inbox",
        _text("capture"),
        _text("source"),
        _number("number"),
        _text("problem"),
        sa.PrimaryKeyConstraint("capture", name="pk_inbox"),
        sa.ForeignKeyConstraint(["capture"], ["captures.id"], name="fk_inbox_capture", ondelete="CASCADE"),
    )
    op.create_index("ix_inbox_problem_source_number", "inbox", ["problem", "source", "number"])
    op.create_index("ix_inbox_number", "inbox", ["number"])
    op.create_table(
        "waiting",
        _text("document"),
        _text("source"),
        _number("number"),
        sa.PrimaryKeyConstraint("document", name="pk_waiting"),
        _of_document("waiting"),
    )
    op.create_index("ix_waiting_source_number", "waiting", ["source", "number"])
    op.create_index("ix_waiting_number", "waiting", ["number"])


def _index() -> None:
    op.create_table(
        "placed",
        _text("document"),
        _text("story"),
        _text("page"),
        _text("words"),
        _text("seen", nullable=True),
        _text("traits"),
        sa.PrimaryKeyConstraint("document", name="pk_placed"),
        sa.UniqueConstraint("page", "words", name="uq_placed_page_words"),
        _of_document("placed"),
    )
    op.create_index("ix_placed_story", "placed", ["story"])
    op.create_table(
        "placed_terms",
        _text("term"),
        sa.Column("day", sa.Float, nullable=False),
        _text("document"),
        sa.PrimaryKeyConstraint("term", "day", "document", name="pk_placed_terms"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "blocks",
        _text("document"),
        _number("level"),
        _text("label"),
        sa.PrimaryKeyConstraint("document", "level", name="pk_blocks"),
        _of_document("blocks"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_blocks_level_label", "blocks", ["level", "label"])
    op.create_table(
        "touched",
        _text("story"),
        _text("before"),
        _number("number"),
        sa.PrimaryKeyConstraint("story", name="pk_touched"),
    )
    op.create_index("ix_touched_number", "touched", ["number"])


def _changes() -> None:
    op.create_table("ticking", _text("story"), _text("due"), sa.PrimaryKeyConstraint("story", name="pk_ticking"))
    op.create_index("ix_ticking_due", "ticking", ["due"])
    op.create_table(
        "noticed",
        _text("id"),
        _text("story"),
        _text("at"),
        _text("kind"),
        _text("body"),
        sa.PrimaryKeyConstraint("id", name="pk_noticed"),
    )
    op.create_index("ix_noticed_at", "noticed", ["at"])
    op.create_index("ix_noticed_story", "noticed", ["story"])
    op.create_table(
        "noticed_documents",
        _text("noticed"),
        _text("document"),
        sa.PrimaryKeyConstraint("noticed", "document", name="pk_noticed_documents"),
        sa.ForeignKeyConstraint(["noticed"], ["noticed.id"], name="fk_noticed_documents_noticed", ondelete="CASCADE"),
    )
    op.create_index("ix_noticed_documents_document", "noticed_documents", ["document"])
    op.create_table(
        "told",
        _text("noticed"),
        _text("channel"),
        _text("state"),
        sa.PrimaryKeyConstraint("noticed", "channel", name="pk_told"),
        sa.ForeignKeyConstraint(["noticed"], ["noticed.id"], name="fk_told_noticed", ondelete="CASCADE"),
    )


def _claim_words() -> None:
    op.create_table(
        "claim_words",
        _number("number"),
        _number("reading"),
        _text("claim"),
        _text("document"),
        _number("start"),
        _number("end"),
        _text("quote"),
        sa.Column("vector", sa.LargeBinary),
        sa.PrimaryKeyConstraint("number", name="pk_claim_words"),
        sa.ForeignKeyConstraint(["reading"], ["readings.id"], name="fk_claim_words_reading", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["document"], ["documents.id"], name="fk_claim_words_document"),
    )
    op.create_index("ix_claim_words_reading", "claim_words", ["reading"])
    op.create_index("ix_claim_words_document", "claim_words", ["document"])


def _full_text_sqlite() -> None:
    """Two FTS5 indexes without content of their own, kept in step by ``store/words.py``.

    Not by triggers: with ``trusted_schema = OFF`` SQLite lets none of them write to a virtual table. Documents have no
    stable number (a row id may change), so a table gives them one.
    """
    tokens = "tokenize = 'porter unicode61 remove_diacritics 2'"
    op.execute("CREATE TABLE full_text_numbers (number INTEGER PRIMARY KEY, document TEXT NOT NULL UNIQUE)")
    op.execute(f"CREATE VIRTUAL TABLE full_text_documents USING fts5(title, words, content='', {tokens})")
    op.execute(f"CREATE VIRTUAL TABLE full_text_claims USING fts5(words, content='', {tokens})")
    op.execute("INSERT INTO full_text_numbers (document) SELECT id FROM documents ORDER BY id")
    op.execute(
        "INSERT INTO full_text_documents (rowid, title, words) "
        "SELECT number, title, text FROM full_text_numbers JOIN documents ON id = document"
    )


def _full_text_postgresql() -> None:
    # A tsvector holds a megabyte at most: of a longer text only the beginning is searched.
    op.execute(
        "CREATE INDEX full_text_documents ON documents USING gin "
        "(to_tsvector('english', title || ' ' || left(text, 300000)))"
    )
    op.execute("CREATE INDEX full_text_claims ON claim_words USING gin (to_tsvector('english', quote))")
