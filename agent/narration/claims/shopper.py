"""What a sentence says of the shopper and not of the product: ``as you like wool``, ``the tent you bought``.

It is held to what is known of the shopper. What is true of them is taken out of the sentence, so that no
product has to bear it out; of a purchase that nobody knows of the sentence is false.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from agent.narration.claims.guarded import compiled
from agent.narration.claims.wording import spelt, stem, tokens
from agent.types import Shortlist

_NP = r"(?P<n>(?:(?!(?:the|an?|that|those|these|this|your|with|for|to|and|of|as)\b)[\w'&-]+ ){1,6})"
_YOU = r"(?:(?:that|which) )?you(?:'ve| have)?(?: (?:[a-z]+ly|just|already|once|also))?"
_OBJECT = r"(?P<o>(?: (?!(?:it|this|these|so|its|which|and|but)\b)[\w'&-]+)*)"
_HYPOTHETICAL = compiled(
    r"\b(?:if|when|whenever|whatever|once|before|until|unless|should|had|as if|after)\s*$", re.I
)
_BOUGHT = compiled(
    rf"(?P<np>\b(?:the|an?|that|those|these|this) {_NP})?"
    rf"(?:\b(?:as|since|because|given that|now that) )?\b{_YOU} (?:bought|purchased|ordered)\b{_OBJECT}",
    re.I,
)
_PURCHASE = compiled(
    r"\byour (?:(?:most )?recent|last|latest|previous|earlier|past) (?P<n>(?:[\w'&-]+ ){0,4}?)"
    r"(?:purchases?|orders?)\b",
    re.I,
)
_LIKED = compiled(
    r"\b(?:as|since|because|given that|knowing(?: that)?) you(?:'ve)?"
    r"(?: (?:really|usually|always|often|already))? (?P<v>like|love|prefer|enjoy|favou?r|liked|loved|chose|"
    rf"own|have|do not like|don't like|avoid|do not want|don't want){_OBJECT}",
    re.I,
)
_OWNED = compiled(
    rf"\b(?:the|that|those) {_NP}{_YOU} (?:like|liked|love|loved|own|have|chose|picked)\b", re.I
)
_BESIDE = compiled(
    r"\b(?P<p>(?:(?:pair|go|work|sit|look|fit|team|blend|harmoni[sz]e)(?:e?s|ing)?|match|partner|companion|"
    r"complement|addition)(?: (?:well|nicely|neatly|perfectly|beautifully|right|together))?"
    r" (?:with|beside|alongside|next to|to|for)|beside|alongside|next to|match(?:es)?|complements?|suits?|"
    r"joins?|completes?) (?:the|your|that|this|those)(?P<t>(?: [^\s,;:.!?()]+)+)",
    re.I,
)
_TOLD = compiled(r"\b(?:my|i|i've|we|we've|our)\b", re.I)
_EMPTY = frozenset(
    [
        "the", "a", "an", "that", "those", "these", "this", "your", "my", "some", "any", "more", "other",
        "kind", "thing", "stuff", "item", "piece", "one", "lately", "recently", "before", "already",
        "earlier", "previously", "last", "time", "week", "month", "year", "just", "of", "from", "by", "with",
        "in", "for", "to", "too", "here", "us", "our", "shop", "and", "or", "so", "much", "same", "both",
        "once", "wear", "use",
    ]
)  # fmt: skip
_LEFT = compiled(r"^[\s,;:.-]+")


class Shopper:
    """What is known of one shopper, and what they are looking at, as stems."""

    def __init__(self, shortlist: Shortlist) -> None:
        known = shortlist.shopper
        self._bought = _stems(known.bought)
        stated = [f"{name} {' '.join(values)}" for name, values in known.stated.include.items()]
        refused = [f"{name} {' '.join(values)}" for name, values in known.stated.exclude.items()]
        self._liked = self._bought | _stems(known.liked) | _stems(stated)
        self._refused = _stems(refused)
        self._near = _stems((shortlist.anchor or "",)) | self._bought | _stems(known.liked)
        # "to go with the tent I bought": they said so themselves.
        said = shortlist.request if _TOLD.search(shortlist.request) else ""
        self._own = self._bought | _stems((said,))

    def resolved(self, text: str) -> tuple[str, str | None]:
        """The sentence without what is true of the shopper, and the first purchase that they never made."""
        text = text.replace("’", "'")
        if re.search(r"\byou", text, re.I):
            for pattern in (_BOUGHT, _PURCHASE):
                for found in reversed(list(pattern.finditer(text))):
                    if _HYPOTHETICAL.search(text[: found.start()]):
                        continue
                    if not self._own or not self._holds(found, self._own):
                        return text, found[0].strip()
                    text = _without(text, found)
            for pattern in (_LIKED, _OWNED):
                for found in reversed(list(pattern.finditer(text))):
                    denied = re.search(r"not|n't|avoid", found.groupdict().get("v") or "", re.I)
                    if self._said(found) and self._holds(found, self._refused if denied else self._liked):
                        text = _without(text, found)
        if self._near:
            text = _BESIDE.sub(self._beside, text)
        return _LEFT.sub("", text), None

    def _said(self, found: re.Match[str]) -> bool:
        return bool(_content(_what(found)))

    def _holds(self, found: re.Match[str], known: frozenset[str]) -> bool:
        return _content(_what(found)) <= known

    def _beside(self, found: re.Match[str]) -> str:
        """``pairs with the Arc Desk Lamp`` → ``pairs``, as far as the words are those of what is meant."""
        words = found["t"].split()
        size = 0
        while size < len(words) and _content(words[size].removesuffix("'s")) <= self._near:
            size += 1
        if not _content(" ".join(words[:size])):
            return found[0]
        return " ".join([found["p"].split(" ", 1)[0], *words[size:]])


def _what(found: re.Match[str]) -> str:
    """The thing that is spoken of: before the verb where it stands there, else after it."""
    groups = found.groupdict()
    return groups.get("n") or groups.get("o") or ""


def _without(text: str, found: re.Match[str]) -> str:
    noun = found.groupdict().get("np")
    end = found.start("o") if noun else found.end()
    return f"{text[: found.start()]} {text[end:]}"


def _content(text: str) -> frozenset[str]:
    words = (stem(word) for word in tokens(spelt(text).lower()))
    return frozenset(word for word in words if not word[0].isdigit()) - _EMPTY


def _stems(texts: Iterable[str]) -> frozenset[str]:
    return frozenset().union(*map(_content, texts)) if texts else frozenset()
