"""The months beside each other: click-through and coverage by day."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from eval.errors import DatasetError
from eval.simulation.run import Month

_COLORS = ("#1f6f5c", "#c2683a", "#8a8f98", "#5566aa")
_OVER = 3
"""Days that a point is the mean of."""


def plot(months: Mapping[str, Month], path: Path) -> None:
    """Written in the format that the file's name asks for: svg, png or pdf.

    Raises:
        DatasetError: it cannot be written there.
    """
    from matplotlib.figure import Figure

    figure = Figure(figsize=(10, 3.6), layout="constrained")
    clicks, covered = figure.subplots(1, 2)
    for (name, month), color in zip(months.items(), _COLORS, strict=False):
        days = sorted(month.truth.looks_by_day)
        rates = []
        for day in days:
            near = [each for each in days if abs(each - day) < _OVER]
            looks = sum(month.truth.looks_by_day[each] for each in near)
            rates.append(sum(month.truth.clicks_by_day.get(each, 0) for each in near) / max(looks, 1))
        clicks.plot(days, rates, color=color, linewidth=1.8, label=name)
        shares = [day.coverage or 0.0 for day in month.report.days]
        covered.plot(range(len(shares)), shares, color=color, linewidth=1.8, label=name)
    for axes, title in ((clicks, "Click-through"), (covered, "Share of the catalog seen that day")):
        axes.set_title(title, loc="left", fontsize=11)
        axes.set_xlabel("day", fontsize=9)
        axes.set_ylim(0)
        axes.spines[["top", "right"]].set_visible(False)
        axes.tick_params(labelsize=8)
        axes.yaxis.set_major_formatter(lambda value, _: f"{value:.1%}" if value < 0.2 else f"{value:.0%}")
    clicks.legend(fontsize=9, frameon=False, loc="lower right")
    try:
        figure.savefig(path, metadata={"Date": None} if path.suffix == ".svg" else None)
    except (OSError, ValueError) as error:
        raise DatasetError(
            f"--plot: {path} cannot be written ({type(error).__name__}); name a .svg or .png"
        ) from None
