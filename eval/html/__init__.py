"""The report of a run as one page that needs nothing else."""

from __future__ import annotations

from eval.html.page import page_of

__all__ = ["page_of"]
