"""The names of scores as a merchandiser says them."""

from __future__ import annotations

LABELS = {
    "similarity": "meaning",
    "lexical": "words",
    "anchor": "like this page",
    "kind": "same shelf",
    "profile": "shopper's taste",
    "collaborative": "others' choice",
    "popularity": "popularity",
    "freshness": "newness",
    "rating": "rating",
    "price_fit": "fits the budget",
    "saving": "saving",
    "margin": "margin",
}


def label(name: str) -> str:
    """Of a score; a rule is called as its file calls it."""
    return LABELS.get(name, name)
