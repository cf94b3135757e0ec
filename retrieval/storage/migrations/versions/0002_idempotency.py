"""Answers to writes that carried an idempotency key."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "idempotency",
        sa.Column("scope", sa.String(64), primary_key=True),
        sa.Column("body_hash", sa.LargeBinary, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.Integer),
        sa.Column("content_type", sa.String(256)),
        sa.Column("body", sa.LargeBinary),
        sa.Column("turn_id", sa.String(256)),
    )
    op.create_index("idempotency_by_age", "idempotency", ["created_at"])


def downgrade() -> None:
    op.drop_table("idempotency")
