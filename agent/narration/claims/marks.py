"""Private characters that stand for the products of a list and for groups of them."""

from __future__ import annotations

BASE = 0xE000
OTHERS, MOST, SOME, USUAL, NONE, ALL = "\uf8f0", "\uf8f1", "\uf8f2", "\uf8f3", "\uf8f4", "\uf8f5"
ONE = "\uf8f6"
"""Exactly one of the others."""
GROUPS = frozenset([OTHERS, MOST, SOME, USUAL, NONE, ALL, ONE])


def mark(position: int) -> str:
    return chr(BASE + position)


FULL = 1024
"""A position this much higher is the product at its usual price."""


def at_usual_price(char: str) -> str:
    """The mark of the same product at its usual price."""
    return chr(ord(char) + FULL) if BASE <= ord(char) < BASE + FULL else char


def marked(char: str, own: int, n: int) -> tuple[int, ...]:
    """The products that a mark stands for."""
    if char == ALL:
        return tuple(range(n))
    if char in (OTHERS, MOST, SOME, NONE, ONE):
        return tuple(i for i in range(n) if i != own)
    position = ord(char) - BASE
    return (position,) if 0 <= position < n or FULL <= position < FULL + n else ()
