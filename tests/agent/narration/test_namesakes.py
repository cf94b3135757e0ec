"""One of several that share a name, told by its colour or its number, and what is compared with it."""

from __future__ import annotations

from typing import Any

import pytest

from agent.narration.grounding import Grounding
from agent.types import Sentence
from retrieval.types import Product
from tests.agent.narration.shortlists import product, shortlist


def _of(title: str, **changes: Any) -> Product:
    given = {"sale_price": None, "description": None, "categories": ("Shop > Things",), "product_id": title}
    return product(**(given | {"title": title} | changes))


LIST = (
    _of("Heron Kettle, Black", brand="Halden", price=89.0, rating=4.4, rating_count=440,
        attributes={"color": "black", "capacity": "900 ml"}),
    _of("Heron Kettle, White", brand="Halden", price=89.0, rating=4.4, rating_count=536,
        attributes={"color": "white", "capacity": "900 ml"}),
    _of("Notebook1917 Hardcover", brand="Notebook1917", price=21.95, rating=4.8, rating_count=3450,
        attributes={"sheets": "200", "subjects": "5"}),
    _of("Sheaf 6-Sheet Shredder", brand="Sheaf", price=36.99, rating=4.2, rating_count=9845,
        attributes={"sheet_capacity": "6 sheets", "weight": "4 kg"}),
    _of("Sheaf 24-Sheet Shredder", brand="Sheaf", price=159.99, rating=4.6, rating_count=512,
        attributes={"sheet_capacity": "24 sheets", "weight": "9 kg"}),
    _of("Marker Magic, 24-Count", brand="BIX", price=12.49, sale_price=10.49, rating=4.5, rating_count=733,
        attributes={"count": "24", "material": "cast iron"}),
    _of("Marker Pro, 36-Count", brand="Expa", price=29.16, rating=4.7, rating_count=518,
        attributes={"count": "36", "material": "carbon steel"}),
    _of("Ledger Journal, 150 Pages", brand="Ledger", price=16.49, rating=4.5, rating_count=171,
        attributes={"pages": "150"}),
)  # fmt: skip
GROUNDING = Grounding(shortlist(LIST))
BLACK, WHITE, NOTEBOOK, SIX, MANY, MAGIC, PRO, LEDGER = range(len(LIST))


@pytest.mark.parametrize(
    ("position", "true", "false"),
    [
        (
            BLACK,
            "Same $89 as the white Heron, with 96 fewer reviews.",
            "Same $89 as the white Heron, with 96 more reviews.",
        ),
        (
            WHITE,
            "Of the two Herons, the white has more reviews.",
            "Of the two Herons, the white is the cheaper one.",
        ),
        (
            BLACK,
            "Fewer people rated it than the white Heron.",
            "No other kettle on this list has as many reviews as the black Heron.",
        ),
        (LEDGER, "It is rated lower than the Notebook.", "It is rated a tick higher than the Notebook."),
        (MANY, "Takes 18 sheets more than the 6-sheet model.", "Takes 9 sheets more than the 6-sheet model."),
        (
            MANY,
            "Four times the sheet capacity of the 6-sheet model.",
            "Three times the sheet capacity of the 6-sheet model.",
        ),
        (
            MANY,
            "It weighs 9 kg, which is 5 more than the 6-sheet model.",
            "It weighs 9 kg, which is 3 more than the 6-sheet model.",
        ),
        (
            SIX,
            "Weighs 4 kg, a little less than the 24-sheet Sheaf.",
            "Weighs 4 kg, a little more than the 24-sheet Sheaf.",
        ),
        (
            SIX,
            "At 4 kg it is 5 kg down on the 24-sheet Sheaf.",
            "At 4 kg it is 5 kg up on the 24-sheet Sheaf.",
        ),
        (
            MANY,
            "Rated 4.6, but by fewer people than the 6-sheet Sheaf.",
            "Rated 4.6, and by more people than the 6-sheet Sheaf.",
        ),
        (
            MANY,
            "Dearer than the 6-sheet model, and rated 4.6 to its 4.2.",
            "Dearer than the 6-sheet model, and rated 4.6 to its 4.3.",
        ),
        (NOTEBOOK, "The top scorer here: 4.8 over 3,450 reviews.", "Rated 4.8 over 3,550 reviews."),
        (NOTEBOOK, "Five subjects over 200 sheets.", "Five subjects over 150 sheets."),
        (LEDGER, "A journal with 150 pages.", "A journal with 150 sheets."),
        (PRO, "The largest pack of markers here.", "It leads the list on ratings, ahead of the Notebook."),
        (PRO, "Carbon steel, and 36 of them.", "Cast iron, and 36 of them."),
        (MAGIC, "It sells for $10.49 after a $2 cut.", "It sells for $10.49 after a $3 cut."),
        (MAGIC, "Now two dollars off at $10.49.", "The largest pack of markers here."),
    ],
)
def test_what_is_compared_with_a_namesake_is_held_to_it(position: int, true: str, false: str) -> None:
    assert GROUNDING.unsupported(Sentence(position=position, text=true)) is None
    assert GROUNDING.unsupported(Sentence(position=position, text=false)) is not None
