"""The ``aisle`` command, as a person runs it."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.api.shop import shop
from tests.chroma_server import closed_port
from tests.serving import Serving

PLAIN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def environment(data_dir: Path, **extra: str) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("AISLE_", "OPENAI_"))}
    return {**kept, "AISLE_DATA_DIR": str(data_dir), **extra}


def aisle(data_dir: Path, *words: str, stdin: str = "", **extra: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "api.cli", *words],
        env=environment(data_dir, **extra),
        input=stdin,
        capture_output=True,
        text=True,
        timeout=200,
    )


def feed(path: Path) -> Path:
    rows = [product.model_dump_json(exclude_none=True) for product in shop()]
    path.write_text("\n".join([*rows[:5], '{"title": "no id"}', "{broken", *rows[5:]]) + "\n")
    return path


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with the shop in it."""
    folder = tmp_path_factory.mktemp("cli")
    done = aisle(folder / "data", "catalog", "import", str(feed(folder / "shop.jsonl")))
    assert done.returncode == 0, done.stderr
    assert "13 added" in done.stderr
    assert "2 rejected" in done.stderr
    rejected = [json.loads(line) for line in (folder / "shop.jsonl.rejects.jsonl").read_text().splitlines()]
    assert [row["line"] for row in rejected] == [6, 7]
    return folder / "data"


def test_a_second_import_changes_nothing(imported: Path, tmp_path: Path) -> None:
    done = aisle(imported, "catalog", "import", str(feed(tmp_path / "again.jsonl")))
    assert "0 added, 0 updated, 13 unchanged; 0 embedded" in done.stderr


def test_columns_are_mapped(tmp_path: Path) -> None:
    (tmp_path / "teas.csv").write_text("Nr,Titel,Preis\n1,Green tea,4.50\n2,Black tea,3.20\n")
    words = ["--map", "product_id=Nr", "--map", "title=Titel", "--map", "price=Preis"]
    done = aisle(tmp_path / "d", "catalog", "import", str(tmp_path / "teas.csv"), *words)
    assert "2 added" in done.stderr, done.stderr


def test_a_file_without_one_good_row_is_an_error_that_names_the_way_out(tmp_path: Path) -> None:
    (tmp_path / "teas.csv").write_text("Nr,Titel\n1,Green tea\n2,Black tea\n")
    (tmp_path / "good.csv").write_text("id,title\n1,Green tea\n")
    files = [str(tmp_path / "teas.csv"), str(tmp_path / "good.csv")]
    done = aisle(tmp_path / "d", "catalog", "import", *files)
    assert done.returncode == 1
    assert "good.csv: 1 added" in done.stderr
    assert "teas.csv: not one row could be used" in done.stderr
    assert "--map product_id=COLUMN" in done.stderr


def test_a_file_of_nothing_and_one_in_another_encoding_say_so(tmp_path: Path) -> None:
    (tmp_path / "empty.jsonl").touch()
    (tmp_path / "old.csv").write_bytes("product_id,title\n1,Caf\xe9 mug\n".encode("latin-1"))
    done = aisle(
        tmp_path / "d", "catalog", "import", str(tmp_path / "empty.jsonl"), str(tmp_path / "old.csv")
    )
    assert done.returncode == 1
    assert "empty.jsonl: holds no products." in done.stderr
    assert "save the file as UTF-8" in done.stderr
    assert "--map" not in done.stderr


def test_recommend_without_a_server(imported: Path) -> None:
    done = aisle(imported, "recommend", "a", "blue", "kettle", "--limit", "3")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(" 1. ")
    assert not PLAIN.search(done.stdout)


def test_chat_without_a_server(imported: Path) -> None:
    done = aisle(imported, "chat", "a blue kettle under $60")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Understood: up to $60, blue, Kettles\n")
    assert "Blue Kettle" in done.stdout
    assert not PLAIN.search(done.stdout)


def test_through_a_running_server(server: Serving, tmp_path: Path) -> None:
    # The command finds a server by the data directory it owns.
    data = server.house.retrieval.settings.data_dir
    listed = aisle(data, "recommend", "a", "kettle")
    ranking_id = re.search(r"aisle explain (\S+)", listed.stdout)
    assert ranking_id, listed.stderr
    assert "meaning" in aisle(data, "explain", ranking_id[1]).stdout
    unknown = aisle(data, "explain", "r_none")
    assert (unknown.returncode, unknown.stderr) == (1, "aisle: No ranking has this id.\n")
    nothing = aisle(data, "recommend", "--product", "nope")
    assert (nothing.returncode, nothing.stderr) == (1, "aisle: No product has the id 'nope'.\n")
    body = json.loads(aisle(data, "recommend", "--product", "kettle-1", "--limit", "2", "--json").stdout)
    assert len(body["items"]) == 2
    piped = aisle(data, "chat", stdin="a kettle\n\nin red\n")
    assert piped.stdout.count("› ") == 2
    assert "red" in piped.stdout.split("› in red")[1].split("\n")[1]


