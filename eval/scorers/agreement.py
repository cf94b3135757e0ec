"""Do text and cards agree: everything shown is spoken of, and nothing else is?"""

from __future__ import annotations

from eval.scorers.answer import Answer
from eval.scorers.score import Score, Scorer, share, unscored
from eval.scorers.words import plain_title


def agreement(answer: Answer) -> Score:
    """Products without a word, and names of products or brands that are not on the list."""
    if not answer.spoke:
        return unscored()
    spoken = {product.product_id for product, _ in answer.cards}
    wrong = [f"not a word of: {p.title[:60]}" for p in answer.narrated if p.product_id not in spoken]
    known = "\n".join(
        [answer.case.message, *answer.case.before]
        + [f"{p.title}\n{p.brand or ''}\n{p.description or ''}" for p in answer.listed]
    )
    text = "\n".join((*answer.lines.opening, *answer.lines.stray, *(t for _, t in answer.lines.cards)))
    folded = known.casefold()
    for patterns in (answer.shop.brands, answer.shop.titles):
        wrong += [
            f"speaks of {name}, which is not shown"
            for name, pattern in patterns.items()
            if name in text and plain_title(name).casefold() not in folded and pattern.search(text)
        ]
    return share(wrong, len(answer.narrated))


AGREEMENT = Scorer("agreement", "everything shown is spoken of, and nothing that is not shown", one=agreement)
