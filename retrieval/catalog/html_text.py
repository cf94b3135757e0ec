"""The text of a description that a shop keeps as HTML."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_MARKUP = re.compile(r"<[a-zA-Z!/][^<>]*>|&(?:[a-zA-Z][a-zA-Z0-9]*|#\d+|#x[0-9a-fA-F]+);")
_SPACES = re.compile(r"[^\S\n]+")
_LINES = re.compile(r" ?\n[ \n]*")
_BLOCKS = """address article aside blockquote br dd div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6
header hr li main nav ol p pre section table td th tr ul"""
_BREAKS = frozenset(_BLOCKS.split())
_UNSEEN = frozenset(("script", "style", "template", "noscript", "iframe", "svg", "title", "head"))


def plain(text: str) -> str:
    """What a reader sees of it, a line per block. Text without markup comes back as it is.

    Scripts and styles are left out; a tag that is never closed hides nothing but itself.
    """
    if not _MARKUP.search(text):
        return text
    seen = _Seen()
    seen.feed(text)
    seen.close()
    return _LINES.sub("\n", _SPACES.sub(" ", "".join(seen.parts))).strip()


class _Seen(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._unseen: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self._unseen.append(tag)
        elif tag in _BREAKS:
            self.parts.append("\n")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BREAKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._unseen:
            del self._unseen[self._unseen.index(tag) :]
        elif tag in _BREAKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.parts.append(data)
