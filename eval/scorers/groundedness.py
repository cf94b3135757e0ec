"""Does every sentence say only what the facts bear out?"""

from __future__ import annotations

import re

from agent.narration.markup import clean
from agent.types import Sentence
from eval.scorers.answer import Answer
from eval.scorers.lines import sentences
from eval.scorers.score import Score, Scorer, share, unscored

RUN = 6
"""Words in a row that are a quotation."""
_WORD = re.compile(r"\$?\w[\w.,'%-]*\w|\w")


def groundedness(answer: Answer) -> Score:
    """Share of the raw sentences whose claims follow from the facts, before anything was held back."""
    if not answer.spoke:
        return unscored()
    positions = {product.product_id: place for place, product in enumerate(answer.narrated)}
    said: list[tuple[int | None, str]] = []
    if answer.performance.model is not None:
        # The plain opening counts the whole catalog, of which the facts of a list know nothing.
        said += [(None, text) for text in answer.lines.opening]
    said += [(positions[product.product_id], text) for product, text in answer.cards]
    return _checked(answer, said)


def shown(answer: Answer) -> Score:
    """The same of what the shopper saw in the end: what is left to complain of is the guard's own."""
    positions = {product.product_id: place for place, product in enumerate(answer.narrated)}
    said: list[tuple[int | None, str]] = [
        (positions[each.product_id], each.text)
        for each in answer.performance.explained
        if each.product_id in positions
    ]
    return _checked(answer, said) if said else unscored()


def _checked(answer: Answer, said: list[tuple[int | None, str]]) -> Score:
    wrong, total = [], 0
    for position, text in said:
        own = _runs(answer.narrated[position].description or "") if position is not None else frozenset()
        for sentence in filter(None, map(clean, sentences(text))):
            total += 1
            if answer.secret.given_away(sentence):
                continue  # It speaks of no product; the scorer of privacy finds it.
            told = _without(sentence, own)
            claim = answer.grounding.unsupported(Sentence(position=position, text=told)) if told else None
            if claim is not None and (position is not None or any(map(str.isdigit, claim))):
                # Of an opening the numbers alone: what it says of anything else, the scorer of scope finds.
                wrong.append(f"{claim!r} in: {sentence[:160]}")
    return share(wrong, total)


def _runs(text: str) -> frozenset[tuple[str, ...]]:
    """Every few words in a row of a product's own description."""
    found = [word.casefold() for word in _WORD.findall(text)]
    return frozenset(tuple(found[at : at + RUN]) for at in range(len(found) - RUN + 1))


def _without(sentence: str, runs: frozenset[tuple[str, ...]]) -> str:
    """The sentence without what it quotes of the product's own description: a quotation invents nothing."""
    places = list(_WORD.finditer(sentence))
    found = [place[0].casefold() for place in places]
    quoted = set()
    for at in range(len(found) - RUN + 1):
        if tuple(found[at : at + RUN]) in runs:
            quoted |= set(range(at, at + RUN))
    if not quoted:
        return sentence
    kept = [" " if at in quoted else sentence[place.start() : place.end()] for at, place in enumerate(places)]
    return " ".join(" ".join(kept).split())


GROUNDEDNESS = Scorer("groundedness", "share of raw sentences that the facts bear out", one=groundedness)
GROUNDEDNESS_SHOWN = Scorer(
    "groundedness_shown",
    "the same of what the shopper saw, with the guard in between",
    one=shown,
    seeded=False,
)
