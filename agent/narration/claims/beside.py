"""What stands beside a fact is told as one: ``a tamper and a brush``, ``navy or blush``.

And what a sentence begins with is told as a fact where it does something for the product: ``A knee lifter
makes it a pleasure``. No pattern names these things: what the facts are silent about is not borne out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from agent.narration.claims.guarded import compiled
from agent.narration.claims.hedges import Verdict
from agent.narration.claims.known import Facts, once
from agent.narration.claims.lexicon import SOFT
from agent.narration.claims.synonyms import SAME
from agent.narration.claims.wording import MARKS, stem

TOKEN = compiled(rf"[^\W_{MARKS}]+(?:['.-][^\W_]+)*|[^\w\s]")
_AND = frozenset(["and", "or", "&"])
_ONE = frozenset(["a", "an", "its", "one", "two", "three", "four", "some", "1", "2", "3", "4"])
_STOP = frozenset(
    [
        "to", "of", "for", "in", "on", "at", "by", "from", "with", "without", "as", "than", "that", "which",
        "who", "when", "while", "if", "so", "but", "because", "since", "though", "although", "yet", "it",
        "it's", "its", "you", "your", "you're", "this", "your", "these", "those", "is", "are", "was",
        "were", "has", "have", "had", "can", "will", "would", "may", "might", "must", "do", "does", "did",
        "be", "been", "being", "not", "no", "never", "nor", "too", "also", "just", "only", "even", "still",
        "here", "there", "now", "then", "once", "where", "whether", "both", "either", "neither", "all",
        "any", "each", "every", "some", "more", "most", "less", "least", "very", "make", "makes", "made",
        "give", "gives", "let", "lets", "keep", "keeps", "take", "takes", "come", "comes", "leave",
        "leaves", "mean", "means", "bring", "brings", "help", "helps", "plus", "the", "a", "an", "and",
        "or", "they", "them", "he", "she", "we", "our", "his", "her", "their", "up", "down", "out", "off",
        "over", "under", "into", "onto", "about", "around", "through", "per", "via", "what", "how", "isn't",
        "aren't", "doesn't", "don't", "won't", "can't", "that's", "there's", "they're", "cannot",
        "alike", "right", "behind", "inside",
        "beside", "though", "saves", "together", "between", "before", "after", "during", "stay", "stays",
        "cost", "costs", "weigh", "weighs", "sit", "sits", "feel", "feels", "last", "lasts", "sells",
        "scores", "averages", "carries", "runs", "holds", "stands", "goes", "ships", "offers", "measures",
        "rates", "used",
        "came", "come", "comes", "went", "launched", "arrived",
        "includes", "retails", "lists", "rated", "priced",
    ]
)  # fmt: skip
_VAGUE = frozenset(
    [
        "day", "night", "morning", "evening", "summer", "winter", "spring", "autumn", "weekend", "week",
        "month", "year", "friend", "family", "home", "work", "play", "kitchen", "office", "life", "whole",
        "lot", "bit", "touch", "hint", "dash", "splash", "whisper", "breath", "pinch", "dose", "sprinkling",
        "slice", "piece", "world", "more", "little", "deal", "beyond", "width", "length", "height", "pair",
        "half", "rest", "lack", "absence", "love", "passion", "smile", "time", "moment", "mind", "eye",
        "hand", "back", "head", "heart", "soul", "story", "promise", "idea", "thought", "help", "hurry",
        "chance", "way", "step", "eager", "easy", "patience", "crowd", "tree",
        "buyer", "shopper", "customer", "owner", "reviewer",
        "people", "listener", "reader", "user",
        "fun", "cute", "cheerful", "playful", "cosy", "chic", "smart", "pretty", "timeless",
    ]
)  # fmt: skip
"""Beside a fact these claim nothing that the facts could speak of."""
_OBJECTS = frozenset(
    [
        "it", "them", "your", "you", "the", "all", "up", "back", "a", "an", "no", "its", "some", "any",
        "every", "each", "plenty", "enough", "both",
    ]
)  # fmt: skip
"""Before these a lone word is what is done: ``in slate, and enjoy a year's warranty``."""
_SETS = frozenset(["set", "pair", "pack", "bag", "box", "couple", "bottle", "sheet", "tube", "jar", "tin"])
_MONEY = frozenset(["dollar", "euro", "pound", "rupee", "buck", "percent"])
_OF = compiled(r"\s*of (?:the |its |your |an? |\d+ )?(?P<np>(?:[^\W\d_][\w'-]* ?){1,3})")
_LONG = 4
_DOING = compiled(
    r"^\s*(?:[^\W\d_][\w-]*, )?"
    r"(?P<np>(?:(?!\b(?:is|are|was|has|have|had|with|of|for|to|at|in|on|from|by|off|you|it|this|these|that|if|when|"
    r"than|who|which|percent|per)\b|\d)[\w'-]+(?![\w'-]) ?){1,7}?)"
    r"(?: inside| underfoot)? ?\b"
    r"(?:makes?|gives?|lets?|keeps?|means?|leaves?|helps?|takes?|turns?|sends?|adds?|brings?|ensures?|protects?|"
    r"saves?)\b(?!-)",
    re.I,
)
_LYING = compiled(
    r"^\s*(?P<np>(?:an?|its) "
    r"(?:(?!\b(?:is|are|has|with|of|for|to|at|in|on|from|by|that|which|you|it)\b|\d)[\w'-]+ ){1,4}?)"
    r"(?:hides|waits|sits|tucks|smooths|stops|prevents|collects|lights|guards|shields|absorbs|soothes|"
    r"cushions)\b",
    re.I,
)
_BROKEN = compiled(r",? and |, ")


