"""Typing errors: which value of the catalog a mistyped word stands for."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from rapidfuzz.distance import OSA

from agent.understanding.everyday import LEFT_ALONE
from agent.understanding.found import Value
from agent.understanding.words import STOP, Token

_DOUBLED = re.compile(r"(.)\1+")
_SHORTEST = 5

Near = Mapping[tuple[str, int], list[str]]
"""First letter and length → the keys that a typing error may stand for."""


def near_keys(keys: Iterable[str]) -> Near:
    """The keys long enough to be mistyped."""
    near: dict[tuple[str, int], list[str]] = defaultdict(list)
    for key in keys:
        if len(key) >= _SHORTEST:
            near[key[0], len(key)].append(key)
    return dict(near)


def mistyped(
    token: Token, exact: Mapping[str, Value], brands: Mapping[str, Value], near: Near
) -> Value | None:
    """The value a typing error stands for; a change of one letter for another only in long words."""
    word = token.form
    if (
        len(word) < _SHORTEST
        or word in STOP
        or word in LEFT_ALONE
        or not word.isalpha()
        or token.raw in LEFT_ALONE
    ):
        return None
    derived = exact.get(word[:-1]) if word.endswith("y") else None
    if derived is not None:
        return derived
    best: tuple[int, str] | None = None
    doubled = brands.get(_DOUBLED.sub(r"\1", token.raw))
    if doubled is not None:
        return doubled
    lengths = range(len(word) - 1, len(token.raw) + 2)
    for key in (key for length in lengths for key in near.get((word[0], length), ())):
        # A brand keeps its ending ("adidas"), other words were made singular.
        written = token.raw if key in brands else word
        distance = _slip(written, key)
        if distance and (best is None or distance < best[0]):
            best = (distance, key)
    if best is None:
        return None
    return exact.get(best[1]) or brands.get(best[1])


def _slip(word: str, key: str) -> int:
    """How many typing errors lie between two words; 0 where they are two words, not one mistyped."""
    short = min(len(word), len(key))
    if abs(len(key) - len(word)) > 1 or short < 4:
        return 0
    distance = int(OSA.distance(word, key, score_cutoff=2))
    if distance > (2 if short >= 9 else 1):
        return 0
    swapped = sorted(word) == sorted(key)
    # One letter for another makes most short words another word: "block" is no "black".
    return 0 if short < 7 and len(word) == len(key) and not swapped else distance
