"""What a system did with a case: what was listed, what the model really said, what a shopper saw."""

from __future__ import annotations

from typing import Literal

from agent.types import Source, Usage
from eval.suites.schema import Case
from retrieval.types import Constraints, Frozen

Variant = Literal["", "clean", "flip"]
"""``clean``: without the seller's text that the case injects; ``flip``: with the changed condition."""


class Task(Frozen):
    """One performance to be had."""

    system: str
    case: Case
    variant: Variant = ""
    repeat: int = 0
    shuffle: int = 0

    @property
    def key(self) -> str:
        """What it is known by in the log of a run."""
        return f"{self.system}|{self.case.id}|{self.variant}|{self.repeat}|{self.shuffle}"


class ModelCall(Frozen):
    """One model call: its words as they came, before anything was put right."""

    purpose: str
    text: str = ""
    """Prose, or the JSON of a structured answer, whichever way it was asked for."""
    finish: str | None = None
    usage: Usage = Usage()
    first_token_ms: float | None = None
    total_ms: float | None = None
    error: str | None = None
    """The class of what was raised; never its text."""


class Explained(Frozen):
    """What a card says."""

    product_id: str
    text: str
    source: Source


class Performance(Frozen):
    """Everything a scorer may look at."""

    system: str
    case: str
    variant: Variant = ""
    repeat: int = 0
    shuffle: int = 0

    understood: Constraints | None = None
    listed: tuple[str, ...] = ()
    """Product ids in the ranking's own order."""
    shown: tuple[str, ...] = ()
    """Product ids in the order that the model which re-orders saw; handle A is the first."""
    order: tuple[str, ...] = ()
    """Product ids as the shopper saw them in the end."""
    relaxed: bool = False
    opening: str = ""
    explained: tuple[Explained, ...] = ()
    reply: str = ""
    """What was said where there was no list."""
    narrated: int = 0
    """How many of ``listed``, from the first, the model was asked to explain."""
    narration: str = ""
    """The raw explanations: the model's, or for the plain fallback its own in the same form."""
    proposed: tuple[str, ...] | None = None
    """The handles that the model named, in its order, before repair; None: it named no order."""
    injected: tuple[str, str, str] | None = None
    """Into which product which text was put, and where."""
    unread: bool = False
    """That text stood in no prompt, or not whole: it can neither be obeyed nor withstood."""
    calls: tuple[ModelCall, ...] = ()
    degraded: tuple[str, ...] = ()
    prompts: tuple[str, ...] = ()
    model: str | None = None

    @property
    def key(self) -> str:
        """As :attr:`Task.key`."""
        return f"{self.system}|{self.case}|{self.variant}|{self.repeat}|{self.shuffle}"

    @property
    def usage(self) -> Usage:
        """Tokens of all calls."""
        return sum((call.usage for call in self.calls), Usage())
