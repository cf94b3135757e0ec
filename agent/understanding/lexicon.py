"""The catalog's vocabulary made ready to be found in a message. Built once per revision."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz.distance import OSA

from agent.understanding.doing import doings
from agent.understanding.kin import kin, parts
from agent.understanding.people import PEOPLE
from agent.understanding.words import STOP, Token, form, lowered, tokens
from retrieval.types import Vocabulary

_LONGEST = 7
_DOUBLED = re.compile(r"(.)\1+")
_FOR_WHOM = frozenset({"dog", "cat", *(key for _, meant in PEOPLE for key in meant)})
"""A shop may have departments of these names too, yet they say whom a thing is for, not what it is."""
_YES = frozenset({"yes", "true"})
_YES_NO = frozenset({"yes", "no", "true", "false", "none", "na", "n/a", "other", "others", "unknown"})
_SHORT_COLOURS = frozenset({"navy", "turquoise", "aqua", "lime", "teal", "charcoal", "khaki", "olive"})
_LEFT_ALONE_WORDS = """
beach block board bottle brand cable chain charger clean coat cotton count cover cream design dinner
double easy fabric family flat floor flower front glass gluten handle heavy house large leather
length letter light linen listen little medium metal natural office organic outdoor paper people
phone piece plain plant plastic please policy pocket pound power price print quality quick range
rated ready return rubber score shade shape sheet shelf shirt short simple single size sleeve slim
small smart solid sound space speed spice stand start steel stone storage store straight strap
street strong style summer super sweet table travel under vintage warranty wash water weight white
whole wide window winter wooden shipping delivery order payment closure closed classic
"""
_LEFT_ALONE = frozenset(_LEFT_ALONE_WORDS.split())
"""Common words that are no typing error of a catalog's value, however near they come to one."""
_ADJECTIVES = frozenset({"short", "flat", "brief", "tight", "compact", "basic"})
"""Alone and in the singular these describe; "shorts" and "flats" are things."""
_FEW = 0.02
"""Share of products without a category up to which a category may be what must hold."""
SYNONYMS = {
    "tee": "tshirt",
    "teeshirt": "tshirt",
    "sari": "saree",
    "pyjama": "pajama",
    "sneaker": "trainer",
    "trainer": "sneaker",
    "sofa": "couch",
    "couch": "sofa",
    "rucksack": "backpack",
    "hoover": "vacuum",
    "pullover": "sweater",
    "jumper": "sweater",
    "purse": "handbag",
    "trouser": "pant",
    "pant": "trouser",
    "necktie": "tie",
    "fragrance": "perfume",
    "headphone": "earphone",
    "earphone": "headphone",
}
"""Two words for one thing, in singular form: the second where the catalog has it and not the first."""
_TOP_OF = frozenset(
    {"quality", "rated", "brand", "notch", "selling", "seller", "of", "end", "grade", "choice"}
)


@dataclass(frozen=True, slots=True)
class Value:
    """One value of the vocabulary: the name it stands under, and how the catalog writes it."""

    name: str
    text: str
    count: int


