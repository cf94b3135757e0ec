"""The shop as other agents use it: four calls, typed, without a conversation and without a model."""

from agent.tools.shapes import Card, Compared, Found
from agent.tools.shop import Shop, ToolRefused
from agent.tools.specs import TOOLS, ToolSpec

__all__ = ["TOOLS", "Card", "Compared", "Found", "Shop", "ToolRefused", "ToolSpec"]
