"""``aisle-eval grounding``: what is caught of what is false."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

from agent.narration.grounding import Grounding
from agent.types import Sentence
from eval.catalog import read_products
from eval.errors import DatasetError
from eval.grounding.cases import Case, read_cases
from eval.grounding.made.every import lists, sentences
from eval.report import AISLE, Report
from eval.statistics import ratio_of

METRICS = ("precision", "recall")


def evaluate(path: Path) -> tuple[Report, list[str], float]:
    """The report, a line for each case that went wrong, and milliseconds a sentence.

    As in a turn, the facts of a list are read once, and that is in the time.

    Raises:
        DatasetError: the cases cannot be read.
    """
    notes: list[str] = []
    cases = read_cases(path, notes)
    report, claims, ms = _judged(cases, path.name, tuple(notes))
    return report, _wrong(cases, claims), ms


def evaluate_made(catalog: Path, wanted: int, seed: int) -> tuple[Report, list[str], float]:
    """As :func:`evaluate`, of sentences made from what the catalog itself says: ``wanted`` lists of products
    of one category each, and of each product whatever :mod:`eval.grounding.made` knows to say of it, true
    and false. ``seed``: other lists, other words.

    Raises:
        FeedError: the catalog cannot be read.
        DatasetError: it has no category of three products with prices.
    """
    random = Random(seed)
    made = [each for of in lists(read_products(catalog), random, wanted) for each in sentences(of, random)]
    if not made:
        raise DatasetError(f"{catalog} has no category of three products with prices")
    kinds, cases = [kind for kind, _ in made], [case for _, case in made]
    report, claims, ms = _judged(cases, catalog.name, config={"lists": wanted, "seed": seed})
    said = Counter(kinds)
    amiss = Counter(
        kind for kind, case, claim in zip(kinds, cases, claims, strict=True) if _amiss(case, claim)
    )
    notes = tuple(f"{kind}: {amiss[kind]:,} of {n:,} judged wrong" for kind, n in said.items())
    return replace(report, notes=notes), _wrong(cases, claims), ms


def _judged(
    cases: Sequence[Case], source: str, notes: tuple[str, ...] = (), config: dict[str, int] | None = None
) -> tuple[Report, list[str | None], float]:
    """The report, what was caught of each case, milliseconds a sentence."""
    shortlists = [case.shortlist() for case in cases]
    names = [shortlist.model_dump_json() for shortlist in shortlists]
    began = time.perf_counter()
    prepared: dict[str, Grounding] = {}
    claims: list[str | None] = []
    for case, shortlist, name in zip(cases, shortlists, names, strict=True):
        if (grounding := prepared.get(name)) is None:
            grounding = prepared[name] = Grounding(shortlist)
        claims.append(grounding.unsupported(Sentence(position=case.position, text=case.sentence)))
    ms = 1000 * (time.perf_counter() - began) / len(cases)
    caught = [claim is not None for claim in claims]
    false = [not case.grounded for case in cases]
    hits = [float(c and f) for c, f in zip(caught, false, strict=True)]
    measured = {
        "precision": ratio_of(hits, [float(c) for c in caught]),
        "recall": ratio_of(hits, [float(f) for f in false]),
    }
    report = Report(
        title="grounding",
        systems={AISLE: measured},
        n=len(cases),
        config={"cases": source, **(config or {})},
        notes=notes,
    )
    return report, claims, ms


def _amiss(case: Case, claim: str | None) -> bool:
    return case.grounded != (claim is None)


def _wrong(cases: Sequence[Case], claims: Sequence[str | None]) -> list[str]:
    return [
        f"{'missed' if claim is None else f'wrongly caught ({claim})'}: {case.sentence}"
        for case, claim in zip(cases, claims, strict=True)
        if _amiss(case, claim)
    ]
