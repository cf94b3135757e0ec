from __future__ import annotations

from pathlib import Path

import pytest

from eval.bench.importing import measure_import
from eval.bench.overlay import METRICS
from eval.bench.server import serving
from eval.bench.turn import measure_turns, metrics
from eval.errors import BenchFailed


def test_imports_serves_and_chats(tmp_path: Path) -> None:
    catalog = tmp_path / "items.jsonl"
    catalog.write_text(
        "".join(
            f'{{"product_id": "{i}", "title": "{word} lamp", "price": {i}, "categories": ["Home"]}}\n'
            for i, word in enumerate(("Red", "Blue", "Green", "Brass"), start=10)
        )
    )
    report = measure_turns(catalog, 3)
    ours = report.systems["aisle"]
    assert set(ours) == set(metrics(model=False, overlay=False))
    assert report.config["products"] == 4
    assert report.config["turns_without_ranking"] == 0
    assert 0 < ours["ranking_ms_p50"].mean <= ours["done_ms_p50"].mean
    assert ours["import_vs_chroma"].mean > 0
    assert report.systems["chroma"]["import_rate"].mean > 0


@pytest.mark.deep
def test_what_a_model_adds_is_measured(tmp_path: Path) -> None:
    catalog = tmp_path / "items.jsonl"
    lamps = (f'{{"product_id": "{i}", "title": "Lamp No. {i}", "price": {i}}}\n' for i in range(1, 9))
    catalog.write_text("".join(lamps))
    ours = measure_turns(catalog, 3, explained=2).systems["aisle"]
    assert set(ours) == set(metrics(model=False))
    assert all(ours[name].mean > 0 for name in METRICS if "added" not in name)


def test_an_import_that_fails_says_why(tmp_path: Path) -> None:
    with pytest.raises(BenchFailed, match=r"aisle catalog import .* failed: .*nowhere"):
        measure_import(tmp_path / "nowhere.jsonl", tmp_path / "data")


def test_a_server_that_does_not_start_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AISLE_EMBEDDINGS", "nobody:knows-this")
    with pytest.raises(BenchFailed, match="ended before it was ready"), serving(tmp_path):
        pass
