"""What ``the highest``, ``longer`` or ``most complex`` is measured by, where the words around it say so."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Set

from agent.narration.claims.aspect_words import Aspect
from agent.narration.claims.aspects import noun_keys
from agent.narration.claims.comparison_words import spoken_of
from agent.narration.claims.guarded import compiled
from agent.narration.claims.hedges import Hedge
from agent.narration.claims.known import Facts
from agent.narration.claims.quantities import MONEY, Quantity, quantities
from agent.narration.claims.wording import stem

_AIMED = compiled(
    r"\s+(?:one\s+)?(?:in|by|for|on|when it comes to|in terms of) (?:its |the )?(?P<n>[a-z]+(?: [a-z]+)?)",
    re.I,
)
_SUBJECT = compiled(
    r"(?:\b(?:its|the|his|an?)|'s|[\ue000-\uf8ff]) (?P<n>[a-z]+(?: [a-z]+){0,2})(?: (?:of|at)"
    r" (?:(?!, and )[^;]){1,24}?)?,? "
    r"(?:is|are|was|being|stays)(?: also| easily| by far| still)* (?:the |among the )?(?:second[- ])?$",
    re.I,
)
_APPOSED = compiled(
    r"(?:,|\band|,? which is|\bis|[\d%°]\w*)(?: also| by far| easily)*(?: the)?(?: second[- ]|"
    r" next[- ])?\s*$",
    re.I,
)
_RATED = compiled(
    r"\b(?:rat(?:ed|es|ing)|scor(?:ed?|es|ing)|averag\w+)\b[^,;.]{0,16}$|^[\s-]*(?:stars?|ratings?|scores?)\b",
    re.I,
)
_LITTLE = frozenset(["the", "and", "of", "for", "one", "here", "in", "on", "a", "an", "to", "all"])


def following(after: str, known: Set[str]) -> tuple[str, ...]:
    """``highest in protein``, ``second by weight``."""
    found = _AIMED.match(after)
    return _keys(found["n"], known) if found else ()


def noun_of(phrase: str, known: Set[str]) -> tuple[str, ...]:
    """``hydrostatic head``: the measures that a phrase names, those of its last word first."""
    words = [word for word in phrase.lower().split() if word not in _LITTLE]
    for word in reversed(words):
        if keys := _keys(word, known):
            return keys
    return ()


_COUNT = compiled(r" ?(?:[a-z]+ )?(?:rating|review|reviewer|vote|opinion)s\b", re.I)
"""``1,300 ratings, the most``: of so many, not how good."""


def preceding(before: str, known: Set[str]) -> tuple[str, ...]:
    """``the hydrostatic head of 4,000 mm is the highest``, ``ten years of warranty, the longest``."""
    if (found := _SUBJECT.search(before)) and (keys := noun_of(found["n"], known)):
        return keys
    return told(before, known) if _APPOSED.search(before) else ()


def told(before: str, known: Set[str], numbers: Iterable[Quantity] = ()) -> tuple[str, ...]:
    """What the last number counts: ``rated 4.8, higher than …``; ``numbers``: those of the facts."""
    last = next(reversed(list(quantities(before))), None)
    if last is None or re.search(r"[.!?]\s", before[last.end :]):
        return ()
    if last.dimension == MONEY and "price" in known:
        return ("price",)
    if last.dimension is None and _COUNT.match(before, last.end) and "count" in known:
        return ("count",)
    if (
        last.dimension is None
        and last.said <= 5
        and (_RATED.search(before[: last.start]) or _RATED.search(before[last.end :]))
    ):
        return ("rating",)
    spoken = [key for key in spoken_of(before) if key in known]
    stated = (
        name
        for fact in numbers
        if fact.label and fact.dimension == last.dimension is not None and fact.value == last.value
        for name in sorted(fact.label & known)
    )
    return tuple(dict.fromkeys([*(key for key in spoken if key != last.dimension), *stated, *spoken]))


def _keys(noun: str, known: Set[str]) -> tuple[str, ...]:
    return tuple(key for word in noun.split() for key in noun_keys(word) if key in known)


_BASE = compiled(r"(?:i?est|i?er|y|e)$")
_ELSE = frozenset(
    [
        "high", "low", "long", "short", "new", "old", "larg", "small", "bigg", "great", "good", "bett", "oth",
        "und", "ov", "aft", "ev", "nev", "lat", "earl", "near", "full", "real", "price", "pric", "rat",
        "expensiv", "recent", "size", "sure", "color", "colour", "type", "style",
    ]
)  # fmt: skip


def gauge(adjective: str, known: Collection[str]) -> tuple[str, ...]:
    """``complex`` → the attribute ``complexity``; ``hardest`` → ``hardness``; ``fattier`` → ``fat``."""
    base = _BASE.sub("", adjective.lower())
    if len(base) > 3 and base[-1] == base[-2]:
        base = base[:-1]
    if len(base) < 3 or base in _ELSE or stem(base) in _ELSE:
        return ()
    if adjective.lower() in known:
        return ()  # A "forest" is no superlative.
    near = [
        key
        for key in known
        if key == base or (len(base) > 3 and key.startswith(base) and len(key) - len(base) <= _ENDING)
    ]
    return tuple(sorted(near, key=lambda key: (len(key), key)))


_ENDING = 4
"""So many letters make a noun of an adjective: ``-ness``, ``-ity``."""


_OF_ADJECTIVE = compiled(r"\b(?:(?P<d>more|less) (?P<a>[a-z]{4,})|(?<!\d-)(?<!\d )(?P<e>[a-z]{3,}er))$", re.I)
"""Not the noun of ``a 2-seater``."""


def of_adjective(left: str, known: Collection[str]) -> tuple[Aspect, int, Quantity | None, Hedge] | None:
    """``less intense``, ``harder`` at the end of ``left``: by an attribute of that name."""
    found = _OF_ADJECTIVE.search(left)
    if found is None or not (keys := gauge(found["a"] or found["e"], known)):
        return None
    less = (found["d"] or "").lower() == "less"
    near = (found["e"] or "").lower() in ("closer", "nearer")
    return Aspect(keys, -1 if less or near else 1), found.start(), None, "exact"


def span(noun: str, facts: Facts) -> float | None:
    """How far ``sizes: 36-48`` reach, or how many colours there are."""
    product = facts.product
    for name in product.attributes:
        if stem(noun) in map(stem, name.replace("_", " ").split()):
            values = product.values(name)
            ends = [float(end) for end in re.findall(r"\d+(?:\.\d+)?", " ".join(values))]
            return max(ends) - min(ends) if ends else float(len(values))
    return None


_VERBS = tuple(
    (
        compiled(rf"\b(?:{verb})(?: by far| easily)? the (?:(?:second|third|fourth|fifth|next)[ -])?$", re.I),
        keys,
    )
    for verb, keys in (
        (r"supports?|bears?|withstands?", ("load", "limit", "capacity")),
        (r"holds?|fits?|carries|carry|takes?", ("volume", "capacity", "load")),
        (r"weighs?", ("mass", "weight")),
        (r"(?:covered|guaranteed|under warranty)(?: for)?", ("warranty", "guarantee")),
        (r"lasts?|runs?|keeps? going", ("battery", "runtime", "time")),
    )
)


def of_verb(before: str, known: Set[str]) -> tuple[str, ...]:
    """``holds the most``, ``supports the second least``: what is measured by the verb."""
    for verb, keys in _VERBS:
        if verb.search(before):
            return tuple(key for key in keys if key in known)
    return ()
