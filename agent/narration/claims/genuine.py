"""The real thing: ``genuine leather`` of protein leather, ``solid gold`` of gold plated steel.

And which part is of what: ``a mesh seat`` where the back is of mesh and the seat of fabric.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from agent.narration.claims.guarded import compiled
from agent.narration.claims.hedges import Verdict
from agent.narration.claims.known import Facts, once
from agent.narration.claims.lexicon import MATERIALS, WIDER
from agent.narration.claims.wording import stem, tokens

_MATERIALS = frozenset(map(stem, MATERIALS)) | {"gold", "silver", "fabric", "fur", "down", "pearl", "marble"}
_CARAT = r"(?:\d+[ -]?(?:ct|k|kt|carat|karat)[ -])?"
_GENUINE = compiled(
    rf"\b(?:genuine|real|authentic|solid|pure|true|proper|full-grain|top-grain) (?:and )?"
    rf"{_CARAT}(?P<m>[a-z]{{3,}})\b(?![ -](?:look|effect|finish|plated|tone|touch|feel))",
    re.I,
)
_FEIGNED = (
    r"\b(?:faux|fake|vegan|protein|imitation|artificial|synthetic|bonded|eco|mock|man-made|pu|micro|"
    r"simulated|plant|mushroom|apple|cactus|coated|plated in|finished in)[ -]{0}\b|"
    r"\b{0}[ -](?:look|effect|plat\w+|tone[d]?|colou?red|vermeil|veneer\w*|coat\w+|filled|imitation|style|"
    r"like|substitute|alternative|leaf|foil|finish)\b"
)
_SMOOTH = compiled(r"\b(?:smooth|full-grain|top-grain|patent|polished|nappa|shiny) leather\b", re.I)
_NAPPED = frozenset(["suede", "nubuck"])
_DENIED = compiled(r"\b(?:not|no|never|without|than|unlike|rather|instead|like|if|as)\b|n't\b", re.I)
_PART = compiled(r"\b(?P<m>[a-z]{3,})[ -](?=(?P<part>[a-z]{3,})\b)", re.I)
_NO_PART = frozenset(
    [
        "and", "with", "for", "in", "is", "are", "or", "from", "the", "that", "to", "of", "on", "at", "look",
        "blend", "mix", "finish", "fibre", "plate", "fiber", "yarn", "alloy", "colour", "color",
    ]
)  # fmt: skip


def genuine(text: str, facts: Facts) -> Iterator[Verdict]:
    """A verdict on the real thing where the facts tell of a feigned one, and on parts of another material."""
    for found in _GENUINE.finditer(text):
        material = found["m"].lower()
        if stem(material) in _MATERIALS & facts.stems and not _DENIED.search(text[: found.start()]):
            feigned = compiled(_FEIGNED.format(material), re.I)
            rest = feigned.sub(" ", facts.words)
            if rest != facts.words and not re.search(rf"\b{material}\b", rest, re.I):
                yield Verdict(found[0], False)
    smooth = _SMOOTH.search(text)
    if smooth and not _NAPPED.isdisjoint(facts.stems) and "leather" not in facts.stems:
        yield Verdict(smooth[0], _DENIED.search(text[: smooth.start()]) is not None)
    if parts := once(facts, "of which", _of_which):
        for found in _PART.finditer(text):
            material, part = stem(found["m"]), stem(found["part"])
            if (
                material not in _MATERIALS
                or part in facts.called  # What it is, is no part of it.
                or f"{material} {part}" in parts
                or _DENIED.search(text[: found.start()])
            ):
                continue
            others = [pair.split()[0] for pair in parts if pair.endswith(f" {part}")]
            if others and not any(_akin(material, other) for other in others):
                yield Verdict(f"{found['m']} {found['part']}", False)


def _akin(one: str, other: str) -> bool:
    return one in WIDER.get(other, ()) or other in WIDER.get(one, ())


def _of_which(facts: Facts) -> frozenset[str]:
    """``mesh back``: each material that a value or the prose has right before a part."""
    found: set[str] = set()
    for piece in [
        *re.split(r"[.,;:()/]", facts.prose),
        *(p for _, t in facts.fields for p in re.split(r"[.,;:()/]", t)),
    ]:
        words = list(map(stem, tokens(piece)))
        found.update(
            f"{a} {b}"
            for a, b in pairwise(words)
            if a in _MATERIALS and b not in _MATERIALS and b not in _NO_PART
        )
    return frozenset(found)
