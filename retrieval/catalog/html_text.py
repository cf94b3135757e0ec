"""The text of a description that a shop keeps as HTML.

By patterns and not by a parser: descriptions are short and many, and ten times the speed is worth more
here than being right about markup that no shop's editor writes.
"""

from __future__ import annotations

import re
from html import unescape

_MARKUP = re.compile(r"<[a-zA-Z!/][^<>]*>|&(?:[a-zA-Z][a-zA-Z0-9]*|#\d+|#x[0-9a-fA-F]+);")
_UNSEEN = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style|template|noscript|iframe|svg|title|head)\b[^<>]*>.*?(?:</\1\s*>|\Z)",
    re.DOTALL | re.IGNORECASE,
)
_BREAK = re.compile(
    r"</?(?:address|article|aside|blockquote|br|dd|div|dl|dt|figcaption|figure|footer|h[1-6]|header|hr|li|main"
    r"|nav|ol|p|pre|section|table|td|th|tr|ul)\b[^<>]*>",
    re.IGNORECASE,
)
_TAG = re.compile(r"<[a-zA-Z!/][^<>]*>")
_SPACES = re.compile(r"[^\S\n]+")
_LINES = re.compile(r" ?\n[ \n]*")


def plain(text: str) -> str:
    """What a reader sees of it, a line per block. Text without markup comes back as it is.

    Scripts, styles and comments are left out; a tag that is never closed hides nothing but itself.
    """
    if not _MARKUP.search(text):
        return text
    if "<" in text:
        text = _TAG.sub("", _BREAK.sub("\n", _UNSEEN.sub("", text)))
    return _LINES.sub("\n", _SPACES.sub(" ", unescape(text))).strip()
