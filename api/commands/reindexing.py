"""``aisle catalog reindex``: the vector index built anew from the rows of the catalog."""

from __future__ import annotations

from api.commands.importing import console
from retrieval.compose import rebuild_index
from retrieval.settings import RetrievalSettings


def rebuild() -> None:
    """With its progress on stderr.

    Raises:
        AisleError: the data directory is held by another process, or a store does not answer.
    """
    out = console()
    with out.status("Opening the catalog…") as status:
        done = rebuild_index(
            RetrievalSettings.load(),
            lambda so_far: status.update(
                f"{so_far.products:,} products indexed, {so_far.embedded:,} embedded"
            ),
        )
    out.print(f"{done.products:,} products indexed, {done.embedded:,} embedded.", markup=False)
