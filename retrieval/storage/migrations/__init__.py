"""How the tables came to be, one numbered file per step (Alembic).

Run by :func:`retrieval.storage.migrate.migrate`, which hands ``env.py`` its connection: there is
no ``alembic.ini`` and nothing for a user to run.
"""
