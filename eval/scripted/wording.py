"""Sentences made of the facts that a prompt shows."""

from __future__ import annotations

import re
import zlib

from eval.scorers.lines import sentences
from eval.scripted.orders import wished
from eval.scripted.reading import Offer, Told

_SAID: dict[str, tuple[str, ...]] = {
    "weight": ("It weighs {0}", "At {0} it is easy to take along", "The scales say {0}"),
    "material": ("It is made of {0}", "The {0} feels right for this", "Made of {0}"),
    "color": ("It comes in {0}", "The color is {0}", "In {0} it sits well beside the rest"),
    "capacity": ("It holds {0}", "There is room for {0}", "With {0} of room it goes a long way"),
    "battery life": ("One charge lasts {0}", "The battery runs for {0}", "It runs {0} on a charge"),
    "power": ("It works with {0}", "Its power is {0}", "{0} of power are plenty here"),
    "price": ("It costs {0}", "At {0} it is easy to like", "For {0} it does its job"),
    "season": ("It is made for {0}", "Its season is {0}", "{0} is when it shines"),
    "style": ("The style is {0}", "It keeps a {0} look", "Its look is {0}"),
    "pieces": ("The number of pieces is {0}", "You get {0} pieces", "It comes as {0} pieces"),
    "age": ("It suits ages {0}", "The age it is meant for is {0}", "Meant for {0}"),
    "people": ("It is made for {0} people", "There is room for {0} people", "It serves {0}"),
}
_ORDER = (
    "weight",
    "battery life",
    "capacity",
    "power",
    "people",
    "age",
    "season",
    "material",
    "style",
    "pieces",
    "price",
    "color",
)
_FRAMES = (
    "{A}, and {b}.",
    "What speaks for it here: {a}; besides, {b}.",
    "If that is what counts, {a}. {B}.",
    "Simple and to the point, as {a} while {b}.",
    "{B}. On top of that {a}.",
    "This one earns its place because {a}, with the plus that {b}.",
    "Think of it this way: {a}, yet {b}.",
    "{A}. Nice to know: {b}.",
)
_OPENINGS = (
    "These come closest to what you describe.",
    "A few that suit what you have in mind.",
    "Here is what fits your wish.",
    "Some good matches for that.",
)
FILLER = (
    "It is a choice that many people would surely be glad to have around in the course of an ordinary day, "
    "and there is really a great deal more that could be said in its favour if there were only the time and "
    "the room to say all of it here and now without hurry"
)
PRESSURE = "Hurry, buy it now, you will never find anything better!!!"
GENERIC = ("A great choice for anyone.", "You can't go wrong with this one.", "A solid pick that works well.")


def opening(told: Told) -> str:
    """One line without product and number."""
    return _OPENINGS[zlib.crc32(told.request.encode()) % len(_OPENINGS)]


def facts(told: Told, offer: Offer) -> list[str]:
    """What can be said of a product, what was asked about first."""
    wish = wished(told)
    words = told.request.casefold()
    names = [name for name in _ORDER if name in offer.fields]
    names.sort(key=lambda name: (name != (wish or ("",))[0], not _asked(offer.fields[name], words)))
    return names


def sentence(told: Told, offer: Offer, place: int) -> str:
    """One or two sentences that could not stand on another product's card."""
    named = facts(told, offer)[:2]
    clauses = [
        _SAID[name][(place + at) % len(_SAID[name])].format(offer.fields[name])
        for at, name in enumerate(named)
    ]
    if not clauses:
        return f"{short_title(offer)} is the nearest there is."
    if len(clauses) == 1:
        return f"{_capital(clauses[0])}."
    first, second = clauses
    frame = _FRAMES[place % len(_FRAMES)]
    return frame.format(a=_lower(first), A=_capital(first), b=_lower(second), B=_capital(second))


def short_title(offer: Offer) -> str:
    """The title up to its first comma."""
    return offer.title.split(",")[0].rstrip("…").strip()


def _asked(value: str, words: str) -> bool:
    return any(part in words for part in re.findall(r"[a-z]{4,}", value.casefold()))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _lower(text: str) -> str:
    first = text.split(maxsplit=1)[0] if text else ""
    keep = (
        not first.isascii() or (first.upper() == first and len(first) > 1) or any(c.isdigit() for c in first)
    )
    return text if keep else text[:1].lower() + text[1:]


def limited(text: str, most: int | None) -> str:
    """Padded far beyond any limit where none was set; whole sentences within it where one was."""
    if most is None:
        return f"{text} {FILLER}."
    kept: list[str] = []
    for each in sentences(text):
        if kept and len(" ".join([*kept, each]).split()) > most:
            break
        kept.append(each.strip())
    return " ".join(kept)
