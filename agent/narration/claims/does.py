"""What a product does to something: ``tracks your heart rate``, ``washes its own mop``.

The verbs are those of machines and instruments. Where the facts speak neither of the deed nor of any word of
what it is done to, it is not borne out; what a machine does to itself must be told as such.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.narration.claims.beside import told
from agent.narration.claims.guarded import compiled
from agent.narration.claims.hedges import Verdict
from agent.narration.claims.known import Facts
from agent.narration.claims.lexicon import SOFT
from agent.narration.claims.synonyms import akin
from agent.narration.claims.wording import MARKS, stem

_VERBS = frozenset(
    [
        "track", "monitor", "measure", "record", "count", "detect", "display", "estimate",
        "calculate", "analyse", "analyze", "log", "alert", "notify", "warn", "stream", "scan",
        "print", "charge", "froth", "steam", "wash", "rinse", "empty", "vacuum", "mop", "sweep",
        "grind", "brew", "filter", "purify", "heat", "cool", "sterilise", "sterilize", "dispense",
        "peel", "slice", "chop", "knead", "project", "broadcast", "transmit", "sync", "download",
        "upload", "translate", "navigate", "photograph", "film", "capture", "shoot", "reward",
        "dim", "vibrate", "rotate", "inflate", "massage", "humidify", "dehumidify", "mow", "shred",
        "weigh", "clean",
    ]
)  # fmt: skip
_DOING = compiled(
    rf"(?P<who>[{MARKS}]|\bit|\byou can(?= (?:charge|print|scan|dispense)\b)|"
    rf"\bthis(?: [\w-]+){{1,3}}|\bthat|\bwhich|\band|^\s*the(?: [\w-]+){{1,3}}) "
    r"(?:also |even |automatically |can |will )*(?P<v>[a-z]{3,}?)(?P<s>e?s)? (?:and [a-z]+s )?"
    r"(?P<np>(?:[^\W\d_][\w'-]* ?){1,5})",
    re.I,
)
_AGAIN = compiled(
    r"\bcan (?:also |even |easily |later |always )?be (?P<v>re(?:soled|filled|charged|used|cycled|heated|"
    r"upholstered|potted|sealed|loaded|waxed|sharpened|strung|furbished|built|programmed))\b",
    re.I,
)
"""What is done to it once more: few things bear it."""
_CUT = compiled(
    r"\b(?:so|which|that|for|at|in|on|is|but|to|as|with|from|and|or|of|while|when|if|over|by|into|through|like|"
    r"without|than|it|you|off|out|up|down|via|during|before|after|quickly|easily|well)\b.*",
    re.I,
)
_OWNER = compiled(r"\b\w+'s |\b(?:its|own|your|the|all|any|an|every|this) ", re.I)
_HEDGES = frozenset(
    ["more", "less", "just", "about", "around", "some", "approximately", "roughly", "nearly", "almost",
     "exactly", "over", "under", "only", "slightly", "little", "bit", "quite", "least", "most", "than"]
)  # fmt: skip
"""``measures about 40 cm``: of the number that follows."""
_ITSELF = compiled(r"(?:its own|itself)\b", re.I)
_DENIED = compiled(r"\b(?:not|no|never|without|cannot|if|whether|your)\b[^.,;]*$|n't\b[^.,;]*$", re.I)


_POWERS = compiled(r"\bpower delivery\b|\bUSB-C[ (][^.;,]{0,12}\d+ ?W\b", re.I)
"""A socket that gives power charges what is plugged in."""


def does(text: str, facts: Facts) -> Iterator[Verdict]:
    """A verdict on every such deed."""
    for found in _AGAIN.finditer(text):
        if not _DENIED.search(text[: found.start()]) and not akin(stem(found["v"]), facts.stems):
            yield Verdict(found[0], False)
    for found in _DOING.finditer(text):
        verb = found["v"].lower()
        if _VERBS.isdisjoint((verb, f"{verb}e")) or _DENIED.search(text[: found.end("who")]):
            continue
        if verb.startswith("charg") and _POWERS.search(facts.words):
            continue
        if any(each.startswith(verb[: max(4, len(verb) - 2)]) for each in facts.stems):
            continue
        phrase = _CUT.sub("", found["np"]).strip()
        said = f"{found['v']}{found['s'] or ''} {phrase}"
        if _ITSELF.match(phrase):
            yield Verdict(said, False)
            continue
        words = [stem(word) for word in re.findall(r"[^\W\d_]{3,}", _OWNER.sub("", f"{phrase} "))]
        words = [word for word in words if word not in SOFT and word not in _HEDGES]
        if words and not any(told(word, facts) or akin(word, facts.stems) for word in words):
            yield Verdict(said, False)
