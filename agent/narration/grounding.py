"""Does a sentence say only what the facts bear out?

Comparisons and superlatives are looked up in the list, every number, brand, colour, material, feature,
size and state in the product that the sentence (or its clause) speaks of. What is missing from a
product bears out nothing; a judgement of taste claims nothing. Opening prose may use the numbers of the
whole list and of the request. The parts stand in :mod:`agent.narration.claims`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property, partial

from agent.narration.claims.amounts import amounts, listed
from agent.narration.claims.comparisons import Comparing
from agent.narration.claims.hedges import Verdict
from agent.narration.claims.known import Facts
from agent.narration.claims.mentions import ALL, MOST, NONE, OTHERS, SOME, USUAL, Names, mark, marked
from agent.narration.claims.quantities import MONEY, quantities
from agent.narration.claims.sharing import Sharing
from agent.narration.claims.states import misattributed, sizes, states, words
from agent.narration.claims.superlatives import Superlatives
from agent.narration.claims.unit_prices import UnitPrice, by_unit, unit_price, unit_prices
from agent.narration.claims.vocabulary import Table, learn
from agent.narration.claims.wording import MARKS, spelt
from agent.types import Sentence, Shortlist

_TOLERANCE = 0.0051
_VERBS = (
    r"(?:is|isn't|are|aren't|was|were|costs?|has|have|weighs?|comes?|runs?|sells?|goes|sits|gets?|does|"
    r"doesn't|will|"
    r"offers?|gives?|keeps?|holds?|sleeps|seats|lasts?|measures?|rates?|scores?|stays?|takes?|asks?|"
    r"needs?|makes?)"
)
_SUBJECT = re.compile(
    rf"(?:^|[,;:(.]\s*|\b(?:while|whereas|but|although|though|and|where|since|because|as)\s+)"
    rf"(?:(?:the|all|both|of|a)\s+)*(?P<m>[{MARKS}](?:(?:,|,? and)\s+(?:the\s+)?[{MARKS}])*)"
    rf"(?:\s+(?:ones?|here|[a-z]+))?(?=(?:\s+(?:only|also|"
    rf"both|all|each))?\s+{_VERBS}\b|'s\s+(?:\d|at|an?|in|only)|,? at [$€£])",
    re.I,
)
_OWN = re.compile(
    r"(?:[,;.]\s*(?:(?:but|and|so|while|whereas)\s+)?|\b(?:while|whereas|but|and)\s+)(?=(?:this|it|its|"
    r"it's)\b)",
    re.I,
)
_CONTRAST = re.compile(
    rf"(?:^|[,;]?\s*)\b(?:unlike|in contrast to|compared (?:with|to)|next to|versus|vs\.?)\s+(?:(?:the|"
    rf"all|both|any|of|most)\s+)*(?P<t>[{MARKS}])(?:\s+ones?)?,?",
    re.I,
)


class Grounding:
    """The facts of one shortlist, prepared once, for every sentence said about it."""

    def __init__(self, shortlist: Shortlist) -> None:
        self._shortlist = shortlist
        self._public = [item.product.public() for item in shortlist.items]
        self._known: dict[int, Facts] = {}

    def unsupported(self, sentence: Sentence) -> str | None:
        """The first claim of the sentence that the facts do not bear out; None where all of them are."""
        if sentence.position is None:
            return self._opening(sentence.text)
        own = sentence.position
        text = self._names.mask(listed(spelt(sentence.text), len(self._public)), own)
        contrasts = [found["t"] for found in _CONTRAST.finditer(text)]
        text = _CONTRAST.sub(" ", text)
        before: tuple[int, ...] = (own,)
        for who, denied, clause in self._clauses(text, own):
            if denied:
                if (claim := self._denied(clause, who, own)) is not None:
                    return claim
                before = who
                continue
            claim = self._clause(clause, who, own, contrasts)
            # After a clause about another product "it" may be either of the two.
            meant = before != who and re.match(r"its?\b|it's\b", clause, re.I)
            if claim is not None and not (meant and self._clause(clause, before, own, contrasts) is None):
                return claim
            before = who
        return None

    def _clause(self, clause: str, who: tuple[int, ...], own: int, contrasts: list[str]) -> str | None:
        clause, counts = self._sharing.check(clause, own)
        if (claim := _first(counts)) is not None:
            return claim
        for subject in who:
            other = own if subject != own else self._other(contrasts, own)
            verdicts = self._verdicts(clause, subject, other)
            if (claim := _first(verdicts)) is not None:
                return claim
            if subject != own or not verdicts:
                continue
            rivals = [i for char in contrasts for i in marked(char, own, len(self._public))]
            for rival in rivals:
                others = self._verdicts(clause, rival, None)
                if others and _first(others) is None and _told(verdicts):
                    return verdicts[0].claim
        for char in misattributed(clause):
            if char not in (mark(own), OTHERS, MOST, SOME, USUAL, NONE, ALL) and own in who:
                meant = self._public[ord(char) - 0xE000]
                return meant.brand or meant.title
        return None

    def _denied(self, clause: str, others: tuple[int, ...], own: int) -> str | None:
        """``No other one is waterproof``: false where it holds of one of them."""
        for other in others:
            verdicts = self._verdicts(clause, other, own)
            if verdicts and _first(verdicts) is None:
                return verdicts[0].claim
        return None

    def _verdicts(self, clause: str, subject: int, other: int | None) -> list[Verdict]:
        facts = self._of(subject)
        clause, verdicts = unit_prices(clause, facts)
        clause, unit = unit_price(clause, facts)
        comparing, superlatives = self._comparing, self._superlatives
        if unit is not None:
            of = partial(self._by_unit, unit=unit)
            comparing = Comparing(of, len(self._public))
            superlatives = Superlatives(of, len(self._public), self._learned)
        clause, more = comparing.check(clause, subject)
        verdicts += more
        clause, more = superlatives.check(clause, subject)
        verdicts += more
        if other is not None and other != subject:
            clause, more = comparing.bare(clause, subject, other)
            verdicts += more
        spans: list[tuple[int, int]] = []
        for verdict, span in sizes(clause, facts):
            verdicts.append(verdict)
            spans.append(span)
        for start, end in spans:
            clause = clause[:start] + " " * (end - start) + clause[end:]
        verdicts += amounts(clause, facts)
        verdicts += states(clause, facts)
        verdicts += words(clause, facts)
        return verdicts

    def _other(self, contrasts: list[str], own: int) -> int | None:
        rivals = [i for char in contrasts for i in marked(char, own, len(self._public))]
        return rivals[0] if len(rivals) == 1 else None

    def _clauses(self, text: str, own: int) -> list[tuple[tuple[int, ...], bool, str]]:
        """The sentence in pieces with the products that each speaks of, and whether it denies it of them."""
        cuts: list[tuple[int, int, tuple[int, ...], bool]] = []
        for found in _SUBJECT.finditer(text):
            meant = [i for char in found["m"] for i in self._meant(char, own)]
            if who := tuple(dict.fromkeys(meant)):
                cuts.append((found.start(), found.end(), who, NONE in found["m"]))
        if not cuts:
            return [((own,), False, text)]
        cuts += [(found.start(), found.end(), (own,), False) for found in _OWN.finditer(text)]
        cuts.sort()
        pieces: list[tuple[tuple[int, ...], bool, str]] = [((own,), False, text[: cuts[0][0]])]
        for (_, end, who, denied), after in zip(
            cuts, [*(cut[0] for cut in cuts[1:]), len(text)], strict=True
        ):
            pieces.append((who, denied, text[end : max(end, after)]))
        return [piece for piece in pieces if piece[2].strip()]

    def _meant(self, char: str, own: int) -> tuple[int, ...]:
        return marked(char, own, len(self._public)) if "\ue000" <= char <= "\uf8ff" else ()

    def _opening(self, text: str) -> str | None:
        """Numbers of the list and of the request; money only where it is a price."""
        text = spelt(text)
        everything = [self._of(i) for i in range(len(self._public))]
        prices = {price for facts in everything for price in (facts.now, facts.usual) if price is not None}
        prices |= {q.said for facts in everything for q in facts.numbers if q.dimension == MONEY}
        prices |= self._requested
        known = prices | {float(len(everything)), 5.0}
        for facts in everything:
            known |= {q.said for q in facts.numbers}
            product = facts.product
            known |= {float(n) for n in (product.rating, product.rating_count, facts.off) if n is not None}
            if facts.off is not None:
                known.add(float(round(facts.off)))
            if product.published_at is not None:
                known.add(float(product.published_at.year))
        for quantity in quantities(text):
            if not _within(quantity.said, prices if quantity.dimension == MONEY else known):
                return f"{quantity.said:g}"
        return None

    def _of(self, position: int) -> Facts:
        facts = self._known.get(position)
        if facts is None:
            facts = self._known[position] = Facts(self._public[position], self._learned)
        return facts

    def _by_unit(self, position: int, unit: UnitPrice) -> Facts:
        return by_unit(self._of(position), unit)

    @cached_property
    def _learned(self) -> Table:
        return learn(self._public)

    @cached_property
    def _names(self) -> Names:
        return Names(self._public, self._learned)

    @cached_property
    def _comparing(self) -> Comparing:
        return Comparing(self._of, len(self._public))

    @cached_property
    def _sharing(self) -> Sharing:
        return Sharing(self._public, lambda what, position: self._verdicts(what, position, None))

    @cached_property
    def _superlatives(self) -> Superlatives:
        return Superlatives(self._of, len(self._public), self._learned)

    @cached_property
    def _requested(self) -> set[float]:
        price = self._shortlist.constraints.price
        bounds = {b for b in (price.min, price.max) if b is not None} if price else set()
        return {*(q.said for q in quantities(spelt(self._shortlist.request))), *bounds}


def _first(verdicts: Iterable[Verdict]) -> str | None:
    return next((verdict.claim for verdict in verdicts if not verdict.holds), None)


def _told(verdicts: Iterable[Verdict]) -> bool:
    """Something other than a comparison was said: a comparison differs from product to product anyway."""
    return any("…" not in verdict.claim for verdict in verdicts)


def _within(said: float, known: Iterable[float]) -> bool:
    return any(abs(said - fact) <= _TOLERANCE for fact in known)
