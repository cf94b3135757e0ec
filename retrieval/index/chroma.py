"""Nearest neighbours by Chroma: embedded in this process, or a Chroma server by URL."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

import httpx
import numpy as np
from filelock import FileLock, Timeout

from retrieval.errors import AisleError, EmbeddingMismatch, StorageUnavailable
from retrieval.ports import Neighbours
from retrieval.types import Vectors

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.collection_configuration import HNSWConfiguration
    from chromadb.api.models.Collection import Collection

logger = logging.getLogger(__name__)

MAX_BATCH = 5000
"""Chroma refuses batches above 5,461."""
PAGE = 10_000
LOCK_FILE = "aisle.lock"
LOCK_PATIENCE = 30.0
"""Seconds to wait for another process to let go of the folder."""
SERVER_TIMEOUT = 10.0
"""Seconds for one request to a Chroma server."""
HNSW: HNSWConfiguration = {"space": "cosine", "ef_search": 600, "ef_construction": 80, "max_neighbors": 16}
"""Looks further at a query and less at a write than Chroma's defaults, which give a recall@100 of 0.73 on
51,190 real products. These give 0.90, as 400 and 100 do, for a millisecond more a query and a build that is
a tenth to a sixth cheaper. A denser graph (32 neighbours, 1,000 and 200) gives 0.98 and takes half as long
again to build. Up to a million products it is not asked (``retrieval.index.planner``): what a build costs
counts, and 0.93 at 200,000, 0.85 at a million products made from real titles."""


@contextmanager
def open_client(url: str | None, folder: Path) -> Iterator[Client]:
    """A Chroma client, closed on exit: of the server at ``url``, else embedded in ``folder``.

    Raises:
        StorageUnavailable: the server does not answer, or the folder cannot be opened.
    """
    with ExitStack() as stack:
        if url is None:
            folder.mkdir(parents=True, exist_ok=True)
            stack.enter_context(_alone(folder))
        try:
            client = _client(url, folder)
        except Exception as error:  # whatever Chroma raises, nothing was opened: one line, and no server
            logger.debug("chroma could not be opened", exc_info=True)
            raise StorageUnavailable(_way_out(url, folder)) from error
        stack.callback(client.close)
        yield _with_patience(client, stack)


def _way_out(url: str | None, folder: Path) -> str:
    if url is None:
        return (
            f"The vector index in {folder} cannot be opened. Move that folder away; "
            "the next start builds it anew from the database."
        )
    parts = urlsplit(url)
    where = f"{parts.scheme}://{parts.hostname}" + (f":{parts.port}" if parts.port else "")
    return f"The Chroma server at {where} does not answer. Check that it runs, and AISLE_CHROMA_URL."


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One process at a time has the folder open: a second one would never see the first one's vectors.

    The data dir's own lock says so already; this one outlives a killed command for as long as its child
    still writes its last batch.
    """
    try:
        with FileLock(folder / LOCK_FILE, timeout=LOCK_PATIENCE, thread_local=False):
            yield
    except Timeout:
        raise StorageUnavailable(
            f"The vector index in {folder} is still open in another process: wait for it, or stop it."
        ) from None


def _with_patience(client: Client, stack: ExitStack) -> Client:
    # Chroma's HTTP clients wait for ever and leave their connections open; it offers no setting for either.
    for server in (client._server, getattr(client._admin_client, "_server", None)):
        session = getattr(server, "_session", None)
        if isinstance(session, httpx.Client):
            session.timeout = httpx.Timeout(SERVER_TIMEOUT)
            stack.callback(session.close)
    return client


def _client(url: str | None, folder: Path) -> Client:
    import chromadb
    from chromadb.config import Settings

    settings = Settings(anonymized_telemetry=False)
    if url is None:
        return cast("Client", chromadb.PersistentClient(str(folder), settings=settings))
    parts = urlsplit(url)
    ssl = parts.scheme == "https"
    port = parts.port or (443 if ssl else 8000)
    # Its client asks while it is made, before a timeout can be set: a server that takes connections and says
    # nothing would hold up the start for ever.
    httpx.get(f"{parts.scheme}://{parts.hostname}:{port}/api/v2/heartbeat", timeout=SERVER_TIMEOUT)
    client = chromadb.HttpClient(host=parts.hostname or "localhost", port=port, ssl=ssl, settings=settings)
    return cast("Client", client)


