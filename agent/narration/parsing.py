"""The narration as it streams in: a pure, incremental parser.

The wire format is one opening line, then a line per product::

    Three lamps that leave room for your keyboard.
    [A] Slim, and its warm light is easy on the eyes.
    [B] The brighter one. It also folds flat.

Every decision looks at characters, never at how they were cut into chunks, and nothing is given
before it is certain: half a handle and half a sentence are held back.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from agent.narration.markup import clean
from agent.narration.sentences import proven_end
from agent.types import Sentence

LONGEST = 1000
"""Characters of one sentence; a longer one is no sentence and is left out."""
PER_PRODUCT = 3
"""Sentences for one product; more than the prompt allows, fewer than a model that cannot stop."""
OPENING = 2
"""Sentences of opening prose."""

LONGEST_MARKER = 40
"""Characters of a handle with all its decoration."""
_TAIL = 80
"""What is kept of an overlong sentence, to see where it ends."""

_DECORATION = r"[\s>*_#`~•‣·–—-]*"
_MARKER = re.compile(
    rf"{_DECORATION}(?:\d{{1,2}}[.)]\s*)?{_DECORATION}\[\s*([A-Za-z0-9]{{1,2}})\s*\][*_`:\s]*"
)
_MAYBE_MARKER = re.compile(
    rf"{_DECORATION}(?:\d{{0,2}}|\d{{1,2}}[.)]\s*{_DECORATION}(?:\[\s*[A-Za-z0-9]{{0,2}}\s*)?|\[\s*[A-Za-z0-9]{{0,2}}\s*)"
)
_INLINE_HANDLE = re.compile(r"\[\s*[A-Z]{1,2}\s*\]")


@dataclass(slots=True)
class Held:
    """What the parser left out."""

    unknown: int = 0
    repeated: int = 0
    stray: int = 0


class NarrationParser:
    """Feed it text; it gives whole sentences, each with the position it speaks of."""

    def __init__(self, handles: Sequence[str]) -> None:
        self._positions = {handle: position for position, handle in enumerate(handles)}
        self._buffer = ""
        self._at_start = True
        """Of a line, or of a sentence within one: where a handle may stand."""
        self._target: int | None = None
        self._muted = False
        """Behind an unknown or repeated handle, until the next one."""
        self._any_handle = False
        self._line_has_handle = False
        self._line_has_text = False
        self._overlong = False
        self._spoken: dict[int | None, int] = {}
        self._seen: set[int] = set()
        self.held = Held()

    @property
    def speaks_of(self) -> int | None:
        """The position that the text has come to, as far as is certain; None: none yet."""
        return None if self._muted else self._target

    def feed(self, chunk: str) -> list[Sentence]:
        """The sentences that this chunk completes."""
        found: list[Sentence] = []
        for character in chunk:
            self._take(character, found)
        return found

    def end(self) -> list[Sentence]:
        """The text is over: what is left is a sentence."""
        found: list[Sentence] = []
        self._line_over(found)
        return found

    def _take(self, character: str, found: list[Sentence]) -> None:
        if character in "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029":
            self._line_over(found)
            return
        self._buffer += character
        if self._at_start:
            self._open()
        if not self._at_start and (length := proven_end(self._buffer)):
            self._give(found, length)
            self._at_start = True
            self._open()
        elif len(self._buffer) > LONGEST:
            self._overlong = True
            self._buffer = self._buffer[-_TAIL:]

    def _open(self) -> None:
        """At the start of a sentence: is it a handle, may it become one, or is it prose?"""
        if len(self._buffer) > LONGEST_MARKER:
            self._at_start = False
            return
        if _MAYBE_MARKER.fullmatch(self._buffer):
            return
        marker = _MARKER.match(self._buffer)
        if marker is None:
            self._at_start = False
        elif marker.end() < len(self._buffer):
            self._buffer = self._buffer[marker.end() :]
            self._turn_to(marker[1].upper())
            self._open()

    def _turn_to(self, handle: str) -> None:
        self._any_handle = self._line_has_handle = True
        position = self._positions.get(handle)
        self._muted = position is None or position in self._seen
        if position is None:
            self.held.unknown += 1
        elif position in self._seen:
            self.held.repeated += 1
        else:
            self._seen.add(position)
        self._target = position

    def _line_over(self, found: list[Sentence]) -> None:
        if self._at_start:
            marker = _MARKER.fullmatch(self._buffer)
            if marker is not None:
                self._turn_to(marker[1].upper())
            if marker is not None or _MAYBE_MARKER.fullmatch(self._buffer):
                self._buffer = ""
        self._give(found)
        self._at_start = True
        # A handle alone on its line speaks of the next one.
        if self._line_has_text:
            self._line_has_handle = self._line_has_text = False

    def _give(self, found: list[Sentence], length: int | None = None) -> None:
        """Take a sentence off the front of the buffer, and keep it if it is one we want."""
        raw = self._buffer[:length]
        self._buffer = self._buffer[len(raw) :]
        overlong, self._overlong = self._overlong, False
        text = clean(raw)
        if not text:
            return
        self._line_has_text = True
        if self._muted:
            return
        orphan = self._any_handle and not self._line_has_handle
        limit = OPENING if self._target is None else PER_PRODUCT
        spoken = self._spoken.get(self._target, 0)
        if orphan or overlong or spoken >= limit or _INLINE_HANDLE.search(raw):
            self.held.stray += 1
            return
        self._spoken[self._target] = spoken + 1
        found.append(Sentence(position=self._target, text=text))
