"""Finding the other products of the list in a sentence: by name, brand, place, or as "the others".

Each is replaced by one private character, so that digits and colours of a name claim nothing and a
comparison finds what it compares with.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from agent.narration.claims.vocabulary import Table, find
from agent.narration.claims.wording import spelt, stem
from retrieval.types import PublicProduct

_BASE = 0xE000
OTHERS, MOST, SOME, USUAL, NONE, ALL = "\uf8f0", "\uf8f1", "\uf8f2", "\uf8f3", "\uf8f4", "\uf8f5"
_TOKEN = re.compile(r"[^\W_]+(?:['.][^\W_]+)*", re.UNICODE)
_NOUN = (
    r"(?:\s(?:ones?|products?|options?|items?|picks?|choices?|models?|here|"
    r"(?!is|are|has|in|at|by|and|but|it|on)[a-z]+s?))?"
)
_GROUPS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.I), mark)
    for pattern, mark in (
        (r"\b(?:most (?:of )?(?:the )?(?:others|rest)|most (?:here|of (?:these|them)))\b", MOST),
        (
            rf"\b(?<!like )(?:no other{_NOUN}(?: here)?|none of the (?:others|rest)|nothing else(?: here)?|"
            r"not 1 of the others)",
            NONE,
        ),
        (
            r"\b(?:all (?:of )?(?:these|them)|every (?:one|product|option)|each (?:one|of (?:these|them))|"
            r"everything here)(?: here| of (?:these|them)| on the list)?"
            r"(?= (?:is|are|has|have|costs?|comes?)\b)",
            ALL,
        ),
        (r"\b(?:some|at least 1|one) of the (?:others|rest)\b", SOME),
        (r"\b(?:all |any of |both )?(?:the |these )?other \d(?: [a-z]+s\b)?", OTHERS),
        (
            r"\b(?:(?:(?:all|any|every|each|both)(?: of)? )?(?:the )?(?:others|rest)\b(?: of (?:the|"
            r"this) list| here)?"
            rf"|(?:any|every|all) other{_NOUN}|everything else(?: here)?|anything else(?: here)?)",
            OTHERS,
        ),
        (
            r"(?<=than )(?:it was(?: before)?|usual|before|normal|it used to be)\b"
            r"|\b(?:its|the) (?:own )?(?:usual|regular|original|normal|list|full|former|previous|old|"
            r"retail)"
            r"(?: (?:price|cost|tag|retail price|list price))\b",
            USUAL,
        ),
    )
)
_OTHER = re.compile(rf"\bthe (?:other|alternative)(?! hand){_NOUN}\b", re.I)
_OF_BRAND = re.compile(
    r"\b(?:both|all|every|each)(?: of)?(?: the)?(?: \d)?(?:(?: [a-z-]+){0,3} (?:by|from) "
    r"(?P<a>[\ue000-\ue3ff])|(?: the)? (?P<b>[\ue000-\ue3ff])(?!'s)(?: [a-z]+){0,2}s\b)",
    re.I,
)
_COUNTED_ALL = re.compile(
    r"\b(?:both|all (?P<n>\d))(?: of (?:these|them)| here)?"
    r"(?= (?:is|are|has|have|costs?|comes?|weigh|stay)\b)",
    re.I,
)
_PLACES = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")
_PLACED = re.compile(
    rf"\b(?:the )?(?:({'|'.join(_PLACES)}|last)(?: (?:one|option|product|item|pick|choice|result)\b| "
    rf"(?:on|in) th(?:e|is) list)"
    r"|(?:number|option|item|product|no\.|#)\s?(\d+)\b)",
    re.I,
)
_THIS = re.compile(r"(?<=than |..of |. as )this(?: one| [a-z]+)?\b", re.I)
_BY_VALUE = re.compile(r"\bthe ([\w$€£. -]{2,30}?) (?:one|version|model|option)\b(?! of)", re.I)
_AT_PRICE = re.compile(r"\bthe (?:one|[a-z]+) (?:at|for|priced at) [$€£]([\d.,]*\d)", re.I)
_PRICED = re.compile(r"[$€£]([\d.,]*\d)")


def mark(position: int) -> str:
    return chr(_BASE + position)


def marked(char: str, own: int, n: int) -> tuple[int, ...]:
    """The products that a mark stands for."""
    if char == ALL:
        return tuple(range(n))
    if char in (OTHERS, MOST, SOME, NONE):
        return tuple(i for i in range(n) if i != own)
    position = ord(char) - _BASE
    return (position,) if 0 <= position < n else ()


class Names:
    """The names by which each product of a list can be called."""

    def __init__(self, products: Sequence[PublicProduct], learned: Table) -> None:
        self._products = products
        self._learned = learned
        self._names: list[list[str]] = []
        self._brands: list[list[str]] = []
        for product in products:
            brand = [t.lower() for t in _TOKEN.findall(product.brand or "")][:8]
            title = [t.lower() for t in _TOKEN.findall(spelt(product.title))][:24]
            self._names.append(title)
            self._brands.append(brand)
        counts = Counter(w for t, b in zip(self._names, self._brands, strict=True) for w in {*t, *b})
        values = {word.key for title in self._names for word in find(" ".join(title), learned)}
        self._rare = {
            w
            for w, n in counts.items()
            if n == 1 and stem(w) not in values and not w.isdigit() and len(w) > 1
        }
        self._all = frozenset(counts)

    def mask(self, text: str, own: int) -> str:
        """The sentence with every product and group that it speaks of as one private character."""
        for pattern, char in _GROUPS:
            text = pattern.sub(char, text)
        text = self._named(text, own)
        text = _THIS.sub(mark(own), text)
        text = _OF_BRAND.sub(self._of_brand, text)
        text = _COUNTED_ALL.sub(lambda m: self._all_of(m, own), text)
        if len(self._products) > 1:
            other = mark(1 - own) if len(self._products) == 2 else OTHERS
            text = _OTHER.sub(other, text)
            text = _PLACED.sub(lambda m: self._placed(m), text)
            text = _AT_PRICE.sub(lambda m: self._priced(m), text)
            if _BY_VALUE.search(text):
                text = _BY_VALUE.sub(lambda m: self._valued(m, own), text)
        return text

    def _of_brand(self, found: re.Match[str]) -> str:
        """``both tents by Nordtrek``: each product of the brand."""
        position = ord(found["a"] or found["b"]) - _BASE
        brand = self._products[position].brand if 0 <= position < len(self._products) else None
        meant = [mark(i) for i, product in enumerate(self._products) if brand and product.brand == brand]
        return " and ".join(meant) or found[0]

    def _all_of(self, found: re.Match[str], own: int) -> str:
        """``both``, ``all 3``, where there are just so many."""
        n = 2 if found[0].lower().startswith("both") else int(found["n"])
        return ALL if n == len(self._products) else found[0]

    def _placed(self, found: re.Match[str]) -> str:
        n = len(self._products)
        word = (found[1] or "").lower()
        place = int(found[2]) - 1 if found[2] else n - 1 if word == "last" else _PLACES.index(word)
        return mark(place) if 0 <= place < n else found[0]

    def _priced(self, found: re.Match[str]) -> str:
        price = float(found[1].replace(",", ""))
        holds = [i for i, p in enumerate(self._products) if p.current_price == price]
        return mark(holds[0]) if len(holds) == 1 else found[0]

    def _valued(self, found: re.Match[str], own: int) -> str:
        """``the orange one``, ``the $80 one``: where exactly one other product is meant."""
        if price := _PRICED.fullmatch(found[1].strip()):
            return self._priced(price) if self._priced(price) != price[0] else found[0]
        wanted = [word.key for word in find(found[1], self._learned)]
        if not wanted:
            return found[0]
        holds = [
            i for i, p in enumerate(self._products)
            if i != own and all(key in {w.key for w in find(_described(p), self._learned)} for key in wanted)
        ]  # fmt: skip
        mine = {w.key for w in find(_described(self._products[own]), self._learned)}
        return mark(holds[0]) if len(holds) == 1 and not all(key in mine for key in wanted) else found[0]

    def _named(self, text: str, own: int) -> str:
        found = list(_TOKEN.finditer(text))
        words = [each[0].lower().removesuffix("'s") for each in found]
        pieces: list[str] = []
        done = at = 0
        while at < len(found):
            size, who = (0, own)
            if words[at] in self._all:
                size, who = self._longest(text, found, words, at, own)
            if size:
                pieces += [text[done : found[at].start()], mark(who)]
                done = found[at + size - 1].end()
                if found[at + size - 1][0].endswith("'s"):
                    done -= 2
            at += max(size, 1)
        return "".join([*pieces, text[done:]])

    def _longest(
        self, text: str, found: list[re.Match[str]], words: list[str], at: int, own: int
    ) -> tuple[int, int]:
        best = (0, own)
        runs = [_run(words, at, title) for title in self._names]
        longest = max(runs)
        # "the Fjell 3" where another title has "Fjell 2": together the words mean only one.
        numbered = longest > 1 and runs.count(longest) == 1 and _counted(words[at + 1 : at + longest])
        first = found[at][0]
        named = at > 0 and words[at - 1] == "the"
        compared = named and _COMPARED.search(text, max(0, found[at].start() - 14), found[at].start())
        capital = first[0].isupper() or first[0].isdigit()
        opens = at == 0 or text[found[at].start() - 2 : found[at].start()].strip() in (".", "!", "?")
        for i, (title, brand) in enumerate(zip(self._names, self._brands, strict=True)):
            for name in (title, brand + title if brand else title, brand):
                size = _run(words, at, name)
                if not size or size < best[0]:
                    continue
                run = words[at : at + size]
                whole = size == len(name) and (size > 1 or capital)
                rare = any(word in self._rare for word in run)
                rare |= numbered and name is title and size == longest
                plain = size == 1 and opens and not _verb(text, found[at].end())
                lone = size == 1 and not (capital and rare)
                if named and rare and name is title and (size > 1 or compared) and i != own:
                    best = max(best, (size, i), key=lambda b: b[0])
                if (name is brand and whole and (size > 1 or (capital and not plain))) or (
                    capital and (whole or rare) and not plain and not lone
                ):
                    best = max(best, (size, i), key=lambda b: (b[0], b[1] == own))
        return best


def _counted(words: list[str]) -> bool:
    return any(word.isdigit() or len(word) == 1 for word in words)


_COMPARED = re.compile(r"\b(?:than|of|unlike|as|to|with|versus) the $", re.I)


def _run(words: list[str], at: int, name: list[str]) -> int:
    """How many words from ``at`` on stand in ``name``, in its order, without a gap of more than one."""
    best = 0
    for start, word in enumerate(name):
        if word != words[at]:
            continue
        size, place = 1, start + 1
        while at + size < len(words) and place < len(name):
            if words[at + size] == name[place]:
                size, place = size + 1, place + 1
            elif place + 1 < len(name) and words[at + size] == name[place + 1]:
                size, place = size + 1, place + 2
            else:
                break
        best = max(best, size)
    return best


_VERB = re.compile(
    r"(?:'s)?\s+(?:is|are|was|costs?|has|weighs?|comes?|makes?|offers?|gives?|does|"
    r"keeps?)\b"
)


def _verb(text: str, end: int) -> bool:
    return _VERB.match(text, end) is not None


def _described(product: PublicProduct) -> str:
    values = (value for name in product.attributes for value in product.values(name))
    return ". ".join([product.title, *values])
