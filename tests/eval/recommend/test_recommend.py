"""``aisle-eval recommend``: splits, masks, ties and metrics by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import orjson
import pytest

from eval.errors import DatasetError
from eval.recommend.dataset import Case, Dataset, read_dataset
from eval.recommend.run import _measured, best
from eval.recommend.split import split
from retrieval.behaviour.steps import History, Steps

ROWS = """user_id,product_id,event,timestamp,order_id
u1,a,purchase,100,1
u1,b,purchase,100,1
u1,c,purchase,200,2
u1,d,purchase,200,2
u2,a,purchase,100,3
u2,b,purchase,900,4
u3,a,purchase,150,5
"""


def folder(tmp_path: Path, rows: str = ROWS, test: str | None = None) -> Path:
    items = [{"product_id": key, "title": f"Thing {key}"} for key in "abcde"]
    (tmp_path / "items.jsonl").write_bytes(b"\n".join(map(orjson.dumps, items)))
    (tmp_path / "interactions.csv").write_text(rows)
    if test is not None:
        (tmp_path / "test.jsonl").write_text(test)
    return tmp_path


def shown(dataset: Dataset, cases: tuple[Case, ...]) -> list[tuple[str, str]]:
    ids = dataset.product_ids
    return [
        ("".join(ids[i] for i in case.history.item), "".join(ids[i] for i in case.wanted)) for case in cases
    ]


def test_the_last_item_the_last_order_and_what_came_later(tmp_path: Path) -> None:
    dataset = read_dataset(folder(tmp_path))
    by_item, by_order = split(dataset, "last-item"), split(dataset, "last-order")
    assert shown(dataset, by_item.cases) == [("abc", "d"), ("a", "b")]
    assert shown(dataset, by_order.cases) == [("ab", "cd"), ("a", "b")]
    assert len(by_item.train) == 5
    assert len(by_order.train) == 4
    by_time = split(dataset, "time")
    assert shown(dataset, by_time.cases) == [("a", "b")]


def test_given_cases_come_first(tmp_path: Path) -> None:
    lines = (
        '{"user_id": "x", "history": ["a", "zz", "b"], "target": "c"}\n{"history": [], "target": "zz"}\nbad\n'
    )
    dataset = read_dataset(folder(tmp_path, test=lines))
    task = split(dataset, "last-order")
    assert shown(dataset, task.cases) == [("ab", "c")]
    assert len(task.train) == 7
    assert any("2 lines of test.jsonl" in note for note in dataset.notes)


def test_odd_rows_are_set_aside_and_told(tmp_path: Path) -> None:
    rows = ROWS + "u4,zz,purchase,5,\nu4,,purchase,5,\nu4,a,wave,5,\n,a,purchase,5,\nu4,a,purchase,soon,\n"
    dataset = read_dataset(folder(tmp_path, rows))
    assert len(dataset.steps) == 8
    assert dataset.product_ids[-1] == "zz"
    text = " ".join(dataset.notes)
    assert "1 products have interactions and are not in items.jsonl" in text
    assert "3 rows of interactions.csv were set aside (line 10: " in text
    assert "1 rows of interactions.csv name no user_id" in text


@pytest.mark.parametrize("missing", ["items.jsonl", "interactions.csv"])
def test_a_folder_without_its_files_is_refused(tmp_path: Path, missing: str) -> None:
    (folder(tmp_path) / missing).unlink()
    with pytest.raises(DatasetError, match="must hold"):
        read_dataset(tmp_path)


def test_nobody_with_a_step_to_spare_is_refused(tmp_path: Path) -> None:
    dataset = read_dataset(folder(tmp_path, "user_id,product_id,event,timestamp\nu,a,view,1\n"))
    with pytest.raises(DatasetError, match="no shopper"):
        split(dataset, "last-item")


def case(history: list[int], wanted: list[int]) -> Case:
    return Case(History.of(history, [float(n) for n in range(len(history))]), np.asarray(wanted))


def test_ties_count_against_the_system() -> None:
    scores = np.zeros(30, dtype=np.float32)
    assert 5 not in best(scores, case([0], [5]), allowed=True)
    scores[5] = 1.0
    assert best(scores, case([0], [5]), allowed=True)[0] == 5


def test_masked_products_never_come_back() -> None:
    scores = np.arange(12, dtype=np.float32)
    top = best(scores, case([11, 10], [3]), allowed=False)
    assert not np.isin([10, 11], top).any()
    assert top[0] == 9
    assert best(scores, case([11], [3]), allowed=True)[0] == 11
    few = best(np.ones(3, dtype=np.float32), case([0, 1], [2]), allowed=False)
    assert few.tolist() == [2]


def test_metrics_by_hand() -> None:
    cold = np.asarray([False, False, True, False])
    tops = [np.asarray([1, 0, 2]), np.asarray([3])]
    cases = [case([3], [0, 2]), case([], [1])]
    found = _measured(tops, cases, cold, allowed=True)
    assert found["recall@10"] == [1.0, 0.0]
    assert found["precision@10"] == [0.2, 0.0]
    gain = 1 / np.log2(3) + 1 / np.log2(4)
    assert found["ndcg@10"][0] == pytest.approx(gain / (1 + 1 / np.log2(3)))
    assert found["map@10"][0] == pytest.approx((1 / 2 + 2 / 3) / 2)
    assert found["recall@10_cold"][0] == 1.0
    assert np.isnan(found["recall@10_cold"][1])


def test_steps_in_any_order_are_the_same_steps() -> None:
    shopper, item, time = np.asarray([1, 0, 1, 0]), np.asarray([3, 2, 1, 0]), np.asarray([5.0, 7.0, 4.0, 7.0])
    steps = Steps.of(shopper.astype(np.int32), item.astype(np.int32), time)
    assert steps.shopper.tolist() == [0, 0, 1, 1]
    assert steps.item.tolist() == [2, 0, 1, 3]
    assert steps.group.tolist() == [0, 0, 0, 1]
    assert steps.bounds.tolist() == [0, 2, 4]