@pytest.mark.parametrize(
    ("words", "extra", "line"),
    [
        (["serve"], {"AISLE_LLM": "gpt"}, "AISLE_LLM: must be provider:model"),
        (["serve"], {"AISLE_SECRET_KEYS": "oops"}, "AISLE_SECRET_KEYS: every key must start with sk_"),
        (["serve", "--host", "0.0.0.0"], {}, "set AISLE_PUBLISHABLE_KEYS and AISLE_SECRET_KEYS"),
        (["serve", "--workers", "2"], {}, "AISLE_CHROMA_URL"),
        (["chat", "hello"], {"AISLE_CHROMA_URL": "chroma:1"}, "AISLE_CHROMA_URL: must start with http"),
        (["recommend", "x"], {}, "The catalog is empty"),
        (["explain", "r_none"], {}, "No ranking has the id"),
        (["catalog", "import", "no-such-file"], {}, "no-such-file: no such file."),
        (["catalog", "import", "/"], {}, "/: is a folder; name the files in it."),
        (
            ["chat", "x"],
            {"AISLE_EMBEDDINGS": "openai:some"},
            "cannot be built (OpenAIError); is OPENAI_API_KEY",
        ),
        (
            ["serve", "--port", "0"],
            {"AISLE_CHROMA_URL": f"http://127.0.0.1:{closed_port()}"},
            "does not answer",
        ),
    ],
)
def test_what_cannot_be_is_one_line(
    tmp_path: Path, words: list[str], extra: dict[str, str], line: str
) -> None:
    done = aisle(tmp_path / "empty", *words, **extra)
    assert done.returncode == 1
    assert done.stderr.startswith("aisle: ")
    assert line in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert done.stdout == ""


def test_wrong_usage_is_two(tmp_path: Path) -> None:
    assert aisle(tmp_path, "recommend", "--limit", "0").returncode == 2
    assert aisle(tmp_path, "nonsense").returncode == 2


def test_beside_a_running_server(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with Serving(data, shop()[:3]) as server, server.client() as client:
        done = aisle(data, "catalog", "import", str(feed(tmp_path / "shop.jsonl")))
        assert done.returncode == 0, done.stderr
        assert f"A server is running at {server.url}: handing it the rows." in done.stderr
        assert "10 added, 0 updated, 3 unchanged" in done.stderr
        assert client.get("/readyz").json()["products"] == 13
        assert "Ridge Tent" in aisle(data, "recommend", "tent").stdout
        assert "Ridge Tent" in aisle(data, "chat", "a tent").stdout
        again = aisle(data, "demo", "--port", "0")
        assert again.stdout == f"Aisle is already running: {server.url}/\n"
        second = aisle(data, "serve", "--port", "0")
        assert second.returncode == 1
        assert "is in use by `tests`" in second.stderr
        port = server.url.rpartition(":")[2]
        taken = aisle(tmp_path / "other", "serve", "--port", port)
        assert f"Port {port} on 127.0.0.1 is in use" in taken.stderr


@contextmanager
def running(data_dir: Path, *words: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A server process and its address, once it has said so."""
    with subprocess.Popen(
        [sys.executable, "-m", "api.cli", *words, "--port", "0"],
        env=environment(data_dir),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        try:
            said = process.stdout.readline()
            url = re.search(r"http://\S+/", said)
            assert url, said
            yield process, url[0]
        finally:
            process.kill()


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_a_server_stops_calmly(imported: Path, how: signal.Signals) -> None:
    with running(imported, "serve") as (process, url):
        assert (imported / "owner.json").exists()
        assert url.startswith("http://127.0.0.1:")
        process.send_signal(how)
        _, errors = process.communicate(timeout=100)
    assert "Traceback" not in errors
    assert process.returncode in (130, -how, 0)
    assert not (imported / "owner.json").exists()


def test_the_demo_brings_its_own_catalog(tmp_path: Path) -> None:
    with running(tmp_path, "demo") as (process, url):
        done = aisle(tmp_path, "recommend", "tent", "--limit", "1")
        reported = aisle(tmp_path, "report")
        for page in ("", "console"):
            assert "Demo history: " in httpx.get(f"{url}{page}", timeout=60).text
        # Whoever looks around the demo can also change something.
        assert "disabled" not in httpx.get(f"{url}console/rules", timeout=60).text
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=100)
    assert done.stdout.startswith(" 1. ")
    assert "are made up" in reported.stdout
    assert "added" in errors
