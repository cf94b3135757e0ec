"""The report's plots as SVG, for a light page or a dark one."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from retrieval.feedback.measures import Slice
from retrieval.feedback.proportions import Rate
from retrieval.feedback.report import DayReport, Report

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SLOTS = 20


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours of the lines, and of what is written."""

    ink: str = "#1f6f5c"
    second: str = "#c2683a"
    faint: str = "#8a8f98"
    text: str = "#555555"
    whisker: str = "#333333"


LIGHT = Palette()
DARK = Palette(ink="#7cc4a8", second="#e59a6f", faint="#8f8a80", text="#b3ada1", whisker="#d8d2c6")
TITLES: Mapping[str, str] = {
    "ctr": "Click-through by day",
    "slots": "Click-through by slot",
    "clicks": "Clicks and purchases by day",
    "conversion": "Conversion by day",
    "coverage": "Coverage and diversity by day",
    "degraded": "Degraded share by day",
    "first_card": "Time to first card by day, ms",
}


def drawn(found: Report, name: str, palette: Palette = LIGHT) -> str:
    """The SVG document of one of :data:`TITLES`."""
    # The object interface: pyplot keeps global state and is not safe in a server's threads.
    from matplotlib.figure import Figure

    figure = Figure(figsize=(5.6, 2.7), layout="constrained")
    axes = figure.subplots()
    axes.spines[["top", "right"]].set_visible(False)
    _painted(axes, palette)
    axes.set_facecolor("none")
    _DRAWINGS[name](axes, found, palette)
    axes.set_ylim(0, max(axes.get_ylim()[1], 1e-3) * 1.05)
    figure.patch.set_alpha(0)
    out = io.StringIO()
    figure.savefig(out, format="svg", metadata={"Date": None, "Title": TITLES[name]})
    return out.getvalue()


def _painted(axes: Axes, palette: Palette) -> None:
    axes.tick_params(labelsize=8, colors=palette.text)
    for spine in axes.spines.values():
        spine.set_color(palette.faint)


def _ctr(axes: Axes, found: Report, palette: Palette) -> None:
    _rates_over_time(axes, found.days, [day.all.ctr for day in found.days], palette)


def _conversion(axes: Axes, found: Report, palette: Palette) -> None:
    _rates_over_time(axes, found.days, [day.all.conversion for day in found.days], palette)


def _rates_over_time(axes: Axes, days: Sequence[DayReport], rates: Sequence[Rate], palette: Palette) -> None:
    _line(axes, days, [rate.value for rate in rates], palette.ink)
    axes.fill_between(
        range(len(days)), [r.ci95[0] if r.n else 0 for r in rates], [r.ci95[1] if r.n else 0 for r in rates],
        color=palette.ink, alpha=0.15, linewidth=0,
    )  # fmt: skip


def _slots(axes: Axes, found: Report, palette: Palette) -> None:
    shown: list[tuple[Slice, float]] = [
        (each, each.ctr.value) for each in found.slots[:SLOTS] if each.ctr.value is not None
    ]
    values = [value for _, value in shown]
    low = [max(0.0, value - each.ctr.ci95[0]) for each, value in shown]
    high = [max(0.0, each.ctr.ci95[1] - value) for each, value in shown]
    axes.bar(range(len(shown)), values, color=palette.ink, width=0.7, alpha=0.85)
    axes.errorbar(
        range(len(shown)), values, [low, high], fmt="none", ecolor=palette.whisker, elinewidth=1, capsize=2
    )
    axes.set_xticks(range(len(shown)), [each.name for each, _ in shown])
    _in_percent(axes)


def _clicks(axes: Axes, found: Report, palette: Palette) -> None:
    _line(axes, found.days, [day.all.clicked for day in found.days], palette.ink, label="clicked")
    _line(axes, found.days, [day.all.bought for day in found.days], palette.second, label="bought")
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
    axes.legend(fontsize=8, frameon=False, labelcolor=palette.text)


def _coverage(axes: Axes, found: Report, palette: Palette) -> None:
    days = found.days
    _line(axes, days, [day.coverage for day in days], palette.ink, label="coverage")
    other = axes.twinx()
    other.spines["top"].set_visible(False)
    _painted(other, palette)
    diversity = _gaps([day.diversity for day in days])
    marker = "o" if len(days) < 3 else ""
    other.plot(range(len(days)), diversity, color=palette.second, label="diversity (right)", marker=marker)
    other.set_ylim(0, max([day.diversity or 0 for day in days] + [0.1]) * 1.2)
    lines = [*axes.get_lines(), *other.get_lines()]
    names = [str(line.get_label()) for line in lines]
    axes.legend(lines, names, fontsize=8, frameon=False, loc="lower left", labelcolor=palette.text)


def _degraded(axes: Axes, found: Report, palette: Palette) -> None:
    _line(axes, found.days, [day.degraded_share for day in found.days], palette.second)


def _first_card(axes: Axes, found: Report, palette: Palette) -> None:
    days = found.days
    _line(axes, days, [day.first_card_ms_p50 for day in days], palette.ink, label="half of them within")
    _line(axes, days, [day.first_card_ms_p95 for day in days], palette.faint, label="95% within")
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:,.3g}")
    axes.legend(fontsize=8, frameon=False, labelcolor=palette.text)


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


_DRAWINGS: Mapping[str, Callable[[Axes, Report, Palette], None]] = {
    "ctr": _ctr,
    "slots": _slots,
    "clicks": _clicks,
    "conversion": _conversion,
    "coverage": _coverage,
    "degraded": _degraded,
    "first_card": _first_card,
}
