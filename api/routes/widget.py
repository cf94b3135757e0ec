"""``/widget.js``: the assistant and the shelf of recommendations, for any page of any origin."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.widget import widget

router = APIRouter(include_in_schema=False)
_HEADERS = {
    # A module of another origin is only loaded where this is said; it holds nothing that is not public.
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Cache-Control": "public, max-age=300",
    "Vary": "Accept-Encoding",
}


@router.get("/widget.js")
async def script(request: Request) -> Response:
    """One script, no dependency, no build step."""
    found = widget()
    packed = "gzip" in request.headers.get("accept-encoding", "")
    headers = {**_HEADERS, "ETag": f'"{found.tag}{"-gzip" if packed else ""}"'}
    if request.headers.get("if-none-match") == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    if packed:
        headers["Content-Encoding"] = "gzip"
    return Response(
        found.gzipped if packed else found.text, media_type="text/javascript; charset=utf-8", headers=headers
    )
