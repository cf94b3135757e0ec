"""Does a sentence say only what the facts bear out?

Comparisons and superlatives are looked up in the list, every number, brand, colour, material, feature,
size and state in the product that the sentence (or its clause) speaks of. What is missing from a
product bears out nothing; a judgement of taste claims nothing. Opening prose may use the numbers of the
whole list and of the request. What is said of the shopper is held to what is known of them. The parts
stand in :mod:`agent.narration.claims`.
"""

from __future__ import annotations

import re
from functools import cached_property

from agent.narration.claims.attributed import Attributed
from agent.narration.claims.bargains import Bargains
from agent.narration.claims.bounds import beyond, too_long
from agent.narration.claims.clauses import clauses
from agent.narration.claims.comparison_words import no_less, shown
from agent.narration.claims.completed import completed
from agent.narration.claims.currencies import foreign
from agent.narration.claims.dated import Dated
from agent.narration.claims.elided import in_full, rivals_of
from agent.narration.claims.elliptic import filled
from agent.narration.claims.epithets import epithets, of_two
from agent.narration.claims.excepted import Excepted
from agent.narration.claims.exceptions import alone
from agent.narration.claims.gathered import Gathered
from agent.narration.claims.hedges import Verdict, first, told
from agent.narration.claims.judging import Judging
from agent.narration.claims.kinds import counted, paired
from agent.narration.claims.lacks import forgone
from agent.narration.claims.list_sizes import listed
from agent.narration.claims.makers import makers, not_of, unfitting, unnamed
from agent.narration.claims.marks import BASE, mark, marked
from agent.narration.claims.narrowed import Narrowed
from agent.narration.claims.opening import Openings
from agent.narration.claims.price_limits import within_limits
from agent.narration.claims.price_shares import prices_likened
from agent.narration.claims.price_tags import PriceTags
from agent.narration.claims.price_words import PriceWords
from agent.narration.claims.quantified import Quantified, hidden
from agent.narration.claims.ranked import Ranked
from agent.narration.claims.references import References, contrasted
from agent.narration.claims.reviewed import reviewed
from agent.narration.claims.sharing import Sharing
from agent.narration.claims.shopper import Shopper
from agent.narration.claims.tallies import Tallies
from agent.narration.claims.unit_prices import per_unit
from agent.narration.claims.wording import spelt
from agent.types import Sentence

_GAINS = re.compile(r"\b(?:add|gain)s?\b", re.I)
"""What it has more of is a gap, the same from either side: no contrast that both share."""


_REHEARSED = "It is a nice one."


