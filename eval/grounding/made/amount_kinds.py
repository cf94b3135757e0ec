"""A kind of amount that products have, and how it is said.

``{amount}`` is ``3 kg``, ``{adj}`` is ``3-kilo`` with its article, ``{Amount}`` begins a sentence; in what is
said of two, ``{gap}`` is by how much and ``{more}``/``{less}`` how they differ.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """One thing that is measured of a product, and the sentences that say it."""

    names: tuple[str, ...]
    """Of its attributes, in lower case and without the unit."""
    dimensions: tuple[str, ...]
    said: Sequence[str]
    clause: str
    """``{who} weighs {amount}``."""
    beside: Sequence[str] = ()
    """Comparisons, with ``{more}`` and ``{gap}``."""
    words: tuple[tuple[str, str], ...] = ()
    """What is said of more of it, and of less."""
    extremes: Sequence[str] = ()
    """``is the {most}``, ``has the {most} battery life``."""
    tops: tuple[tuple[str, str], ...] = ()
    """``heaviest``, ``lightest``."""
    unit: str = ""
    """Of a bare number."""


HAVE = (
    "It has {more} {noun} than the {other}.",
    "It comes with {more} {noun} than the {other}.",
    "You get {more} {noun} than with the {other}.",
    "The {other} has {less} {noun}.",
    "The {other} offers {less} {noun} than this one.",
    "With {amount}, it has {more} {noun} than the {other}.",
    "Its {noun} beats that of the {other}.",
)


def having(noun: str, templates: Sequence[str] = HAVE[:-1]) -> tuple[str, ...]:
    """Comparisons of how much they have of it."""
    return tuple(each.replace("{noun}", noun) for each in templates)
