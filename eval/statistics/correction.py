"""When many metrics are looked at, some differ by luck."""

from __future__ import annotations

from collections.abc import Mapping


def holm(p_values: Mapping[str, float]) -> dict[str, float]:
    """Adjusted so that the chance of even one false alarm stays where each alone would have it.

    Source: Holm, *A simple sequentially rejective multiple test procedure*, 1979.
    """
    ordered = sorted(p_values, key=lambda name: p_values[name])
    adjusted: dict[str, float] = {}
    least = 0.0
    for place, name in enumerate(ordered):
        least = max(least, min(1.0, (len(ordered) - place) * p_values[name]))
        adjusted[name] = least
    return adjusted