@dataclass(frozen=True, slots=True)
class Found:
    """A value found in a message: tokens ``first`` to ``last`` (inclusive) say it."""

    value: Value
    first: int
    last: int
    learned: bool = False
    """Whether the titles taught the word; see :attr:`Lexicon.learned`."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Keys are words in comparison form without the space between them: ``t-shirts`` is ``tshirt``."""

    revision: int
    currency: str | None
    exact: dict[str, Value]
    brands: dict[str, Value]
    needs_name: dict[str, list[Value]]
    """Numbers and single letters: a value only beside the name of its attribute (``size 9``)."""
    names: dict[str, str]
    """Words for an attribute → its name."""
    kinds: frozenset[str]
    """Names that say what a product is: ``category``, and attributes that repeat its segments."""
    people: dict[str, tuple[str, ...]]
    """Names that say whom a product is for → all their values."""
    describing: frozenset[str]
    """Words that may follow a price, being no thing to be counted."""
    near: dict[tuple[str, int], list[str]] = field(default_factory=dict)
    """First letter and length → the keys that a typing error may stand for."""
    learned: Mapping[str, Value] = field(default_factory=dict)
    """Words that the titles say in place of a category, for what nothing else reads."""
    common: Mapping[str, Value] = field(default_factory=dict)
    """Brands that are called like a word of every day."""
    keys: list[str] = field(default_factory=list)
    """Of values and brands, sorted: what begins none of them needs no longer look."""
    kin: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """See :func:`agent.understanding.kin.kin`."""
    loose: bool = False
    """Products without a category are many: a category that must hold would lose them."""

    def also(self, match: Found, words: Sequence[Token]) -> tuple[str, ...]:
        """The values that a found one stands for, itself the first."""
        own = match.value.text
        if match.value.name != "category" or match.first != match.last:
            return (own,)
        return tuple(dict.fromkeys((own, *self.kin.get(words[match.first].form, ()))))

    def describes(self, match: Found) -> bool:
        """Whether a found value says what something is like: no kind, no brand, nobody whom it is for."""
        value = match.value
        return value.name not in (*self.kinds, "brand") and _key(value.text) not in _FOR_WHOM

    def find(self, words: Sequence[Token]) -> list[Found]:
        """Values in a message, none overlapping, the longest first to be taken; in message order."""
        taken: list[Found] = []
        place = 0
        while place < len(words):
            found = self._at(words, place)
            if found is None:
                place += 1
            else:
                taken.append(found)
                place = found.last + 1
        return taken

    def name_of(self, words: Sequence[Token], place: int) -> str | None:
        """The attribute that the word at ``place`` (with the next one, or alone) is a word for."""
        if place + 1 < len(words):
            two = self.names.get(words[place].form + words[place + 1].form)
            if two is not None:
                return two
        return self.names.get(words[place].form)

    def _at(self, words: Sequence[Token], place: int) -> Found | None:
        if self._describes(words, place):
            return None
        longest: Found | None = None
        singular = raw = ""
        for last in range(place, min(place + _LONGEST, len(words))):
            singular += words[last].form
            raw += words[last].raw
            value = self._value(words[place : last + 1], singular, raw)
            if value is not None:
                longest = Found(value, place, last)
            if not (self._begins(singular) or self._begins(raw)):
                break
        if longest is not None:
            return longest
        named = self._brand_by_name(words, place)
        if named is not None:
            return Found(named, place, place)
        beside = self._beside_name(words, place)
        if beside is not None:
            return Found(beside, place, place)
        done = (self.exact.get(name) for name in doings(words, place))
        kind = next((v for v in done if v is not None and v.name in self.kinds), None)
        if kind is None and words[place].form in self.learned:
            # What titles say is no typing error; and a "wedge pillow" is no wedge.
            learned = self.learned[words[place].form]
            return Found(learned, place, place, learned=True) if _ends(words, place) else None
        near = kind or self._near(words[place])
        return Found(near, place, place) if near is not None else None

    def _describes(self, words: Sequence[Token], place: int) -> bool:
        """``top quality`` is no top, ``stainless steel`` no colour."""
        if words[place].raw == "top":
            return place + 1 < len(words) and words[place + 1].form in _TOP_OF
        return words[place].raw == "steel" and place > 0 and words[place - 1].raw == "stainless"

    def _begins(self, text: str) -> bool:
        at = bisect_left(self.keys, text)
        return at < len(self.keys) and self.keys[at].startswith(text)

    def _value(self, part: Sequence[Token], singular: str, raw: str) -> Value | None:
        """``singular`` and ``raw``: the words of ``part`` in each form, without the space between them."""
        if len(part) == 1 and (part[0].raw in STOP or part[0].form in STOP):
            return None
        if len(part) == 1 and part[0].raw in _ADJECTIVES:
            return None
        if part[0].raw in ("and", "or") or part[-1].raw in ("and", "or"):
            return None
        found = [
            value
            for value in (
                self.exact.get(singular),
                self.brands.get(raw),
                self.brands.get(raw[:-1]) if raw.endswith("s") and len(raw) > 3 else None,
            )
            if value is not None
        ]
        return max(found, key=lambda value: value.count, default=None)

    def _brand_by_name(self, words: Sequence[Token], place: int) -> Value | None:
        """A brand that is called like a word of every day, where the words around take it for a brand.

        ``from Only``, ``Vero Moda or Only``: at the end of what is said, or before another brand.
        """
        brand = self.common.get(words[place].raw)
        if brand is None or place == 0:
            return None
        lead = words[place - 1].raw
        if lead in ("or", "and", "nor") and place > 1:
            before = words[place - 2].raw
            lead = "by" if before in self.brands or any(k.endswith(before) for k in self.brands) else lead
        ends = place + 1 == len(words) or words[place + 1].raw in ("or", "and", "under", "below", "in", "for")
        return brand if lead in ("from", "by", "brand") and ends else None

    def _beside_name(self, words: Sequence[Token], place: int) -> Value | None:
        values = self.needs_name.get(words[place].form, ())
        if not values:
            return None
        before, after = words[max(place - 2, 0) : place], words[place + 1 : place + 3]
        # "size 9", "9 size" and "shoe size 9": a name may be of two words.
        around = {self.names.get(w.form) for w in (*before[-1:], *after[:1])}
        around |= {self.names.get(pair[0].form + pair[1].form) for pair in (before, after) if len(pair) == 2}
        return next((value for value in values if value.name in around), None)

    def _near(self, token: Token) -> Value | None:
        """The value a typing error stands for; a change of one letter for another only in long words."""
        word = token.form
        if (
            len(word) < 5
            or word in STOP
            or word in _LEFT_ALONE
            or not word.isalpha()
            or token.raw in _LEFT_ALONE
        ):
            return None
        derived = self.exact.get(word[:-1]) if word.endswith("y") else None
        if derived is not None:
            return derived
        best: tuple[int, str] | None = None
        doubled = self.brands.get(_DOUBLED.sub(r"\1", token.raw))
        if doubled is not None:
            return doubled
        lengths = range(len(word) - 1, len(token.raw) + 2)
        for key in (key for length in lengths for key in self.near.get((word[0], length), ())):
            # A brand keeps its ending ("adidas"), other words were made singular.
            written = token.raw if key in self.brands else word
            distance = _slip(written, key)
            if distance and (best is None or distance < best[0]):
                best = (distance, key)
        if best is None:
            return None
        return self.exact.get(best[1]) or self.brands.get(best[1])


