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
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import text

from retrieval.compose import open_retrieval
from retrieval.settings import RetrievalSettings

IMPORT = (
    "import os, signal, sys, threading\n"
    "from pathlib import Path\n"
    "from retrieval.catalog.importer import import_feed\n"
    "from retrieval.compose import open_writer\n"
    "from retrieval.settings import RetrievalSettings\n"
    "settings = RetrievalSettings(data_dir=Path(sys.argv[2]), database_url=None, chroma_url=None)\n"
    "last, later, said = int(sys.argv[3]), float(sys.argv[4]), 0\n"
    "def say(*words):\n"
    "    global said\n"
    "    print(*words, flush=True)\n"
    "    if said == last:\n"
    "        threading.Timer(later, os.kill, (os.getpid(), signal.SIGKILL)).start()\n"
    "    said += 1\n"
    "with open_writer(settings) as writer:\n"
    "    say('open')\n"
    "    done = import_feed(Path(sys.argv[1]), writer.put, data_dir=settings.data_dir, batch=50,\n"
    "        progress=lambda step: say(step.written.added))\n"
    "    say('done', done.added + done.unchanged + done.updated)\n"
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


# After so many lines of progress and then a little later: in the midst of a batch, wherever that is.
KILLS = [(0, 0.0), (1, 0.02), (4, 0.05), (2, 0.0)]
NEVER = (-1, 0.0)


# Six processes of their own, each of which imports everything: minutes, where others are busy.
@pytest.mark.timeout(900)
def test_killed_and_run_again(feed: Path, tmp_path: Path) -> None:
    undisturbed = tmp_path / "undisturbed"
    assert _run(feed, undisturbed)[-1].startswith("done")
    killed = tmp_path / "killed"
    for batches, later in KILLS:
        _run(feed, killed, kill_after=(batches, later))
    assert _run(feed, killed)[-1].startswith("done")
    assert _state(killed) == _state(undisturbed)


def _run(feed: Path, data_dir: Path, kill_after: tuple[int, float] = NEVER) -> list[str]:
    """Lines of an import: ``open``, one per batch, ``done``; killed after so many batches and seconds.

    It kills itself: whoever watched it from outside might look too late.
    """
    ended = subprocess.run(
        [sys.executable, "-c", IMPORT, str(feed), str(data_dir), *map(str, kill_after)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "AISLE_EMBEDDINGS": "wordllama"},
    )
    assert ended.returncode == (0 if kill_after == NEVER else -signal.SIGKILL)
    return ended.stdout.splitlines()


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
