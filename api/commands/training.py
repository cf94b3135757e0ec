"""``aisle train``."""

from __future__ import annotations

from collections.abc import Mapping

from rich.table import Table

from api.terminal import console
from retrieval.behaviour.job import run_training
from retrieval.compose import open_records
from retrieval.settings import RetrievalSettings

RUNGS = {
    "content": "what products are, and what is popular",
    "item-to-item": "what others did after the same steps",
    "learned": "a ranker learned from every signal",
}


def train(seed: int) -> None:
    """Raises AisleError: there is nothing to read."""
    out = console()
    with open_records(RetrievalSettings.load()) as records, out.status("Learning…"):
        report = run_training(records.events, records.products, records.facts, seed=seed)
    out.print(
        f"{report.steps:,} steps of {report.shoppers:,} shoppers over {report.products:,} products, "
        f"{report.seconds:.1f} s",
        markup=False,
    )
    if report.ndcg:
        out.print(_table(report.ndcg, report.rung))
    out.print(in_force(report.rung, report.why), markup=False)


def in_force(rung: str, why: str) -> str:
    """What orders personal lists, and why it does."""
    return f"In force: {RUNGS[rung]}. {why[0].upper()}{why[1:]}"


def _table(found: Mapping[str, float], chosen: str) -> Table:
    table = Table("orders by", "NDCG@10 on held-back steps", box=None, pad_edge=False)
    for name, value in found.items():
        table.add_row(name, f"{value:.4f}", style="bold" if name.startswith(chosen) else "")
    return table
