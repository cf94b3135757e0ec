"""Words of the language for one and the same thing: of two dialects, or one cut short.

What a catalog calls a thing is learned from it, its values and the heads of its titles. A word that it never
writes cannot be: no shop that says "sofa" tells that others say "couch". Here stands only what holds in any
shop, and a catalog that uses a word itself is always right about it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from agent.understanding.found import Value

_GROUPS = """
sofa couch settee
sneaker trainer
trouser pant
sweater jumper pullover
headphone earphone
perfume fragrance
handbag purse
backpack rucksack
tshirt tee teeshirt
saree sari
tie necktie
vacuum hoover
television tv telly
refrigerator fridge
bicycle bike
flashlight torch
nappy diaper
stroller pushchair
cot crib
biscuit cookie
duvet comforter
curtain drape
bathrobe dressinggown
swimsuit bathingsuit
nightdress nightgown
sciencefiction scifi
"""
GROUPS = tuple(tuple(line.split()) for line in _GROUPS.strip().splitlines())
"""In comparison form, see :func:`agent.understanding.lexicon.key_of`."""


def other_words(known: Mapping[str, Value]) -> Iterator[tuple[str, Value]]:
    """Words that the catalog does not use, with what it calls the same thing."""
    for group in GROUPS:
        value = next((known[word] for word in group if word in known), None)
        if value is not None:
            yield from ((word, value) for word in group if word not in known)
