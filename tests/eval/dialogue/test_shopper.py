"""Shoppers tell the truth about attributes, and nothing that could name the product."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.conversation.clarifying import Left, questions
from agent.events import Clarify, Option
from eval.dialogue import shopper as phrases
from eval.dialogue.converse import contradicts
from eval.dialogue.shopper import Shopper
from eval.dialogue.wish import wish_of
from retrieval.types import Constraints, PriceRange, Product
from tests.agent.doubles import ShelfRecommender
from tests.examples import examples
from tests.retrieval.products import products

WORD = re.compile(r"\w+")
TEMPLATES = [
    *phrases._UNKNOWN,
    *phrases._OPENINGS,
    *phrases._ANSWERS,
    *(text for texts in phrases._FIRST.values() for text in texts),
    *phrases._THEN.values(),
    "something around $",
]


def said_by(product: Product, seed: int, *, tells_price: bool = False) -> list[str]:
    """A whole conversation: every question that a shelf of such products gives is asked, then none."""
    shopper = Shopper(wish_of(product), Random(seed), tells_price)
    said = [shopper.opening()]
    others = [
        product.model_copy(update={"product_id": f"o{n}", "brand": f"B{n % 3}", "price": 10.0 + n})
        for n in range(24)
    ]
    shelf = ShelfRecommender((product, *others))
    nothing = Constraints()
    left = Left(nothing, 25, shelf.facets(nothing), partial(shelf.current_prices, nothing), "USD")
    said += [shopper.answer(question.clarify, nothing) for question in questions(left, ())]
    while (more := shopper.more()) is not None:
        said.append(more)
    return said


@settings(max_examples=examples(80), deadline=None)
@given(products(), st.integers(0, 9), st.booleans())
def test_what_is_said_is_made_of_attributes_alone(product: Product, seed: int, tells_price: bool) -> None:
    """Another product with the same attributes is asked for in the very same words."""
    other = product.model_copy(
        update={
            "product_id": "zz9",
            "title": "Quite another thing",
            "description": "as its text says",
            "url": "https://shop.test/zz9",
            "image": "zz9.png",
            "rating": 1.0,
            "variant_of": "zz8",
            "tags": ("clearance",),
        }
    )
    said = said_by(product, seed, tells_price=tells_price)
    assert said == said_by(other, seed, tells_price=tells_price)
    values = [value for name in product.attributes for value in product.values(name)]
    allowed = " ".join([*TEMPLATES, *values, *product.attributes, *product.categories, product.brand or ""])
    words = {word.casefold() for word in WORD.findall(" ".join(said))}
    unknown = words - {word.casefold() for word in WORD.findall(allowed)}
    # Amounts of money are the only other words; they come from bands, and "up to" and "over" with them.
    assert {word for word in unknown if not word.isdigit()} <= {"up", "to", "over"}


KURTA = Product(
    product_id="k1",
    title="Anouk Festive Rust Kurta",
    brand="Anouk",
    price=45.0,
    categories=("Apparel > Topwear > Kurtas",),
    attributes={"color": "Rust", "usage": "Ethnic", "article_type": "Kurtas"},
)


def asked(*options: tuple[str, Mapping[str, object]]) -> Clarify:
    made = (Option(label=label, constraints=Constraints.model_validate(c), count=5) for label, c in options)
    return Clarify(question="Which?", options=tuple(made))


def among(name: str, *values: str) -> Clarify:
    return asked(*((value, {"include": {name: [value]}}) for value in values))


BANDS = asked(("Up to $40", {"price": {"max": 40}}), ("Over $40", {"price": {"min": 40.01}}))


def shopper(seed: int = 0, product: Product = KURTA) -> Shopper:
    return Shopper(wish_of(product, ("article_type",)), Random(seed))


@pytest.mark.parametrize("seed", range(5))
def test_it_begins_with_what_it_is_and_one_attribute(seed: int) -> None:
    begun = shopper(seed)
    said = begun.opening()
    assert "Kurtas" in said
    (name,) = begun.stated.include.keys() - {"article_type"}
    assert name in {"color", "usage", "brand"}
    assert begun.stated.include[name][0] in said
    assert sum(value in said for value in ("Rust", "Ethnic", "Anouk")) == 1


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize(
    ("clarify", "expected"),
    [
        (among("color", "Red", "Rust"), "Rust"),
        (among("color", "Red", "Blue"), "Rust"),
        (among("category", "Tunics", "Kurtas"), "Kurtas"),
        (BANDS, "Over $40"),
    ],
)
def test_it_answers_truthfully(clarify: Clarify, expected: str, seed: int) -> None:
    assert expected in shopper(seed).answer(clarify, Constraints())


@pytest.mark.parametrize(
    "clarify", [among("sleeve", "long", "short"), among("category", "Tents", "Mugs"), BANDS]
)
def test_it_does_not_know_what_its_product_lacks(clarify: Clarify) -> None:
    unpriced = KURTA.model_copy(update={"price": None})
    assert shopper(product=unpriced).answer(clarify, Constraints()) in phrases._UNKNOWN


def test_unasked_it_adds_what_was_not_said_until_all_is() -> None:
    begun = shopper()
    begun.opening()
    begun.answer(BANDS, Constraints())
    more = [begun.more(), begun.more()]
    assert None not in more
    assert begun.more() is None, "a price is told when asked"
    assert begun.stated.include == {
        "article_type": ("Kurtas",),
        "color": ("Rust",),
        "usage": ("Ethnic",),
        "brand": ("Anouk",),
    }


def test_who_tells_a_price_unasked_tells_it_roughly() -> None:
    begun = Shopper(wish_of(KURTA), Random(0), tells_price=True)
    assert "45" not in begun.opening()
    said = list(iter(begun.more, None))
    assert said.count("around $45") == 1
    assert begun.stated.price == PriceRange(min=36, max=54)


@pytest.mark.parametrize(
    ("stated", "contradicted"),
    [
        ({"include": {"color": ["rust"], "brand": ["ANOUK"]}, "price": {"min": 40, "max": 50}}, False),
        ({"include": {"color": ["red"]}}, True),
        ({"include": {"brand": ["Acme"]}}, True),
        ({"include": {"sleeve": ["long"]}}, False),
        ({"include": {"category": ["Kurtas & Tunics"]}}, False),
        ({"include": {"category": ["Tents"]}}, True),
        ({"price": {"max": 44}}, True),
        ({"price": {"min": 46}}, True),
    ],
)
def test_what_contradicts_is_what_the_catalog_says_otherwise(
    stated: dict[str, object], contradicted: bool
) -> None:
    assert contradicts(Constraints.model_validate(stated), KURTA) is contradicted
