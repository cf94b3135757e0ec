"""Templates to answers: every value escaped, every page runs nothing but our own files."""

from __future__ import annotations

from functools import cache
from typing import Any

from fastapi.responses import Response
from jinja2 import Environment, PackageLoader, StrictUndefined

from api.pages.assets import address
from api.pages.links import picture_path, product_path, web_address
from retrieval.money import money

SHOP_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' https: data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
CONSOLE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


@cache
def environment() -> Environment:
    """The templates of ``api/pages/templates``. A name that a page forgot to give is an error, not a gap."""
    made = Environment(
        loader=PackageLoader("api.pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["money"] = money
    made.filters["capitalised"] = lambda text: text[:1].upper() + text[1:]
    made.globals["static_path"] = address
    made.globals["product_path"] = product_path
    made.globals["picture_path"] = picture_path
    made.globals["web_address"] = web_address
    return made


def page(template: str, policy: str, *, status: int = 200, **values: Any) -> Response:
    """One HTML document. Pages are personal: no cache keeps them."""
    html = environment().get_template(template).render(values)
    headers = {"Content-Security-Policy": policy, "Cache-Control": "private, no-store"}
    return Response(html, status_code=status, media_type="text/html; charset=utf-8", headers=headers)
