"""An odd event is kept, marked and counted at the right time."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from pydantic import ValidationError

from retrieval.feedback.intake import FUTURE_SECONDS, LATE_SECONDS, screened
from retrieval.types import Event

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC).timestamp()


def event(**fields: object) -> Event:
    base = {"event_id": "e", "type": "click", "product_id": "p1", "occurred_at": NOW}
    return Event.model_validate({**base, **fields})


@pytest.mark.parametrize(
    ("after", "marks", "counts_at"),
    [
        (0.0, (), 0.0),
        (-LATE_SECONDS, (), -LATE_SECONDS),
        (-LATE_SECONDS - 1, ("late",), -LATE_SECONDS - 1),
        (FUTURE_SECONDS, (), FUTURE_SECONDS),
        (FUTURE_SECONDS + 1, ("future",), 0.0),
    ],
)
def test_late_is_counted_at_its_own_time_and_the_future_now(
    after: float, marks: tuple[str, ...], counts_at: float
) -> None:
    (kept,) = screened([event(occurred_at=NOW + after)], now=NOW, prices={"p1": 9.0}, known_rankings=())
    assert kept.marks == marks
    assert kept.occurred_at == NOW + counts_at
    assert kept.received_at == NOW
    assert kept.price == 9.0


def test_unknown_products_and_rankings_are_kept_with_their_mark() -> None:
    given = [event(product_id="gone", ranking_id="r1"), event(ranking_id="r2"), event()]
    kept = screened(given, now=NOW, prices={"p1": None}, known_rankings={"r1"})
    assert [each.marks for each in kept] == [("unknown_product",), ("unknown_ranking",), ()]
    assert [each.price for each in kept] == [None, None, None]


def test_history_is_never_late() -> None:
    (kept,) = screened([event(occurred_at=0)], now=NOW, prices={"p1": 1.0}, known_rankings=(), imported=True)
    assert kept.marks == ("imported",)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"type": "wave"}, "Input should be"),
        ({"product_id": None}, "product_id is needed: a click is of a product"),
        ({"type": "feedback", "product_id": None, "value": "up"}, "to be about"),
        ({"type": "review", "value": 6}, "0 to 5"),
        ({"type": "review", "value": "good"}, "0 to 5"),
        ({"type": "purchase", "value": 0}, "above 0"),
        ({"type": "purchase", "value": float("nan")}, "finite"),
        ({"position": 0}, "greater than or equal to 1"),
        ({"session_id": "a\x00b"}, "pattern"),
        ({"type": "feedback", "value": "up \x00"}, "pattern"),
        ({"event_id": ""}, "at least 1"),
        ({"extra": 1}, "Extra inputs"),
    ],
)
def test_what_is_broken_is_refused(fields: dict[str, object], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        event(**fields)


def test_a_number_of_pieces_may_come_whole() -> None:
    assert event(type="purchase", value=3).value == 3.0
    assert event(type="feedback", turn_id="t", value="down: too dear").value == "down: too dear"
