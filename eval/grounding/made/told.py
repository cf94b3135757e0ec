"""What is told of a product anywhere, and words that are surely told nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from eval.grounding.made.listing import Listing
from retrieval.types import PublicProduct

_WORD = re.compile(r"[^\W\d_]+|\d+(?:[.,]\d+)?")
_LITTLE = frozenset(
    [
        "a", "an", "the", "and", "or", "of", "for", "with", "in", "on", "to", "from", "by", "at", "is",
        "as",
        "it", "its", "no", "not", "are", "per", "up", "that", "which", "your", "you", "one", "all", "each",
    ]
)  # fmt: skip
YES, NO = ("yes", "true"), ("no", "false")


def texts(product: PublicProduct) -> Sequence[str]:
    """Whatever is written about a product."""
    values = [value for name in product.attributes for value in (name, *product.values(name))]
    return (product.title, product.brand or "", product.description or "", *product.categories,
            *product.tags, *values)  # fmt: skip


def known(product: PublicProduct) -> str:
    """All of it, in lower case, with spaces for what joins words."""
    return re.sub(r"[_\-\s]+", " ", " . ".join(texts(product)).lower())


def labelled(product: PublicProduct) -> str:
    """Its title, its description and each attribute as ``name: value``, in lower case."""
    fields = (f"{said(name)}: {value}" for name in product.attributes for value in product.values(name))
    return " . ".join([product.title, product.description or "", *product.tags, *fields]).lower()


def weighty(phrase: str) -> list[str]:
    """The words of a phrase that say something, in lower case."""
    return [word for word in _WORD.findall(phrase.lower()) if word not in _LITTLE]


def tells(product: PublicProduct, word: str) -> bool:
    """Whether anything that is written of it has the word, or one that begins like it."""
    return _begins(word) in known(product).replace(" ", "") or _begins(word) in known(product)


def untold(product: PublicProduct, phrase: str) -> bool:
    """Whether no word of weight of the phrase is told of it in any form."""
    words = weighty(phrase)
    return bool(words) and not any(tells(product, word) for word in words)


def values_of(product: PublicProduct, label: re.Pattern[str]) -> list[str]:
    """The values of every attribute whose name matches, split where one lists several."""
    return [
        part.strip()
        for name in product.attributes
        if label.fullmatch(said(name))
        for value in product.values(name)
        for part in re.split(r"\s*(?:[,;/]| and )\s*", value)
        if part.strip() and part.strip().lower() not in (*YES, *NO)
    ]


def said(name: str) -> str:
    """The name of an attribute as one says it."""
    return re.sub(r"[_\-\s]+", " ", name).strip().lower()


def elsewhere(listing: Listing, position: int, label: re.Pattern[str]) -> list[str]:
    """Values that only others of the list have there."""
    own = listing.products[position]
    return sorted(
        {
            value
            for i in listing.others(position)
            for value in values_of(listing.products[i], label)
            if untold(own, value)
        }
    )


def series(items: Sequence[str]) -> str:
    """``a, b and c``."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"


def with_article(noun: str) -> str:
    """``an app``; what is plural, has a number or is no thing one counts stays as it is."""
    last = noun.split()[-1]
    if last.endswith("s") and not last.endswith("ss"):
        return noun
    return f"{'an' if _AN.match(noun) else 'a'} {noun}"


_AN = re.compile(r"(?![Oo]ne|[Ee]u|US|UV|[Uu]s[eb]|[Uu]ni)[aeiouAEIOU]|(?:[FHLMNRSX][A-Z]|[FHLMNRSX]-)")


def called(product: PublicProduct) -> str:
    """Its title, as it follows ``The``."""
    return product.title.removeprefix("The ")


def plain(values: Iterable[str], longest: int = 26) -> list[str]:
    """Those that are words and no amounts, short enough to be said."""
    return [v for v in values if 2 < len(v) <= longest and not re.search(r"[\d()%:&+=\"*]", v)]


def cased(value: str) -> dict[str, str]:
    """``value`` in the middle of a sentence and at its beginning."""
    # A name keeps its capitals, a plain word of a list loses its first.
    lower = value[:1].lower() + value[1:] if value[1:] == value[1:].lower() and " " not in value else value
    return {"value": lower, "Value": value[:1].upper() + value[1:]}


def _begins(word: str) -> str:
    return word[: max(3, len(word) - 2)] if len(word) > 4 else word
