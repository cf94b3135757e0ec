"""Whatever handles a model gives, a permutation comes out, and every repair is counted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.errors import ModelFailure
from agent.narration.rerank import ORDER_SCHEMA, read_order, repair, shuffled
from agent.types import HANDLES


def test_the_schema_is_one_for_every_list() -> None:
    assert ORDER_SCHEMA["properties"]["order"]["items"]["enum"] == list(HANDLES)
    assert ORDER_SCHEMA["required"] == ["order"]
    assert ORDER_SCHEMA["additionalProperties"] is False


def test_each_repair_is_counted() -> None:
    order = repair(["C", "Z", "A", "C", "AA"], shown=(2, 0, 1, 3))
    assert order.positions == (1, 2, 0, 3)
    assert (order.unknown, order.repeated, order.missing) == (2, 1, 2)


@given(
    st.integers(1, 20).flatmap(lambda n: st.permutations(range(n))),
    st.lists(st.sampled_from([*"ABCDEFGHIJKLMNOPQRSTUVWXYZ", "AA", ""]), max_size=40),
)
def test_a_permutation_comes_out(shown: list[int], handles: list[str]) -> None:
    try:
        order = repair(handles, shown)
    except ModelFailure:
        assert not any(handle in HANDLES[: len(shown)] for handle in handles if handle)
        return
    assert sorted(order.positions) == sorted(shown)
    known = len(handles) - order.unknown - order.repeated
    assert known + order.missing == len(shown)
    appended = order.positions[known:]
    assert list(appended) == sorted(appended)


@given(st.integers(0, 20), st.text(max_size=10))
def test_a_turn_is_shuffled_the_same_way_every_time(n: int, seed: str) -> None:
    assert shuffled(n, seed) == shuffled(n, seed)
    assert sorted(shuffled(n, seed)) == list(range(n))


def test_turns_are_shuffled_differently() -> None:
    assert len({shuffled(12, f"turn-{i}") for i in range(20)}) > 15


@pytest.mark.parametrize(
    "answer",
    [None, {}, {"parsed": None}, {"parsed": {}}, {"parsed": {"order": "A"}}, {"parsed": {"order": []}}],
)
def test_no_order_is_a_failure(answer: object) -> None:
    with pytest.raises(ModelFailure) as failure:
        read_order(answer)
    assert failure.value.reason == "model_error"


def test_sloppy_handles_are_read() -> None:
    assert read_order({"parsed": {"order": ["[a]", " B ", 3]}}) == ["A", "B", "3"]
