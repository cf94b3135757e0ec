"""The demo shop that comes with Aisle: its catalog, and pictures drawn for every product.

``products.jsonl`` is the only file the shop loads: one ``Product`` per line, edited by hand.
"""

from __future__ import annotations

from pathlib import Path


def catalog_path() -> Path:
    """Where the bundled ``products.jsonl`` lies."""
    return Path(__file__).with_name("products.jsonl")
