"""What can go wrong above retrieval.

AisleError
└── AgentError
    ├── ModelFailure        a model call that ended any way but well; carries the reason shown as ``degraded``
    ├── PromptUnusable      a prompt file that is missing, broken or not what was released
    ├── TurnNotFound        no such turn, or one that is not this shopper's
    ├── TurnExpired         finished and forgotten: nothing left to read
    ├── ShuttingDown        this process takes no more turns
    └── RelayUnavailable    what processes share of their turns is out of reach
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from retrieval.errors import AisleError

if TYPE_CHECKING:
    from agent.types import DegradedReason


class AgentError(AisleError):
    """The agent cannot do what was asked."""


class ModelFailure(AgentError):
    """A model call ended any way but well. The turn goes on without it."""

    def __init__(self, reason: DegradedReason, message: str, *, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.reason = reason
        self.retry_after = retry_after
        """Seconds the provider asked us to wait, where it said so."""


class PromptUnusable(AgentError):
    """A prompt file is missing, broken or not what was released; the start stops here."""


class TurnNotFound(AgentError):
    """No turn has this id, or it belongs to another shopper."""


class TurnExpired(AgentError):
    """The turn is over and its events are no longer held."""


class ShuttingDown(AgentError):
    """This process was told to stop and takes no more turns."""


class RelayUnavailable(AgentError):
    """What processes share of their turns is out of reach; each goes on with its own."""
