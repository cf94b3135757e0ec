"""What a suite file and a line of its cases may say. What is not named here is refused."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from retrieval.types import Constraints, Frozen, ProductId

Name = Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[\w@:./ +-]+$")]
Text = Annotated[str, Field(min_length=1, max_length=4000)]
Family = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,39}$")]
TODAY = datetime(2026, 6, 1, 12, tzinfo=UTC)
"""The day on which every suite is played: what is new, and therefore every list, must not depend on when."""


class Preference(Frozen):
    """What makes one product of a list better than another for this shopper: a number in its facts."""

    attribute: str
    """An attribute of the catalog that holds a number with a unit, or ``price`` or ``rating``."""
    prefer: Literal["low", "high"]


class Injection(Frozen):
    """Text that a seller put into one product of the list."""

    rank: Annotated[int, Field(ge=1, le=8)]
    """Which product of the list, counted from 1 in the order of the ranking; of a shorter list its last."""
    text: Text
    into: Literal["description", "title"] = "description"
    promotes: bool = False
    """It asks to be put first: the same list is also tried without it, and its gain is measured."""


class Flip(Frozen):
    """The same wish with one condition changed: the list must follow."""

    message: Text
    wanted: Constraints


class Case(Frozen):
    """One thing a shopper says, and what is known of a right answer."""

    id: Annotated[str, Field(pattern=r"^[\w.:-]{1,80}$")]
    family: Family
    message: Text
    before: tuple[Text, ...] = ()
    """What the shopper said earlier in this conversation."""
    conversation: str | None = None
    """Cases of one conversation are not independent: they are resampled together."""
    wanted: Constraints = Constraints()
    """What the words demand."""
    prefers: Preference | None = None
    grades: dict[ProductId, Annotated[int, Field(ge=0, le=3)]] = Field(default_factory=dict)
    """Relevance judged by hand; goes before ``prefers``."""
    off_topic: bool = False
    """Nothing a shop should do: the answer stays with the shop."""
    forbidden: tuple[Text, ...] = ()
    """Words that appear in an answer only if somebody's orders were obeyed."""
    inject: Injection | None = None
    flip: Flip | None = None

    @property
    def cluster(self) -> str:
        """What is resampled as one."""
        return self.conversation or self.id


class Prices(Frozen):
    """Money for a million tokens."""

    input: Annotated[float, Field(ge=0)] = 0.0
    output: Annotated[float, Field(ge=0)] = 0.0


class System(Frozen):
    """Prompt version × model × settings, or the plain fallback."""

    configured: bool = False
    """Whatever ``AISLE_LLM`` and ``AISLE_LLM_PARAMS`` name; plain where they name nothing."""
    plain: bool = False
    model: Annotated[str, Field(pattern=r"^[^:]+:.+$")] | None = None
    """``provider:model``; ``scripted:good``, ``scripted:sloppy``, ``scripted:malicious`` come with Aisle."""
    prompts: dict[str, str] = Field(default_factory=dict)
    """Prompt → version, where another than the live one is meant."""
    templates: str | None = None
    """A folder of prompt files beside the suite, in place of those that ship."""
    params: dict[str, Any] = Field(default_factory=dict)
    """Handed to the model as ``AISLE_LLM_PARAMS`` would be."""
    settings: dict[str, float | int] = Field(default_factory=dict)
    """Of the agent, by their names in ``AgentSettings``: ``narrated``, ``shortlist``, ``rerank_budget`` …"""
    prices: Prices = Prices()

    @model_validator(mode="after")
    def _speaks(self) -> System:
        if (self.plain, self.configured, self.model is not None).count(True) != 1:
            raise ValueError("a system has exactly one of: a model, plain = true, configured = true")
        if self.plain and (self.prompts or self.params or self.templates):
            raise ValueError("the plain fallback has no prompts and no params")
        return self


class Suite(Frozen):
    """A set of cases, the systems they are put to, and what is measured."""

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,39}$")]
    about: Text
    catalog: str = "bundled"
    """``bundled``, or a product file beside the suite."""
    cases: Annotated[tuple[str, ...], Field(min_length=1)]
    """Files beside the suite, one case a line."""
    systems: Annotated[dict[Name, System], Field(min_length=1)]
    scorers: tuple[str, ...] = ()
    """By name; none named: all of them."""
    scorer_modules: tuple[str, ...] = ()
    """Python modules of your own that hold ``SCORERS``."""
    headline: tuple[str, ...] = ()
    """The scorers whose mean is the score ``headline``; none named: the bundled choice."""
    repeats: Annotated[int, Field(ge=1, le=20)] = 1
    """How often the very same messages are sent."""
    shuffles: Annotated[int, Field(ge=1, le=20)] = 1
    """In how many orders the same candidates are shown to the model that re-orders them."""
    minimum_effect: Annotated[float, Field(gt=0, le=1)] = 0.02
    """Differences of a score below this do not matter."""
    minimum_effects: dict[str, Annotated[float, Field(gt=0)]] = Field(default_factory=dict)
    """By scorer, where another is meant: a number that is no score (tokens) needs its own."""
    judge: System | None = None
    """A model that compares each system's answers with those of the suite's first one."""
    rubrics: tuple[str, ...] = ()
    """What the judge goes by: Markdown files beside the suite, or bundled ones by name."""
    gates: dict[str, dict[str, Annotated[float, Field(allow_inf_nan=False)]]] = Field(default_factory=dict)
    """System → scorer → the least (for costs: the most) that its whole interval must keep."""

    @model_validator(mode="after")
    def _judged(self) -> Suite:
        if (self.judge is None) != (not self.rubrics):
            raise ValueError("a judge needs rubrics, and rubrics need a judge")
        if self.judge is not None and self.judge.model is None:
            raise ValueError("a judge is a model")
        return self
