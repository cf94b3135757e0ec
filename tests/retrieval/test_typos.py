"""Mistyped titles of a real catalog still find their product."""

from __future__ import annotations

import gzip
import os
import random
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import numpy as np
import orjson
import pytest

from retrieval.candidates import CandidateFinder
from retrieval.embedding.wordllama import WordLlamaModel
from retrieval.index.lexical import TantivyIndex
from retrieval.index.live import LiveCatalog
from retrieval.index.planner import Planner
from retrieval.pipeline import now_utc
from retrieval.ports import Fingerprint, StoredProduct
from retrieval.ranking.rank import rank
from retrieval.ranking.rules.compiled import Asked
from retrieval.ranking.rules.load import bundled
from retrieval.settings import RetrievalSettings
from retrieval.storage.engine import open_engine
from retrieval.storage.migrate import migrate
from retrieval.storage.products import SqlProductStore
from retrieval.types import Product, Query
from tests.retrieval.doubles import ExactIndex

QUERIES = 120
KEPT = 0.9
ROOT = os.environ.get("AISLE_TEST_DATA")


def left_out(word: str, at: int) -> str:
    return word[:at] + word[at + 1 :]


def swapped(word: str, at: int) -> str:
    return word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :]


def doubled(word: str, at: int) -> str:
    return word[:at] + word[at] + word[at:]


def mistaken(word: str, at: int) -> str:
    return word[:at] + chr((ord(word[at]) - ord("a") + 1) % 26 + ord("a")) + word[at + 1 :]


SLIPS: tuple[Callable[[str, int], str], ...] = (left_out, swapped, doubled, mistaken)


def mistyped(title: str, slip: Callable[[str, int], str], at: random.Random) -> str | None:
    """One slip inside the longest word of letters; None where no word has five."""
    words = title.lower().split()
    longest = max((word for word in words if word.isascii() and word.isalpha()), key=len, default="")
    if len(longest) < 5:
        return None
    wrong = slip(longest, at.randrange(1, len(longest) - 1))
    return None if wrong == longest else " ".join(wrong if word == longest else word for word in words)


@pytest.mark.skipif(not ROOT, reason="AISLE_TEST_DATA names no folder of catalogs")
def test_nine_of_ten_mistyped_titles_keep_their_product_in_the_first_ten(tmp_path: Path) -> None:
    with gzip.open(Path(ROOT or "") / "fashion" / "items.jsonl.gz") as lines:
        catalog = [Product.model_validate(orjson.loads(line)) for line in lines]
    engine = open_engine(RetrievalSettings(data_dir=tmp_path))
    migrate(engine)
    embedder, lexical = WordLlamaModel(), TantivyIndex()
    live = LiveCatalog(SqlProductStore(engine), embedder.dimension, lexical)
    vectors = embedder.embed_products(catalog)
    none = Fingerprint(b"", b"")
    live.apply([StoredProduct(p, none, v) for p, v in zip(catalog, vectors, strict=True)], [])
    finder = CandidateFinder(live, Planner(live, ExactIndex()), embedder, lexical)
    rules = bundled()
    everything = np.ones(len(catalog), dtype=np.bool_)

    def first_ten(text: str) -> list[str]:
        query = Query(text=text, limit=10)
        candidates = finder.find(query, None, everything)
        order = rank(candidates, live, rules, Asked(query, None, now_utc())).order
        return [live.product_id(int(row)) for row in candidates.rows[order]]

    titles = Counter(product.title.lower() for product in catalog)
    chance = random.Random(3)
    kept: list[bool] = []
    for product in chance.sample(catalog, len(catalog)):
        # Of two products with one title no query could mean the one.
        wrong = mistyped(product.title, SLIPS[len(kept) % len(SLIPS)], chance)
        if wrong is not None and titles[product.title.lower()] == 1:
            kept.append(product.product_id in first_ten(wrong))
            if len(kept) == QUERIES:
                break
    engine.dispose()

    assert len(kept) == QUERIES
    assert np.mean(kept) >= KEPT
