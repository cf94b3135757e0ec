"""Plain words out of whatever a model wrote: no link, image or markup reaches a page."""

from __future__ import annotations

import re
import unicodedata

_IMAGE = re.compile(r"!\[[^\]]*\]\([^)]*\)?|!\[[^\]]*\]")
_LINK = re.compile(r"\[([^\]]*)\]\s*\([^)]*\)?")
_TAG = re.compile(r"<[/!?]?[A-Za-z][^>]*>?|<!--.*?(?:-->|$)")
_ADDRESS = re.compile(
    r"(?:[a-z][a-z0-9+.-]{1,15}:)?//\S*"
    r"|\b[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}/\S*"
    r"|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|\b[\w-]+(?:\.[\w-]+)*\.(?:com|net|org|info|biz|io|xyz|shop|store|online|site|example)\b"
    r"|\b(?:www\.|data:|mailto:)\S+"
    r"|(?:javascript|vbscript)\s*:\S*",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:#x?[0-9a-f]{1,8}|[a-z]{2,12});", re.IGNORECASE)
_EMPHASIS = re.compile(r"[*`~|]+|(?<![^\W_])_+|_+(?![^\W_])|^\s*#+\s*|^\s*>+\s*|^\s*[-•‣–—]\s+")
_BRACKETS = str.maketrans("", "", "<>[]{}")
_SPACE = re.compile(r"\s+")
_BEFORE_MARK = re.compile(r"\s+([.,;:!?…])")
_EMPTY_BRACKETS = re.compile(r"\(\s*\)")


def clean(text: str) -> str:
    """``text`` as one line of plain words; empty where nothing but markup was there."""
    kept = "".join(
        " " if _is_control(c) else c for c in text if unicodedata.category(c) not in ("Cf", "Cs", "Co")
    )
    kept = _IMAGE.sub(" ", kept)
    kept = _LINK.sub(r"\1", kept)
    kept = _ADDRESS.sub(" ", kept)
    kept = _TAG.sub(" ", kept)
    kept = _ENTITY.sub(" ", kept)
    kept = _EMPHASIS.sub("", kept)
    kept = kept.translate(_BRACKETS)
    kept = _EMPTY_BRACKETS.sub("", kept)
    kept = _BEFORE_MARK.sub(r"\1", _SPACE.sub(" ", kept))
    # What stood between its parts is gone: an address may have grown together.
    while (again := _ADDRESS.sub(" ", kept)) != kept:
        kept = _BEFORE_MARK.sub(r"\1", _SPACE.sub(" ", again))
    kept = kept.strip()
    return kept if any(character.isalnum() for character in kept) else ""


def _is_control(character: str) -> bool:
    return unicodedata.category(character) == "Cc"
