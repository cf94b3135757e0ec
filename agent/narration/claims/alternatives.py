"""One more of what an attribute has: ``for hard, clay and grass courts``, ``soy and coconut wax``."""

from __future__ import annotations

from collections.abc import Iterator

from agent.narration.claims.beside import TOKEN, after, items_before, nothing
from agent.narration.claims.guarded import compiled
from agent.narration.claims.hedges import Verdict
from agent.narration.claims.known import Facts, once
from agent.narration.claims.synonyms import akin
from agent.narration.claims.wording import stem, tokens

_AND = frozenset(["and", "or", "&"])
_MANNER = compiled(r"(?:ed|ing|ly|y|ful|ive|able|er|est|ous|-sized)$")
_ENDS = compiled(r"\s*(?:$|[.,;:!?)]|alike\b|as well\b|too\b)")
_PLAIN = frozenset(
    [
        "plain", "pure", "real", "fine", "good", "great", "pretty", "natural", "proper", "black", "white",
    ]
)  # fmt: skip


def alternatives(text: str, facts: Facts, listed: frozenset[str]) -> Iterator[Verdict]:
    """A verdict on what stands in a row with values of its attributes and is none of them."""
    words = [(found[0], found.end()) for found in TOKEN.finditer(text)]
    values = once(facts, "values", _values)
    for at, (word, end) in enumerate(words):
        if word.lower() not in _AND or not at:
            continue
        before, item = items_before(words, at), after(text, words, at, end)
        if item.article or not item.words or not before[-1].words or before[-1].words[0][0].isdigit():
            continue
        last = stem(before[-1].words[-1])
        head, first = stem(item.words[-1]), item.words[0]
        if len(item.words) == 2 and head in facts.stems and head not in values:
            one = before[-1].words[0]
            if last in values and not _said(first, facts, listed):
                yield Verdict(" ".join(item.words), False)
            elif stem(first) in values and len(before[-1].words) == 1 and not _said(one, facts, listed):
                yield Verdict(f"{one} {item.words[-1]}", False)
        elif len(item.words) == 1 and last in values and not _said(first, facts, listed):
            stop = end + len(first) + 1
            if _ENDS.match(text, stop):
                yield Verdict(first, False)


def _said(word: str, facts: Facts, listed: frozenset[str]) -> bool:
    return (
        _MANNER.search(word) is not None
        or word in _PLAIN
        or not word.isalpha()
        or nothing(word, facts, listed)
        or akin(stem(word), facts.stems)
    )


def _values(facts: Facts) -> frozenset[str]:
    found: set[str] = set()
    for label, text in facts.fields:
        value = text.removeprefix(f"{label}: ")
        if value != text:
            found.update(stem(word) for word in tokens(value) if word.isalpha() and len(word) > 2)
    return frozenset(found)
