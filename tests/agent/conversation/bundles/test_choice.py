"""One of each kind within a budget: never dearer, never twice the same, and nothing better was left."""

from __future__ import annotations

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from agent.conversation.bundles.choice import Offer, chosen

OFFERS = st.builds(
    Offer,
    key=st.sampled_from("abcdefg"),
    cents=st.integers(0, 50),
    worth=st.integers(0, 20).map(float),
)
KINDS = st.lists(st.lists(OFFERS, max_size=4, unique_by=lambda offer: offer.key), max_size=4)


def value(kinds: list[list[Offer]], picks: tuple[str | None, ...]) -> tuple[int, float]:
    taken = [
        next(offer for offer in offers if offer.key == key)
        for offers, key in zip(kinds, picks, strict=True)
        if key is not None
    ]
    return sum(offer.cents for offer in taken), sum(offer.worth for offer in taken)


@given(kinds=KINDS, budget=st.none() | st.integers(0, 120))
def test_the_most_worth_that_the_budget_allows(kinds: list[list[Offer]], budget: int | None) -> None:
    # Keys told apart by kind, as products of different kinds are.
    kinds = [[Offer(f"{o.key}{n}", o.cents, o.worth) for o in offers] for n, offers in enumerate(kinds)]
    picks = chosen(kinds, budget)
    cents, worth = value(kinds, picks)
    assert budget is None or cents <= budget
    best = 0.0
    for choice in product(*([None, *(offer.key for offer in offers)] for offers in kinds)):
        cost, got = value(kinds, choice)
        if budget is None or cost <= budget:
            best = max(best, got)
    assert worth == best


@given(kinds=KINDS, budget=st.none() | st.integers(0, 120))
def test_a_product_of_two_kinds_is_taken_once(kinds: list[list[Offer]], budget: int | None) -> None:
    picks = [key for key in chosen(kinds, budget) if key is not None]
    assert len(picks) == len(set(picks))
