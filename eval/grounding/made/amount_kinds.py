"""The amounts that products have, and how each is said.

``{amount}`` is ``3 kg``, ``{adj}`` is ``3-kilo`` with its article, ``{Amount}`` begins a sentence; in what is
said of two, ``{gap}`` is by how much and ``{more}``/``{less}`` how they differ.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Kind:
    """One thing that is measured of a product, and the sentences that say it."""

    names: tuple[str, ...]
    """Of its attributes, in lower case and without the unit."""
    dimensions: tuple[str, ...]
    said: Sequence[str]
    clause: str
    """``{who} weighs {amount}``."""
    beside: Sequence[str] = ()
    """Comparisons, with ``{more}`` and ``{gap}``."""
    words: tuple[tuple[str, str], ...] = ()
    """What is said of more of it, and of less."""
    extremes: Sequence[str] = ()
    """``is the {most}``, ``has the {most} battery life``."""
    tops: tuple[tuple[str, str], ...] = ()
    """``heaviest``, ``lightest``."""
    unit: str = ""
    """Of a bare number."""


_BE = (
    "It is {more} than the {other}.",
    "It is {gap} {more} than the {other}.",
    "The {other} is {less}.",
    "The {other} is {gap} {less}.",
    "This one is {more} than the {other}.",
    "At {amount}, it is {more} than the {other}.",
    "The {other}, at {theirs}, is {less} than this one.",
    "It is {gap} {more} than the {other}, which comes to {theirs}.",
    "Compared with the {other}, it is {gap} {more}.",
    "Next to the {other} it is {more}.",
    "At {amount}, it is {gap} {more} than the {other}.",
    "It's a bit {more} than the {other}.",
    "Unlike the {less} {other}, it comes to {amount}.",
    "It isn't {less} than the {other}.",
    "Of the two, the {other} is the {less} one.",
)
_HAVE = (
    "It has {more} {noun} than the {other}.",
    "It comes with {more} {noun} than the {other}.",
    "You get {more} {noun} than with the {other}.",
    "The {other} has {less} {noun}.",
    "The {other} offers {less} {noun} than this one.",
    "With {amount}, it has {more} {noun} than the {other}.",
    "Its {noun} beats that of the {other}.",
)
_IS = (
    "is the {most} of these",
    "is the {most} here",
    "is the {most} on the list",
    "is the {most} of the {n}",
)


def _having(noun: str, templates: Sequence[str] = _HAVE[:-1]) -> tuple[str, ...]:
    return tuple(each.replace("{noun}", noun) for each in templates)


def _side(names: tuple[str, ...], word: str, noun: str, more: str, less: str, most: str, least: str) -> Kind:
    return Kind(
        names,
        ("length",),
        (
            f"It is {{amount}} {word}.",
            f"Its {noun} is {{amount}}.",
            f"It has a {noun} of {{amount}}.",
            f"It measures {{amount}} in {noun}.",
            f"At {{amount}} {word}, it is a sound choice.",
            f"The {noun} comes to {{amount}}.",
            f"The {{title}} is {{amount}} {word}.",
            f"This one is {{amount}} {word}.",
            f"With a {noun} of {{amount}}, it is a fair pick.",
            f"It's {{amount}} {word}.",
        ),
        f"{{who}} is {{amount}} {word}",
        _BE,
        ((more, less),),
        _IS,
        ((most, least),),
    )


KINDS: tuple[Kind, ...] = (
    Kind(
        ("weight", "item weight", "weight kg", "weight g", "total weight"),
        ("mass",),
        (
            "It weighs {amount}.",
            "It weighs in at {amount}.",
            "Its weight is {amount}.",
            "It has a weight of {amount}.",
            "It tips the scales at {amount}.",
            "At {amount}, it is what you would expect.",
            "Weighing {amount}, it is a fair pick.",
            "The weight comes to {amount}.",
            "It brings {amount} to the scales.",
            "All in all it weighs {amount}.",
            "This one weighs {amount}.",
            "The {title} weighs {amount}.",
            "The {title} comes in at {amount}.",
            "It's {amount} in weight.",
            "With its {amount} it is a sound choice.",
            "Expect it to weigh {amount}.",
            "It only weighs {amount}.",
            "A good pick that weighs {amount}.",
        ),
        "{who} weighs {amount}",
        (
            *_BE,
            "It weighs {gap} {weighs} than the {other}.",
            "It weighs {weighs} than the {other}.",
            "The {other} weighs {weighs_not}.",
            "The {other} weighs {gap} {weighs_not}.",
            "It comes in {gap} {more} than the {other}.",
            "Weighing {amount}, it is {more} than the {theirs} {other}.",
        ),
        (("heavier", "lighter"),),
        (*_IS, "is the {most} one here", "is the {most} choice of these"),
        (("heaviest", "lightest"),),
    ),
    Kind(
        ("warranty", "guarantee", "warranty years"),
        ("time",),
        (
            "It has {adj} warranty.",
            "It comes with {adj} warranty.",
            "The warranty runs for {amount}.",
            "Its warranty lasts {amount}.",
            "It is covered for {amount}.",
            "You are covered for {amount}.",
            "You get {amount} of warranty.",
            "It's backed by {adj} warranty.",
            "The maker stands behind it for {amount}.",
            "It is guaranteed for {amount}.",
            "With {adj} guarantee, you can buy it with ease.",
            "There's {adj} warranty on it.",
            "The warranty is good for {amount}.",
            "The {title} carries {adj} warranty.",
            "The warranty on this one is {amount}.",
            "It comes with a warranty of {amount}.",
            "{Amount} of warranty come with it.",
            "Should it fail, the warranty covers you for {amount}.",
            "It's under warranty for {amount}.",
        ),
        "{who} has a warranty of {amount}",
        (
            *_having("warranty"),
            "Its warranty is {longer} than that of the {other}.",
            "Its warranty runs {gap} {longer} than that of the {other}.",
            "The {other} has the {shorter} warranty.",
        ),
        (("a longer", "a shorter"),),
        (
            "has the {most} warranty of these",
            "comes with the {most} warranty here",
            "is covered for the {most}",
        ),
        (("longest", "shortest"),),
        "year",
    ),
    Kind(
        ("battery life", "runtime", "run time", "running time", "battery runtime"),
        ("time",),
        (
            "It runs for {amount} on a charge.",
            "It runs {amount} on one charge.",
            "The battery lasts {amount}.",
            "You get {amount} out of its battery.",
            "It lasts {amount} before it needs a charge.",
            "The battery keeps going for {amount}.",
            "Its battery life is {amount}.",
            "It goes {amount} between charges.",
            "A full charge is good for {amount}.",
            "A single charge lasts {amount}.",
            "With {amount} of battery life, it does what you ask.",
            "Its battery holds out for {amount}.",
            "You can use it for {amount} on a single charge.",
            "{Amount} of battery life are on offer.",
            "The {title} runs for {amount}.",
            "This one lasts {amount} per charge.",
        ),
        "{who} lasts {amount} on a charge",
        (
            "It lasts {longer} than the {other}.",
            "It runs {longer} than the {other}.",
            "It lasts {gap} {longer} than the {other}.",
            "Its battery lasts {gap} {longer} than that of the {other}.",
            "It has {more} battery life than the {other}.",
            "It runs {gap} {longer} on a charge than the {other}.",
            "The {other} has {less} battery life.",
            "The {other} runs {gap} {shorter}.",
            "At {amount}, its battery lasts {longer} than the {other}'s.",
        ),
        (("a longer", "a shorter"),),
        (
            "has the {most} battery life of these",
            "has the {most} battery life here",
            "offers the {most} battery life on the list",
            "has the {most} battery life of the {n}",
        ),
        (("longest", "shortest"),),
    ),
    Kind(
        ("power", "wattage", "output power", "motor power"),
        ("power",),
        (
            "It has {amount}.",
            "It is rated at {amount}.",
            "It delivers {amount}.",
            "It packs {amount}.",
            "Its power is {amount}.",
            "It works with {amount}.",
            "Its {amount} are plenty.",
            "There are {amount} behind it.",
            "With {amount} of power, it gets things done.",
            "With {amount}, it gets things done.",
            "It has a power of {amount}.",
            "It offers {amount} of power.",
            "It puts out {amount}.",
            "{Amount} of power are on tap.",
            "The {title} has {amount}.",
            "This one runs at {amount}.",
        ),
        "{who} has {amount}",
        (
            "It is {more} powerful than the {other}.",
            "It has {more} power than the {other}.",
            "It has {gap} {more} than the {other}.",
            "The {other} is {less} powerful.",
            "The {other} has {gap} {less}.",
            "It offers {gap} {more} power than the {other}.",
            "With {amount}, it is {more} powerful than the {other}.",
            "You get {more} power than with the {other}.",
            "It's {more} powerful than the {theirs} {other}.",
        ),
        (("more", "less"),),
        ("is the {most} powerful of these", "is the {most} powerful here", "has the {most} power of these"),
        (("most", "least"),),
    ),
    Kind(
        ("capacity", "volume"),
        ("volume",),
        (
            "It holds {amount}.",
            "It takes {amount}.",
            "Its capacity is {amount}.",
            "It has a capacity of {amount}.",
            "There is room for {amount}.",
            "It has room for {amount}.",
            "With {amount} of capacity, it is a good fit.",
            "It offers {amount} of space.",
            "At {amount}, it should do.",
            "The {title} holds {amount}.",
            "This one takes {amount}.",
            "You can fill it with {amount}.",
            "{Amount} fit in it.",
            "You get {amount} of volume.",
            "It fits {amount}.",
            "It can hold {amount}.",
        ),
        "{who} holds {amount}",
        (
            "It holds {more} than the {other}.",
            "It holds {gap} {more} than the {other}.",
            "It has {bigger} capacity than the {other}.",
            "The {other} holds {less}.",
            "The {other} holds {gap} {less}.",
            "With {amount}, it holds {more} than the {other}.",
            "It takes {gap} {more} than the {other}.",
            "It takes {more} than the {theirs} of the {other}.",
        ),
        (("more", "less"),),
        (
            "holds the {most} of these",
            "has the {biggest} capacity of these",
            "has the {biggest} capacity here",
        ),
        (("most", "least"),),
    ),
    Kind(
        ("max load", "load capacity", "weight capacity", "maximum load", "max user weight", "load"),
        ("mass",),
        (
            "It carries up to {amount}.",
            "It takes loads of up to {amount}.",
            "It bears {amount}.",
            "It bears up to {amount}.",
            "Its maximum load is {amount}.",
            "It can hold up to {amount}.",
            "It supports {amount}.",
            "It supports up to {amount}.",
            "It is rated for {amount}.",
            "The maximum load is {amount}.",
            "It can be loaded with up to {amount}.",
            "It copes with up to {amount}.",
            "The {title} supports up to {amount}.",
            "With a load capacity of {amount}, it is sturdy.",
        ),
        "{who} supports {amount}",
        (
            "It supports {more} than the {other}.",
            "It carries {gap} {more} than the {other}.",
            "It bears {more} weight than the {other}.",
            "The {other} supports {gap} {less}.",
            "The {other} carries {less}.",
        ),
        (("more", "less"),),
        ("supports the {most} of these", "has the {biggest} load capacity here"),
        (("most", "least"),),
    ),
    Kind(
        ("screen size", "display size", "screen", "display"),
        ("length",),
        (
            "It has {adj} screen.",
            "The screen measures {amount}.",
            "Its screen is {amount}.",
            "It has {adj} display.",
            "Its display measures {amount}.",
            "It has a screen size of {amount}.",
            "With {adj} screen, you see plenty.",
            "You look at {adj} screen.",
            "The {title} has {adj} screen.",
            "The screen is {amount} across.",
            "The display comes to {amount}.",
        ),
        "{who} has a screen of {amount}",
        (
            *_having("screen"),
            "Its screen is {gap} {larger} than that of the {other}.",
            "Its screen is {larger} than the {other}'s.",
            "The screen of the {other} is {smaller}.",
        ),
        (("a larger", "a smaller"),),
        ("has the {most} screen of these", "has the {most} screen here", "has the {most} display of the {n}"),
        (("largest", "smallest"),),
        "in",
    ),
    _side(("height",), "tall", "height", "taller", "shorter", "tallest", "shortest"),
    _side(("width",), "wide", "width", "wider", "narrower", "widest", "narrowest"),
    _side(("depth",), "deep", "depth", "deeper", "shallower", "deepest", "shallowest"),
    _side(("length",), "long", "length", "longer", "shorter", "longest", "shortest"),
    _side(("thickness",), "thick", "thickness", "thicker", "thinner", "thickest", "thinnest"),
    replace(
        _side(("diameter",), "in diameter", "diameter", "", "", "", ""),
        beside=(
            *_having("diameter", _HAVE[:4]),
            "Its diameter is {larger} than that of the {other}.",
            "Its diameter is {gap} {larger} than that of the {other}.",
        ),
        words=(("a larger", "a smaller"),),
        extremes=("has the {most} diameter of these", "has the {most} diameter here"),
        tops=(("largest", "smallest"),),
    ),
)
