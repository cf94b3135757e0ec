"""What to ask a shopper of whom nothing is known: the questions that split this catalog best."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from retrieval.index.columns import SEPARATOR, Columns
from retrieval.money import money
from retrieval.profile.answers import CATEGORY, DEEPER, PRICE, TO, fitting
from retrieval.types import Frozen, Rows, Vocabulary, in_words

FEWEST, MOST = 3, 5
MOST_OPTIONS = 8
SPLITS = 0.5
"""Bits that an answer tells of a product; a question that tells less is not asked."""
SPLITS_WELL = 1.0
COVERED = 0.5
"""Share of the products that an attribute must be known of."""
DEEPEST = 3
FEW = 0.005
"""Share of the products below which a value is no option."""
_CHEAP, _DEAR = 3, 7
"""Places among the eleven price quantiles between which a price is neither."""


class Option(Frozen):
    """One possible answer."""

    value: str = Field(description="Send this back.")
    label: str = Field(description="Show this.")
    count: int = Field(description="Products that fit.")


class Question(Frozen):
    """Any number of options may be chosen, or none."""

    id: str
    text: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Aspect:
    question: Question
    codes: NDArray[np.int64]
    """Which option each product is of, -1 for none."""

    def bits(self, beside: Sequence[_Aspect] = ()) -> float:
        """What the answer tells of a product, where those of the others are known; what no option covers
        tells nothing, and one option is no choice."""
        options = self.question.options
        if len(options) < 2 or all(_number(option.label) for option in options):
            # Bare numbers, of a size or of a table, ask nothing that a shopper could like.
            return 0.0
        alone = [_bits(self.codes, np.zeros_like(self.codes))]
        return min([*alone, *(_bits(self.codes, other.codes + 1) for other in beside)])


def questions(
    columns: Columns, rows: Rows, vocabulary: Vocabulary, skip: Collection[str] = ()
) -> tuple[Question, ...]:
    """Three to five; fewer where the data splits by less. ``rows``: products that may be shown; ``skip``:
    attributes that say nothing of a taste."""
    if not len(rows):
        return ()
    levels = [each for each in _levels(columns, rows) if each.bits() >= SPLITS]
    asked = [next((each for each in levels if each.bits() >= SPLITS_WELL), None) or _best(levels, [])]
    asked.append(_price(columns, rows, vocabulary))
    chosen = [each for each in asked if each is not None and each.bits() >= SPLITS]
    others = [
        _aspect(columns, rows, name, _asks(name), column.counts(rows).items())
        for name, column in sorted(columns.terms.items())
        if name not in (CATEGORY, PRICE, "tags", *skip)
        and not name.startswith(DEEPER)
        and column.filled(rows).mean() >= COVERED
    ]
    while len(chosen) < MOST and (best := _best(others, chosen)) is not None:
        chosen.append(best)
        others.remove(best)
    while len(chosen) < FEWEST and (best := _best(levels, chosen)) is not None:
        chosen.append(best)
        levels.remove(best)
    return tuple(each.question for each in chosen)


def _best(aspects: Sequence[_Aspect], chosen: Sequence[_Aspect]) -> _Aspect | None:
    told = [(each.bits(chosen), each) for each in aspects if each not in chosen]
    splitting = [pair for pair in told if pair[0] >= SPLITS]
    return max(splitting, key=lambda pair: pair[0])[1] if splitting else None


def _levels(columns: Columns, rows: Rows) -> Iterable[_Aspect]:
    column = columns.terms[CATEGORY]
    counts = column.counts(rows)
    firsts = np.unique(column.first_codes(rows))
    tops = {column.label(code) for code in firsts.tolist() if code >= 0}
    for depth in range(DEEPEST + 1):
        values = [
            (value, count)
            for value, count in counts.items()
            if value.count(SEPARATOR) == depth and (depth or value in tops)
        ]
        name = CATEGORY if not depth else f"{DEEPER}{depth + 1}"
        yield _aspect(columns, rows, name, _TEXTS[CATEGORY] if not depth else _DEEPER_TEXT, values)


def _price(columns: Columns, rows: Rows, vocabulary: Vocabulary) -> _Aspect | None:
    if len(vocabulary.price_quantiles) <= _DEAR:
        return None
    bounds = sorted({_round(vocabulary.price_quantiles[at]) for at in (_CHEAP, _DEAR)} - {0.0})
    edges = [f"{bound:.12g}" for bound in bounds]
    values = [f"{low}{TO}{high}" for low, high in zip(["", *edges], [*edges, ""], strict=True)]
    shown = [money(bound, vocabulary.currency) for bound in bounds]
    between = [f"{low} to {high}" for low, high in pairwise(shown)]
    labels = [f"up to {shown[0]}", *between, f"over {shown[-1]}"] if shown else []
    counted = [(value, int(fitting(columns, rows, PRICE, [value]).sum())) for value in values]
    return _aspect(columns, rows, PRICE, _TEXTS[PRICE], counted, labels) if labels else None


def _aspect(
    columns: Columns,
    rows: Rows,
    name: str,
    text: str,
    counts: Iterable[tuple[str, int]],
    labels: Sequence[str] = (),
) -> _Aspect:
    """Its most frequent values as options; price levels, which have ``labels``, in their own order."""
    given = [pair for pair in counts if pair[1] >= FEW * len(rows)] if not labels else list(counts)
    top = given if labels else sorted(given, key=lambda pair: (-pair[1], pair[0]))[:MOST_OPTIONS]
    codes = np.full(len(rows), -1, dtype=np.int64)
    for at, (value, _) in enumerate(top):
        codes[(codes < 0) & fitting(columns, rows, name, [value])] = at
    said = labels or [_label(name, value) for value, _ in top]
    # Two shelves of one name are told apart by their whole path.
    said = [label if list(said).count(label) == 1 else top[at][0] for at, label in enumerate(said)]
    options = [
        Option(value=value, label=label, count=count)
        for (value, count), label in zip(top, said, strict=True)
        if count
    ]
    return _Aspect(Question(id=name, text=text, options=tuple(options)), codes)


def _bits(codes: NDArray[np.int64], known: NDArray[np.int64]) -> float:
    """Entropy of ``codes`` where ``known`` is known; -1 tells nothing. Shapes (m,)."""
    width = int(known.max(initial=0)) + 1
    cells = np.bincount((codes + 1) * width + known, minlength=width * (MOST_OPTIONS + 1))
    table = cells.reshape(-1, width)
    within = table.sum(axis=0)
    told = table[1:].astype(np.float64)
    shares = told[told > 0] / np.broadcast_to(within, told.shape)[told > 0]
    return float(-(told[told > 0] / len(codes) * np.log2(shares)).sum())


def _label(name: str, value: str) -> str:
    if name == CATEGORY or name.startswith(DEEPER):
        return value.rsplit(SEPARATOR, 1)[-1]
    return in_words(name, value)


def _number(label: str) -> bool:
    return label.replace(".", "").replace(",", "").isdecimal()


def _round(price: float) -> float:
    """To two digits: a bound that one reads at a glance."""
    return float(f"{price:.2g}")


_TEXTS = {
    CATEGORY: "What are you interested in?",
    PRICE: "What do you usually spend on one thing?",
    "brand": "Which brands do you like?",
}
_DEEPER_TEXT = "Which kinds of it?"


def _asks(name: str) -> str:
    return _TEXTS.get(name, f"Any {name.replace('_', ' ')} in particular?")
