"""Which values a message asks for, rules out, or lets go of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from agent.understanding.adjuncts import belongs
from agent.understanding.containers import containers
from agent.understanding.found import Found
from agent.understanding.lexicon import Lexicon
from agent.understanding.phrases import (
    ANY,
    DOES_NOT_MATTER,
    EXCEPT,
    FREE_OF,
    LET_GO,
    LET_GO_NAME,
    LET_GO_SOMEWHERE,
    NEGATION,
    NEGATION_GOES_ON,
)
from agent.understanding.shelf import Shelf
from agent.understanding.wishes import occasion
from agent.understanding.words import Token, tokens

_AND = re.compile(
    r"[\s,]*(?:\b(?:or|nor|and)\b|/|&)(?:\s*(?:in|the|a|an|some|any|from|by|also|even|maybe))*\s*$"
)
_OR = re.compile(r"/|&|\b(?:or|and|nor)\b")
_ALTERNATIVE = re.compile(r"[\s]*(?:,|/|&|\b(?:or|and|nor)\b).*")
_ASIDE = re.compile(
    r"\b(?:with|for|to go with|to match|to wear with|over|under|like|inside|that (?:fits?|goes))\b"
)

_UTMOST = re.compile(r"\bas \w+(?: \w+)? as (?:possible|can be|it gets|they come|you (?:have|can))\b")
"""``as light as possible`` asks for the lightest; no roast is meant."""

_KIND_OF_THING = re.compile(r":\s")
_REACH = 100


@dataclass(slots=True)
class Slots:
    """Values by name, as the catalog writes them, in the order of the message."""

    include: dict[str, list[str]] = field(default_factory=dict)
    exclude: dict[str, list[str]] = field(default_factory=dict)
    dropped_names: set[str] = field(default_factory=set)
    dropped_values: set[tuple[str, str]] = field(default_factory=set)
    cut: list[tuple[int, int]] = field(default_factory=list)
    """Parts of the message that say what is not wanted: nothing to search for."""


def read_slots(text: str, lexicon: Lexicon, shelf: Shelf) -> Slots:
    """Read a lower-case message whose other phrases were blanked out."""
    words = tokens(text)
    slots = Slots()
    _let_go(text, words, shelf, slots)
    blanked = blank(text, slots.cut)
    words = tokens(blanked)
    found = _compounds(blanked, words, _things(blanked, words, lexicon), lexicon)
    found = shelf.meant(found, words)
    # A brand called "Nothing" rules nothing out.
    hidden = blanked
    for match in found:
        start, end = words[match.first].start, words[match.last].end
        hidden = hidden[:start] + "x" * (end - start) + hidden[end:]
    negated_until: tuple[int, str] | None = None
    wanted: list[Found] = []
    for match in found:
        start, end = words[match.first].start, words[match.last].end
        negation = NEGATION.search(hidden, _from(start), start)
        negation = negation or NEGATION_GOES_ON.search(hidden, _from(start), start)
        if negation is None and negated_until is not None and match.value.name == negated_until[1]:
            joint = blanked[negated_until[0] : start]
            continues = _AND.fullmatch(joint) is not None
        else:
            continues = False
        free = FREE_OF.match(blanked, end) if match.value.name not in lexicon.kinds else None
        if negation is not None or continues or free is not None:
            _add(slots.exclude, match, lexicon.also(match, words))
            end = free.end() if free is not None else end
            slots.cut.append((negation.start() if negation is not None else start, end))
            negated_until = (end, match.value.name)
        else:
            negated_until = None
            wanted.append(match)
    about = occasion(blanked)
    wanted = [m for m in wanted if not (about[0] <= words[m.first].start < about[1] and lexicon.describes(m))]
    for match in _head_nouns(blanked, words, wanted, lexicon, shelf):
        _add(slots.include, match, lexicon.also(match, words))
    return slots


def _things(text: str, words: Sequence[Token], lexicon: Lexicon) -> list[Found]:
    """The values found, those aside that say what a thing comes in; none of several words does."""
    aside = [*containers(text), *(superlative.span() for superlative in _UTMOST.finditer(text))]
    found = lexicon.find(words)
    if any(match.value.name in lexicon.kinds and not match.learned for match in found):
        # "Grey pumps with a high heel": where the catalog's own words say the kind, they say it.
        found = [match for match in found if not match.learned]
    found = [match for match in found if lexicon.colours(match, words, found)]
    return [
        match
        for match in found
        if match.first != match.last
        or not any(start <= words[match.first].start < end for start, end in aside)
    ]


def blank(text: str, parts: Sequence[tuple[int, int]]) -> str:
    """The text with these parts as spaces, so that positions still hold."""
    for start, end in parts:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _let_go(text: str, words: Sequence[Token], shelf: Shelf, slots: Slots) -> None:
    """``forget the colour``, ``any brand``, ``size doesn't matter``, ``never mind the red``."""
    lexicon = shelf.lexicon
    for place, word in enumerate(words):
        name = lexicon.name_of(words, place) or shelf.in_force(word)
        if name is None:
            continue
        end = words[place].end
        here = _from(word.start), word.start
        lead = LET_GO_NAME.search(text, *here) or ANY.search(text, *here)
        if lead is not None and EXCEPT.match(text, end):
            slots.dropped_names.add(name)
        elif lead is not None:
            slots.dropped_names.add(name)
            slots.cut.append((lead.start(), end))
        elif (tail := DOES_NOT_MATTER.match(text, end)) is not None:
            slots.dropped_names.add(name)
            slots.cut.append((word.start, tail.end()))
    if LET_GO_SOMEWHERE.search(text) is None:
        return
    for match in lexicon.find(words):
        start, end = words[match.first].start, words[match.last].end
        lead = LET_GO.search(text, _from(start), start)
        if lead is not None and not any(a <= start < b for a, b in slots.cut):
            slots.dropped_values |= {(value.name, value.text) for value in (match.value, *match.among)}
            slots.cut.append((lead.start(), end))


