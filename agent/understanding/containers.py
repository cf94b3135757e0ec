"""What a thing comes in is not the thing: a ``resealable bag`` of nuts is no bag, ``travel size`` no trip."""

from __future__ import annotations

import re
from collections.abc import Iterator

_CONTAINER = (
    r"(?:bags?|boxe?s?|bottles?|jars?|cans?|cases?|tins?|tubes?|tubs?|packs?|packets?|packages?|packaging"
    r"|pouch(?:es)?|sachets?|cartons?|containers?|wrapp(?:er|ing)s?|canisters?|crates?|sacks?|cups?|buckets?)"
)
_FILLED = re.compile(
    rf"\b{_CONTAINER} of (?!(?:good|high|great|top|best|any|some|the|this|that|these|those|my|your|our|size"
    r"|brand|colou?r|quality|genuine|real|pure)\b)"
)
_WITHIN = re.compile(
    rf"\b(?:(?:packed|packaged|packs|comes?|coming|came|sold|shipped|delivered|wrapped|sealed|boxed|presented"
    rf"|stored|supplied)(?: \w+)? in(?:side)?(?: an?| its| their| the| one)?|(?<!interested )in an?)"
    rf"(?: [\w-]+){{0,2}}? {_CONTAINER}\b"
)
_ADJECTIVE = re.compile(
    rf"\b(?:re-?seal(?:able|ed)|re-?closable|zip-?lock(?:ed)?|zip-?top|vacuum-?(?:sealed|packed)|gift"
    rf"|presentation|single-?serve) {_CONTAINER}\b"
)
_MEASURED = re.compile(
    rf"\b\d+(?:\.\d+)?[ -]?(?:fl\.? )?(?:ounces?|oz\.?|pounds?|lbs?\.?|grams?|g|kg|kilos?|counts?|ct|pieces?)"
    rf"[ -]{_CONTAINER}\b"
)
_SIZE = re.compile(
    r"\b(?:travel|pocket|party|family|home|trial|sample|value|starter)[ -](?:sized?|pack)\b(?! \d)"
)
_KEPT = re.compile(
    r"\b(?:keep(?:s|ing)?|store|storing|hold(?:s|ing)?|carry(?:ing)?|carries) (?:my|the|your|our|their|his"
    r"|her|some)(?: [\w-]+){1,2}?(?= (?:hot|warm|cold|cool|fresh|dry|safe|tidy|organi[sz]ed|together|in)\b)"
)
"""``to keep my coffee hot`` asks for what keeps it."""


def containers(text: str) -> Iterator[tuple[int, int]]:
    """Parts of a lower-case text that say what something comes in, or how large it is called."""
    for pattern in (_FILLED, _WITHIN, _ADJECTIVE, _MEASURED, _SIZE, _KEPT):
        for match in pattern.finditer(text):
            yield match.span()
