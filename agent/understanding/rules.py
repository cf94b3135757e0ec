"""The interpreter without a model: from a message to constraints, by the catalog's own vocabulary.

It reads what is certain and leaves the rest as text: what the catalog has no attribute for becomes no
constraint. One message costs a few milliseconds at any vocabulary size.
"""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from itertools import islice

from agent.types import Intent, Understanding
from agent.understanding import phrases
from agent.understanding.adjusted import adjusted
from agent.understanding.bounds import MOST_BOUNDS, Bound, bounds, held
from agent.understanding.building import build_lexicon
from agent.understanding.carried import Count, carried
from agent.understanding.gifts import for_somebody
from agent.understanding.lexicon import Lexicon
from agent.understanding.merge import Said, merged
from agent.understanding.prices import combined, price_phrases
from agent.understanding.shelf import Shelf
from agent.understanding.slots import Slots, blank, read_slots
from agent.understanding.wishes import Wish, asked_anew, wish
from agent.understanding.words import lowered
from retrieval.types import Constraints, Sort, Vocabulary

MOST_CHARACTERS = 2000
"""Of a message; what lies beyond is not read."""


class RulesInterpreter:
    """Satisfies :class:`agent.ports.Interpreter`; holds the matcher of the latest vocabulary."""

    def __init__(self, count: Count | None = None) -> None:
        """``count`` is asked, in a thread, when another kind is asked for; without it, all goes along."""
        self._lexicon: Lexicon | None = None
        self._count = count

    async def interpret(self, message: str, before: Constraints, vocabulary: Vocabulary) -> Understanding:
        """What the message means against the constraints in force ``before``. Never raises on any text."""
        lexicon = await self.lexicon(vocabulary)
        # In a thread too: an honest message costs a millisecond, one made to cost much a hundred.
        return await asyncio.to_thread(understand, message, before, lexicon, self._count)

    async def lexicon(self, vocabulary: Vocabulary) -> Lexicon:
        """The matcher of this vocabulary."""
        if self._lexicon is None or self._lexicon.revision != vocabulary.revision:
            # In a thread: tens of milliseconds at some ten thousand products, once per revision.
            self._lexicon = await asyncio.to_thread(build_lexicon, vocabulary)
        return self._lexicon


def understand(
    message: str, before: Constraints, lexicon: Lexicon, count: Count | None = None
) -> Understanding:
    """One message, read by rules. ``count``: see :mod:`agent.understanding.carried`."""
    original = message[:MOST_CHARACTERS]
    text = lowered(original)
    if phrases.GREETING.match(text):
        return Understanding(text=original.strip(), constraints=before, intent="chitchat")
    reading, said = _read(text, before, lexicon, count)
    intent = _intent(text, before, said, lexicon)
    if asked_anew(text) and not any(name in lexicon.kinds for name in said.include):
        before, intent = _shoppers_own(before, lexicon, wish(original)), "search"
    if intent == "question":
        return Understanding(text=original.strip(), constraints=before, intent=intent)
    constraints = in_force(before, said, lexicon, count)
    if count is not None:
        wished = wish(original)
        if wished is not None and wished.kind == "gift" and intent in ("search", "refine"):
            constraints = for_somebody(constraints, lexicon.kinds, lexicon.people, count)
    return Understanding(
        text=reading.rest(original) or original.strip(),
        constraints=constraints,
        intent=intent,
    )


def _shoppers_own(before: Constraints, lexicon: Lexicon, wished: Wish | None) -> Constraints:
    """What goes along to another wish altogether: stock, whom it is for, what is ruled out, and the price.

    What one thing may cost is no budget for a whole outfit.
    """
    include = {name: values for name, values in before.include.items() if name in lexicon.people}
    single = wished is not None and wished.kind == "gift"
    price = before.price if single else None
    return before.model_copy(update={"include": include, "price": price, "sort": None})


def unread(message: str, before: Constraints, lexicon: Lexicon) -> str:
    """A message in lower case with a space for each letter of a phrase that was read; values stay."""
    return _read(lowered(message[:MOST_CHARACTERS]), before, lexicon)[0].text


