"""The words of products, and how common they are in the shop."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from retrieval.types import Product

_WORD = re.compile(r"\d[\d.,]*|[^\W\d_]+(?:'[^\W\d_]+)?")
_ENDINGS = ("ings", "ing", "edly", "ed", "ies", "es", "s", "ly")
FUNCTION = frozenset(
    re.findall(
        r"\w+",
        "a about above after all also an and any are as at be because been but by can could did do "
        "does each even every few for from get gets give gives go goes had has have here how if in "
        "into is it its just keep keeps let like made make makes many may more most much need no "
        "not of off on once one only or other our out over own so some such take takes than that "
        "the their them then there these they this those through to too two under until up use used "
        "very want was way we well were what when where which while who will with without would you "
        "your yours ",
    )
)
"""Words that carry no meaning of their own."""


def words(text: str) -> list[str]:
    """Words and numbers, in lower case, by their stem."""
    return [stem(each) for each in _WORD.findall(text.casefold())]


def stem(word: str) -> str:
    """A word without its ending; numbers without separators and zeros at the end."""
    if word[0].isdigit():
        plain = word.rstrip(".,").replace(",", "")
        return plain.rstrip("0").rstrip(".") if "." in plain else plain
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one product, as words."""

    words: frozenset[str]
    kind: frozenset[str]
    """Of its category: what every product of its shelf is called."""


@dataclass(frozen=True)
class Shop:
    """The words of a whole catalog."""

    products: Mapping[str, Product]
    _facts: dict[tuple[str, str, str | None], Facts] = field(default_factory=dict, compare=False, repr=False)

    def facts(self, product: Product) -> Facts:
        """The words of one product."""
        # With its texts: a seller's text may have been put into it.
        key = (product.product_id, product.title, product.description)
        known = self._facts.get(key)
        if known is None:
            known = self._facts[key] = _facts_of(product)
        return known

    @cached_property
    def frequency(self) -> Mapping[str, float]:
        """Stem → the share of products whose facts hold it."""
        counts: Counter[str] = Counter()
        for product in self.products.values():
            counts.update(self.facts(product).words)
        return {word: count / len(self.products) for word, count in counts.items()}

    @cached_property
    def spelt(self) -> frozenset[str]:
        """Every word of the shop's titles and descriptions, as it is spelt there."""
        texts = (f"{p.title} {p.description or ''}" for p in self.products.values())
        return frozenset(word for text in texts for word in _WORD.findall(text.casefold()))

    @cached_property
    def brands(self) -> Mapping[str, re.Pattern[str]]:
        """Every brand, with the pattern that finds it; its capital tells it from an everyday word."""
        names = {product.brand for product in self.products.values() if product.brand}
        return {name: _named(name) for name in sorted(names)}

    @cached_property
    def titles(self) -> Mapping[str, re.Pattern[str]]:
        """Every product's name, without what tells its variants apart, with the pattern that finds it."""
        names = {plain_title(product.title) for product in self.products.values()}
        return {name: _named(name) for name in sorted(names) if len(name.split()) >= 2}


def plain_title(title: str) -> str:
    """A title up to its first comma or bracket."""
    return re.split(r"[,(]", title, maxsplit=1)[0].strip()


def content(texts: Iterable[str]) -> set[str]:
    """The words of some texts that carry meaning."""
    return {word for text in texts for word in words(text) if word not in FUNCTION}


def _facts_of(product: Product) -> Facts:
    texts = [product.title, product.brand or "", product.description or "", " ".join(product.tags)]
    for name in product.attributes:
        texts += [name.replace("_", " "), *product.values(name)]
    texts += [str(n) for n in (product.current_price, product.price, product.rating) if n is not None]
    texts += [str(product.rating_count or "")]
    return Facts(frozenset(content(texts)), frozenset(content(product.categories)))


def _named(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
