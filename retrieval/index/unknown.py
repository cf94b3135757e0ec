"""Filters that name what the catalog does not have: told apart from filters that merely leave nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from rapidfuzz import fuzz, process

from retrieval.index.columns import Columns
from retrieval.index.terms import fold
from retrieval.types import Constraints, in_words

NEAR = 80.0
"""Out of 100: from here on two spellings are taken for one word. One wrong letter in five passes."""


@dataclass(frozen=True, slots=True)
class Mended:
    """The nearest filters that the catalog does know."""

    constraints: Constraints
    unknown: tuple[str, ...]
    """Attribute names that no product has."""
    respelled: tuple[tuple[str, str, str], ...]
    """Attribute name, the value as it was given, and as the catalog writes it."""

    @property
    def names(self) -> str:
        """Every name that was mended, joined by commas."""
        return ",".join(dict.fromkeys((*self.unknown, *(name for name, _, _ in self.respelled))))

    @property
    def aside(self) -> str:
        """The same, as a remark on another answer; empty where only spelling was mended."""
        said = " or ".join(f"“{name.replace('_', ' ')}”" for name in self.unknown)
        return f" (this shop's data does not carry {said})" if said else ""

    def text(self, total: int) -> str:
        """What there is instead, in a shopper's words."""
        parts = []
        if self.respelled:
            parts.append(" and ".join(in_words(name, value) for name, _, value in self.respelled))
        if self.unknown:
            said = " or ".join(f"“{name.replace('_', ' ')}”" for name in self.unknown)
            parts.append(f"whatever their {said}, which this shop's data does not carry")
        given = ", ".join(f"“{value}”" for _, value, _ in self.respelled)
        aside = f" (nothing here is called {given})" if given else ""
        return f"{total:,} {', '.join(parts)}{aside}"


def mended(columns: Columns, constraints: Constraints) -> Mended | None:
    """``constraints`` with unknown attributes left out and misspelled ones respelled; None: all are known."""

    @cache
    def known(name: str) -> Mapping[str, int]:
        column = columns.terms.get(name)
        return column.values() if column is not None else {}

    include: dict[str, tuple[str, ...]] = {}
    unknown: list[str] = []
    respelled: list[tuple[str, str, str]] = []
    for given, values in constraints.include.items():
        name = given if known(given) else _named(given, columns, known)
        if name is None:
            unknown.append(given)
            continue
        include[name], changed = _spelled(values, known(name))
        respelled += [(name, before, after) for before, after in changed]
    if not unknown and not respelled and include.keys() == constraints.include.keys():
        return None
    wider = constraints.model_copy(update={"include": include})
    return Mended(wider, tuple(unknown), tuple(respelled))


def _named(given: str, columns: Columns, known: Callable[[str], Mapping[str, int]]) -> str | None:
    """The attribute that is written otherwise and has values; of several the last."""
    alike = [name for name in columns.terms if fold(name) == fold(given) and known(name)]
    return alike[-1] if alike else None


def _spelled(
    values: tuple[str, ...], known: Mapping[str, int]
) -> tuple[tuple[str, ...], list[tuple[str, str]]]:
    """Alternatives as the catalog writes them, where it knows not one of them."""
    folded = {fold(value) for value in known}
    if any(fold(value) in folded for value in values):
        return values, []
    changed = []
    for value in values:
        near = process.extractOne(value, list(known), processor=fold, scorer=fuzz.ratio, score_cutoff=NEAR)
        if near is not None:
            changed.append((value, near[0]))
    return (tuple(after for _, after in changed) or values), changed
