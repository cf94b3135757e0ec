"""Nothing but: ``entirely of merino``, ``pure wool`` where the facts tell of a share; and other months."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.narration.claims.hedges import Verdict
from agent.narration.claims.known import Facts
from agent.narration.claims.synonyms import akin
from agent.narration.claims.wording import stem

_WHOLLY = re.compile(
    r"\b(?:entirely|purely|solely|exclusively|nothing but|all|pure|100 ?%|wholly|completely)"
    r"(?: (?:of|from|in|with|soft|fine|recycled|organic|fresh|smooth|virgin))* (?P<m>[a-z]{3,})",
    re.I,
)
_SHARE = re.compile(r"(?P<n>\d+) ?% (?P<of>[a-z]+(?: [a-z]+){0,2})", re.I)
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
_MONTH = re.compile(rf"\b(?P<m>{'|'.join(_MONTHS)})\b(?! (?:be|I|you|it)\b)")
_BUILT_IN = re.compile(r"\b(?:built-in|integrated|onboard|inbuilt) (?P<np>(?:[a-z][a-z-]+ ?){1,3})", re.I)
_AFTER = re.compile(
    r" (?:for|on|that|which|to|in|and|or|so|of|with|is|you|at|from|as|but|keeps?|makes?|lets?)\b.*"
)
_NEGATED = re.compile(r"\b(?:no|not|without|n't)\b[^.,;]*$", re.I)
_VAGUE = frozenset(["one", "ones", "design", "feature", "function", "charm", "style"])


def wholly(text: str, facts: Facts) -> Iterator[Verdict]:
    """A verdict on what is said to be all of it, to be built in, and on every month."""
    shares = [(int(found["n"]), found["of"].lower().split()) for found in _SHARE.finditer(facts.words)]
    for found in _WHOLLY.finditer(text):
        of = [share for share, words in shares if found["m"].lower() in words]
        if of and max(of) < 100:
            yield Verdict(found[0], False)
    if any(month in facts.words for month in _MONTHS):
        for found in _MONTH.finditer(text):
            yield Verdict(found["m"], found["m"] in facts.words)
    for found in _BUILT_IN.finditer(text):
        words = _AFTER.sub("", found["np"].strip()).split()
        head = stem(words[-1])
        if head not in _VAGUE and not _NEGATED.search(text[: found.start()]):
            yield Verdict(found[0].strip(), akin(head, facts.mentioned))
