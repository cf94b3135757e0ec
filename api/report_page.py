"""The report as one page: no script, nothing from elsewhere, plots as SVG in it."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from api.commands.reporting import headlines, percent
from retrieval.feedback.measures import Slice
from retrieval.feedback.proportions import Rate
from retrieval.feedback.report import DayReport, Report

if TYPE_CHECKING:
    from matplotlib.axes import Axes

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'"
ROWS = 40
_INK, _SECOND, _FAINT = "#1f6f5c", "#c2683a", "#8a8f98"


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
    days = found.days
    figures = [
        ("Click-through by day", lambda ax: _rates_over_time(ax, days)),
        ("Click-through by slot", lambda ax: _rates_by_name(ax, found.slots[:20])),
        ("Clicks and purchases by day", lambda ax: _counts(ax, days)),
        ("Coverage and diversity by day", lambda ax: _coverage(ax, days)),
        ("Degraded share by day", lambda ax: _line(ax, days, [day.degraded_share for day in days], _SECOND)),
        ("Time to first card by day, ms", lambda ax: _times(ax, days)),
    ]
    drawn = "".join(
        f"<figure><figcaption>{escape(title)}</figcaption>{_svg(draw, title)}</figure>"
        for title, draw in figures
    )
    return f"<section class=figures>{drawn}</section>"


def _svg(draw: Callable[[Axes], None], title: str) -> str:
    # The object interface: pyplot keeps global state and is not safe in a server's threads.
    from matplotlib.figure import Figure

    figure = Figure(figsize=(5.6, 2.7), layout="constrained")
    axes = figure.subplots()
    axes.spines[["top", "right"]].set_visible(False)
    axes.tick_params(labelsize=8, colors="#555")
    axes.set_facecolor("none")
    draw(axes)
    axes.set_ylim(0, max(axes.get_ylim()[1], 1e-3) * 1.05)
    figure.patch.set_alpha(0)
    out = io.StringIO()
    figure.savefig(out, format="svg", metadata={"Date": None, "Title": title})
    svg = out.getvalue()
    return svg[svg.index("<svg") :].replace("<svg", f'<svg role="img" aria-label="{escape(title)}"', 1)


def _rates_over_time(axes: Axes, days: Sequence[DayReport]) -> None:
    rates = [day.all.ctr for day in days]
    _line(axes, days, [rate.value for rate in rates], _INK)
    axes.fill_between(
        range(len(days)), [r.ci95[0] if r.n else 0 for r in rates], [r.ci95[1] if r.n else 0 for r in rates],
        color=_INK, alpha=0.15, linewidth=0,
    )  # fmt: skip


def _rates_by_name(axes: Axes, slices: Sequence[Slice]) -> None:
    shown: list[tuple[str, Rate, float]] = [
        (each.name, each.ctr, each.ctr.value) for each in slices if each.ctr.value is not None
    ]
    values = [value for _, _, value in shown]
    low = [max(0.0, value - rate.ci95[0]) for _, rate, value in shown]
    high = [max(0.0, rate.ci95[1] - value) for _, rate, value in shown]
    axes.bar(range(len(shown)), values, color=_INK, width=0.7, alpha=0.85)
    axes.errorbar(range(len(shown)), values, [low, high], fmt="none", ecolor="#333", elinewidth=1, capsize=2)
    axes.set_xticks(range(len(shown)), [name for name, _, _ in shown])
    _in_percent(axes)


def _counts(axes: Axes, days: Sequence[DayReport]) -> None:
    _line(axes, days, [day.all.clicked for day in days], _INK, label="clicked")
    _line(axes, days, [day.all.bought for day in days], _SECOND, label="bought")
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
    axes.legend(fontsize=8, frameon=False)


def _coverage(axes: Axes, days: Sequence[DayReport]) -> None:
    _line(axes, days, [day.coverage for day in days], _INK, label="coverage")
    other = axes.twinx()
    other.spines["top"].set_visible(False)
    other.tick_params(labelsize=8, colors="#555")
    other.plot(
        range(len(days)), _gaps([day.diversity for day in days]), color=_SECOND, label="diversity (right)"
    )
    other.set_ylim(0, max([day.diversity or 0 for day in days] + [0.1]) * 1.2)
    lines = [*axes.get_lines(), *other.get_lines()]
    axes.legend(lines, [str(line.get_label()) for line in lines], fontsize=8, frameon=False, loc="lower left")


def _times(axes: Axes, days: Sequence[DayReport]) -> None:
    _line(axes, days, [day.first_card_ms_p50 for day in days], _INK, label="half of them within")
    _line(axes, days, [day.first_card_ms_p95 for day in days], _FAINT, label="95% within")
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:,.3g}")
    axes.legend(fontsize=8, frameon=False)


def _line(
    axes: Axes, days: Sequence[DayReport], values: Sequence[float | None], color: str, label: str = ""
) -> None:
    marker = "o" if len(days) < 3 else ""
    axes.plot(range(len(days)), _gaps(values), color=color, linewidth=1.8, label=label, marker=marker)
    every = max(1, len(days) // 6)
    ticks = list(range(0, len(days), every))
    axes.set_xticks(ticks, [days[tick].date[5:] for tick in ticks])
    _in_percent(axes)


def _in_percent(axes: Axes) -> None:
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:.1%}" if value < 0.1 else f"{value:.0%}")


def _gaps(values: Sequence[float | None]) -> list[float]:
    return [float("nan") if value is None else value for value in values]


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
