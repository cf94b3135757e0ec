"""Would the line fit any product?"""

from __future__ import annotations

from eval.scorers.answer import Answer
from eval.scorers.score import Score, Scorer, share, unscored
from eval.scorers.words import content
from retrieval.types import Product

COMMON = 0.12
"""A word that stands in the facts of more of the shop's products tells none of them apart."""

COMPOUND = 4
"""Letters of a word that may stand for a longer one that begins with it."""
PRAISE = content(
    (
        "good great nice fine lovely beautiful wonderful perfect ideal practical useful reliable popular "
        "simple easy safe piece room rooms home house day days time people thing things way choice option "
        "quality money value look style special occasion years find fit favorite best better pick product",
    )
)
"""Words of praise that stand on any card, whatever the facts say."""


def specificity(answer: Answer) -> Score:
    """Share of the cards that hold a word or number of their own product's facts.

    Such a word is none of the shopper's, none that is common in the shop, none of the shelf's name, and it
    is missing from the facts of some other product of the list.
    """
    if not answer.cards:
        return unscored()
    asked = content((answer.case.message, *answer.case.before))
    wrong = [
        f"fits any product: {text[:120]}"
        for product, text in answer.cards
        if not telling(answer, product, text, asked)
    ]
    return share(wrong, len(answer.cards))


def telling(answer: Answer, product: Product, text: str, asked: set[str]) -> set[str]:
    """The words of a text that could not stand on just any card."""
    facts = answer.facts(product)
    own = _known(content((text,)) - PRAISE, facts.words) - asked - facts.kind
    frequency = answer.shop.frequency
    family = product.variant_of or product.product_id
    others = [
        answer.facts(other).words
        for other in answer.listed
        if other.product_id != product.product_id and (other.variant_of or other.product_id) != family
    ]
    return {
        word
        for word in own
        if (word[0].isdigit() or frequency.get(word, 0.0) <= COMMON)
        and (not others or not all(word in facts for facts in others))
    }


def _known(said: set[str], facts: frozenset[str]) -> set[str]:
    """The words of the facts that are said, compounds too: who says "cord" speaks of what is cordless."""
    found = {word for word in said & facts if len(word) > 2 or word.isdigit()}
    return found | {
        fact for fact in facts for word in said if len(word) >= COMPOUND and fact.startswith(word)
    }


SPECIFICITY = Scorer(
    "specificity", "share of cards with a sentence that fits this product alone", one=specificity
)
