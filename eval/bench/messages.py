"""What shoppers would write, made from a catalog's own titles, categories, brands and attributes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from random import Random

from retrieval.types import Product

_OPENINGS = ("", "I need ", "looking for ", "show me ", "do you have ", "can you recommend ")


def messages(catalog: Sequence[Product], n: int, seed: int = 7) -> list[str]:
    """``n`` different messages; the same catalog and seed give the same ones.

    Raises:
        ValueError: the catalog is empty.
    """
    if not catalog:
        raise ValueError("no products to ask for")
    random = Random(seed)
    out: dict[str, None] = {}
    for message in _endless(catalog, random):
        out[message] = None
        if len(out) == n:
            break
    return list(out)


def _endless(catalog: Sequence[Product], random: Random) -> Iterator[str]:
    shapes: tuple[Callable[[Product, Random], str], ...] = (_kind, _budget, _title, _brand, _attribute, _gift)
    while True:
        product = random.choice(catalog)
        yield random.choice(_OPENINGS) + random.choice(shapes)(product, random)


def _kind_of(product: Product) -> str:
    if not product.categories:
        return " ".join(product.title.split()[:3])
    return product.categories[0].split(">")[-1].strip().lower()


def _kind(product: Product, random: Random) -> str:
    return f"{_kind_of(product)} like the {' '.join(product.title.split()[: random.randint(1, 4)])}"


def _budget(product: Product, random: Random) -> str:
    price = product.current_price or 50
    return f"{_kind_of(product)} under ${max(2, round(price * random.uniform(0.8, 2.5)))}"


def _title(product: Product, random: Random) -> str:
    words = product.title.split()
    first = random.randrange(max(1, len(words) - 2))
    return " ".join(words[first : first + random.randint(2, 5)])


def _brand(product: Product, random: Random) -> str:
    order = random.choice(("", ", cheapest first", ", newest first", " in stock"))
    return f"{_kind_of(product)} from {product.brand or product.title.split()[0]}{order}"


def _attribute(product: Product, random: Random) -> str:
    named = [value for name in product.attributes for value in product.values(name)]
    chosen = random.choice(named).lower() if named else product.title.split()[-1]
    return f"{chosen} {_kind_of(product)}, not over {random.randint(20, 400)} dollars"


def _gift(product: Product, random: Random) -> str:
    whom = random.choice(("my wife", "my husband", "a friend", "my mother", "a colleague"))
    return f"a gift for {whom}: {_kind_of(product)} around ${random.randint(10, 300)}"
