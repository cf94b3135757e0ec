"""Who may call what, as data: a row for every route and everything that it is asked for, a column per caller.

Everything that is asked about is Ann's: her profile, her turn, her conversation.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

CALLERS = ("none", "wrong", "page", "secret", "ann", "expired", "forged", "bob", "open")
"""no key; a key that is not ours; a publishable key alone; a secret key; a publishable key with Ann's
identity, with one of hers that expired, with one signed by somebody else, with Bob's; anybody, where no key
is set."""
OK = 0
"""The status of the row."""
RULES: dict[str, tuple[int, ...]] = {
    #            none wrong page secret ann expired forged bob open
    "anybody": (OK, OK, OK, OK, OK, OK, OK, OK, OK),
    "any key": (401, 401, OK, OK, OK, 401, 401, OK, OK),
    "her own": (401, 401, 403, OK, OK, 401, 401, 403, OK),
    "her own, or it does not exist": (401, 401, 404, OK, OK, 401, 401, 404, OK),
    "her own, row by row": (401, 401, 422, OK, OK, 401, 401, 422, OK),
    "the shop": (401, 401, 403, OK, 403, 403, 403, 403, OK),
    # By the session cookie of whoever signed in with a secret key; a key by itself opens no page of it.
    "signed in": (303, 303, 303, 303, 303, 303, 303, 303, OK),
    "not signed in": (OK, OK, OK, OK, OK, OK, OK, OK, 303),
}
assert all(len(statuses) == len(CALLERS) for statuses in RULES.values())


@dataclass(frozen=True)
class Row:
    """One thing that can be asked. ``{turn}`` and ``{session}`` stand for Ann's in path and body."""

    rule: str
    method: str
    route: str
    """As the app declares it."""
    path: str = ""
    """Where it is not the route."""
    body: Any = None
    ok: int = 200
    endless: bool = False
    """Its answer has no end."""
    about: str = ""
    """Sets rows of one route apart."""

    def __str__(self) -> str:
        return " ".join(filter(None, (self.method, self.route, self.about)))


