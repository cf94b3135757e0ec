"""One, several, most or all of the products that a comparison names, or the usual price of its own."""

from __future__ import annotations

from collections.abc import Callable

from agent.narration.claims.aspect_words import Aspect
from agent.narration.claims.differences import both_measured, differ_by, shared
from agent.narration.claims.hedges import Hedge, agrees
from agent.narration.claims.known import Facts
from agent.narration.claims.marks import MOST, SOME, USUAL, marked
from agent.narration.claims.quantities import Quantity


class Targets:
    """What is compared with, in one list of ``n``; ``facts`` gives those at a position."""

    def __init__(self, facts: Callable[[int], Facts], n: int) -> None:
        self._facts = facts
        self._n = n

    def scaled(self, target: str, own: int, aspect: Aspect, factor: float, hedge: Hedge) -> bool | None:
        """Whether it has ``factor`` times as much of the aspect."""
        mine = self._facts(own)

        def agree(pair: tuple[float, float]) -> bool:
            return agrees(pair[0] / pair[1], factor, hedge, factor * 0.025)

        def holds(other: Facts | None) -> bool | None:
            for key in aspect.keys:
                pair = both_measured(mine, other, key)
                if pair is not None and pair[1]:
                    return agree(pair)
            # By a measure under another name: "twice the range of …" of its zoom.
            told = [agree(pair) for pair in shared(mine, other) if pair[1]]
            return any(told) if told else None

        return self.all_of(target, own, holds)

    def differ(
        self, mine: Facts, target: str, own: int, aspect: Aspect, amount: Quantity | None, hedge: Hedge
    ) -> bool | None:
        """Whether it has more (or less) of the aspect, by ``amount`` where one is said."""
        return self.all_of(target, own, lambda other: differ_by(mine, other, aspect, amount, hedge))

    def all_of(self, target: str, own: int, holds: Callable[[Facts | None], bool | None]) -> bool | None:
        """Whether it holds of as many as are meant; the first ``None`` of ``holds``: not to be known.

        An argument of ``None`` stands for the usual price of the product itself.
        """
        marks = [char for char in target if "\ue000" <= char <= "\uf8ff"]
        unknown = False
        for char in marks:
            if char == USUAL:
                results = [holds(None)]
            else:
                results = [holds(self._facts(i)) for i in marked(char, own, self._n) if i != own]
            if not results:
                return False
            enough = len(results) // 2 + 1 if char == MOST else 1 if char == SOME else len(results)
            if sum(result is not False for result in results) < enough:
                return False
            unknown |= sum(result is True for result in results) < enough
        return None if unknown else bool(marks)
