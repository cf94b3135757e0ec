"""How many tokens a text is, about: for budgets, and for calls whose provider never said."""

from __future__ import annotations

import re
from bisect import bisect_right

_PIECE = re.compile(r"[A-Za-z]+|\d{1,3}|\s+|[^\sA-Za-z\d]")
_ASCII = re.compile(r"[A-Za-z]{1,4}|\d{1,3}|[^\sA-Za-z\d]")
"""A token each, where nothing else is written."""
_ELLIPSIS = 2
_LETTERS = 4
"""In a token of ordinary prose, on the low side."""


def tokens(text: str) -> int:
    """An estimate on the high side for the tokenizers of current models.

    Exact counts need a vocabulary that is fetched over the network, and differ by model.
    """
    if text.isascii():
        return len(_ASCII.findall(text))
    count = 0
    for piece in _PIECE.findall(text):
        if piece[0].isascii() and piece[0].isalpha():
            count += -(-len(piece) // _LETTERS)
        elif not piece.isspace():
            count += 1 if piece.isascii() else len(piece.encode("utf-8", "ignore")) - 1
    return count


def cut(text: str, budget: int) -> str:
    """As many whole words from the front as the budget allows; ``…`` marks the cut."""
    if tokens(text) <= budget:
        return text
    kept: list[str] = []
    room = most = budget - _ELLIPSIS
    for word in text.split():
        room -= tokens(word)
        if room < 0:
            break
        kept.append(word)
    if not kept:
        # One long word, or a script that writes none.
        cut = bisect_right(range(1, len(text) + 1), most, key=lambda n: tokens(text[:n]))
        return f"{text[:cut].rstrip()}…" if cut else ""
    return " ".join(kept).rstrip(".,;:") + "…"
