"""An import killed with SIGKILL at any moment, and run again, gives what an undisturbed one gives.

With the real store, the real vector index and the real embedder; the killed process is one of its own.
"""

from __future__ import annotations

import gzip
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import text

from retrieval.compose import open_retrieval
from retrieval.settings import RetrievalSettings

IMPORT = (
    "import sys\n"
    "from pathlib import Path\n"
    "from retrieval.catalog.importer import import_feed\n"
    "from retrieval.compose import open_writer\n"
    "from retrieval.settings import RetrievalSettings\n"
    "settings = RetrievalSettings(data_dir=Path(sys.argv[2]), database_url=None, chroma_url=None)\n"
    "with open_writer(settings) as writer:\n"
    "    print('open', flush=True)\n"
    "    done = import_feed(Path(sys.argv[1]), writer.put, data_dir=settings.data_dir, batch=50,\n"
    "        progress=lambda step: print(step.written.added, flush=True))\n"
    "    print('done', done.added + done.unchanged + done.updated, flush=True)\n"
)
PRODUCTS = 900


@pytest.fixture
def feed(tmp_path: Path) -> Path:
    chance = random.Random(7)
    words = ["red", "blue", "wool", "linen", "scarf", "coat", "lamp", "oak", "steel", "warm", "garden"]
    path = tmp_path / "feed.jsonl.gz"
    with gzip.open(path, "wt") as out:
        for n in range(PRODUCTS):
            row = {"product_id": f"p{n}", "title": " ".join(chance.choices(words, k=5)), "price": n}
            out.write((json.dumps(row) if n % 97 else "not a row") + "\n")
        # Repeated ids, far from their first rows.
        out.writelines(json.dumps({"product_id": f"p{n}", "title": "oak lamp"}) + "\n" for n in range(1, 40))
    return path


@pytest.fixture(scope="module")
def undisturbed(feed: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    data_dir = tmp_path_factory.mktemp("undisturbed")
    assert _run(feed, data_dir)[-1].startswith("done")
    return _state(data_dir)


# After so many lines of progress and then a little later: in the midst of a batch, wherever that is.
KILLS = [(0, 0.0), (1, 0.02), (4, 0.05), (2, 0.0)]


def test_killed_and_run_again(feed: Path, tmp_path: Path) -> None:
    undisturbed = tmp_path / "undisturbed"
    assert _run(feed, undisturbed)[-1].startswith("done")
    killed = tmp_path / "killed"
    for batches, later in KILLS:
        _run(feed, killed, kill_after=(batches, later))
    assert _run(feed, killed)[-1].startswith("done")
    assert _state(killed) == _state(undisturbed)


def _run(feed: Path, data_dir: Path, kill_after: tuple[int, float] | None = None) -> list[str]:
    """Lines of an import: ``open``, one per batch, ``done``; killed after so many batches and seconds."""
    process = subprocess.Popen(
        [sys.executable, "-c", IMPORT, str(feed), str(data_dir)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "AISLE_EMBEDDINGS": "wordllama"},
    )
    assert process.stdout is not None
    lines: list[str] = []
    for line in process.stdout:
        lines.append(line.strip())
        if kill_after is not None and len(lines) > kill_after[0]:
            time.sleep(kill_after[1])
            process.send_signal(signal.SIGKILL)
            break
    process.communicate(timeout=60)
    assert process.returncode == (0 if kill_after is None else -signal.SIGKILL)
    return lines


def _state(data_dir: Path) -> dict[str, object]:
    """Rows, hashes and vectors of the store; ids and vectors of the index."""
    with open_retrieval(RetrievalSettings(data_dir=data_dir, database_url=None, chroma_url=None)) as opened:
        with opened.engine.connect() as connection:
            rows = connection.execute(
                text("SELECT product_id, data, content_hash, text_hash, vector FROM products ORDER BY 1")
            ).all()
        ids = sorted(opened.index.product_ids())
        vectors = {row.product_id: np.frombuffer(row.vector, dtype=np.float32) for row in rows}
        # The index gives back no vectors, but every product's own vector finds it at a cosine of one.
        probe = [key for key in ids if key in vectors][::50]
        found = opened.index.query(np.stack([vectors[key] for key in probe]), 1)
        nearest = [round(float(each.similarities[0]), 4) for each in found]
    return {"rows": [tuple(row) for row in rows], "index": ids, "nearest": nearest}
