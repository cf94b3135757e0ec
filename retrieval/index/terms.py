"""One attribute of the whole catalog as a column of codes: which products have which value."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

WIDTH = 8
"""Values per product kept in the array, a category of four levels with its prefixes among them; further ones
go to a set per value. An array is as wide as its longest row needs."""


def fold(value: str) -> str:
    """Two spellings that fold alike are one value to a filter."""
    return " ".join(value.casefold().split())


class TermColumn:
    """Codes of shape (capacity, width), -1 for none, with the spellings they stand for."""

    def __init__(self, capacity: int) -> None:
        self._codes: NDArray[np.int32] = np.full((capacity, 1), -1, dtype=np.int32)
        self._code_of: dict[str, int] = {}
        self._labels: list[str] = []
        self._counts: list[int] = []
        self._by_fold: dict[str, list[int]] = defaultdict(list)
        self._held: list[tuple[int, ...]] = [()] * capacity
        """All codes of each row; equal tuples are one object."""
        self._tuples: dict[tuple[int, ...], tuple[int, ...]] = {}
        self._overflow: dict[int, set[int]] = {}

    def grow(self, capacity: int) -> None:
        """Room for more rows."""
        more = np.full((capacity - len(self._codes), self._codes.shape[1]), -1, dtype=np.int32)
        self._codes = np.concatenate((self._codes, more))
        self._held += [()] * (capacity - len(self._held))

    def set(self, row: int, values: Sequence[str]) -> bool:
        """Replace the values of one row; whether that changed anything."""
        codes = tuple([self._code(value) for value in dict.fromkeys(values)])
        if codes == self._held[row]:
            return False
        self._forget(row)
        self._held[row] = self._tuples.setdefault(codes, codes)
        for code in codes:
            self._counts[code] += 1
        inside = codes[:WIDTH]
        if len(inside) > self._codes.shape[1]:
            more = np.full((len(self._codes), len(inside) - self._codes.shape[1]), -1, dtype=np.int32)
            self._codes = np.concatenate((self._codes, more), axis=1)
        self._codes[row, : len(inside)] = inside
        for code in codes[WIDTH:]:
            self._overflow.setdefault(code, set()).add(row)
        return True

    def clear(self, row: int) -> None:
        """The row has no value any more."""
        self._forget(row)

    def mask(self, values: Iterable[str], n: int) -> NDArray[np.bool_]:
        """Rows (of the first ``n``) that have at least one of the values, in any spelling."""
        wanted = [code for value in values for code in self._by_fold.get(fold(value), ())]
        if not wanted:
            return np.zeros(n, dtype=np.bool_)
        # A copy, taken before the labels are counted: what is written meanwhile cannot outgrow the table.
        codes = self._codes[:n].copy()
        if len(wanted) == 1:
            found: NDArray[np.bool_] = codes[:, 0] == wanted[0]
            for column in range(1, codes.shape[1]):
                found |= codes[:, column] == wanted[0]
        else:
            allowed = np.zeros(len(self._labels) + 1, dtype=np.bool_)
            allowed[wanted] = True
            # Code -1 (no value) reads the last entry, which stays False.
            found = allowed[codes[:, 0]]
            for column in range(1, codes.shape[1]):
                found |= allowed[codes[:, column]]
        for code in wanted:
            rows = [row for row in tuple(self._overflow.get(code, ())) if row < n]
            found[rows] = True
        return found

    def among(self, values: Iterable[str], rows: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Which of ``rows`` have at least one of the values, in any spelling; shape (len(rows),)."""
        wanted = [code for value in values for code in self._by_fold.get(fold(value), ())]
        found: NDArray[np.bool_] = np.asarray(np.isin(self._codes[rows], wanted).any(axis=1))
        for code in wanted:
            if overflow := self._overflow.get(code):
                found |= np.isin(rows, list(overflow))
        return found

    def filled(self, rows: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Which of ``rows`` have any value."""
        found: NDArray[np.bool_] = self._codes[rows, 0] >= 0
        return found

    def held(self, row: int) -> list[str]:
        """The values of one row, as they were given."""
        return [self._labels[code] for code in self._held[row]]

    def values(self) -> Mapping[str, int]:
        """Value → products that have it, under its most usual spelling."""
        out: dict[str, int] = {}
        for codes in self._by_fold.values():
            live = [code for code in codes if self._counts[code]]
            if live:
                # Ties go to the alphabet, so that the order of import leaves no trace.
                best = min(live, key=lambda code: (-self._counts[code], self._labels[code]))
                out[self._labels[best]] = sum(self._counts[code] for code in live)
        return out

    def counts(self, rows: NDArray[np.int64]) -> dict[str, int]:
        """Value → how many of ``rows`` have it, under its most usual spelling."""
        per_code = np.bincount(self._codes[rows].ravel() + 1, minlength=len(self._labels) + 1)[1:]
        for code, overflow in tuple(self._overflow.items()):
            per_code[code] += int(np.isin(rows, list(overflow)).sum()) if overflow else 0
        out: dict[str, int] = {}
        counted = per_code.tolist()
        for codes in tuple(self._by_fold.values()):
            total = counted[codes[0]]
            if len(codes) > 1 and (total or any(counted[code] for code in codes)):
                # One product may spell a value in two ways.
                total = int(self.among([self._labels[codes[0]]], rows).sum())
            if total:
                best = min(codes, key=lambda code: (-self._counts[code], self._labels[code]))
                out[self._labels[best]] = total
        return out

    def first_codes(self, rows: NDArray[np.int64]) -> NDArray[np.int32]:
        """The code of each row's first value, shape (len(rows),), -1 for none."""
        codes: NDArray[np.int32] = self._codes[rows, 0]
        return codes

    def codes(self, rows: NDArray[np.int64]) -> NDArray[np.int32]:
        """The codes of each row's first ``WIDTH`` values, shape (len(rows), width), -1 for none."""
        codes: NDArray[np.int32] = self._codes[rows]
        return codes

    def last_codes(self, rows: NDArray[np.int64]) -> NDArray[np.int32]:
        """The code of each row's last value, shape (len(rows),), -1 for none."""
        held = (self._held[row] for row in rows.tolist())
        return np.asarray([codes[-1] if codes else -1 for codes in held], dtype=np.int32)

    def label(self, code: int) -> str:
        """The spelling a code stands for."""
        return self._labels[code]

    def _code(self, value: str) -> int:
        code = self._code_of.get(value)
        if code is None:
            code = self._code_of[value] = len(self._labels)
            self._labels.append(value)
            self._counts.append(0)
            self._by_fold[fold(value)].append(code)
        return code

    def _forget(self, row: int) -> None:
        codes = self._held[row]
        if not codes:
            return
        for code in codes:
            self._counts[code] -= 1
        for code in codes[WIDTH:]:
            self._overflow[code].discard(row)
        self._codes[row] = -1
        self._held[row] = ()
