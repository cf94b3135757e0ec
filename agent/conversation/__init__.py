"""What a session holds between turns."""

from agent.conversation.memory import Conversations
from agent.conversation.state import Conversation, after_turn, rebuilt, standing

__all__ = ["Conversation", "Conversations", "after_turn", "rebuilt", "standing"]
