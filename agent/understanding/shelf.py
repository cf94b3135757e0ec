"""What one and the same word is on this shelf: ``9 kg`` is the weight of speakers and what a desk bears.

Where no word beside a value tells which attribute is meant, the products of the kind that is spoken of do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from agent.understanding.carried import Count
from agent.understanding.found import Found, Value
from agent.understanding.lexicon import Lexicon
from agent.understanding.words import Token
from retrieval.types import Constraints

_ASKED = 40
"""Times that the catalog is asked for one message; beyond, the counts over all products must do."""

_Kind = Mapping[str, tuple[str, ...]]
_Key = tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(slots=True)
class Shelf:
    """The products of the kind that is spoken of, for one message."""

    lexicon: Lexicon
    before: Constraints = field(default_factory=Constraints)
    """What held until now: a kind of it is spoken of until another is named."""
    count: Count | None = None
    """None: nothing is known but how many products of the whole catalog have a value."""
    _counted: dict[tuple[_Key, Value], int] = field(default_factory=dict)

    def in_force(self, word: Token) -> str | None:
        """The one attribute in force that is called so, too: ``battery`` (``battery_life``)."""
        names = self.lexicon.name_words.get(word.form, frozenset()).intersection(self.before.include)
        return next(iter(names)) if len(names) == 1 else None

    def meant(self, found: list[Found], words: Sequence[Token]) -> list[Found]:
        """``found`` with each value under the attribute that most products of the kind have it under."""
        if self.count is None or not any(match.among for match in found):
            return found
        kinds = self.lexicon.kinds
        kind: dict[str, tuple[str, ...]] = {}
        for match in found:
            if match.value.name in kinds:
                said = kind.get(match.value.name, ())
                kind[match.value.name] = (*said, *self.lexicon.also(match, words))
        kind = kind or {name: values for name, values in self.before.include.items() if name in kinds}
        return [self._settled(match, kind) if kind else match for match in found]

    def described(self, match: Found, kind: Found) -> list[Found]:
        """What else than a kind a word says of the products of ``kind``; ``[]`` where it says nothing."""
        held = self._held(match, {kind.value.name: (kind.value.text,)})
        return [replace(match, value=held)] if held is not None else []

    def _settled(self, match: Found, kind: _Kind) -> Found:
        if match.value.name in self.lexicon.kinds:
            return match
        held = self._held(match, kind)
        return replace(match, value=held) if held is not None else match

    def _held(self, match: Found, kind: _Kind) -> Value | None:
        """Of what a word may be, no kind, the one that most products of ``kind`` have; None: none has any."""
        values = [value for value in match.among if value.name not in self.lexicon.kinds]
        held = [(value, products) for value in values if (products := self._products(value, kind))]
        # A tag says less than an attribute of its own name, however many have it.
        best = max(held, key=lambda each: (each[0].name != "tags", each[1], each[0].count), default=None)
        return best[0] if best is not None else None

    def _products(self, value: Value, kind: _Kind) -> int:
        key = (tuple(kind.items()), value)
        if key not in self._counted:
            if self.count is None or len(self._counted) >= _ASKED:
                return 0
            self._counted[key] = self.count(Constraints(include={**kind, value.name: (value.text,)}))
        return self._counted[key]
