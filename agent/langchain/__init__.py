"""For LangChain users: the shop as a retriever, as tools, and the turn as a runnable."""

from agent.langchain.retriever import AisleRetriever
from agent.langchain.tools import shop_tools
from agent.langchain.turn import TurnBroke, turn_runnable

__all__ = ["AisleRetriever", "TurnBroke", "shop_tools", "turn_runnable"]
