"""Whom it is for: words for people, and what a catalog may call them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from agent.understanding.words import form, lowered, tokens
from retrieval.types import Constraints, PublicProduct

_HER_WORDS = """
wife mother mom mum mommy mummy grandmother grandma aunt auntie girlfriend sister fiancee bride lady
female woman
"""
_HIM_WORDS = """
husband father dad daddy grandfather grandpa uncle boyfriend brother fiance groom gentleman gent
male man guy
"""
PEOPLE: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    ((*_HER_WORDS.split(), "for her"), ("woman", "female", "lady", "her")),
    ((*_HIM_WORDS.split(), "for him"), ("man", "male", "gent", "gentleman", "him")),
    (("girl", "daughter", "niece", "granddaughter"), ("girl", "kid", "child")),
    (("boy", "son", "nephew", "grandson"), ("boy", "kid", "child")),
    (("kid", "child", "toddler", "grandchild"), ("kid", "child")),
)
"""Words of a shopper → values of an attribute, the first that the catalog has (all in singular form)."""
FOR_WHOM = frozenset({"dog", "cat", *(key for _, meant in PEOPLE for key in meant)})
"""A shop may have departments of these names too, yet they say whom a thing is for, not what it is."""
_CHILD_WORDS = """
kid child toddler baby infant newborn junior boy girl son daughter niece nephew grandson granddaughter
grandchild teen teenager schoolboy schoolgirl toy nursery
"""
_CHILD = frozenset(_CHILD_WORDS.split())
_MEANT = frozenset(word for _, meant in PEOPLE for word in meant)


def means_people(value: str) -> bool:
    """Whether a catalog's value says whom a product is for in particular: ``Women``, not ``Unisex``."""
    return form(lowered(value)) in _MEANT


def people_name(values: Mapping[str, Iterable[str]]) -> str | None:
    """The attribute that says whom products are for; None where the catalog has none."""
    named = (name for name in values if name not in ("brand", "category", "tags"))
    return next((name for name in sorted(named) if any(map(means_people, values[name]))), None)


def childrens(product: PublicProduct) -> bool:
    """Whether a product says of itself that it is made for children."""
    return _of_children((product.title, *product.categories, *product.values("age_group")))


def for_children(text: str, constraints: Constraints) -> bool:
    """Whether a request is about a child."""
    return _of_children((text, *(value for values in constraints.include.values() for value in values)))


def _of_children(texts: Iterable[str]) -> bool:
    return any(token.form in _CHILD for text in texts for token in tokens(lowered(text)))
