"""Titles that stand in a sentence in full: no part of such a one tells another product.

``the Boiled Wool Slippers, Gray`` is one name, and neither "the slippers" nor a grey pair of anything.
"""

from __future__ import annotations

from collections.abc import Sequence

from agent.narration.claims.marks import mark

_WORDS = 3
"""A title of so many words is nothing else by chance."""


class Titles:
    """The titles of one list, in lower case; one that two products have names neither."""

    def __init__(self, titles: Sequence[str]) -> None:
        alone = [(title, i) for i, title in enumerate(titles) if titles.count(title) == 1]
        self._titles = sorted(
            ((title, i) for title, i in alone if len(title.split()) >= _WORDS), key=lambda each: -len(each[0])
        )

    def masked(self, text: str) -> str:
        """The sentence with each of them as its mark, the longest first."""
        low = text.lower()
        for title, position in self._titles:
            at = low.find(title)
            while at >= 0:
                end = at + len(title)
                if not (low[at - 1 : at].isalnum() or low[end : end + 1].isalnum()):
                    text, end = f"{text[:at]}{mark(position)}{text[end:]}", at + 1
                    low = text.lower()
                at = low.find(title, end)
        return text
