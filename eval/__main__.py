"""``python -m eval`` is ``aisle-eval``."""

from __future__ import annotations

from eval.cli import main

main()
