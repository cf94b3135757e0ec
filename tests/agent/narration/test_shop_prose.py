"""Products of which a shop tells in prose alone: numbers, sales of others, and what is said to be missing."""

from __future__ import annotations

from typing import Any

import pytest

from agent.narration.grounding import Grounding
from agent.types import Sentence
from tests.agent.narration.shortlists import product, shortlist


def _cart(title: str, price: float, description: str, **changes: Any) -> Any:
    return product(
        product_id=title, title=title, brand=title.split()[0], categories=("Garden > Carts",), price=price,
        description=description, attributes={}, **{"sale_price": None, "currency": "USD", **changes},
    )  # fmt: skip


HARLAN, TOLLAND, VOLTRA, PELLWORTH, LENNA, INKO = range(6)
LIST = Grounding(
    shortlist(
        [
            _cart(
                "Harlan Folding Cart", 129.0,
                "Weight capacity of 330 lb. Each of the shelves measures 18.5 W x 12 D. 36' strap. The bin "
                'is 14"H x 11.75"W x 6.25"D. Wheels turn through 180\u00c2\u00ba.', sale_price=104.0,
            ),
            _cart(
                "Tolland Cart", 149.0,
                "Supports loads of up to 400 pounds. Weighs 48 pounds. Adjust the height of the handle. "
                "Burgundy finish.",
            ),
            _cart(
                "Voltra 747 Powered Cart", 399.0,
                "Cordless. Charges in 5 hours with about 90 minutes running time. Fits the ATV models of "
                "TERRA 4512, 4520. Docking station included.", rating_count=50,
                availability="out_of_stock",
            ),
            _cart("Pellworth Cart", 189.0, "Comes with a fitted tarp.", sale_price=159.0),
            _cart("Lenna Camera", 500.0, "Both 18-55mm and 55-200mm lenses are included. Built-in Wi-Fi."),
            _cart(
                "Inko Black Cartridges, 2 Pack", 40.0,
                "Yield per cartridge: 200 pages. Prints 431 (5/32 x 1/8) cross-cut labels.",
            ),
        ]
    )
)  # fmt: skip


@pytest.mark.parametrize(
    ("position", "true", "false"),
    [
        # what it bears, and what it weighs
        (HARLAN, "It carries up to 330 pounds.", "It weighs 330 pounds."),
        (TOLLAND, "The cart weighs 48 pounds.", "It can carry up to 48 pounds."),
        # the words nearest to a number say what it tells
        (VOLTRA, "It runs for about 90 minutes.", "It runs for about 5 hours."),
        (VOLTRA, "It charges in 5 hours.", "It charges in 90 minutes."),
        # units as shops write them
        (HARLAN, "It has a 36-foot strap.", "It has a 36-inch strap."),
        (HARLAN, "Each shelf is 18.5 inches wide.", "Each shelf is 19.5 inches wide."),
        (HARLAN, "The bin is 14 inches high.", "The bin is 14 inches wide."),
        (HARLAN, "The wheels turn through 180 degrees.", "The wheels turn through 270 degrees."),
        # counts
        (VOLTRA, "It suits TERRA 4520 owners.", "It suits TERRA 4530 owners."),
        (LENNA, "It comes with two lenses.", "It comes with three lenses."),
        (INKO, "Two cartridges at 200 pages each mean 400 pages.", "Together the two print 600 pages."),
        (INKO, "You can print 431 labels.", "You can print 432 labels."),
        (VOLTRA, "The 747 pulls well.", "The 748 pulls well."),
        # prices that have come down, and those of others
        (PELLWORTH, "It has dropped $30 to $159.", "It has dropped $40 to $159."),
        (TOLLAND, "It costs $45 more than the Harlan does at its sale price.", "It is on sale at $149."),
        (TOLLAND, "On sale, the Harlan is $45 cheaper.", "On sale, the Voltra is dearer."),
        (VOLTRA, "It costs more than the Harlan, which is on sale at $104.00.",
         "It costs more than the Harlan, which is on sale at $99.50."),
        (TOLLAND, "It costs $45 more than the Harlan on sale.",
         "It costs $55 more than the Harlan on sale."),
        (HARLAN, "It costs a hundred dollars and change.", "It costs ninety dollars and change."),
        # what nobody has can be had by nobody now
        (VOLTRA, "You can't order the Voltra right now.", "You can order the Voltra right now."),
        (TOLLAND, "It is ready to order.", "It is ready to order, on sale at $149."),
        (VOLTRA, "It is not ready to order.", "It is ready to order."),
        # what one goes without
        (TOLLAND, "You give up cordless convenience.", "You gain cordless convenience."),
        (TOLLAND, "Burgundy looks warmer than plain black.", "It comes in plain black."),
        # one thing in two words
        (TOLLAND, "The height-adjustable handle helps.", "The height-adjustable handle helps, in black."),
        (VOLTRA, "It comes with a docking station.", "It comes with a charging cable."),
        (LENNA, "It pairs two lenses with built-in Wi-Fi and is small.", "It has built-in GPS and is small."),
        (PELLWORTH, "It includes a tarp cut to its size and a price cut.",
         "It includes a blanket cut to its size and a price cut."),
    ],
)  # fmt: skip
def test_a_sentence_and_its_false_twin(position: int, true: str, false: str) -> None:
    assert LIST.unsupported(Sentence(position=position, text=true)) is None
    assert LIST.unsupported(Sentence(position=position, text=false)) is not None
