"""Superlatives among some of the list: ``the cheapest of the ones in stock``, ``the lightest under $50``.

Whom the words after a superlative leave is judged of each product by itself; the marks of those stand in
their place, so that the superlative is one among them.
"""

from __future__ import annotations

import re

from agent.narration.claims.gathered import closed, joined, ranked_among
from agent.narration.claims.guarded import compiled
from agent.narration.claims.quantified import Quantified

_LAST = r"(?:[a-z]{3,}est|most|least|best|worst|top|highest|lowest)\b"
_DEGREE = r"(?:[- ](?:rated|priced|reviewed|expensive|affordable|costly|popular))?"
_WHO = (
    r"(?:all )?(?:the ones|the (?P<n>\d+)(?: ones| options| products| picks)?|those|the options|all|"
    r"everything|what)(?: here)?"
)
_TAIL = (
    r"(?P<t>(?:(?:(?:currently |still )?(?:in stock|available)|out of stock|sold out|on sale)|"
    r"under|below|over|above|(?:rated|reviewed|priced)(?= (?:above|over|below|under|at|more|less|by)\b)|"
    r"with(?:out)?|made|in|that|which|costing|weighing)\b"
    r"(?:[^,;:!?.]|[.,](?=\d))*?)"
    r"(?=,? (?:and|but|so|while|though|yet|if) (?:it|its|this|the|you|is|has|also|not|at|only|weighs|costs)\b"
    r"|,(?!\d)|[;:!?]|\.(?!\d)|$)"
)
_OF = compiled(rf"(?P<s>\b{_LAST}{_DEGREE}(?: [a-z-]+){{0,2}}?) (?:of|among(?:st)?) {_WHO} {_TAIL}", re.I)
_TREATED = (
    r"best (?:(?!rated|reviewed|priced)[a-z]+ed|worn|kept|drunk|eaten|seen|read|left|hung|taken|shown|made|"
    r"drank|run|given|bought) (?:in|with|without|under|below|above|over|out)\b"
)
"""``Best enjoyed with an adult``: how to use it, and no rank."""
_ONE = compiled(
    rf"(?P<s>\b(?!{_TREATED}){_LAST}{_DEGREE}"
    r"(?: (?!of\b|here\b|in\b|on\b|and\b|that\b|with\b|under\b|to\b|for\b|way\b)[a-z-]+)?)"
    rf"(?: here)? {_TAIL}",
    re.I,
)
_LED = compiled(rf"(?P<s>(?:^|(?<=[.;] ))(?:of|among(?:st)?)) {_WHO} {_TAIL}(?=,? .*\b{_LAST})", re.I)
_WHICH = r"(?P<t>(?!ones?\b|other\b|rated\b|most\b|least\b)[a-z-]+(?: (?!ones?\b)[a-z-]+)?)"
_ADJECTIVES = (
    compiled(
        rf"(?P<s>\b{_LAST}{_DEGREE}(?: [a-z-]+){{0,2}}?) (?:of|among(?:st)?) (?:all )?the (?:(?P<n>\d+) )?"
        rf"{_WHICH} (?:ones|options|picks)\b(?: here)?",
        re.I,
    ),
    compiled(rf"(?P<s>\b{_LAST}{_DEGREE}) {_WHICH} (?:one|option|pick)\b(?: here)?", re.I),
)
"""``The cheapest of the three navy ones``, ``the lightest waterproof one``."""
_READY = compiled(
    rf"(?P<l>\b(?:of|among) (?:all )?(?:the )?(?:\d+ )?|\b{_LAST}{_DEGREE} )(?:available|in-stock) "
    r"(?P<n>ones?|options?|picks?|products?)\b(?! in stock)",
    re.I,
)
"""``Of the four available ones``."""
_AMOUNT = compiled(r"\d")
_BOUND = compiled(r"\b(?:under|below|over|above|(?:more|less|fewer) than|at least|at most|up to)\b", re.I)
_PLACED = compiled(r"\b(?:here|listed|(?:on|in) (?:this|the|our) (?:list|page|selection|shortlist))$", re.I)
_HAS = compiled(r"^with ", re.I)
_TOLD = compiled(r"^with (?:an? |any )?(?:stated|listed|given|known|published|specified|quoted) ", re.I)
_COMES = compiled(r"^(?:in (?!stock)|without )", re.I)
_FIGURE = compiled(
    r"^with an? (?:[a-z]+ )?(?:figure|value|reading|number)(?: (?:given|stated|listed))?$", re.I
)
"""``The hardiest of those with a frost figure``: of all that can be ranked."""
_THAT = compiled(r"^(?:that|which) ", re.I)


class Narrowed:
    """The scopes of the superlatives of one list."""

    def __init__(self, n: int, quantified: Quantified) -> None:
        self._n = n
        self._holders = quantified.holders

    def check(self, text: str, own: int) -> tuple[str, str | None]:
        """The sentence with each scope as the marks of those in it, and the first that is another's."""
        text = _READY.sub(lambda m: f"{m['l']}{m['n']} in stock", text)
        for pattern in (_LED, _OF, _ONE, *_ADJECTIVES):
            found = pattern.search(text)
            if found is None:
                continue
            scope = self._scope(found["t"], own)
            if scope is None:
                continue
            told = found.groupdict().get("n")
            if own not in scope or (told and int(told) != len(scope)):
                return text, found[0]
            head, rest = text[: found.start()], text[found.end() :]
            if len(scope) == self._n:
                return (f"{head}{found['s']}{rest}" if pattern is not _LED else rest.lstrip(" ,")), None
            if len(scope) == 1:
                return f"{head} {rest}" if pattern is not _LED else text, None
            if pattern is _LED and (ranked := ranked_among(rest, joined(scope))) != rest:
                return f"{head}{ranked.lstrip(' ,')}", None
            of = "" if pattern is _LED else " of"
            return f"{head}{found['s']}{of} {joined(scope)}{closed(rest)}", None
        return text, None

    def _scope(self, tail: str, own: int) -> frozenset[int] | None:
        tail = _PLACED.sub("", tail.strip()).strip()
        if _TOLD.match(tail):
            return None  # "The lightest with a stated weight": of those that can be compared at all.
        if not tail or (_AMOUNT.search(tail) and not _BOUND.search(tail)):
            return None  # "The cheapest one with 650 W": of what it has, whoever else has it.
        if _FIGURE.match(tail):
            return frozenset(range(self._n))
        if _THAT.match(tail):
            clause = _THAT.sub("", tail)
        elif _HAS.match(tail):
            clause = _HAS.sub("has ", tail)
        else:
            clause = f"{'comes' if _COMES.match(tail) else 'is'} {tail}"
        return self._holders(clause, frozenset(range(self._n)), own)
