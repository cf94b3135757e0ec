"""A small flat picture for every product: SVG text, drawn from ``shapes/`` in the product's color.

A shape file holds only the drawing, with slots for the color's tones; ``shapes.toml`` says which
category leaf is drawn by which shape. The pictures need no network, no font and no script.
"""

from __future__ import annotations

import tomllib
from functools import cache
from html import escape
from pathlib import Path

from retrieval.types import Product

PALETTE: dict[str, str] = {
    "beige": "#d3bd98",
    "black": "#3a3d45",
    "blue": "#4a83bd",
    "brown": "#8f6544",
    "burgundy": "#85304a",
    "clear": "#a9cbd6",
    "copper": "#c0764a",
    "cream": "#ecdfc0",
    "gold": "#d2a63f",
    "gray": "#8e959e",
    "green": "#55875b",
    "multicolor": "#e2714f",
    "navy": "#2d4368",
    "olive": "#7d8048",
    "orange": "#e2843a",
    "pink": "#e495a8",
    "purple": "#8062a3",
    "red": "#c8433f",
    "silver": "#b3bac4",
    "teal": "#3a8f90",
    "white": "#f4f3ee",
    "yellow": "#e9bf43",
}
"""The catalog's color values and the tone each is drawn in."""

FALLBACK_SHAPE = "box"
# Shapes of many colors cannot be tinted in one hue: their three tones are three hues.
_MULTICOLOR_TONES = ("#3f7f8c", "#f3c04f")
_SHADOW = '<ellipse cx="160" cy="268" rx="104" ry="12" fill="#000000" opacity=".07"/>'


def picture(kind: str, color: str, title: str) -> str:
    """The SVG of a ``kind`` (a category leaf or a shape's name) in ``color``, titled ``title``.

    An unknown kind is drawn as a box, an unknown color in gray: a shop's own feed never fails here.
    """
    name = color.casefold()
    fill = PALETTE.get(name, PALETTE["gray"])
    dark, light = _MULTICOLOR_TONES if name == "multicolor" else (_mix(fill, 0, 0.26), _mix(fill, 255, 0.42))
    drawing = _shape(shape_of(kind, title))
    for slot, tone in (("{fill}", fill), ("{dark}", dark), ("{light}", light)):
        drawing = drawing.replace(slot, tone)
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 320" role="img">'
        f"<title>{escape(title)}</title>"
        f'<rect width="320" height="320" rx="20" fill="{_background(fill)}"/>{_SHADOW}'
        f'<g stroke-linecap="round" stroke-linejoin="round">{drawing}</g></svg>\n'
    )


def picture_of(product: Product) -> str:
    """The picture of one product, by its first category's leaf and its first color."""
    leaf = product.categories[0].rsplit(" > ", 1)[-1] if product.categories else FALLBACK_SHAPE
    color = next(iter(product.values("color")), "gray")
    return picture(leaf, color, product.title)


def shape_of(kind: str, title: str = "") -> str:
    """The name of the shape that stands for a category leaf, closer by a word of the title."""
    entry = _leaves().get(kind)
    if entry is None:
        return kind if kind in shape_names() else FALLBACK_SHAPE
    words = set(title.casefold().replace(",", " ").split())
    return next((shape for word, shape in entry.items() if word in words), entry["default"])


@cache
def shape_names() -> frozenset[str]:
    """Every shape that can be drawn."""
    return frozenset(path.stem for path in _folder().glob("*.svg"))


@cache
def _leaves() -> dict[str, dict[str, str]]:
    with Path(__file__).with_name("shapes.toml").open("rb") as file:
        leaves: dict[str, str | dict[str, str]] = tomllib.load(file)["leaves"]
    return {leaf: {"default": told} if isinstance(told, str) else told for leaf, told in leaves.items()}


@cache
def _shape(name: str) -> str:
    return (_folder() / f"{name}.svg").read_text(encoding="utf-8").replace("\n", "")


def _folder() -> Path:
    return Path(__file__).with_name("shapes")


def _channels(color: str) -> tuple[int, int, int]:
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


def _mix(color: str, toward: int, share: float) -> str:
    """``color`` moved by ``share`` toward black (0) or white (255)."""
    return "#" + "".join(f"{round(c + (toward - c) * share):02x}" for c in _channels(color))


def _background(fill: str) -> str:
    """A soft tint of the color; a cool gray under pale objects, which would vanish on their own tint."""
    return "#dde3e8" if sum(_channels(fill)) > 620 else _mix(fill, 255, 0.82)
