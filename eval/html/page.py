"""The whole run on one page: the matrix, the verdicts, the plots, and every case with its answers."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files

from jinja2 import Environment, StrictUndefined

from agent.types import HANDLES
from eval.html import plots
from eval.html.difference import Piece, difference
from eval.html.wanted import in_words
from eval.report.table import cell
from eval.runs.command import Ran
from eval.runs.comparison import Comparison
from eval.runs.performance import Performance
from eval.runs.results import Results
from eval.runs.scored import OVERALL
from eval.statistics import Verdict
from retrieval.types import Product

OPENED = 3
"""Cases that stand open from the start, the worst ones."""


@dataclass(frozen=True, slots=True)
class Row:
    """A metric across the systems."""

    name: str
    about: str
    arrow: str
    cells: tuple[tuple[str, str], ...]
    """Text, and its grade for the color: ``best``, ``worst`` or nothing."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """What one system did with a case."""

    system: str
    score: str
    pieces: tuple[Piece, ...]
    order: tuple[str, ...]
    reasons: tuple[tuple[str, str], ...]
    degraded: str
    shown: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A case with everybody's answers."""

    id: str
    family: str
    conversation: tuple[str, ...]
    wanted: str
    worst: str
    products: tuple[tuple[str, str], ...]
    answers: tuple[Spoken, ...]
    open: bool


def page_of(ran: Ran, compared: Sequence[Comparison] = ()) -> str:
    """One HTML document without script and without a reference to anything elsewhere."""
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["visible"] = visible
    here = files("eval.html")
    template = environment.from_string(here.joinpath("report.html.j2").read_text(encoding="utf-8"))
    results = ran.results
    shares = [
        name
        for name, metric in results.metrics.items()
        if metric.gating and any(name in found for found in results.values.values())
    ]
    return template.render(
        style=here.joinpath("report.css").read_text(encoding="utf-8"),
        suite=ran.loaded.suite,
        n=len(ran.cases),
        conversations=len({*results.clusters.values()}),
        systems=[(name, _described(ran, name)) for name in results.values],
        rows=_rows(results),
        families=_families(results),
        verdicts=[(each, [(v, _class(v)) for v in each.verdicts]) for each in compared],
        overall=plots.overall(results),
        metrics=plots.metrics(results, shares),
        cases=_cases(ran),
    )


def visible(text: str) -> str:
    """The text with what nobody would see made seen: format and control characters as their code."""
    return "".join(
        f"⟨U+{ord(c):04X}⟩" if unicodedata.category(c) in ("Cf", "Cc", "Co", "Cs") and c not in "\n\t" else c
        for c in text
    )


def _described(ran: Ran, name: str) -> str:
    system = ran.systems[name]
    if system.plain:
        return "the plain voice, no model"
    prompts = ran.results.config.get("prompts", {}).get(name, ())
    return f"{system.model} · {', '.join(prompts)}"


def _rows(results: Results) -> list[Row]:
    rows = []
    for name, metric in results.metrics.items():
        measured = {system: results.mean(system, name) for system in results.values}
        means = [m.estimate.mean for m in measured.values() if m.cases]
        if not means:
            continue
        best, worst = (min, max) if metric.lower_is_better else (max, min)
        cells = []
        for found in measured.values():
            grade = ""
            if found.cases and max(means) - min(means) > metric.minimum:
                mean = found.estimate.mean
                grade = "best" if mean == best(means) else "worst" if mean == worst(means) else ""
            cells.append((cell(found.estimate if found.cases else None), grade))
        rows.append(Row(name, metric.about, "↓" if metric.lower_is_better else "↑", tuple(cells)))
    return rows


def _families(results: Results) -> list[tuple[str, int, list[str]]]:
    """Family, its cases, and the headline of each system on it."""
    names = sorted({*results.families.values()})
    return [
        (
            family,
            sum(each == family for each in results.families.values()),
            [cell(results.mean(system, OVERALL, family).estimate) for system in results.values],
        )
        for family in names
    ]


def _class(verdict: Verdict) -> str:
    return verdict.word.replace(" ", "-")


def _cases(ran: Ran) -> list[Told]:
    """The worst first: by the lowest headline that any system got."""
    main = {(p.case, p.system): p for p in ran.performances if (p.variant, p.repeat, p.shuffle) == ("", 0, 0)}
    scores = ran.results.values

    def headline(case: str) -> float:
        found = [scores[s][OVERALL][case] for s in scores if case in scores[s].get(OVERALL, {})]
        return min(found, default=math.inf)

    ordered = sorted(ran.cases, key=lambda case: (headline(case.id), case.id))
    told = []
    for place, case in enumerate(ordered):
        answers = [main[case.id, system] for system in ran.systems if (case.id, system) in main]
        first = answers[0] if answers else None
        listed = [ran.products[key] for key in first.listed] if first is not None else []
        told.append(
            Told(
                id=case.id,
                family=case.family,
                conversation=(*case.before, case.message),
                wanted=in_words(case.wanted),
                worst=f"{headline(case.id):.2f}" if headline(case.id) < math.inf else "–",
                products=tuple((h, _fact(p)) for h, p in zip(HANDLES, listed, strict=False)),
                answers=tuple(
                    _spoken(ran, answer, left)
                    for left, answer in zip([None, *answers], answers, strict=False)
                ),
                open=place < OPENED,
            )
        )
    return told


def _spoken(ran: Ran, answer: Performance, left: Performance | None) -> Spoken:
    said = answer.narration or answer.reply
    pieces = difference((left.narration or left.reply) if left is not None else "", said)
    score = ran.results.values[answer.system].get(OVERALL, {}).get(answer.case)
    why = ran.scored.why[answer.system].get(answer.case, {})
    handles = dict(zip(answer.listed, HANDLES, strict=False))
    return Spoken(
        system=answer.system,
        score="–" if score is None else f"{score:.2f}",
        pieces=pieces,
        order=tuple(handles.get(key, "?") for key in answer.order),
        reasons=tuple((metric, reason) for metric, reasons in why.items() for reason in reasons),
        degraded=", ".join(answer.degraded),
        shown=tuple(
            (handles.get(e.product_id, "?"), e.text) for e in answer.explained if e.source == "model"
        ),
    )


def _fact(product: Product) -> str:
    price = product.current_price
    return product.title if price is None else f"{product.title} · {price:g} {product.currency or ''}".strip()
