"""Conversations over the vocabulary of a large fashion shop, labelled before they were read by any rule."""

from __future__ import annotations

from pathlib import Path

from agent.understanding.rules import understand
from retrieval.types import Constraints
from tests.agent.understanding.catalogs import fashion

CASES = Path(__file__).with_name("fashion_conversations.jsonl")


def test_nearly_all_are_understood_exactly() -> None:
    """Those that are not are misspelt beyond recognition, or drop half a sentence."""
    from eval.metrics import slot_counts
    from eval.understanding.cases import read_cases

    cases, wrong = read_cases(CASES), []
    for case in cases:
        held = Constraints()
        for message in case.turns:
            held = understand(message, held, fashion()).constraints
        if not slot_counts(held, case.constraints).exact:
            wrong.append(case.turns)
    assert len(cases) >= 130
    assert len(wrong) <= 0.04 * len(cases), wrong
