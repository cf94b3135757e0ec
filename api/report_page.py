"""The report as one page: no script, nothing from elsewhere, plots as SVG in it."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from importlib.resources import files
from typing import Any

from api.commands.reporting import headlines, percent
from api.report_plots import TITLES, drawn
from retrieval.feedback.measures import Slice
from retrieval.feedback.report import Report

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'"
ROWS = 40


def page_of(found: Report) -> str:
    """One HTML document."""
    style = files("api").joinpath("static", "report.css").read_text(encoding="utf-8")
    parts = [
        f"<h1>What was shown, and what came of it</h1><p class=when>{found.since:%d %B %Y} to "
        f"{found.until:%d %B %Y} · {found.products:,} products in the catalog</p>",
        *(f"<p class=warning role=alert>{escape(each)}</p>" for each in found.warnings),
        _tiles(found),
        _figures(found),
        _experiments(found),
        *(
            _table(title, slices)
            for title, slices in (
                ("Surface", found.surfaces),
                ("Slot", found.slots),
                ("Category", found.categories),
                ("Model", found.models),
                ("Prompt", found.prompts),
                ("Rules", found.rules),
                ("Arm", found.arms),
            )
            if slices
        ),
        "<h2>Notes</h2><ul>",
        *(f"<li>{escape(line)}</li>" for line in headlines(found)),
        f"<li>{found.relaxed:,} lists came after a wish was given up; {found.empty:,} were empty.</li>",
        "<li>Seen: the browser showed it. Rates have 95% intervals (Wilson). Lists whose model failed stand "
        "in a row of their own.</li></ul>",
    ]
    return (
        "<!doctype html><html lang=en><meta charset=utf-8>"
        "<meta name=viewport content='width=device-width, initial-scale=1'>"
        f"<title>Report</title><style>{style}</style><main>{''.join(parts)}</main></html>"
    )


def _tiles(found: Report) -> str:
    whole = found.all
    tiles = [
        ("Click-through", _percent(whole.ctr.value), f"{whole.clicked:,} of {whole.seen:,} seen"),
        ("Conversion", _percent(whole.conversion.value), "of what was clicked was bought"),
        ("Revenue", f"{whole.revenue:,.0f}", f"of {found.revenue:,.0f} in all"),
        ("Coverage", _percent(found.coverage), "of the catalog was seen"),
        ("Diversity", _plain(found.diversity), "mean distance within a list"),
        ("Degraded", _percent(found.degraded_share), f"of {whole.lists:,} lists"),
        ("First card", f"{_plain(found.first_card_ms_p50)} ms", f"p95 {_plain(found.first_card_ms_p95)} ms"),
    ]
    shown = "".join(
        f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd><dd class=small>{escape(more)}</dd></div>"
        for name, value, more in tiles
    )
    return f"<dl class=tiles>{shown}</dl>"


def _figures(found: Report) -> str:
    if not found.days:
        return "<p>No list was served in this time.</p>"
    shown = "".join(
        f"<figure><figcaption>{escape(title)}</figcaption>{_inline(drawn(found, name), title)}</figure>"
        for name, title in TITLES.items()
    )
    return f"<section class=figures>{shown}</section>"


def _inline(svg: str, title: str) -> str:
    return svg[svg.index("<svg") :].replace("<svg", f'<svg role="img" aria-label="{escape(title)}"', 1)


def _experiments(found: Report) -> str:
    if not found.experiments:
        return ""
    blocks = []
    for result in found.experiments:
        rows = "".join(
            f"<tr><th scope=row>{escape(arm.arm)}<td>{arm.shoppers:,}<td>{arm.rate.n:,}"
            f"<td>{escape(percent(arm.rate))}<td>{_lift(arm.lift, arm.lift_ci)}<td>{arm.verdict or ''}</tr>"
            for arm in result.arms
        )
        needed = f" Needs about {result.needed:,} shoppers per arm." if result.needed else ""
        blocks.append(
            f"<h3>{escape(result.experiment)}</h3><p>{escape(result.says)}{needed}</p>"
            f"<div class=scroll><table><thead><tr><th>arm<th>shoppers<th>window over<th>{result.metric}"
            f"<th>lift<th>verdict</thead><tbody>{rows}</tbody></table></div>"
        )
    return f"<h2>Experiments</h2>{''.join(blocks)}"


def _lift(lift: float | None, interval: Any) -> str:
    if lift is None:
        return ""
    return f"{lift:+.1%}" + (f" [{interval[0]:+.1%}, {interval[1]:+.1%}]" if interval else "")


def _table(title: str, slices: Sequence[Slice]) -> str:
    heads = ("lists", "products served", "seen", "clicked", "CTR", "carts", "bought", "conversion", "revenue")
    rows = "".join(
        f"<tr><th scope=row>{escape(each.name)}<td>{f'{each.lists:,}' if each.lists else ''}"
        f"<td>{each.served:,}<td>{each.seen:,}<td>{each.clicked:,}<td>{escape(percent(each.ctr))}<td>{each.carted:,}"
        f"<td>{each.bought:,}<td>{escape(percent(each.conversion))}<td>{each.revenue:,.2f}</tr>"
        for each in slices[:ROWS]
    )
    head = "".join(f"<th scope=col>{name}" for name in heads)
    return (
        f"<h2>By {title.lower()}</h2><div class=scroll><table><thead><tr><th scope=col>{title}{head}</thead>"
        f"<tbody>{rows}</tbody></table></div>"
    )


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{value:.1%}"


def _plain(value: float | None) -> str:
    return "–" if value is None else f"{value:.3g}"
