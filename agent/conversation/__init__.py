"""What a session holds between turns."""

from agent.conversation.memory import Conversations
from agent.conversation.state import Conversation, after_turn, rebuilt

__all__ = ["Conversation", "Conversations", "after_turn", "rebuilt"]