def _read(
    text: str, before: Constraints, lexicon: Lexicon, count: Count | None = None
) -> tuple[_Reading, Said]:
    """What a message says by itself; ``before`` tells whether an amount may move a bound, and of what kind
    the talk is."""
    reading = _Reading(text)
    reset = reading.take(phrases.RESET)
    waved_away = reading.take(phrases.WAVED_AWAY)
    any_price = reading.take(phrases.ANY_PRICE)
    any_stock = reading.take(phrases.ANY_STOCK)
    in_stock = reading.take(phrases.IN_STOCK)
    unsorted = reading.take(phrases.UNSORTED)
    sort = reading.sort()
    prices = price_phrases(reading.text, lexicon.describing, lexicon.currency)
    if not prices and before.price is not None:
        prices = adjusted(reading.text, before.price)
    reading.cut([(phrase.start, phrase.end) for phrase in prices])
    said_of = bounds(reading.text, lexicon.scales, lexicon.name_words, before.include)
    limits = list(islice(said_of, MOST_BOUNDS))
    reading.cut([(limit.start, limit.end) for limit in limits])
    slots = read_slots(reading.text, lexicon, Shelf(lexicon, Constraints() if reset else before, count))
    reading.cut(slots.cut)
    _measure(slots, limits, before, lexicon, count)
    if phrases.OR_FIRST.match(text):
        _also_not(slots, before)
    said = Said(
        price=combined(prices),
        any_price=any_price,
        include={name: tuple(values) for name, values in slots.include.items()},
        exclude={name: tuple(values) for name, values in slots.exclude.items()},
        dropped_names=frozenset(slots.dropped_names),
        dropped_values=frozenset(slots.dropped_values),
        in_stock=True if in_stock else None,
        any_stock=any_stock,
        sort=sort,
        unsorted=unsorted,
        reset=reset,
        adds=bool(phrases.ALSO.search(text)) and not phrases.INSTEAD.search(text),
    )
    kind = any(name in lexicon.kinds for name in said.include)
    return reading, replace(said, reset=True) if waved_away and (kind or said == Said()) else said


def _measure(
    slots: Slots, limits: list[Bound], before: Constraints, lexicon: Lexicon, count: Count | None
) -> None:
    """Lays what was said of measures over what was read: of the kind asked for, else of that in force."""
    kinds = lexicon.kinds
    of = {name: tuple(values) for name, values in slots.include.items() if name in kinds}
    of = of or {name: values for name, values in before.include.items() if name in kinds}
    within = held(limits, lexicon.scales, of, count)
    slots.include.update({name: list(values) for name, values in within.items()})


def _also_not(slots: Slots, before: Constraints) -> None:
    """After "no orange", "or mint" goes on with what is ruled out."""
    for name in [n for n in slots.include if n in before.exclude and n not in before.include]:
        slots.exclude.setdefault(name, []).extend(slots.include.pop(name))


def in_force(before: Constraints, said: Said, lexicon: Lexicon, count: Count | None) -> Constraints:
    """What holds once a message was read, whoever has read it."""
    constraints = _without_loose(merged(before, said, lexicon.kinds), lexicon)
    if count is None:
        return constraints
    return carried(constraints, said.include, lexicon.kinds, lexicon.people, count)


def _without_loose(constraints: Constraints, lexicon: Lexicon) -> Constraints:
    """Where many products have no category, the word for one is searched for and loses none of them."""
    if not lexicon.loose or "category" not in constraints.include:
        return constraints
    include = {name: values for name, values in constraints.include.items() if name != "category"}
    return constraints.model_copy(update={"include": include})


class _Reading:
    """A message while phrase after phrase is taken out of it; positions stay those of the message."""

    def __init__(self, text: str) -> None:
        self.text = text

    def take(self, pattern: re.Pattern[str]) -> bool:
        """Whether the phrase is there; it is gone afterwards."""
        found = [match.span() for match in pattern.finditer(self.text)]
        self.cut(found)
        return bool(found)

    def sort(self) -> Sort | None:
        """The order asked for, the last one where there are several."""
        found: list[tuple[int, Sort]] = []
        for name, pattern in phrases.SORTS:
            spans = [match.span() for match in pattern.finditer(self.text)]
            found += [(start, name) for start, _ in spans]
            self.cut(spans)
        return max(found)[1] if found else None

    def cut(self, parts: list[tuple[int, int]]) -> None:
        """Blank these parts."""
        self.text = blank(self.text, parts)

    def rest(self, original: str) -> str:
        """What remains of the message, in its own letters, without the words that only lead in."""
        start = 0
        lead = phrases.LEAD_IN.match(self.text)
        if lead is not None:
            start = lead.end()
        kept = "".join(
            letter if seen != " " else " "
            for letter, seen in zip(original[start:], self.text[start:], strict=True)
        )
        kept = re.sub(r"\s+", " ", kept)
        kept = re.sub(r"(?:\s*[,;:.!?]\s*)+(?=[,;:.!?]|$)", "", kept)
        kept = re.sub(r"\s+(?:and|but|or|for|in|at|with|to|on|is|my)\s*$", "", kept, flags=re.IGNORECASE)
        kept = kept.strip(" ,;:.!?-")
        return kept if re.search(r"\w\w", kept) else ""


def _intent(text: str, before: Constraints, said: Said, lexicon: Lexicon) -> Intent:
    kind = any(name in lexicon.kinds for name in said.include)
    if (
        phrases.SHOP_QUESTION.search(text)
        and phrases.QUESTION.search(text)
        and not kind
        and said.price is None
    ):
        return "question"
    if phrases.COMPARE.search(text) and not kind:
        return "compare"
    if phrases.SIMILAR.search(text) and not kind:
        return "similar"
    if said.reset or kind:
        return "search"
    if phrases.REFINES.search(text) or (said.anything and before != Constraints()):
        return "refine"
    return "search"
