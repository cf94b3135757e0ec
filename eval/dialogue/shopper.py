"""A simulated shopper: says truthfully what they want, a little at a time, and gives up in the end.

| moment | says |
|---|---|
| first | what it is, and one attribute at random |
| asked, an option fits | that option |
| asked about an attribute, none fits | the value they have in mind |
| asked what they cannot tell | that they do not know |
| not asked | one more attribute at random |
| nothing left to say | nothing: they give up |

A price is told as the band it lies in where bands are offered; with ``tells_price`` unasked too.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from random import Random

from agent.conversation.clarifying import PRICE, name_asked
from agent.events import Clarify
from eval.dialogue.wish import BRAND, CATEGORY, Wish
from retrieval.types import Constraints, PriceRange, in_words

AROUND = 0.2
"""``around 50`` is 40 to 60, as the assistant reads it."""
_UNKNOWN = ("I don't know", "no preference", "I'm not sure", "it doesn't matter")
_OPENINGS = ("{}", "{} please", "I'm looking for {}", "show me {}", "I need {}")
_ANSWERS = ("{}", "{}", "{} please", "maybe {}")
_FIRST = {
    "color": ("{value} {kind}", "{kind} in {value}"),
    "colour": ("{value} {kind}", "{kind} in {value}"),
    "gender": ("{kind} for {value}",),
    BRAND: ("{kind} by {value}", "{value} {kind}"),
}
_THEN = {"color": "in {value}", "colour": "in {value}", "gender": "for {value}", BRAND: "by {value}"}


@dataclass(slots=True)
class Shopper:
    """One shopper of one dialogue; the same wish and the same random numbers say the same."""

    wish: Wish
    random: Random
    tells_price: bool = False
    stated: Constraints = field(default_factory=Constraints)
    """Everything said so far, as it was meant."""

    def opening(self) -> str:
        """The first message."""
        names = self._unsaid()
        name = self.random.choice(names) if names else None
        kind = self.wish.kind or ""
        if kind:
            self._state(self.wish.kind_name, kind)
        if name is None:
            said = kind
        elif not kind:
            said = f"something {self._volunteered(name)}"
        else:
            value = self._told(name)
            said = self.random.choice(_FIRST.get(name, ("{kind}, {value}",))).format(kind=kind, value=value)
        return self.random.choice(_OPENINGS).format(said)

    def answer(self, clarify: Clarify, held: Constraints) -> str:
        """To a question; ``held``: the constraints in force when it was asked, as the page has them."""
        name = name_asked(clarify, held)
        for option in clarify.options:
            if name == PRICE and option.constraints.price is not None:
                if self.wish.costs(option.constraints.price):
                    self.stated = self.stated.model_copy(update={"price": option.constraints.price})
                    return self._phrased(option.label)
            elif name is not None and (value := self._among(name, option.constraints)) is not None:
                self._state(name, value)
                return self._phrased(option.label)
        values = () if name is None or name == CATEGORY else self.wish.values(name)
        if not values or name is None:
            return self.random.choice(_UNKNOWN)
        self._state(name, values[0])
        return self._phrased(in_words(name, values[0]))

    def more(self) -> str | None:
        """One more attribute, unasked; None where all is said."""
        names = self._unsaid()
        return self._volunteered(self.random.choice(names)) if names else None

    def _among(self, name: str, offered: Constraints) -> str | None:
        own = {value.casefold(): value for value in self.wish.values(name)}
        wanted = offered.include.get(name, ())
        return next((own[value.casefold()] for value in wanted if value.casefold() in own), None)

    def _unsaid(self) -> list[str]:
        names = [n for n in self.wish.facts if n not in self.stated.include and n != self.wish.kind_name]
        if (
            self.tells_price
            and self.wish.price
            and self.stated.price is None
            and self.stated != Constraints()
        ):
            names.append(PRICE)
        return names

    def _told(self, name: str) -> str:
        """The value in words, from now on stated."""
        value = self.wish.facts[name][0]
        self._state(name, value)
        words = in_words(name, value)
        # "9" alone says nothing: "size 9".
        return words if any(letter.isalpha() for letter in words) else f"{name.replace('_', ' ')} {words}"

    def _volunteered(self, name: str) -> str:
        if name == PRICE:
            about = _two_figures(self.wish.price or 0.0)
            band = PriceRange(min=round(about * (1 - AROUND), 2), max=round(about * (1 + AROUND), 2))
            self.stated = self.stated.model_copy(update={"price": band})
            return f"around ${about:g}"
        return _THEN.get(name, "{value}").format(value=self._told(name))

    def _phrased(self, answer: str) -> str:
        return self.random.choice(_ANSWERS).format(answer)

    def _state(self, name: str, value: str) -> None:
        include = {**self.stated.include, name: (value,)}
        self.stated = self.stated.model_copy(update={"include": include})


def _two_figures(amount: float) -> float:
    step = 10.0 ** (math.floor(math.log10(amount)) - 1) if amount > 0 else 1.0
    return round(round(amount / step) * step, 2)
