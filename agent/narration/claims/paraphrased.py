"""What an attribute denies, told by what it would do: ``takes photos`` of what has no camera."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.narration.claims.guarded import compiled
from agent.narration.claims.hedges import Verdict
from agent.narration.claims.known import Facts

_DEEDS = tuple(
    (compiled(label, re.I), compiled(deed, re.I))
    for label, deed in (
        (r"^not (?:\w+ )?camera$",
         r"\b(?:takes?|snaps?|shoots?) (?:[a-z]+ )?(?:photos?|pictures?|selfies|videos?)\b"),
        (r"^not music(?: storage| player)?$",
         r"\b(?:stores?|saves?|holds?) (?:[a-z]+ ){0,2}?(?:music|playlists?|songs?)\b"),
        (r"^not (?:contactless payments?|nfc)$",
         r"\b(?:pays?|paying) (?:contactlessly|without (?:cash|cards?))\b"),
        (r"^not auto(?:matic)? ?(?:shut ?|switch )?off$",
         r"\b(?:switch|turn|shut|power)(?:e?s)? (?:itself|themselves) (?:off|down)\b|"
         r"\b(?:switch|turn|shut)(?:e?s)? off (?:by itself|on its own|automatically)\b"),
        (r"^not (?:(?:non|anti) ?slip|slip resistant)\b",
         r"\b(?:won't|doesn't|does not|will not|cannot|can't) slip\b"),
        (r"^not (?:water ?(?:proof|resistant)|weather ?(?:proof|resistant))$",
         r"\b(?:rain|showers?) (?:can't|won't|cannot|will not|doesn't) (?:harm|hurt|bother|stop)\b"),
    )
)  # fmt: skip
_DENIED = compiled(r"\b(?:not|no|never|without|cannot|if|than|to)\b[^.,;]*$|n't\b[^.,;]*$", re.I)


def paraphrased(text: str, facts: Facts) -> Iterator[Verdict]:
    """A verdict on each such deed."""
    for label, deed in _DEEDS:
        found = deed.search(text)
        if (
            found
            and not _DENIED.search(text[: found.start()])
            and any(label.match(t) for _, t in facts.fields)
        ):
            yield Verdict(found[0], False)