@dataclass(frozen=True)
class Item:
    """One thing of an enumeration: its words without article, and whether it had one."""

    article: bool
    words: tuple[str, ...]


def beside(text: str, facts: Facts, listed: frozenset[str]) -> Iterator[Verdict]:
    """A verdict on what is told together with a fact, where the facts are silent about it.

    ``listed``: stems of the names of the whole list.
    """
    tokens = [(found[0], found.end()) for found in TOKEN.finditer(text)]
    for at, (word, end) in enumerate(tokens):
        if word.lower() not in _AND:
            continue
        before, item = items_before(tokens, at), after(text, tokens, at, end)
        if not any(told(each, facts) for other in before for each in other.words):
            apart = len(before) < 2 and tokens[at - 1][0] == ","
            if item.article and item.words and told(item.words[-1], facts) and not apart:
                yield from (
                    _untold(other) for other in before if other.article and _silent(other, facts, listed)
                )
            continue
        listing = [*before, item]
        values = sum(_ends_value(each.words, facts) for each in listing)
        apart = len(before) < 2 and tokens[at - 1][0] == ","
        if not values and not apart and _MADE_OF.search(text[:end]):
            values = sum(_enumerated(each, facts) for each in listing)
        for each in listing:
            # What stands in a row with values of the product is no name of another one.
            names = frozenset[str]() if values and not each.article else listed
            if not _silent(each, facts, names):
                continue
            if each is item and item.article and len(item.words) <= _LONG:
                yield _untold(item)
            elif values and not each.article and _short(each):
                yield _untold(each)
    if doing := _DOING.match(text) or _LYING.match(text):
        for phrase in _BROKEN.split(doing["np"]):
            words = [each for each in re.findall(r"[^\W_][\w'-]*", phrase) if each.lower() not in _STOP]
            if words and not any(nothing(each, facts, listed) for each in words):
                yield Verdict(phrase.strip(), False)


def _untold(item: Item) -> Verdict:
    return Verdict(" ".join(item.words), False)


def _short(item: Item) -> bool:
    """Whether it may be one of several values; ``backed`` and ``drying`` go on with the sentence."""
    return len(item.words) <= 2 and re.search(r"(?:ed|ing|ly)$", item.words[0]) is None


def _silent(item: Item, facts: Facts, listed: frozenset[str]) -> bool:
    return bool(item.words) and not any(nothing(each, facts, listed) for each in item.words)


def told(word: str, facts: Facts) -> bool:
    """Whether the facts speak of it, in any form: ``folding`` of what folds, ``brush`` of a brush head."""
    root = stem(word)
    if root in facts.stems:
        return True
    begin = root[: max(4, min(6, len(root) - 2))]
    if len(root) >= 4 and any(each.startswith(begin) for each in facts.stems if len(each) >= 4):
        return True
    parts = [stem(part) for part in root.split("-")] if "-" in root else []
    if not parts and not root.isalpha():
        parts = re.findall(r"[^\W\d_]+|\d+", root)  # "SpO2" in parts, as the facts are read.
    # "Wi-Fi" has no longer part.
    return any(part in facts.stems for part in parts if len(part) > 2) or bool(
        parts and facts.stems.issuperset(parts)
    )


