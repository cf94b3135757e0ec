"""Other products by what they are told by: ``the green mat``, ``the $80 one``, ``either Ridgeline``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property

from agent.narration.claims.guarded import compiled
from agent.narration.claims.marks import BASE, mark
from agent.narration.claims.quantities import quantities
from agent.narration.claims.vocabulary import Table, find
from agent.narration.claims.wording import stem
from retrieval.types import PublicProduct

_BY_VALUE = compiled(r"\bthe ([\w$€£. -]{2,30}?) (?:one|version|model|option)\b(?! of)", re.I)
_FAMILY = compiled(
    r"\b(?P<d>[Ee]ither|[Bb]oth|[Nn]either|[Ee]ach|[Aa]ny|[Tt]he other|[Tt]he(?= [23] ))(?: of the|"
    r" (?P<c>[23]))? (?P<n>[A-Z][\w'-]+)"
    r"(?: [A-Z][\w'-]+)*"
)
_BY_NUMBER = compiled(
    r"\b(?P<led>the(?: other)?|its) "
    r"(?:(?:compact|bigger|smaller|larger|little|big|cheaper|dearer|lighter|heavier|"
    r"older|newer) )?(?P<q>\d[\d.,]*[ -]?[A-Za-z]+)"
    r"(?: (?:compact|bigger|smaller|larger|little|big|cheaper))?"
    r" (?P<n>[a-z]+)\b",
    re.I,
)
_CALLED = compiled(r"\b[Tt]he (?:2 |3 |4 )?(?P<w>[A-Za-z'-]{3,}(?: [A-Za-z'-]{3,}){1,3})")
_IS = compiled(r"\b(?:is|it's|as|being|also|still) $", re.I)
_BARELY = compiled(
    r"(?P<led>\b(?:than|to|with|as|unlike|what|of|over|under|below|after|behind|bar|except) |)\bthe"
    r" (?P<x>[^\W\d_A-Z]{3,})(?:(?P<end>[,.;:!?]|$)|"
    r"(?='s\b| (?:is|was|has|does|did|costs?|weighs|asks|can|holds|manages|offers|scores|sells)\b"
    r"| and (?:the )?[\ue000-\ue3ff]))"
)
_VERB = compiled(
    r"(?:is|was|has|does|did|costs?|weighs?|asks|can|holds|manages|offers|scores|sells|comes|gets)\b"
)
_PLAIN = frozenset(
    ["other", "same", "whole", "usual", "first", "second", "third", "last", "only", "full", "one"]
)
_ITS_KIN = compiled(
    r"\b(?:its|their) (?:[a-z-]+ )?(?:(?P<m>[\ue000-\ue3ff]) )?"
    r"(?:brother|sister|sibling|cousin|stablemate|twin)\b",
    re.I,
)
_SORTS = frozenset(
    [
        "variant",
        "variety",
        "recipe",
        "flavour",
        "flavor",
        "edition",
        "blend",
        "formula",
        "colourway",
        "version",
    ]
)
"""What anything may be called that is told by one of its values: ``the salmon recipe``."""
_KIN = frozenset(
    ["brother", "sister", "sibling", "cousin", "counterpart", "stablemate", "edition", "variant"]
)
_ANYTHING = frozenset(["one", "set", "model", "option", "pick", "version"])
_AT_PRICE = compiled(
    r"\bthe (?:one|(?!(?:group|list|lot|selection|range|bunch|page|set|shortlist)\b)[a-z]+)"
    r" (?:at|for|priced at) [$€£]([\d.,]*\d)",
    re.I,
)
_RANKED = compiled(r"the (?:[a-z]+est|most|least|[a-z]+er)\b", re.I)
_PRICED = compiled(r"[$€£]([\d.,]*\d)")


class Described:
    """The products of one list by their values, tags, numbers, prices and shared names."""

    def __init__(
        self,
        products: Sequence[PublicProduct],
        names: list[list[str]],
        brands: list[list[str]],
        learned: Table,
    ) -> None:
        self._products = products
        self._names = names
        self._brands = brands
        self._learned = learned

    def families(self, text: str, own: int) -> str:
        """The sentence with ``either Ridgeline`` as the marks of those that share the name."""
        return _FAMILY.sub(lambda m: self._family(m, own), text)

    def others(self, text: str, own: int) -> str:
        """The sentence with each other product that is described in it as its mark."""
        text = _ITS_KIN.sub(lambda m: self._kin(m, own), text)
        text = _CALLED.sub(lambda m: self._described_as(m, own), text)
        text = _BARELY.sub(lambda m: self._barely(m, own), text)
        text = _BY_NUMBER.sub(lambda m: self._numbered(m, own), text)
        text = _AT_PRICE.sub(lambda m: self._at_price(m, own), text)
        return _BY_VALUE.sub(lambda m: self._valued(m, own), text)

    def _family(self, found: re.Match[str], own: int) -> str:
        """``either Ridgeline``: all others that share the name."""
        name = found["n"].lower().removesuffix("s")
        meant = [
            i
            for i, words in enumerate(self._names)
            if any(word.removesuffix("s") == name for word in (*words[:3], *self._brands[i]))
        ]
        with_own = found["d"].lower() in ("both", "each", "neither") and len(meant) == 2
        if found["d"].lower() == "the":
            if found["c"] != str(len(meant)):
                return found[0]
            with_own = True
        meant = [i for i in meant if with_own or i != own]
        if len(meant) < 2:
            return found[0]
        return ("no " if found["d"].lower() == "neither" else "") + (
            " or " if found["d"].lower() == "either" else " and "
        ).join(map(mark, meant))

    def _described_as(self, found: re.Match[str], own: int) -> str:
        """``the green mat``, ``the Root mats``: the others that alone are called so."""
        words = found["w"].split()
        if words[0].lower() == "only" and _IS.search(found.string, 0, found.start()):
            return found[0]  # "This is the only wool rug" says it of the product itself.
        for at, word in enumerate(words[1:], start=1):
            makes = word[0].isupper() and stem(word) in self._makers
            if (noun := stem(word)) not in self._kinds and not makes:
                continue
            told = [stem(each) for each in words[: at + makes] if each.lower() not in _PLAIN]
            told = [each for each in told if any(each in known for known in self._calls)]
            meant = [i for i, known in enumerate(self._calls) if all(each in known for each in told)]
            if len(meant) > 1 and noun == word.lower():
                meant = [i for i in meant if noun in self._calls[i]]
            if len(told) <= makes:
                continue
            if meant == [own] and noun in _SORTS and all(stem(w) in self._calls[own] for w in words[:at]):
                return " ".join([mark(own), *words[at + 1 :]])
            if own in meant or not meant or (len(meant) > 1 and noun == word.lower()):
                return found[0]
            rest = " ".join(words[at + 1 :])
            if found[0][0] == "T" and not _VERB.match(f"{rest}{found.string[found.end() :]}".lstrip()):
                return found[0]  # "The solid oak top" is of its own.
            return " ".join([" and ".join(map(mark, meant)), rest]).rstrip()
        return found[0]

    def _barely(self, found: re.Match[str], own: int) -> str:
        """``cheaper than the red``: the one other that is called so."""
        word = stem(found["x"])
        meant = [
            i
            for i, product in enumerate(self._products)
            if word in self._calls[i]
            or word in map(stem, re.findall("[a-z]+", " ".join(product.categories).lower()))
        ]
        if found["end"] is not None and not found["led"]:
            return found[0]  # "on the road."
        told = len(meant) == 1 and meant[0] != own
        return f"{found['led']}{mark(meant[0])}{found['end'] or ''}" if told else found[0]

    @cached_property
    def _measures(self) -> list[frozenset[tuple[str | None, float]]]:
        return [frozenset((q.dimension, q.value) for q in quantities(_described(p))) for p in self._products]

    @cached_property
    def _calls(self) -> list[frozenset[str]]:
        """Stems of what each product can be told by: its name, its values, its tags."""
        return [
            frozenset(
                stem(word) for word in re.findall(r"[^\W\d_]+", f"{_described(p)}. {'. '.join(p.tags)}")
            )
            for p in self._products
        ]

    @cached_property
    def _makers(self) -> frozenset[str]:
        """Stems of what stands for a maker, as one of several: a brand in a word, or the title's first."""
        names = (product.brand or product.title.split(" ")[0] for product in self._products)
        return frozenset(stem(name) for name in names if name.isalpha())

    @cached_property
    def _kinds(self) -> frozenset[str]:
        """Stems of what the products of the list are: the ends of their titles and categories."""
        kinds = {"bag", "pack", "kit", "set", "bottle", "jar", "pair", "box", "tin", "size", "one", *_SORTS}
        for product in self._products:
            for name in (product.title, *product.categories):
                kinds |= {
                    stem(word) for word in re.findall(r"[a-z]+", re.split(r",|\(| - ", name)[0].lower())[-2:]
                }
        return frozenset(kinds)

    def _kin(self, found: re.Match[str], own: int) -> str:
        """``its little brother``: the one other product of the same brand and name."""
        brand, first = self._products[own].brand, set(self._names[own][:1])
        if found["m"] and self._products[ord(found["m"]) - BASE].brand != brand:
            return found[0]
        alike = [i for i, p in enumerate(self._products) if i != own and brand and p.brand == brand]
        named = [i for i in alike if first & set(self._names[i])] or alike
        return mark(named[0]) if len(named) == 1 else found[0]

    def _numbered(self, found: re.Match[str], own: int) -> str:
        """``the 18 V kit``, ``its 12 V brother``: the one other product that has the number."""
        said = next(quantities(found["q"]), None)
        if said is None or said.dimension is None:
            return found[0]
        noun = stem(found["n"])
        if found["led"].lower() == "its" and noun not in _KIN:
            return found[0]  # "Its 6 mm glass" is its own.
        holds = [
            i
            for i, product in enumerate(self._products)
            if (said.dimension, said.value) in self._measures[i]
            and (
                noun in _KIN
                or noun in _ANYTHING
                or noun in set(map(stem, re.findall(r"[a-z]+", _described(product).lower())))
            )
        ]
        if "other" in found["led"].lower():
            holds = [i for i in holds if i != own]
        if noun in _KIN and (brand := self._products[own].brand):
            # A sibling is of one family: others may have the number as well.
            holds = [i for i in holds if self._products[i].brand == brand] or holds
        return mark(holds[0]) if len(holds) == 1 and holds[0] != own else found[0]

    def _at_price(self, found: re.Match[str], own: int) -> str:
        """``the lamp at $40``; "the cheapest at $40" is said of its own."""
        said = self._priced(found)
        return found[0] if said == mark(own) and _RANKED.match(found[0]) else said

    def _priced(self, found: re.Match[str]) -> str:
        price = float(found[1].replace(",", ""))
        holds = [i for i, p in enumerate(self._products) if p.current_price == price]
        return mark(holds[0]) if len(holds) == 1 else found[0]

    def _valued(self, found: re.Match[str], own: int) -> str:
        """``the orange one``, ``the $80 one``: where exactly one other product is meant."""
        if price := _PRICED.fullmatch(found[1].strip()):
            return self._priced(price) if self._priced(price) != price[0] else found[0]
        wanted = [word.key for word in find(found[1], self._learned)]
        if not wanted:
            return found[0]
        holds = [
            i for i, p in enumerate(self._products)
            if i != own and all(key in {w.key for w in find(_described(p), self._learned)} for key in wanted)
        ]  # fmt: skip
        mine = {w.key for w in find(_described(self._products[own]), self._learned)}
        return mark(holds[0]) if len(holds) == 1 and not all(key in mine for key in wanted) else found[0]


def _described(product: PublicProduct) -> str:
    values = (value for name in product.attributes for value in product.values(name))
    return ". ".join([product.title, *values])
