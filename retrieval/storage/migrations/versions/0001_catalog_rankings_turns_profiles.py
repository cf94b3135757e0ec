"""The catalog with its revisions, rankings as served, finished turns, profiles and settings."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "products",
        sa.Column("product_id", sa.String(256), primary_key=True),
        sa.Column("data", sa.LargeBinary, nullable=False),
        sa.Column("content_hash", sa.LargeBinary, nullable=False),
        sa.Column("text_hash", sa.LargeBinary, nullable=False),
        sa.Column("vector", sa.LargeBinary, nullable=False, comment="little-endian float32"),
        sa.Column("revision", sa.BigInteger, nullable=False),
    )
    op.create_index("products_by_revision", "products", ["revision", "product_id"])
    op.create_table(
        "deleted_products",
        sa.Column("product_id", sa.String(256), primary_key=True),
        sa.Column("revision", sa.BigInteger, nullable=False),
    )
    op.create_index("deleted_products_by_revision", "deleted_products", ["revision", "product_id"])
    counters = op.create_table(
        "counters",
        sa.Column("name", sa.String(64), primary_key=True),
        sa.Column("value", sa.BigInteger, nullable=False),
    )
    op.bulk_insert(counters, [{"name": "catalog", "value": 0}])
    op.create_table(
        "settings",
        sa.Column("name", sa.String(128), primary_key=True),
        sa.Column("value", sa.String, nullable=False),
    )
    op.create_table(
        "rankings",
        sa.Column("ranking_id", sa.String(256), primary_key=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.String(256)),
        sa.Column("session_id", sa.String(256)),
        sa.Column("surface", sa.String(256), nullable=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
    )
    op.create_index("rankings_by_user", "rankings", ["user_id", "created_at"])
    op.create_index("rankings_by_session", "rankings", ["session_id", "created_at"])
    op.create_table(
        "turns",
        sa.Column("turn_id", sa.String(256), primary_key=True),
        sa.Column("session_id", sa.String(256), nullable=False),
        sa.Column("user_id", sa.String(256)),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
    )
    op.create_index("turns_by_session", "turns", ["session_id", "started_at"])
    op.create_index("turns_by_user", "turns", ["user_id", "started_at"])
    op.create_table(
        "profiles",
        sa.Column("user_id", sa.String(256), primary_key=True),
        sa.Column("data", sa.LargeBinary, nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
    )


def downgrade() -> None:
    for name in ("profiles", "turns", "rankings", "settings", "counters", "deleted_products", "products"):
        op.drop_table(name)
