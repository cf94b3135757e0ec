"""A raw narration as lines: what stands before the first handle, behind each, and where none belongs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from agent.narration.sentences import proven_end

_MARKER = re.compile(
    r"^(?P<before>[\s>*_#`~•–-]*(?:\d{1,2}[.)]\s*)?[*_`]*)\[\s*(?P<handle>[A-Za-z]{1,2})\s*\]"
)
_EDGE = re.compile(r"^[\s*_`:]+|[\s*_`]+$")


@dataclass(frozen=True, slots=True)
class Lines:
    """Texts as they came, decoration included."""

    opening: tuple[str, ...]
    cards: tuple[tuple[str, str], ...]
    """Handle and text, in the order of the answer; a handle may come twice."""
    stray: tuple[str, ...]
    """Lines after the first card that no handle opens."""
    decorated: int
    """Handles with something before them on their line."""


def read_lines(text: str) -> Lines:
    """Take an answer apart. Nothing is dropped."""
    opening: list[str] = []
    cards: list[tuple[str, str]] = []
    stray: list[str] = []
    decorated = 0
    for line in text.splitlines():
        if not line.strip():
            continue
        marker = _MARKER.match(line)
        if marker is not None:
            decorated += bool(marker["before"].strip())
            cards.append((marker["handle"].upper(), _EDGE.sub("", line[marker.end() :])))
        elif cards and not cards[-1][1]:
            # A handle alone on its line speaks of the next one.
            cards[-1] = (cards[-1][0], line.strip())
        elif cards:
            stray.append(line.strip())
        else:
            opening.append(line.strip())
    return Lines(tuple(opening), tuple(cards), tuple(stray), decorated)


@lru_cache(maxsize=8192)
def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text. Several scorers ask for those of the same one."""
    found: list[str] = []
    buffer = ""
    for character in text:
        buffer += character
        length = proven_end(buffer)
        if length:
            found.append(buffer[:length].strip())
            buffer = buffer[length:]
    return tuple(each for each in (*found, buffer.strip()) if each)
