"""How long a page is waited for: a machine that is busy is no fault of the page."""

from __future__ import annotations

PATIENCE = 60.0
"""Seconds, for whatever shall come of itself."""
MILLISECONDS = PATIENCE * 1000
"""The same, as Playwright counts."""
