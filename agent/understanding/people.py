"""Whom it is for: words for people, and what a catalog may call them."""

from __future__ import annotations

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
