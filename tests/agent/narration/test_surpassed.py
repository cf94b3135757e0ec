"""Who surpasses whom in what, what a pair shares, and how far a price came down."""

from __future__ import annotations

from typing import Any

import pytest

from agent.narration.grounding import Grounding
from agent.types import Sentence
from tests.agent.narration.shortlists import product, shortlist


def monitor(
    title: str, price: float, sale: float | None, rating: float, count: int, **attributes: Any
) -> Any:
    return product(
        product_id=title,
        title=title,
        brand=title.split()[0],
        description=None,
        categories=("Electronics > Monitors",),
        price=price,
        sale_price=sale,
        rating=rating,
        rating_count=count,
        attributes=attributes,
    )


MONITORS = shortlist(
    [
        monitor(
            "Lumix View 24", 129.0, 99.0, 4.3, 2140, screen="24 in", refresh="75 Hz", color=("black", "blue")
        ),
        monitor("Lumix View 27", 249.0, None, 4.5, 986, screen="27 in", refresh="100 Hz", color="black"),
        monitor("Raptor Game", 349.0, 289.0, 4.6, 1452, screen="27 in", refresh="180 Hz", color="black"),
        monitor("Chroma Art", 699.0, None, 4.7, 318, screen="32 in", refresh="60 Hz", color="silver"),
    ]
)
LUMIX, RAPTOR, CHROMA = 0, 2, 3


def unsupported(position: int, text: str) -> str | None:
    return Grounding(MONITORS).unsupported(Sentence(position=position, text=text))


@pytest.mark.parametrize(
    ("position", "true", "false"),
    [
        (CHROMA, "It trails the Raptor Game on reviews.", "It beats the Raptor Game for number of reviews."),
        (CHROMA, "Its 4.7 rating tops that of the Raptor Game.",
         "Its 318 reviews top those of the Raptor Game."),
        (CHROMA, "Its price exceeds that of the Raptor Game.", "Its price beats that of the Raptor Game."),
        (CHROMA, "It loses to the Raptor Game on refresh rate.",
         "It edges out the Raptor Game in refresh rate."),
        (RAPTOR, "It beats the Lumix View 27 by 0.1 stars.", "It beats the Lumix View 27 by 0.3 stars."),
        (LUMIX, "It was reduced by $30.", "It was reduced by $150."),
        (LUMIX, "Now $99, down $30.", "Now $99, down $25."),
        (LUMIX, "Both Lumix monitors come in black.", "Both Lumix monitors come in black and blue."),
        (RAPTOR, "Both 27-inch monitors come in black.",
         "Both 27-inch monitors have a refresh rate of 180 Hz."),
        (LUMIX, "It is the lowest scored of the four.", "It is the highest scored of the four."),
        (CHROMA, "A 4.7 rating that nothing else here matches.",
         "A 4.5 rating that nothing else here matches."),
        (CHROMA, "It has a list-topping 4.7 stars.", "It has a list-topping 4.2 stars."),
        (CHROMA, "The only silver set of the four.", "The only black set of the four."),
        (RAPTOR, "Its 1,452 reviews are over four times those of the Chroma Art.",
         "Its 1,452 reviews are six times those of the Chroma Art."),
        (LUMIX, "Fewer people have reviewed the Raptor Game than the Lumix View 24.",
         "Fewer people have reviewed the Lumix View 24 than the Raptor Game."),
        (LUMIX, "More people have reviewed it than any other monitor.",
         "The price of the Lumix View 24 is higher than that of every other monitor."),
        (RAPTOR, "A 4.6 average over 1,452 reviews.", "A 4.6 average over 986 reviews."),
        (CHROMA, "If you like a calm desk, this one comes in silver.",
         "If you like a calm desk, this one comes in black."),
        (RAPTOR, "This one and the Chroma Art are both in stock.",
         "This one and the Chroma Art are both silver."),
    ],
)  # fmt: skip
def test_told_true_and_false(position: int, true: str, false: str) -> None:
    assert unsupported(position, true) is None
    assert unsupported(position, false) is not None


SOFAS = shortlist(
    [
        product(
            product_id=title,
            title=title,
            brand=None,
            description=None,
            price=price,
            sale_price=None,
            attributes={"seats": n},
        )
        for title, price, n in (("Marlow Loveseat", 649.0, "2"), ("Hallen Sofa", 899.0, "3"))
    ]
)


@pytest.mark.parametrize(
    ("true", "false"),
    [
        (
            "This two-seater costs $250 less than the Hallen.",
            "This three-seater costs $250 less than the Hallen.",
        ),
        ("The only two-seater here.", "The only three-seater here."),
    ],
)
def test_a_seater_is_no_comparison(true: str, false: str) -> None:
    grounding = Grounding(SOFAS)
    assert grounding.unsupported(Sentence(position=0, text=true)) is None
    assert grounding.unsupported(Sentence(position=0, text=false)) is not None


