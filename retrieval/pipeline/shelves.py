"""What the shop has to show, without ranking it: products, prices, counts, facets, questions."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from retrieval.errors import ProductNotFound
from retrieval.index.columns import Mask
from retrieval.index.facets import facets
from retrieval.index.live import LiveCatalog
from retrieval.pipeline.handover import handed_over
from retrieval.pipeline.memory import in_memory
from retrieval.profile.answers import Answers, interests_from, unknown
from retrieval.profile.onboarding import Question, questions
from retrieval.ranking.rules.compiled import CompiledRules
from retrieval.types import (
    Constraints,
    Product,
    Query,
    Rows,
    Vectors,
    Vocabulary,
)


class Shelves:
    """The catalog as rules let shoppers see it. Safe to call from several threads."""

    def __init__(self, live: LiveCatalog, rules: Callable[[], CompiledRules]) -> None:
        """``rules`` gives those in force."""
        self._live = live
        self._rules = rules
        self.successor: Shelves | None = None
        """Who answers from now on; None: it does so itself."""

    @handed_over
    def product(self, product_id: str) -> Product:
        """Raises ProductNotFound."""
        found = self._live.products((product_id,)).get(product_id)
        if found is None:
            raise ProductNotFound(product_id)
        return found

    @handed_over
    def variants(self, product_id: str, most: int = 24) -> tuple[Product, ...]:
        """The other products of its family, in the order of their ids. Raises StorageUnavailable."""
        self._live.refresh()
        family = sorted(self._live.family(product_id) - {product_id})[:most]
        found = self._live.products(family)
        return tuple(found[key] for key in family if key in found)

    @handed_over
    def prices(self, product_ids: Sequence[str]) -> dict[str, float | None]:
        """Current price of one piece of each of these that the catalog has; None where it names none."""
        self._live.refresh()
        columns = self._live.columns
        out: dict[str, float | None] = {}
        for product_id in product_ids:
            row = columns.row_of(product_id)
            if row is not None:
                price = float(columns.price[row])
                out[product_id] = None if math.isnan(price) else round(price, 4)
        return out

    @handed_over
    def vocabulary(self) -> Vocabulary:
        """The catalog's own words, as far as they are known here."""
        with in_memory({}):
            self._live.refresh()
        return self._live.vocabulary()

    @handed_over
    def count(self, constraints: Constraints) -> int:
        """How many products that may be shown satisfy the constraints."""
        with in_memory({}):
            self._live.refresh()
        base = self._eligible(Query(constraints=constraints), self._rules())
        return int((self._live.columns.mask(constraints, len(base)) & base).sum())

    @handed_over
    def current_prices(self, constraints: Constraints) -> NDArray[np.float32]:
        """What those that may be shown and satisfy the constraints cost now, ascending, shape (n,); a product
        without a price is left out. Raises as :meth:`vocabulary`."""
        self._live.refresh()
        base = self._eligible(Query(constraints=constraints), self._rules())
        prices = self._live.columns.price[: len(base)][self._live.columns.mask(constraints, len(base)) & base]
        out: NDArray[np.float32] = np.sort(prices[~np.isnan(prices)])
        return out

    @handed_over
    def facets(self, constraints: Constraints) -> Mapping[str, Mapping[str, int]]:
        """What those that may be shown and satisfy the constraints have to choose from: attribute → value →
        products."""
        with in_memory({}):
            self._live.refresh()
        base = self._eligible(Query(constraints=constraints), self._rules())
        return facets(self._live.columns, self._live.columns.mask(constraints, len(base)) & base)

    @handed_over
    def onboarding(self) -> tuple[Question, ...]:
        """What to ask a shopper of whom nothing is known."""
        with in_memory({}):
            self._live.refresh()
        rules = self._rules()
        rows = np.flatnonzero(self._eligible(Query(), rules))
        filters = rules.rules.filters
        skip = [name for name in (filters.region_attribute, filters.age_attribute) if name]
        return questions(self._live.columns, rows, self._live.vocabulary(), skip)

    @handed_over
    def unknown_answers(self, answers: Answers) -> list[tuple[str, str]]:
        """Question and value of each answer that fits nothing in the catalog."""
        self._live.refresh()
        return unknown(self._live.columns, self._alive(), answers)

    @handed_over
    def interests_from(self, answers: Answers) -> Vectors:
        """What such answers say of a taste, as unit vectors of shape (k, d)."""
        self._live.refresh()
        return interests_from(self._live.columns, self._alive(), self._live.vectors, answers)

    def _require(self, product_id: str) -> None:
        """Raises ProductNotFound."""
        with in_memory({}):
            self._live.refresh()
        if product_id not in self._live:
            raise ProductNotFound(product_id)

    def _held(self, n: int) -> Mask:
        """Rows of the products that are in memory, whole; shape (n,)."""
        rows = self._live.held_rows()
        held: Mask = np.zeros(n, dtype=np.bool_)
        held[rows[rows < n]] = True
        return held

    def _alive(self) -> Rows:
        columns = self._live.columns
        return np.flatnonzero(columns.alive[: columns.n])

    def _eligible(self, query: Query, rules: CompiledRules) -> Mask:
        """Rows that may be shown at all, whatever the constraints say of them."""
        columns, n = self._live.columns, self._live.columns.n
        keep: Mask = columns.alive[:n].copy()
        if query.constraints.in_stock is None:
            keep &= rules.available(columns, n)
        unwanted = self._live.unwanted(query)
        keep[unwanted[unwanted < n]] = False
        return keep
