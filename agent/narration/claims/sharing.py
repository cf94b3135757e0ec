"""How many of the list share something: ``the only one in wool``, ``one of two by Kestrel``."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from agent.narration.claims.gathered import Gathered
from agent.narration.claims.guarded import compiled
from agent.narration.claims.hedges import Verdict
from agent.narration.claims.lexicon import COLOURS
from agent.narration.claims.marks import marked
from agent.narration.claims.wording import MARKS, stem
from retrieval.types import PublicProduct

_ONLY = compiled(
    r"\b(?:the (?:only|sole|one and only)|"
    r"(?:is|it's) (?:also )?alone in (?:being|having|offering))\b(?! (?:thing|way|"
    r"reason|question|catch|downside|drawback)\b)(?: ones?\b)?(?P<what>(?:[^,;:.!?]|[.,](?=\d))*)"
    r"|\balone (?=(?:is|has|comes)\b)(?P<alone>(?:[^,;:.!?]|[.,](?=\d))*)",
    re.I,
)
_ONE_OF = compiled(
    r"(?<![\d.,])\b(?:one|1) of (?:only |just |the |these )*(?P<n>\d+)\b(?P<what>(?:[^,;:.!?]|[.,](?=\d))*)",
    re.I,
)
_IS = compiled(r"(?:^|[,;:] |\b(?:and|where|since|because|as) )([a-z]+) (?:is|are)\s*$")
_ITSELF = frozenset(["it", "this", "that", "which", "one", "and", "also", "here", "still"])
_OFFERED = compiled(
    r"\s+(?P<n>[a-z]+)(?: choice| option)?\s+(?:on offer|available|offered|going|to choose|it comes in"
    r"|(?:that )?you can|"
    r"it is made in|it's made in|made|sold)\b",
    re.I,
)
_NAMED = compiled(
    r"^\s+(?:[a-z-]+ )??([a-z]+)\b(?=\s+(?:here|in|on|of|by|with|from|that|which|listed|to)\b|\s*$)", re.I
)
_SUPERLATIVE = compiled(r"^\s+(?:\w+est|most|least|top|best)\b", re.I)
_BY = compiled(rf"(?:\b(?:by|from|of)\s+(?:the\s+)?|^\s*)(?P<m>[{MARKS}])", re.I)
_COLOURS = frozenset(COLOURS)
"""A colour is told of whatever may pass for it, but counted where it is told in so many words."""
_AMONG = compiled(rf"\b(?:of|among|amongst|between) (?P<g>[{MARKS}](?: and [{MARKS}])+)\)?", re.I)


class Sharing:
    """``verdicts`` judges a phrase of a product by its position in the list."""

    def __init__(
        self,
        products: Sequence[PublicProduct],
        verdicts: Callable[[str, int], list[Verdict]],
        kind: Callable[[str], frozenset[int] | None],
        gathered: Gathered,
    ) -> None:
        self._products = products
        self._kind = kind
        self._gathered = gathered
        self._verdicts = verdicts

    def check(self, clause: str, own: int) -> tuple[str, list[Verdict]]:
        """The clause as it is said of the product alone, and a verdict on each count."""
        verdicts: list[Verdict] = []
        for found in reversed(list(_ONE_OF.finditer(clause))):
            if _SUPERLATIVE.match(found["what"]):
                continue
            holders = self._holders(found["what"], own, counted=True)
            if holders is not None:
                size = int(found["n"])
                holds = own in holders and len(holders) == size
                holds = holds or own in self._gathered.told_by(found["what"], size)
                verdicts.append(Verdict(f"one of {found['n']}", holds))
            if holders is not None or int(found["n"]) == len(self._products):
                clause = f"{clause[: found.start()]} {clause[found.start('what') :]}"
        for found in reversed(list(_ONLY.finditer(clause))):
            group = "what" if found["what"] is not None else "alone"
            if (offered := _OFFERED.match(found[group])) and (values := self._values(own, offered["n"])):
                verdicts.append(Verdict(found[0].strip(), values == 1))
                clause = f"{clause[: found.start()]} {clause[found.end() :]}"
                continue
            subject = _IS.search(clause[: found.start()])
            # "salmon is the only animal protein" says nothing of the list.
            part = subject is not None and subject[1] not in _ITSELF
            holders = None if part else self._holders(found[group], own)
            if holders is not None:
                verdicts.append(
                    Verdict(found[0][: found.start(group) - found.start()].strip(), holders <= {own})
                )
            clause = f"{clause[: found.start()]} {clause[found.start(group) :]}"
        return clause, verdicts

    def _values(self, own: int, noun: str) -> int:
        """How many values of an attribute the product has: ``the only colour on offer``."""
        product = self._products[own]
        named = (
            name for name in product.attributes if stem(noun) in map(stem, name.replace("_", " ").split())
        )
        return next((len(product.values(name)) for name in named), 0)

    def _holders(self, what: str, own: int, *, counted: bool = False) -> set[int] | None:
        """The products of which ``what`` is true; None where it claims nothing.

        ``counted``: to be of a kind is a claim, ``one of two serums``.
        """
        n = len(self._products)
        holders = set(range(n))
        claims = False
        if (among := _AMONG.search(what)) is not None:
            holders = {i for char in among["g"] if char >= "\ue000" for i in marked(char, own, n)}
            what = f"{what[: among.start()]} {what[among.end() :]}"
        for word in _NAMED.findall(what)[:1]:
            kin = self._kind(word)
            if kin is not None and own in kin:
                holders &= kin
                claims = counted
        for found in _BY.finditer(what):
            brands = {self._products[i].brand for i in marked(found["m"], own, n) if i < n} - {None}
            denied = re.search(r"\bnot\s*$", what[: found.start()]) is not None
            holders &= {i for i in range(n) if (self._products[i].brand in brands) != denied}
            claims = claims or bool(brands)
        for i in range(n):
            verdicts = self._verdicts(what, i)
            claims = claims or bool(verdicts)
            if not all(verdict.holds for verdict in verdicts):
                holders.discard(i)
        if claims and own in holders and len(holders) > 1:
            said = {verdict.claim.lower() for verdict in self._verdicts(what, own)}
            holders &= {own} | self._gathered.alike(what, said - _COLOURS)
        return holders if claims else None
