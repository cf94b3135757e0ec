"""What the facts speak of, a product is not free of: ``free of sulphites`` of what contains them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.narration.claims.guarded import compiled
from agent.narration.claims.hedges import Verdict
from agent.narration.claims.known import Facts
from agent.narration.claims.lexicon import SOFT
from agent.narration.claims.wording import stem, tokens

_FREE = compiled(
    r"\b(?:free (?:of|from)|contains? no|(?:made|does|do|goes|gets by) (?:[a-z]+ )?without|"
    r"no added|without (?:any )?added) "
    r"(?:any |all |added |artificial )?(?P<np>[^\W\d_]+(?: (?:and|or) [^\W\d_]+(?=[.,;:!?]|$))?)",
    re.I,
)
_NOT = compiled(r"\b(?:not|never|nor|isn't|aren't)\s*(?:\w+\s*)?$", re.I)
_DENIED = (
    r"\b(?:no|not|free|without|non|never|lacks?|zero|0)\b[^.;:]{{0,60}}\b{0}|\b{0}\w*[- ](?:free|is not)\b"
)


def freed(text: str, facts: Facts) -> Iterator[Verdict]:
    """A verdict on all that it is said to be free of, and of which the facts speak without denying it."""
    for found in _FREE.finditer(text):
        for word in () if _NOT.search(text[: found.start()]) else map(stem, tokens(found["np"])):
            if len(word) > 3 and word not in SOFT and word in facts.mentioned - facts.called:
                yield Verdict(
                    found[0], re.search(_DENIED.format(re.escape(word)), facts.words, re.I) is not None
                )
