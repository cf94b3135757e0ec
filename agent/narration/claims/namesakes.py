"""One of several that share a name, by what tells it apart: ``the white Heron``, ``the 6-sheet model``."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property

from agent.narration.claims.guarded import compiled
from agent.narration.claims.marks import mark
from agent.narration.claims.wording import spelt, stem
from retrieval.types import PublicProduct

_LED = compiled(
    r"(?P<l>\b(?:than|as|unlike|like|to|with|of|on|over|under|above|below|behind|beside|beats?|undercuts?|"
    r"matches|while|whereas|but|against|versus|outweighs?|outscores?|trails?)(?: on| for| with)?) "
    r"(?P<d>the|its) (?P<w>(?:[\w&][\w'&-]* ){0,5}[\w&][\w'&-]*)"
)
_BESIDE = frozenset(
    ["than", "as", "unlike", "beat", "beats", "undercut", "undercuts", "outweighs", "outscores"]
)
"""After these a single word may be a name: ``than the Leuchtturm``."""
_WORD = compiled(r"[\w&][\w'&-]*")
_PIECE = compiled(r"[^\W_]+")
_TRADED = compiled(r"([^\W\d_]{4,})\d+")
"""``Leuchtturm1917`` is called ``Leuchtturm``."""
_MODEL = compiled(r"[A-Z]+[a-z]*\d{2,}[A-Za-z]*")
"""``K500``, with which a name may be told from its sizes: ``the 2 TB K500``."""
_GENERIC = frozenset(
    ["model", "version", "edition", "variant", "one", "option", "twin", "sibling", "sister", "brother",
     "cousin", "stablemate", "counterpart"]
)  # fmt: skip


_ENDS = frozenset(
    ["at", "for", "in", "on", "of", "to", "by", "from", "with", "without", "and", "or", "but", "is", "has",
     "was", "costs", "does", "than", "as", "while", "it", "this", "the", "a", "an", "its", "can", "not",
     "that", "which"]
)  # fmt: skip
"""Words that go on with the sentence, though a value may have them: ``machine wash at 40``."""


class _Index:
    """Which products have a word, which have it in their titles, and all that is told of each."""

    def __init__(self, products: Sequence[PublicProduct]) -> None:
        self.having: dict[str, set[int]] = defaultdict(set)
        self.titled: dict[str, set[int]] = defaultdict(set)
        self.told: list[str] = []
        for i, product in enumerate(products):
            called = list(_pieces(f"{product.brand or ''}. {product.title}"))
            values = (value for name in product.attributes for value in product.values(name))
            told = [*called, *_pieces(". ".join(values))]
            self.told.append(f" {' '.join(told)} ")
            for word in told:
                self.having[word].add(i)
                if (traded := _TRADED.fullmatch(word)) is not None:
                    self.having[traded[1]].add(i)
                    self.titled[traded[1]].add(i)
            for word in called:
                self.titled[word].add(i)


class Namesakes:
    """The products of one list by all the words of their titles and values."""

    def __init__(self, products: Sequence[PublicProduct]) -> None:
        self._products = products
        self._all = frozenset(range(len(products)))

    @cached_property
    def _index(self) -> _Index:
        return _Index(self._products)

    def named(self, text: str, own: int) -> str:
        """The sentence with each other that its name and what tells it apart single out as its mark."""
        if len(self._all) < 2 or (" the " not in text and " its " not in text):
            return text
        return _LED.sub(lambda found: self._mark(found, own), text)

    def _mark(self, found: re.Match[str], own: int) -> str:
        meant, end, words = self._all, 0, 0
        named = generic = False
        before = ""
        for each in _WORD.finditer(found["w"]):
            word = each[0].removesuffix("'s")
            if word in _ENDS:
                break
            pieces = list(_pieces(word))
            holds = meant
            for piece in pieces:
                holds = holds & self._index.having.get(piece, frozenset())
                if before.isdigit():
                    holds = frozenset(i for i in holds if f" {before} {piece} " in self._index.told[i])
                before = piece
            if not holds or not pieces:
                generic = words > 0 and word in _GENERIC
                end = each.end() if generic else end
                break
            meant, end, words = holds, each.end() - (len(each[0]) - len(word)), words + 1
            named |= _is_name(word) and holds <= self._index.titled.get(pieces[0], frozenset())
        led = found["l"].lower().split()[0]
        if not (named or generic) or (words == 1 and not generic and led not in _BESIDE):
            return found[0]
        if len(meant) == 2 and named and led in _BESIDE:
            meant = meant - {own}
        if len(meant) != 1:
            return found[0]
        who = next(iter(meant))
        if who == own and led not in _BESIDE:
            return found[0]
        return f"{found['l']} the {mark(who)}{found['w'][end:]}"


def _is_name(word: str) -> bool:
    if not word[0].isupper():
        return False
    return not (word.isupper() and len(word) < 5) if word.isalpha() else _MODEL.fullmatch(word) is not None


def _pieces(text: str) -> Iterator[str]:
    return (stem(each[0]) for each in _PIECE.finditer(spelt(text)))
