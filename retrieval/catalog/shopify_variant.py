"""What one variant in a Shopify file becomes, whether the file is CSV or JSON.

Ids are made from what Shopify keeps unique and what both files hold, so that either gives the same
products and a new order of variants changes nothing: the handle, and the options chosen
(``linen-shirt:Dark_Red:M``). A product without options is its handle. The first variant is the one that
the others are ``variant_of``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from retrieval.catalog.values import number

LONGEST_ID = 256
_RESERVED = re.compile(r"[%_:/?#\\\x00-\x1f\x7f]")
"""Characters that would make two different options one id, or one id two parts of an address."""


@dataclass(frozen=True, slots=True)
class Shared:
    """What all variants of a product have in common, as the file writes it."""

    handle: str
    title: object
    description: str
    """As text: the markup is gone."""
    vendor: object
    kind: str
    """The shop's own word for what it is."""
    category: str
    """Its path in Shopify's taxonomy; empty where the file has none."""
    tags: object
    published_at: object
    image: str
    attributes: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Variant:
    """One thing that can be bought."""

    options: tuple[tuple[str, str], ...]
    """(name, value); empty for a product without options."""
    price: object
    compare_at: object
    cost: object
    sku: object
    barcode: object
    availability: str | None
    image: str


def options(pairs: Sequence[tuple[object, object]]) -> tuple[tuple[str, str], ...]:
    """Those that are really options: Shopify writes ``Title: Default Title`` where there are none."""
    read = ((str(name or "").strip(), str(value or "").strip()) for name, value in pairs)
    return tuple((name, value) for name, value in read if value and value != "Default Title")


def product_id(handle: str, chosen: Sequence[tuple[str, str]]) -> str:
    """Different options always give different ids."""
    whole = ":".join([handle, *(_escaped(value) for _, value in chosen)])
    if len(whole) <= LONGEST_ID:
        return whole
    return f"{whole[:200]}:{blake2b(whole.encode(), digest_size=16).hexdigest()}"


def availability(tracked: bool, quantity: int | None, sold_when_out: bool) -> str | None:
    """None where a tracked variant has no quantity in the file."""
    if not tracked:
        return "in_stock"
    if quantity is None:
        return None
    return "in_stock" if quantity > 0 else "backorder" if sold_when_out else "out_of_stock"


def fields(shared: Shared, variant: Variant, head: str | None) -> dict[str, object]:
    """The row of a variant, by the names of product fields. ``head``: the first variant's id, for others."""
    price, before = variant.price, variant.compare_at
    now, was = number(str(price or "")), number(str(before or ""))
    on_sale = now is not None and was is not None and was > now
    out: dict[str, object] = {
        **shared.attributes,
        **{name.lower(): value for name, value in variant.options if name},
        "sku": variant.sku,
        "barcode": variant.barcode,
        "product_id": product_id(shared.handle, variant.options),
        "title": shared.title,
        "description": shared.description,
        "brand": shared.vendor,
        "categories": shared.kind or shared.category,
        "price": before if on_sale else price,
        "sale_price": price if on_sale else None,
        "availability": variant.availability,
        "tags": shared.tags,
        "image": variant.image or shared.image,
        "published_at": shared.published_at,
        "variant_of": head,
    }
    cost = number(str(variant.cost or ""))
    if cost and now:
        out["margin"] = 1 - cost / now
    return out


def _escaped(value: str) -> str:
    return _RESERVED.sub(lambda found: f"%{ord(found[0]):02X}", value).replace(" ", "_")
