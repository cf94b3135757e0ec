"""Who makes the product: ``the Coco dress from Liora`` where Liora makes another one of the list.

A brand of the list is masked like a name, for mostly it means one of its products. Where it stands as the
maker of the very product that the sentence speaks of, it is a claim about that one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from agent.narration.claims.guarded import compiled
from agent.narration.claims.marks import BASE, FULL, GROUPS, mark
from agent.narration.claims.wording import MARKS, stem
from retrieval.types import PublicProduct

_MARKED = compiled(
    rf"(?:^|[\s,])(?:an?|(?<!differs )(?<!different )from|by|this is(?: the| an?)?|"
    rf"it is(?: the| an?)?|it's(?: the| an?)?|made by|courtesy of|brand is) (?P<m>[{MARKS}])"
    rf"(?!\s*(?:is|are|has|costs?)\b)|"
    rf"\bis (?P<its>[{MARKS}])'s (?:own )?(?:[a-z]{{3,}}est|most|top|flagship|first|entry)\b|"
    rf"^\s*(?P<of>[{MARKS}])'s (?=[a-z])",
    re.I,
)
_NOT = compiled(r"\bnot\s*$", re.I)
_SHORT = 2
_WORDS = r"(?P<w>(?: [a-z-]+){0,3})"
_NOUNS = r"(?P<w>(?: [\w-]+){1,5})"
_WORKS_WITH = compiled(
    rf"\b(?:works?|compatible|fits?|pairs?|connects?|mix(?:es)?|combines?|joins?|attach(?:es)?) "
    rf"(?:\w+ly |well )?"
    rf"(?:with |on |onto |to |in |together with )?(?:the |any |all |your |an? )?(?P<m>[{MARKS}])",
    re.I,
)
_FITS = compiled(r"compatib|\bfits\b|works.with", re.I)
_NEVER = compiled(r"\b(?:not|no|never|only|cannot|if)\b[^.,;]*$|n't\b[^.,;]*$", re.I)
_ITS_KIND = compiled(
    rf"(?:^|[,;.:] |\b(?:with|of|choose|get|pick) )(?:this|these|the) (?P<m>[{MARKS}])"
    r"(?P<w>(?: [\w-]+){1,4})",
    re.I,
)
"""``this Verdano espresso machine``: of the kind of the product itself, and of no other."""
_THIS_ONE = compiled(rf"(?:^|[,;.:] )(?:this|these) (?:[a-z-]+ ){{0,2}}?(?P<m>[{MARKS}])(?!'s?\b)", re.I)
"""``This Puma costs $92``: said of the very product, whatever else Puma makes."""
_MAKES = (
    rf"(?:^|[,;.:] )(?P<m>[{MARKS}])(?:'s)? "
    rf"(?:equips|fits|makes|made|builds|built|designs|designed|produces|sells|gives|gave|packs|offers|"
    rf"crafts) (?:the |its |this |their )?"
)
_THIS = compiled(rf"^(?:this|these){_NOUNS},? (?:from|by) (?P<m>[{MARKS}])", re.I)


def not_of(chars: Iterable[str], own: int, products: Sequence[PublicProduct]) -> str | None:
    """The first of these makers that is not the product's own."""
    for char in chars:
        if char != mark(own) and char not in GROUPS:
            meant = products[(ord(char) - BASE) % FULL]
            if meant.brand is None or meant.brand != products[own].brand:
                return meant.brand or meant.title
    return None


def misattributed(text: str) -> Iterator[str]:
    """The marks of products that a clause takes its own for."""
    for found in _MARKED.finditer(text):
        if not _NOT.search(text[: found.start() + 1]):
            yield found["m"] or found["its"] or found["of"]


def makers(text: str, own: int, kinds: Sequence[frozenset[str]]) -> Iterator[str]:
    """The marks that stand where the maker of the sentence's own product stands.

    ``kinds``: of each product, stems of what it is called, by which ``the Coco dress from`` differs from
    ``the Coco differs from``.
    """
    called = kinds[own]
    for found in _named_with(mark(own)).finditer(text):
        if found["of"] or all(stem(word) in called for word in (found["w"] or "").split()):
            yield found["of"] or found["m"]
    for found in _ITS_KIND.finditer(text):
        if found["m"] not in (mark(own), *GROUPS) and _of_kind(found, called, kinds):
            yield found["m"]
    yield from (found["m"] for found in _THIS_ONE.finditer(text) if found["m"] not in GROUPS)
    if made := _made(mark(own)).search(text):
        yield made["m"]
    for found in _THIS.finditer(text):
        if called.intersection(map(stem, found["w"].split()[-1].split("-"))):
            yield found["m"]


def unnamed(text: str, own: int, products: Sequence[PublicProduct]) -> str:
    """The text with the mark of a product for the name of each other brand, which may have several."""
    brands = {product.brand: i for i, product in enumerate(products) if product.brand}
    brands.pop(products[own].brand or "", None)
    for brand, position in brands.items():
        if brand in text:
            text = re.sub(rf"\b{re.escape(brand)}\b", mark(position), text)
    return text


def _of_kind(found: re.Match[str], called: frozenset[str], kinds: Sequence[frozenset[str]]) -> bool:
    """Whether the words after a mark are what the own product is called, and the marked one is not."""
    words: set[str] = set()
    for word in found["w"].split():
        parts = {stem(part) for part in word.split("-") if len(part) > _SHORT}
        if not parts <= called:
            break
        words |= parts
    theirs = kinds[(ord(found["m"]) - BASE) % FULL]
    return bool(words - theirs)


def unfitting(text: str, own: int, products: Sequence[PublicProduct]) -> str | None:
    """``works with the Nord kit`` of what fits Sund kits alone: the name of what it does not fit."""
    for found in _WORKS_WITH.finditer(text):
        fits = " ".join(
            value
            for name in products[own].attributes
            if _FITS.search(name)
            for value in products[own].values(name)
        ).lower()
        position = ord(found["m"]) - BASE
        if not fits or not 0 <= position < len(products) or _NEVER.search(text[: found.start()]):
            continue
        other = products[position]
        makers = {product.brand.lower() for product in products if product.brand}
        if other.brand and other.brand.lower() not in fits and any(maker in fits for maker in makers):
            return other.title
    return None


@lru_cache(maxsize=64)
def _made(own: str) -> re.Pattern[str]:
    return re.compile(rf"{_MAKES}(?:{own}|(?:it|this)\b)", re.I)


@lru_cache(maxsize=64)
def _named_with(own: str) -> re.Pattern[str]:
    return re.compile(
        rf"{own}{_WORDS},? (?:from|by) (?P<m>(?!{own})[{MARKS}])|"
        rf"(?P<of>(?!{own})[{MARKS}])'s (?:[a-z-]+ ){{0,3}}{own}",
        re.I,
    )
