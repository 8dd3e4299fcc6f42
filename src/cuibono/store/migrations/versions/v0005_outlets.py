"""Documents by outlet: whose stories are read again when a database is asked about it."""

from __future__ import annotations

from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_index("ix_documents_outlet", "documents", ["outlet"])