CLICK = {"event_id": "e_1", "type": "click", "product_id": "kettle-1", "occurred_at": "2026-03-01T12:00:00Z"}
KETTLE = [{"product_id": "kettle-access", "title": "A kettle"}]
HELLO = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {
        "protocolVersion": "2025-06-18",
        "capabilities": {},
        "clientInfo": {"name": "a test", "version": "1"},
    },
}
TABLE = (
    Row("anybody", "GET", "/"),
    Row("anybody", "GET", "/static/{name:path}", "/static/icon.svg"),
    Row("anybody", "GET", "/favicon.ico"),
    Row("anybody", "GET", "/search"),
    Row("anybody", "GET", "/cart"),
    Row("anybody", "GET", "/c/{slug:path}", "/c/none", ok=404),
    Row("anybody", "GET", "/p/{product_id:path}", "/p/kettle-1"),
    Row("any key", "POST", "/mcp", body=HELLO),
    Row("anybody", "GET", "/widget.js"),
    Row("anybody", "GET", "/pictures/{product_id:path}.svg", "/pictures/kettle-1.svg"),
    Row("anybody", "GET", "/healthz"),
    Row("anybody", "GET", "/readyz"),
    Row("anybody", "GET", "/metrics"),
    Row("anybody", "GET", "/openapi.json"),
    Row("any key", "POST", "/v1/chat", body={"message": "kettle"}),
    Row("her own", "POST", "/v1/chat", body={"message": "kettle", "user_id": "ann"}, about="as her"),
    Row("her own", "POST", "/v1/chat", body={"message": "it", "session_id": "{session}"}, about="in hers"),
    Row("her own", "GET", "/v1/chat/{session_id}/stream", "/v1/chat/{session}/stream", ok=204),
    Row("any key", "POST", "/v1/recommendations", body={"query": "kettle"}),
    Row("her own", "POST", "/v1/recommendations", body={"user_id": "ann"}, about="for her"),
    Row("her own", "POST", "/v1/recommendations", body={"session_id": "{session}"}, about="in hers"),
    Row("any key", "GET", "/v1/products/{product_id:path}", "/v1/products/kettle-1"),
    Row("any key", "GET", "/v1/products/{product_id:path}/similar", "/v1/products/kettle-1/similar"),
    Row("any key", "GET", "/v1/products/{product_id:path}/goes-with", "/v1/products/kettle-1/goes-with"),
    Row("any key", "POST", "/v1/products/facets", body={}),
    Row("the shop", "PUT", "/v1/products", body=KETTLE),
    Row("the shop", "PATCH", "/v1/products/{product_id:path}", "/v1/products/kettle-2", {"rating": 3}),
    Row("the shop", "DELETE", "/v1/products/{product_id:path}", "/v1/products/none", ok=404),
    Row("the shop", "POST", "/v1/catalog/reindex"),
    Row("any key", "POST", "/v1/events", body=CLICK, ok=202),
    Row("her own, row by row", "POST", "/v1/events", body={**CLICK, "user_id": "ann"}, ok=202, about="hers"),
    Row("any key", "GET", "/v1/onboarding"),
    Row("any key", "POST", "/v1/onboarding", body={"answers": {}}),
    Row("her own", "POST", "/v1/onboarding", body={"answers": {}, "user_id": "ann"}, about="hers"),
    Row(
        "her own", "POST", "/v1/onboarding", body={"answers": {}, "session_id": "{session}"}, about="in hers"
    ),
    Row("her own", "GET", "/v1/turns/{turn_id}/events", "/v1/turns/{turn}/events"),
    Row("her own", "POST", "/v1/turns/{turn_id}/stop", "/v1/turns/{turn}/stop", ok=204),
    Row("the shop", "GET", "/v1/turns/{turn_id}", "/v1/turns/{turn}"),
    Row("her own, or it does not exist", "GET", "/v1/sessions/{session_id}", "/v1/sessions/{session}"),
    Row("her own", "GET", "/v1/users/{user_id}", "/v1/users/ann"),
    Row("her own", "PUT", "/v1/users/{user_id}/preferences", "/v1/users/ann/preferences", {}),
    Row("her own", "GET", "/v1/users/{user_id}/export", "/v1/users/ann/export"),
    Row("her own", "DELETE", "/v1/users/{user_id}", "/v1/users/ann"),
    Row("the shop", "GET", "/v1/rankings/{ranking_id}", "/v1/rankings/{ranking}"),
    Row("the shop", "POST", "/v1/rules/preview", body={"rules": ""}),
    Row("the shop", "GET", "/v1/reports/summary"),
    Row("the shop", "GET", "/v1/reports/page"),
    Row("the shop", "GET", "/v1/reports/{part}", "/v1/reports/days"),
    Row("signed in", "GET", "/console"),
    Row("signed in", "GET", "/console/report"),
    Row("signed in", "GET", "/console/prompts"),
    Row("signed in", "GET", "/console/prompts/{name}", "/console/prompts/narrate"),
    Row("signed in", "GET", "/console/rankings"),
    Row("signed in", "GET", "/console/rankings/{ranking_id}", "/console/rankings/none", ok=404),
    Row("signed in", "GET", "/console/plots/{name}.svg", "/console/plots/none.svg", ok=404),
    Row("signed in", "GET", "/console/conversations"),
    Row("signed in", "GET", "/console/conversations/{session_id}", "/console/conversations/none", ok=404),
    Row("signed in", "GET", "/console/rules"),
    Row("signed in", "POST", "/console/rules", ok=403, about="without its token"),
    Row("signed in", "GET", "/console/live", endless=True),
    Row("signed in", "GET", "/console/experiments"),
    Row("signed in", "GET", "/console/queries"),
    Row("not signed in", "GET", "/console/sign-in"),
    Row("anybody", "POST", "/console/sign-in", ok=403, about="without its token"),
    Row("signed in", "POST", "/console/sign-out", ok=403, about="without its token"),
)
