"""Which list caused what: cited, clicked, shown, or none."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from retrieval.feedback.attribution import WINDOW_SECONDS, attributed
from retrieval.types import EventType, Happened, Outcome, Serving

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
T = NOON.timestamp()


def serving(name: str, after: float, listed: tuple[str, ...], **fields: object) -> Serving:
    base = {"surface": "home", "rules_version": "v", "session_id": "s1", "total": 9}
    at = NOON + timedelta(seconds=after)
    return Serving.model_validate({**base, "ranking_id": name, "served_at": at, "listed": listed, **fields})


def happened(kind: EventType, product: str | None, after: float, **fields: object) -> Happened:
    base: dict[str, object] = {
        "sequence": int(after),
        "type": kind,
        "product_id": product,
        "user_id": None,
        "session_id": "s1",
        "ranking_id": None,
        "position": None,
        "surface": None,
        "occurred_at": T + after,
        "value": None,
        "price": None,
    }
    return Happened(**{**base, **fields})  # type: ignore[arg-type]


def causes(servings: list[Serving], events: list[Happened]) -> list[tuple[str | None, str, int | None]]:
    return [
        (j.serving.ranking_id if j.serving else None, j.how, j.position) for j in attributed(servings, events)
    ]


A = serving("a", 0, ("p1", "p2"))
B = serving("b", 100, ("p2", "p3"))


def test_what_is_cited_is_the_cause() -> None:
    assert causes([A, B], [happened("click", "p2", 150, ranking_id="a")]) == [("a", "cited", 2)]


def test_without_a_citation_the_last_list_that_showed_it() -> None:
    assert causes([A, B], [happened("click", "p2", 150)]) == [("b", "shown", 1)]
    assert causes([A, B], [happened("click", "p1", 150)]) == [("a", "shown", 1)]


def test_a_purchase_goes_to_the_list_that_was_clicked_not_to_a_later_one() -> None:
    events = [happened("click", "p2", 50, ranking_id="a"), happened("purchase", "p2", 200)]
    assert causes([A, B], events)[1] == ("a", "clicked", 2)


def test_an_unknown_citation_falls_back_to_shopper_and_product() -> None:
    assert causes([A], [happened("click", "p1", 10, ranking_id="x")]) == [("a", "shown", 1)]


def test_what_was_on_no_list_and_other_shoppers_lists_have_no_part() -> None:
    assert causes([A], [happened("click", "p9", 10)]) == [(None, "none", None)]
    assert causes([A], [happened("click", "p1", 10, session_id="s2")]) == [(None, "none", None)]
    assert causes([A], [happened("feedback", None, 10)]) == [(None, "none", None)]


def test_a_cited_list_without_the_product_gives_no_position() -> None:
    assert causes([A], [happened("click", "p9", 10, ranking_id="a")]) == [("a", "cited", None)]


def test_after_the_window_nothing_is_joined() -> None:
    late = happened("purchase", "p1", WINDOW_SECONDS + 1)
    assert causes([A], [late]) == [(None, "none", None)]
    assert causes([A], [happened("purchase", "p1", WINDOW_SECONDS - 1)]) == [("a", "shown", 1)]
    clicked = [happened("click", "p1", 10), happened("purchase", "p1", 10 + WINDOW_SECONDS - 1)]
    assert causes([A], clicked)[1] == ("a", "clicked", 1)


def test_a_shopper_who_logs_in_keeps_what_the_session_did() -> None:
    mine = serving("c", 0, ("p1",), user_id="u1")
    events = [happened("purchase", "p1", 50, user_id="u1", session_id="s2")]
    assert causes([mine], events) == [("c", "shown", 1)]
    assert causes([A], [happened("purchase", "p1", 50, user_id="u1")]) == [("a", "shown", 1)]


def test_the_position_is_where_it_stood_in_the_end_unless_the_event_says() -> None:
    moved = serving("d", 0, ("p1", "p2"), outcome=Outcome(order=("p2", "p1")))
    assert causes([moved], [happened("click", "p2", 10, ranking_id="d")]) == [("d", "cited", 1)]
    assert causes([moved], [happened("click", "p2", 10, ranking_id="d", position=7)]) == [("d", "cited", 7)]


def test_a_clock_that_is_a_little_behind_still_finds_its_list() -> None:
    assert causes([A], [happened("click", "p1", -60, ranking_id="a")]) == [("a", "cited", 1)]
    assert causes([A], [happened("click", "p1", -60)]) == [("a", "shown", 1)]


@given(st.data())
def test_a_cause_showed_the_product_to_the_shopper_before_and_within_the_window(data: st.DataObject) -> None:
    times = st.floats(0, 3 * WINDOW_SECONDS)
    people, goods = st.sampled_from(["s1", "s2"]), st.sampled_from(["p1", "p2", "p3"])
    servings = sorted(
        (
            serving(f"r{n}", data.draw(times), (data.draw(goods),), session_id=data.draw(people))
            for n in range(data.draw(st.integers(0, 8)))
        ),
        key=lambda each: each.served_at,
    )
    kinds: st.SearchStrategy[EventType] = st.sampled_from(["click", "purchase"])
    events = sorted(
        (
            happened(data.draw(kinds), data.draw(goods), data.draw(times), session_id=data.draw(people))
            for _ in range(data.draw(st.integers(0, 12)))
        ),
        key=lambda each: each.occurred_at,
    )
    joined = list(attributed(servings, events))
    assert [each.event for each in joined] == events
    for each in joined:
        event = each.event
        shown = [
            s
            for s in servings
            if s.session_id == event.session_id
            and event.product_id in s.listed
            and s.served_at.timestamp() <= event.occurred_at
            and s.served_at.timestamp() >= event.occurred_at - WINDOW_SECONDS
        ]
        if each.serving is not None:
            assert each.serving.session_id == event.session_id
            assert event.product_id in each.serving.listed
        if each.how == "none":
            assert not shown
