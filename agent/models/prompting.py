"""A prompt file as the first step of a chain, and what every prompt says the same way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from agent.models.tokens import cut, tokens
from agent.types import PromptUse
from prompts.fence import fence
from prompts.loader import Prompt
from retrieval.money import money
from retrieval.types import FEW, Constraints, amounts

if TYPE_CHECKING:
    from langchain_core.prompt_values import ChatPromptValue
    from langchain_core.runnables import Runnable

REQUEST_LENGTH = 1000
"""Characters of the shopper's words that a prompt sees, and"""
REQUEST_TOKENS = 300
"""tokens of them."""
CONSTRAINT_TOKENS = 120
"""Of what was asked for in constraints; those that find no room are left out whole."""
_CONSTRAINT = 40
"""Of one constraint: of many values the first."""


def said(words: str) -> str:
    """The shopper's words as a prompt shows them: fenced, and not more than it has room for."""
    return cut(fence(words[:REQUEST_LENGTH]), REQUEST_TOKENS)


def describe(constraints: Constraints, currency: str | None = None) -> str:
    """Constraints in words, on one line, fenced."""
    parts: list[str] = []
    price = constraints.price
    if price is not None:
        if price.min is not None:
            parts.append(f"price from {money(price.min, currency)}")
        if price.max is not None:
            parts.append(f"price up to {money(price.max, currency)}")
    for values, word in ((constraints.include, "is"), (constraints.exclude, "is not")):
        parts += [f"{name.replace('_', ' ')} {word} {_among(given)}" for name, given in values.items()]
    if constraints.in_stock:
        parts.append("in stock")
    room, kept = CONSTRAINT_TOKENS, []
    for part in parts:
        short = cut(fence(part), _CONSTRAINT)
        room -= tokens(short) + 1
        if room < 0:
            break
        kept.append(short)
    return fence("; ".join(kept)) or "nothing in particular"


def _among(values: Sequence[str]) -> str:
    """Values that are alternatives; the many within a bound on a measure by the first and the last."""
    bound = len(values) > FEW and amounts(values)
    return f"{values[0]} to {values[-1]}" if bound else " or ".join(values)


def prompt_use(prompt: Prompt) -> PromptUse:
    """Which prompt file speaks, for ``done`` events and logs."""
    return PromptUse(name=prompt.name, version=prompt.version, sha256=prompt.sha256)


def label(use: PromptUse) -> str:
    """A prompt as log lines name it: name, version and the head of its hash."""
    return f"{use.name} {use.version} {use.sha256[:12]}"


def as_runnable(prompt: Prompt) -> Runnable[Mapping[str, str], ChatPromptValue]:
    """The prompt as the first step of a chain: ``as_runnable(prompt) | model``."""
    from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage
    from langchain_core.prompt_values import ChatPromptValue
    from langchain_core.runnables import RunnableLambda

    kinds: dict[str, type[BaseMessage]] = {
        "system": SystemMessage,
        "user": HumanMessage,
        "assistant": AIMessage,
    }

    def render(inputs: Mapping[str, str]) -> ChatPromptValue:
        rendered = prompt.render(**inputs)
        return ChatPromptValue(messages=[kinds[role](content=text) for role, text in rendered.messages])

    async def arender(inputs: Mapping[str, str]) -> ChatPromptValue:
        # Given as well, because a Runnable without it renders in a thread.
        return render(inputs)

    return RunnableLambda(render, afunc=arender, name=f"prompt {prompt.name} {prompt.version}")
