"""Several things at once, or one thing: told apart by how it is said."""

from __future__ import annotations

import pytest

from agent.understanding.building import build_lexicon
from agent.understanding.rules import understand
from agent.understanding.wishes import Wish, wish
from retrieval.types import Constraints, Vocabulary

WISHES = {
    "everything for a first camping trip": Wish("bundle", "camping"),
    "Everything I need for baking bread": Wish("bundle", "baking bread"),
    "everything we'd need to go skiing": Wish("bundle", "skiing"),
    "what do I need for a picnic?": Wish("bundle", "picnic"),
    "home office essentials": Wish("bundle", "home office"),
    "a complete starter kit for watercolor": Wish("bundle", "watercolor"),
    "put together a camping kit for us": Wish("bundle", "camping"),
    "outfit for a summer wedding": Wish("outfit", "summer wedding"),
    "something to wear to a job interview": Wish("outfit", "job interview"),
    "what should I wear to a christening": Wish("outfit", "christening"),
    "a gift for my dad who likes fishing": Wish("gift", "fishing"),
    "gift ideas for a coffee lover": Wish("gift", "coffee lover"),
    "present for a 6 year old boy": Wish("gift", ""),
    "something for my wife who loves gardening": Wish("gift", "gardening"),
    "what can I get my mother": Wish("gift", ""),
}
NO_WISHES = (
    "a gift card for my mum",
    "gift wrap for christmas",
    "anything but nike for sports shoes",
    "a 12 piece set for the kitchen",
    "dress shoes",
    "everything for men",
    "everything in red",
    "a first aid kit",
    "a full set of knives",
    "a backpack for everything",
    "hello!",
    "",
)


@pytest.mark.parametrize("text", WISHES)
def test_a_wish_and_what_it_is_for(text: str) -> None:
    assert wish(text) == WISHES[text]


@pytest.mark.parametrize("text", NO_WISHES)
def test_one_thing_is_no_wish(text: str) -> None:
    assert wish(text) is None


SHOP = Vocabulary(
    values={
        "brand": {"Leaf & Lantern": 9},
        "category": {"Office": 4, "Desks": 4, "Dresses": 3, "Lanterns": 2},
        "style": {"office": 5, "formal": 4},
        "season": {"summer": 9},
        "gender": {"women": 9, "men": 8, "unisex": 4},
        "color": {"white": 9, "blue": 3},
    },
    revision=1,
)


@pytest.mark.parametrize(
    ("message", "include"),
    [
        ("outfit for a summer wedding", {}),
        ("outfit for a white wedding in blue", {"color": ("blue",)}),
        ("a formal outfit for a wedding", {"style": ("formal",)}),
        ("a summer dress", {"season": ("summer",), "category": ("Dresses",)}),
        ("outfit for women for a wedding", {"gender": ("women",)}),
    ],
)
def test_what_describes_the_occasion_is_not_what_each_product_must_be(
    message: str, include: dict[str, tuple[str, ...]]
) -> None:
    assert understand(message, Constraints(), build_lexicon(SHOP)).constraints.include == include


def test_a_word_of_a_brands_name_is_first_of_all_the_thing() -> None:
    lexicon = build_lexicon(SHOP)
    assert understand("a lantern", Constraints(), lexicon).constraints.include == {"category": ("Lanterns",)}
    assert understand("leaf & lantern", Constraints(), lexicon).constraints.include == {
        "brand": ("Leaf & Lantern",)
    }


def made_for(men: int, everybody: int) -> dict[str, tuple[str, ...]]:
    """What holds after a gift for a man, in a shop with so many products for men and for nobody."""

    def count(constraints: Constraints) -> int:
        return men if "gender" in constraints.include else men + everybody

    held = understand("a gift for my dad who fishes", Constraints(), build_lexicon(SHOP), count).constraints
    return {**held.include, **{f"not {name}": values for name, values in held.exclude.items()}}


def test_a_gift_for_a_man_need_not_be_made_for_men_where_few_things_are() -> None:
    assert made_for(men=100, everybody=0) == {"gender": ("men",)}
    assert made_for(men=10, everybody=90) == {"not gender": ("women",)}
