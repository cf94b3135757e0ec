"""A vector index that may be gone or slow, without a shopper waiting for it.

A query gets so much time and no more, and an index that did not answer is not asked again at once. On a
server it is also looked at between queries, so that it is known to be gone before somebody needs it, and
known to be back without anybody trying.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as Late
from typing import TypeVar

from retrieval.errors import StorageLate, StorageUnavailable
from retrieval.outage import Outage
from retrieval.ports import Neighbours, VectorIndex
from retrieval.types import Missing, Vectors

log = logging.getLogger(__name__)
T = TypeVar("T")

LOOKED_AT_EVERY = 2.0
ASKED_AT_ONCE = 8
"""Queries that a server is given at the same time."""


class WatchedIndex:
    """Satisfies :class:`retrieval.ports.VectorIndex` over another one; :meth:`close` it."""

    def __init__(
        self, index: VectorIndex, patience: float | None = None, every: float = LOOKED_AT_EVERY
    ) -> None:
        """``patience``: seconds for one query; None: it lives in this process, and is waited for."""
        self._index = index
        self._patience = patience
        self._every = every
        self._outage = Outage()
        self._missing: Missing | None = None
        self._over = threading.Event()
        self._pool: ThreadPoolExecutor | None = None
        if patience is not None:
            self._pool = ThreadPoolExecutor(ASKED_AT_ONCE, thread_name_prefix="vector index")
            self._watch = threading.Thread(target=self._look, name="vector index watch", daemon=True)
            self._watch.start()

    @property
    def missing(self) -> Missing | None:
        """What lists are made without at the moment; None while it answers."""
        return self._missing

    def query(self, vectors: Vectors, n: int) -> list[Neighbours]:
        """As the index itself. Raises StorageLate where it took too long, StorageUnavailable at once where
        it was out of reach a moment ago."""
        if not self._outage.may_ask():
            raise StorageUnavailable("The vector index does not answer at the moment.")
        return self._asked(lambda: self._index.query(vectors, n))

    def upsert(self, product_ids: Sequence[str], vectors: Vectors) -> None:
        """As the index itself."""
        self._index.upsert(product_ids, vectors)

    def delete(self, product_ids: Sequence[str]) -> None:
        """As the index itself."""
        self._index.delete(product_ids)

    def count(self) -> int:
        """As the index itself."""
        return self._index.count()

    def product_ids(self) -> Iterator[str]:
        """As the index itself."""
        return self._index.product_ids()

    def close(self) -> None:
        """It is not looked at any more; queries under way are left to their own end."""
        self._over.set()
        if self._pool is not None:
            self._watch.join()
            self._pool.shutdown(wait=False, cancel_futures=True)

    def _look(self) -> None:
        while not self._over.wait(self._every):
            try:
                self._asked(self._index.count)
            except StorageUnavailable as error:
                log.debug("the vector index was looked at in vain: %s", error.message)

    def _asked(self, question: Callable[[], T]) -> T:
        try:
            answer = self._within_patience(question)
        except StorageUnavailable as error:
            self._outage.silent()
            if self._missing is None:
                log.warning("lists are made without the vector index: %s", error.message)
            late = isinstance(error, StorageLate)
            self._missing = Missing(part="retrieval", reason="timeout" if late else "unavailable")
            raise
        self._outage.answered()
        if self._missing is not None:
            log.warning("the vector index answers again")
            self._missing = None
        return answer

    def _within_patience(self, question: Callable[[], T]) -> T:
        if self._pool is None:
            return question()
        asked = self._pool.submit(question)
        try:
            return asked.result(self._patience)
        except Late:
            asked.cancel()
            raise StorageLate(
                f"The vector index did not answer within {self._patience:g} s: look after the Chroma server, "
                "or raise AISLE_INDEX_TIMEOUT."
            ) from None
