"""Which products of a list a phrase may be the name of: ``ceiling fan``, ``the two Vantor gadgets``.

A shop calls a thing one way and a sentence another, so a phrase may be read in several ways; what is said of
its products is false only where it is false in each of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cached_property

from agent.narration.claims.guarded import compiled
from agent.narration.claims.known import Facts
from agent.narration.claims.marks import mark, marked
from agent.narration.claims.wording import stem, tokens

FIRST_COUNT = 0xF0000
"""The private character of a number that tells how many products are meant: ``of the three``."""
COUNTED = "\U000f0000-\U000f0063"
_RANKED = compiled(r"\b(?:only|[a-z]{2,}(?:est|er)|most|least|more|less|better|worse)\b[^;:.]{0,30}$", re.I)
_OF_SO_MANY = compiled(
    r"\b(?P<o>of|among|between)(?: (?:all|just|only))* (?P<the>the|these|those|our) (?P<n>\d{1,2})\b"
)
GENERIC = frozenset(
    [
        "product", "option", "pick", "choice", "item", "model", "one", "thing", "contender", "here",
        "all", "list", "lot", "bunch", "selection", "range", "group", "them", "these", "offer", "page",
        "lineup", "line-up", "set", "shortlist", "field", "whole", "entire", "machine", "piece", "way",
        "buy", "deal", "gadget", "design", "star", "device", "appliance", "style", "unit", "tool",
        "bargain", "on", "now", "by", "pair", "available", "around", "this", "title",
    ]
)  # fmt: skip
"""Whatever there is in the list may be called so."""


def counted(text: str, n: int) -> str:
    """The text with the number of ``the cheapest of the three`` as one character, in a list of ``n``."""

    def hidden(found: re.Match[str]) -> str:
        ranked = _RANKED.search(text[: found.start()]) or found.start() == 0
        if int(found["n"]) >= n or not ranked:
            return found[0]
        return f"{found['o']} {found['the']} {chr(FIRST_COUNT + int(found['n']))}"

    return _OF_SO_MANY.sub(hidden, text)


def paired(text: str, own: int) -> str:
    """``… is the cheaper of the two``: of its own and the one other product that the sentence speaks of."""
    others = {char for char in text if "\ue000" <= char < "\uf000"} - {mark(own)}
    if len(others) != 1:
        return text
    text = _THOSE_TWO.sub("between them", _OF_THE_TWO.sub("", text))
    return _THE_TWO.sub(f"of {mark(own)} and {others.pop()}", text)


_THE_TWO = compiled(
    rf"\bof (?:the|these) {chr(FIRST_COUNT + 2)}"
    r"(?=\s*(?:[.,;:!?]|$|\b(?:by|and|but|at|on|in|next|compared|beside|going|here)\b))"
)


_OF_THE_TWO = compiled(rf"^Of (?:the|these) (?:2|{chr(FIRST_COUNT + 2)}), (?=(?:the )?[\ue000-\uefff])")
"""``Of the two, the Arc is the lighter``: it is said of the one that is named."""
_THOSE_TWO = compiled(r"\bbetween (?:those|these|the) 2\b(?! [a-z]+s\b)")


class Kinds:
    """The kinds of one list."""

    def __init__(self, facts: Callable[[int], Facts], n: int) -> None:
        self._facts = facts
        self._n = n

    def readings(self, phrase: str, own: int) -> list[frozenset[int]] | None:
        """The sets of products, each with its own, that may be meant; ``[]``: any, None: not to be known."""
        size = next((ord(char) - FIRST_COUNT for char in phrase if ord(char) >= FIRST_COUNT), None)
        words = [w for w in map(stem, tokens(_MARK.sub(" ", phrase))) if w not in GENERIC]
        sets = [found for found in self._sets(phrase, words, own) if own in found and len(found) > 1]
        if size is not None:
            fitting = [found for found in (*sets, *self._shelves(own)) if len(found) == size]
            return fitting[:1] or None
        if sets:
            return [max(sets, key=len)]
        kin = self.kin(own)
        return [frozenset(range(self._n)), kin] if words and len(kin) > 1 else []

    def _sets(self, phrase: str, words: list[str], own: int) -> Iterator[frozenset[int]]:
        everyone = frozenset(range(self._n))
        base = everyone
        for char in phrase:
            meant = marked(char, own, self._n) if "\ue000" <= char <= "\uf8ff" else ()
            brands = {self._facts(i).product.brand for i in meant if i < self._n} - {None}
            if brands:
                base = frozenset(i for i in everyone if self._facts(i).product.brand in brands)
        if not words:
            if base != everyone:
                yield base
            return
        for wanted in (words, words[-1:]):
            found = [
                frozenset(i for i in base if all(word in known[i] for word in wanted))
                for known in (self._titles, self._leaves, self._called, self._told)
            ]
            yield from found
            if any(own in each and len(each) > 1 for each in found):
                return

    def _shelves(self, own: int) -> Iterator[frozenset[int]]:
        """Those that share a shelf with it, the narrowest first."""
        for shelf in reversed(self._paths[own]):
            yield frozenset(i for i in range(self._n) if shelf in self._paths[i])

    def kin(self, own: int) -> frozenset[int]:
        """What stands on the same shelf."""
        return next(self._shelves(own), frozenset({own}))

    @cached_property
    def _paths(self) -> list[list[str]]:
        paths: list[list[str]] = []
        for i in range(self._n):
            found: list[str] = []
            for category in self._facts(i).product.categories:
                steps = [step.strip() for step in category.split(">")]
                found += [" > ".join(steps[: at + 1]) for at in range(len(steps))]
            paths.append(sorted(found, key=lambda path: path.count(">")))
        return paths

    @cached_property
    def _titles(self) -> list[frozenset[str]]:
        return [frozenset(map(stem, tokens(self._facts(i).product.title))) for i in range(self._n)]

    @cached_property
    def _leaves(self) -> list[frozenset[str]]:
        return [self._titles[i] | self._of_shelves(i, leaf=True) for i in range(self._n)]

    @cached_property
    def _called(self) -> list[frozenset[str]]:
        return [self._titles[i] | self._of_shelves(i, leaf=False) for i in range(self._n)]

    @cached_property
    def _told(self) -> list[frozenset[str]]:
        """With the values that tell one from another: ``road shoes`` by their surface."""
        return [
            self._called[i].union(stem(word) for _, text in self._facts(i).fields for word in tokens(text))
            - frozenset(stem(word) for label, _ in self._facts(i).fields for word in tokens(label))
            | self._called[i]
            for i in range(self._n)
        ]

    def _of_shelves(self, position: int, *, leaf: bool) -> frozenset[str]:
        """The words of its shelves; one of several kinds, ``Monitors & Keyboards``, tells none."""
        steps = [
            step
            for category in self._facts(position).product.categories
            for step in category.split(">")[-1 if leaf else 0 :]
        ]
        return frozenset(stem(word) for step in steps if not _SEVERAL.search(step) for word in tokens(step))


_SEVERAL = compiled(r"&|,|/|\band\b", re.I)
_MARK = compiled("[\ue000-\uf8ff\U000f0000-\U000f0063]")
