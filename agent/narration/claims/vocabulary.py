"""Finding words that claim something, in sentences and in facts alike, with their negations.

Beside the fixed words of :mod:`.lexicon`, every value that a product of the list has under an attribute
is such a word: a sentence that gives it to a product without it is false.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from agent.narration.claims import lexicon
from agent.narration.claims.guarded import compiled
from agent.narration.claims.wording import stem, tokens
from retrieval.types import PublicProduct

Kind: TypeAlias = Literal["colour", "tone", "material", "feature", "contents", "place", "value"]
Entry: TypeAlias = tuple[tuple[str, ...], str, Kind]
Table: TypeAlias = Mapping[str, Mapping[tuple[str, ...], Entry]]
"""By the first word, then by all: a list may have thousands of values that begin alike."""

_TOKEN = compiled(r"[^\W\d_]+(?:'[^\W\d_]+)?|\d+(?:[.,]\d+)*|[.,;:!?()]", re.UNICODE)
_NEGATORS = frozenset(
    [
        "not", "no", "non", "without", "isn't", "aren't", "doesn't", "don't", "never", "lack", "lacks",
        "lacking", "neither", "nor", "cannot", "can't", "wasn't", "hasn't", "minus", "nothing", "avoids",
        "excludes",
    ]
)  # fmt: skip
_ENDS = frozenset([".", ",", ";", ":", "!", "?", "(", ")", "but", "yet"])
_REACH = 5
_FAUX = frozenset(["faux", "vegan", "artificial", "imitation", "pu", "fake", "synthetic", "mock"])
_GENERAL = frozenset(
    [
        "yes", "no", "true", "false", "none", "other", "one", "all", "any", "standard", "regular", "normal",
        "new", "mixed", "various", "unisex", "small", "medium", "large", "classic", "modern", "elegant",
        "bold", "warm", "fresh", "soft", "bright", "natural", "rich", "light", "dark", "heavy", "simple",
        "everyday", "good", "best", "great", "easy", "fun", "fine", "plain", "basic", "premium", "high",
        "low", "medium", "fast", "quick", "slow", "strong", "long", "short", "full", "half", "day", "night",
        "set", "pack", "right", "left", "piece", "home", "gift", "kit", "adult", "person",
    ]
)  # fmt: skip
_TONED = compiled(r"\b(?:in|finish|color|colou?red|shade|tone|hue|color:)\b", re.I)
_WEATHER = frozenset(
    [
        "morning", "evening", "afternoon", "day", "night", "sky", "weather", "hour", "mood", "monday",
        "sunday", "winter", "summer", "autumn", "noise", "magic", "tie", "thumb", "hair", "eye", "weekend",
    ]
)  # fmt: skip
"""Grey mornings and golden hours say nothing of a product's colour."""
_TOOLS = frozenset(["glass", "iron"])
"""To raise a glass, to leave the iron in the cupboard."""
_LITTLE = frozenset(["is", "too", "of", "in", "on", "or", "and", "with", "to", "at", "for", "from", "while"])
_DOERS = frozenset(["it", "they", "this", "that", "which", "still", "also", "easily", "happily", "just"])
_VERBS = frozenset(["handle", "handles", "plug", "fold", "zip", "time", "lid"])
_OBJECTS = frozenset(["the", "it", "them", "your", "everything", "anything", "most", "all", "any", "a", "in"])
_SENSED = frozenset(
    ["so", "like", "as", "too", "more", "less", "very", "quite", "has", "have", "had", "never", "rarely",
     "ever", "it", "you", "they", "always", "once", "we", "i", "better", "right", "good"]
)  # fmt: skip
_DRINKS = frozenset(["water", "wine", "juice", "drink", "drinks", "lemonade", "cider", "tea", "mineral"])
_CONTAINS = frozenset(["contain", "contains", "containing"])


@dataclass(frozen=True, slots=True)
class Word:
    """One claim in a word: ``key`` as the lexicon or the list spells it."""

    key: str
    kind: Kind
    negated: bool
    start: int
    end: int


def _table(entries: Iterable[Entry]) -> Table:
    table: dict[str, dict[tuple[str, ...], Entry]] = {}
    for entry in entries:
        table.setdefault(entry[0][0], {}).setdefault(entry[0], entry)
    return table


def _stems(names: Iterable[str], kind: Kind) -> Iterator[Entry]:
    return (((stem(name),), stem(name), kind) for name in names)


def _phrases(listed: str, kind: Kind) -> Iterator[Entry]:
    for words, key in lexicon.phrases(listed).items():
        yield tuple(stem(word) for word in words), key, kind


_ENTRIES: tuple[Entry, ...] = (
    *_stems(lexicon.COLOURS, "colour"),
    *_stems(lexicon.TONES, "tone"),
    *_stems(lexicon.MATERIALS, "material"),
    *_phrases(lexicon.FEATURES, "feature"),
    *_stems(lexicon.FREE_OF, "contents"),
    *_phrases(lexicon.PLACES, "place"),
)
_FIXED = _table(_ENTRIES)
_LONGEST = max(4, max(len(entry[0]) for entry in _ENTRIES))
"""Words of an entry."""
_KNOWN = frozenset(entry[1] for entry in _ENTRIES)


