"""Sentences about products with a judgment, one JSON object a line."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, TypeAlias

from pydantic import BeforeValidator, Field, ValidationError

from agent.types import Shortlist
from eval.jsonl import cases_of
from retrieval.catalog.mapping import ColumnMapping
from retrieval.catalog.raw import RawRow
from retrieval.catalog.rows import RowReader
from retrieval.types import Constraints, Frozen, Product, RankedProduct

_READER = RowReader(ColumnMapping())


def _imported(given: object) -> object:
    """What is no product as it stands, as an import reads it: ids by number, fields of the shop's own."""
    try:
        return Product.model_validate(given)
    except ValidationError:
        product = _READER.product(RawRow(0, given)) if isinstance(given, Mapping) else None
    return product if isinstance(product, Product) else given


Described: TypeAlias = Annotated[Product, BeforeValidator(_imported)]


class Case(Frozen):
    """One sentence about one product, among the others of its list."""

    sentence: Annotated[str, Field(min_length=1)]
    product: Described
    list: tuple[Described, ...] = ()
    grounded: bool

    @property
    def position(self) -> int:
        """Where the product stands in the list (0-based); it comes first where the list lacks it."""
        ids = [each.product_id for each in self.list]
        return ids.index(self.product.product_id) if self.product.product_id in ids else 0

    def shortlist(self) -> Shortlist:
        """The list in its order, with the product in it."""
        others = [each for each in self.list if each.product_id != self.product.product_id]
        others.insert(self.position, self.product)
        items = tuple(
            RankedProduct(product=each, rank=rank, score=1 / rank)
            for rank, each in enumerate(others, start=1)
        )
        return Shortlist(request="", constraints=Constraints(), items=items)


def read_cases(path: Path, notes: list[str] | None = None) -> list[Case]:
    """Every case of ``path``; ``notes``: to which is added what was passed over.

    Raises:
        DatasetError: the file is missing or empty, or a line (named) is not a case.
    """
    return cases_of(path, Case, notes=notes)
