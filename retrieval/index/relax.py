"""What to give up when the constraints leave nothing."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from itertools import combinations

import numpy as np

from retrieval.index.columns import Columns, Mask
from retrieval.money import money
from retrieval.types import Constraints, PriceRange, Relaxed, either

ENOUGH = 12
MOST_TAKEN = 8
"""Constraints that are tried together: 2 to the power of it is how many combinations there are."""
_DIGIT = re.compile(r"\d")
_SAID = {"in_stock": "stock", "price": "the price"}


def relaxations(
    columns: Columns, constraints: Constraints, base: Mask, offered: Mask, currency: str | None
) -> list[Relaxed]:
    """Every single constraint whose removal (or, for a price, widening) gives something; nearest wish first.

    ``base`` has shape (n,): rows that are eligible at all (in stock, not excluded). ``offered``, of the same
    shape: those that are where nothing is said of stock.
    """
    # What kind of thing it is goes last: another colour of mug is nearer than another thing in blue.
    names = [*constraints.include][::-1]
    names.sort(key=lambda name: name == "category")
    found = [
        _price(columns, constraints, base, currency),
        _in_stock(columns, constraints, base, offered),
        *(_name(columns, constraints, base, name, "exclude") for name in constraints.exclude),
        *(_name(columns, constraints, base, name, "include") for name in names),
    ]
    return [relaxed for relaxed in found if relaxed is not None] or _several(
        columns, constraints, base, offered
    )


def _several(columns: Columns, constraints: Constraints, base: Mask, offered: Mask) -> list[Relaxed]:
    """The fewest constraints to give up together, where no single one is enough; first those named last."""
    given: list[tuple[str, str]] = []
    if constraints.in_stock is not None:
        given.append(("in_stock", "in_stock"))
    if constraints.price is not None:
        given.append(("price", "price"))
    given += [("exclude", name) for name in constraints.exclude]
    names = [*constraints.include][::-1]
    names.sort(key=lambda name: name == "category")
    given = (given + [("include", name) for name in names])[:MOST_TAKEN]
    for count in range(2, len(given) + 1):
        found = []
        for dropped in combinations(given, count):
            without = _without(constraints, dropped)
            shown = base if without.in_stock is not None else base & offered
            total = int((columns.mask(without, len(base)) & shown).sum())
            if total:
                said = [_SAID.get(name, name.replace("_", " ")) for _, name in dropped]
                text = f"{total:,} without the wishes for {', '.join(said[:-1])} and {said[-1]}"
                name = ",".join(name for _, name in dropped)
                found.append(Relaxed(name=name, text=text, constraints=without, total=total))
        if found:
            return found
    return []


def _without(constraints: Constraints, dropped: Sequence[tuple[str, str]]) -> Constraints:
    update: dict[str, object] = {}
    for side, name in dropped:
        if side in ("include", "exclude"):
            kept = update.get(side, getattr(constraints, side))
            assert isinstance(kept, dict)
            update[side] = {key: values for key, values in kept.items() if key != name}
        else:
            update[name] = None
    return constraints.model_copy(update=update)


def _price(columns: Columns, constraints: Constraints, base: Mask, currency: str | None) -> Relaxed | None:
    """The bound that is nearer to giving something is moved, the upper one first; the other one stays."""
    if constraints.price is None:
        return None
    without = constraints.model_copy(update={"price": None})
    rows = np.flatnonzero(columns.mask(without, len(base)) & base)
    prices = np.sort(columns.price[rows][~np.isnan(columns.price[rows])])
    low, high = constraints.price.min, constraints.price.max
    above = prices[prices > high] if high is not None else prices[:0]
    below = prices[prices < low] if low is not None else prices[:0]
    if len(above):
        high = _round_up(float(above[min(ENOUGH, len(above)) - 1]))
    elif len(below):
        low = _round_down(float(below[-min(ENOUGH, len(below))]))
    else:
        text = f"{len(rows)} at any price"
        return Relaxed(name="price", text=text, constraints=without, total=len(rows)) if len(rows) else None
    # A lower bound of nothing is none.
    wider = constraints.model_copy(update={"price": PriceRange(min=low or None, max=high)})
    total = int((columns.mask(wider, len(base)) & base).sum())
    text = f"{total} {_between(low or None, high, currency)}"
    return Relaxed(name="price", text=text, constraints=wider, total=total)


def _between(low: float | None, high: float | None, currency: str | None) -> str:
    if low is not None and high is not None:
        return f"between {money(low, currency)} and {money(high, currency)}"
    if high is not None:
        return f"under {money(high, currency)}"
    return f"over {money(low, currency)}" if low is not None else "at any price"


def _in_stock(columns: Columns, constraints: Constraints, base: Mask, offered: Mask) -> Relaxed | None:
    if constraints.in_stock is None:
        return None
    without = constraints.model_copy(update={"in_stock": None})
    total = int((columns.mask(without, len(base)) & base & offered).sum())
    text = f"{total} to order" if constraints.in_stock else f"{total} in stock"
    return Relaxed(name="in_stock", text=text, constraints=without, total=total) if total else None


def _name(columns: Columns, constraints: Constraints, base: Mask, name: str, side: str) -> Relaxed | None:
    given: dict[str, tuple[str, ...]] = getattr(constraints, side)
    rest = {key: values for key, values in given.items() if key != name}
    without = constraints.model_copy(update={side: rest})
    total = int((columns.mask(without, len(base)) & base).sum())
    said = either(name, given[name])
    if side == "include" and all(map(_DIGIT.search, given[name])):
        # "6 that are not 6" says nothing, "that are not at least 6 people" no better.
        counted = name == "people" or (name.endswith("s") and not name.endswith("ss"))
        of = "number of " if counted else ""
        text = f"{total} with another {of}{name.replace('_', ' ')}"
    else:
        text = f"{total} that are not {said}" if side == "include" else f"{total} with {said}"
    return Relaxed(name=name, text=text, constraints=without, total=total) if total else None


def _round_up(price: float) -> float:
    """The next price a person would say: whole ones below 20, fives below 200, fifties below 2,000."""
    step = 1.0 if price < 20 else 5 * 10.0 ** math.floor(math.log10(price / 20))
    return math.ceil(price / step - 1e-9) * step


def _round_down(price: float) -> float:
    """The same downwards."""
    step = 1.0 if price < 20 else 5 * 10.0 ** math.floor(math.log10(price / 20))
    return math.floor(price / step + 1e-9) * step
