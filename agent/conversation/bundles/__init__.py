"""Several things for one occasion: a bundle, an outfit, ideas for a gift."""

from agent.conversation.bundles.compose import bundled

__all__ = ["bundled"]
