from __future__ import annotations

import gzip
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.cli import main
from eval.errors import DatasetError
from eval.metrics import average_precision, ndcg, precision, recall
from eval.recommend.dataset import Case, read_dataset
from eval.recommend.run import METRICS, _measured, best, evaluate
from eval.recommend.split import Split, split
from retrieval.behaviour.steps import History

SYSTEMS = {"aisle", "popular", "own_frequency", "item_knn", "transitions", "als", "content", "blend"}
DAY = 86_400
N = 12


def write(folder: Path, *, packed: bool = False, test: str | None = None) -> Path:
    folder.mkdir()
    items = [json.dumps({"product_id": f"p{n}", "title": f"Lamp {n}"}) for n in range(N)]
    (folder / "items.jsonl").write_text("\n".join([*items, "{not json"]))
    rows = ["user_id,product_id,event,timestamp"]
    for shopper in range(25):
        # Later rows first, and the last two at one moment.
        times = [DAY * (1 + shopper + min(at, shopper % 5 - 1)) for at in range(shopper % 5 + 1)]
        rows += [f"u{shopper},p{(shopper + at) % N},purchase,{time}" for at, time in enumerate(times)][::-1]
    rows += ["u1,p1,purchase,soon", "u1,p1,bought,86400", ",p1,purchase,86400", "u2,unheard,purchase,86400"]
    text = "\n".join(rows)
    if packed:
        (folder / "interactions.csv.gz").write_bytes(gzip.compress(text.encode()))
    else:
        (folder / "interactions.csv").write_text(text)
    if test is not None:
        (folder / "test.jsonl").write_text(test)
    return folder


@pytest.mark.parametrize("how", ["last-item", "last-order", "time"])
def test_no_answer_is_learned_from(tmp_path: Path, how: Split) -> None:
    dataset = read_dataset(write(tmp_path / "shop"))
    task = split(dataset, how)
    assert task.cases
    answers = len(dataset.steps) - len(task.train)
    assert sum(len(case.wanted) for case in task.cases) <= answers
    latest = {
        int(who): task.train.time[task.train.shopper == who].max() for who in np.unique(task.train.shopper)
    }
    for who, time in latest.items():
        after = dataset.steps.time[dataset.steps.shopper == who]
        assert (after >= time).sum() >= (task.train.time[task.train.shopper == who] >= time).sum()
    if how == "last-item":
        assert answers == len(task.cases)
        assert all(len(case.wanted) == 1 for case in task.cases)


def test_rows_that_cannot_be_used_are_told_with_their_line(tmp_path: Path) -> None:
    cases = [{"user_id": "a", "history": ["p1", "unknown"], "target": "p2"}, {"history": [], "target": "p3"}]
    lines = [*map(json.dumps, cases), "{", json.dumps({"history": ["p1"], "target": "nowhere"}), "[1]", ""]
    dataset = read_dataset(write(tmp_path / "shop", packed=True, test="\n".join(lines)))
    assert [len(case.history) for case in dataset.given] == [1, 0]
    told = " ".join(dataset.notes)
    for said in (
        "2 rows of interactions.csv.gz",
        "soon",
        "bought",
        "no user_id",
        "1 products have interactions",
    ):
        assert said in told
    assert "3 lines of test.jsonl were set aside (line 3: not" in told
    assert "line 4: its target is no product" in told


def test_a_shopper_without_any_history_is_a_case_too(tmp_path: Path) -> None:
    test = json.dumps({"user_id": "new", "history": [], "target": "p3"})
    report = evaluate(write(tmp_path / "shop", test=test))
    assert report.n == 1
    assert set(report.systems) == SYSTEMS


@pytest.mark.parametrize("missing", ["items.jsonl", "interactions.csv"])
def test_half_a_folder_is_one_line(tmp_path: Path, missing: str) -> None:
    folder = write(tmp_path / "shop")
    (folder / missing).unlink()
    with pytest.raises(DatasetError, match=r"must hold items\.jsonl and interactions"):
        read_dataset(folder)


