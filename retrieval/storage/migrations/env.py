"""Alembic's entry point: applies the steps on the connection (and in the transaction) it was handed."""

from __future__ import annotations

from alembic import context

from retrieval.storage.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    # The caller holds a lock and a transaction around every step, on SQLite too.
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
