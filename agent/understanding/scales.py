"""Attributes that are measured, and how a bound on one is said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from agent.understanding.units import measured
from retrieval.types import Constraints, Vocabulary

FEWEST = 3
"""Values from which one chip stands for all of them."""
_ROUNDING = 1e-9
"""2.2 kg is 2200.0000000000005 g."""
_SHARE = 0.8
"""Of an attribute's products those whose value is a number of one dimension, for it to be a scale."""


@dataclass(frozen=True, slots=True)
class Scale:
    """An attribute whose values are amounts: (amount, value as the catalog writes it), the least first."""

    dimension: str | None
    values: tuple[tuple[float, str], ...]
    products: int

    def within(self, low: float, high: float) -> tuple[str, ...]:
        """The values from ``low`` to ``high``, both included."""
        low, high = low * (1 - _ROUNDING), high * (1 + _ROUNDING)
        return tuple(text for amount, text in self.values if low <= amount <= high)


def scales(values: Mapping[str, Mapping[str, int]]) -> dict[str, Scale]:
    """The attributes of a vocabulary that are measured, by name."""
    found: dict[str, Scale] = {}
    for name, given in values.items():
        if name in ("brand", "category", "tags"):
            continue
        read = [(each, text, given[text]) for text in given if (each := measured(text)) is not None]
        dimensions: dict[str | None, int] = {}
        for (_, dimension), _, count in read:
            dimensions[dimension] = dimensions.get(dimension, 0) + count
        if not dimensions:
            continue
        main = max(dimensions, key=lambda dimension: dimensions[dimension])
        steps = sorted((amount, text) for (amount, dimension), text, _ in read if dimension == main)
        if dimensions[main] >= _SHARE * sum(given.values()) and len({amount for amount, _ in steps}) > 1:
            found[name] = Scale(main, tuple(steps), dimensions[main])
    return found


def labels(constraints: Constraints, vocabulary: Vocabulary) -> dict[str, str]:
    """Attribute → its many values in a few words, ``weight: up to 2 kg``.

    Only where they are all that the catalog has within a bound: else each is named by itself.
    """
    out: dict[str, str] = {}
    for name, values in constraints.include.items():
        if len(values) < FEWEST or (given := vocabulary.values.get(name)) is None:
            continue
        scale = scales({name: given}).get(name)
        if scale is None:
            continue
        every = [text for _, text in scale.values]
        within = [text for text in every if text in values]
        first = every.index(within[0]) if within else 0
        if len(within) < len(values) or every[first : first + len(within)] != within:
            continue
        if first and first + len(within) == len(every):
            out[name] = f"{name.replace('_', ' ')}: at least {within[0]}"
        elif not first:
            out[name] = f"{name.replace('_', ' ')}: up to {within[-1]}"
        else:
            out[name] = f"{name.replace('_', ' ')}: {within[0]} to {within[-1]}"
    return out
