"""From events as they are read back to the steps that models are made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from retrieval.behaviour.baskets import Line
from retrieval.behaviour.pairs import REACH
from retrieval.behaviour.steps import History, Steps, engagement, numbered
from retrieval.types import Happened

VISIT_SECONDS = 3600.0
"""Within such a time what is done with one product is one step."""


def shoppers_of(happened: Iterable[Happened]) -> list[str]:
    """Who took a step that says a liking, in the order of their numbers in :func:`steps_of`."""
    return list(numbered(event.shopper or "" for event in happened if _tells(event)))


def lines_of(happened: Iterable[Happened], number: Mapping[str, int]) -> list[Line]:
    """What was bought, by whom and when; ``number``: of every product among them."""
    return [
        (event.shopper, number[event.product_id], event.occurred_at)
        for event in happened
        if event.type == "purchase" and event.shopper is not None and event.product_id is not None
    ]


def steps_of(happened: Iterable[Happened], number: Mapping[str, int]) -> Steps:
    """Events that say a liking, as columns; ``number``: of every product among them."""
    told = [event for event in happened if _tells(event)]
    who = numbered(event.shopper or "" for event in told)
    theirs: list[list[tuple[int, float, float]]] = [[] for _ in who]
    for event in told:
        weight = engagement(event.type, event.value)
        theirs[who[event.shopper or ""]].append((number[event.product_id or ""], event.occurred_at, weight))
    rows = [(at, *row) for at, steps in enumerate(theirs) for row in one_per_visit(sorted(steps, key=_time))]
    shopper, item, time, weights = zip(*rows, strict=True) if rows else ((), (), (), ())
    return Steps.of(
        np.asarray(shopper, dtype=np.int32),
        np.asarray(item, dtype=np.int32),
        np.asarray(time, dtype=np.float64),
        np.asarray(weights, dtype=np.float32),
    )


def one_per_visit(steps: Iterable[tuple[int, float, float]]) -> list[tuple[int, float, float]]:
    """Looked at, put into the cart and bought within a visit is one step, worth the most of these.

    ``steps``: item, seconds, weight, oldest first.
    """
    out: list[tuple[int, float, float]] = []
    last: dict[int, int] = {}
    for item, time, weight in steps:
        at = last.get(item)
        if at is not None and time - out[at][1] <= VISIT_SECONDS:
            out[at] = (item, out[at][1], max(out[at][2], weight))
            continue
        last[item] = len(out)
        out.append((item, time, weight))
    return out


def same_step(history: History, item: int, time: float) -> int | None:
    """Where the history has this product within the same visit already."""
    at = np.flatnonzero((history.item == item) & (time - history.time <= VISIT_SECONDS))
    return int(at[-1]) if len(at) else None


def _time(step: tuple[int, float, float]) -> float:
    return step[1]


def _tells(event: Happened) -> bool:
    known = event.product_id is not None and event.shopper is not None
    return known and engagement(event.type, event.value) > 0


def tail(history: History) -> History:
    """The last steps, as far back as a next one is paired with."""
    return History(
        history.item[-REACH:], history.time[-REACH:], history.weight[-REACH:], history.group[-REACH:]
    )


def after(history: History, item: int, time: float, weight: float) -> History:
    """One step more."""
    group = int(history.group[-1]) + (time != history.time[-1]) if len(history) else 0
    return History(
        np.append(history.item, np.int32(item)),
        np.append(history.time, time),
        np.append(history.weight, np.float32(weight)),
        np.append(history.group, np.int32(group)),
    )
