"""Shopify's product export: several rows per handle, each a variant, a further picture, or both.

Column names are taken in lower case, and those of the newer template by their older names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from retrieval.catalog import delimited
from retrieval.catalog.html_text import plain
from retrieval.catalog.lines import Source
from retrieval.catalog.raw import BadRow, RawRow
from retrieval.catalog.shopify_variant import Shared, Variant, availability, fields, options, product_id
from retrieval.catalog.values import number

_NEWER = {
    "url handle": "handle",
    "description": "body (html)",
    "published on online store": "published",
    "sku": "variant sku",
    "barcode": "variant barcode",
    "price": "variant price",
    "compare-at price": "variant compare at price",
    "inventory tracker": "variant inventory tracker",
    "inventory quantity": "variant inventory qty",
    "continue selling when out of stock": "variant inventory policy",
    "product image url": "image src",
    "variant image url": "variant image",
}
_OF_A_VARIANT = ("option1 value", "variant sku", "variant price")
_NOT_THE_PRODUCT = re.compile(
    r"""handle|title|body\ \(html\)|vendor|(standardized\ |custom\ )?product\ (category|type)|type|tags
    |published|status|image\ .*|variant\ .*|option\d\ .*|cost\ per\ item|gift\ card|seo\ .*
    |google\ shopping\ /\ (google|adwords|custom)\ .*|(included|price|compare\ at\ price|international)\ /\ .*
    |charge\ tax|tax\ code|unit\ price.*|weight.*|requires\ shipping|fulfillment\ service""",
    re.VERBOSE,
)
"""Read above, or nothing a shopper asks for; every other column is an attribute."""
_METAFIELD = re.compile(r"(?P<name>.+?) \((?:product|variant)\.metafields\..+\)")


def looks_like(columns: Iterable[str]) -> bool:
    """Whether a header is that of Shopify's product export."""
    names = {_name(column) for column in columns}
    return names >= {"handle", "title", "vendor", "option1 value"}


def read(source: Source) -> Iterator[RawRow | BadRow]:
    """One row per variant, with the line of its row; raises FeedError where there is no header."""
    product: _Product | None = None
    handle = ""
    for row in delimited.read(source):
        if isinstance(row, BadRow):
            yield row
            continue
        cells = {_name(name): str(cell).strip() for name, cell in row.fields.items()}
        if cells.get("handle", "") != handle or cells.get("title"):
            handle = cells.get("handle", "")
            product = _Product.of(cells) if cells.get("title") else None
        yield from _variant_row(row, cells, product)


def _variant_row(
    row: RawRow, cells: Mapping[str, str], product: _Product | None
) -> Iterator[RawRow | BadRow]:
    reason = None
    if not cells.get("handle"):
        reason = "handle: is missing"
    elif product is None:
        reason = "has no title, and no row of the same handle before it has one"
    elif product.begun and not any(cells.get(name) for name in _OF_A_VARIANT):
        return  # a further picture
    else:
        reason = product.hidden
    if reason is not None or product is None:
        yield BadRow(row.line, reason or "", dict(row.fields))
        return
    variant = _variant(cells, product.option_names)
    head = product.head
    product.begun, product.head = True, head or product_id(product.shared.handle, variant.options)
    yield RawRow(row.line, fields(product.shared, variant, head))


@dataclass(slots=True)
class _Product:
    """The product whose rows are being read; what stands in its first row alone."""

    shared: Shared
    option_names: tuple[str, ...]
    hidden: str | None
    """Why shoppers do not see it in the shop."""
    begun: bool = False
    head: str | None = None

    @classmethod
    def of(cls, cells: Mapping[str, str]) -> _Product:
        shared = Shared(
            handle=cells.get("handle", ""),
            title=cells["title"],
            description=plain(cells.get("body (html)", "")),
            vendor=cells.get("vendor"),
            kind=cells.get("type") or cells.get("custom product type", ""),
            category=cells.get("product category") or cells.get("standardized product type", ""),
            tags=[tag for each in cells.get("tags", "").split(",") if (tag := each.strip())],
            published_at=None,
            image=cells.get("image src", ""),
            attributes=_attributes(cells),
        )
        return cls(shared, tuple(cells.get(f"option{n} name", "") for n in (1, 2, 3)), _hidden(cells))


def _variant(cells: Mapping[str, str], names: tuple[str, ...]) -> Variant:
    return Variant(
        options=options([(name, cells.get(f"option{n} value")) for n, name in enumerate(names, 1)]),
        price=cells.get("variant price"),
        compare_at=cells.get("variant compare at price"),
        cost=cells.get("cost per item"),
        sku=cells.get("variant sku", "").removeprefix("'"),
        barcode=cells.get("variant barcode", "").removeprefix("'"),
        availability=_availability(cells),
        image=cells.get("variant image", ""),
    )


def _availability(cells: Mapping[str, str]) -> str | None:
    if "variant inventory qty" not in cells and "variant inventory tracker" not in cells:
        return None
    quantity = number(cells.get("variant inventory qty", ""))
    # An export without the tracker's column, but with quantities, is of tracked products.
    tracked = bool(cells.get("variant inventory tracker", "shopify"))
    sold_when_out = cells.get("variant inventory policy", "").lower() in ("continue", "true")
    return availability(tracked, None if quantity is None else int(quantity), sold_when_out)


def _hidden(cells: Mapping[str, str]) -> str | None:
    status = cells.get("status", "").lower()
    if status in ("draft", "archived", "unlisted"):
        return f"is not on sale in the shop (status: {status})"
    if cells.get("published", "").lower() == "false":
        return "is not on sale in the shop (published: false)"
    return None


def _attributes(cells: Mapping[str, str]) -> dict[str, object]:
    out: dict[str, object] = {}
    for column, cell in cells.items():
        if not column or _NOT_THE_PRODUCT.fullmatch(column):
            continue
        if found := _METAFIELD.fullmatch(column):
            # Several values of a metafield stand with semicolons between them.
            out[found["name"]] = [value.strip() for value in cell.split(";")]
        else:
            out[column.removeprefix("google shopping / ").replace(" ", "_")] = cell
    return out


def _name(column: str) -> str:
    name = column.strip().lower()
    return _NEWER.get(name, name)
