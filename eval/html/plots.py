"""Plots of a run as SVG, handed to the page as pictures: nothing in them can run."""

from __future__ import annotations

import base64
import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from eval.runs.results import Results
from eval.runs.scored import OVERALL

if TYPE_CHECKING:
    from matplotlib.figure import Figure

COLORS = ("#1f6f5c", "#5566aa", "#c2683a", "#8a8f98", "#9a4f8c", "#b08a2e")


def overall(results: Results) -> str:
    """The headline of every system with its interval, and by family. A data URI."""
    from matplotlib.figure import Figure

    systems = list(results.values)
    families = sorted({*results.families.values()})
    figure = Figure(figsize=(10.5, 3.7), layout="constrained")
    left, right = figure.subplots(1, 2, width_ratios=(2, 3))
    for row, system in enumerate(reversed(systems)):
        color = COLORS[systems.index(system) % len(COLORS)]
        estimate = results.mean(system, OVERALL).estimate
        left.plot([estimate.mean], [row], "o", color=color)
        if estimate.ci95 is not None:
            left.plot(estimate.ci95, [row, row], color=color, linewidth=2.2)
    left.set_yticks(range(len(systems)), labels=[_safe(each) for each in reversed(systems)], fontsize=9)
    left.set_title("Headline, 95% interval", loc="left", fontsize=10)
    for system in systems:
        color = COLORS[systems.index(system) % len(COLORS)]
        means = [results.mean(system, OVERALL, family).estimate.mean for family in families]
        right.plot(range(len(families)), means, "o-", color=color, linewidth=1, label=_safe(system))
    right.set_xticks(range(len(families)), labels=[_safe(each) for each in families], fontsize=8)
    right.set_title("Headline by family", loc="left", fontsize=10)
    figure.legend(
        *right.get_legend_handles_labels(),
        fontsize=8,
        frameon=False,
        loc="outside lower center",
        ncols=len(systems),
    )
    return _uri(figure)


def metrics(results: Results, names: Sequence[str]) -> str:
    """Every score of every system on one scale. A data URI."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(10.5, 0.27 * len(names) + 1.3), layout="constrained")
    axes = figure.subplots()
    for at, system in enumerate(results.values):
        color = COLORS[at % len(COLORS)]
        for row, name in enumerate(reversed(names)):
            measured = results.mean(system, name)
            if not measured.cases:
                continue
            y = row + 0.16 * (at - len(results.values) / 2)
            axes.plot([measured.estimate.mean], [y], "o", color=color, markersize=4)
            if measured.estimate.ci95 is not None:
                axes.plot(measured.estimate.ci95, [y, y], color=color, linewidth=1.4)
        axes.plot([], [], "o-", color=color, label=_safe(system))
    axes.set_yticks(range(len(names)), labels=[_safe(each) for each in reversed(names)], fontsize=8)
    axes.grid(axis="x", color="#e6e6e6", linewidth=0.6)
    axes.set_title("Every share and correlation, 95% interval", loc="left", fontsize=10)
    figure.legend(fontsize=8, frameon=False, loc="outside lower center", ncols=len(results.values))
    return _uri(figure)


def _safe(text: str) -> str:
    """Without what matplotlib would take for a formula."""
    return text.replace("$", "")[:40]


def _uri(figure: Figure) -> str:
    for axes in figure.axes:
        axes.spines[["top", "right"]].set_visible(False)
        axes.tick_params(labelsize=8)
    file = io.BytesIO()
    figure.savefig(file, format="svg", metadata={"Date": None})
    return f"data:image/svg+xml;base64,{base64.b64encode(file.getvalue()).decode()}"
