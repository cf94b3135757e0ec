"""Addresses that may stand in a page: our own paths, and of a catalog's only what is safe to follow."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

from retrieval.types import PublicProduct

_PICTURE = re.compile(r"(https://|data:image/|/(?![/\\]))")
_WEB = re.compile(r"https?://[^\s\\]+", re.IGNORECASE)


def product_path(product_id: str) -> str:
    """Of the storefront's page, whatever the id is made of."""
    return f"/p/{quote(product_id, safe='')}"


def picture_path(product: PublicProduct) -> str:
    """The product's own picture where a page may ask for it, else one drawn from its kind and colour."""
    image = (product.image or "").strip()
    if _PICTURE.match(image):
        return image
    return f"/pictures/{quote(product.product_id, safe='')}.svg"


def web_address(product: PublicProduct) -> str | None:
    """The host of the product's own page elsewhere; None where there is none that may be followed."""
    if not product.url or not _WEB.fullmatch(product.url.strip()):
        return None
    try:
        return urlsplit(product.url.strip()).hostname
    except ValueError:
        return None
