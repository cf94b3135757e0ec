"""What the prompts about a list are told: a shortlist as prompt inputs."""

from __future__ import annotations

from collections.abc import Sequence

from agent.models.prompting import describe, said
from agent.models.tokens import cut, tokens
from agent.narration.facts import TOKENS, facts_line
from agent.types import Shortlist
from prompts.fence import fence
from prompts.loader import Prompt

SHOPPER_TOKENS = 40
"""That all which is said of the shopper may take."""
STRANGER = "new"
"""Of whom nothing is known."""
_KIND_TOKENS = 10
_TITLE_TOKENS = 30
_READ = 600
"""Characters of a text that can matter to so few tokens."""


def brief(shortlist: Shortlist, shown: Sequence[int], room: int = TOKENS) -> dict[str, str]:
    """Prompt inputs: the products at the positions ``shown``, under handles in that order, each in at most
    ``room`` tokens."""
    wanted = tuple(shortlist.constraints.include)
    lines = [
        facts_line(shortlist.handle(index), shortlist.items[position].product.public(), wanted, room)
        for index, position in enumerate(shown)
    ]
    return {
        "request": _request(shortlist),
        "constraints": describe(shortlist.constraints, _currency(shortlist)),
        "shopper": shopper_line(shortlist),
        "candidates": "\n".join(lines),
    }


def taken(prompt: Prompt, told: dict[str, str]) -> dict[str, str]:
    """Those inputs that the prompt takes: an older version does not know the newer ones."""
    return {name: text for name, text in told.items() if name in prompt.front.inputs}


def shopper_line(shortlist: Shortlist) -> str:
    """``prefers: color is green; bought: Tents (Nordtrek)``, fenced, in at most 40 tokens; what finds no room
    is left out whole. ``new`` where nothing is known."""
    known = shortlist.shopper
    stated = describe(known.stated, _currency(shortlist)) if known.stated.filters else ""
    line, room = "", SHOPPER_TOKENS
    for name, texts in (("prefers", stated.split("; ")), ("bought", known.bought), ("liked", known.liked)):
        begun = False
        for text in texts:
            short = cut(fence(text[:_READ]), _KIND_TOKENS)
            part = f", {short}" if begun else f"{'; ' if line else ''}{name}: {short}"
            if short and tokens(part) <= room:
                line, room, begun = line + part, room - tokens(part), True
    return fence(line) or STRANGER


def _request(shortlist: Shortlist) -> str:
    words = said(shortlist.request) or "(nothing said)"
    title = cut(fence((shortlist.anchor or "")[:_READ]), _TITLE_TOKENS)
    return fence(f"{words} (looking at: {title})") if title else words


def _currency(shortlist: Shortlist) -> str | None:
    return next((i.product.currency for i in shortlist.items if i.product.currency), None)
