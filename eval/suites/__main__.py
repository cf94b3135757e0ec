"""``python -m eval.suites``: writes the made cases of the bundled suite anew from the bundled catalog."""

from __future__ import annotations

from eval.catalog import read_products
from eval.suites.load import BUNDLED
from eval.suites.made import made
from retrieval.catalog.bundled import catalog_path


def lines() -> str:
    """Every made case on a line, as the file holds them."""
    families = made(read_products(catalog_path()))
    cases = [case for cases in families.values() for case in cases]
    return "".join(f"{case.model_dump_json(exclude_defaults=True, exclude_none=True)}\n" for case in cases)


if __name__ == "__main__":
    (BUNDLED / "made.jsonl").write_text(lines(), encoding="utf-8")
