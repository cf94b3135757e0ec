"""Words that titles end with in place of a category: "Black Floaters" are all ``Sandal``.

Learned from what a catalog itself says, and only where it says so plainly. A wrong word costs a shopper more
than a missing one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from retrieval.index.terms import TermColumn
from retrieval.types import Product, Rows

SUPPORT = 8
"""Products whose title ends with the word, at least."""
BRANDS = 3
"""Different ones among them, at least: a word of one brand alone is a name of that brand's."""
ONE_BRAND = 0.6
"""Share of them that one brand may have."""
SURE = 0.9
"""Share of them that must be of the category."""
LIFT = 5.0
"""How many times more frequent the category must be among them than in the whole catalog."""
NOT_TINY = 0.01
"""Share of the category's products that must bear the word."""
SAMPLE = 50_000
"""Products looked at, spread evenly: what is learned costs the same at any size."""
REMEMBERED = 20_000
"""Values whose words are kept: a catalog says the same ones again and again."""
_END = re.compile(r"[,;:|(\[]|\s[-–—]\s|\b(?:for|with|without)\b")
_JOINED = frozenset(("of", "and", "or", "on", "in", "by", "to", "a", "the", "&", "+", "/"))
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*|[&+/]")


def head(product: Product) -> str:
    """The noun that a title ends with, where only a brand or a value of the product qualifies it.

    ``floater`` of "Fila Men Black Floaters"; "" of "Catwalk Peep Toe", which is no toe, and of a title whose
    last words belong together in a way that this does not read ("Mother of Pearl Dial").
    """
    words = _split(_END.split(product.title, maxsplit=1)[0])
    last = len(words) - 1
    kinds = {word for path in product.categories for word in _words(path)}
    # Most titles name their kind.
    if last < 1 or not kinds or words[last] in kinds or not _JOINED.isdisjoint(words):
        return ""
    own = {word for name in product.attributes for value in product.values(name) for word in _words(value)}
    own.update(_words(product.brand or ""))
    own -= kinds
    while last > 1 and (words[last] in own or words[last].isdecimal()):
        last -= 1
    noun, before = words[last], words[last - 1]
    plain = noun.isalpha() and len(noun) > 2 and noun not in kinds and noun not in own
    return noun if plain and before in own else ""


def learned(
    heads: TermColumn, brand: TermColumn, category: TermColumn, rows: Rows, below: str
) -> Mapping[str, str]:
    """Word in lower case and singular → the one category (a segment, as the catalog writes it) it stands for.

    Args:
        heads: what :func:`head` says of each product.
        brand: of each product.
        category: segments of each product, and paths with ``below`` between two segments.
        rows: the products there are, shape (k,).

    A department that others stand below is no kind of thing, and nothing is learned of it; nor is a word
    that the category's own name holds.
    """
    rows = rows[np.linspace(0, len(rows) - 1, min(len(rows), SAMPLE)).astype(np.int64)]
    nouns = heads.first_codes(rows)
    if not (nouns >= 0).any():
        return {}
    segments, makers = category.codes(rows), brand.first_codes(rows)
    base = np.bincount(segments[segments >= 0])
    named = {int(code): category.label(int(code)) for code in np.flatnonzero(base)}
    tops = {label.split(below)[0] for label in named.values() if below in label}
    kinds = np.asarray(
        [code for code, label in named.items() if below not in label and label not in tops], dtype=np.int64
    )
    found = {}
    order = np.argsort(nouns, kind="stable")
    for code, here in _groups(nouns[order], order):
        if len(here) < SUPPORT or code < 0 or not _shared(makers[here], len(here)):
            continue
        held = segments[here]
        counts = np.bincount(held[held >= 0], minlength=len(base))
        share = counts[kinds] / len(here)
        enough = (share >= SURE) & (share >= LIFT * base[kinds] / len(rows))
        sure = kinds[enough & (counts[kinds] >= NOT_TINY * base[kinds])].tolist()
        # The narrowest that nearly all of them are of.
        if sure:
            found[heads.label(code)] = named[min(sure, key=lambda kind: (base[kind], named[kind]))]
    said = {word for label in named.values() for word in _words(label)}
    return {word: found[word] for word in sorted(found) if word not in said}


def _groups(codes: NDArray[np.int32], order: NDArray[np.int64]) -> Iterator[tuple[int, NDArray[np.int64]]]:
    """Each code of the sorted ``codes``, with the places in ``order`` that have it."""
    starts = np.flatnonzero(np.diff(codes, prepend=codes[0] - 1))
    for start, group in zip(starts.tolist(), np.split(order, starts[1:]), strict=True):
        yield int(codes[start]), group


def _shared(makers: NDArray[np.int32], total: int) -> bool:
    counts = np.bincount(makers[makers >= 0])
    return bool((counts > 0).sum() >= BRANDS and counts.max() <= ONE_BRAND * total)


@lru_cache(maxsize=REMEMBERED)
def _words(value: str) -> tuple[str, ...]:
    return tuple(_split(value))


def _split(text: str) -> list[str]:
    return [_singular(word) for word in _WORD.findall(text.casefold())]


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us")) else word
