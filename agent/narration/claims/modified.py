"""An attribute has its own value: ``an ash handle`` where the handle is of beech.

The word before the name of an attribute is its value, unless it is one of taste or of degree.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.narration.claims.guarded import compiled
from agent.narration.claims.hedges import Verdict
from agent.narration.claims.known import Facts, once
from agent.narration.claims.lexicon import SOFT
from agent.narration.claims.synonyms import akin
from agent.narration.claims.wording import stem, tokens

_PAIR = compiled(r"(?<![\w-])(?P<m>[a-z]{3,}) (?=(?P<h>[a-z]{3,})\b(?! of\b))", re.I)
_COMPOUND = compiled(r"(?<![\w-])(?P<m>[a-z]{3,})-(?P<h>[a-z]{3,}?)(?:ed)?\b(?!-)", re.I)
_MANNER = frozenset(
    [
        "well", "low", "high", "full", "one", "multi", "all", "non", "self", "easy", "good", "same", "mid",
        "long", "short", "wide", "fine", "pre", "over", "under", "semi", "half", "two", "three", "double",
        "single", "hard", "soft", "right", "light", "great", "quick", "slow", "fast", "top", "best", "custom",
        "ready", "anti",
    ]
)  # fmt: skip
_ADJECTIVES = frozenset(["cold", "hot", "warm", "free", "safe", "proof", "resistant", "friendly", "ready"])
"""Labels such as ``keeps cold``: ``ice-cold`` is the drink."""
_NO_HEAD = frozenset(
    [
        "for", "from", "of", "with", "in", "on", "and", "or", "to", "by", "up", "size", "set", "off", "out",
        "down", "away", "over",
    ]
)  # fmt: skip
_WORDY = compiled(r"(?:ly|ful|ous|able|ible|ive|est|er|ing|y|ed|ent|ant|ic|less|ish|al)$")
"""Endings of words that tell how a thing is, not of which kind it is."""
_KINDS = frozenset(
    [
        "digital", "electric", "electronic", "mechanical", "manual", "automatic", "metal", "ceramic",
        "plastic", "crystal", "paper", "magnetic", "elastic", "leather", "silver", "copper", "amber",
    ]
)  # fmt: skip
"""Kinds in spite of their endings."""
OPINION = frozenset(
    [
        "good", "great", "nice", "fine", "smart", "sleek", "chic", "crisp", "clean", "fresh", "soft",
        "warm", "plush", "rich", "deep", "bold", "bright", "vivid", "strong", "firm", "big", "small",
        "little", "large", "huge", "slim", "thin", "thick", "long", "short", "tall", "high", "low",
        "wide", "broad", "narrow", "simple", "plain", "pure", "real", "proper", "true", "humble",
        "modest", "decent", "quick", "fast", "slow", "quiet", "calm", "fun", "cute", "light", "smooth",
        "sharp", "superb", "rare", "extra", "own", "other", "same", "first", "second", "third", "last",
        "next", "new", "old", "young", "whole", "full", "half", "double", "single", "main", "top",
        "total", "overall", "regular", "usual", "normal", "standard", "current", "everyday", "summer",
        "winter", "autumn", "spring", "morning", "evening", "holiday", "weekend", "understated",
        "discreet", "moderate", "medium", "retro", "vintage", "favourite", "favorite", "beloved", "zero",
        "though", "although", "because", "since", "whether", "unless", "nor", "yet", "some",
        "any", "every", "each", "all", "most", "many", "more", "several", "few", "both", "such", "what",
        "which", "whose", "only", "just", "also", "even", "ever", "never", "still", "quite", "rather",
        "too", "was", "has", "have", "had", "with", "without", "and", "for", "not", "into", "the", "its",
        "your", "our", "their", "his", "her", "this", "that", "these", "those", "one", "two", "three",
        "keep", "keeps", "make", "makes", "give", "gives", "get", "gets", "put", "puts", "let", "lets",
        "take", "takes", "add", "adds", "use", "uses", "love", "like", "likes", "show", "shows", "hold",
        "holds", "need", "needs", "want", "find", "fit", "fits", "suit", "suits", "share", "shares",
        "beat", "beats", "lead", "leads", "sold", "set", "made", "lit", "meant", "kept", "found", "left",
        "built", "when", "where", "while", "until", "than", "from", "about", "around", "under", "over",
        "between", "within", "before", "after", "during", "through", "across", "along", "per", "via",
        "but", "then", "them", "you", "they", "are", "been", "being", "does", "did", "can", "will",
        "would", "should", "could", "may", "might", "must", "cost", "costs", "save", "saves", "buy",
        "buys", "rate", "sits", "sit", "stays", "stay", "goes", "come", "comes", "runs", "run", "works",
        "work", "looks", "look", "feels", "feel", "sets", "says", "say", "tells", "tell", "sees", "see",
        "out", "off", "down", "away", "back", "here", "there", "now", "again", "today", "once", "twice",
        "sweet", "cool", "dark", "pale", "great-value", "best", "better", "less", "least", "much",
        "enough", "free", "slightly", "almost", "nearly", "solid", "robust", "classic", "iconic", "basic",
        "fantastic", "elegant", "exact", "correct", "right", "wrong", "open", "closed", "hidden", "built-in",
        "safe", "secure", "tiny", "mini", "midi", "maxi", "ideal", "formal", "casual", "special",
        "particular", "specific",
        "premium", "luxury", "superior",
        "natural", "neutral", "minimal", "practical", "sensible", "original", "final", "actual",
    ]
)  # fmt: skip


_ACTION = compiled(r"(?:[tsc]ion|ment|ance|ence|ity|ness)$", re.I)
"""``rain protection``: the word before what is done tells of what or against what, not its kind."""
_NO_NOUN = compiled(r"[^s]s$", re.I)
"""A kind is told in the singular: ``the stories feature …``, ``wants watering`` are a verb and its own."""
_TO = compiled(r"\b(?:to|can|will|may|might|should|could|would|must|you|n't|not) $", re.I)
"""``to forget watering``: a verb."""
_DENIED = compiled(r"\b(?:no|not|without|never|nor|n't)(?: an?| any| the)? $", re.I)


def modified(text: str, facts: Facts) -> Iterator[Verdict]:
    """A verdict on each such word of which the facts do not tell."""
    names = once(facts, "names", _names)
    for found in _COMPOUND.finditer(text):
        if (
            stem(found["h"]) in names - _ADJECTIVES
            and found["m"].lower() not in _MANNER
            and not akin(stem(found["m"]), facts.stems)
        ):
            yield Verdict(found[0], False)
    for found in _PAIR.finditer(text):
        word = stem(found["m"])
        if stem(found["h"]) not in names or word in SOFT or found["m"].lower() in OPINION:
            continue
        if (word not in _KINDS and _WORDY.search(found["m"].lower())) or akin(word, facts.stems):
            continue
        if _ACTION.search(found["h"]) or _NO_NOUN.search(found["m"]) or _TO.search(text[: found.start()]):
            continue
        if not _DENIED.search(text[: found.start()]):
            yield Verdict(f"{found['m']} {found['h']}", False)


def _names(facts: Facts) -> frozenset[str]:
    """Stems of the last words of the labels that have a value in words."""
    found: set[str] = set()
    for label, text in facts.fields:
        value = text.removeprefix(f"{label}: ")
        names = [stem(word) for word in tokens(label)]
        if value == text or not value[:1].isalpha() or not names or _VERB.match(label):
            continue
        while len(names) > 1 and names[-1] in _OF_LABELS:
            names.pop()
        found.add(names[-1])
    return frozenset(found) - _NO_HEAD


_VERB = compiled(r"(?:keeps|holds|stays|fits|suits|works|makes|takes|comes|runs) ", re.I)
"""``Keeps cold``: what stands before the last word in a sentence is kept, and no kind of it."""
_OF_LABELS = frozenset(
    [
        "material", "type", "color", "colour", "finish", "kind", "format", "source", "surface",
    ]
)  # fmt: skip
