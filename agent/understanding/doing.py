"""What a person does, as a catalog names it: ``who camps`` and ``who loves to camp`` are about camping."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from agent.understanding.words import Token

_NEAR = 3


def doings(words: Sequence[Token], place: int) -> Iterator[str]:
    """What the word at ``place`` may be called as a thing to do; nothing where it is no verb of a person."""
    before = [token.raw for token in words[max(place - _NEAR, 0) : place]]
    if not before or "who" not in before or before[-1] not in ("who", "to", "often", "always", "also"):
        return
    verb = words[place].form
    if len(verb) > 2 and verb.isalpha():
        yield f"{verb}ing"
        yield f"{verb.removesuffix('e')}ing"
        yield f"{verb}{verb[-1]}ing"
