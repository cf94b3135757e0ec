"""The catalog as queries see it: columns, vectors and products in memory, changed by every write at once."""

from __future__ import annotations

import gc
import heapq
import threading
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

import numpy as np

from retrieval.index.columns import Columns, Mask
from retrieval.index.table import VectorTable
from retrieval.index.vocabulary import learn
from retrieval.ports import Changes, LexicalIndex, ProductStore, StoredProduct
from retrieval.types import Product, Query, Rows, Vectors, Vocabulary

CACHED_PRODUCTS = 20_000


@contextmanager
def _uncollected() -> Iterator[None]:
    """Nothing of what is read here is garbage; looking for it took a sixth of the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


class LiveCatalog:
    """Reads take no lock: arrays are replaced when they grow, and a row is alive last and dead first.

    What a shopper gets is checked once more against the product itself (``retrieval.pipeline``), so a row
    that changes hands in the middle of a query can cost a place on a list but never break a filter.
    """

    def __init__(self, store: ProductStore, dimension: int, lexical: LexicalIndex) -> None:
        """``lexical`` is told of every change that is taken in here, so that it costs no second reading."""
        self._store = store
        self._lexical = lexical
        self._lock = threading.Lock()
        self.columns = Columns()
        self.table = VectorTable(dimension)
        self._row_of: dict[str, int] = {}
        self.columns.row_of = self._row_of.get
        self._ids: list[str] = []
        self._revision = 0
        self._frozen = False
        self._cache: OrderedDict[str, Product] = OrderedDict()
        self._vocabulary: Vocabulary | None = None
        self._changes = 0
        """Counts writes taken in."""
        self._words = 0
        """Counts changes of the vocabulary (a new price is none)."""

    def freeze(self) -> None:
        """Stay as it is: the store's rows are about to be another model's, and another view follows."""
        self._frozen = True

    def take_in(self, changes: Changes) -> None:
        """Changes that the caller read from the store, with vectors that may be fresher than its rows."""
        with self._lock:
            self._take_in(changes.upserts, changes.deletes)
            self._revision = max(self._revision, changes.revision)

    def commit(self, revision: int) -> None:
        """All up to this revision of the store is taken in."""
        with self._lock:
            self._lexical.commit()
            self._revision = revision

    def refresh(self) -> None:
        """Take in what the store knows and this view does not (at start, and what other processes wrote)."""
        if self._frozen or self._store.revision() == self._revision:
            return
        with self._lock, _uncollected():
            known = _Known(CACHED_PRODUCTS)
            first = not self._ids
            if first:
                self.table.reserve(self._store.count())
            for changes in self._store.changes(self._revision):
                self._take_in(changes.upserts, changes.deletes)
                self._revision = max(self._revision, changes.revision)
                if first:
                    known.meet(stored.product for stored in changes.upserts)
            self.table.settle(self.columns.n)
            self._lexical.commit()
            if first:
                # What is asked for most, so that the database is not needed for it: nor while it is gone.
                self._cache = OrderedDict((each.product_id, each) for each in known.best_last())

    def apply(self, upserts: Sequence[StoredProduct], deletes: Sequence[str]) -> None:
        """Take in a write of this process at once."""
        with self._lock:
            self._take_in(upserts, deletes)
            self._lexical.commit()
            # Exactly one step ahead: that step was this write. More: another process wrote too, and the
            # next refresh reads both.
            if self._store.revision() == self._revision + 1:
                self._revision += 1

    def __len__(self) -> int:
        return len(self._row_of)

    def __contains__(self, product_id: str) -> bool:
        return product_id in self._row_of

    def rows(self, product_ids: Iterable[str]) -> Rows:
        """Row numbers of those that exist, in the order given."""
        found = [row for row in map(self._row_of.get, product_ids) if row is not None]
        return np.asarray(found, dtype=np.int64)

    def among(self, product_ids: Iterable[str], mask: Mask | None) -> frozenset[str]:
        """Those that exist and whose row is in ``mask``, shape (n,); None: every row is."""
        rows = {each: self._row_of.get(each) for each in product_ids}
        held = ((each, row) for each, row in rows.items() if row is not None)
        return frozenset(each for each, row in held if mask is None or (row < len(mask) and mask[row]))

    def unwanted(self, query: Query) -> Rows:
        """Rows that the query asks to leave out: those it names, and its anchors with all their variants."""
        anchors = self.rows(query.anchors)
        named = self.rows(query.exclude)
        if not len(anchors):
            return named
        family = self.columns.family[: self.columns.n]
        return np.concatenate((named, np.flatnonzero(np.isin(family, family[anchors]))))

    def family(self, product_id: str) -> set[str]:
        """The product and its variants; empty where there is no such product."""
        columns, row = self.columns, self._row_of.get(product_id)
        if row is None:
            return set()
        n = columns.n
        kin = np.flatnonzero((columns.family[:n] == columns.family[row]) & columns.alive[:n])
        return {self._ids[each] for each in kin.tolist()}

    def product_id(self, row: int) -> str:
        """The product at a row."""
        return self._ids[row]

    def vectors(self, rows: Rows) -> Vectors:
        """Shape (len(rows), d)."""
        out: Vectors = self.table.held.full[rows]
        return out

    def vectors_of(self, product_ids: Sequence[str]) -> Vectors:
        """Shape (len(product_ids), d), zeros where there is no such product."""
        rows = [self._row_of.get(product_id, -1) for product_id in product_ids]
        out: Vectors = np.zeros((len(rows), self.table.held.full.shape[1]), dtype=np.float32)
        held = [at for at, row in enumerate(rows) if row >= 0]
        out[held] = self.table.held.full[[rows[at] for at in held]]
        return out

    def products(self, product_ids: Sequence[str], also: Sequence[str] = ()) -> dict[str, Product]:
        """Whole products, from memory where they were asked for lately.

        ``also``: ids that are worth no question of their own to the store; read beside others, if any are.
        """
        found: dict[str, Product] = {}
        missing = []
        for product_id in product_ids:
            held = self._cache.get(product_id)
            if held is None:
                missing.append(product_id)
            else:
                found[product_id] = held
        if missing:
            missing += [each for each in also if each in self and each not in self._cache]
            before = self._changes
            fetched = self._store.get(missing)
            found |= fetched
            with self._lock:
                # What was read before a write must not be remembered after it.
                if before == self._changes:
                    self._cache |= fetched
                while len(self._cache) > CACHED_PRODUCTS:
                    self._cache.popitem(last=False)
        return found

    def held(self, product_ids: Sequence[str]) -> dict[str, Product]:
        """Those of them that are in memory."""
        found = ((product_id, self._cache.get(product_id)) for product_id in product_ids)
        return {product_id: product for product_id, product in found if product is not None}

    def held_rows(self) -> Rows:
        """Rows of the products that are in memory, whole."""
        with self._lock:
            held = tuple(self._cache)
        return self.rows(held)

    def vocabulary(self) -> Vocabulary:
        """The catalog's own words, learned anew after a change."""
        held = self._vocabulary
        if held is None:
            with self._lock:
                held = self._vocabulary = learn(self.columns, self._words)
        return held

    def _take_in(self, upserts: Sequence[StoredProduct], deletes: Sequence[str]) -> None:
        self._changes += 1
        self._delete(deletes)
        self._upsert(upserts)
        self._lexical.update([stored.product for stored in upserts], deletes)

    def _upsert(self, given: Sequence[StoredProduct]) -> None:
        if not given:
            return
        rows = [self._row(stored.product.product_id) for stored in given]
        # Vectors first: a row that is alive can be found.
        self.table.put(np.asarray(rows), np.stack([stored.vector for stored in given]))
        for row, stored in zip(rows, given, strict=True):
            if self.columns.set(row, stored.product):
                self._words += 1
                self._vocabulary = None
            product_id = stored.product.product_id
            if product_id in self._cache or len(self._cache) < CACHED_PRODUCTS:
                self._cache[product_id] = stored.product

    def _row(self, product_id: str) -> int:
        row = self._row_of.get(product_id)
        if row is None:
            row = self.columns.add()
            if row == len(self._ids):
                self._ids.append(product_id)
            self._ids[row] = product_id
            self._row_of[product_id] = row
        return row

    def _delete(self, product_ids: Sequence[str]) -> None:
        for product_id in product_ids:
            row = self._row_of.pop(product_id, None)
            self._cache.pop(product_id, None)
            if row is not None:
                self.columns.remove(row)
                self.table.clear(row)
                self._words += 1
                self._vocabulary = None


class _Known:
    """The products with the most ratings of all that it meets, ``most`` at most."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._met = 0
        self._best: list[tuple[int, int, Product]] = []

    def meet(self, products: Iterable[Product]) -> None:
        for product in products:
            self._met += 1
            entry = (product.rating_count or 0, self._met, product)
            if len(self._best) < self._most:
                heapq.heappush(self._best, entry)
            else:
                heapq.heappushpop(self._best, entry)

    def best_last(self) -> list[Product]:
        return [product for _, _, product in sorted(self._best, key=lambda entry: entry[:2])]
