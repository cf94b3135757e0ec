"""What the facts tell otherwise is false: the opposite, another kind, too much of it, or a deed."""

from __future__ import annotations

from typing import Any

import pytest

from agent.narration.grounding import Grounding
from agent.types import Sentence
from tests.agent.narration.shortlists import product, shortlist


def _said_of(**changes: Any) -> Grounding:
    given = {"sale_price": None, "price": 80.0, "categories": ("Shop > Things",), "description": None}
    return Grounding(shortlist([product(product_id="p", **(given | changes))]))


COAT = _said_of(
    title="Vela Coat", brand="Vela", description="A hand-knitted coat with a hidden side zip.",
    attributes={
        "lining": "unlined", "hood": "removable hood", "care": "Wash cold, do not tumble dry",
        "gender": "Unisex", "material": "wool outside, nylon lining", "warranty": "2 years",
        "colour": "White", "pockets": "salted-look denim pockets",
    },
)  # fmt: skip
ROBOT = _said_of(
    title="Orbit Robot Vacuum", brand="Orbit", description="Vibrating mop, air-filled wheels, app control.",
    attributes={
        "connectivity": "Bluetooth", "in_the_box": ["2 Ah battery", "charger", "2 dust bags", "spare lens"],
        "not_included": ["mop cover", "floor cleaner"], "remote": "available separately", "formats": ["PDF"],
        "navigation": "adaptive laser",
    },
)  # fmt: skip
WINE = _said_of(
    title="Hof Silvaner", brand="Hof", description="A dry Silvaner with pepper. Vegan.",
    attributes={
        "grapes": ["Silvaner 70%", "Kerner 30%"], "allergens": "Contains sulphites",
        "note": "Not suitable during pregnancy", "use": "Evening", "free_from": "gelatine",
        "set_contains": "1 bottle",
    },
)  # fmt: skip
FOOD = _said_of(
    title="Bark Adult Dog Food", brand="Bark", categories=("Pets > Dogs",),
    attributes={"life_stage": "adult (1-7 years)"},
)  # fmt: skip
FISH = _said_of(
    title="Sea Oil", brand="Sea", categories=("Games > Board",),
    attributes={
        "source": "Wild-caught anchovy", "back": "Laminated ash", "top": "Solid spruce",
        "material": "brass head, zinc foot", "light": "a dimmable lamp", "contents": ["60 cards"],
    },
)  # fmt: skip
CABLE = _said_of(
    title="Flex Watch", brand="Flex", description="Wi-Fi watch that counts steps. Guaranteed for life.",
    attributes={"age": "all ages", "lid": "fixed lid", "set_contains": "2 straps", "material": "solid brass"},
)  # fmt: skip


def caught(grounding: Grounding, text: str) -> str | None:
    return grounding.unsupported(Sentence(position=0, text=text))


@pytest.mark.parametrize(
    ("of", "text"),
    [
        (COAT, "This coat is fully lined."), (COAT, "It has a back zip."), (COAT, "The zip is at the back."),
        (COAT, "Its hood is fixed in place."), (WINE, "A sweet Silvaner."),
        (COAT, "Hand-crocheted and lovely."), (ROBOT, "It rolls on foam-filled wheels."),
        (COAT, "You can put it in the dryer."), (COAT, "Tumble-dryer safe and soft."),
        (WINE, "Gentle enough for pregnancy."), (WINE, "Free of sulphites, it suits many."),
        (COAT, "A women's coat for cold days."), (COAT, "It is made of nothing but wool."),
        (WINE, "A pure Kerner with spice."), (COAT, "It comes with repairs for life."),
        (COAT, "It has a lifetime guarantee."), (FOOD, "It suits dogs of all ages."),
        (FOOD, "Suitable from puppyhood through to old age."), (ROBOT, "Just pop the pad in the wash."),
        (COAT, "Available in black and white."), (ROBOT, "It reads AZW3 files."),
        (ROBOT, "It connects over Wi-Fi."), (WINE, "It is certified organic, a lovely extra."),
        (WINE, "It comes as a set of two."), (WINE, "Drink it every morning."),
        (COAT, "It has a hood you can adjust."), (FISH, "An oil of wild-caught salmon."),
        (FISH, "Its all-solid ash back is a beauty."), (FISH, "Made of solid brass from head to foot."),
    ],
)  # fmt: skip
def test_what_the_facts_tell_otherwise(of: Grounding, text: str) -> None:
    assert caught(of, text) is not None


@pytest.mark.parametrize(
    "text",
    [
        "It includes two batteries and a charger.", "It arrives with three spare lenses.",
        "It includes a mop cover.", "It includes a remote and a charger.",
        "It comes with an adapter.", "It comes with a 2 Ah battery and a 5 m hose.",
    ],
)  # fmt: skip
def test_the_box_holds_what_is_listed(text: str) -> None:
    assert caught(ROBOT, text) is not None


def test_a_category_puts_nothing_in_the_box() -> None:
    assert caught(FISH, "The box of this oil contains 60 cards and a board.") is not None


@pytest.mark.parametrize(
    "text",
    ["The Orbit tracks your heart rate.", "It washes its own mop.", "It estimates your bone mass."],
)
def test_deeds_that_no_fact_tells_of(text: str) -> None:
    assert caught(ROBOT, text) is not None


@pytest.mark.parametrize(
    ("of", "text"),
    [
        (COAT, "An unlined coat with a side zip."), (COAT, "Its hood is removable."),
        (WINE, "A dry Silvaner."),
        (COAT, "A sweet little coat."), (COAT, "Not a back zip, but one at the side."),
        (COAT, "Hand-knitted and lovely."), (ROBOT, "It rolls on air-filled wheels."),
        (COAT, "Just don't tumble dry it."), (WINE, "Not for pregnancy."), (WINE, "Free from gelatine."),
        (COAT, "A coat for women and men alike."), (CABLE, "It is covered for life."),
        (CABLE, "Guaranteed for life and for all ages."), (CABLE, "Made of solid brass and well liked."),
        (COAT, "Loved in black and white photos."), (CABLE, "It has Wi-Fi on board."),
        (CABLE, "The lid is fixed."), (CABLE, "It counts your steps."), (CABLE, "It comes as a set of two."),
        (ROBOT, "It includes one battery, two dust bags and a charger."),
        (ROBOT, "It arrives with a spare lens."), (ROBOT, "It comes with a 2 Ah battery and a charger."),
        (ROBOT, "The mop cover is not included."),
        (ROBOT, "It vibrates its mop."), (WINE, "Drink it every evening."),
        (FISH, "An oil of wild-caught anchovy."), (FISH, "Its solid spruce top is a beauty."),
        (FISH, "A lamp you can dim."), (FISH, "The box contains 60 cards."),
    ],
)  # fmt: skip
def test_what_the_facts_bear_out(of: Grounding, text: str) -> None:
    assert caught(of, text) is None
