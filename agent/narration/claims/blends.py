"""What a fabric is blended of, in two numbers: ``a 60/40 cotton and polyester blend``."""

from __future__ import annotations

import re

from agent.narration.claims.guarded import compiled
from agent.narration.claims.lexicon import MATERIALS

_M = (
    rf"(?:(?!and\b)[a-z]+ )?(?:{'|'.join(MATERIALS)}|poly|polyamide|lyocell|modal|rayon|linen|hemp|"
    r"microfibre|microfiber|cupro)"
)
_RATIO = r"(?P<a>\d\d)(?: ?[/:-] ?)(?P<b>\d\d)"
_PAIR = rf"(?P<m>{_M})(?:,? and |-| | ?/ ?|, | to | with |,? to )(?P<n>{_M})\b"
_BLEND = r"(?:blend|mix|split|ratio|composition|mixture|weave|fabric|knit|jersey)"
_CLOTH = r"(?:blend|mix|mixture|weave|fabric|knit)"
_PARTED = tuple(
    compiled(pattern, re.I)
    for pattern in (
        rf"(?<![\d.,/-]){_RATIO} (?:{_BLEND}(?: of|,) )?{_PAIR}",
        rf"\b{_PAIR}(?:,| \(|,? (?:in|at|as) (?:an? )?|,? (?:blended|mixed|split) ) ?{_RATIO}"
        r"(?![\d/-]|\.\d)\)?",
        rf"(?<![\d.,/-]){_RATIO}(?= {_CLOTH}\b)",
    )
)
_WHOLE = 100


def blended(text: str) -> str:
    """The text with each of the two shares before what it is of: ``60% cotton and 40% polyester``."""
    for pattern in _PARTED:
        text = pattern.sub(_told, text)
    return text


def _told(found: re.Match[str]) -> str:
    a, b = found["a"], found["b"]
    if int(a) + int(b) != _WHOLE:
        return found[0]
    of = found.groupdict()
    if not of.get("m"):
        return f"{a}% and {b}%"
    first, second = (re.sub(r"\bpoly$", "polyester", of[name] or "", flags=re.I) for name in "mn")
    return f"{a}% {first} and {b}% {second}"