def _ends(words: Sequence[Token], place: int) -> bool:
    """Whether a word ends what is named: no other thing follows it closely."""
    after = words[place + 1 : place + 2]
    return not after or after[0].raw in STOP or after[0].start > words[place].end + 1


def _slip(word: str, key: str) -> int:
    """How many typing errors lie between two words; 0 where they are two words, not one mistyped."""
    short = min(len(word), len(key))
    if abs(len(key) - len(word)) > 1 or short < 4:
        return 0
    distance = int(OSA.distance(word, key, score_cutoff=2))
    if distance > (2 if short >= 9 else 1):
        return 0
    swapped = sorted(word) == sorted(key)
    # One letter for another makes most short words another word: "block" is no "black".
    return 0 if short < 7 and len(word) == len(key) and not swapped else distance


def build_lexicon(vocabulary: Vocabulary) -> Lexicon:
    """Everything :meth:`Lexicon.find` needs, from the catalog's own words."""
    values = vocabulary.values
    segments = {_key(text) for text in values.get("category", {})}
    kinds = {"category"} | {
        name
        for name, given in values.items()
        if name not in ("brand", "category")
        and given
        and _share(given, segments) >= 0.5
        and _FOR_WHOM.isdisjoint(map(_key, given))
    }
    exact: dict[str, Value] = {}
    aliases: dict[str, Value] = {}
    brands: dict[str, Value] = {}
    common: dict[str, Value] = {}
    needs_name: dict[str, list[Value]] = defaultdict(list)
    # Attributes before categories: where a value is both, the attribute says it more closely.
    for name in sorted(values, key=lambda name: (name == "category", name not in kinds, name)):
        if name == "brand":
            continue
        for text, count in sorted(values[name].items(), key=lambda item: -item[1]):
            value, key = Value(name, text, count), _key(text)
            if text.casefold() in _YES:
                # "waterproof boots": the name of a yes-or-no attribute is the wish itself.
                exact.setdefault(_key(name.replace("_", " ")), value)
            if not key or text.casefold() in _YES_NO:
                continue
            if not any(letter.isalpha() for letter in key) or len(key) == 1:
                needs_name[key].append(value)
                continue
            if name == "category":
                aliases.setdefault(key, value)
                held = exact.get(key)
                # One soap is made of "coffee", and a whole shelf is called so.
                if held and held.name not in kinds and held.count <= count and key not in _FOR_WHOM:
                    exact[key] = value
            else:
                exact.setdefault(key, value)
            for alias in _aliases(name, text):
                aliases.setdefault(alias, value)
    for text, count in sorted(values.get("brand", {}).items(), key=lambda item: -item[1]):
        for place, key in enumerate(_brand_keys(text)):
            if not place and key in STOP:
                common.setdefault(key, Value("brand", text, count))
            # A lantern is a lantern, whatever else a brand ("Leaf & Lantern") is called besides.
            if len(key) > 1 and key not in STOP and (not place or not {key, form(key)} & {*exact, *aliases}):
                brands.setdefault(key, Value("brand", text, count))
    people: dict[str, tuple[str, ...]] = {}
    for words, meant in PEOPLE:
        person = next((exact[key] for key in meant if key in exact), None)
        if person is not None:
            people[person.name] = tuple(values[person.name])
            for word in words:
                aliases.setdefault(_key(word), person)
    for key, word in SYNONYMS.items():
        if word in exact or word in aliases:
            aliases.setdefault(key, exact.get(word) or aliases[word])
    exact = {**aliases, **exact}
    near: dict[tuple[str, int], list[str]] = defaultdict(list)
    for key in {**exact, **brands}:
        if len(key) >= 5:
            near[key[0], len(key)].append(key)
    names = _names(values)
    return Lexicon(
        revision=vocabulary.revision,
        currency=vocabulary.currency,
        exact=exact,
        brands=brands,
        needs_name=dict(needs_name),
        names=names,
        kinds=frozenset(kinds),
        people=people,
        describing=frozenset(_describing(exact.values(), brands, kinds)),
        near=dict(near),
        learned=dict(_learned(vocabulary, exact, {*brands, *common, *needs_name, *names}, kinds)),
        common=common,
        keys=sorted({*exact, *brands}),
        kin=kin(values.get("category", {}), vocabulary.paths),
        loose=vocabulary.without_category > _FEW,
    )


