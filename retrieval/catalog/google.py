"""Google Merchant feeds, as tab-separated text or as XML; Meta's catalog files have the same columns.

Names are given as Google writes them (``image_link``), whatever case and spaces the file has. A group of
variants is a label in such a feed; here the group's first row is the product that the others are
``variant_of``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from functools import lru_cache

from retrieval.catalog import delimited, xml_items
from retrieval.catalog.html_text import plain
from retrieval.catalog.lines import Source
from retrieval.catalog.raw import BadRow, RawRow

_TELLING = """link image_link additional_image_link availability google_product_category product_type
item_group_id gtin mpn condition identifier_exists age_group fb_product_category"""
_SIGNS = frozenset(_TELLING.split())
_ENOUGH_SIGNS = 3
_OPERATIONS = """ads_redirect adult app_id availability_date canonical_link checkout_link_template
cost_of_goods_sold auto_pricing_min_price disclosure_date display_ads_id display_ads_link
display_ads_similar_ids display_ads_title display_ads_value excluded_destination expiration_date
external_seller_id feed_label fb_product_category identifier_exists included_destination installment
is_bundle lifestyle_image_link loyalty_points loyalty_program max_handling_time maximum_retail_price
min_handling_time mobile_link pause pickup_method pickup_sla promotion_id return_policy_label
rich_text_description sale_price_effective_date sell_on_google_quantity shipping shipping_country
shipping_height shipping_label shipping_length shipping_weight shipping_width
shopping_ads_excluded_country short_title store_code subscription_cost tax tax_category
transit_time_label unit_pricing_base_measure unit_pricing_measure video_link virtual_model_link"""
_NOT_THE_PRODUCT = frozenset(_OPERATIONS.split())
"""How it is shipped, taxed and advertised: nothing a shopper asks for."""
_ROOT = re.compile(rb"<(?:rss|feed|(?:\w+:)?RDF)[\s>]")
_ROOT_WITHIN = 10_000
"""Bytes, comments before it included."""
_ALTERNATIVES = ("color", "material")
"""Where Google has several values joined by a slash."""
_PLAIN = """id title description price sale_price brand color size gender age_group material pattern
size_type size_system product_detail product_highlight multipack energy_efficiency_class"""
_NAMES = _SIGNS | _NOT_THE_PRODUCT | frozenset(_PLAIN.split())


def looks_like(columns: Iterable[str]) -> bool:
    """Whether a header is Google's."""
    names = {_name(column) for column in columns}
    return {"id", "title"} <= names and len(names & _SIGNS) >= _ENOUGH_SIGNS


def is_xml(beginning: bytes) -> bool:
    """Whether a document begins as RSS or Atom does."""
    return beginning.lstrip()[:1] == b"<" and _ROOT.search(beginning, 0, _ROOT_WITHIN) is not None


def read(source: Source) -> Iterator[RawRow | BadRow]:
    """Raises FeedError where there is no header, no XML, or an XML that declares entities."""
    is_markup = source.beginning().lstrip().startswith(b"<")
    rows = xml_items.read(source) if is_markup else delimited.read(source)
    groups: dict[str, str] = {}
    now = datetime.now(UTC)
    for row in rows:
        if isinstance(row, BadRow):
            yield row
            continue
        fields = {_name(name): value for name, value in row.fields.items()}
        yield RawRow(row.line, _product(fields, groups, now))


@lru_cache(maxsize=4096)
def _name(column: str) -> str:
    """Google's own spelling of a name; any other name as it is."""
    name = re.sub(r"[\s_]+", "_", column.strip().lower()).removeprefix("g:")
    return name if name in _NAMES else column


def _product(fields: Mapping[str, object], groups: dict[str, str], now: datetime) -> dict[str, object]:
    out = {name: value for name, value in fields.items() if name not in _NOT_THE_PRODUCT}
    if not _sale_holds(fields.get("sale_price_effective_date"), now):
        out.pop("sale_price", None)
    if isinstance(description := out.get("description"), str):
        out["description"] = plain(description)
    _category(out)
    _pictures(out)
    for name in _ALTERNATIVES:
        if isinstance(value := out.get(name), str) and "/" in value:
            out[name] = value.split("/")
    _details(out)
    head = _head(out, groups)
    if head is not None:
        out["variant_of"] = head
    return out


def _head(out: dict[str, object], groups: dict[str, str]) -> str | None:
    """The first product of the row's group; None for that product itself and outside of groups."""
    group, own = out.pop("item_group_id", ""), out.get("id")
    if not isinstance(group, str) or not isinstance(own, str) or not group.strip() or not out.get("title"):
        return None
    head = groups.setdefault(group.strip(), own.strip())
    return None if head == own.strip() else head


def _category(out: dict[str, object]) -> None:
    """The shop's own path; where it has none, Google's, unless that is a mere number."""
    google = out.pop("google_product_category", "")
    if not out.get("product_type") and isinstance(google, str) and not google.strip().isdecimal():
        out["product_type"] = google


def _pictures(out: dict[str, object]) -> None:
    others = out.pop("additional_image_link", "")
    if not out.get("image_link"):
        first = others if isinstance(others, list) else str(others).split(",")
        out["image_link"] = first[0] if first else ""


def _details(out: dict[str, object]) -> None:
    """``section:name:value`` in a cell, three elements in XML: an attribute each."""
    details = out.pop("product_detail", None)
    for detail in details if isinstance(details, list) else [details]:
        if isinstance(detail, Mapping):
            name, value = detail.get("attribute_name", ""), detail.get("attribute_value", "")
            if name:
                out.setdefault(str(name).lower(), value)
        elif isinstance(detail, str):
            for each in detail.split(","):
                parts = each.split(":", 2)
                if len(parts) == 3 and parts[1].strip():
                    out.setdefault(parts[1].strip().lower(), parts[2])


def _sale_holds(interval: object, now: datetime) -> bool:
    """Whether a sale is on: always, unless its ``from/to`` says otherwise in a way that can be read."""
    if not isinstance(interval, str) or "/" not in interval:
        return True
    try:
        start, end = (_moment(part.strip()) for part in interval.split("/", 1))
    except ValueError:
        return True
    return start <= now <= end


def _moment(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)
