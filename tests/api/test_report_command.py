"""``aisle events import`` and ``aisle report`` as they are typed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import orjson
import pytest

from tests.api.shop import shop
from tests.serving import Serving

CSV = (
    "user_id,product_id,event,timestamp\n"
    "u1,kettle-1,view,2026-03-01T10:00:00Z\n"
    "u1,kettle-1,purchase,2026-03-01T10:05:00Z\n"
    "u1,nothing,view,2026-03-01T10:05:00Z\n"
    "u1,,view,2026-03-01T10:05:00Z\n"
)


def aisle(data_dir: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("AISLE_")}
    return subprocess.run(
        [sys.executable, "-c", "from api.cli import main; main()", *arguments],
        env={**environment, "AISLE_DATA_DIR": str(data_dir), "COLUMNS": "140"},
        capture_output=True,
        text=True,
        timeout=200,
    )


@pytest.fixture
def stocked(tmp_path: Path) -> Path:
    with Serving(tmp_path / "data", shop()):
        pass
    (tmp_path / "history.csv").write_text(CSV)
    return tmp_path


def test_history_comes_in_and_shows_in_the_report(stocked: Path) -> None:
    data, history = stocked / "data", str(stocked / "history.csv")
    first = aisle(data, "events", "import", history)
    assert first.returncode == 0, first.stderr
    assert "3 added, 0 known already, 1 of products that the catalog does not have (kept)" in first.stderr
    assert "1 rejected, with reasons" in first.stderr
    assert "0 added, 3 known already" in aisle(data, "events", "import", history).stderr
    shown = aisle(data, "report", "--until", "2026-03-10")
    assert shown.returncode == 0
    assert "No list was served in this time." in shown.stdout
    page = stocked / "report.html"
    written = aisle(data, "report", "--until", "2026-03-10", "--html", str(page), "--json")
    body = orjson.loads(written.stdout[written.stdout.index("{") :])
    assert body["events"] == {"view": 2, "purchase": 1}
    assert body["revenue"] == 25.0
    assert "No list was served in this time." in page.read_text()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("events", "import", "nowhere.csv"), "nowhere.csv: no such file."),
        (("report",), "There is nothing here yet"),
        (("report", "--days", "0"), "greater than or equal to 1"),
    ],
    ids=["no file", "no data", "no days"],
)
def test_wrong_input_is_one_line(tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    done = aisle(tmp_path, *arguments)
    assert done.returncode != 0
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_file_of_something_else_is_refused(stocked: Path) -> None:
    other = stocked / "other.csv"
    other.write_text("a,b\n1,2\n")
    done = aisle(stocked / "data", "events", "import", str(other))
    assert done.returncode == 1
    assert "user_id, product_id, event and timestamp" in done.stderr


def test_a_page_that_cannot_be_written_is_said(stocked: Path) -> None:
    done = aisle(stocked / "data", "report", "--html", str(stocked / "no" / "page.html"))
    assert done.returncode == 1
    assert "cannot be written" in done.stderr
