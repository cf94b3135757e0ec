"""Every claim of a clause about one product of a list, with whether it holds."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, cached_property, partial

from agent.narration.claims.amounts import amounts
from agent.narration.claims.comparisons import Comparing
from agent.narration.claims.hedges import Verdict
from agent.narration.claims.kinds import Kinds
from agent.narration.claims.known import Facts
from agent.narration.claims.listing import Listing
from agent.narration.claims.makers import misattributed, not_of
from agent.narration.claims.marks import FULL, mark
from agent.narration.claims.named import named
from agent.narration.claims.reductions import usual_prices
from agent.narration.claims.scopes import Scopes
from agent.narration.claims.sized import sizes
from agent.narration.claims.states import states, words
from agent.narration.claims.structure import structure
from agent.narration.claims.superlatives import Superlatives
from agent.narration.claims.technical import technical
from agent.narration.claims.unit_prices import UnitPrice, by_unit, unit_price, unit_prices
from agent.narration.claims.verbatim import verbatim


class Judging(Listing):
    """The facts of a list, and the verdicts on what is said of them."""

    def _verdicts(self, clause: str, subject: int, other: int | None, *, sure: bool = True) -> list[Verdict]:
        """``other``: with whom ``10 g lighter`` compares; not ``sure``: only where it says by how much."""
        facts = self._of(subject)
        # A gap is one to whom it is compared with, wherever the sentence names it.
        whole = clause if other is None else f"{clause} {mark(other)}"
        clause, usual = usual_prices(clause, facts)
        clause, verdicts = unit_prices(clause, facts)
        verdicts += usual
        for maker in misattributed(whole):
            other_maker = not_of([maker], subject % FULL, self._public)
            verdicts.append(Verdict(other_maker or "its maker", other_maker is None))
        clause, unit = unit_price(clause, facts)
        comparing, superlatives = self._comparing, self._superlatives
        if unit is not None:
            of = cache(partial(self._by_unit, unit=unit))
            comparing = Comparing(of, len(self._public))
            superlatives = Superlatives(of, len(self._public), self._scopes(of))
        clause, more = comparing.check(clause, subject)
        verdicts += more
        clause, more = superlatives.check(clause, subject)
        verdicts += more
        if other is not None and other != subject:
            clause, more = comparing.bare(clause, subject, other, sure=sure)
            verdicts += more
        spans: list[tuple[int, int]] = []
        for verdict, span in sizes(clause, facts):
            verdicts.append(verdict)
            spans.append(span)
        for start, end in spans:
            clause = clause[:start] + " " * (end - start) + clause[end:]
        verdicts += states(clause, facts)
        said = [*amounts(clause, facts, self._others(subject), whole), *words(clause, facts)]
        said += structure(clause, facts, self._listed)
        said += technical(clause, facts, mark(subject))
        said += named(clause, facts, self._listed, self._elsewhere(subject))
        return verdicts + [each for each in said if each.holds or not verbatim(each.claim, clause, facts)]

    def _by_unit(self, position: int, unit: UnitPrice) -> Facts:
        return by_unit(self._of(position), unit)

    @cached_property
    def _comparing(self) -> Comparing:
        return Comparing(self._of, len(self._public))

    @cached_property
    def _superlatives(self) -> Superlatives:
        return Superlatives(self._of, len(self._public), self._scopes(self._of))

    def _scopes(self, of: Callable[[int], Facts]) -> Scopes:
        return Scopes(of, len(self._public), self._learned, self._kinds_of_list)

    @cached_property
    def _kinds_of_list(self) -> Kinds:
        return Kinds(self._of, len(self._public))
