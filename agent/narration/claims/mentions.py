"""Finding the other products of the list in a sentence: by name, brand, place, or as "the others".

Each is replaced by one private character, so that digits and colours of a name claim nothing and a
comparison finds what it compares with.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence

from agent.narration.claims.branded import Branded
from agent.narration.claims.described import Described
from agent.narration.claims.groups import Groups
from agent.narration.claims.guarded import compiled
from agent.narration.claims.marks import ALL, BASE, OTHERS, mark
from agent.narration.claims.namesakes import Namesakes
from agent.narration.claims.runs import alone, counted, length, measure, unbroken, verb
from agent.narration.claims.siblings import Siblings
from agent.narration.claims.standards import is_standard, standards, told_values
from agent.narration.claims.titles import Titles
from agent.narration.claims.vocabulary import Table, find
from agent.narration.claims.wording import MARKS, spelt, stem
from retrieval.types import PublicProduct

_TOKEN = compiled(r"[^\W_]+(?:['.][^\W_]+)*", re.UNICODE)
_OTHER = compiled(
    r"\bthe (?:other|alternative)(?! hand| \d)(?:\s(?:ones?|products?|options?|items?|picks?|choices?"
    r"|models?|here|"
    r"(?!is|are|has|in|at|by|and|but|it|on)[a-z]+s?))?\b",
    re.I,
)
_COUNTED_ALL = compiled(
    r"\b(?:both|all (?P<n>\d))(?: of (?:these|them)| here)?"
    r"(?= (?:is|are|has|have|costs?|comes?|weigh|stay)\b)",
    re.I,
)
_CLOSING = frozenset(")]\"'+%")
_LITTLE = frozenset("all in one the and with for of on to it is no off out up down by at as an or".split())  # noqa: SIM905
"""Words that name nothing: ``all in all`` is no "All-in-One"."""
_PLACES = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")
_PLACED = compiled(
    rf"\b(?:the )?(?:({'|'.join(_PLACES)}|last)(?: (?:one|option|product|item|pick|choice|result)\b| "
    rf"(?:on|in) th(?:e|is) list)"
    r"|(?:number|option|item|product|no\.|#)\s?(\d+)\b(?!\.\d))",
    re.I,
)
_KIND = compiled(rf"\bthe (?P<m>[{MARKS}]) (?P<n>[a-z]+)\b")
_THIS = compiled(
    r"(?<=than |..of |. as )this(?: one| [a-z]+)?\b|(?<=both )(?:this(?: one| 1| [a-z]+)?|it)(?= and )", re.I
)
_THIS_AND = compiled(
    r"\bthis(?: one| 1| [a-z]+)?(?= and (?:the )?[\ue000-\ue3ff],? (?:both |each )?"
    r"(?:are|have|come|cost|share|weigh)\b)",
    re.I,
)


class Names:
    """The names by which each product of a list can be called."""

    def __init__(self, products: Sequence[PublicProduct], learned: Table) -> None:
        self._products = products
        self._learned = learned
        self._written: list[str] = []
        self._names: list[list[str]] = []
        self._brands: list[list[str]] = []
        for product in products:
            brand = [t.lower() for t in _TOKEN.findall(product.brand or "")][:8]
            written = spelt(product.title).lower()
            title = [t.removesuffix("'s") for t in _TOKEN.findall(written)][:24]
            self._written.append(written)
            self._names.append(title)
            self._brands.append(brand)
        counts = Counter(w for t, b in zip(self._names, self._brands, strict=True) for w in {*t, *b})
        values = {word.key for title in self._names for word in find(" ".join(title), learned)}
        self._rare = {
            w
            for w, n in counts.items()
            if n == 1 and stem(w) not in values and not w.isdigit() and len(w) > 1 and w not in _LITTLE
        }
        self._numerals = frozenset(w for w, n in counts.items() if n == 1 and w.isdigit() and len(w) > 2)
        self._all = frozenset(counts)
        self._once = frozenset(word for word, n in counts.items() if n == 1 and word.isalpha())
        self._colours = frozenset(
            value.lower()
            for product in products
            for name in product.attributes
            if _OF_COLOUR.search(name)
            for value in product.values(name)
        )
        self._materials = frozenset(
            value.lower()
            for product in products
            for name in product.attributes
            if "material" in name
            for value in product.values(name)
        )
        self._labels = frozenset(
            name.replace("_", " ").lower() for product in products for name in product.attributes
        )
        self._standards = standards(products)
        self._values = told_values(products)
        self._told = Described(products, self._names, self._brands, learned)
        self._branded = Branded(products)
        self._titles = Titles(self._written)
        self._namesakes = Namesakes(products)
        self._siblings = Siblings(products, self._names, self._brands)
        self.groups = Groups(products)

    def mask(self, text: str, own: int, told: Callable[[str, int], str] | None = None) -> str:
        """The sentence with every product and group that it speaks of as one private character.

        ``told``: reads what a name is told apart by, ``the red …`` of a brand.
        """
        text = self.groups.mask(text, own)
        text = self._titles.masked(self._told.families(text, own))
        text = self._siblings.told(text, own)
        text = self._namesakes.named(text, own)
        text = self._branded.same_maker(text, own)
        text = _KIND.sub(self._of_kind, self._named(text, own))
        text = self._branded.from_maker(text, own)
        text = _THIS.sub(mark(own), text)
        text = self._branded.each_of(text)
        text = _COUNTED_ALL.sub(lambda m: self._all_of(m, own), text)
        if len(self._products) > 1:
            other = mark(1 - own) if len(self._products) == 2 else OTHERS
            text = _OTHER.sub(other, text)
            text = _PLACED.sub(lambda m: self._placed(m), text)
            text = self._told.others(text, own)
        text = told(text, own) if told is not None else text
        text = _CALLED.sub(lambda m: self._rest(m, own), text)
        text = _AGAIN.sub(r"\1", _WITH_ADJECTIVES.sub(lambda m: _plainly(m, own), text))
        text = _THIS_AND.sub(mark(own), text)
        return self.groups.but(self._branded.once(text), own)

    def _of_kind(self, found: re.Match[str]) -> str:
        """``the Brax drill``: a name may be followed by what it is the name of."""
        kin = self.groups.kind(found["n"])
        return f"the {found['m']}" if kin is not None and ord(found["m"]) - BASE in kin else found[0]

    def _all_of(self, found: re.Match[str], own: int) -> str:
        """``both``, ``all 3``, where there are just so many."""
        n = 2 if found[0].lower().startswith("both") else int(found["n"])
        return ALL if n == len(self._products) else found[0]

    def _placed(self, found: re.Match[str]) -> str:
        n = len(self._products)
        word = (found[1] or "").lower()
        place = int(found[2]) - 1 if found[2] else n - 1 if word == "last" else _PLACES.index(word)
        return mark(place) if 0 <= place < n else found[0]

    def _named(self, text: str, own: int) -> str:
        found = list(_TOKEN.finditer(text))
        words = [each[0].lower().removesuffix("'s") for each in found]
        pieces: list[str] = []
        done = at = 0
        while at < len(found):
            size, who = (0, own)
            if words[at] in self._all:
                size, who = self._longest(text, found, words, at, own)
            led = bool(at and words[at - 1] == "the")
            if size and not led and words[at][0].isdigit() and all(map(measure, words[at : at + size])):
                size = 0  # "It reaches 30 m" names no "Hose 30 m", its "6-pack" no other "6-pack".
            if size and words[at][0].isdigit() and at and words[at - 1] == "this":
                size = 0  # "This 3-seater" is what it stands beside.
            if size and is_standard(
                text, found[at : at + size], self._standards, None if not led else self._all
            ):
                size = 0
            said = " ".join(words[at : at + size])
            if size and not led and said in self._materials:
                size = 0  # "Cast iron, 28 cm across" says what it is of.
            if size and led and said in self._labels and text.startswith(" of ", found[at + size - 1].end()):
                size = 0  # "the sheet capacity of the smallest"
            if size and said in self._colours and _IN.search(text, 0, found[at].start()):
                at += size  # "In Arctic White" is a colour, which the name of another has too.
                continue
            if size and not led and self._value(words, at, size):
                at += 1  # "An A4 pad", "with SPF 50": a value, which the name of one has too.
                continue
            if size:
                end = self._end(text, found[at + size - 1], who)
                if (told := self._of_brand_told(text, found, words, at, size, who, own)) is not None:
                    who, end = told
                pieces += [text[done : found[at].start()], mark(who)]
                done = end
                while at + size < len(found) and found[at + size].start() < end:
                    size += 1
            at += max(size, 1)
        return "".join([*pieces, text[done:]])

    def _value(self, words: list[str], at: int, size: int) -> bool:
        """Whether what may be a name is a value where it stands; after ``a`` with what has it."""
        run = words[at : at + size]
        if run in self._names:
            return False
        sizes = range(size, 0, -1) if at and words[at - 1] in ("a", "an", "only") else (size,)
        return any(" ".join(run[:each]) in self._values for each in sizes)

    def _end(self, text: str, last: re.Match[str], who: int) -> int:
        """Where a name ends: an "'s" may be its own, and so may a bracket or a quote after it."""
        title, word, end = self._written[who], last[0].lower(), last.end()
        if word.endswith("'s") and not (word in title and re.search(rf"\b{re.escape(word)}(?!\w)", title)):
            return end - 2
        while text[end : end + 1] in _CLOSING and f"{word}{text[last.end() : end + 1].lower()}" in title:
            end += 1
        return end

    def _rest(self, found: re.Match[str], own: int) -> str:
        """``the Brax Classic``: what follows a name may be more of it."""
        position = ord(found["m"]) - BASE
        if position == own or not 0 <= position < len(self._names):
            return found[0]
        words = found["r"].split()
        while words and words[0].lower() in self._names[position]:
            del words[0]
        return " ".join([found["m"], *words])

    def _of_brand_told(
        self,
        text: str,
        found: list[re.Match[str]],
        words: list[str],
        at: int,
        size: int,
        who: int,
        own: int,
    ) -> tuple[int, int] | None:
        """A brand alone names any of its products: the words after it may tell which."""
        led = words[at - 1] if at else ""
        if words[at : at + size] != self._brands[who] or led in ("this", "a", "an", "by", "from"):
            return None
        last = found[at + size - 1]
        end = last.end() - 2 if last[0].endswith("'s") else last.end()
        return self._branded.meant(text, end, who, own)

    def _longest(
        self, text: str, found: list[re.Match[str]], words: list[str], at: int, own: int
    ) -> tuple[int, int]:
        best = (0, own)
        runs = [length(words, at, title) for title in self._names]
        longest = max(runs)
        if longest > 1 and runs.count(longest) > 1:
            # "the Lumen 7" is not the Lumen Color 7 where both are listed.
            together = words[at : at + longest]
            whole_runs = [unbroken(together, title) for title in self._names]
            if sum(whole_runs) == 1:
                runs = [size if each else 0 for size, each in zip(runs, whole_runs, strict=True)]
        # "the Fjell 3" where another title has "Fjell 2": together the words mean only one.
        numbered = longest > 1 and runs.count(longest) == 1 and counted(words[at + 1 : at + longest])
        first = found[at][0]
        named = at > 0 and words[at - 1] == "the"
        compared = named and _COMPARED.search(text, max(0, found[at].start() - 14), found[at].start())
        # "with 4K" names no product of which only one is called so.
        capital = first[0].isupper() or (first[0].isdigit() and (named or longest > 1))
        opens = at == 0 or text[found[at].start() - 2 : found[at].start()].strip() in (".", "!", "?")
        for i, (title, brand) in enumerate(zip(self._names, self._brands, strict=True)):
            for name in (title, brand + title if brand else title, brand):
                size = runs[i] if name is title else length(words, at, name)
                if not size or size < best[0]:
                    continue
                run = words[at : at + size]
                whole = size == len(name) and (size > 1 or capital)
                rare = any(word in self._rare for word in run)
                rare |= named and first in self._numerals and alone(text, found[at].end())
                rare |= numbered and name is title and size == longest
                # "lighter than the Velvet": a word that is a value elsewhere is a name where it stands so.
                rare |= bool(compared) and first.istitle() and run[0] in self._once
                plain = size == 1 and opens and not verb(text, found[at].end())
                plain = plain and not first.endswith("'s")
                lone = size == 1 and not (capital and rare)
                if named and rare and name is title and (size > 1 or compared) and i != own:
                    best = max(best, (size, i), key=lambda b: b[0])
                if (name is brand and whole and (size > 1 or (capital and not plain))) or (
                    capital and (whole or rare) and not plain and not lone
                ):
                    best = max(best, (size, i), key=lambda b: (b[0], b[1] == own))
        return best


_COMPARED = compiled(r"\b(?:than|of|unlike|as|to|with|versus) the $", re.I)
_OF_COLOUR = compiled(r"colou?rs?\b|shades?\b", re.I)
_IN = compiled(r"\bin (?:an? )?(?:[a-z-]+ )?$", re.I)
_CALLED = compiled(rf"(?P<m>[{MARKS}])(?P<r>(?: (?:[A-Z][\w-]*|[a-z]{{3,}}(?<!with)(?<!and)(?<!for)))+)")
_AGAIN = compiled(rf"([{MARKS}])(?: \1)+")
_WITH_ADJECTIVES = compiled(
    rf"\b(?P<l>than|of|as|to|with|versus|over|above|below|under|beats?|undercuts?|outweighs?|off|what) the "
    rf"(?:(?!(?:same|other|of|than|and|or|by|from|as|in)\b|[a-z]+(?:er|est) of\b)[a-z][a-z-]+ ){{1,2}}"
    rf"(?P<t>[{MARKS}])"
)


def _plainly(found: re.Match[str], own: int) -> str:
    """``than the big Summit tree``: what another is called besides its name."""
    of_brand = found["t"] >= OTHERS or ord(found["t"]) - BASE == own
    return found[0] if of_brand else f"{found['l']} the {found['t']}"
