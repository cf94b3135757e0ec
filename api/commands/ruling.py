"""``aisle rules check`` and ``aisle rules preview``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rich.markup import escape
from rich.table import Table

from api.commands.source import open_source
from api.terminal import console
from retrieval.errors import SettingsError, unusable
from retrieval.ranking.preview import Change, lines
from retrieval.ranking.rules.compiled import CompiledRules
from retrieval.ranking.rules.load import compiled


def check(file: Path) -> None:
    """Says that a file can be used and what is in it. Raises RulesError with the first mistake."""
    rules, _ = _read(file)
    console().print(f"{file.name} can be used: {_contents(rules)}.", markup=False)


def preview(file: Path, **request: Any) -> None:
    """The list before and after, with what moved and why. Raises RulesError with the first mistake."""
    _, text = _read(file)
    with open_source("aisle rules preview") as source:
        body = source.preview({"rules": text, **{k: v for k, v in request.items() if v is not None}})
    out = console()
    found = [Change.model_validate(change) for change in body["changes"]]
    table = Table("now", "then", "product", "why", box=None, pad_edge=False)
    for change, (before, after, title, why) in zip(found, lines(found), strict=True):
        style = "" if change.before == change.after else "bold" if change.after else "dim"
        table.add_row(before, after, escape(title), escape(why), style=style)
    out.print(table)
    moved = sum(change.before != change.after for change in found)
    out.print(
        f"{moved} of {len(found)} move; now {body['in_force']}, then {body['previewed']}.", markup=False
    )
    for name in body["never_met"]:
        out.print(f"No product has an attribute “{name}”: is it misspelled?", markup=False)


def _read(file: Path) -> tuple[CompiledRules, str]:
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{file} cannot be read ({unusable(error)}).") from None
    return compiled(text, file.name), text


def _contents(rules: CompiledRules) -> str:
    held = rules.rules
    counts = {
        "filter": len(held.filters.rules),
        "boost": len(held.boosts),
        "bury": len(held.buries),
        "promotion": len(held.promotions),
        "pin": len(held.pins),
        "segment": len(held.segments),
        "experiment": len(held.experiments),
    }
    plural = {"bury": "buries"}
    said = [f"{n} {name if n == 1 else plural.get(name, name + 's')}" for name, n in counts.items() if n]
    return ", ".join(said) or "weights and filters alone"
