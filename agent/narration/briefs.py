"""What the prompts about a list are told: a shortlist as prompt inputs."""

from __future__ import annotations

from collections.abc import Sequence

from agent.models.prompting import describe, said
from agent.narration.facts import TOKENS, facts_line
from agent.types import Shortlist


def brief(shortlist: Shortlist, shown: Sequence[int], room: int = TOKENS) -> dict[str, str]:
    """Prompt inputs: the products at the positions ``shown``, under handles in that order, each in at most
    ``room`` tokens."""
    wanted = tuple(shortlist.constraints.include)
    currency = next((i.product.currency for i in shortlist.items if i.product.currency), None)
    lines = [
        facts_line(shortlist.handle(index), shortlist.items[position].product.public(), wanted, room)
        for index, position in enumerate(shown)
    ]
    return {
        "request": said(shortlist.request) or "(nothing said)",
        "constraints": describe(shortlist.constraints, currency),
        "candidates": "\n".join(lines),
    }
