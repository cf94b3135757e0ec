"""Who of a list is counted, left or likened: true as it stands, and held back where it says it of another."""

from __future__ import annotations

from typing import Any

import pytest

from agent.narration.grounding import Grounding
from agent.types import Sentence
from tests.agent.narration.shortlists import product, shortlist


def bike(name: str, price: float, sale: float | None, rating: float, **attributes: Any) -> Any:
    return product(
        product_id=name,
        title=name,
        brand=name.split()[0],
        description=None,
        categories=("Bikes > City bikes",),
        price=price,
        sale_price=sale,
        rating=rating,
        rating_count=120,
        attributes=attributes,
    )


BIKES = shortlist(
    [
        bike(
            "Arlo City",
            300.0,
            250.0,
            4.8,
            trial="100 nights",
            volume="30 l",
            base_price="1.00 € / 25 l",
            style="printed",
            cloth_weight="12.5 oz",
            mudguards="available separately",
            usb_ports="4 (4 x USB 3.1)",
        ),
        bike(
            "Brio Tour",
            500.0,
            None,
            4.4,
            trial="200 nights",
            volume="20 l",
            base_price="25 € / 25 l",
            style="plain",
            cloth_weight="15 oz",
            usb_ports="2",
        ),
        bike(
            "Corva Lite",
            199.0,
            None,
            4.1,
            trial="30 nights",
            volume="18 l",
            base_price="11 € / 25 l",
            style="printed",
            cloth_weight="10 oz",
        ),
    ]
)


def claim(text: str) -> str | None:
    return Grounding(BIKES).unsupported(Sentence(position=0, text=text))


@pytest.mark.parametrize(
    ("true", "false"),
    [
        ("It has the best rating of all three at 4.8.", "It has the best rating of all three at 4.4."),
        ("All four USB ports on the Arlo are USB 3.1.", "All four USB ports on the Arlo are USB 2.2."),
        (
            "It holds 30 litres, while none of the others holds more than 20 litres.",
            "It holds 30 litres, while none of the others holds more than 15 litres.",
        ),
        ("It is one of two bikes with a print.", "It is one of two bikes with a basket."),
        ("All three are bikes.", "All three cost less than $300."),
        (
            "You save $50, which leaves only the Corva cheaper.",
            "You save $50, which leaves only the Brio cheaper.",
        ),
        ("Its price fell, and at $250 only the Corva is cheaper.", "At $250 only the Brio is cheaper."),
        (
            "At 12.5 oz the cloth is lighter than the 15 oz cloth of the Brio bike.",
            "At 12.5 oz the cloth is heavier than the 15 oz cloth of the Brio bike.",
        ),
        (
            "You have 100 nights to try it, half as long as with the Brio.",
            "You have 100 nights to try it, as with the Brio.",
        ),
        (
            "Mudguards aren't part of the package but can be bought separately.",
            "It comes with mudguards.",
        ),
    ],
)
def test_who_is_meant_is_told_and_its_false_twin_held_back(true: str, false: str) -> None:
    assert claim(true) is None
    assert claim(false) is not None
