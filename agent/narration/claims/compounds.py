"""Compound modifiers are technical where their parts are: ``kiln-dried``, ``non-iron``, ``quick-release``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.narration.claims.guarded import compiled
from agent.narration.claims.hedges import Verdict
from agent.narration.claims.known import Facts, once
from agent.narration.claims.lexicon import SOFT
from agent.narration.claims.scenes import beside, of_scene
from agent.narration.claims.synonyms import akin
from agent.narration.claims.wording import stem

_COMPOUND = compiled(r"(?<![\w-])(?P<x>[A-Za-z]{2,})-(?P<y>[A-Za-z]{2,})(?![\w-])")
_KINDS = frozenset(
    [
        "non", "anti", "self", "quick", "hard", "full", "low", "high", "single", "dual", "double", "triple",
        "multi", "open", "closed", "semi", "ultra", "side", "front", "rear", "top", "bottom", "soft", "slow",
        "fast", "wide", "narrow", "deep", "long", "short", "bone", "cross", "half", "rapid", "cold",
    ]
)  # fmt: skip
"""Before a noun these make a kind of it: ``open-back``."""
_DONE = compiled(r"(?:ed|en|un|wn|ing|ght|ung|own)$")
_EASY = frozenset(
    [
        "looking", "loving", "warming", "hearted", "fashioned", "minded", "wearing", "going",
        "working", "rated", "setting", "feather",
        "priced", "loved", "reviewed", "known", "sized", "color", "colored", "toned", "styled",
        "inspired", "feeling",
        "making", "lasting", "pleasing", "saving", "scoring", "selling", "standing", "turning", "earned",
        "deserved", "behaved", "mannered", "rounded", "balanced", "dressed", "made", "built", "done", "being",
        "breaking", "stopping", "taking", "winning", "changing", "needed", "chosen", "spoken", "over", "up",
        "off", "out", "down", "on", "in", "to", "and", "again", "round", "fits", "smelling",
        "tasting", "dressing",
        "thought", "travelled", "traveled", "worn", "seeing", "watching", "hopping", "hunting", "meaning",
        "old", "new", "year", "day", "night", "week", "time", "best", "top", "good", "well", "great", "late",
        "early", "mid", "pre", "re", "line", "grown", "first", "second", "third", "last", "next",
        "fair", "way",
        "key", "end", "stop", "street", "seat", "room", "care", "class", "quality", "level", "school",
        "range",
        "term", "hour", "notch", "tech", "fashion", "volume", "speed", "life", "value", "order", "no",
        "ever", "so", "much", "near", "far", "must", "tail", "have", "do", "it", "the", "of", "in",
        "one", "two",
        "hearing", "budget", "spirited", "purpose", "season", "weather", "hearty", "star", "fuss",
        "ended", "core",
        "haul", "distance", "winded", "around", "rounder", "bodied", "evident", "confident", "timer", "scale",
        "spec", "profile", "score", "scorer", "impact", "power", "performance", "contained", "explanatory",
    ]
)  # fmt: skip
"""A part of these claims nothing."""

_OF = compiled(r" (?P<n>[a-z]{3,})\b(?=\s*(?:$|[.,;:!?]|(?:and|with|for|in|from|that)\b))")
_TOLD_OF = compiled(r"\b([A-Za-z]{2,})-([A-Za-z]{2,}) ([A-Za-z]{3,})(?=[.,;]|$)")


_QUALITY = compiled(r"(?:tion|sion|ness|ity|ance|ence|ment|ing|comfort|sound|feel)$", re.I)
"""How it is, no thing: ``closed-back isolation``."""


def compounds(text: str, facts: Facts, listed: frozenset[str]) -> Iterator[Verdict]:
    """A verdict on every compound of which the facts do not tell.

    ``listed``: stems of the names of the whole list.
    """
    for found in _COMPOUND.finditer(text):
        first, last = stem(found["x"]), stem(found["y"])
        if not {first, last}.isdisjoint(_EASY | SOFT) or (
            found[0] != found[0].lower() and not {first, last}.isdisjoint(listed)
        ):
            continue
        if found["x"].lower().endswith("est"):
            continue  # "The longest-keeping" is a comparison.
        kind = first in _KINDS
        if not kind and not _DONE.search(found["y"].lower()):
            continue
        if beside(text, found.start(), found.end()) or of_scene(text, found.start(), found.end()):
            continue
        told = akin(last, facts.stems)
        told = (told and first in facts.stems) if kind else (told or akin(first, facts.stems))
        told = told or ((count := _COUNTS.get(first)) is not None and _so_many(count, last, facts))
        told = told and not _otherwise(first, last, facts)
        yield Verdict(found[0], told)
        if told and (of := _OF.match(text, found.end())):
            same = f"{first} {last} "
            of_it = any(each.startswith(same) for each in once(facts, "of compounds", _of_compounds))
            quality = _QUALITY.search(of["n"])
            if of_it and not quality and not akin(stem(of["n"]), facts.stems) and stem(of["n"]) not in SOFT:
                yield Verdict(f"{found[0]} {of['n']}", False)


_COUNTS = {"single": 1, "dual": 2, "double": 2, "triple": 3}


def _so_many(count: int, last: str, facts: Facts) -> bool:
    """``single-layer`` of "Layers: 1"."""
    things = {last, last.removesuffix("ed")}
    return any(
        q.said == count and q.dimension is None and not things.isdisjoint(q.nouns) for q in facts.numbers
    )


def _otherwise(first: str, last: str, facts: Facts) -> bool:
    """``hand-knotted`` of what is hand-tufted, ``foam-filled`` of what is filled with air."""
    if not _PARTICIPLE.search(last):
        return False
    if first in facts.stems and last in facts.stems:
        return False
    pairs = [pair.split() for pair in once(facts, "compounds", _compounds)]
    if not akin(last, facts.stems):
        return any(a == first and _PARTICIPLE.search(b) for a, b in pairs)
    return not akin(first, facts.stems) and any(b == last for _, b in pairs)


def _compounds(facts: Facts) -> frozenset[str]:
    return frozenset(f"{stem(found['x'])} {stem(found['y'])}" for found in _COMPOUND.finditer(facts.words))


_PARTICIPLE = compiled(r"(?:[^e]ed|wn|ung|oven|ught|wound)$")


def _of_compounds(facts: Facts) -> frozenset[str]:
    """Compounds with what they are told of, at the end of a value: ``wild-caught anchovy``."""
    return frozenset(" ".join(map(stem, found.groups())) for found in _TOLD_OF.finditer(facts.words))
