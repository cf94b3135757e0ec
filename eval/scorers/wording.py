"""Is every card said in its own way?"""

from __future__ import annotations

from eval.scorers.answer import Answer
from eval.scorers.score import Score, Scorer, unscored
from eval.scorers.words import words

N = 3
"""Words in a row."""
ALIKE = 0.5
"""Two cards that share more than this of what is not their products' own words are one sentence twice."""


def wording(answer: Answer) -> Score:
    """Share of the cards that are not worded like another one, once their products' own words are out."""
    if len(answer.cards) < N:
        return unscored()
    grams = [_grams(_frame(answer, place)) for place in range(len(answer.cards))]
    wrong = []
    for place, (_, text) in enumerate(answer.cards):
        others = (_alike(grams[place], each) for at, each in enumerate(grams) if at != place)
        if grams[place] and max(others) > ALIKE:
            wrong.append(f"worded like another: {text[:100]}")
    return Score(1 - len(wrong) / len(answer.cards), tuple(wrong))


def _frame(answer: Answer, place: int) -> list[str]:
    """The text of a card with one mark in place of each run of its product's own words."""
    product, text = answer.cards[place]
    own = answer.facts(product).words
    frame: list[str] = []
    for word in words(text):
        mark = "•" if word in own or word[0].isdigit() else word
        if mark != "•" or frame[-1:] != ["•"]:
            frame.append(mark)
    return frame


def _grams(frame: list[str]) -> frozenset[tuple[str, ...]]:
    padded = ["^", *frame, "$"]
    return frozenset(tuple(padded[at : at + N]) for at in range(len(padded) - N + 1))


def _alike(one: frozenset[tuple[str, ...]], other: frozenset[tuple[str, ...]]) -> float:
    return len(one & other) / len(one | other) if one and other else 0.0


WORDING = Scorer("wording", "share of cards that are not worded like another", one=wording, defect_below=0.6)
