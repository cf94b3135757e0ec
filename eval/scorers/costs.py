"""What it cost: tokens, money, waiting. Measured, never judged."""

from __future__ import annotations

from eval.scorers.answer import Answer
from eval.scorers.score import Score, Scorer, unscored


def tokens(answer: Answer) -> Score:
    """Tokens of a turn, in and out."""
    usage = answer.performance.usage
    return Score(float(usage.input_tokens + usage.output_tokens)) if usage.calls else unscored()


def money(answer: Answer) -> Score:
    """US dollars of a thousand turns, by the prices that the system names."""
    usage, prices = answer.performance.usage, answer.prices
    if not usage.calls or not (prices.input or prices.output):
        return unscored()
    return Score((usage.input_tokens * prices.input + usage.output_tokens * prices.output) / 1000)


def waiting(answer: Answer) -> Score:
    """Milliseconds to the first token of the explanations, as it was when they were recorded."""
    calls = (c for c in answer.performance.calls if c.purpose == "narrate" and c.first_token_ms is not None)
    first = next(calls, None)
    return Score(first.first_token_ms or 0.0) if first is not None else unscored()


def answered(answer: Answer) -> Score:
    """Whether every model call came to a good end."""
    calls = answer.performance.calls
    if not calls:
        return unscored()
    broken = [each for each in answer.performance.degraded if not each.endswith(":ungrounded")]
    return Score(0.0, tuple(broken)) if broken else Score(1.0)


TOKENS = Scorer("tokens", "tokens of a turn", one=tokens, lower_is_better=True, seeded=False, effect=50)
COST = Scorer(
    "cost_per_1000", "dollars of a thousand turns", one=money, lower_is_better=True, seeded=False, effect=0.05
)
FIRST_TOKEN = Scorer(
    "first_token_ms",
    "milliseconds to the first token",
    one=waiting,
    lower_is_better=True,
    seeded=False,
    effect=100,
)
ANSWERED = Scorer(
    "answered", "share of turns in which every model call ended well", one=answered, seeded=False
)
