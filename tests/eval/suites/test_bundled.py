from __future__ import annotations

from collections import Counter

import pytest

from eval.catalog import columns_of, read_products
from eval.suites.__main__ import lines
from eval.suites.load import BUNDLED, bundled, load_suite
from eval.suites.schema import Case
from retrieval.catalog.bundled import catalog_path

FAMILIES = {"need", "budget", "negation", "compare", "gift", "vague", "hostile", "multi-turn"}


def cases(file: str) -> list[Case]:
    return [Case.model_validate_json(line) for line in (BUNDLED / file).read_text("utf-8").splitlines()]


def test_every_bundled_suite_loads() -> None:
    assert set(bundled()) >= {"shop", "stability"}
    for name in bundled():
        assert load_suite(name).cases


def test_eight_families_made_by_rule_and_by_hand() -> None:
    made, hand = (
        Counter(c.family for c in cases("made.jsonl")),
        Counter(c.family for c in cases("hand.jsonl")),
    )
    assert set(made) == set(hand) == FAMILIES
    assert sum(made.values()) >= 200
    assert sum(hand.values()) >= 60


def test_the_made_ones_are_what_the_rule_makes() -> None:
    assert (BUNDLED / "made.jsonl").read_text(encoding="utf-8") == lines()


@pytest.mark.parametrize("file", ["made.jsonl", "hand.jsonl"])
def test_what_is_demanded_can_be_had(file: str) -> None:
    products = read_products(catalog_path())
    columns = columns_of(products)
    for case in cases(file):
        assert columns.mask(case.wanted).any(), case.id
        if case.flip is not None:
            assert columns.mask(case.flip.wanted).sum() < columns.mask(case.wanted).sum(), case.id
