"""What a product is said to lack: ``no lining``, ``without a cord``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.narration.claims.guarded import compiled
from agent.narration.claims.hedges import Verdict
from agent.narration.claims.known import Facts
from agent.narration.claims.lexicon import PARTS
from agent.narration.claims.parts import CUT, nouns_of
from agent.narration.claims.wording import stem, tokens

_LACKS = compiled(
    r"\b(?:no|without(?: an?| any)?|lack(?:s|ing)?(?: an?| any)?|miss(?:es|ing) an?|"
    r"(?:doesn't|does not|don't|do not) (?:have(?! to\b)|include|come with|feature|offer|get)(?: an?|"
    r" any)?|"
    r"(?:hasn't|has not|haven't|have not) got(?: an?| any)?)\s+"
    r"(?P<np>[\w-]+(?:\s+[\w-]+){0,3})",
    re.I,
)
_FORGONE = compiled(
    r"\b(?:you (?:also |do |only |will |would |'ll )*(?:give up|lose|sacrifice|forgo|miss out on)"
    r"|(?:giving up|losing|sacrificing|forgoing|missing out on)|it (?:gives up|forgoes|sacrifices))"
    r"(?= (?:on )?(?!to\b|its?\b|nothing\b|no\b|little\b|your\b|any\b)[a-z])(?![^,.;]{0,40}\d)",
    re.I,
)


def forgone(text: str) -> str:
    """``you give up cordless convenience``: it is without it. Of a number the one with it tells more."""
    return _FORGONE.sub(_without, text)


def _without(found: re.Match[str]) -> str:
    return found[0] if _NEVER.search(found.string[: found.start()]) else "without"


_NEVER = compiled(r"(?:\b(?:not|no|never|without|nor|if)|n't)\b[^,.;]*$", re.I)
_THERE = compiled(r"\b(?:where(?:ver)?|when(?:ever)?|if|even) there(?: is|'s|’s| are| was)\s*$", re.I)
_OTHERS = compiled(
    r"^[\w-]+(?: [\w-]+)? (?:here (?:is|has|costs?)|(?:in|of|on|from) (?:this|the|our)\b)", re.I
)


_RATED = compiled(r"(?:customer |shopper |user |buyer )?(?:ratings|reviews)\b", re.I)
_LENS = 3
_AS_NONE = compiled(r"not |[^:]*: (?:none|no|single|one|1)\b(?! ?[x.,])", re.I)
"""What is as good as none of it: ``Gears: single speed``."""
_NEEDED = compiled(r"(?P<n>[\w-]+)(?: (?:is|are))? (?:needed|required|necessary)\b", re.I)
_SPECIAL = compiled(
    r"[a-z-]+ [a-z]+(?: (?:is|are))? (?:needed|required|necessary)\b|(?:extra|additional|separate|"
    r"further) ",
    re.I,
)
_NOT_NEEDED = compiled(r"\bnot? (?:\w+ )?(?:needed|required|necessary)\b|\bnone\b", re.I)


_CORDS = frozenset(["cable", "wire", "cord", "lead"])
_CORDLESS = frozenset(["wireless", "bluetooth", "cordless"])


def _needless(noun: str, facts: Facts) -> bool:
    """``no batteries are needed`` of "Batteries: not required"."""
    return any(_NOT_NEEDED.search(text) and noun in map(stem, tokens(text)) for _, text in facts.fields)


def lacking(text: str, facts: Facts) -> Iterator[Verdict]:
    """``no lining`` is false of what has one; of a part that nobody speaks of it may well be true."""
    for found in _LACKS.finditer(text):
        if _THERE.search(text[: found.start()]):
            # "Where there is no socket" tells of a place.
            continue
        if found[0][:3].lower() == "no " and _OTHERS.search(found["np"]):
            # "No drill in this line-up" speaks of others.
            continue
        if re.search(r"\b(?:included|supplied|in the box)\b", found["np"], re.I):
            continue
        nouns = nouns_of(CUT.sub("", found["np"]))
        if not nouns:
            continue
        if _RATED.match(found["np"]) and found[0][:2].lower() in ("no", "wi", "la"):
            # A "waterproof rating" is none that shoppers gave.
            yield Verdict(found[0], facts.product.rating is None)
            continue
        if (needed := _NEEDED.match(found["np"])) is not None and _needless(stem(needed["n"]), facts):
            continue
        if _SPECIAL.match(found["np"]) and nouns_of(found["np"])[0] not in facts.mentioned:
            # "No paper filters needed" of what has a reusable one.
            continue
        head = nouns[-1]
        if head in _CORDS and not _CORDLESS.isdisjoint(facts.mentioned):
            yield Verdict(found[0], True)
            continue
        counted = [q.said for q in facts.numbers if head in q.label]
        if counted:
            yield Verdict(found[0], 0.0 in counted)
        elif head in PARTS:
            yield Verdict(found[0], head not in facts.mentioned)
        elif len(head) > _LENS:
            for label, said in facts.fields:
                if label.lower() == f"{head}s" and not _AS_NONE.match(said):
                    # "No gears" of "Gears: 2-speed"; "no king size" of "Sizes: twin, queen".
                    kinds = set(nouns[:-1])
                    yield Verdict(found[0], bool(kinds) and kinds.isdisjoint(map(stem, tokens(said))))
                    break
