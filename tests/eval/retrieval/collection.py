"""A small judged collection on disk."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

KETTLE = "kettle"
CORPUS = {
    KETTLE: ("Steel kettle", "Boils 1.7 litres of water, whistles when it is done."),
    "teapot": ("Porcelain teapot", "For four cups of tea, with a strainer."),
    "lamp": ("Desk lamp", "Warm light for reading, with a dimmer."),
    "rug": ("Wool rug", "Woven by hand, 160 by 230 cm."),
    "mug": ("Tea mug", "Holds tea or coffee and is safe in the dishwasher."),
}
QUERIES = {"q1": "whistling kettles for boiling water", "q2": "reading lamps", "q3": "nobody judged this"}
GRADES = {"q1": {KETTLE: 3, "teapot": 1, "rug": 0}, "q2": {"lamp": 3, "rug": 0}}


def write_collection(folder: Path, grades: Mapping[str, Mapping[str, int]] = GRADES) -> Path:
    """``folder`` in the BEIR layout."""
    (folder / "qrels").mkdir(parents=True)
    corpus = [
        {"_id": key, "title": title, "text": text, "metadata": {}} for key, (title, text) in CORPUS.items()
    ]
    (folder / "corpus.jsonl").write_text("\n".join(map(json.dumps, corpus)) + "\n")
    queries = [{"_id": key, "text": text} for key, text in QUERIES.items()]
    (folder / "queries.jsonl").write_text("\n".join(map(json.dumps, queries)) + "\n")
    rows = [
        f"{query}\t{product}\t{grade}"
        for query, judged in grades.items()
        for product, grade in judged.items()
    ]
    (folder / "qrels" / "test.tsv").write_text("\n".join(["query-id\tcorpus-id\tscore", *rows]) + "\n")
    return folder
