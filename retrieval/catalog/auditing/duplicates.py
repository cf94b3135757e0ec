"""Products that are there twice: the same title, or nearly the same.

Nearly the same: the words of two titles (with their brands) overlap by :data:`OVERLAP`, in any order, and
their numbers are the same, since "TN-450" and "TN-420" are two products. Pairs are found by MinHash and
banding (Broder 1997; Leskovec et al., Mining of Massive Datasets, 3.4), so that time grows with the
catalog and not with its square, and are then checked exactly. One true pair in four hundred is missed at
the threshold itself, next to none above it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from retrieval.types import Frozen

OVERLAP = 0.85
BANDS, PER_BAND = 8, 4
NEIGHBOURS = 4
"""Of each product in one bucket: a bucket of thousands is chained together, not compared pair by pair."""
AT_ONCE = 20_000
"""Products whose hashes are in memory."""
SHOWN_GROUPS, SHOWN_TITLES = 5, 3
_WORD = re.compile(r"[^\W_]+")

Hashes = NDArray[np.uint64]


class Twice(Frozen):
    """Products that look like one."""

    titles: tuple[str, ...]
    product_ids: tuple[str, ...]
    size: int


class Duplicates(Frozen):
    """How many groups of products look like one each, and how many products those are."""

    groups: int
    products: int
    examples: tuple[Twice, ...] = ()
    """The largest."""


class Titles:
    """Titles and their words, collected product by product; variants of one product never count as double."""

    def __init__(self) -> None:
        self._ids: list[str] = []
        self._titles: list[str] = []
        self._families: list[str] = []
        self._words: list[tuple[int, ...]] = []
        self._numbers: list[int] = []
        self._known: dict[str, int] = {}

    def add(self, product_id: str, title: str, brand: str | None, family: str) -> None:
        words = dict.fromkeys(_WORD.findall(f"{title} {brand or ''}".casefold()))
        self._ids.append(product_id)
        self._titles.append(title)
        self._families.append(family)
        known = {word: self._known.setdefault(word, len(self._known)) for word in words}
        self._words.append(tuple(sorted(known.values())))
        numbers = (at for word, at in known.items() if any(map(str.isdecimal, word)))
        self._numbers.append(hash(tuple(sorted(numbers))))

    @property
    def words(self) -> int:
        """Different words."""
        return len(self._known)

    def same(self) -> Duplicates:
        """Titles that are equal but for letter case and spaces."""
        groups: dict[str, list[int]] = {}
        for at, title in enumerate(self._titles):
            groups.setdefault(" ".join(title.casefold().split()), []).append(at)
        return self._told(groups.values())

    def nearly_same(self) -> Duplicates:
        """Different titles that say nearly the same; products of one title count once."""
        first: dict[str, int] = {}
        for at, title in enumerate(self._titles):
            if self._words[at]:
                first.setdefault(" ".join(title.casefold().split()), at)
        kept = list(first.values())
        leader = list(range(len(kept)))
        # Pairs come by their first product. Whoever stands alone leads those like it; a chain of small
        # differences from one product to quite another makes no group.
        for left, right in self._pairs(kept).tolist():
            if leader[left] == left and leader[right] == right and self._alike(kept[left], kept[right]):
                leader[right] = left
        groups: dict[int, list[int]] = {}
        for at, led in zip(kept, leader, strict=True):
            groups.setdefault(led, []).append(at)
        return self._told(groups.values())

    def _alike(self, left: int, right: int) -> bool:
        if self._numbers[left] != self._numbers[right]:
            return False
        these, those = set(self._words[left]), set(self._words[right])
        both = len(these & those)
        # Jaccard's index.
        return both >= OVERLAP * (len(these) + len(those) - both)

    def _pairs(self, kept: Sequence[int]) -> NDArray[np.int64]:
        """Positions in ``kept`` worth comparing, shape (m, 2), each pair once."""
        if len(kept) < 2:
            return np.zeros((0, 2), dtype=np.int64)
        signatures = _signatures([self._words[at] for at in kept], len(self._known))
        numbers = np.array([self._numbers[at] for at in kept], dtype=np.int64).view(np.uint64)
        codes = [np.zeros(0, dtype=np.int64)]
        for band in range(BANDS):
            keys = numbers.copy()
            for hashes in signatures[:, band * PER_BAND : (band + 1) * PER_BAND].T:
                keys = _mixed(keys ^ hashes)
            order = np.argsort(keys, kind="stable")
            ordered = keys[order]
            for step in range(1, NEIGHBOURS + 1):
                same = np.flatnonzero(ordered[step:] == ordered[:-step])
                # Stable order: the earlier product comes first in its bucket.
                codes.append(order[same] * len(kept) + order[same + step])
        found = np.unique(np.concatenate(codes))
        return np.stack([found // len(kept), found % len(kept)], axis=1)

    def _told(self, groups: Iterable[Sequence[int]]) -> Duplicates:
        double = [
            group for group in groups if len(group) > 1 and len({self._families[at] for at in group}) > 1
        ]
        double.sort(key=len, reverse=True)
        examples = tuple(
            Twice(
                titles=tuple(dict.fromkeys(self._titles[at] for at in group[:SHOWN_TITLES])),
                product_ids=tuple(self._ids[at] for at in group[:SHOWN_TITLES]),
                size=len(group),
            )
            for group in double[:SHOWN_GROUPS]
        )
        return Duplicates(groups=len(double), products=sum(map(len, double)), examples=examples)


def _signatures(documents: Sequence[tuple[int, ...]], words: int) -> Hashes:
    """MinHash of every document (none of them empty), shape (n, BANDS * PER_BAND)."""
    seeds = _mixed(np.arange(1, BANDS * PER_BAND + 1, dtype=np.uint64))
    numbered = _mixed(np.arange(words, dtype=np.uint64))
    out = np.empty((len(documents), len(seeds)), dtype=np.uint64)
    for start in range(0, len(documents), AT_ONCE):
        some = documents[start : start + AT_ONCE]
        flat = np.concatenate([np.array(each, dtype=np.int64) for each in some])
        starts = np.cumsum([0, *map(len, some[:-1])])
        hashes = _mixed(numbered[flat][:, None] ^ seeds)
        out[start : start + len(some)] = np.minimum.reduceat(hashes, starts, axis=0)
    return out


def _mixed(values: Hashes) -> Hashes:
    """splitmix64's finisher: every bit of the input moves every bit of the output."""
    values = values + np.uint64(0x9E3779B97F4A7C15)
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))
