"""What the four tools are called, and what they say of themselves to a model that may use them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from agent.tools.shapes import Compare, Compared, Found, Get, Recommend, Search
from agent.tools.shop import Shop
from retrieval.types import PublicProduct


@dataclass(frozen=True, slots=True)
class ToolSpec:
    """One tool, whatever protocol carries it."""

    name: str
    title: str
    description: str
    takes: type[BaseModel]
    gives: type[BaseModel]
    call: Callable[[Shop, Any, str | None], Awaitable[BaseModel]]
    """Shop, input, user id → output. Raises ToolRefused."""

    @property
    def input_schema(self) -> dict[str, Any]:
        """JSON Schema of what the tool takes."""
        return self.takes.model_json_schema()

    @property
    def output_schema(self) -> dict[str, Any]:
        """JSON Schema of what :meth:`written` gives."""
        return self.gives.model_json_schema()

    @staticmethod
    def written(answer: BaseModel) -> dict[str, Any]:
        """An answer as JSON: absent fields are left out."""
        return answer.model_dump(mode="json", exclude_none=True)


TOOLS = (
    ToolSpec(
        "search_products",
        "Search products",
        "Find products of this shop by plain words, e.g. “a blue kettle under $40, not steel”. Answers with "
        "a ranked list; prices and stock are current. Use get_product for the full description of one.",
        Search,
        Found,
        Shop.search,
    ),
    ToolSpec(
        "recommend",
        "Recommend products",
        "Recommend products of this shop for a wish, for a product that is being looked at, for a cart, or "
        "for the shopper alone. Each comes with the reasons why.",
        Recommend,
        Found,
        Shop.recommend,
    ),
    ToolSpec(
        "compare",
        "Compare products",
        "Set two to four products of this shop side by side: what differs, from the catalog's own facts, "
        "and which to take.",
        Compare,
        Compared,
        Shop.compare,
    ),
    ToolSpec(
        "get_product",
        "Look up one product",
        "Everything the catalog holds of one product, by its product_id.",
        Get,
        PublicProduct,
        Shop.get,
    ),
)
