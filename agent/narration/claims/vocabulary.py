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
from agent.narration.claims.wording import stem, tokens
from retrieval.types import PublicProduct

Kind: TypeAlias = Literal["colour", "tone", "material", "feature", "contents", "place", "value"]
Entry: TypeAlias = tuple[tuple[str, ...], str, Kind]
Table: TypeAlias = Mapping[str, tuple[Entry, ...]]

_TOKEN = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?|\d+(?:[.,]\d+)*|[.,;:!?()]", re.UNICODE)
_NEGATORS = frozenset(
    [
        "not",
        "no",
        "non",
        "without",
        "isn't",
        "aren't",
        "doesn't",
        "don't",
        "never",
        "lack",
        "lacks",
        "lacking",
        "neither",
        "nor",
        "cannot",
        "can't",
        "wasn't",
        "hasn't",
        "minus",
        "nothing",
        "avoids",
        "excludes",
    ]
)
_ENDS = frozenset([".", ",", ";", ":", "!", "?", "(", ")", "but", "yet"])
_REACH = 5
_FAUX = frozenset(["faux", "vegan", "artificial", "imitation", "pu", "fake", "synthetic", "mock"])
_GENERAL = frozenset(
    [
        "yes",
        "no",
        "true",
        "false",
        "none",
        "other",
        "one",
        "all",
        "any",
        "standard",
        "regular",
        "normal",
        "new",
        "mixed",
        "various",
        "unisex",
        "small",
        "medium",
        "large",
        "classic",
        "modern",
        "elegant",
        "bold",
        "warm",
        "fresh",
        "soft",
        "bright",
        "natural",
        "rich",
        "light",
        "dark",
        "heavy",
        "simple",
        "everyday",
        "good",
        "best",
        "great",
        "easy",
        "fun",
        "fine",
        "plain",
        "basic",
        "premium",
        "high",
        "low",
        "medium",
        "fast",
        "quick",
        "slow",
        "strong",
        "long",
        "short",
        "full",
        "half",
        "day",
        "night",
        "set",
        "pack",
        "piece",
        "home",
        "gift",
        "kit",
        "adult",
        "person",
    ]
)
_TONED = re.compile(r"\b(?:in|finish|color|colou?red|shade|tone|hue|color:)\b", re.I)
_WEATHER = frozenset(
    [
        "morning", "evening", "afternoon", "day", "night", "sky", "weather", "hour", "mood", "monday",
        "sunday", "winter", "summer", "autumn", "noise", "magic", "tie", "thumb", "hair", "eye",
    ]
)  # fmt: skip
"""Grey mornings and golden hours say nothing of a product's colour."""
_CONTAINS = frozenset(["contain", "contains", "containing"])


@dataclass(frozen=True, slots=True)
class Word:
    """One claim in a word: ``key`` as the lexicon or the list spells it."""

    key: str
    kind: Kind
    negated: bool
    start: int
    end: int


def _table(entries: Iterable[Entry]) -> dict[str, tuple[Entry, ...]]:
    table: dict[str, tuple[Entry, ...]] = {}
    for entry in entries:
        table[entry[0][0]] = (*table.get(entry[0][0], ()), entry)
    return {first: tuple(sorted(each, key=lambda e: -len(e[0]))) for first, each in table.items()}


def _stems(names: Iterable[str], kind: Kind) -> Iterator[Entry]:
    return (((stem(name),), stem(name), kind) for name in names)


def _phrases(listed: str, kind: Kind) -> Iterator[Entry]:
    for words, key in lexicon.phrases(listed).items():
        yield tuple(stem(word) for word in words), key, kind


_FIXED = _table(
    (
        *_stems(lexicon.COLOURS, "colour"),
        *_stems(lexicon.TONES, "tone"),
        *_stems(lexicon.MATERIALS, "material"),
        *_phrases(lexicon.FEATURES, "feature"),
        *_stems(lexicon.FREE_OF, "contents"),
        *_phrases(lexicon.PLACES, "place"),
    )
)
_KNOWN = frozenset(entry[1] for entries in _FIXED.values() for entry in entries)


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
                if not 0 < len(words) <= 4 or key in _KNOWN or key in _GENERAL or len(key) < 3:
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
        if _claims(kind, raw, stems, at, after, negated=negated):
            yield Word(key, kind, negated, found[at].start(), found[after - 1].end())
        at = after


def _longest(stems: list[str], at: int, learned: Table) -> Entry | None:
    best: Entry | None = None
    for table in (learned, _FIXED):
        for entry in table.get(stems[at], ()):
            words = entry[0]
            longer = best is None or len(words) > len(best[0])
            if longer and tuple(stems[at : at + len(words)]) == words:
                best = entry
    return best


def _claims(kind: Kind, raw: list[str], stems: list[str], at: int, after: int, *, negated: bool) -> bool:
    before = raw[at - 1] if at else ""
    if kind == "material" and before in _FAUX:
        return False
    if stems[at] == "down":
        return before in ("goose", "duck", "with", "of", "in", ":") and raw[after : after + 1] != ["from"]
    if before in ("your", "my", "their") and kind == "feature":
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
        if word == "of" and back and raw[back - 1] in ("free", "instead"):
            return True
        if word == "than" and back and raw[back - 1] == "rather":
            return True
    return False
