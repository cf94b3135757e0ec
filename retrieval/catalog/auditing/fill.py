"""How much of the catalog says what, and how many different words it says it with."""

from __future__ import annotations

from collections import Counter

from retrieval.types import Frozen, Product

FIELDS = tuple(name for name in Product.model_fields if name not in ("product_id", "title"))
ENOUGH_TO_TELL = 20
"""Products with an attribute, before its values are judged."""
NEARLY_ALL_DIFFERENT = 0.9


class Fill(Frozen):
    """How many products have a field."""

    name: str
    filled: int
    share: float


class AttributeFill(Fill):
    """How many products have an attribute, and with how many different values."""

    values: int
    names_one_product: bool
    """Nearly every product has another value: a number to look up by, nothing to filter by."""


class VocabularySizes(Frozen):
    """Different words of the catalog."""

    brands: int
    categories: int
    """Whole paths."""
    attributes: int
    attribute_values: int
    tags: int
    title_words: int


class Filling:
    """Counts product by product."""

    def __init__(self) -> None:
        self.count = 0
        self._fields: Counter[str] = Counter()
        self._attributes: Counter[str] = Counter()
        self._values: dict[str, set[str]] = {}
        self._brands: set[str] = set()
        self._categories: set[str] = set()
        self._tags: set[str] = set()

    def add(self, product: Product) -> None:
        self.count += 1
        self._fields.update(name for name in FIELDS if getattr(product, name) not in (None, "", (), {}))
        self._attributes.update(list(product.attributes))
        for name in product.attributes:
            self._values.setdefault(name, set()).update(map(str.casefold, product.values(name)))
        if product.brand:
            self._brands.add(product.brand.casefold())
        self._categories.update(map(str.casefold, product.categories))
        self._tags.update(map(str.casefold, product.tags))

    def fields(self) -> tuple[Fill, ...]:
        """Every field but id and title, which every product has; the best filled first."""
        found = (
            Fill(name=name, filled=n, share=self._share(n)) for name in FIELDS for n in [self._fields[name]]
        )
        return tuple(sorted(found, key=lambda each: -each.filled))

    def attributes(self) -> tuple[AttributeFill, ...]:
        """The best filled first."""
        return tuple(
            AttributeFill(
                name=name,
                filled=filled,
                share=self._share(filled),
                values=len(self._values[name]),
                names_one_product=filled >= ENOUGH_TO_TELL
                and len(self._values[name]) >= NEARLY_ALL_DIFFERENT * filled,
            )
            for name, filled in sorted(self._attributes.items(), key=lambda each: (-each[1], each[0]))
        )

    def vocabulary(self, title_words: int) -> VocabularySizes:
        """Different values, letter case aside."""
        return VocabularySizes(
            brands=len(self._brands),
            categories=len(self._categories),
            attributes=len(self._values),
            attribute_values=sum(map(len, self._values.values())),
            tags=len(self._tags),
            title_words=title_words,
        )

    def _share(self, filled: int) -> float:
        return round(filled / self.count, 4) if self.count else 0.0
