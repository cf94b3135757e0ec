"""Which column feeds which product field: what the caller says first, then the field's own name,
then the names that feeds commonly use (:data:`ALIASES`). Every other column becomes an attribute.

Names are compared without regard to case, spaces, hyphens and underscores: ``Product ID`` is ``product_id``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from retrieval.errors import FeedError
from retrieval.types import Product

FIELDS = tuple(Product.model_fields)
ATTRIBUTE = "attributes."

ALIASES: Mapping[str, tuple[str, ...]] = {
    "product_id": ("id", "sku", "item_id", "product_code", "item_number"),
    "title": ("name", "product_name", "product_title", "item_name"),
    "description": ("desc", "product_description", "long_description"),
    "brand": ("brand_name", "manufacturer", "vendor", "make"),
    "categories": ("category", "category_path", "product_type", "product_category"),
    "price": ("list_price", "regular_price", "unit_price"),
    "sale_price": ("special_price", "discounted_price", "discount_price"),
    "currency": ("currency_code", "price_currency"),
    "availability": ("stock_status", "in_stock", "is_in_stock"),
    "rating": ("average_rating", "avg_rating", "stars", "rating_value"),
    "rating_count": ("review_count", "ratings_count", "reviews", "num_reviews", "number_of_reviews"),
    "published_at": ("published", "created_at", "release_date", "date_added", "launch_date"),
    "variant_of": ("parent_id", "parent_sku", "item_group_id"),
    "tags": ("keywords", "labels"),
    "image": ("image_url", "image_link", "image_src", "picture", "img"),
    "url": ("link", "product_url", "product_link"),
    "margin": ("profit_margin", "margin_rate"),
}
"""In order of preference: where a file has several of them, the rest become attributes."""


def _plain(name: str) -> str:
    return re.sub(r"[\s_-]+", "", name).lower()


_KNOWN = {
    _plain(name): (field, place)
    for field, names in ALIASES.items()
    for place, name in enumerate((field, *names))
}
_KNOWN[_plain("attributes")] = ("attributes", 0)


@dataclass(frozen=True, slots=True)
class Plan:
    """How the columns of one row are used."""

    fields: tuple[tuple[str, str], ...]
    """(product field, column)."""
    attributes: tuple[tuple[str, str], ...]
    """(attribute name, column)."""


class ColumnMapping:
    """The caller's ``field=column`` pairs together with the common names.

    Raises:
        FeedError: a pair names no product field.
    """

    def __init__(self, pairs: Mapping[str, str] | None = None) -> None:
        self._given = dict(pairs or {})
        for field in self._given:
            if field not in FIELDS and not (field.startswith(ATTRIBUTE) and field != ATTRIBUTE):
                raise FeedError(
                    f"--map {field}=…: no such product field; use one of {', '.join(FIELDS)}, "
                    "or attributes.NAME for an attribute."
                )

    @classmethod
    def parse(cls, pairs: Iterable[str]) -> ColumnMapping:
        """From ``["price=Preis", "attributes.color=Farbe"]``, as the command line gives them."""
        given: dict[str, str] = {}
        for pair in pairs:
            field, equals, column = (part.strip() for part in pair.partition("="))
            if not (field and equals and column):
                raise FeedError(f"--map {pair}: write it as field=column, for example price=Preis.")
            given[field] = column
        return cls(given)

    def plan(self, columns: Iterable[str]) -> Plan:
        """What to do with a row of these columns. Columns that a pair names and the row lacks are
        left out here; see :meth:`missing`."""
        columns = list(columns)
        chosen: dict[str, tuple[int, str]] = {}
        attributes: list[tuple[str, str]] = []
        taken: set[str] = set()
        for field, column in self._given.items():
            if column not in columns:
                continue
            taken.add(column)
            if field.startswith(ATTRIBUTE):
                attributes.append((field.removeprefix(ATTRIBUTE), column))
            else:
                chosen[field] = (-1, column)
        for column in columns:
            field, place = _KNOWN.get(_plain(column), ("", 0))
            best = chosen.get(field)
            # What a pair gives to a field is not also read by its common name.
            if (
                column not in taken
                and field
                and field not in self._given
                and (best is None or place < best[0])
            ):
                chosen[field] = (place, column)
        taken.update(column for _, column in chosen.values())
        attributes.extend((column, column) for column in columns if column not in taken)
        return Plan(
            fields=tuple((field, column) for field, (_, column) in chosen.items()),
            attributes=tuple(attributes),
        )

    def missing(self, columns: Iterable[str]) -> list[str]:
        """Columns that a pair names and a header does not have."""
        held = set(columns)
        return [column for column in self._given.values() if column not in held]
