"""Two texts word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

_PIECE = re.compile(r"\s+|\w+|[^\w\s]")
ALIKE = 0.5
"""Texts that share less than this are shown whole: a difference of everything tells nothing."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text that both have, or that one alone has."""

    kind: Literal["same", "new", "gone"]
    text: str


def difference(old: str, new: str) -> tuple[Piece, ...]:
    """``new`` in pieces against ``old``; put together, what is ``same`` or ``new`` is ``new`` again."""
    before, after = _PIECE.findall(old), _PIECE.findall(new)
    if old == new or not old or _alike(before, after) < ALIKE:
        return (Piece("same", new),)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    return tuple(_pieces(matcher, before, after))


def _alike(before: list[str], after: list[str]) -> float:
    """Share of words in the same order, from 0 to 1."""
    old, new = ([each.casefold() for each in pieces if each[0].isalnum()] for pieces in (before, after))
    return SequenceMatcher(None, old, new, autojunk=False).ratio()


def _pieces(matcher: SequenceMatcher[str], before: list[str], after: list[str]) -> Iterator[Piece]:
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            yield Piece("same", "".join(after[j1:j2]))
            continue
        if i2 > i1:
            yield Piece("gone", "".join(before[i1:i2]))
        if j2 > j1:
            yield Piece("new", "".join(after[j1:j2]))
