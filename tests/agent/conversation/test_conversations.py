"""Conversations over the bundled catalog, without a model: what the last turn must show, say and hold."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from retrieval.compose import Retrieval
from retrieval.types import Constraints
from tests.agent.bundled_shop import Said, Turn, converse

LINES = Path(__file__).with_name("conversations.jsonl").read_text(encoding="utf-8").splitlines()
KINDS = ("reference", "comparison", "bundle", "reset", "negation", "relax", "instead", "chips")
CASES: list[dict[str, Any]] = [json.loads(line) for line in LINES]


def named(case: dict[str, Any]) -> str:
    return f"{case['kind']}: " + " / ".join(
        turn if isinstance(turn, str) else f"[x {turn['remove']}]" for turn in case["turns"]
    )


def without(held: Constraints, chip: str) -> Constraints:
    if chip in ("price", "in_stock", "sort"):
        return held.model_copy(update={chip: None})
    side = "exclude" if chip.startswith("not ") else "include"
    rest = {name: values for name, values in getattr(held, side).items() if name != chip.removeprefix("not ")}
    return held.model_copy(update={side: rest})


def held_talk(shop: Retrieval, turns: list[Any]) -> list[Said]:
    """A chip is taken away from what the turn before it understood, so that one is talked through first."""
    plain: list[Turn] = []
    for turn in turns:
        if isinstance(turn, dict):
            last = converse(shop, plain)[0][-1]
            plain.append((last.understood.text, without(last.constraints, turn["remove"])))
        else:
            plain.append(turn)
    return converse(shop, plain)[0]


def placed(turns: list[Said], where: list[int | None]) -> list[Any]:
    turn, place = where
    assert turn is not None
    items = turns[turn].items
    return [items[place].product] if place is not None else [item.product for item in items]


@pytest.mark.parametrize("case", CASES, ids=map(named, CASES))
def test_the_last_turn(shop: Retrieval, case: dict[str, Any]) -> None:
    turns, expect = held_talk(shop, case["turns"]), dict(case["expect"])
    last = turns[-1]
    for name, wanted in expect.items():
        match name:
            case "intent":
                assert last.understood.intent == wanted
            case "constraints":
                assert last.constraints.wire() == Constraints.model_validate(wanted).wire()
            case "price_max":
                assert last.constraints.price is not None
                assert last.constraints.price.max == wanted
            case "gender":
                assert last.constraints.include["gender"] == (wanted,)
            case "cards":
                assert len(last.items) == wanted
            case "says":
                assert all(any(part in last.text for part in each.split("|")) for each in wanted), last.text
            case "names":
                (product,) = placed(turns, wanted)
                assert product.title in last.text
            case "compares":
                for place in wanted:
                    assert turns[0].items[place].product.title in last.text
            case "like":
                (product,) = placed(turns, wanted)
                assert last.items, "there is something like it"
                shown = [item.product for item in last.items]
                assert product.product_id not in [each.product_id for each in shown]
                assert shown[0].categories[0].split(" > ")[0] == product.categories[0].split(" > ")[0]
            case "below":
                least = min(product.current_price for product in placed(turns, wanted))
                assert last.constraints.price is not None
                assert last.constraints.price.max is not None
                assert last.constraints.price.max < least
            case "every":
                for attribute, value in wanted.items():
                    assert all(value in item.product.values(attribute) for item in last.items)
            case "every_person":
                worn = [item.product.values("gender") for item in last.items]
                assert all(wanted in each or "unisex" in each for each in worn)
            case "several":
                parts = [reason.code for item in last.items for reason in item.reasons[:1]]
                assert bool(set(parts) & {"part", "idea"}) == wanted
                assert (
                    not wanted or len({item.product.categories[0] for item in last.items}) == len(parts) > 1
                )
            case "total_max":
                assert 0 < last.total <= wanted
            case "total_below":
                assert 0 < last.total < turns[wanted].total
            case "each_price":
                low, high = wanted
                assert all(low <= (item.product.current_price or 0) <= high for item in last.items)
            case "has":
                assert any(wanted in item.product.categories[0] for item in last.items)
            case "lacks":
                assert not any(wanted in item.product.categories[0] for item in last.items)
            case _:
                pytest.fail(f"an expectation of no kind: {name}")


def test_there_are_enough_of_each_kind() -> None:
    kinds = [case["kind"] for case in CASES if len(case["turns"]) > 1]
    assert len(kinds) >= 60
    assert set(kinds) == set(KINDS)
    assert min(map(kinds.count, KINDS)) >= 5