KETTLES = shortlist(
    [
        product(
            product_id=title,
            title=title,
            brand=title.split()[0],
            description=None,
            price=price,
            sale_price=None,
            rating=rating,
            rating_count=count,
            attributes={"capacity": capacity, "warranty": warranty, "body": body},
        )
        for title, price, rating, count, capacity, warranty, body in (
            ("Tarn Kettle", 80.0, 4.4, 17, "2 L", "5 years", "Steel"),
            ("Orva Kettle", 60.0, 4.6, 320, "1 L", "10 years", "Glass"),
            ("Pell Kettle", 95.0, 4.1, 88, "1.5 L", "5 years", "Steel"),
        )
    ]
)


@pytest.mark.parametrize(
    ("true", "false"),
    [
        ("Rated 4.4, which puts it just ahead of the Pell.",
         "Rated 4.4, which puts it just ahead of the Orva."),
        ("Its 4.4 leaves it behind the Orva.", "Its 4.4 leaves it behind the Pell."),
        ("At $80, which puts it below the Pell.", "At $80, which puts it below the Orva."),
        ("A 4.4 average from 17 ratings puts it ahead of the Pell.",
         "A 4.4 average from 17 ratings puts it ahead of the Orva."),
        ("The Tarn shares its 5-year warranty with the Pell.",
         "The Tarn shares its 10-year warranty with the Orva."),
        ("It shares the Pell's 5-year warranty.", "It shares the Orva's 10-year warranty."),
        ("It shares a steel body with the Pell.", "It shares a steel body with the Orva."),
        ("It holds 2 litres, double the Orva.", "It holds 2 litres, triple the Orva."),
        ("This Tarn costs $80.", "This Orva costs $80."),
        ("If steel is your thing, this Tarn kettle is worth a look.",
         "If steel is your thing, this Orva kettle is worth a look."),
        ("Only 17 reviews so far, averaging 4.4.", "Only 27 reviews so far, averaging 4.4."),
        ("With 2 litres, this is the largest of the three boxes.",
         "With 2 litres, this is the largest of the four boxes."),
        ("Of the three boxes, this is the largest.", "Of the three boxes, this is the smallest."),
    ],
)  # fmt: skip
def test_placed_shared_and_scaled(true: str, false: str) -> None:
    grounding = Grounding(KETTLES)
    assert grounding.unsupported(Sentence(position=0, text=true)) is None
    assert grounding.unsupported(Sentence(position=0, text=false)) is not None


TEES = shortlist(
    [
        product(
            product_id=title,
            title=title,
            brand=title.split()[0],
            description=None,
            price=price,
            sale_price=None,
            attributes={"material": material},
        )
        for title, price, material in (
            ("Arlo Tee", 21.0, "Cotton 60%, Polyester 40%"),
            ("Brin Tee", 22.2, "Cotton 95%, Elastane 5%"),
        )
    ]
)


@pytest.mark.parametrize(
    ("true", "false"),
    [
        ("A 60/40 cotton and polyester blend.", "A 60/40 polyester and cotton blend."),
        ("A 60/40 blend of cotton and polyester.", "A 70/30 blend of cotton and polyester."),
        ("Cotton and polyester in a 60/40 split.", "Cotton and polyester in a 50/50 split."),
        ("Cotton and fun, from Arlo.", "Cotton and waterproof, from Arlo."),
        ("It costs about a dollar less than the Brin.", "It costs about two dollars less than the Brin."),
    ],
)
def test_blends_and_round_gaps(true: str, false: str) -> None:
    grounding = Grounding(TEES)
    assert grounding.unsupported(Sentence(position=0, text=true)) is None
    assert grounding.unsupported(Sentence(position=0, text=false)) is not None


SLIPPERS = shortlist(
    [
        product(
            product_id=title,
            title=title,
            brand=None,
            description=None,
            price=price,
            sale_price=None,
            rating=rating,
            attributes={"color": color},
        )
        for title, price, rating, color in (
            ("Felt Clogs", 58.0, 4.5, "brown"),
            ("Boiled Wool Slippers, Gray", 58.0, 4.6, "gray"),
            ("Boiled Wool Slippers, Red", 64.0, 4.2, "red"),
        )
    ]
)


@pytest.mark.parametrize(
    ("true", "false"),
    [
        ("This one is rated 0.4 stars lower than the Boiled Wool Slippers, Gray.",
         "This one is rated 0.2 stars lower than the Boiled Wool Slippers, Gray."),
        ("It costs 10% more than the Boiled Wool Slippers, Gray.",
         "It costs 20% more than the Boiled Wool Slippers, Gray."),
    ],
)  # fmt: skip
def test_a_title_in_full_tells_no_other(true: str, false: str) -> None:
    grounding = Grounding(SLIPPERS)
    assert grounding.unsupported(Sentence(position=2, text=true)) is None
    assert grounding.unsupported(Sentence(position=2, text=false)) is not None
