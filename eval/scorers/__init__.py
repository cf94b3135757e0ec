"""Scorers: what is looked at in an answer. Each is a small module of its own: values in, a value out."""

from __future__ import annotations

from eval.scorers.registry import HEADLINE, SCORERS, chosen
from eval.scorers.score import Score, Scorer, unscored

__all__ = ["HEADLINE", "SCORERS", "Score", "Scorer", "chosen", "unscored"]
