"""Embedded Chroma in a process of its own, for bulk writes.

Chroma's local client holds the interpreter for as long as a write takes (measured: a second for 2,000
vectors, in which no other Python thread moves). In a child process the vectors go in on one core while the
next rows are read, embedded and stored on the other.
"""

from __future__ import annotations

import multiprocessing
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from retrieval.errors import AisleError, StorageUnavailable
from retrieval.index.chroma import ChromaIndex, open_client
from retrieval.ports import Neighbours
from retrieval.types import Vectors

PATIENCE_SECONDS = 30.0


class ChildIndex:
    """Satisfies :class:`retrieval.ports.VectorIndex` by asking the child, one call at a time."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._lock = threading.Lock()

    def upsert(self, product_ids: Sequence[str], vectors: Vectors) -> None:
        """Insert or replace."""
        self._call("upsert", list(product_ids), vectors)

    def delete(self, product_ids: Sequence[str]) -> None:
        """Ids that are not there are no error."""
        self._call("delete", list(product_ids))

    def query(self, vectors: Vectors, n: int) -> list[Neighbours]:
        """Best first."""
        found: list[Neighbours] = self._call("query", vectors, n)
        return found

    def count(self) -> int:
        """How many vectors it holds."""
        return int(self._call("count"))

    def product_ids(self) -> Iterator[str]:
        """Every id held."""
        ids: list[str] = self._call("product_ids")
        return iter(ids)

    def _call(self, method: str, *arguments: Any) -> Any:
        with self._lock:
            try:
                self._connection.send((method, arguments))
                answer = self._connection.recv()
            except (EOFError, OSError):
                raise StorageUnavailable(
                    "The process that writes the vector index is gone: run the command again."
                ) from None
        if isinstance(answer, AisleError):
            raise answer
        return answer


@contextmanager
def open_child(folder: Path, collection: str, *, embedder: str, dimension: int) -> Iterator[ChildIndex]:
    """The index in ``folder``, opened by a child that ends with this block, or with this process.

    The child opens it while this process goes on; the first call to the index waits for that, and raises
    EmbeddingMismatch or StorageUnavailable where it could not be opened.
    """
    # Spawned, not forked: a fork would take along this process's threads' locks and open databases.
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    child = context.Process(
        target=_serve,
        args=(there, here, folder, collection, embedder, dimension),
        daemon=True,
        name="vector-index",
    )
    child.start()
    there.close()
    try:
        yield ChildIndex(here)
    finally:
        here.close()
        child.join(PATIENCE_SECONDS)
        child.close() if not child.is_alive() else child.kill()


def _serve(
    connection: Connection,
    other_end: Connection,
    folder: Path,
    collection: str,
    embedder: str,
    dimension: int,
) -> None:
    # Held open here it would hide that the parent is gone.
    other_end.close()
    # The parent is gone, or wants no more: nothing is left to do.
    with suppress(EOFError, BrokenPipeError, KeyboardInterrupt):
        try:
            with open_client(None, folder) as client:
                index = ChromaIndex(client, collection, embedder=embedder, dimension=dimension)
                while True:
                    method, arguments = connection.recv()
                    connection.send(_answer(index, method, arguments))
        except AisleError as error:
            connection.recv()
            connection.send(error)


def _answer(index: ChromaIndex, method: str, arguments: tuple[Any, ...]) -> Any:
    try:
        answer = getattr(index, method)(*arguments)
    except AisleError as error:
        return error
    return list(answer) if method == "product_ids" else answer
