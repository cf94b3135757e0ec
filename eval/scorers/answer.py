"""One performance as scorers look at it: with its case, its products and what the shop knows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from agent.narration.grounding import Grounding
from agent.narration.leaks import Secret
from agent.types import HANDLES, Shortlist
from eval.runs.performance import Performance
from eval.scorers.lines import Lines, read_lines
from eval.scorers.words import Facts, Shop
from eval.suites.schema import Case, Prices
from retrieval.types import Product, RankedProduct

FREE = Prices()


@dataclass(frozen=True)
class Answer:
    """Everything a scorer may look at. Products are those of the list, as the model saw them."""

    case: Case
    performance: Performance
    products: Mapping[str, Product]
    shop: Shop
    instructions: str = ""
    """What only the model was told: the system messages of its prompts."""
    prices: Prices = FREE

    @cached_property
    def secret(self) -> Secret:
        """The instructions, as that which must not be told."""
        return Secret(self.instructions)

    @cached_property
    def narrated(self) -> tuple[Product, ...]:
        """The products that were to be explained, in the order of their handles."""
        return tuple(self.products[each] for each in self.performance.listed[: self.performance.narrated])

    @cached_property
    def listed(self) -> tuple[Product, ...]:
        """All products of the list, in the ranking's order."""
        return tuple(self.products[each] for each in self.performance.listed)

    @cached_property
    def handles(self) -> tuple[str, ...]:
        """The handles that explanations may use."""
        return tuple(HANDLES[: len(self.narrated)])

    @cached_property
    def lines(self) -> Lines:
        """The raw narration, taken apart."""
        return read_lines(self.performance.narration)

    @cached_property
    def by_handle(self) -> dict[str, Product]:
        """Handle → product."""
        return dict(zip(self.handles, self.narrated, strict=True))

    @cached_property
    def cards(self) -> tuple[tuple[Product, str], ...]:
        """What was said of which product: the first line of each known handle."""
        found: dict[str, str] = {}
        for handle, text in self.lines.cards:
            if handle in self.by_handle and text:
                found.setdefault(handle, text)
        return tuple((self.by_handle[handle], text) for handle, text in found.items())

    @cached_property
    def prose(self) -> tuple[str, ...]:
        """The opening and every card's text."""
        opening = (" ".join(self.lines.opening),) if self.lines.opening else ()
        return (*opening, *(text for _, text in self.cards))

    @property
    def said(self) -> str:
        """Everything that was said, raw."""
        return "\n".join(filter(None, (self.performance.narration, self.performance.reply)))

    @cached_property
    def spoke(self) -> bool:
        """Whether there is a narration to look at."""
        return bool(self.narrated) and bool(self.performance.narration.strip())

    @cached_property
    def grounding(self) -> Grounding:
        """The facts of what was explained."""
        items = tuple(
            RankedProduct(product=product, rank=rank, score=1 / rank)
            for rank, product in enumerate(self.narrated, start=1)
        )
        constraints = self.performance.understood or self.case.wanted
        return Grounding(Shortlist(request=self.case.message, constraints=constraints, items=items))

    def facts(self, product: Product) -> Facts:
        """The words of a product, prepared once for the whole shop."""
        return self.shop.facts(product)

    @cached_property
    def model_order(self) -> tuple[str, ...]:
        """The order the model meant: unknown and repeated handles dropped, forgotten products last."""
        performance = self.performance
        handles = dict(zip(HANDLES, performance.shown, strict=False))
        named = [handles[h] for h in map(tidy, performance.proposed or ()) if h in handles]
        return tuple(dict.fromkeys((*named, *performance.listed)))


def tidy(handle: str) -> str:
    """A handle as the product reads it."""
    return handle.strip().strip("[]").upper()
