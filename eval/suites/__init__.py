"""Suites: files that say which cases are put to which systems, and what is looked at in the answers."""

from __future__ import annotations

from eval.suites.load import load_suite
from eval.suites.schema import Case, Suite, System

__all__ = ["Case", "Suite", "System", "load_suite"]
