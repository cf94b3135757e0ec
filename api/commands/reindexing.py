"""``aisle catalog reindex``: the vector index built anew, by whoever owns the data directory."""

from __future__ import annotations

import os

from api.client import Aisle
from api.commands.importing import console, secret_key
from retrieval.catalog.lock import owner
from retrieval.compose import rebuild_index
from retrieval.errors import AisleError
from retrieval.settings import RetrievalSettings


def rebuild() -> None:
    """With its progress on stderr. Beside a running server that server does it, and goes on answering.

    Raises:
        AisleError: the data directory is held by another process, or a store does not answer.
    """
    settings = RetrievalSettings.load()
    found = owner(settings.data_dir) if settings.embedded else None
    out = console()
    if found is not None and found.url:
        out.print(
            f"A server is running at {found.url}: it rebuilds its index and goes on answering.", markup=False
        )
        products, embedded = _by_server(found.url)
        if embedded and "AISLE_EMBEDDINGS" in os.environ:
            out.print(
                f"Keep AISLE_EMBEDDINGS={settings.embeddings} for the server's next start.", markup=False
            )
    else:
        with out.status("Opening the catalog…") as status:
            done = rebuild_index(
                settings,
                lambda so_far: status.update(_line(so_far.products, so_far.embedded)),
            )
        products, embedded = done.products, done.embedded
    out.print(f"{_line(products, embedded)}.", markup=False)


def _by_server(url: str) -> tuple[int, int]:
    body = {"embeddings": os.environ["AISLE_EMBEDDINGS"]} if "AISLE_EMBEDDINGS" in os.environ else {}
    last = {"products": 0, "embedded": 0}
    with Aisle(url, secret_key()) as client, console().status("Rebuilding…") as status:
        for step in client.reindex(**body):
            if "error" in step:
                raise AisleError(step["error"])
            last = step
            status.update(_line(step["products"], step["embedded"]))
    return last["products"], last["embedded"]


def _line(products: int, embedded: int) -> str:
    return f"{products:,} products indexed, {embedded:,} embedded"