def _key(text: str) -> str:
    return "".join(token.form for token in tokens(lowered(text)))


def _learned(
    vocabulary: Vocabulary, exact: Mapping[str, Value], read: Collection[str], kinds: Collection[str]
) -> Iterator[tuple[str, Value]]:
    """Of the words that the titles say in place of a category those that have no other meaning here."""
    for word, segment in vocabulary.heads.items():
        key, own = _key(word), exact.get(_key(segment))
        if {key, word} & {*STOP, *_LEFT_ALONE, *_ADJECTIVES, *exact, *read}:
            continue
        # "Sandals" are fewer than what stands under "Sandal", of which alone the word was learned.
        same = own is not None and own.text == segment and own.name in kinds
        count = vocabulary.values["category"].get(segment, 0)
        yield key, own if own is not None and same else Value("category", segment, count)


def _share(given: Iterable[str], segments: set[str]) -> float:
    keys = [_key(text) for text in given]
    return sum(key in segments for key in keys) / len(keys)


def _aliases(name: str, text: str) -> Iterator[str]:
    """The parts of ``Perfume and Body Mist``; ``navy`` for ``Navy Blue``."""
    pieces = parts(text)
    if len(pieces) > 1:
        yield from (key for part in pieces if len(key := _key(part)) > 2 and key not in STOP)
    words = [form(word) for word in lowered(text).split()]
    if name in ("color", "colour") and len(words) == 2 and words[0] in _SHORT_COLOURS:
        yield words[0]


def _brand_keys(text: str) -> Iterator[str]:
    """As written; ``US Polo`` for ``U.S. Polo Assn.``; ``Benetton`` for ``United Colors of Benetton``."""
    words = [token.raw for token in tokens(lowered(text))]
    yield "".join(words)
    if len(words) >= 3:
        for end in range(2, len(words)):
            key = "".join(words[:end])
            if len(key) >= 6 and words[end - 1] not in STOP:
                yield key
        if len(words[-1]) >= 6:
            yield words[-1]


def _names(values: Iterable[str]) -> dict[str, str]:
    names = {_key(name.replace("_", " ")): name for name in values}
    for name, words in (
        ("color", ("colour", "shade")),
        ("colour", ("color", "shade")),
        ("brand", ("make", "label", "maker")),
        ("category", ("category", "department")),
    ):
        if name in values:
            names.update({form(word): name for word in words if form(word) not in names})
    return names


def _describing(exact: Iterable[Value], brands: Iterable[str], kinds: set[str]) -> Iterator[str]:
    for value in exact:
        if value.name not in kinds:
            yield lowered(value.text).split()[0]
    yield from brands
