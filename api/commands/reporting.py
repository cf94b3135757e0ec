"""``aisle report``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from rich.table import Table

from api.pages.made_up import made_up
from api.reports import build
from api.terminal import console
from retrieval.compose import open_records
from retrieval.errors import SettingsError, unusable
from retrieval.feedback.measures import Slice
from retrieval.feedback.proportions import Rate
from retrieval.feedback.report import Report
from retrieval.ranking.rules.file import RulesFile
from retrieval.settings import RetrievalSettings

SHOWN = 12
"""Rows of one table; the page and the JSON have all."""


def report(days: int, until: datetime | None, html: Path | None, *, as_json: bool) -> None:
    """Raises AisleError: nothing to read, or a file that cannot be written."""
    settings = RetrievalSettings.load()
    end = until.replace(tzinfo=UTC) if until is not None else None
    rules = RulesFile(settings.rules)().rules
    with open_records(settings) as records, console().status("Reading events…"):
        found = build(records.products, records.rankings, records.events, rules, days=days, until=end)
        demo_history = made_up(records.facts)
    if html is not None:
        _write(html, found)
    if as_json:
        console().print_json(found.model_dump_json())
    elif html is None:
        _show(found)
        if demo_history:
            console().print(f"\n{demo_history}", markup=False)


def _write(path: Path, found: Report) -> None:
    from api.report_page import page_of

    try:
        path.write_text(page_of(found), encoding="utf-8")
    except OSError as error:
        raise SettingsError(f"--html: {path} cannot be written ({unusable(error)}).") from None
    console().print(f"Written: {path}", markup=False)


def _show(found: Report) -> None:
    out = console()
    out.print(f"{found.since:%Y-%m-%d} to {found.until:%Y-%m-%d}, {found.products:,} products", markup=False)
    if not found.all.lists:
        out.print("No list was served in this time.")
        return
    for line in headlines(found):
        out.print(f"  {line}", markup=False)
    for title, slices in (
        ("surface", found.surfaces),
        ("slot", found.slots),
        ("category", found.categories),
        ("model", found.models),
        ("prompt", found.prompts),
        ("rules", found.rules),
        ("arm", found.arms),
    ):
        if slices:
            out.print()
            out.print(_table(title, slices))
            if len(slices) > SHOWN:
                out.print(f"  and {len(slices) - SHOWN} more: --json or --html", style="dim")
    for result in found.experiments:
        out.print(f"\nExperiment {result.experiment} ({result.metric}): {result.says}", markup=False)
    for warning in found.warnings:
        out.print(f"\nWarning: {warning}", style="bold", markup=False)


def headlines(found: Report) -> list[str]:
    """What a merchant asks first."""
    whole = found.all
    share = whole.revenue / found.revenue if found.revenue else 0.0
    lines = [
        f"{whole.lists:,} lists served, {whole.seen:,} products seen on them, {whole.clicked:,} clicked: "
        f"CTR {percent(whole.ctr)}",
        f"{whole.carted:,} put into a cart, {whole.bought:,} bought; of what was clicked "
        f"{percent(whole.conversion)} was bought",
        f"{whole.revenue:,.2f} of {found.revenue:,.2f} revenue ({share:.0%}) came from recommendations",
        f"coverage {_share(found.coverage)}, diversity {_number(found.diversity)}, "
        f"novelty {_number(found.novelty)} bits",
        f"degraded {_share(found.degraded_share)}; first card after {_number(found.first_card_ms_p50)} ms "
        f"(p95 {_number(found.first_card_ms_p95)})",
    ]
    odd = {**found.marks, **({"on no list they cite": found.stray} if found.stray else {})}
    if odd:
        lines.append("odd events: " + ", ".join(f"{count:,} {name}" for name, count in sorted(odd.items())))
    return lines


def _table(title: str, slices: Sequence[Slice]) -> Table:
    table = Table(title, box=None, pad_edge=False)
    for name in ("lists", "seen", "clicked", "CTR", "bought", "conversion", "revenue"):
        table.add_column(name, justify="right", no_wrap=True)
    for each in slices[:SHOWN]:
        table.add_row(
            each.name,
            f"{each.lists:,}" if each.lists else "",
            f"{each.seen:,}",
            f"{each.clicked:,}",
            percent(each.ctr),
            f"{each.bought:,}",
            _share(each.conversion.value),
            f"{each.revenue:,.2f}",
        )
    return table


def percent(rate: Rate) -> str:
    """``12.3% [11.0, 13.7]``."""
    if rate.value is None:
        return "–"
    low, high = rate.ci95
    return f"{rate.value:.1%} [{low * 100:.1f}, {high * 100:.1f}]"


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.1%}"


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3g}"
