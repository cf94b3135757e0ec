"""Whether the rules are sure of a message: evidence in the words that they left unread.

What a catalog has no attribute for ("with a wooden handle") is no doubt: it is searched for. Doubt is where
words that change a meaning were left over, where hardly anything of many words was read, or where what was
read cannot hold.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Literal

from agent.types import Understanding
from agent.understanding.lexicon import Lexicon
from agent.understanding.numbers import amounts
from agent.understanding.phrases import LEAD_IN
from agent.understanding.rules import unread
from agent.understanding.words import STOP, Token, tokens
from retrieval.types import Constraints

Doubt = Literal["cue", "amount", "unread", "contradiction"]

MANY = 5
"""Content words from which a message says much."""
READ = 0.25
"""Share of them that must have been read."""
_CUE = re.compile(
    r"\b(?:not|no|never|without|except|unless|but not|instead|rather|other than|neither|nor|anything but"
    r"|don't|dont|doesn't|isn't|aren't|won't|wouldn't|can't|hate|dislike|avoid|allergic|sick of|enough of"
    r"|either|only|at least|at most|if possible|ideally|preferably|scratch|swap|switch|go back|undo|keep)\b"
)
_AFTER = 3
_MONEY = re.compile(r"\b(?:budget|spend|price[sd]?|pay|cost\w*|afford|dollars?|euros?|pounds?|bucks?)\b")


def doubts(message: str, before: Constraints, read: Understanding, lexicon: Lexicon) -> tuple[Doubt, ...]:
    """Why the rules' reading of a message may be wrong; ``()`` where it may be trusted."""
    if read.intent not in ("search", "refine"):
        return ()
    text = unread(message, before, lexicon)
    lead = LEAD_IN.match(text)
    rest = text[lead.end() :] if lead is not None else text
    words = tokens(rest)
    known = {place for match in lexicon.find(words) for place in range(match.first, match.last + 1)}
    content = [place for place, word in enumerate(words) if word.raw not in STOP and word.form not in STOP]
    found: list[Doubt] = []
    if any(_changes_unread(words, content, known, cue.end()) for cue in _CUE.finditer(rest)):
        found.append("cue")
    if _MONEY.search(rest) and amounts(rest):
        found.append("amount")
    much = len(content) >= MANY and len(known & set(content)) < READ * len(content)
    if much and read.constraints == before:
        found.append("unread")
    include = read.constraints.include
    if any(set(include.get(name, ())) & set(values) for name, values in read.constraints.exclude.items()):
        found.append("contradiction")
    return tuple(found)


def _changes_unread(words: Sequence[Token], content: Sequence[int], known: Collection[int], end: int) -> bool:
    """Whether a cue is followed closely by a word that was not read: "no fur"; "only Fossil" was read."""
    after = next((place for place in content if words[place].start >= end), None)
    if after is None or after in known:
        return False
    return sum(end <= word.start < words[after].start for word in words) <= _AFTER
