"""What a number leaves unsaid since it was said before: its measure, or that it is another's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from agent.narration.claims.guarded import compiled
from agent.narration.claims.known import Facts
from agent.narration.claims.quantities import Quantity, quantities
from agent.narration.claims.wording import MARKS

PRONOMINAL = frozenset(["time", "mass", "volume", "length", "data"])
"""Measures that go without saying once one of them was told."""
UNNAMED = compiled(
    r"\s*(?:$|[.,;:!?)]|(?:before|until|after|when|once|if|and|but|so|or|for|in|at|without|between)\b)", re.I
)
"""Nothing that is counted follows."""
_ONE = compiled(r"\ban? (?P<u>minute|hour|day|week|month|year|litre|liter|kilo|metre|meter)\b", re.I)
_AGAINST = compiled(
    r"\b(?:against|versus|vs\.?|compared (?:with|to)|instead of|rather than|over)"
    r"(?: only| just| the| an?)? $",
    re.I,
)

_MEASURED = (
    r"(?P<v>(?:weighs|holds|lasts|runs|has|offers|gives|is|measures|supports|carries|takes|comes (?:to|with))"
    r"(?: (?:an? )?[a-z]+(?: life)? of)?)"
)
_GAPPED = compiled(
    rf"\b{_MEASURED} (?P<a>(?:[a-z]+ ){{0,3}}?\d[\d.,]*(?: ?[a-z%\"°]+){{1,5}}?)"
    rf"(?P<j>,(?: and| but| while)?|;| and| but) (?:the )?(?P<m>[{MARKS}])(?:,|'s)? "
    r"(?P<b>(?:only |just |about |around )?\d)",
    re.I,
)


def filled(text: str) -> str:
    """``it weighs 3 kg, the … 2 kg``: the verb goes for both."""
    return _GAPPED.sub(lambda m: f"{m['v']} {m['a']}{m['j']} {m['m']} {m['v']} {m['b']}", text)


_DENIED = compiled(r"(?:n't|\bnot|\bno|\bnever|\bwithout|\bcannot)(?: (?!only\b|just\b)[a-z]+){0,4} $", re.I)


def like_before(said: Quantity, earlier: Sequence[Quantity], before: str) -> Iterator[Quantity]:
    """``dry in 2 hours, a second coat after 4``: hours too."""
    one = _ONE.search(before)
    told = (*earlier, *(quantities(f"1 {one['u']}") if one else ()))
    kinds = {q.dimension: q.value / q.said for q in told if q.dimension in PRONOMINAL and q.said}
    for dimension, scale in kinds.items():
        yield replace(said, value=said.said * scale, dimension=dimension, nouns=frozenset())


def of_rival(code: re.Match[str], others: Sequence[Facts]) -> bool:
    """``IP67 against IP54``: another's; ``it won't go into an E27 socket``: nobody's."""
    if _DENIED.search(code.string[: code.start()]):
        return True
    against = _AGAINST.search(code.string[: code.start()]) is not None
    return against and any(code[0] in other.words for other in others)
