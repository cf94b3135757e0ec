"""Every event, and every ranking as it was served."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "events",
        sa.Column(
            "sequence",
            sa.BigInteger().with_variant(sa.Integer, "sqlite"),
            primary_key=True,
            autoincrement=True,
        ),
        sa.Column("event_id", sa.String(256), nullable=False),
        sa.Column("type", sa.String(32), nullable=False),
        sa.Column("product_id", sa.String(256)),
        sa.Column("user_id", sa.String(256)),
        sa.Column("session_id", sa.String(256)),
        sa.Column("ranking_id", sa.String(256)),
        sa.Column("turn_id", sa.String(256)),
        sa.Column("position", sa.Integer),
        sa.Column("surface", sa.String(256)),
        sa.Column("occurred_at", sa.Double, nullable=False, comment="when it counts, seconds since 1970"),
        sa.Column("stated_at", sa.Double, comment="what the sender said, where that is another time"),
        sa.Column("received_at", sa.Double, nullable=False),
        sa.Column("value", sa.Double),
        sa.Column("said", sa.String, comment="a value that is text"),
        sa.Column("price", sa.Double, comment="of one piece, when it was received"),
        sa.Column("marks", sa.String(128), comment="joined by commas"),
    )
    op.create_index("events_by_id", "events", ["event_id"], unique=True)
    op.create_index("events_by_user", "events", ["user_id", "sequence"])
    op.create_index("events_by_session", "events", ["session_id", "sequence"])
    op.create_index("events_by_time", "events", ["occurred_at"])
    op.create_table(
        "servings",
        sa.Column("ranking_id", sa.String(256), primary_key=True),
        sa.Column("served_at", sa.Double, nullable=False, comment="seconds since 1970"),
        sa.Column("user_id", sa.String(256)),
        sa.Column("session_id", sa.String(256)),
        sa.Column("data", sa.LargeBinary, nullable=False),
        sa.Column("outcome", sa.LargeBinary),
    )
    op.create_index("servings_by_time", "servings", ["served_at"])
    op.create_index("servings_by_user", "servings", ["user_id"])
    op.create_index("servings_by_session", "servings", ["session_id"])


def downgrade() -> None:
    op.drop_table("servings")
    op.drop_table("events")
