"""Which network made a vector; which list a mark belongs to, and since when the list no longer holds its entry.

Vectors of before say no network, so nobody compares with them until their story is read again. Marks of entries
were named by their list and a fingerprint of 32 digits.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
_FINGERPRINT = 33  # characters behind the list, with their "#"


def upgrade() -> None:
    op.add_column("claim_words", sa.Column("model", sa.Text, nullable=False, server_default=""))
    op.add_column("validators", sa.Column("list", sa.Text, nullable=False, server_default=""))
    op.add_column("validators", sa.Column("gone", sa.Text))
    op.create_index("ix_validators_list", "validators", ["list"])
    marks = sa.table("validators", sa.column("url", sa.Text), sa.column("list", sa.Text))
    length = sa.func.length(marks.c.url)
    mark = sa.func.substr(marks.c.url, length - _FINGERPRINT + 1)
    fingerprint = sa.and_(length > _FINGERPRINT, sa.func.substr(mark, 1, 1) == "#")
    op.execute(sa.update(marks).where(fingerprint).values(list=sa.func.substr(marks.c.url, 1, length - _FINGERPRINT)))