def nothing(word: str, facts: Facts, listed: frozenset[str]) -> bool:
    """Whether the word needs no fact, or has one."""
    root = stem(word)
    return (
        word[0].isdigit()
        or len(root) < 3
        or root in SOFT
        or root in _VAGUE
        or root in _MONEY
        or root in listed
        or root in facts.has
        or told(word, facts)
        or (not word.islower() and not SAME.get(root, frozenset()).isdisjoint(facts.mentioned))
    )


def items_before(tokens: Sequence[tuple[str, int]], at: int) -> list[Item]:
    """The items before the conjunction, those of a longer list too."""
    items: list[Item] = []
    at -= 1
    while True:
        if at >= 0 and tokens[at][0] == ",":
            at -= 1
        words: list[str] = []
        while at >= 0 and _content(tokens[at][0]) and len(words) < _LONG:
            words.insert(0, tokens[at][0])
            at -= 1
        if not words:
            return items or [Item(False, ())]
        if at > 1 and tokens[at][0].lower() == "of" and tokens[at - 1][0].lower() in _SETS:
            at -= 2
        article = at >= 0 and tokens[at][0].lower() in _ONE
        items.insert(0, Item(article, tuple(words)))
        at -= article
        if at < 0 or tokens[at][0] != ",":
            return items


def after(text: str, tokens: Sequence[tuple[str, int]], at: int, end: int) -> Item:
    at += 1
    article = at < len(tokens) and tokens[at][0].lower() in _ONE
    if article:
        end = tokens[at][1]
        at += 1
    words: list[str] = []
    while at < len(tokens) and _content(tokens[at][0]) and len(words) <= _LONG:
        words.append(tokens[at][0])
        end = tokens[at][1]
        at += 1
    if words and (of := _OF.match(text, end)):
        inner = list(takewhile(lambda each: each.lower() not in _STOP, of["np"].split()))
        words = inner[-1:] or words
    elif not article and len(words) == 1 and at < len(tokens) and tokens[at][0].lower() in _OBJECTS:
        words = []  # "Pick one and fasten it": what follows is done, no thing.
    return Item(article, tuple(words))


def _content(token: str) -> bool:
    return token[0].isalnum() and token.lower() not in _STOP


_MADE_OF = compiled(r"\b(?:with|from|combin\w+|contain\w*|made of|blend of)\b[^.;:]{0,60}$", re.I)
_ROW = compiled(
    r"\b(?:with|of|contains|from) (?P<row>(?:[\w%-]+ ){0,3}[\w-]+(?:, (?:[\w-]+ ){0,2}[\w-]+)*,? and "
    r"(?:[\w-]+ ){0,2}[\w-]+)(?=[.,;]| for\b| in\b|$)"
)
_PARTED = compiled(r", | and ")


def _enumerated(item: Item, facts: Facts) -> bool:
    """Whether it is one of what the description counts up: ``lamb, potato and salmon oil``."""
    if item.article or not item.words or len(item.words) > 2:
        return False
    return stem(item.words[-1]) in once(facts, "enumerated", _rows)


def _rows(facts: Facts) -> frozenset[str]:
    found: set[str] = set()
    for row in _ROW.finditer(facts.product.description or ""):
        for thing in _PARTED.split(row["row"]):
            words = thing.split()
            if words and not words[-1].isdigit() and not _ARTICLED.match(thing):
                found.add(stem(words[-1]))
    return frozenset(found) - SOFT - frozenset(_VAGUE)


_ARTICLED = compiled(r"(?:an?|its|the|your|one|\d+) ", re.I)


def _ends_value(words: Sequence[str], facts: Facts) -> bool:
    """Whether the item ends with one of several values that an attribute has: ``in navy`` of navy, sand."""
    tails = {" ".join(words[-n:]).lower() for n in (1, 2, 3)}
    return any(tail in facts.choices for tail in tails if not re.search(r"\d", tail))
