"""Files that pages ask for: a closed list, each with a tag that says whether it changed."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from fastapi import Request
from fastapi.responses import Response

_TYPES = {
    "js": "text/javascript; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "svg": "image/svg+xml",
}


@cache
def names() -> frozenset[str]:
    """Every file that may be asked for, by its path below ``api/static``."""
    found = _walk(files("api").joinpath("static"), "")
    # The widget's modules are served as one script.
    return frozenset(name for name in found if not name.startswith("widget/"))


def media_type(name: str) -> str:
    """Of a file on the list."""
    return _TYPES[name.rpartition(".")[2]]


@cache
def content(name: str) -> bytes:
    """The bytes of a file on the list."""
    return files("api").joinpath("static", *name.split("/")).read_bytes()


@cache
def address(name: str) -> str:
    """Where a file on the list lies, as it is now: what a page names so need never be asked for again."""
    return f"/static/{name}?v={_digest(content(name))}"


def tagged(
    request: Request, body: bytes, kind: str, headers: dict[str, str] | None = None, max_age: int = 0
) -> Response:
    """The file, or 304 where the browser has it as it is."""
    digest = _digest(body)
    tag = f'"{digest}"'
    control = f"public, max-age={max_age}" if max_age else "no-cache"
    if request.query_params.get("v") == digest:
        control = "public, max-age=31536000, immutable"
    sent = {**(headers or {}), "ETag": tag, "Cache-Control": control}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=sent)
    return Response(body, media_type=kind, headers=sent)


def _digest(body: bytes) -> str:
    return hashlib.blake2b(body, digest_size=8).hexdigest()


def _walk(folder: Traversable, above: str) -> list[str]:
    found: list[str] = []
    for each in folder.iterdir():
        if each.is_dir():
            found += _walk(each, f"{above}{each.name}/")
        elif each.name.rpartition(".")[2] in _TYPES:
            found.append(f"{above}{each.name}")
    return found
