"""``aisle recommend`` and ``aisle explain``."""

from __future__ import annotations

from typing import Any

import orjson
from rich.markup import escape
from rich.table import Table

from agent.types import Explain
from api.commands.source import open_source
from api.terminal import answer, console


def recommend(
    query: str | None, *, user: str | None, product: str | None, limit: int, explain: Explain, as_json: bool
) -> None:
    """A list, as lines or as the API's JSON."""
    with open_source("aisle recommend") as source:
        body = source.recommend(query, user=user, product=product, limit=limit, explain=explain)
    if as_json:
        _json(body)
    else:
        answer(console(), body)


def explain(ranking_id: str, *, as_json: bool) -> None:
    """The points of every product of a ranking, and what was dropped by which rule."""
    with open_source("aisle explain") as source:
        trace = source.ranking(ranking_id)
    if as_json:
        _json(trace)
        return
    out = console()
    out.print(_headline(trace), markup=False)
    names = list(dict.fromkeys(c["name"] for item in trace["items"] for c in item["contributions"]))
    table = Table("#", "product", "score", *names, box=None, pad_edge=False)
    for item in trace["items"]:
        points = {c["name"]: c["points"] for c in item["contributions"]}
        cells = [f"{points[name]:+.3f}" if name in points else "" for name in names]
        table.add_row(str(item["rank"]), escape(item["product"]["title"]), f"{item['score']:.3f}", *cells)
    out.print(table)
    for dropped in trace["dropped"]:
        out.print(f"dropped {dropped['product_id']}: {dropped['rule']}", markup=False)


def _headline(trace: dict[str, Any]) -> str:
    query = trace["query"]
    wanted = f"“{query['text']}”" if query.get("text") else "a page"
    timings = ", ".join(f"{name} {ms:g} ms" for name, ms in trace["timings_ms"].items())
    return (
        f"{trace['ranking_id']} for {wanted} at {trace['created_at']}; {trace['total']:,} fit; "
        f"rules {trace['rules_version']}" + (f"; {timings}" if timings else "")
    )


def _json(body: dict[str, Any]) -> None:
    print(orjson.dumps(body, option=orjson.OPT_INDENT_2).decode())  # noqa: T201 - this is the output
