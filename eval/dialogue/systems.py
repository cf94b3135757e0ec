"""Ours, and other ways of asking: the same assistant, which only comes to its questions differently."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import partial
from random import Random

from agent.conversation.asking import Asking, asking, to_ask_about
from agent.conversation.clarifying import PRICE, Left, Question, questions
from agent.conversation.state import Conversation
from agent.ports import Recommender
from agent.types import Understanding
from eval.dialogue.wish import CATEGORY
from eval.report import AISLE
from retrieval.types import Ranking

NO_QUESTIONS, RANDOM, MAX_ENTROPY = "no_questions", "random", "max_entropy"


def systems(seed: int) -> Mapping[str, Asking]:
    """By name.

    no_questions: never asks; the shopper adds an attribute at random every turn.
    random: any question that can be asked, as long as not all that is left is on the list.
    max_entropy: the one whose values are spread most evenly over most of them (Shannon), whether or not a
    shopper is offered theirs and knows it.
    """
    return {
        AISLE: asking,
        NO_QUESTIONS: _never,
        RANDOM: partial(_at_random, seed),
        MAX_ENTROPY: _most_entropy,
    }


def _never(
    understood: Understanding, ranking: Ranking, state: Conversation, recommender: Recommender
) -> Question | None:
    return None


def _at_random(
    seed: int, understood: Understanding, ranking: Ranking, state: Conversation, recommender: Recommender
) -> Question | None:
    left = to_ask_about(understood, ranking, recommender)
    found = _all(left, ranking, state)
    # By what was said so far: the same dialogue is asked the same, whichever ran before it.
    drawn = Random(f"{seed} {understood.model_dump_json()} {state.asked}")
    return drawn.choice(found) if found else None


def _most_entropy(
    understood: Understanding, ranking: Ranking, state: Conversation, recommender: Recommender
) -> Question | None:
    left = to_ask_about(understood, ranking, recommender)
    return max(_all(left, ranking, state), key=lambda each: entropy(each, left), default=None)


def _all(left: Left | None, ranking: Ranking, state: Conversation) -> list[Question]:
    if left is None or left.total <= len(ranking.items):
        return []
    return questions(left, state.asked)


def entropy(question: Question, left: Left | None) -> float:
    """In bits, over the values that the products left have."""
    counts = [option.count for option in question.clarify.options]
    if left is not None and question.name not in (PRICE, CATEGORY):
        counts = list(left.facets.get(question.name, {}).values())
    total = sum(counts)
    return -sum(n / total * math.log2(n / total) for n in counts if n)
