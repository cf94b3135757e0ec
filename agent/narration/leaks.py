"""Whether a sentence gives away what only the model was told."""

from __future__ import annotations

import re

RUN = 6
"""So many words in a row as in the instructions are no accident."""
SHORTEST = 3
"""A whole sentence of at least so many words that stands in the instructions is theirs, too."""
_WORD = re.compile(r"\w+")


class Secret:
    """Instructions, as words. Case, punctuation and line breaks do not hide them; another language does."""

    def __init__(self, instructions: str) -> None:
        words = _words(instructions)
        self._text = f" {' '.join(words)} "
        self._runs = {tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1)}

    def given_away(self, sentence: str) -> bool:
        """Whether ``sentence`` repeats the instructions. Linear in its length."""
        words = _words(sentence)
        if SHORTEST <= len(words) < RUN:
            return f" {' '.join(words)} " in self._text
        return any(tuple(words[at : at + RUN]) in self._runs for at in range(len(words) - RUN + 1))


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())
