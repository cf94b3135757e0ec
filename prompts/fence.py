"""Making outside text safe to stand inside a prompt's fence.

A prompt shows outside text (products, the shopper's words) between ``<data>`` and ``</data>``, one item
a line, products under handles like ``[A]``. Text from outside must not be able to close the fence, open
a line of its own or carry a handle.
"""

from __future__ import annotations

import re
import unicodedata

_OPENING = str.maketrans(dict.fromkeys("<＜﹤‹〈〈⟨❮", "("))
# Each run of marks is read once, from its beginning: a text of nothing but brackets costs no more.
_FENCE = re.compile(r"(?<!\W)\W++(?=data)", re.IGNORECASE)
_CONTROL_TOKEN = re.compile(r"[<＜](?=\s*[|｜])")
_HANDLE = re.compile(r"[\[［【]\s*([A-Za-zＡ-Ｚａ-ｚ]{1,2})\s*[\]］】]")
_SPACE = re.compile(r"\s+")
_INVISIBLE = frozenset({"Cf", "Cs", "Co", "Cn"})
"""Format characters (bidi overrides, zero-width, tags), lone surrogates, private use, unassigned."""


def fence(text: str) -> str:
    """``text`` on one line, without control or invisible characters, fence look-alikes or handles.

    What looks like a fence or a handle keeps its words and loses its brackets, so that honest text
    ("the [M] size") stays readable.
    """
    plain = text.isascii() and text.isprintable()
    kept = text if plain else "".join(map(_plain, text))
    kept = _SPACE.sub(" ", kept).strip()
    kept = _FENCE.sub(lambda marks: marks.group().translate(_OPENING), kept)
    kept = _CONTROL_TOKEN.sub("(", kept)
    return _HANDLE.sub(r"(\1)", kept)


def _plain(character: str) -> str:
    if character.isascii() and character.isprintable():
        return character
    category = unicodedata.category(character)
    if category == "Cc" or category.startswith("Z"):
        return " "
    return "" if category in _INVISIBLE else character
