"""An installation of its own for a benchmark, driven by the real ``aisle`` command."""

from __future__ import annotations

import os
import sys
from pathlib import Path

MODEL = "openai:benchmark"
_KEPT = ("AISLE_EMBEDDINGS", "AISLE_RULES")
_NOT_AS_INSTALLED = (
    "PYTHONDONTWRITEBYTECODE",
    "PYTHONPROFILEIMPORTTIME",
    "PYTHONTRACEMALLOC",
    "PYTHONDEVMODE",
)
_MODEL_VARIABLES = ("OPENAI_API_KEY", "OPENAI_BASE_URL", "OPENAI_API_BASE", "OPENAI_ORG_ID")


def command(*arguments: str) -> list[str]:
    """``aisle ARGUMENTS`` by this interpreter, so that no other installation is measured."""
    return [sys.executable, "-c", "from api.cli import main; main()", *arguments]


def environment(data_dir: Path, model_url: str | None = None, model: str = MODEL) -> dict[str, str]:
    """Environment of ``aisle`` on ``data_dir``: the defaults, whatever this process was started with.

    A shop's own database, keys and model are left out: a benchmark must neither write to the one nor pay
    the other. With ``model_url`` an OpenAI-compatible server there is the model. What would make Python
    slower than it is where it was installed, such as compiling every module at every start, is left out too.
    """
    left_out = {*_MODEL_VARIABLES, *_NOT_AS_INSTALLED}
    out = {
        name: value
        for name, value in os.environ.items()
        if name in _KEPT or (not name.startswith("AISLE_") and name not in left_out)
    }
    out["AISLE_DATA_DIR"] = str(data_dir)
    if model_url is not None:
        out |= {"AISLE_LLM": model, "OPENAI_BASE_URL": model_url, "OPENAI_API_KEY": "benchmark"}
    return out
