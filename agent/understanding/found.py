"""A value of the catalog's vocabulary, and where a message says it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Value:
    """One value of the vocabulary: the name it stands under, and how the catalog writes it."""

    name: str
    text: str
    count: int


@dataclass(frozen=True, slots=True)
class Found:
    """A value found in a message: tokens ``first`` to ``last`` (inclusive) say it."""

    value: Value
    first: int
    last: int
    learned: bool = False
    """Whether the titles taught the word; see :attr:`agent.understanding.lexicon.Lexicon.learned`."""
    among: tuple[Value, ...] = ()
    """All that it may be, itself too, where no word beside it tells which: ``9 kg`` of weight or of load."""
    more: tuple[str, ...] = ()
    """Every value that it stands for, as the catalog writes them; empty where it is the one."""