class ChromaIndex:
    """One collection. Satisfies :class:`retrieval.ports.VectorIndex`."""

    def __init__(
        self, client: Client, name: str, *, embedder: str, dimension: int, batch: int = MAX_BATCH
    ) -> None:
        """Opens the collection, or makes it. ``batch``: vectors per write, ``MAX_BATCH`` at most.

        Raises:
            EmbeddingMismatch: it holds vectors of another model or dimension.
            StorageUnavailable: Chroma does not answer.
        """
        self._batch = min(batch, MAX_BATCH)
        with _engine("could not open the collection"):
            self._collection: Collection = client.get_or_create_collection(
                name,
                embedding_function=None,
                configuration={"hnsw": HNSW},
                metadata={"embedder": embedder, "dimension": dimension},
            )
        held = self._collection.metadata or {}
        if held.get("embedder") != embedder or held.get("dimension") != dimension:
            raise EmbeddingMismatch(
                f"The catalog was embedded by {held.get('embedder')} ({held.get('dimension')} dimensions), "
                f"AISLE_EMBEDDINGS now says {embedder} ({dimension}): run `aisle catalog reindex`, "
                "or set AISLE_EMBEDDINGS back."
            )

    def upsert(self, product_ids: Sequence[str], vectors: Vectors) -> None:
        """Insert or replace, in batches that Chroma takes."""
        for start in range(0, len(product_ids), self._batch):
            batch = slice(start, start + self._batch)
            with _engine("did not take the vectors"):
                self._collection.upsert(ids=list(product_ids[batch]), embeddings=vectors[batch])

    def delete(self, product_ids: Sequence[str]) -> None:
        """Ids that are not there are no error."""
        for start in range(0, len(product_ids), self._batch):
            with _engine("did not delete"):
                self._collection.delete(ids=list(product_ids[start : start + self._batch]))

    def query(self, vectors: Vectors, n: int) -> list[Neighbours]:
        """Best first; fewer than ``n`` where the collection is smaller."""
        if len(vectors) == 0 or n < 1:
            return [Neighbours([], np.empty(0, dtype=np.float32)) for _ in vectors]
        with _engine("did not answer"):
            result = self._collection.query(
                query_embeddings=np.ascontiguousarray(vectors, dtype=np.float32),
                n_results=n,
                include=["distances"],
            )
        distances = result["distances"] or []
        return [
            Neighbours(ids, 1.0 - np.asarray(found, dtype=np.float32))
            for ids, found in zip(result["ids"], distances, strict=True)
        ]

    def count(self) -> int:
        """How many vectors it holds."""
        with _engine("did not answer"):
            return self._collection.count()

    def product_ids(self) -> Iterator[str]:
        """Every id held, page by page."""
        offset = 0
        while True:
            with _engine("did not answer"):
                ids = self._collection.get(include=[], limit=PAGE, offset=offset)["ids"]
            yield from ids
            if len(ids) < PAGE:
                return
            offset += PAGE


def drop(client: Client, name: str) -> None:
    """Remove a whole collection; none of that name is no error."""
    with _engine("did not delete the collection"):
        if any(collection.name == name for collection in client.list_collections()):
            client.delete_collection(name)


@contextmanager
def _engine(what: str) -> Iterator[None]:
    """Chroma's many exceptions (Rust, HTTP, its own) as one that says which engine and what to do."""
    try:
        yield
    except AisleError:
        raise
    except Exception as error:  # chromadb raises plain Exception, ValueError, httpx's and its own
        logger.warning("chroma %s: %s: %s", what, type(error).__name__, error)
        raise StorageUnavailable(
            f"The vector index {what} ({type(error).__name__}): check AISLE_CHROMA_URL or the data dir."
        ) from error
