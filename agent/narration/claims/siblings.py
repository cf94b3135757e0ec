"""Products that share a name and are told apart by a value: ``the black Hush``, ``the regular V8``.

A shared name alone, ``a Band Lite``, is any of those that are called so. Names are not masked yet.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property

from agent.narration.claims.guarded import compiled
from agent.narration.claims.marks import mark
from agent.narration.claims.wording import stem, tokens
from retrieval.types import PublicProduct

_NAMED = compiled(
    r"(?P<l>(?:\b(?:than|as|of|to|with|unlike|like|over|under|below|above|what|versus|behind|against|off|both|"
    r"either) )?)\b"
    r"(?P<d>[Tt]he|[Aa]ny|[Aa]n?|[Ee]ither) (?P<w>(?:[a-z][a-z-]+ ){0,2})"
    r"(?P<n>[A-Z][\w-]*(?:(?:'s)? [A-Z\d][\w-]*)*)(?P<v> in (?:the )?(?P<in>[a-z]+)\b)?"
)
_ALONE = compiled(
    r"\s*(?:[.,;:!?)]|$)|'s\b|\s+(?:and|or|but|while|by|too|now|here|at|for|with|when|as|is|are|"
    r"has|have|[a-z]+s)\b"
)
"""No more of a name follows: "the Aero cabin case" is told further."""
_WORD = compiled(r"[^\W_]+")
_PLAIN = frozenset(
    ["regular", "plain", "standard", "base", "basic", "ordinary", "original", "normal", "usual"]
)
"""Of a product whose name the others have and more."""
_ONE = r"(?: (?:one|1|version|model|option|colou?rway|variant|edition|finish|pair))?"
_END = (
    r"(?=\s*[.,;:!?]|$|'s\b| (?:is|are|was|were|has|have|had|does|do|did|go(?:es)?|costs?|weighs?|sells?|"
    r"comes?|gets?|can|scores?|holds?|asks?|runs?|lasts?|it|this|you|and|or|but|while|by|on|in|at|too|both)\b)"
)
_BARELY = compiled(
    r"(?P<l>\b(?i:than|as|to|with|unlike|like|over|under|below|above|what|versus|behind|against|and|or|nor|both|"
    rf"while|but|whereas|neither|either|where) )the (?P<w>[a-z]{{3,}}(?: [a-z]{{3,}})??){_ONE}{_END}"
)


_TITLED = compiled(r"(?:,| -| \() ?(?P<w>[A-Z][a-z]+)")


class Siblings:
    """The families of one list; ``names`` and ``brands``: the words of titles and makers."""

    def __init__(
        self, products: Sequence[PublicProduct], names: Sequence[list[str]], brands: Sequence[list[str]]
    ) -> None:
        self._products = products
        self._names = names
        self._brands = brands

    def told(self, text: str, own: int) -> str:
        """The sentence with each other product told by what it has and its kin has not, as its mark."""
        if self._shared and self._shared & set(_WORD.findall(text.lower())):
            text = _NAMED.sub(lambda found: self._named(found, own), text)
        if len(self._kin[own]) > 1 and " the " in text:
            text = _BARELY.sub(lambda found: self._barely(found, own), text)
        return text

    def _named(self, found: re.Match[str], own: int) -> str:
        words = found["n"].lower().replace("'s", "").split()
        size, family = 0, list[int]()
        for end in range(len(words), 0, -1):
            family = [i for i, name in enumerate(self._names) if _at(name, words[:end]) is not None]
            if family:
                size = end
                break
        if len(family) < 2 or size < len(words) or set(words) <= set(self._brands[family[0]]):
            return found[0]
        after = _TITLED.match(found.string, found.end())
        if after is not None and any(stem(after["w"]) in self._values[i] for i in family):
            return found[0]  # "The Hush 700, Black": a title in full.
        said = [*found["w"].split(), *([found["in"]] if found["in"] else [])]
        whole = [i for i in family if self._names[i][-len(words) :] == words]
        if not said and found["l"] and own in family and len(whole) == 1 and whole[0] != own:
            meant = whole  # "than the V8" of the V8 Plus.
        elif not said:
            led = all(self._opens(i, words) for i in family) and _ALONE.match(found.string, found.end())
            if len(whole) == len(family):
                return found[0]  # Two with one title: which of them is meant, is not to be known.
            if own in family or not led or not (found["l"] or found["d"].lower() != "the"):
                return found[0]
            meant = family
        elif len(said) == 1 and said[0] in _PLAIN:
            meant = whole
        else:
            meant = [i for i in family if all(stem(each) in self._values[i] for each in said)]
        if (
            not meant
            or (own in meant and len(meant) > 1)
            or (len(meant) > 1 and found["d"] == "the" and said)
        ):
            return found[0]
        if own not in meant and found["d"][0].isupper() and found.start() == 0:
            return found[0]  # "The silver Pulse is light" is said of the own one, right or wrong.
        return (
            f"{found['l']}{found['d'][0] if found['d'][0] == 'T' else 't'}he {' and '.join(map(mark, meant))}"
        )

    def _opens(self, position: int, words: list[str]) -> bool:
        """Whether a title, its maker left out, begins with the words."""
        title, brand = self._names[position], self._brands[position]
        rest = title[len(brand) :] if title[: len(brand)] == brand else title
        return rest[: len(words)] == words

    def _barely(self, found: re.Match[str], own: int) -> str:
        """``exactly what the red and the cream go for``: others of the own family."""
        said = [stem(word) for word in found["w"].split()]
        meant = [i for i in self._kin[own] if all(word in self._apart[i] for word in said)]
        return f"{found['l']}{mark(meant[0])}" if len(meant) == 1 and meant[0] != own else found[0]

    @cached_property
    def _shared(self) -> frozenset[str]:
        """First words of what several titles begin with after their maker."""
        seen: set[str] = set()
        shared: set[str] = set()
        for words in self._names:
            mine = set(words)
            shared |= mine & seen
            seen |= mine
        return frozenset(shared)

    @cached_property
    def _values(self) -> list[frozenset[str]]:
        """For each product the stems of its values and of its title."""
        return [
            frozenset(
                stem(word)
                for text in (p.title, *(v for name in p.attributes for v in p.values(name)))
                for word in tokens(text)
            )
            for p in self._products
        ]

    @cached_property
    def _kin(self) -> list[frozenset[int]]:
        """For each product those that are called the same but for their values, itself among them."""
        called = [
            (p.brand, tuple(word for word in words if stem(word) not in told))
            for p, words, told in zip(self._products, self._names, self._told, strict=True)
        ]
        return [frozenset(i for i, each in enumerate(called) if each == mine and mine[1]) for mine in called]

    @cached_property
    def _told(self) -> list[frozenset[str]]:
        return [
            frozenset(stem(word) for name in p.attributes for v in p.values(name) for word in tokens(v))
            for p in self._products
        ]

    @cached_property
    def _apart(self) -> list[frozenset[str]]:
        """For each product what it has and not all of its kin have."""
        return [
            told - frozenset[str].intersection(*(self._told[i] for i in kin)) if len(kin) > 1 else frozenset()
            for told, kin in zip(self._told, self._kin, strict=True)
        ]


def _at(name: Sequence[str], words: Sequence[str]) -> int | None:
    """Where the words stand in a title, one after the other."""
    for at in range(len(name) - len(words) + 1):
        if list(name[at : at + len(words)]) == list(words):
            return at
    return None
