"""First schema: captures, documents, readings and their spans."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_IMMUTABLE = ("captures", "documents")


def upgrade() -> None:
    op.create_table(
        "captures",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("location", sa.Text, nullable=False),
        sa.Column("fetched", sa.Text, nullable=False),
        sa.Column("media_type", sa.Text, nullable=False),
        sa.Column("headers", sa.Text, nullable=False),
        sa.Column("seal", sa.Text, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_captures"),
    )
    op.create_index("ix_captures_location", "captures", ["location"])
    op.create_table(
        "documents",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("capture", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("url", sa.Text),
        sa.Column("outlet", sa.Text, nullable=False),
        sa.Column("language", sa.Text),
        sa.Column("snippet", sa.Boolean, nullable=False),
        sa.Column("seal", sa.Text, nullable=False),
        sa.Column("published", sa.Text, nullable=False),
        sa.Column("modified", sa.Text, nullable=False),
        sa.Column("authors", sa.Text, nullable=False),
        sa.Column("tags", sa.Text, nullable=False),
        sa.Column("notices", sa.Text, nullable=False),
        sa.Column("links", sa.Text, nullable=False),
        sa.Column("blocks", sa.Text, nullable=False),
        sa.Column("boxes", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_documents"),
        sa.ForeignKeyConstraint(["capture"], ["captures.id"], name="fk_documents_capture"),
    )
    op.create_index("ix_documents_capture", "documents", ["capture"])
    op.create_index("ix_documents_url", "documents", ["url"])
    op.create_table(
        "readings",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("story", sa.Text, nullable=False),
        sa.Column("as_of", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("read_at", sa.Text, nullable=False),
        sa.Column("documents", sa.Integer, nullable=False),
        sa.Column("origins", sa.Integer, nullable=False),
        sa.Column("claims", sa.Integer, nullable=False),
        sa.Column("seal", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_readings"),
        sa.UniqueConstraint("story", "as_of", name="uq_readings_story_as_of"),
    )
    op.create_table(
        "reading_documents",
        sa.Column("reading", sa.Integer, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("reading", "document", name="pk_reading_documents"),
        sa.ForeignKeyConstraint(["reading"], ["readings.id"], name="fk_reading_documents_reading", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["document"], ["documents.id"], name="fk_reading_documents_document"),
    )
    op.create_index("ix_reading_documents_document", "reading_documents", ["document"])
    op.create_table(
        "spans",
        sa.Column("reading", sa.Integer, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("owner_id", sa.Text, nullable=False),
        sa.Column("part", sa.Text, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("quote", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("reading", "number", name="pk_spans"),
        sa.ForeignKeyConstraint(["reading"], ["readings.id"], name="fk_spans_reading", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["document"], ["documents.id"], name="fk_spans_document"),
    )
    op.create_index("ix_spans_document_start", "spans", ["document", "start"])
    op.create_index("ix_spans_owner_id", "spans", ["owner_id"])
    op.create_table(
        "forgetting",
        sa.Column("thing", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("thing", name="pk_forgetting"),
    )
    if op.get_bind().dialect.name == "sqlite":
        _guard_sqlite()
    else:
        _guard_postgresql()


def _guard_sqlite() -> None:
    for table in _IMMUTABLE:
        for name, event, message in (
            ("never_change", "UPDATE", "never change"),
            ("go_by_forget", "DELETE", "go only when a story is forgotten"),
        ):
            allowed = "EXISTS (SELECT 1 FROM forgetting WHERE thing = OLD.id)" if event == "DELETE" else "0"
            op.execute(
                f"CREATE TRIGGER {table}_{name} BEFORE {event} ON {table} WHEN NOT {allowed} "
                f"BEGIN SELECT RAISE(ABORT, '{table} {message}'); END"
            )


def _guard_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION cuibono_never_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ' never change'; END $$"
    )
    op.execute(
        "CREATE FUNCTION cuibono_go_by_forget() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "IF NOT EXISTS (SELECT 1 FROM forgetting WHERE thing = OLD.id) THEN "
        "RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ' go only when a story is forgotten'; "
        "END IF; RETURN OLD; END $$"
    )
    for table in _IMMUTABLE:
        op.execute(
            f"CREATE TRIGGER {table}_never_change BEFORE UPDATE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION cuibono_never_change()"
        )
        op.execute(
            f"CREATE TRIGGER {table}_never_emptied BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION cuibono_never_change()"
        )
        op.execute(
            f"CREATE TRIGGER {table}_go_by_forget BEFORE DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION cuibono_go_by_forget()"
        )
