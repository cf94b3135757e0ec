"""What a run will cost at most, before it starts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from agent.models.tokens import tokens
from agent.narration.facts import TOKENS
from agent.settings import AgentSettings
from eval.errors import SuiteError
from eval.runs.performance import Task
from eval.runs.speaking import prompts_of, settings_of
from eval.suites.schema import System

REQUEST = 190
"""Tokens of the request, the constraints, the shopper and what surrounds them."""
UNBOUNDED = 1000
"""Tokens of an answer whose prompt sets no limit."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Tokens and US dollars."""

    input_tokens: int = 0
    output_tokens: int = 0
    dollars: float = 0.0

    @property
    def tokens(self) -> int:
        """All of them."""
        return self.input_tokens + self.output_tokens

    def __add__(self, other: Cost) -> Cost:
        return Cost(
            self.input_tokens + other.input_tokens,
            self.output_tokens + other.output_tokens,
            self.dollars + other.dollars,
        )

    def __str__(self) -> str:
        money = f", ${_money(self.dollars)}" if self.dollars else ""
        return f"{self.tokens:,} tokens{money}"


@dataclass(frozen=True, slots=True)
class Budget:
    """The most that a run may cost; None: no limit."""

    tokens: int | None = None
    dollars: float | None = None

    def require(self, cost: Cost, what: str) -> None:
        """Nothing happens where it is enough.

        Raises:
            SuiteError: it is not.
        """
        if self.tokens is not None and cost.tokens > self.tokens:
            raise SuiteError(f"{what} {cost}: more than the budget of {self.tokens:,} tokens")
        if self.dollars is not None and cost.dollars > self.dollars:
            raise SuiteError(f"{what} {cost}: more than the budget of ${_money(self.dollars)}")


def priced(system: System, input_tokens: int, output_tokens: int) -> Cost:
    """Tokens with their price."""
    prices = system.prices
    dollars = (input_tokens * prices.input + output_tokens * prices.output) / 1e6
    return Cost(input_tokens, output_tokens, dollars)


def estimate(tasks: Sequence[Task], systems: Mapping[str, System], folder: Path) -> Cost:
    """On the high side: full lists, full answers.

    Raises:
        SuiteError: a system's prompts or settings cannot be used.
    """
    of_one = {name: _turn(name, system, folder) for name, system in systems.items()}
    total = Cost()
    for task in tasks:
        total += of_one[task.system]
    return total


def _turn(name: str, system: System, folder: Path) -> Cost:
    if system.plain:
        return Cost()
    settings: AgentSettings = settings_of(name, system)
    total = Cost()
    for prompt, shown in zip(
        prompts_of(name, system, folder), (settings.shortlist, settings.narrated), strict=True
    ):
        said = sum(tokens(text) for _, text in prompt.template.messages)
        most = prompt.front.parameters.max_output_tokens or UNBOUNDED
        total += priced(system, said + REQUEST + TOKENS * min(shown, 8), most)
    return total


def _money(dollars: float) -> str:
    """Cents, and below them two figures."""
    return f"{dollars:,.2f}" if dollars >= 0.1 or not dollars else f"{dollars:.2g}"
