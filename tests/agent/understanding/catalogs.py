"""Vocabularies to read messages against."""

from __future__ import annotations

import gzip
import json
import os
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path

import pytest

from agent.understanding.building import build_lexicon
from agent.understanding.lexicon import Lexicon
from agent.understanding.rules import understand
from retrieval.types import Constraints, Vocabulary

CLOTHES = Vocabulary(
    values={
        "brand": {
            "Nike": 50,
            "ADIDAS": 40,
            "Puma": 30,
            "ONLY": 5,
            "Lee": 9,
            "Lee Cooper": 4,
            "U.S. Polo Assn.": 3,
        },
        "category": {
            "Apparel": 90,
            "Shoes": 50,
            "Bags": 30,
            "Camping": 6,
            "Shirts": 20,
            "Topwear": 20,
            "Casual Shoes": 20,
            "Dress": 9,
            "Dresses": 9,
            "Shorts": 9,
            "Ties": 5,
            "Tshirts": 20,
            "Perfume and Body Mist": 6,
            "Perfumes": 2,
            "Tops": 9,
            "Sandals": 8,
        },
        "article_type": {
            "Shirts": 20,
            "Casual Shoes": 20,
            "Dresses": 9,
            "Shorts": 9,
            "Ties": 5,
            "Tshirts": 20,
            "Perfume and Body Mist": 6,
            "Tops": 9,
            "Sandals": 8,
        },
        "color": {"Black": 50, "Blue": 40, "Navy Blue": 10, "White": 30, "Red": 20, "Grey": 9, "Steel": 3},
        "usage": {"Casual": 60, "Formal": 20, "Sports": 20},
        "gender": {"Men": 60, "Women": 50, "Boys": 5, "Girls": 5, "Unisex": 3},
        "size": {"9": 4, "M": 7, "XL": 5},
        "waterproof": {"yes": 7, "no": 50},
    },
    revision=1,
    currency="USD",
)


@cache
def clothes() -> Lexicon:
    return build_lexicon(CLOTHES)


def data_folder() -> Path:
    """The shared test data; skips the test where there is none."""
    folder = os.environ.get("AISLE_TEST_DATA")
    if not folder:
        pytest.skip("AISLE_TEST_DATA is not set")
    return Path(folder)


@cache
def fashion() -> Lexicon:
    """The vocabulary of 44,072 products."""
    values: dict[str, Counter[str]] = defaultdict(Counter)
    with gzip.open(data_folder() / "fashion" / "items.jsonl.gz", "rt") as file:
        for line in file:
            product = json.loads(line)
            if product.get("brand"):
                values["brand"][product["brand"]] += 1
            values["category"].update(s for path in product["categories"] for s in path.split(" > "))
            for name, value in product["attributes"].items():
                values[name][value] += 1
    return build_lexicon(Vocabulary(values=values, revision=1, currency="USD"))


def after(turns: list[str], lexicon: Lexicon | None = None) -> Constraints:
    """The constraints that hold after the last turn."""
    constraints = Constraints()
    for message in turns:
        constraints = understand(message, constraints, lexicon or clothes()).constraints
    return constraints