class Grounding(Judging):
    """The facts of one shortlist, prepared once, for every sentence said about it."""

    def prepare(self, position: int) -> None:
        """Read the facts of one product now: a sentence about it need not wait for that."""
        facts = self._of(position)
        _ = (facts.has, facts.mentioned, facts.numbers, facts.stems)
        # What is learned of the list and of the product, is kept by whoever asks for it first: a sentence
        # that claims nothing asks for all that every sentence does.
        self._unsupported(Sentence(position=position, text=_REHEARSED))

    def unsupported(self, sentence: Sentence) -> str | None:
        """The first claim of the sentence that the facts do not bear out; None where all of them are."""
        claim = self._unsupported(sentence)
        return None if claim is None else shown(claim)

    def _unsupported(self, sentence: Sentence) -> str | None:
        if (much := too_long(sentence.text)) is not None:
            return much
        if (amount := foreign(sentence.text, self._signs)) is not None:
            return amount
        of_product, never = self._shopper.resolved(sentence.text)
        if never is not None:
            return never
        if sentence.position is None:
            return self._openings.check(of_product, self._requested)
        return self._said(of_product, sentence.position)

    def _said(self, of_product: str, own: int) -> str | None:
        """As :meth:`unsupported`, of what is said of products alone; ``own``: of which first of all."""
        text, many = self._several(spelt(of_product), own)
        if many is not None:
            return many
        text, maker = self._attributed.check(text, own)
        if maker is not None:
            return maker
        text, date = self._dated.check(text, own)
        if date is not None:
            return date
        text = completed(reviewed(text), own)
        text, count = self._tallies.check(text, own)
        text, tag = self._price_tags.check(text, own)
        text = prices_likened(self._price_words.plainly(text, own), own)
        text = alone(within_limits(text))
        text, gap = self._bargains.check(paired(text, own), own)
        text, following = self._ranked.resolved(text, own)
        if (claim := count or tag or gap or following) is not None:
            return claim
        text, denials = in_full(of_two(text), own)
        for denial in denials:
            if (claim := self._denied(denial.said, (denial.other,), own)) is not None:
                return claim
        if "the one " in text:
            text = listed(text, self._called, resolved=True)
        if (much := beyond(text)) is not None:
            return much
        made = makers(unnamed(text, own, self._public), own, self._called)
        if (maker := not_of(made, own, self._public)) is not None:
            return maker
        if (other_title := unfitting(text, own, self._public)) is not None:
            return other_title
        for other, said in self._references.asides(text, own):
            if (claim := first(self._verdicts(said, other, own))) is not None:
                return claim
        for other, said, start, end in epithets(text, own, len(self._public)):
            if (claim := first(verdicts := self._verdicts(said, other, own))) is not None:
                return claim
            text = f"{text[:start]}{text[end:]}" if verdicts else text
        named, whole = rivals_of(text, own), text
        text, contrasts, likes = self._references.resolved(filled(text), own)
        for other, said in likes:
            if any(not verdict.holds for verdict in self._verdicts(said, other, None)):
                return f"like {self._public[other].title}"
        before: tuple[int, ...] = (own,)
        rivals = contrasts or named
        for who, denied, clause, one in clauses(text, own, len(self._public)):
            if denied or one:
                claim = self._one(clause, who, own) if one else self._denied(clause, who, own)
                if claim is not None:
                    return claim
                continue
            claim = self._clause(clause, who, own, contrasts, rivals, whole)
            # After a clause about another product "it" may be either of the two.
            meant = before != who and re.match(r"its?\b|it's\b", clause, re.I)
            if claim is not None and not (
                meant and self._clause(clause, before, own, contrasts, rivals, whole) is None
            ):
                return claim
            before = who
        return None

    def _several(self, text: str, own: int) -> tuple[str, str | None]:
        """The sentence, its names masked, without what it says of so many; the first that does not hold."""
        text, claim = self._narrowed.check(text, own)
        if claim is not None:
            return text, claim
        short, who = hidden(text)
        rest, claim = self._quantified.check(self._masked(short, own), who, own) if who else (None, None)
        if claim is not None:
            return text, claim
        return self._excepted.check(self._masked(text, own) if rest is None else rest, own)

    def _counted(self, text: str) -> tuple[str, str | None]:
        """Opening prose as :meth:`_several` gives a sentence, without its counts of the list."""
        rest, many = self._several(spelt(text), 0)
        rest, count = self._tallies.check(rest, 0)
        return rest, many or count

    def _masked(self, text: str, own: int) -> str:
        """The text with the products that it speaks of as their marks."""
        text = self._gathered.named(per_unit(forgone(text)), own)
        text = listed(counted(text, len(self._public)), self._called)
        return self._names.mask(text, own, self._gathered.told)

    def _clause(
        self, clause: str, who: tuple[int, ...], own: int, contrasts: list[str], rivals: list[str], whole: str
    ) -> str | None:
        clause, counts = self._sharing.check(clause, own)
        if (claim := first(counts)) is not None:
            return claim
        for subject in who:
            others = [own] if subject != own else self._beside(contrasts, rivals, own)
            other, sure = others[-1], bool(contrasts) or subject != own or len(rivals) == 1
            verdicts: list[Verdict] = []
            for each in others:
                verdicts = self._verdicts(clause, subject, each, sure=sure)
                if (claim := first(verdicts)) is not None:
                    return claim
            if subject != own or not verdicts:
                continue
            said = contrasted(clause, whole) if contrasts else clause
            if said != clause:
                verdicts = self._verdicts(said, own, other, sure=True)
            for rival in (i for char in contrasts for i in marked(char, own, len(self._public))):
                of_rival = self._verdicts(said, rival, None)
                if of_rival and first(of_rival) is None and told(verdicts) and not _GAINS.search(clause):
                    return verdicts[0].claim
        return None

    def _denied(self, clause: str, others: tuple[int, ...], own: int) -> str | None:
        """``No other one is waterproof``: false where it holds of one of them."""
        clause, owner, rest = clause.partition(f"{mark(own)}, with ")
        if rest and (claim := first(self._verdicts(f"with {rest}", own, None))) is not None:
            return claim  # "Nothing here is lighter than this one, with its 900 g."
        clause = no_less(clause)
        for other in others:
            verdicts = self._verdicts(f"{clause}{owner[:1]}", other, own)
            if verdicts and first(verdicts) is None:
                return verdicts[0].claim
        return None

    def _one(self, clause: str, others: tuple[int, ...], own: int) -> str | None:
        """``Only one is cheaper``: as many of them as it says."""
        said = [verdicts for i in others if (verdicts := self._verdicts(clause, i, own))]
        holding = sum(first(verdicts) is None for verdicts in said)
        return said[0][0].claim if said and holding != 1 else None

    def _other(self, contrasts: list[str], own: int) -> int | None:
        rivals = [i for char in contrasts for i in marked(char, own, len(self._public))]
        return rivals[0] if len(rivals) == 1 else None

    def _beside(self, contrasts: list[str], rivals: list[str], own: int) -> list[int | None]:
        """Whom it is compared with: each that it is set against, or the only other one."""
        n = len(self._public)
        named: list[int | None] = [ord(char) - BASE for char in contrasts if BASE <= ord(char) < BASE + n]
        if len(named) > 1 and len(named) == len(contrasts):
            return named
        return [self._other(rivals, own)]

    @cached_property
    def _openings(self) -> Openings:
        return Openings(
            self._of,
            len(self._public),
            self._said,
            self._counted,
            lambda text, i: self._verdicts(text, i, None),
        )

    @cached_property
    def _ranked(self) -> Ranked:
        return Ranked(self._of, len(self._public))

    @cached_property
    def _attributed(self) -> Attributed:
        return Attributed(self._of, len(self._public))

    @cached_property
    def _dated(self) -> Dated:
        return Dated(self._of, len(self._public))

    @cached_property
    def _bargains(self) -> Bargains:
        return Bargains(self._of, len(self._public))

    @cached_property
    def _price_tags(self) -> PriceTags:
        return PriceTags(self._of, len(self._public))

    @cached_property
    def _price_words(self) -> PriceWords:
        return PriceWords(self._of, len(self._public))

    @cached_property
    def _references(self) -> References:
        return References(self._of, len(self._public))

    @cached_property
    def _gathered(self) -> Gathered:
        return Gathered(self._of, len(self._public), lambda what, i: self._verdicts(what, i, None))

    @cached_property
    def _tallies(self) -> Tallies:
        return Tallies(len(self._public), self._gathered, self._verdicts)

    @cached_property
    def _quantified(self) -> Quantified:
        return Quantified(len(self._public), self._gathered.members, self._verdicts)

    @cached_property
    def _narrowed(self) -> Narrowed:
        return Narrowed(len(self._public), self._quantified)

    @cached_property
    def _excepted(self) -> Excepted:
        return Excepted(len(self._public), self._quantified, self._verdicts)

    @cached_property
    def _shopper(self) -> Shopper:
        return Shopper(self._shortlist)

    @cached_property
    def _sharing(self) -> Sharing:
        return Sharing(
            self._public,
            lambda what, position: self._verdicts(what, position, None),
            self._names.groups.kind,
            self._gathered,
        )
