"""One of each kind, together within a budget: the multiple-choice knapsack.

After every kind the choices so far are thinned to those that nothing cheaper surpasses (Pisinger, A Minimal
Algorithm for the Multiple-Choice Knapsack Problem, 1995, uses the same dominance).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

MOST_STATES = 2000
"""So many partial choices are kept; a handful of kinds with a dozen products each stays far below."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One product for one kind: its price in cents, and what it is worth to have."""

    key: str
    cents: int
    worth: float


@dataclass(frozen=True, slots=True)
class _State:
    cents: int
    worth: float
    picks: tuple[str | None, ...]


def chosen(kinds: Sequence[Sequence[Offer]], budget: int | None) -> tuple[str | None, ...]:
    """The key of the offer taken of each kind, in the order of ``kinds``; None where none fits.

    The worth of all together is the highest that ``budget`` (cents) allows; no key is taken twice. What is
    worth less than nothing is never taken.
    """
    states = [_State(0, 0.0, ())]
    for offers in kinds:
        grown = [_State(s.cents, s.worth, (*s.picks, None)) for s in states]
        for state in states:
            for offer in offers:
                cents = state.cents + offer.cents
                if (budget is None or cents <= budget) and offer.key not in state.picks:
                    grown.append(_State(cents, state.worth + offer.worth, (*state.picks, offer.key)))
        states = _undominated(grown)
    return max(states, key=lambda state: state.worth).picks


def _undominated(states: list[_State]) -> list[_State]:
    kept: list[_State] = []
    best = float("-inf")
    for state in sorted(states, key=lambda s: (s.cents, -s.worth)):
        if state.worth > best:
            kept.append(state)
            best = state.worth
    return kept if len(kept) <= MOST_STATES else sorted(kept, key=lambda s: -s.worth)[:MOST_STATES]
