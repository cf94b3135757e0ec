"""``aisle recommend`` and ``aisle explain``."""

from __future__ import annotations

from typing import Any

import orjson
from rich.markup import escape
from rich.table import Table

from agent.types import Explain
from api.commands.source import open_source
from api.terminal import answer, console
from retrieval.ranking.labels import label


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
    out.print(_table(trace))
    for item in trace["items"]:
        if item.get("pinned"):
            rule = item["contributions"][0]["name"]
            out.print(f"{item['rank']}. {item['product']['title']}: held here by “{rule}”", markup=False)
    for rule, titles in _dropped(trace).items():
        more = f" and {len(titles) - SHOWN} more" if len(titles) > SHOWN else ""
        out.print(f"Taken off, {rule}: {', '.join(titles[:SHOWN])}{more}", markup=False)


SHOWN = 5


def _table(trace: dict[str, Any]) -> Table:
    """Points by what gave them: the scores in the order of their weight, then the shop's rules by name."""
    total: dict[str, float] = {}
    for item in trace["items"]:
        for c in item["contributions"]:
            total[c["name"]] = total.get(c["name"], 0.0) + abs(c["points"])
    names = [name for name in sorted(total, key=lambda name: -total[name]) if total[name]]
    table = Table("#", "product", "points", *map(label, names), box=None, pad_edge=False)
    for item in trace["items"]:
        points = {c["name"]: c["points"] for c in item["contributions"]}
        cells = [f"{points[name]:+.3f}" if name in points else "" for name in names]
        table.add_row(str(item["rank"]), escape(item["product"]["title"]), f"{item['score']:.3f}", *cells)
    return table


def _dropped(trace: dict[str, Any]) -> dict[str, list[str]]:
    out: dict[str, list[str]] = {}
    for dropped in trace["dropped"]:
        out.setdefault(dropped["rule"], []).append(dropped["product_id"])
    return out


def _headline(trace: dict[str, Any]) -> str:
    query = trace["query"]
    wanted = f"“{query['text']}”" if query.get("text") else "a page"
    return (
        f"{trace['total']:,} fit {wanted} ({query['surface']}); served at {trace['created_at'][:19]} "
        f"by the rules {trace['rules_version']}"
    )


def _json(body: dict[str, Any]) -> None:
    print(orjson.dumps(body, option=orjson.OPT_INDENT_2).decode())  # noqa: T201 - this is the output
