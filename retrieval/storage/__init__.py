"""Rows that outlive the process: SQLite or PostgreSQL by SQLAlchemy, migrated by Alembic."""
