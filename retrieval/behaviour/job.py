"""The scheduled training, and where its result lies: with the other facts of the installation, so that every
server on the same database finds it."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import numpy as np
import orjson

from retrieval.behaviour.als import Als
from retrieval.behaviour.content import Content
from retrieval.behaviour.happened import steps_of
from retrieval.behaviour.live import MOST, PAGE
from retrieval.behaviour.ranker import FEATURES, Ranker
from retrieval.behaviour.steps import numbered
from retrieval.behaviour.train import Report, described, train
from retrieval.ports import EventStore, ProductStore, SettingStore
from retrieval.types import Happened, Product

RANKER = "ranker"
FACTORS_OF = "factors"
VERSION = "ranker_version"
REPORT = "training"
TRAINED = "trained_at"
"""Changes with every training, also with one that keeps what was."""
_SPARED = 200_000
"""Products beyond which only those in somebody's history are described."""


def run_training(
    events: EventStore,
    products: ProductStore,
    facts: SettingStore,
    *,
    seed: int = 0,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Report:
    """Train on everything that happened, keep what is better, and say so.

    Raises:
        StorageUnavailable: the database does not answer.
    """
    happened = list(all_events(events))
    known = numbered(event.product_id for event in happened if event.product_id is not None)
    catalog = list(every_product(products)) if products.count() <= _SPARED else []
    ids = numbered([*known, *(product.product_id for product in catalog)])
    content = _content(products, list(ids), catalog)
    steps = steps_of(happened, ids)
    trained = train(steps, len(ids), content, seed=seed, champion=stored_ranker(facts))
    version = clock().isoformat()
    if trained.ranker is not None:
        facts.set(RANKER, trained.ranker.text())
    facts.set(VERSION, version if trained.ranker is not None else "")
    facts.set(FACTORS_OF, _packed(list(ids), trained.als) if trained.als is not None else "")
    said = {**_fields(trained.report), "at": version}
    facts.set(REPORT, orjson.dumps(said).decode())
    facts.set(TRAINED, version)
    return trained.report


def stored_ranker(facts: SettingStore) -> Ranker | None:
    """The one in force; None where there is none, or it is of an older version with other signals."""
    text = facts.get(RANKER) if facts.get(VERSION) else None
    if not text:
        return None
    try:
        found = Ranker.from_text(text)
    except ValueError:
        return None
    return found if found.width == len(FEATURES) else None


def stored_factors(facts: SettingStore) -> tuple[list[str], Als] | None:
    """The products' factors in force, and whose they are; None where they did not win."""
    text = facts.get(FACTORS_OF)
    if not text:
        return None
    held = orjson.loads(text)
    flat = np.frombuffer(base64.b64decode(held["factors"]), dtype="<f2").astype(np.float32)
    return held["ids"], Als(flat.reshape(len(held["ids"]), -1))


def _packed(ids: list[str], als: Als) -> str:
    factors = base64.b64encode(als.factors.astype("<f2").tobytes()).decode()
    return orjson.dumps({"ids": ids, "factors": factors}).decode()


def last_report(facts: SettingStore) -> dict[str, object] | None:
    """What the last training said."""
    text = facts.get(REPORT)
    found: dict[str, object] | None = orjson.loads(text) if text else None
    return found


def all_events(events: EventStore) -> Iterator[Happened]:
    """The latest :data:`MOST`, in the order of storing."""
    at = max(0, events.last() - MOST)
    while page := events.after(at, PAGE):
        yield from page
        at = page[-1].sequence


def every_product(products: ProductStore) -> Iterator[Product]:
    """The whole catalog."""
    for changes in products.changes(0):
        for row in changes.upserts:
            yield row.product


def _content(products: ProductStore, ids: list[str], catalog: list[Product]) -> Content:
    described_ones = catalog or list(products.get(ids).values())
    texts = {product.product_id: described(product) for product in described_ones}
    held = products.vectors(ids)
    if not held:
        return Content.none(len(ids))
    d = len(next(iter(held.values())))
    nothing = np.zeros(d, dtype=np.float32)
    vectors = np.stack([held.get(key, nothing) for key in ids])
    return Content.of(vectors, [texts.get(key, "") for key in ids])


def _fields(report: Report) -> dict[str, object]:
    return {name: getattr(report, name) for name in Report.__dataclass_fields__}
