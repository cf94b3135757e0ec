from __future__ import annotations

from pathlib import Path

import pytest

from eval.bench.retrieval import WHERE, measure_retrieval, metrics, size_name
from eval.bench.shelves import FILTERS


def test_both_answer_every_filter(tmp_path: Path) -> None:
    catalog = tmp_path / "items.jsonl"
    words = ["red", "blue", "steel", "oak", "wool", "desk", "lamp", "kettle", "rug", "chair"]
    catalog.write_text(
        "".join(
            f'{{"product_id": "p{i}{j}", "title": "{a} {b}"}}\n'
            for i, a in enumerate(words)
            for j, b in enumerate(words)
        )
    )
    measure_retrieval(catalog, [1000], 1, tmp_path / "kept")
    made = (tmp_path / "kept" / "1000" / "made").stat().st_mtime_ns
    report = measure_retrieval(catalog, [1000], 3, tmp_path / "kept")
    assert (tmp_path / "kept" / "1000" / "made").stat().st_mtime_ns == made, "used again"
    ours = report.systems["aisle"]
    assert set(ours) == set(metrics([1000]))
    assert ours["unseen/1k"].mean == ours["left_behind/1k"].mean == 0
    for each in FILTERS:
        if each.name != "none":
            recall = ours[f"recall@100/1k/{each.name}"].mean
            assert recall == pytest.approx(1), f"exact on a small catalog ({each.name})"
    assert report.systems[WHERE]["recall@100/1k/all"].mean > 0.8


@pytest.mark.parametrize(("size", "name"), [(200_000, "200k"), (1_000_000, "1M"), (1234, "1234")])
def test_sizes_have_short_names(size: int, name: str) -> None:
    assert size_name(size) == name
