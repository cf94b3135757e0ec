"""How many of the list share something: ``the only one in wool``, ``one of two by Kestrel``."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from agent.narration.claims.hedges import Verdict
from agent.narration.claims.mentions import marked
from agent.narration.claims.wording import MARKS
from retrieval.types import PublicProduct

_ONLY = re.compile(
    r"\b(?:the (?:only|sole)|(?:is|it's) (?:also )?alone in (?:being|having|offering))\b(?! (?:thing|way|"
    r"reason|question|catch|downside|drawback)\b)(?: ones?\b)?(?P<what>[^,;:.!?]*)"
    r"|\balone (?=(?:is|has|comes)\b)(?P<alone>[^,;:.!?]*)",
    re.I,
)
_ONE_OF = re.compile(r"\b(?:one|1) of (?:only |just |the |these )*(?P<n>\d+)\b(?P<what>[^,;:.!?]*)", re.I)
_SUPERLATIVE = re.compile(r"^\s+(?:\w+est|most|least|top|best)\b", re.I)
_BY = re.compile(rf"(?:\b(?:by|from|of)\s+(?:the\s+)?|^\s*)(?P<m>[{MARKS}])", re.I)


class Sharing:
    """``verdicts`` judges a phrase of a product by its position in the list."""

    def __init__(
        self, products: Sequence[PublicProduct], verdicts: Callable[[str, int], list[Verdict]]
    ) -> None:
        self._products = products
        self._verdicts = verdicts

    def check(self, clause: str, own: int) -> tuple[str, list[Verdict]]:
        """The clause as it is said of the product alone, and a verdict on each count."""
        verdicts: list[Verdict] = []
        for found in reversed(list(_ONE_OF.finditer(clause))):
            if _SUPERLATIVE.match(found["what"]):
                continue
            holders = self._holders(found["what"], own)
            if holders is not None:
                holds = own in holders and len(holders) == int(found["n"])
                verdicts.append(Verdict(f"one of {found['n']}", holds))
            if holders is not None or int(found["n"]) == len(self._products):
                clause = f"{clause[: found.start()]} {clause[found.start('what') :]}"
        for found in reversed(list(_ONLY.finditer(clause))):
            group = "what" if found["what"] is not None else "alone"
            holders = self._holders(found[group], own)
            if holders is not None:
                verdicts.append(
                    Verdict(found[0][: found.start(group) - found.start()].strip(), holders <= {own})
                )
            clause = f"{clause[: found.start()]} {clause[found.start(group) :]}"
        return clause, verdicts

    def _holders(self, what: str, own: int) -> set[int] | None:
        """The products of which ``what`` is true; None where it claims nothing."""
        n = len(self._products)
        holders = set(range(n))
        claims = False
        for found in _BY.finditer(what):
            brands = {self._products[i].brand for i in marked(found["m"], own, n)} - {None}
            holders &= {i for i in range(n) if self._products[i].brand in brands}
            claims = claims or bool(brands)
        for i in range(n):
            verdicts = self._verdicts(what, i)
            claims = claims or bool(verdicts)
            if not all(verdict.holds for verdict in verdicts):
                holders.discard(i)
        return holders if claims else None