def _from(place: int) -> int:
    """Where a phrase that leads to ``place`` may begin: near, so that long messages cost no more."""
    return max(0, place - _REACH)


def _compounds(text: str, words: Sequence[Token], found: list[Found], lexicon: Lexicon) -> list[Found]:
    """``casual black shoes`` are ``Casual Shoes``, where the catalog has such a kind."""
    out: list[Found] = []
    for match in found:
        if match.value.name in lexicon.kinds:
            for back in range(len(out) - 1, max(len(out) - 4, -1), -1):
                earlier = out[back]
                if earlier.value.name in lexicon.kinds or earlier.value.name == "brand":
                    continue
                between = text[words[earlier.last].end : words[match.first].start]
                if re.search(r"[,;.:!?]|\b(?:or|and|for|not|no|with)\b", between):
                    break
                key = "".join(
                    w.form
                    for w in (*words[earlier.first : earlier.last + 1], *words[match.first : match.last + 1])
                )
                whole = lexicon.exact.get(key)
                if whole is not None and whole.name in lexicon.kinds:
                    del out[back]
                    match = Found(whole, match.first, match.last)
                    break
        out.append(match)
    return out


def _head_nouns(
    text: str, words: Sequence[Token], wanted: list[Found], lexicon: Lexicon, shelf: Shelf
) -> list[Found]:
    """Of several kinds the one wanted: ``ties to go with a shirt`` are ties, a ``shirt dress`` is a dress."""
    kept: list[Found] = []
    last_kind: Found | None = None
    for match in wanted:
        if match.value.name not in lexicon.kinds:
            kept.append(match)
            continue
        if belongs(text, words, match, wanted):
            continue
        if last_kind is not None:
            between = text[words[last_kind.last].end : words[match.first].start]
            if not between.strip(" -"):
                if match.value.text in lexicon.above.get(last_kind.value.text, ()):
                    continue  # "a history book": of all books, history
                kept.remove(last_kind)
            elif _KIND_OF_THING.search(between) or (
                match.value.text != last_kind.value.text
                and last_kind.value.text in lexicon.above.get(match.value.text, ())
                and not _ALTERNATIVE.fullmatch(between)
            ):
                # "Something for the bedroom: a wardrobe" is a wardrobe.
                kept.remove(last_kind)
            elif (aside := _last(_ASIDE, between)) and not _ALTERNATIVE.fullmatch(between):
                # What describes the other thing goes with it: "ties to go with a white shirt".
                where = words[last_kind.last].end + aside.start()
                kept = [other for other in kept if words[other.first].start < where]
                continue
            elif _widens(match, last_kind, words, lexicon) and not _OR.search(between):
                # "Coffee beans, coffee" are beans, made of coffee where the catalog says so.
                kept += shelf.described(match, last_kind)
                continue
        kept.append(match)
        last_kind = match
    # "Shoes" beside "Sports Shoes" would only widen what is wanted.
    names = {
        match.value.name
        for match in kept
        if match.value.name in lexicon.kinds and match.value.name != "category"
    }
    if names:
        kept = [match for match in kept if match.value.name != "category"]
    return kept


def _widens(match: Found, narrower: Found, words: Sequence[Token], lexicon: Lexicon) -> bool:
    """Whether a kind only says an earlier one again, or what that one stands below."""
    own = narrower.value.text
    return not {own, *lexicon.above.get(own, ())}.isdisjoint(lexicon.also(match, words))


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    return next(iter(reversed(list(pattern.finditer(text)))), None)


def _add(slots: dict[str, list[str]], match: Found, texts: Sequence[str]) -> None:
    values = slots.setdefault(match.value.name, [])
    values += [text for text in texts if text not in values]
