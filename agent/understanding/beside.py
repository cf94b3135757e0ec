"""Numbers and single letters: values only beside what says of what they are (``size 9``, ``3-seater``)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from agent.understanding.found import Found, Value
from agent.understanding.numbers import UNITS
from agent.understanding.words import STOP, Token

_COURTESIES = frozenset({"please", "thanks"})
_WIDEST = 20
"""Steps of a range that is read as every value in it."""


def beside_name(
    needs_name: Mapping[str, Sequence[Value]], names: Mapping[str, str], words: Sequence[Token], place: int
) -> Found | None:
    """What the word at ``place`` says beside the name of its attribute; None where it says nothing.

    ``needs_name``: numbers and letters in comparison form; ``names``: words for an attribute → its name.
    """
    word = words[place]
    last = place + 1 if _from_to(words, place) else place
    values = _values(needs_name, words, place, last)
    if not values:
        return None
    before, after = words[max(place - 2, 0) : place], words[last + 1 : last + 3]
    if len(word.raw) == 1 and _alone(words, place):
        # "men's, M": one letter between commas is a size.
        return Found(values[0], place, place)
    beside = [w.form for w in (*before[-1:], *after[:1])]
    if len(before) == 2 and before[-1].raw == "of" and before[0].form in ("set", "pack", "box"):
        beside += ["piece", "count", before[0].form]
    # "3-seater": what has seats is called so.
    around = {names.get(word) or names.get(word.removesuffix("er")) for word in beside}
    ends = not after or after[0].raw in STOP or after[0].start > words[last].end + 1
    if before and before[-1].raw == "for" and ends:
        around.add(names.get("person"))
    # "size 9", "9 size" and "shoe size 9": a name may be of two words.
    around |= {names.get(pair[0].form + pair[1].form) for pair in (before, after) if len(pair) == 2}
    first = next((value for value in values if value.name in around), None)
    if first is None:
        return None
    more = tuple(value.text for value in values if value.name == first.name) if last > place else ()
    return Found(first, place, last, more=more)


def _from_to(words: Sequence[Token], place: int) -> bool:
    """Whether a range begins at ``place``: ``2-4``."""
    ends = words[place + 1 : place + 2]
    return words[place].raw.isdecimal() and bool(ends) and ends[0].form == f"-{ends[0].raw}"


def _values(
    needs_name: Mapping[str, Sequence[Value]], words: Sequence[Token], first: int, last: int
) -> Sequence[Value]:
    """What ``9``, ``two`` or ``M`` may be; of a range the value that is written so, else all within it."""
    word = words[first]
    if first == last:
        number = UNITS.get(word.raw)
        return needs_name.get(word.form if number is None else str(number), ())
    whole = needs_name.get(word.form + words[last].form)
    if whole is not None or not words[last].raw.isdecimal():
        return whole or ()
    low, high = int(word.raw), int(words[last].raw)
    steps = range(low, high + 1) if high - low <= _WIDEST else ()
    return [value for step in steps for value in needs_name.get(str(step), ())]


def _alone(words: Sequence[Token], place: int) -> bool:
    """Whether a letter stands between commas, or at an end, courtesies aside."""
    word, before, after = words[place], words[place - 1 : place], words[place + 1 : place + 2]
    apart = all(word.start - other.end > 1 for other in before) if place else False
    return (
        apart
        and word.raw.isalpha()
        and all(other.start - word.end > 1 or other.raw in _COURTESIES for other in after)
    )
