"""Values that stand in titles, and products that are told by a value: who is meant, and of whom it holds."""

from __future__ import annotations

from typing import Any

import pytest

from agent.narration.grounding import Grounding
from agent.types import Sentence
from tests.agent.narration.shortlists import product, shortlist


def thing(title: str, brand: str, kind: str, price: float, count: int, state: str, **facts: str) -> Any:
    return product(
        product_id=title,
        title=title,
        brand=brand,
        description=None,
        categories=(f"Shop > {kind}",),
        price=price,
        sale_price=None,
        rating=4.4,
        rating_count=count,
        availability=state,
        attributes=facts,
    )


LISTED = shortlist(
    [
        thing("Nordlys Chicken 12 kg", "Nordlys", "Dog food", 45.0, 1250, "in_stock", main="chicken"),
        thing("Nordlys Salmon 10 kg", "Nordlys", "Dog food", 50.0, 730, "backorder", main="salmon"),
        thing("Velia Day Cream SPF 30", "Velia", "Creams", 24.9, 410, "in_stock", volume="50 ml", spf="30"),
        thing("Velia Sun Fluid SPF 50", "Velia", "Creams", 18.9, 95, "in_stock", volume="40 ml", spf="50"),
        thing("Quarto A5 Dotted Pad", "Quarto", "Pads", 14.0, 260, "in_stock", size="A5", warranty="1 year"),
        thing("Quarto A4 Lined Pad", "Quarto", "Pads", 19.0, 480, "in_stock", size="A4", warranty="1 year"),
        thing("Orla Backpack", "Orla", "Bags", 12.0, 20, "in_stock"),
        thing("Ilex Tshirts Pack", "Ilex", "Tops", 90.0, 20, "in_stock", pack="3", colour="purple"),
    ]
)


@pytest.mark.parametrize(
    ("position", "true", "false"),
    [
        (0, "It has more reviews than the salmon recipe.", "It has fewer reviews than the salmon recipe."),
        (0, "The salmon variety costs $5 more.", "The salmon variety is cheaper."),
        (1, "The salmon recipe is on backorder.", "The chicken recipe is on backorder."),
        (0, "It ships from stock.", "It doesn't ship from stock."),
        (1, "It does not ship from stock.", "It can ship straight from stock."),
        (2, "It comes with SPF 30 in a 50 ml jar.", "It comes with SPF 50 in a 50 ml jar."),
        (2, "A day cream with SPF 30 for $24.90.", "A day cream with SPF 50 for $24.90."),
        (5, "The only A4 pad in the list.", "The only A5 pad in the list."),
        (5, "An A4 pad; it's $5 more than the A5 Quarto.", "An A4 pad; it's $9 more than the A5 Quarto."),
        (5, "It is an A4 pad.", "It is an A5 pad."),
        (
            5,
            "It comes with a 1-year warranty, the same as the Quarto A5, and costs roughly $5 more.",
            "It comes with a 1-year warranty, the same as the Quarto A5, and costs roughly $9 more.",
        ),
        (7, "The most expensive by far at $90.", "The cheapest by far at $90."),
        (6, "The cheapest backpack of the eight at $12.", "The dearest backpack of the eight at $12."),
        (7, "The pack has 3 T-shirts.", "The pack has 3 hats."),
        (7, "Want some colour? It comes in purple.", "Want some colour? It comes in green."),
        (7, "$90 is the highest price on offer.", "$90 is the lowest price on offer."),
    ],
)
def test_a_value_tells_whom_it_is_said_of(position: int, true: str, false: str) -> None:
    grounding = Grounding(LISTED)
    assert grounding.unsupported(Sentence(position=position, text=true)) is None
    assert grounding.unsupported(Sentence(position=position, text=false)) is not None
