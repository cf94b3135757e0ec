"""A word that the catalog does not know, as the words it knows that were probably meant."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

SHORT, LONG = 4, 8
"""Shorter words than ``SHORT`` are never corrected (too many others are one letter away); from ``LONG``
letters on two mistakes are forgiven."""
ALTERNATIVES = 3
WHOLE = 3
"""Letters that each half of a word written together must have."""
USUAL = 2
"""Products that must have each half."""


@dataclass(frozen=True, slots=True)
class Correction:
    """Words meant instead of one (two: it was written together), and how far to trust that, in (0, 1)."""

    words: tuple[str, ...]
    trust: float


class Spelling:
    """Every word of the catalog with the number of products that have it."""

    def __init__(self, words: Iterable[tuple[str, int]]) -> None:
        self._count = {word: count for word, count in words if word.isalpha()}
        self._by_length: dict[int, list[str]] = defaultdict(list)
        for word in self._count:
            self._by_length[len(word)].append(word)

    def corrections(self, word: str) -> list[Correction]:
        """Best first; none for a number, a code or a word too short to tell.

        One slip (a letter missing, doubled, wrong, or two swapped) before two words written together
        before two slips; among equals the first letter, which is seldom mistyped, then the commoner word.
        """
        if not word.isalpha() or len(word) < SHORT:
            return []
        return self._near(word, 1) or self._apart(word) or (self._near(word, 2) if len(word) >= LONG else [])

    def _near(self, word: str, slips: int) -> list[Correction]:
        lengths = range(max(SHORT - 1, len(word) - slips), len(word) + slips + 1)
        found = [
            near
            for length in lengths
            for near, _, _ in process.extract(
                word, self._by_length.get(length, ()), scorer=OSA.distance, score_cutoff=slips, limit=None
            )
        ]
        found.sort(key=lambda near: (near[0] != word[0], -self._count[near], near))
        return [Correction((near,), 1 - slips / len(word)) for near in found[:ALTERNATIVES]]

    def _apart(self, word: str) -> list[Correction]:
        cuts = [(word[:at], word[at:]) for at in range(WHOLE, len(word) - WHOLE + 1)]
        known = [cut for cut in cuts if min(self._count.get(half, 0) for half in cut) >= USUAL]
        if not known:
            return []
        best = max(known, key=lambda cut: (min(self._count[cut[0]], self._count[cut[1]]), cut))
        return [Correction(best, 1 - 1 / len(word))]
