"""Numbers in another form than the facts have them: fractions, lettered sides, sums, what a dose comes to."""

from __future__ import annotations

from typing import Any

import pytest

from agent.narration.claims.written import written
from agent.narration.grounding import Grounding
from agent.types import Sentence
from tests.agent.narration.shortlists import product, shortlist


def _item(title: str, price: float, attributes: dict[str, Any], **changes: Any) -> Any:
    return product(
        product_id=title, title=title, brand=title.split()[0], categories=("Shop > Things",), price=price,
        description=None, attributes=attributes, **{"sale_price": None, **changes},
    )  # fmt: skip


LIST = Grounding(
    shortlist(
        [
            _item("Halden Rack", 100.0, {"dimensions": "70 W x 25 D x 150 H cm", "bolt": "3/4 in hardened"}),
            _item(
                "Brio Pills", 24.0, sale_price=18.0,
                attributes={"quantity": "120 pills", "daily_dose": "2 pills", "volume": "40 l + 5 l"},
            ),
            _item("Mossa Light", 50.0, {"runtime": "6 h, 20 h in all", "case": "3 cm", "arms": "3D"}),
            _item("Mossa Beam 18V", 90.0, {"voltage": "18 V", "runtime": "8 h", "hose_length": "12 m"}),
            _item("Orla Beam 18V", 60.0, {"voltage": "18 V", "runtime": "3 h"}),
        ]
    )
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "spelt"),
    [
        ("80 W x 30 D x 180 H cm", "80 cm width x 30 cm depth x 180 cm height"),
        ("(W x D): 80 x 30 cm", "(W x D): 80 cm width x 30 cm depth"),
        ("1 1/2 in keyless", "1.5 inch keyless"), ("2½ litres", "2.5 litres"),
        ("from 4'10\" to 5'6\"", "from 58 inch to 66 inch"), ("US$5 and C$70", "$5 and $70"),
        # no such numbers
        ("3 L and 4 D, 2 x 5 W", "3 L and 4 D, 2 x 5 W"), ("half in 1/2 the", "half in 1/2 the"),
        ("24/7 and 1/2.3-inch", "24/7 and 1/2.3-inch"), ("W x 2 and 3 x 4 cm", "W x 2 and 3 x 4 cm"),
    ],
)  # fmt: skip
def test_one_spelling(text: str, spelt: str) -> None:
    assert written(text) == spelt


@pytest.mark.parametrize(
    ("position", "text"),
    [
        (0, "It stands 150 cm tall and is 70 cm wide."),
        (0, "It takes a three-quarter-inch bolt, 0.75 inch."),
        (0, "At 150 cm it is taller than the Light's 3 cm."),
        (1, "There is room for 45 litres."), (1, "One pack lasts 60 days."), (1, "A two-month supply."),
        (1, "You save $6 on the pack, 5 cents a pill."), (1, "It takes you to a reduced price of $18."),
        (1, "If your budget is $20, it fits at $18."), (1, "You save close to $6.50 today."),
        (1, "A 60-day supply comes to 30 cents a day."),
        (2, "It runs for 20 hours in all, 6 of them alone."),
        (2, "It is not as bright as the Mossa Beam with its 8 hours."),
        (3, "It runs longer than the Mossa Light at 6 hours, and costs more than the Brio Pills at $18."),
    ],
)  # fmt: skip
def test_true_in_another_form(position: int, text: str) -> None:
    assert LIST.unsupported(Sentence(position=position, text=text)) is None


@pytest.mark.parametrize(
    ("position", "text"),
    [
        (0, "It stands 70 cm tall."), (0, "It takes a half-inch bolt."), (1, "There is room for 55 litres."),
        (1, "One pack lasts 90 days."), (1, "You save $6 on the pack, 10 cents a pill."),
        (1, "It takes you to a reduced price of $24."), (1, "If your budget is $15, it fits."),
        (1, "You save close to $9 today."), (1, "A 60-day supply comes to 50 cents a day."),
        (2, "It runs for 20 hours in all, 9 of them alone."),
        (3, "It runs longer than the Mossa Light at 7 hours."),
        (3, "It costs more than the Brio Pills at $19."),
    ],
)  # fmt: skip
def test_false_in_another_form(position: int, text: str) -> None:
    assert LIST.unsupported(Sentence(position=position, text=text)) is not None
