"""What a turn is made of."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from agent.conversation import Conversations
from agent.conversation.asking import Asking, asking
from agent.models.spending import Ledger
from agent.narration.kept import Explanations
from agent.narration.overlay import Overlay, Overlays
from agent.ports import Interpreter, Reader, Recommender, Watch
from agent.settings import AgentSettings

if TYPE_CHECKING:
    from langchain_core.callbacks import BaseCallbackHandler


@dataclass(frozen=True, slots=True)
class TurnParts:
    """What a turn is made of."""

    recommender: Recommender
    interpreter: Interpreter
    overlay: Overlay | None
    """The two model calls; None where no model is configured."""
    conversations: Conversations
    settings: AgentSettings
    reader: Reader | None = None
    """Reads again what the interpreter is not sure of; None where no model is configured."""
    overlays: Overlays | None = None
    """Those that an experiment may ask for; None: the one above is all there is."""
    ledger: Ledger | None = None
    """Whether a session may still ask a model; None: there are no caps."""
    explanations: Explanations | None = None
    """Those of product pages, kept; None: every page is explained anew."""
    watch: Watch | None = None
    """Whoever traces; None: nobody."""
    callbacks: Sequence[BaseCallbackHandler] = ()
    """The user's own LangChain handlers: they see every model run of every turn."""
    asking: Asking = asking
    clock: Callable[[], float] = time.perf_counter