HEAD = "user_id,product_id,event,timestamp\n"


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (f"{HEAD}u1,p1,purchase,1\n", "something chosen after it"),
        (f"{HEAD}u1,p1,impression,1\nu1,p2,impression,2\n", "something chosen after it"),
        (
            f"{HEAD}u1,p1,view,1\nu1,p2,view,2\nu1,p1,view,3\n",
            "every case asks only for what its shopper had",
        ),
        (HEAD, "holds no interaction that can be used"),
        ("user_id,product_id\nu1,p1\n", r"interactions\.csv: the first line must name the columns"),
    ],
    ids=["one step", "only shown", "only repeats", "no row", "no time"],
)
def test_nothing_to_ask_for_is_one_line(tmp_path: Path, rows: str, said: str) -> None:
    folder = write(tmp_path / "shop")
    (folder / "interactions.csv").write_text(rows)
    with pytest.raises(DatasetError, match=said):
        evaluate(folder, repeats="mask")


@pytest.mark.parametrize("test", ["", "{}\n", '{"history": ["p1"], "target": "nowhere"}\n'])
def test_cases_of_which_none_can_be_used_are_not_passed_over(tmp_path: Path, test: str) -> None:
    with pytest.raises(DatasetError, match=r"test\.jsonl holds no case that can be used"):
        read_dataset(write(tmp_path / "shop", test=test))


def test_a_masked_answer_is_told(tmp_path: Path) -> None:
    given = [{"history": ["p1"], "target": "p1"}, {"history": ["p1"], "target": "p2"}]
    folder = write(tmp_path / "shop", test="\n".join(map(json.dumps, given)))
    report = evaluate(folder, repeats="mask")
    assert report.n == 1
    assert any(note.startswith("1 cases ask only for what their shopper had") for note in report.notes)


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder, out = write(tmp_path / "shop"), tmp_path / "report.json"
    arguments = ["recommend", str(folder), "--split", "last-order", "--repeats", "allow", "--out", str(out)]
    with pytest.raises(SystemExit) as ended:
        main([*arguments, "--gate", "coverage>=0", "--gate", "recall@10>=1.01"])
    assert ended.value.code == 1
    written = json.loads(out.read_text())
    assert set(written["systems"]) == SYSTEMS
    assert all(set(metrics) == set(METRICS) for metrics in written["systems"].values())
    assert written["config"]["repeats"] == "allow"
    printed = capsys.readouterr().out
    assert "Trained in" in printed
    assert "aisle − transitions" in printed


@given(st.lists(st.sampled_from([0.0, 0.5, 1.0]), min_size=1, max_size=25), st.data())
def test_ties_count_against_the_system(scores: list[float], data: st.DataObject) -> None:
    """The right one stands below every other that scores as much."""
    n = len(scores)
    right = data.draw(st.integers(0, n - 1))
    had = data.draw(st.lists(st.integers(0, n - 1).filter(lambda item: item != right), max_size=3))
    case = Case(History.of(had, [float(at) for at in range(len(had))]), np.asarray([right]))
    top = best(np.asarray(scores, dtype=np.float32), case, allowed=False)
    above = sum(scores[item] >= scores[right] for item in range(n) if item != right and item not in had)
    assert (right in top) == (above < 10)
    assert not set(had) & set(top.tolist())
    if right in top:
        assert top.tolist().index(right) == above


@given(st.permutations(range(20)), st.sets(st.integers(0, 19), min_size=1))
def test_measures_are_those_of_one_list(order: list[int], wanted: set[int]) -> None:
    case = Case(History.of([], []), np.asarray(sorted(wanted)))
    top = np.asarray(order[:10])
    found = _measured([top], [case], np.zeros(20, dtype=np.bool_), True)
    names, relevant = [str(item) for item in top], {str(item) for item in wanted}
    assert found["recall@10"] == pytest.approx([recall(names, relevant, 10, capped=True)])
    assert found["ndcg@10"] == pytest.approx([ndcg(names, dict.fromkeys(relevant, 1), 10)])
    assert found["precision@10"] == pytest.approx([precision(names, relevant, 10)])
    assert found["map@10"] == pytest.approx([average_precision(names, relevant, 10)])
    assert np.isnan(found["recall@10_cold"]).all(), "no product is new"
