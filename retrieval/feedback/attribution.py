"""Which list caused what a shopper did.

By the ``ranking_id`` that an event cites, where that list is known. Otherwise by shopper and product: the
last list on which this shopper clicked the product, else the last one that showed it to them, both within
a window. What was never on a list has no cause.
"""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from retrieval.types import Happened, Serving

WINDOW_SECONDS = 7 * 86_400.0
CITED_SECONDS = 30 * 86_400.0
"""A page may stay open for long; an event that cites its list is joined to it all the same."""
SLACK_SECONDS = 300.0
"""Clocks of shoppers may be behind ours by so much."""


@dataclass(frozen=True, slots=True)
class Attributed:
    """An event and its cause."""

    event: Happened
    serving: Serving | None
    how: Literal["cited", "clicked", "shown", "none"]
    position: int | None
    """Where the product stood, from 1: as the event says, else as the list ended up; None: not on it."""


@dataclass(slots=True)
class _Shopper:
    lists: deque[Serving] = field(default_factory=deque)
    clicked: dict[str, tuple[float, Serving]] = field(default_factory=dict)
    """Product → when it was clicked last, and on which list."""


class Attribution:
    """Feed it lists and events, each oldest first; it remembers no more than its windows need."""

    def __init__(self, window: float = WINDOW_SECONDS) -> None:
        self._window = window
        self._cited: OrderedDict[str, Serving] = OrderedDict()
        self._shoppers: dict[tuple[str, str], _Shopper] = {}

    def serve(self, serving: Serving) -> None:
        """A list went out."""
        self._cited[serving.ranking_id] = serving
        oldest = serving.served_at.timestamp() - CITED_SECONDS
        while self._cited and next(iter(self._cited.values())).served_at.timestamp() < oldest:
            self._cited.popitem(last=False)
        for key in _keys(serving.user_id, serving.session_id):
            shopper = self._shoppers.setdefault(key, _Shopper())
            shopper.lists.append(serving)
            self._prune(shopper, serving.served_at.timestamp())

    def join(self, event: Happened) -> Attributed:
        """The event with its cause."""
        serving = self._cited.get(event.ranking_id) if event.ranking_id else None
        joined = (
            Attributed(event, serving, "cited", _position(event, serving))
            if serving is not None
            else self._by_shopper(event)
        )
        if event.type == "click" and joined.serving is not None and event.product_id is not None:
            for key in _keys(event.user_id, event.session_id):
                shopper = self._shoppers.setdefault(key, _Shopper())
                shopper.clicked[event.product_id] = (event.occurred_at, joined.serving)
        return joined

    def _by_shopper(self, event: Happened) -> Attributed:
        product_id, oldest = event.product_id, event.occurred_at - self._window
        shoppers = [
            shopper
            for key in _keys(event.user_id, event.session_id)
            if (shopper := self._shoppers.get(key)) is not None
        ]
        if product_id is None:
            return Attributed(event, None, "none", None)
        clicked = [s.clicked[product_id] for s in shoppers if product_id in s.clicked]
        clicked = [pair for pair in clicked if pair[0] >= oldest]
        if clicked:
            _, serving = max(clicked, key=lambda pair: pair[0])
            return Attributed(event, serving, "clicked", _position(event, serving))
        lasts = (_last(each.lists, product_id, event.occurred_at, oldest) for each in shoppers)
        shown = [last for last in lasts if last is not None]
        if shown:
            latest = max(shown, key=lambda each: each.served_at)
            return Attributed(event, latest, "shown", _position(event, latest))
        return Attributed(event, None, "none", None)

    def _prune(self, shopper: _Shopper, now: float) -> None:
        oldest = now - self._window - SLACK_SECONDS
        while shopper.lists and shopper.lists[0].served_at.timestamp() < oldest:
            shopper.lists.popleft()
        if len(shopper.clicked) > 1000:
            shopper.clicked = {key: pair for key, pair in shopper.clicked.items() if pair[0] >= oldest}


def attributed(
    servings: Iterable[Serving], events: Iterable[Happened], window: float = WINDOW_SECONDS
) -> Iterator[Attributed]:
    """Every event with its cause; both streams oldest first."""
    attribution, lists = Attribution(window), iter(servings)
    ahead = next(lists, None)
    for event in events:
        while ahead is not None and ahead.served_at.timestamp() <= event.occurred_at + SLACK_SECONDS:
            attribution.serve(ahead)
            ahead = next(lists, None)
        yield attribution.join(event)


def _keys(user_id: str | None, session_id: str | None) -> Iterator[tuple[str, str]]:
    if user_id is not None:
        yield "user", user_id
    if session_id is not None:
        yield "session", session_id


def _last(lists: Iterable[Serving], product_id: str, at: float, oldest: float) -> Serving | None:
    for serving in reversed(list(lists)):
        served = serving.served_at.timestamp()
        if served < oldest:
            return None
        if served <= at + SLACK_SECONDS and product_id in serving.listed:
            return serving
    return None


def _position(event: Happened, serving: Serving) -> int | None:
    product_id = event.product_id
    if product_id is None or product_id not in serving.listed:
        return None
    if event.position is not None:
        return event.position
    order = serving.order
    return order.index(product_id) + 1 if product_id in order else None
