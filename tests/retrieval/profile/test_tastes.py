"""What may be said to a shopper of themselves: the latest kinds, of what they may see, and nothing else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from retrieval.profile.tastes import latest, tastes
from retrieval.types import Constraints, EventType, Interaction, Product, Tastes, UserProfile

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def step(product_id: str, kind: EventType, value: float | None = None) -> Interaction:
    return Interaction(product_id=product_id, type=kind, occurred_at=NOW, value=value)


def thing(product_id: str, kind: str, brand: str | None = None) -> Product:
    return Product(
        product_id=product_id, title=f"No. {product_id}", categories=(f"All > {kind}",), brand=brand
    )


PROFILE = UserProfile(
    user_id="ada",
    preferences=Constraints(include={"color": ("green",)}),
    region="XX",
    spend=99.0,
    purchased={name: NOW - timedelta(days=day) for day, name in enumerate("abcd")},
    history=(
        step("e", "review", 5.0),
        step("f", "review", 2.0),
        step("f", "add_to_cart"),
        step("g", "add_to_cart"),
        step("g", "remove_from_cart"),
        step("h", "click"),
        step("a", "add_to_cart"),
        step("i", "add_to_cart"),
    ),
)


def test_the_latest_purchases_and_what_was_liked_and_not_left() -> None:
    assert latest(PROFILE) == (("a", "b", "c"), ("i", "f", "e"))
    assert latest(None) == ((), ())


def test_kinds_and_brands_of_what_is_there_and_may_be_seen() -> None:
    held = {
        "a": thing("a", "Tents", "Fjell"),
        "b": thing("b", "Tents", "Fjell"),
        "c": thing("c", "Whisky"),
        "i": Product(product_id="i", title="A Mug"),
        "e": thing("e", "Tents", "Fjell"),
    }
    found = tastes(PROFILE, held, held.keys() - {"c"})
    assert found == Tastes(stated=PROFILE.preferences, bought=("Tents (Fjell)",), liked=("A Mug",))
    assert tastes(None, held, held.keys()) == Tastes()
