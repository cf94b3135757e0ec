"""One list of products, as sentences speak of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import TypeAlias

from retrieval.types import PublicProduct

_SIGNS = {"USD": "$", "EUR": "€", "GBP": "£", "AUD": "$", "CAD": "$"}


@dataclass(frozen=True, slots=True)
class Made:
    """A sentence about the product at ``position`` (0-based) of its list."""

    position: int
    sentence: str
    grounded: bool


@dataclass(frozen=True, slots=True)
class Listing:
    """The products of one list, in its order, and a source of chance for what is said of them."""

    products: Sequence[PublicProduct]
    random: Random

    def money(self, amount: float) -> str:
        """``$1,300`` or ``$55.20``: no cents where there are none."""
        currency = self.products[0].currency or "USD"
        return f"{_SIGNS.get(currency, f'{currency} ')}{self.amount(amount)}"

    @staticmethod
    def amount(money: float) -> str:
        """``1,300`` or ``55.20``: the number alone."""
        whole = abs(money - round(money)) < 0.005
        return f"{money:,.0f}" if whole else f"{money:,.2f}"

    def others(self, position: int) -> list[int]:
        """The positions of all but one."""
        return [i for i in range(len(self.products)) if i != position]

    def price(self, position: int) -> float | None:
        """What is paid now."""
        return self.products[position].current_price

    def prices(self) -> dict[int, float]:
        """Position → what is paid now, of those that have a price."""
        return {i: price for i in range(len(self.products)) if (price := self.price(i)) is not None}

    def told(self, position: int, pairs: Sequence[tuple[str, str]], share: int = 1) -> Iterator[Made]:
        """Of ``pairs`` (true, false), each filled template with what makes it true and what false,
        ``share`` chosen by chance."""
        for true, false in self.random.sample(list(pairs), min(share, len(pairs))):
            yield Made(position, true, True)
            if false != true:
                yield Made(position, false, False)


Maker: TypeAlias = Callable[[Listing, int], Iterator[Made]]
"""What can be said of one product of a list."""


def both(templates: Sequence[str], true: dict[str, str], false: dict[str, str]) -> list[tuple[str, str]]:
    """Each template filled with what is true, and with what ``false`` changes of it.

    Templates use ``{name}``; those without a changed name have nothing that is false, and are left out."""
    changed = [t for t in templates if any(f"{{{name}}}" in t for name in false)]
    return [(t.format(**true), t.format(**{**true, **false})) for t in changed]
