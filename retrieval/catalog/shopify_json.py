"""Shopify's ``products.json``: ``{"products": […]}`` as the shop serves it, or the bare array."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from retrieval.catalog import json_elements
from retrieval.catalog.html_text import plain
from retrieval.catalog.lines import Source
from retrieval.catalog.raw import BadRow, RawRow
from retrieval.catalog.shopify_variant import Shared, Variant, availability, fields, options, product_id

_NAMES = (b'"variants"', b'"body_html"', b'"handle"', b'"vendor"')


def looks_like(beginning: bytes) -> bool:
    """Whether a JSON document is Shopify's."""
    return json_elements.is_array(beginning) and sum(name in beginning for name in _NAMES) >= 2


def read(source: Source) -> Iterator[RawRow | BadRow]:
    """One row per variant, with the position of its product in the list (from 1) as its line.

    Raises:
        FeedError: the document is neither an array nor an object that holds ``products``.
    """
    for row in json_elements.read(source):
        if isinstance(row, BadRow):
            yield row
        else:
            yield from _rows(row)


def _rows(row: RawRow) -> Iterator[RawRow | BadRow]:
    given = row.fields
    reason = _reason(given)
    if reason is not None:
        yield BadRow(row.line, reason, dict(given))
        return
    shared = _shared(given)
    names = [
        option.get("name") if isinstance(option, Mapping) else option for option in _list(given, "options")
    ]
    head: str | None = None
    for raw in _list(given, "variants") or [{}]:
        if not isinstance(raw, Mapping):
            yield BadRow(row.line, "variants: holds something that is not an object", dict(given))
            continue
        variant = _variant(raw, names, _pictures(given))
        yield RawRow(row.line, fields(shared, variant, head))
        head = head or product_id(shared.handle, variant.options)


def _reason(given: Mapping[str, object]) -> str | None:
    """Why a product is set aside; None where it is not."""
    for name in ("variants", "images", "options"):
        if not isinstance(given.get(name), list | None):
            return f"{name}: is not a list"
    if not (given.get("handle") or given.get("id")):
        return "handle: is missing"
    status = given.get("status", "active")
    if status != "active":
        return f"is not on sale in the shop (status: {status})"
    if "published_at" in given and given["published_at"] is None:
        return "is not on sale in the shop (published_at: null)"
    return None


def _shared(given: Mapping[str, object]) -> Shared:
    category = given.get("category")
    tags = given.get("tags") or []
    pictures = _list(given, "images")
    return Shared(
        handle=str(given.get("handle") or given["id"]).strip(),
        title=given.get("title"),
        description=plain(str(given.get("body_html") or "")),
        vendor=given.get("vendor"),
        kind=str(given.get("product_type") or ""),
        category=str(category.get("full_name") or "") if isinstance(category, Mapping) else "",
        tags=[tag.strip() for tag in tags.split(",")] if isinstance(tags, str) else tags,
        published_at=given.get("published_at"),
        image=_src(pictures[0]) if pictures else _src(given.get("image")),
        attributes={},
    )


def _variant(
    raw: Mapping[str, object], names: list[object], pictures: Mapping[tuple[str, str], str]
) -> Variant:
    chosen = [(names[n - 1] if n <= len(names) else f"option{n}", raw.get(f"option{n}")) for n in (1, 2, 3)]
    picture = _src(raw.get("featured_image")) or pictures.get(("image", _id(raw.get("image_id"))), "")
    return Variant(
        options=options(chosen),
        price=raw.get("price"),
        compare_at=raw.get("compare_at_price"),
        cost=raw.get("cost"),
        sku=raw.get("sku"),
        barcode=raw.get("barcode"),
        availability=_availability(raw),
        image=picture or pictures.get(("variant", _id(raw.get("id"))), ""),
    )


def _availability(raw: Mapping[str, object]) -> str | None:
    """The shop window says yes or no; the shop's own file says how many."""
    known = raw.get("available")
    if isinstance(known, bool):
        return "in_stock" if known else "out_of_stock"
    quantity = raw.get("inventory_quantity")
    if "inventory_management" not in raw and quantity is None:
        return None
    tracked = raw.get("inventory_management", "shopify") is not None
    count = quantity if isinstance(quantity, int) else None
    return availability(tracked, count, raw.get("inventory_policy") == "continue")


def _pictures(given: Mapping[str, object]) -> dict[tuple[str, str], str]:
    """("image", picture id) and ("variant", variant id) → address."""
    out: dict[tuple[str, str], str] = {}
    for picture in _list(given, "images"):
        if isinstance(picture, Mapping):
            out["image", _id(picture.get("id"))] = _src(picture)
            for variant in _list(picture, "variant_ids"):
                out["variant", _id(variant)] = _src(picture)
    # What names no picture finds none.
    return {key: src for key, src in out.items() if key[1]}


def _id(value: object) -> str:
    return "" if value is None else str(value)


def _src(picture: object) -> str:
    src = picture.get("src") if isinstance(picture, Mapping) else picture
    return src if isinstance(src, str) else ""


def _list(given: Mapping[str, object], name: str) -> list[object]:
    value = given.get(name)
    return value if isinstance(value, list) else []
