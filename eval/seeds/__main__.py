"""``python -m eval.seeds``: writes the seeds that are made by rule anew."""

from __future__ import annotations

from eval.catalog import read_products
from eval.seeds.made import made, texts
from eval.seeds.seed import FOLDER
from prompts.loader import load
from retrieval.catalog.bundled import catalog_path


def lines() -> str:
    """The file's text."""
    messages = load("narrate", "v1").template.messages
    secret = "\n".join(text for role, text in messages if role == "system")
    return "".join(f"{line}\n" for line in texts(made(read_products(catalog_path()), secret)))


if __name__ == "__main__":
    (FOLDER / "made.jsonl").write_text(lines(), encoding="utf-8")
