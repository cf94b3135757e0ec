"""What an evaluation found, and how it is told: a table, a JSON object, an exit code."""

from __future__ import annotations

from eval.report.gates import Gate, parse_gates
from eval.report.report import AISLE, Report
from eval.report.verdict import conclude

__all__ = ["AISLE", "Gate", "Report", "conclude", "parse_gates"]
