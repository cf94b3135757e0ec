"""Questions about shown products, answered from what the catalog holds of them and from nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from agent.conversation.overview import MORE, STOCK, overview, rating
from retrieval.money import money
from retrieval.types import PublicProduct, in_words

_QUESTION = re.compile(
    r"^\W*(?:(?:and|so|but|ok(?:ay)?|hmm+|also|well)\W+)*"
    r"(?!do you\b|have you\b|is there\b|are there\b|(?:can|could|may|will|would) (?:you|i|we)\b"
    r"|(?:what|how) about\b|what (?:else|other|goes|would go|matches|works)\b|do (?:i|we)\b"
    r"|is it (?:possible|ok|okay|too late)\b)"
    r"(?:is|are|was|were|does|do|did|has|have|can|could|will|would|how|what|what's|whats|which|who|tell me)\b"
)
_SENTENCE = re.compile(r"[.!?]+(?=\s|$)")
_POINTS = re.compile(
    r"\b(?:it|its|this|these|those|them|both|that one)\b|\b(?:is|does|has|can|will|of) that\b"
)
_ADVICE = re.compile(r"\b(?:recommend|suggest|prefer|best|better|buy|choose|pick|instead|similar)\b")
_WORD = re.compile(r"[^\W\d_]{3,}")
_IDLE_WORDS = """
about and any are both can come comes could did does first for fourth fifth from had has have how into its
item kind last like made make makes many me much need number one ones option product really second still
tell than that the them then there these they thing third this those type was were what when where which
who whom whose why will with would you your get got use used too also say says please know
"""
_IDLE = frozenset(_IDLE_WORDS.split())
_MEANT = {
    "weight": "weigh weighs heavy light lightweight",
    "material": "material fabric made cloth leather",
    "size": "size big large small dimensions long wide tall fit",
    "capacity": "hold holds volume big fit fits carry room space",
    "color": "color colour shade",
    "colour": "color colour shade",
    "gender": "men women man woman whom",
    "people": "people persons person sleeps",
    "age": "age old kids children",
    "battery_life": "battery last lasts",
}
_MADE_OF = re.compile(r"\bmade (?:of|from|out of)\b")
_PRICE = re.compile(
    r"\b(?:price|costs?|expensive)\b"
    r"|\bhow much\b(?! (?:(?:does|do|can|will|would)\b[^?]{0,60}\b(?:weigh|hold|fit|carry|take|store)s?\b"
    r"|(?:space|room|memory|storage|power|water|weight|ram|battery|volume)\b))"
)
_READ = 4
"""So many products are answered for at once."""


@dataclass(frozen=True, slots=True)
class _Topic:
    label: str
    value: Callable[[PublicProduct], str | None]
    wanted: tuple[str, ...] = ()
    """What it was asked to be: ``waterproof``; empty where the question is open."""


def asks_of_a_product(text: str) -> bool:
    """Whether a lower-case message has the form of a question about a thing (not of one for another)."""
    if _ADVICE.search(text) is not None:
        return False
    if MORE.search(text) is not None:
        return True
    return any(_QUESTION.match(sentence) for sentence in _SENTENCE.split(text) if sentence)


def points(text: str) -> bool:
    """Whether it speaks of something on screen without naming its place: ``it``, ``these``."""
    return _POINTS.search(text) is not None


@dataclass(frozen=True, slots=True)
class Answer:
    """What the catalog says of it."""

    text: str
    settled: bool
    """Whether each sentence is a fact that was asked for. Otherwise the nearest words of a description stand
    there, or that the catalog does not say."""


def answer(text: str, wanted: Mapping[str, Sequence[str]], products: Sequence[PublicProduct]) -> Answer:
    """Plain sentences about the products, in their order; what the catalog does not hold is said.

    Args:
        text: the question in lower case.
        wanted: attribute → values that the question names, as the catalog writes them.
        products: one or more, those that are meant.
    """
    topics = list(_topics(text, wanted, products[:_READ]))[:3]
    if not topics and MORE.search(text) is not None:
        return Answer(" ".join(overview(product) for product in products[:_READ]), settled=False)
    sentences, settled = [], True
    for product in products[:_READ]:
        known = [said for topic in topics if (said := _told(product, topic)) is not None]
        settled = settled and bool(known)
        sentences += known or [_described(text, product, [topic.label for topic in topics])]
    return Answer(" ".join(sentences), settled)


def _topics(
    text: str, wanted: Mapping[str, Sequence[str]], products: Sequence[PublicProduct]
) -> Iterator[_Topic]:
    if _PRICE.search(text):
        yield _Topic("price", lambda p: None if (now := p.current_price) is None else money(now, p.currency))
    if re.search(r"\b(?:in stock|available|availability|sold out|out of stock)\b", text):
        yield _Topic("availability", lambda p: STOCK.get(p.availability or ""))
    if re.search(r"\b(?:brand|who makes|made by|manufacturer)\b", text):
        yield _Topic("brand", lambda p: p.brand)
    if re.search(r"\b(?:rated|ratings?|reviews?|any good|popular)\b", text):
        yield _Topic("rating", rating)
    for name, values in wanted.items():
        if name == "brand":
            yield _Topic("brand", lambda p: p.brand, tuple(values))
        elif name != "category":
            yield _Topic(name, _reader(name), tuple(values))
    words = set(_WORD.findall(text))
    for name in dict.fromkeys(name for product in products for name in product.attributes):
        if name not in wanted and (
            words & _words_for(name) or (name == "material" and _MADE_OF.search(text))
        ):
            yield _Topic(name, _reader(name))
        elif name not in wanted and (named := _named(text, name, products)):
            yield _Topic(name, _reader(name), named)


def _words_for(name: str) -> set[str]:
    own = name.casefold().replace("-", "_").split("_")
    words = {word for word in (*own, *_MEANT.get(name, "").split()) if len(word) > 2}
    return (words | {f"{word}s" for word in own if len(word) > 2}) - _IDLE


def _named(text: str, name: str, products: Sequence[PublicProduct]) -> tuple[str, ...]:
    """Values that the products have and the question says."""
    values = dict.fromkeys(value for product in products for value in product.values(name))
    return tuple(
        value for value in values if len(value) > 2 and re.search(rf"\b{re.escape(value.lower())}\b", text)
    )


def _reader(name: str) -> Callable[[PublicProduct], str | None]:
    return lambda product: ", ".join(product.values(name)) or None


def _told(product: PublicProduct, topic: _Topic) -> str | None:
    """One sentence; None where the catalog does not hold it."""
    value = topic.value(product)
    if value is None:
        return None
    label = topic.label.replace("_", " ")
    if value.casefold() in ("yes", "no", "true", "false"):
        holds = value.casefold() in ("yes", "true")
        return (
            f"{'Yes' if holds else 'No'}: by the catalog, {product.title} is {in_words(topic.label, value)}."
        )
    if not topic.wanted:
        return f"{product.title}: {label} {value}."
    held = {part.strip().casefold() for part in value.split(",")}
    is_so = any(each.casefold() in held for each in topic.wanted)
    return f"{'Yes' if is_so else 'No'}: the {label} of {product.title} is {value}."


def _described(text: str, product: PublicProduct, labels: Sequence[str]) -> str:
    """The sentence of the description that speaks of it, or that none does."""
    words = [word for word in _WORD.findall(text) if word not in _IDLE]
    for sentence in re.split(r"(?<=[.!?])\s+", product.description or ""):
        if any(re.search(rf"\b{re.escape(word)}", sentence.lower()) for word in words):
            return f"{product.title}, in the shop's words: “{sentence.strip()}”"
    about = ", ".join(label.replace("_", " ") for label in labels) or " ".join(words)
    return f"The catalog does not say that of {product.title}{f' ({about})' if about else ''}."
