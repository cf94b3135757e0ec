"""What retrieval asks of the world. Adapters satisfy these by shape; one behaviour suite each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from retrieval.types import (
    Happened,
    KeptEvent,
    Outcome,
    Product,
    Ranking,
    Serving,
    UserProfile,
    Vector,
    Vectors,
)


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Nearest products of one query vector, best first.

    ``product_ids`` has length n, ``similarities`` shape (n,): cosine in [-1, 1].
    """

    product_ids: Sequence[str]
    similarities: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What a stored product was made from: equal hashes mean there is nothing to do."""

    content: bytes
    """Of every field: another price is another content."""
    text: bytes
    """Of the embedded text and the embedding model: equal means the vector still holds."""


@dataclass(frozen=True, slots=True)
class StoredProduct:
    """One row of the catalog: the single source of truth from which every index can be rebuilt."""

    product: Product
    fingerprint: Fingerprint
    vector: Vector


@dataclass(frozen=True, slots=True)
class Changes:
    """What happened to the catalog after a revision, in batches."""

    revision: int
    upserts: Sequence[StoredProduct]
    deletes: Sequence[str]


class Embedder(Protocol):
    """Text to unit vectors."""

    @property
    def name(self) -> str:
        """Model and version, remembered with every index made from it."""
        ...

    @property
    def dimension(self) -> int: ...

    def embed_products(self, products: Sequence[Product]) -> Vectors:
        """Shape (len(products), dimension)."""
        ...

    def text_of(self, product: Product) -> str:
        """All text that the vector of this product depends on (hashed into its fingerprint)."""
        ...

    def embed_query(self, text: str) -> Vector:
        """Shape (dimension,)."""
        ...


class VectorIndex(Protocol):
    """Approximate nearest neighbours by cosine. Safe to call from several threads.

    Raises :class:`retrieval.errors.StorageUnavailable` when the engine does not answer.
    """

    def upsert(self, product_ids: Sequence[str], vectors: Vectors) -> None: ...

    def delete(self, product_ids: Sequence[str]) -> None: ...

    def query(self, vectors: Vectors, n: int) -> list[Neighbours]:
        """One :class:`Neighbours` per row of ``vectors``, each at most ``n`` long."""
        ...

    def count(self) -> int: ...

    def product_ids(self) -> Iterator[str]:
        """Every id held, in no order."""
        ...


@dataclass(frozen=True, slots=True)
class LexicalMatches:
    """Products that share words with a query, best first.

    ``product_ids`` has length n, ``scores`` shape (n,): in (0, 1], the share of the highest score that
    any product could get for this query, so that scores of different queries and catalogs compare.
    """

    product_ids: Sequence[str]
    scores: NDArray[np.float32]


class LexicalQuery(Protocol):
    """One query against one state of the index."""

    @property
    def text(self) -> str:
        """What was asked, with words that the catalog does not know as those that were probably meant."""
        ...

    def best(self, n: int) -> LexicalMatches:
        """At most ``n``, best first; products without any of the words are no matches."""
        ...

    def scores(self, product_ids: Sequence[str]) -> NDArray[np.float32]:
        """Shape (len(product_ids),), on the scale of :meth:`best`; 0 where no word matches."""
        ...


class LexicalIndex(Protocol):
    """Products by the words of their text. Safe to call from several threads."""

    def update(self, upserts: Sequence[Product], deletes: Sequence[str]) -> None:
        """Insert or replace, and delete; ids that are not there are no error. Seen after :meth:`commit`."""
        ...

    def commit(self) -> None:
        """Show everything up to here to the next query."""
        ...

    def query(self, text: str) -> LexicalQuery | None:
        """What any user text asks; None where it has no words."""
        ...

    def count(self) -> int: ...


class ProductStore(Protocol):
    """The catalog's rows. Every write is one transaction and gets the next revision."""

    def fingerprints(self, product_ids: Sequence[str]) -> dict[str, Fingerprint]:
        """Those that exist."""
        ...

    def vectors(self, product_ids: Sequence[str]) -> dict[str, Vector]:
        """Those that exist."""
        ...

    def upsert(self, rows: Sequence[StoredProduct]) -> int:
        """Insert or replace; the new revision."""
        ...

    def delete(self, product_ids: Sequence[str]) -> list[str]:
        """Ids that existed and are now gone."""
        ...

    def get(self, product_ids: Sequence[str]) -> dict[str, Product]:
        """Those that exist."""
        ...

    def revision(self) -> int:
        """Of the latest write; 0 for an untouched catalog."""
        ...

    def changes(self, after: int, batch: int = 5000) -> Iterator[Changes]:
        """Everything written after revision ``after``, oldest first; ``after=0`` is all rows."""
        ...

    def count(self) -> int: ...


class SettingStore(Protocol):
    """Small facts about the installation (embedding model, name of the live collection)."""

    def get(self, name: str) -> str | None: ...

    def set(self, name: str, value: str) -> None: ...

    def first(self, name: str, value: str) -> str:
        """What is held, which is ``value`` where nothing was: whoever asks, it is one."""
        ...


class RankingStore(Protocol):
    """Rankings as served, by id, and what became of them."""

    def save(self, ranking: Ranking, turn_id: str | None = None) -> None: ...

    def get(self, ranking_id: str) -> Ranking | None: ...

    def finish(self, ranking_id: str, outcome: Outcome) -> None:
        """What became of it; of an id that is not there: nothing."""
        ...

    def outcome(self, ranking_id: str) -> Outcome | None:
        """What became of it; None where that is not known (yet)."""
        ...

    def known(self, ranking_ids: Sequence[str]) -> set[str]:
        """Those that were served."""
        ...

    def served(self, since: float, until: float) -> Iterator[Serving]:
        """Served from ``since`` on and before ``until`` (seconds since 1970), oldest first."""
        ...


class EventStore(Protocol):
    """Every event, once. Raises :class:`retrieval.errors.StorageUnavailable`."""

    def append(self, events: Sequence[KeptEvent]) -> set[str]:
        """Store those whose id is new, durably, in one transaction; the ids that were."""
        ...

    def last(self) -> int:
        """The highest sequence; 0 for none."""
        ...

    def after(self, sequence: int, limit: int = 10_000) -> list[Happened]:
        """What was stored later than that, in the order of storing."""
        ...

    def of_shopper(
        self, user_id: str | None, session_id: str | None, after: int = 0, limit: int = 5000
    ) -> list[Happened]:
        """The latest of one shopper stored after ``after``, oldest first: those of the user, and those of the
        session that name no other user."""
        ...

    def between(self, since: float, until: float) -> Iterator[Happened]:
        """Those that count from ``since`` on and before ``until`` (seconds since 1970), oldest first."""
        ...


class ProfileStore(Protocol):
    """What is known of shoppers."""

    def get(self, user_id: str) -> UserProfile | None: ...

    def save(self, profile: UserProfile) -> None: ...

    def delete(self, user_id: str) -> bool: ...
