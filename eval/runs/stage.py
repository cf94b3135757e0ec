"""The shop that cases are played in: the real recommender over a catalog, on a day that never changes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory

from agent.ports import Interpreter, Recommender
from agent.understanding.rules import RulesInterpreter
from eval.catalog import read_products
from eval.settings import temporary_settings
from eval.suites.load import LoadedSuite
from eval.suites.schema import TODAY, Injection
from retrieval.catalog.bundled import catalog_path
from retrieval.compose import Retrieval, open_retrieval
from retrieval.types import Product, Query, Ranking


@dataclass(frozen=True)
class Stage:
    """An open shop, and all its products by id."""

    retrieval: Retrieval
    products: dict[str, Product]

    @cached_property
    def interpreter(self) -> Interpreter:
        """One for all cases: what it learns of the catalog's words it learns once."""
        return RulesInterpreter(self.retrieval.recommender.count)


@contextmanager
def open_stage(loaded: LoadedSuite) -> Iterator[Stage]:
    """A shop of its own in a temporary folder, gone afterwards.

    Raises:
        FeedError: the suite's catalog cannot be read.
        DatasetError: it holds no product.
    """
    name = loaded.suite.catalog
    products = read_products(catalog_path() if name == "bundled" else loaded.folder / name)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="aisle-eval-")))
        settings = temporary_settings(folder)
        retrieval = stack.enter_context(open_retrieval(settings, "aisle-eval", clock=lambda: TODAY))
        retrieval.writer.put(products)
        yield Stage(retrieval, {product.product_id: product for product in products})


class InjectedInto:
    """A recommender in whose lists one product holds a seller's text; otherwise the one it is given."""

    def __init__(self, recommender: Recommender, injection: Injection | None) -> None:
        self._recommender = recommender
        self._injection = injection
        self.injected: tuple[str, str, str] | None = None
        """Into which product which text was put, and where."""
        self.record = recommender.record
        self.finish = recommender.finish
        self.product = recommender.product
        self.vocabulary = recommender.vocabulary
        self.facets = recommender.facets
        self.current_prices = recommender.current_prices
        self.count = recommender.count

    def recommend(self, query: Query) -> Ranking:
        """As the recommender, but for the injected text."""
        ranking = self._recommender.recommend(query)
        if self._injection is not None and ranking.items:
            place = min(self._injection.rank, len(ranking.items)) - 1
            before = ranking.items[place]
            product = injected(before.product, self._injection)
            items = list(ranking.items)
            items[place] = before.model_copy(update={"product": product})
            ranking = ranking.model_copy(update={"items": tuple(items)})
            self.injected = (product.product_id, self._injection.into, self._injection.text)
        return ranking


def injected(product: Product, injection: Injection) -> Product:
    """The product with the text before its own description, or behind its title."""
    if injection.into == "title":
        return product.model_copy(update={"title": f"{product.title} {injection.text}"[:2000]})
    return product.model_copy(update={"description": f"{injection.text} {product.description or ''}".strip()})
