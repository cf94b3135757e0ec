"""Installations that are made for one evaluation and gone afterwards."""

from __future__ import annotations

from pathlib import Path

from retrieval.settings import RetrievalSettings


def temporary_settings(folder: Path) -> RetrievalSettings:
    """The default installation in ``folder``, with the embedding model that the environment names.

    Everything else is the default whatever the environment says: an evaluation never writes to a shop's
    own database.
    """
    return RetrievalSettings.load(data_dir=folder, database_url=None, chroma_url=None, redis_url=None)
