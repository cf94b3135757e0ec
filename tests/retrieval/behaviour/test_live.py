"""Behaviour in a server: every event known to the next request, what was stored found again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import Engine

from retrieval.behaviour.als import Als
from retrieval.behaviour.happened import one_per_visit
from retrieval.behaviour.job import FACTORS_OF, _packed, last_report, run_training, stored_factors
from retrieval.behaviour.live import LiveBehaviour
from retrieval.settings import RetrievalSettings
from retrieval.storage.engine import open_engine
from retrieval.storage.events import SqlEventStore
from retrieval.storage.migrate import migrate
from retrieval.storage.products import SqlProductStore
from retrieval.storage.settings import SqlSettingStore
from retrieval.types import Event, EventType, Interaction, KeptEvent, Product, Vectors

DAY = 86_400.0


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    opened = open_engine(RetrievalSettings(data_dir=tmp_path))
    migrate(opened)
    yield opened
    opened.dispose()


def vectors_of(ids: Sequence[str]) -> Vectors:
    return np.zeros((len(ids), 4), dtype=np.float32)


def kept(name: str, kind: EventType, product_id: str, shopper: str, at: float) -> KeptEvent:
    moment = datetime.fromtimestamp(at, UTC)
    event = Event(event_id=name, type=kind, product_id=product_id, user_id=shopper, occurred_at=moment)
    return KeptEvent(event, at, at)


def steps(*products: str) -> list[Interaction]:
    return [
        Interaction(product_id=key, type="purchase", occurred_at=datetime.fromtimestamp(at * DAY, UTC))
        for at, key in enumerate(products)
    ]


def test_an_event_is_known_to_the_next_request(engine: Engine) -> None:
    store = SqlEventStore(engine)
    store.append([kept(f"a{n}", "purchase", key, "u1", n * DAY) for n, key in enumerate(("p1", "p2"))])
    behaviour = LiveBehaviour(store, vectors_of)
    assert behaviour.candidates(steps("p1")) == []
    assert behaviour.score(steps("p1"), ["p2"]).scores.tolist() == [0.0]
    behaviour.load([Product(product_id="p9", title="A lamp")])
    assert behaviour.learned.is_set()
    assert "p2" in behaviour.candidates(steps("p1"))
    assert "p3" not in behaviour.candidates(steps("p2"))
    store.append([kept("later", "purchase", "p3", "u1", 2 * DAY)])
    behaviour.refresh()
    assert "p3" in behaviour.candidates(steps("p2"))
    said = behaviour.score(steps("p2"), ["p9", "p3", "never-seen"])
    assert said.scores.argmax() == 1
    assert said.scores.max() <= 1.0
    assert said.scores.min() >= 0.0
    assert "follows of the best" in behaviour.why(said.features)[1]


def test_what_many_buy_comes_first_for_somebody_unknown(engine: Engine) -> None:
    store = SqlEventStore(engine)
    store.append([kept(f"a{n}", "purchase", "p1", f"u{n}", float(n)) for n in range(5)])
    store.append([kept("b", "view", "p2", "u9", 9.0)])
    behaviour = LiveBehaviour(store, vectors_of)
    behaviour.load()
    assert behaviour.candidates([])[:2] == ["p1", "p2"] or set(behaviour.candidates([])) == {"p1", "p2"}
    scores = behaviour.score([], ["p2", "p1", "p0"]).scores
    assert scores[1] > scores[0] > scores[2] == 0.0


def test_more_evidence_counts_for_more(engine: Engine) -> None:
    store = SqlEventStore(engine)
    names = ("p1", "p2", "p3", "p4")
    store.append([kept(f"a{n}", "purchase", key, "u1", n * DAY) for n, key in enumerate(names)])
    behaviour = LiveBehaviour(store, vectors_of)
    behaviour.load()
    one = behaviour.score(steps("p3"), ["p4", "p1"]).scores.max()
    three = behaviour.score(steps("p1", "p2", "p3"), ["p4", "p1"]).scores.max()
    assert 0 < one < three < 1


def test_looked_at_and_bought_within_a_visit_is_one_step(engine: Engine) -> None:
    assert one_per_visit([(1, 0.0, 0.3), (2, 60.0, 0.3), (1, 120.0, 1.0)]) == [(1, 0.0, 1.0), (2, 60.0, 0.3)]
    assert len(one_per_visit([(1, 0.0, 0.3), (1, 2 * DAY, 0.3)])) == 2
    store = SqlEventStore(engine)
    grown, whole = LiveBehaviour(store, vectors_of), LiveBehaviour(store, vectors_of)
    grown.load()
    visit: list[EventType] = ["view", "click", "add_to_cart", "purchase"]
    store.append([kept(f"a{n}", kind, "p1", "u1", n * 60.0) for n, kind in enumerate(visit)])
    grown.refresh()
    whole.load()
    assert grown.steps == pytest.approx(whole.steps) == pytest.approx(1.0)


def test_factors_are_found_again_and_order(engine: Engine) -> None:
    facts = SqlSettingStore(engine)
    assert stored_factors(facts) is None
    factors = np.asarray([[1, 0], [0.9, 0.1], [0, 1]], dtype=np.float32)
    facts.set(FACTORS_OF, _packed(["p1", "p2", "p3"], Als(factors)))
    found = stored_factors(facts)
    assert found is not None
    assert np.allclose(found[1].factors, factors, atol=1e-3)
    behaviour = LiveBehaviour(SqlEventStore(engine), vectors_of)
    behaviour.load([Product(product_id=key, title=f"Thing {key}") for key in ("p1", "p2", "p3", "p4")])
    behaviour.use(None, found)
    scores = behaviour.score(steps("p1"), ["p3", "p2", "p4"]).scores
    assert scores[1] > scores[0]
    assert scores[1] > scores[2]


def test_a_training_on_nothing_says_so(engine: Engine) -> None:
    facts = SqlSettingStore(engine)
    assert last_report(facts) is None
    report = run_training(SqlEventStore(engine), SqlProductStore(engine), facts)
    assert report.rung == "content"
    said = last_report(facts)
    assert said is not None
    assert said["rung"] == "content"
    assert stored_factors(facts) is None
