"""The catalog's vocabulary made ready to be found in a message. Built once per revision."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from agent.understanding.beside import beside_name
from agent.understanding.doing import doings
from agent.understanding.everyday import ADJECTIVES, called_so, said_of_another
from agent.understanding.found import Found, Value
from agent.understanding.people import FOR_WHOM
from agent.understanding.scales import Scale
from agent.understanding.slips import Near, mistyped
from agent.understanding.words import STOP, Token, lowered, tokens

_LONGEST = 7
_PAIR = 9
"""Letters of two words together from which one of them may be mistyped."""
_AFTER_A_NAME = frozenset({"or", "and", "under", "below", "in", "for", "with", "at", "please", "thanks"})


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
    rivals: Mapping[str, tuple[Value, ...]] = field(default_factory=dict)
    """Values that stand under several names: ``dry`` skin and ``dry`` hair."""
    name_words: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Words of the names of attributes → those names."""
    above: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Each category → those that it stands below."""
    things: frozenset[str] = frozenset()
    """Colours called like a thing of this shop."""
    near: Near = field(default_factory=dict)
    learned: Mapping[str, Value] = field(default_factory=dict)
    """Words that the titles say in place of a category, for what nothing else reads."""
    common: Mapping[str, Value] = field(default_factory=dict)
    """Brands that are called like a word of every day, or by a single letter."""
    keys: list[str] = field(default_factory=list)
    """Of values and brands, sorted: what begins none of them needs no longer look."""
    kin: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """See :func:`agent.understanding.kin.kin`."""
    scales: Mapping[str, Scale] = field(default_factory=dict)
    """Attributes that are measured."""
    loose: bool = False
    """Products without a category are many: a category that must hold would lose them."""

    def also(self, match: Found, words: Sequence[Token]) -> tuple[str, ...]:
        """The values that a found one stands for, itself the first."""
        own = match.value.text
        if match.more:
            return match.more
        if match.value.name != "category" or match.first != match.last:
            return (own,)
        return tuple(dict.fromkeys((own, *self.kin.get(words[match.first].form, ()))))

    def describes(self, match: Found) -> bool:
        """Whether a found value says what something is like: no kind, no brand, nobody whom it is for."""
        value = match.value
        return value.name not in (*self.kinds, "brand") and key_of(value.text) not in FOR_WHOM

    def colours(self, match: Found, words: Sequence[Token], found: Sequence[Found]) -> bool:
        """Whether a value is meant as one: a colour that is also a thing here must stand as a colour.

        ``skin bras``, ``in skin``, ``skin colour``; not ``for sensitive skin``.
        """
        if key_of(match.value.text) not in self.things or match.value.name not in ("color", "colour"):
            return True
        before = [word.raw for word in words[max(match.first - 2, 0) : match.first]]
        after = match.last + 1
        beside = any(
            other.value.name == match.value.name and match.first - 2 <= other.last < match.first
            for other in found
        )
        return (
            beside
            or "in" in before
            or len(words) == after - match.first
            or (after < len(words) and self.name_of(words, after) == match.value.name)
            or any(other.first == after and other.value.name in self.kinds for other in found)
        )

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
        if said_of_another(words, place):
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
            return self._named(longest, words)
        named = self._brand_by_name(words, place)
        if named is not None:
            return Found(named, place, place)
        number = beside_name(self.needs_name, self.names, words, place)
        if number is not None:
            return number
        described = self._of_name(words, place)
        if described is not None:
            return Found(described, place, place)
        done = (self.exact.get(name) for name in doings(words, place))
        kind = next((v for v in done if v is not None and v.name in self.kinds), None)
        if kind is None and words[place].form in self.learned:
            # What titles say is no typing error; and a "wedge pillow" is no wedge.
            learned = self.learned[words[place].form]
            return Found(learned, place, place, learned=True) if _ends(words, place) else None
        if kind is None and (two := self._mistyped_pair(words, place)) is not None:
            return Found(two, place, place + 1)
        near = kind or mistyped(words[place], self.exact, self.brands, self.near)
        return Found(near, place, place) if near is not None else None

    def _mistyped_pair(self, words: Sequence[Token], place: int) -> Value | None:
        """``chopping bord``: of two words one may be too short to be known by itself."""
        pair = words[place : place + 2]
        if len(pair) < 2 or pair[1].start - pair[0].end > 1 or any(w.raw in STOP for w in pair):
            return None
        token = Token(pair[0].raw + pair[1].raw, pair[0].form + pair[1].form, pair[0].start, pair[1].end)
        value = mistyped(token, self.exact, self.brands, self.near) if len(token.form) >= _PAIR else None
        return value if value is not None and " " in value.text.strip() else None

    def _named(self, match: Found, words: Sequence[Token]) -> Found:
        """Of several names with this value the one whose word stands nearest: ``dry skin`` is no dry hair."""
        rivals = self.rivals.get("".join(word.form for word in words[match.first : match.last + 1]), ())
        if match.value not in rivals:
            return match
        around = (
            *words[match.last + 1 : match.last + 3],
            *reversed(words[max(match.first - 2, 0) : match.first]),
        )
        for word in around:
            for value in rivals:
                if value.name in self.name_words.get(word.form, ()):
                    kind = self.exact.get(word.form)
                    # "Laptops, 16 in": that is a name only as long as it is no kind of thing.
                    open_ = rivals if kind is not None and kind.name in self.kinds else ()
                    return Found(value, match.first, match.last, among=open_)
        return replace(match, among=rivals)

    def _of_name(self, words: Sequence[Token], place: int) -> Value | None:
        """What else only describes, before the name of its attribute: a ``compact layout``."""
        value = self.exact.get(words[place].form) if words[place].raw in ADJECTIVES else None
        after = words[place + 1].form if place + 1 < len(words) else ""
        return value if value is not None and value.name in self.name_words.get(after, ()) else None

    def _begins(self, text: str) -> bool:
        at = bisect_left(self.keys, text)
        return at < len(self.keys) and self.keys[at].startswith(text)

    def _value(self, part: Sequence[Token], singular: str, raw: str) -> Value | None:
        """``singular`` and ``raw``: the words of ``part`` in each form, without the space between them."""
        if len(part) == 1 and (part[0].raw in STOP or part[0].form in STOP):
            return None
        if len(part) == 1 and part[0].raw in ADJECTIVES:
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
        """A brand called like a word of every day, or by a letter, where the words around take it for one.

        ``from Only``, ``Vero Moda or Only``: at the end of what is said, or before another brand.
        """
        brand = self.common.get(words[place].raw)
        if brand is None:
            return None
        after = words[place + 1 : place + 2]
        if called_so(words, place) and after and after[0].raw not in self.common:
            # "a Nothing phone": no noun follows such a word, unless it is a name.
            thing = self._at(words, place + 1)
            if thing is not None and thing.value.name in self.kinds and not thing.learned:
                return brand
        if place == 0:
            return None
        lead = words[place - 1].raw
        if lead in ("or", "and", "nor") and place > 1:
            before = words[place - 2].raw
            lead = "by" if before in self.brands or any(k.endswith(before) for k in self.brands) else lead
        ends = place + 1 == len(words) or words[place + 1].raw in _AFTER_A_NAME
        return brand if lead in ("from", "by", "brand") and ends else None


def _ends(words: Sequence[Token], place: int) -> bool:
    """Whether a word ends what is named: no other thing follows it closely."""
    after = words[place + 1 : place + 2]
    return not after or after[0].raw in STOP or after[0].start > words[place].end + 1


def key_of(text: str) -> str:
    """A text in comparison form, without the space between its words."""
    return "".join(token.form for token in tokens(lowered(text)))
