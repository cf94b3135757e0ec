"""A folder of ``items.jsonl``, ``interactions.csv[.gz]`` and maybe ``test.jsonl``, as numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import orjson
from numpy.typing import NDArray

from eval.catalog import read_products
from eval.errors import DatasetError
from eval.jsonl import lines_of, present
from retrieval.behaviour.steps import History, Steps, engagement, numbered
from retrieval.catalog.lines import Source
from retrieval.catalog.raw import BadRow
from retrieval.errors import FeedError
from retrieval.feedback.history import HistoryReader
from retrieval.types import Event, Product

_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Case:
    """A shopper's history, and what they chose next."""

    history: History
    wanted: NDArray[np.int64]
    """Numbers of products, each once."""


@dataclass(frozen=True, slots=True)
class Dataset:
    """Products, everything that happened, and given cases where the folder has some."""

    name: str
    product_ids: Sequence[str]
    """By number; products that nobody described come last."""
    products: Sequence[Product]
    """Those that were described, in the order of their numbers."""
    steps: Steps
    given: tuple[Case, ...]
    notes: tuple[str, ...]
    """What was set aside, and why."""

    @property
    def n(self) -> int:
        """Products."""
        return len(self.product_ids)


def read_dataset(folder: Path) -> Dataset:
    """Rows that cannot be used are set aside and told.

    Raises:
        DatasetError: a file is missing, or holds nothing of use.
    """
    items, interactions = present(folder / "items.jsonl"), present(folder / "interactions.csv")
    if not items.is_file() or not interactions.is_file():
        raise DatasetError(
            f"{folder} must hold items.jsonl and interactions.csv[.gz] (user_id,product_id,event,timestamp)"
        )
    products = read_products(items)
    notes: list[str] = []
    events = list(_events(interactions, notes))
    if not events:
        raise DatasetError(f"{interactions} holds no interaction that can be used")
    number = numbered([*(p.product_id for p in products), *(e.product_id or "" for e in events)])
    if len(number) > len(products):
        notes.append(f"{len(number) - len(products):,} products have interactions and are not in items.jsonl")
    shoppers = numbered(event.user_id or "" for event in events)
    steps = Steps.of(
        np.asarray([shoppers[event.user_id or ""] for event in events], dtype=np.int32),
        np.asarray([number[event.product_id or ""] for event in events], dtype=np.int32),
        np.asarray([event.occurred_at.timestamp() for event in events]),
        np.asarray([_weight(event) for event in events], dtype=np.float32),
    )
    test = present(folder / "test.jsonl")
    given = tuple(_cases(test, number, notes)) if test.is_file() else ()
    if test.is_file() and not given:
        raise DatasetError(
            f"{test} holds no case that can be used ({notes[-1] if notes else 'it is empty'}); "
            "without that file the interactions are split"
        )
    return Dataset(folder.name, list(number), products, steps, given, tuple(notes))


def _events(path: Path, notes: list[str]) -> Iterator[Event]:
    bad: list[BadRow] = []
    count = anonymous = 0
    source = Source(path)
    try:
        for row in HistoryReader(source).events():
            if isinstance(row, BadRow):
                count += 1
                bad += [row] if len(bad) < _SHOWN else []
            elif row.user_id is None:
                anonymous += 1
            elif row.product_id is not None:
                yield row
    except FeedError as error:
        raise DatasetError(f"{path}: {error.message.removeprefix(f'{path}: ')}") from None
    finally:
        source.close()
    if count:
        first = "; ".join(f"line {each.line}: {each.reason}" for each in bad)
        notes.append(
            f"{count:,} rows of {path.name} were set aside ({first}{' …' if count > _SHOWN else ''})"
        )
    if anonymous:
        notes.append(f"{anonymous:,} rows of {path.name} name no user_id and were set aside")


def _weight(event: Event) -> float:
    value = event.value if isinstance(event.value, float) else None
    return engagement(event.type, value if event.type == "review" else None)


def _cases(path: Path, number: dict[str, int], notes: list[str]) -> Iterator[Case]:
    unusable: list[str] = []
    for at, line in lines_of(path):
        try:
            row = orjson.loads(line)
            history = [number[str(key)] for key in row["history"] if str(key) in number]
            target = number.get(str(row["target"]))
        except (orjson.JSONDecodeError, KeyError, TypeError):
            unusable.append(f"line {at}: not {{user_id, history: [product_id…], target}}")
            continue
        if target is None:
            unusable.append(f"line {at}: its target is no product of this shop")
            continue
        # Only the order is known.
        yield Case(History.of(history, [float(back) for back in range(len(history))]), np.asarray([target]))
    if unusable:
        shown = "; ".join(unusable[:_SHOWN]) + (" …" if len(unusable) > _SHOWN else "")
        notes.append(f"{len(unusable):,} lines of {path.name} were set aside ({shown})")
