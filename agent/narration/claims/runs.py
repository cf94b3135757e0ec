"""Words of a sentence in a row that stand in a title, and whether such a row can be a name."""

from __future__ import annotations

from agent.narration.claims.guarded import compiled
from agent.narration.claims.quantities import dimension_of


def measure(word: str) -> bool:
    """Whether it is a number, a unit or a pack, of which a name may be made."""
    return word in _PACKED or dimension_of(word) is not None or word.replace(".", "").isdigit()


_PACKED = frozenset(["pack", "piece", "pieces", "set", "count", "ct", "pc", "x"])


def counted(words: list[str]) -> bool:
    """Whether a number or a letter is among them: ``Fjell 3``."""
    return any(word[:1].isdigit() or len(word) == 1 for word in words)


def length(words: list[str], at: int, name: list[str]) -> int:
    """How many words from ``at`` on stand in ``name``, in its order, without a gap of more than one."""
    best = 0
    for start, word in enumerate(name):
        if word != words[at]:
            continue
        size, place = 1, start + 1
        while at + size < len(words) and place < len(name):
            if words[at + size] == name[place]:
                size, place = size + 1, place + 1
            elif place + 1 < len(name) and words[at + size] == name[place + 1]:
                size, place = size + 1, place + 2
            else:
                break
        best = max(best, size)
    return best


def unbroken(words: list[str], name: list[str]) -> bool:
    """Whether the words stand in ``name`` one after the other."""
    return any(name[start : start + len(words)] == words for start in range(len(name)))


_ALONE = compiled(
    r"'s\b|\s*(?:[.;:!?)]|,(?!\d)|$)|\s+(?:is|isn't|was|costs?|has|does|doesn't|makes?|offers?|gives?|keeps?|"
    r"comes?|can|undercuts?|beats?|wins?|sells?|holds?|takes?|and|or|but|while|when|for|at|with|if|on|to)\b"
)


def alone(text: str, end: int) -> bool:
    """Whether the number that ends there counts nothing: ``the 747 is``."""
    return _ALONE.match(text, end) is not None


_VERB = compiled(
    r"(?:'s)?\s+(?:is|are|was|costs?|has|weighs?|comes?|makes?|offers?|gives?|does|"
    r"keeps?|appears?|brings?|lists?|features?|shows?|turns?)\b"
)


def verb(text: str, end: int) -> bool:
    """Whether something is said of what ends there: ``Polaroid is …`` begins with no name."""
    return _VERB.match(text, end) is not None
