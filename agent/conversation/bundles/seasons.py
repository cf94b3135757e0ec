"""What is made for another time of the year than an occasion's: a wool jacket at a summer wedding."""

from __future__ import annotations

from agent.understanding.words import lowered, tokens
from retrieval.types import PublicProduct

_OF = {"fall": "autumn", "xmas": "winter", "christmas": "winter"}
_SEASONS = frozenset({"spring", "summer", "autumn", "winter"})


def out_of_season(theme: str, product: PublicProduct) -> bool:
    """Whether a product says that it is made for seasons, and the one that the theme names is not among them.

    A product that names none, or all of the year, is for any.
    """
    wanted = _seasons(theme)
    made_for = _seasons(" ".join(product.values("season")))
    return bool(wanted and made_for) and wanted.isdisjoint(made_for)


def _seasons(text: str) -> frozenset[str]:
    forms = (token.form for token in tokens(lowered(text.replace("/", " "))))
    return _SEASONS.intersection(_OF.get(form, form) for form in forms)
