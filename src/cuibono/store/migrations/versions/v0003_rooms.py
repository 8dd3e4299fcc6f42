"""What is said in the rooms, turn by turn, and what asking models costs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "turns",
        sa.Column("story", sa.Text, nullable=False),
        sa.Column("number", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("move", sa.Text, nullable=False),
        sa.Column("basis", sa.Text, nullable=False),
        sa.Column("closes", sa.Boolean, nullable=False),
        sa.Column("said_at", sa.Text, nullable=False),
        sa.Column("seal", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("story", "number", name="pk_turns"),
    )
    op.create_table(
        "spending",
        sa.Column("number", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("model", sa.Text, nullable=False),
        sa.Column("tokens", sa.Integer, nullable=False),
        sa.Column("micros", sa.BigInteger),
        sa.Column("settled", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_spending"),
    )
    op.create_index("ix_spending_at", "spending", ["at"])
