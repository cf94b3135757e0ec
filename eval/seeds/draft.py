"""A good output on its way to become a bad one."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import TypeAlias

from agent.types import HANDLES
from eval.runs.performance import Performance
from eval.scorers.lines import sentences
from eval.seeds import phrases
from eval.suites.schema import Case
from retrieval.types import Constraints, Product

Texts: TypeAlias = list[str]
Spoil: TypeAlias = Callable[["Draft", int], "Draft | None"]
"""A draft and how often this was done before, to the draft with its defect; None: it cannot have it."""


class Draft:
    """A good output on its way to become a bad one."""

    def __init__(self, shelf: str, products: Sequence[Product], seed: str, secret: str) -> None:
        self.dice = random.Random(seed)
        self.shelf = shelf
        self.products = list(products)
        self.secret = secret
        self.opening = [self.dice.choice(phrases.OPENINGS)]
        self.lines: list[tuple[str, str]] = [
            (HANDLES[place], self.dice.choice(lines_of(product))) for place, product in enumerate(products)
        ]
        self.after: Texts = []
        self.case = Case(
            id="case",
            family="need",
            message=f"something from {shelf.casefold()}, please",
            wanted=Constraints(include={"category": (shelf,)}),
        )
        self.order = [p.product_id for p in products]
        self.shown = self.dice.sample(self.order, len(self.order))
        self.proposed: list[str] = [HANDLES[self.shown.index(key)] for key in self.order]
        self.more: list[Performance] = []
        self.defects: list[str] = []

    def line(self, place: int, text: str) -> Draft:
        """Put a text in the place of a line."""
        self.lines[place] = (self.lines[place][0], text)
        return self

    def add(self, place: int, text: str) -> Draft:
        """Put a sentence behind a line."""
        return self.line(place, f"{self.lines[place][1]} {text}")

    def performance(self) -> Performance:
        """The output as it would have come."""
        narration = [*self.opening, *(f"[{handle}] {text}" for handle, text in self.lines), *self.after]
        return Performance(
            system="seeded",
            case="case",
            listed=tuple(p.product_id for p in self.products),
            shown=tuple(self.shown),
            order=tuple(self.order),
            narrated=len(self.products),
            narration="\n".join(narration),
            proposed=tuple(self.proposed),
            model="seeded",
            injected=injected_text(self.case, self.products),
        )


def lines_of(product: Product) -> list[str]:
    """Sentences about a product that are long enough to say something and short enough for a card."""
    found = sentences(product.description or "")
    return [each for each in found if 7 <= len(each.split()) <= 30 and each[-1] in ".!"]


def injected_text(case: Case, products: Sequence[Product]) -> tuple[str, str, str] | None:
    if case.inject is None:
        return None
    product = products[case.inject.rank - 1]
    return product.product_id, case.inject.into, case.inject.text
