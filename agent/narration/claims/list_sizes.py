"""How many there are in the list, where a sentence says it beside: ``the cheapest of the three``."""

from __future__ import annotations

import re
from collections.abc import Sequence

from agent.narration.claims.guarded import compiled
from agent.narration.claims.wording import stem

_LIST = compiled(
    r"(?<!one )(?<!1 )(?:(?<!\bpack )(?<!\bset )(?<!\bbox )(?<!\bcase )(?<!group )(?<!party )(?<!family )"
    r"(?<!team )"
    r"\b(?:of|among|from|out of) |\bof (?=all |the |these |those ))(?:all |the |these |those )*(?P<n>\d+)"
    r"(?: pairs of)?"
    r"(?=\s*(?:[.,;:!](?!\d)|-(?!\w)|$|(?:here|on|in|at|with|and|but|for|by|to|is|can|has|of them|both|it|"
    r"it's|this|as|when|while|since|because|also|overall|over|under|below|above|without|that|which|"
    r"(?P<noun>(?:[\w-]+ ){0,2}?[a-z]+s))\b))",
    re.I,
)
_ONLY_OF = compiled(r"\bonly (?:one|1) of (?:all )?(?:the |these |those )?(?P<n>\d+)\b(?! [a-z]+s\b)", re.I)
_OF_PAIR = compiled(
    r"(\bthe (?:[a-z]+er|better|worse)(?:[ -]rated)?) of the 2\b(?P<np> [A-Z]?[a-z]+s\b)?", re.I
)
_PAIR = 2


def listed(text: str, kinds: Sequence[frozenset[str]], *, resolved: bool = False) -> str:
    """The text without the size of the list: ``of the three``, or of those of one kind: ``of the two mats``.

    ``kinds``: of each product of the list, the stems of what it is called; ``resolved``: what is compared of
    two is known by now.
    """
    n = len(kinds)
    text = _ONLY_OF.sub(lambda m: "only one" if int(m["n"]) == n else m[0], text)
    # "of the two Rieslings" of a longer list says among which; the numbers of a list say nothing more.
    text = _OF_PAIR.sub(lambda m: m[0] if n > _PAIR and m["np"] else f"{m[1]}{m['np'] or ''}", text)
    return _LIST.sub(lambda m: " " if _packed(m, n) or _ours(m, kinds, resolved) else m[0], text)


def _packed(found: re.Match[str], n: int) -> bool:
    """``the smallest of the 4 tubs``: of all that are listed, as they are sold."""
    if int(found["n"]) != n or not found["noun"] or stem(found["noun"].split()[-1]) not in _PACKED:
        return False
    before, after = found.string[: found.start()], found.string[found.end() :]
    return bool(_RANKED.search(before)) or (not before and _RANKED_AFTER.match(after) is not None)


def _ours(found: re.Match[str], kinds: Sequence[frozenset[str]], resolved: bool) -> bool:
    """Whether so many of the list are of the kind that is told."""
    n, noun = int(found["n"]), found["noun"]
    ranked = _RANKED.search(found.string[: found.start()])  # The words before tell a place among them.
    if noun is None or stem(noun.split()[-1]) in _ANY:
        return n == len(kinds) or (ranked is not None and n < len(kinds))
    words = frozenset(map(stem, noun.split()))
    alike = sum(words <= called for called in kinds)
    if n == 2 < len(kinds) and len(words) > 1 and not resolved:
        return False  # A comparison of two needs to know which.
    return alike == n or (n == len(kinds) and alike > 0)


_RANKED = compiled(r"\b(?:only|[a-z]{2,}(?:est|er)|most|least|more|less|better)\b[^,;:.]{0,30}$", re.I)
_RANKED_AFTER = compiled(
    r"[^,;:.]{0,24}, (?:this|it)\b[^;:]{0,30}?\b(?:[a-z]{2,}est|most|least|only)\b", re.I
)
_PACKED = frozenset(["pack", "tub", "bag", "box", "bottle", "jar", "tin", "packet", "pouch", "set", "pair"])
_ANY = frozenset(
    ["product", "option", "pick", "choice", "item", "model", "one", "thing", "contender", "here"]
)
