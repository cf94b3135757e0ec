"""``aisle-eval retrieval`` and ``aisle-eval recommend``: lists against what is known to be right."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from eval.commands.options import Gates, Out


class SplitBy(StrEnum):
    """What is held back."""

    last_item = "last-item"
    last_order = "last-order"
    time = "time"


class RepeatsAre(StrEnum):
    """Whether what a shopper had may be recommended again."""

    auto = "auto"
    mask = "mask"
    allow = "allow"


def retrieval(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="BEIR: corpus.jsonl, queries.jsonl, qrels/test.tsv.")
    ],
    out: Out = None,
    gate: Gates = None,
) -> None:
    """Ranking against judged relevance, beside bm25, dense and rrf."""
    from eval.report import conclude, parse_gates
    from eval.retrieval.run import METRICS, evaluate

    gates = parse_gates(gate or (), METRICS)
    raise typer.Exit(conclude(evaluate(folder), out, gates))


def recommend(
    folder: Annotated[
        Path,
        typer.Argument(metavar="DIR", help="items.jsonl, interactions.csv[.gz] and maybe test.jsonl."),
    ],
    split: Annotated[SplitBy, typer.Option(help="What is held back; test.jsonl comes first.")] = (
        SplitBy.last_item
    ),
    repeats: Annotated[
        RepeatsAre, typer.Option(help="auto: masked where no history repeats a product.")
    ] = RepeatsAre.auto,
    seed: Annotated[int, typer.Option(help="The same seed, the same models.")] = 0,
    out: Out = None,
    gate: Gates = None,
) -> None:
    """Personalisation against what shoppers chose next, over all products, beside seven baselines."""
    from eval.recommend.run import METRICS, evaluate
    from eval.report import conclude, parse_gates

    gates = parse_gates(gate or (), METRICS)
    raise typer.Exit(conclude(evaluate(folder, split.value, repeats.value, seed), out, gates))
