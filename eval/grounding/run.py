"""``aisle-eval grounding``: what is caught of what is false."""

from __future__ import annotations

import time
from pathlib import Path

from agent.narration.grounding import Grounding
from agent.types import Sentence
from eval.grounding.cases import read_cases
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
    shortlists = [case.shortlist() for case in cases]
    lists = [shortlist.model_dump_json() for shortlist in shortlists]
    began = time.perf_counter()
    prepared: dict[str, Grounding] = {}
    claims: list[str | None] = []
    for case, shortlist, name in zip(cases, shortlists, lists, strict=True):
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
    wrong = [
        f"{'missed' if claim is None else f'wrongly caught ({claim})'}: {case.sentence}"
        for case, claim in zip(cases, claims, strict=True)
        if case.grounded != (claim is None)
    ]
    report = Report(
        title="grounding",
        systems={AISLE: measured},
        n=len(cases),
        config={"cases": path.name},
        notes=tuple(notes),
    )
    return report, wrong, ms