_TONES = frozenset(map(stem, lexicon.TONES))


def learn(products: Iterable[PublicProduct]) -> Table:
    """The values of all attributes of all products, as words to look for."""
    learned: dict[tuple[str, ...], Entry] = {}
    for product in products:
        for name in product.attributes:
            for value in product.values(name):
                yes = value.casefold() in ("yes", "no", "true", "false")
                words = tuple(map(stem, tokens(name.replace("_", " ") if yes else value)[:5]))
                key = " ".join(words)
                label = tokens(name.replace("_", " "))[-1:]
                if key in _GENERAL and not yes and label:
                    # "dark" says little, "dark roast" is a claim.
                    words = (*words, stem(label[0]))
                    key = " ".join(words)
                if key in _TONES and _TONED.search(name):
                    # Where a product of the list has it as its colour, it is one in every sentence.
                    learned[words] = (words, key, "colour")
                toned = key in _TONES and not _TONED.search(name.replace("_", " "))
                if words and words in _FIXED.get(words[0], {}) and not toned:
                    continue  # ``hardcover``: the fixed words know it by another name.
                if (
                    not 0 < len(words) <= 4
                    or (key in _KNOWN and not toned)
                    or key in _GENERAL
                    or len(key) < 3
                ):
                    continue
                if not any(char.isdigit() for char in key):
                    learned[words] = (words, key, "feature" if yes else "value")
    return _table(learned.values())


def find(text: str, learned: Table) -> Iterator[Word]:
    """Every claiming word of ``text``, the longest phrase at each place."""
    found = list(_TOKEN.finditer(text))
    raw = [each[0].lower() for each in found]
    stems = [stem(word) if word[0].isalpha() else word for word in raw]
    at = 0
    while at < len(found):
        entry = _longest(stems, at, learned)
        if entry is None:
            at += 1
            continue
        words, key, kind = entry
        after = at + len(words)
        free = after < len(raw) and raw[after] == "free" and text[found[after].start() - 1] in "- "
        negated = free or _negated(raw, at)
        end = found[after - 1].end()
        does = raw[at] in _VERBS and (
            "\ue000" <= text[end + 1 : end + 2] <= "\uf8ff"  # "It handles the rest."
            or raw[max(0, at - 1)] in _DOERS
        )
        if not does and _claims(kind, raw, stems, at, after, negated=negated):
            yield Word(key, kind, negated, found[at].start(), end)
        at = after


def _longest(stems: list[str], at: int, learned: Table) -> Entry | None:
    ours, fixed = learned.get(stems[at]), _FIXED.get(stems[at])
    if ours is None and fixed is None:
        return None
    for size in range(min(_LONGEST, len(stems) - at), 0, -1):
        words = tuple(stems[at : at + size])
        for table in (ours, fixed):
            if table is not None and words in table:
                return table[words]
    return None


def _claims(kind: Kind, raw: list[str], stems: list[str], at: int, after: int, *, negated: bool) -> bool:
    before = raw[at - 1] if at else ""
    if kind == "material" and before in _FAUX:
        return False
    if stems[at] == "down":
        return before in ("goose", "duck", "with", "of", "in", ":") and raw[after : after + 1] != ["from"]
    if before in ("your", "my", "their") and kind == "feature":
        return False
    if kind == "feature" and raw[max(0, at - 2) : at] in (["on", "the"], ["off", "the"], ["to", "the"]):
        return False
    after_it = raw[after] if after < len(raw) else "."
    if stems[at] in _TOOLS and before in ("a", "an", "the") and (after_it in _ENDS or after_it in _LITTLE):
        return False
    if kind in ("feature", "value") and raw[at] in _VERBS and after_it in _OBJECTS:
        return False
    if stems[at] == "stretch" and (raw[at] == "stretches" or before == "to" or after_it in ("out", "to")):
        return False
    if stems[at] == "felt" and (before in _SENSED or after_it in _SENSED):
        return False
    if raw[at] == "sparkling" and after_it not in _DRINKS:
        return False
    if kind == "tone":
        around = raw[max(0, at - 2) : at] + raw[after : after + 1]
        closes = after >= len(raw) or raw[after] in _ENDS
        return any(_TONED.fullmatch(word) for word in around) or (before in ("is", "it's") and closes)
    if kind == "colour" and raw[after : after + 1] and stems[after] in _WEATHER:
        return False
    if kind == "contents":
        return negated or any(word in _CONTAINS for word in raw[max(0, at - 2) : at])
    return not (stems[at] == "black" and raw[after : after + 1] == ["friday"])


def _negated(raw: list[str], at: int) -> bool:
    for back in range(at - 1, max(-1, at - 1 - _REACH), -1):
        word = raw[back]
        if word in _ENDS:
            return False
        if word in _NEGATORS or word.endswith("n't"):
            return raw[back + 1] not in ("only", "just", "least") if back + 1 < at else True
        if word in ("of", "from") and back and raw[back - 1] in ("free", "instead"):
            return True
        if word == "than" and back and raw[back - 1] == "rather":
            return True
        if word == "to":
            return False  # "No scent to bother sensitive skin" denies the scent.
    return False
