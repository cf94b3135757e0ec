"""Patterns that are tried only where their letters stand in the text.

Some three hundred patterns read a sentence and hardly one of them matches. Most cannot match without
certain letters (``kilogram`` needs ``kil``), and whether a text has three letters in a row is known from
a set made of it once. What a pattern needs is read from how Python itself parses it; a pattern that
needs nothing is as it was.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache
from importlib import import_module
from math import prod
from types import ModuleType
from typing import Any, Final, TypeAlias, cast

Needed: TypeAlias = frozenset[str]
"""A text that matches has one of these: letters in a row, ``_DIGIT`` or ``_MARK``."""

_DIGIT: Final = "0-9"
_MARK: Final = "\ue000-\uf8ff"
"""Some letter of private use: names are masked by them (:mod:`.marks`)."""
_LETTERS: Final = 3
_SELDOM = 0.75
"""A guard that lets more than this of all texts through costs more than it saves."""
_MOST = 3
"""Needs of one pattern that are looked at."""
_COMMON_ONES = (
    "ack ake all and ate ble com der ent ere ers est for fro ght han her his igh ing ith its ive "
    "ome one our out ove rat rea ree res rom sta ter tha the thi und ver wit you"
)
_COMMON: Final = frozenset(_COMMON_ONES.split())
"""Letters that stand in every tenth sentence or more."""
_RARE: Final = frozenset("jkqvxz%$")


def _parser() -> ModuleType | None:
    try:
        return import_module("re._parser")
    except ImportError:  # pragma: no cover - a Python that parses elsewhere: no guards, and no harm
        return None


_PARSER = _parser()


def compiled(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """As :func:`re.compile`, but quick where nothing can match."""
    plain = re.compile(pattern, flags)
    ways = [] if _PARSER is None else _needs(_PARSER.parse(pattern, flags))
    seldom = sorted({needed for needed in ways if _chance(needed) < _SELDOM}, key=_chance)[:_MOST]
    return cast("re.Pattern[str]", Guarded(plain, seldom)) if seldom else plain


_NOTHING: Final[Iterator[re.Match[str]]] = iter(())
_FIRST, _LAST = "\ue000", "\uf8ff"


class Guarded:
    """What of :class:`re.Pattern` the readers of a sentence call."""

    __slots__ = ("_needs", "_plain", "flags", "pattern")

    def __init__(self, plain: re.Pattern[str], needs: Sequence[Needed]) -> None:
        self._plain = plain
        self._needs = tuple(needs)
        self.pattern = plain.pattern
        self.flags = plain.flags

    def hopeless(self, text: str) -> bool:
        """Whether the text lacks what every match has."""
        letters = _letters(text)
        for needed in self._needs:  # noqa: SIM110 - a loop is quicker, and this is why we are here
            if needed.isdisjoint(letters):
                return True
        return False

    # The three that are called most do not call the above: a call costs as much as it saves.
    def search(self, text: str, *bounds: int) -> re.Match[str] | None:
        letters = _letters(text)
        for needed in self._needs:
            if needed.isdisjoint(letters):
                return None
        return self._plain.search(text, *bounds)

    def finditer(self, text: str, *bounds: int) -> Iterator[re.Match[str]]:
        letters = _letters(text)
        for needed in self._needs:
            if needed.isdisjoint(letters):
                return _NOTHING
        return self._plain.finditer(text, *bounds)

    def sub(self, by: str | Callable[[re.Match[str]], str], text: str, count: int = 0) -> str:
        letters = _letters(text)
        for needed in self._needs:
            if needed.isdisjoint(letters):
                return text
        return self._plain.sub(by, text, count)

    def match(self, text: str, *bounds: int) -> re.Match[str] | None:
        return None if self.hopeless(text) else self._plain.match(text, *bounds)

    def fullmatch(self, text: str, *bounds: int) -> re.Match[str] | None:
        return None if self.hopeless(text) else self._plain.fullmatch(text, *bounds)

    def findall(self, text: str, *bounds: int) -> list[Any]:
        return [] if self.hopeless(text) else self._plain.findall(text, *bounds)

    def split(self, text: str, maxsplit: int = 0) -> list[str | Any]:
        return [text] if self.hopeless(text) else self._plain.split(text, maxsplit)

    def subn(self, by: str | Callable[[re.Match[str]], str], text: str, count: int = 0) -> tuple[str, int]:
        return (text, 0) if self.hopeless(text) else self._plain.subn(by, text, count)


@lru_cache(maxsize=64)
def _letters(text: str) -> set[str]:
    """Every three letters in a row, every single one that is no letter, and whether there is a digit."""
    ascii_only = text.isascii()
    low = text.lower() if ascii_only else _folded(text)
    single = set(low)
    found = {low[at : at + _LETTERS] for at in range(len(low) - _LETTERS + 1)}
    found |= single
    if ascii_only:
        if not single.isdisjoint("0123456789"):
            found.add(_DIGIT)
        return found
    beyond = [letter for letter in single if letter > "\x7f"]
    if not single.isdisjoint("0123456789") or any(letter.isdecimal() for letter in beyond):
        found.add(_DIGIT)
    if any(_FIRST <= letter <= _LAST for letter in beyond):
        found.add(_MARK)
    return found


def _folded(text: str) -> str:
    # The capital dotted i matches "i" without regard to case, and folds to two letters.
    return text.casefold().replace("i\u0307", "i")


def _chance(needed: Needed) -> float:
    """Which part of all texts has one of them, roughly: as sentences about products go."""
    return 1 - prod(1 - _part(each) for each in needed)


@cache
def _part(each: str) -> float:
    if each in {_DIGIT, _MARK}:
        return 0.6
    if len(each) == 1:
        return 1.0 if each == " " else 0.1 if each in _RARE else 0.9 if each.isalpha() else 0.3
    if each in _COMMON:
        return 0.2
    return 0.1 if " " in each else 0.01 if not _RARE.isdisjoint(each) else 0.03


def _needs(parsed: Sequence[tuple[Any, Any]]) -> list[Needed]:
    """Of each of these a text that matches has something."""
    needs: list[Needed] = []
    run = ""
    for what, value in [*parsed, (None, None)]:
        if str(what) == "LITERAL":
            run += chr(value)
            continue
        if run:
            needs.append(_of_run(run))
            run = ""
        if what is not None:
            needs.extend(_inside(str(what), value))
    return needs


def _inside(what: str, value: Any) -> list[Needed]:
    if what in {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"}:
        least, _, body = value
        return _needs(body) if least else []
    if what == "SUBPATTERN":
        return _needs(value[3])
    if what == "ATOMIC_GROUP":
        return _needs(value)
    if what == "ASSERT":
        return _needs(value[1])
    if what == "BRANCH":
        each = [min(_needs(branch), key=_chance, default=None) for branch in value[1]]
        known = [needed for needed in each if needed is not None]
        return [frozenset[str]().union(*known)] if len(known) == len(each) else []
    if what == "IN":
        return _of_class(value)
    return []


def _of_class(value: Sequence[tuple[Any, Any]]) -> list[Needed]:
    found: set[str] = set()
    for kind, what in value:
        if str(kind) == "LITERAL":
            found.update(_folded(chr(what)))
        elif str(kind) == "RANGE" and chr(what[0]) >= _FIRST and chr(what[1]) <= _LAST:
            found.add(_MARK)
        elif str(kind) == "CATEGORY" and str(what) == "CATEGORY_DIGIT":
            found.add(_DIGIT)
        else:
            return []
    return [frozenset(found)]


def _of_run(run: str) -> Needed:
    low = _folded(run)
    size = _LETTERS if len(low) >= _LETTERS else 1
    return frozenset({min((low[at : at + size] for at in range(len(low) - size + 1)), key=_part)})
