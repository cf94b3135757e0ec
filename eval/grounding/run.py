"""``aisle-eval grounding``: what is caught of what is false."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

from pydantic import Field, ValidationError

from agent.narration.grounding import Grounding
from agent.types import Sentence, Shortlist
from eval.errors import DatasetError
from eval.report import AISLE, Report
from eval.statistics import ratio_of
from retrieval.types import Constraints, Frozen, Product, RankedProduct

METRICS = ("precision", "recall")


class Case(Frozen):
    """One sentence about one product, among the others of its list."""

    sentence: Annotated[str, Field(min_length=1)]
    product: Product
    list: tuple[Product, ...] = ()
    grounded: bool

    @property
    def position(self) -> int:
        """Where the product stands in the list (0-based); it comes first where the list lacks it."""
        ids = [each.product_id for each in self.list]
        return ids.index(self.product.product_id) if self.product.product_id in ids else 0

    def shortlist(self) -> Shortlist:
        """The list in its order, with the product in it."""
        others = [each for each in self.list if each.product_id != self.product.product_id]
        others.insert(self.position, self.product)
        items = tuple(
            RankedProduct(product=each, rank=rank, score=1 / rank)
            for rank, each in enumerate(others, start=1)
        )
        return Shortlist(request="", constraints=Constraints(), items=items)


def read_cases(path: Path) -> list[Case]:
    """Every case of ``path``.

    Raises:
        DatasetError: the file is missing or empty, or a line (named) is not a case.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except OSError as error:
        raise DatasetError(f"{path} cannot be read ({error.strerror})") from None
    except UnicodeDecodeError:
        raise DatasetError(f"{path} is not UTF-8 text") from None
    cases = [_case(line, f"{path}, line {n}") for n, line in enumerate(lines, start=1) if line.strip()]
    if not cases:
        raise DatasetError(f"{path} holds no cases")
    return cases


def _case(line: str, where: str) -> Case:
    try:
        return Case.model_validate_json(line)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        field = ".".join(map(str, first["loc"]))
        raise DatasetError(f"{where} is not a case: {f'{field}: ' if field else ''}{first['msg']}") from None


def evaluate(path: Path) -> tuple[Report, list[str], float]:
    """The report, a line for each case that went wrong, and milliseconds a sentence.

    The time holds what is prepared once for a whole list, so it is more than a turn pays.

    Raises:
        DatasetError: the cases cannot be read.
    """
    cases = read_cases(path)
    shortlists = [case.shortlist() for case in cases]
    began = time.perf_counter()
    claims = [
        Grounding(shortlist).unsupported(Sentence(position=case.position, text=case.sentence))
        for case, shortlist in zip(cases, shortlists, strict=True)
    ]
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
        differences={},
    )
    return report, wrong, ms
