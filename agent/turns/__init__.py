"""A turn outlives its connection: it runs in a task of its own, and responses read its log."""

from agent.turns.ids import SessionIds, new_session_id, new_turn_id
from agent.turns.runner import Turns
from agent.types import Owner

__all__ = ["Owner", "SessionIds", "Turns", "new_session_id", "new_turn_id"]
