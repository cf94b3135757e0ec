"""``a pillow for my bed`` is no bed: a kind that only says where something else belongs."""

from __future__ import annotations

import re
from collections.abc import Sequence

from agent.understanding.found import Found
from agent.understanding.people import FOR_WHOM
from agent.understanding.words import STOP, Token

_LEADS = re.compile(
    r"\b(?P<word>[a-z][\w-]*) (?:(?:for|in|on|under|over|above|near|beside|behind|inside|next to|onto) "
    r"(?:my|our|the|his|her|their|your)(?: \w+)?|(?P<bare>in)) $"
)
_REACH = 60
_OPEN_WORDS = """
accessories accessory advice alternative browsing deal deals decor discount discounts equipment furniture
gear gift gifts hand help hunting idea ideas inspiration interested invest looked market offer offers option
options piece pieces present presents price prices question replacement sale searching selection shopping
solution solutions spend suggestion suggestions supplies thinking touch treat upgrade upgrades work
aim ask asking bargain bargains brand brands browse budget choice choices color colors colour colours crazy
decide decided deciding essentials everything excited focus gadget gadgets goodies hope hoping hunt keen kinds
limit mad max maximum models must-haves opt opted opting pay paying picks popular ready recommendation
recommendations saving saved search settle settled shop size sizes stuff styles substitute trending types
wait waiting wish wishing yearning
"""
_OPEN = frozenset(_OPEN_WORDS.split())
"""Words that leave open what is wanted: what it is for then says it."""
_SHELF = re.compile(r"s? (?:section|department|category|aisle|range|collection|corner|page)s?\b")
_PARTY = re.compile(r"[ -]shower\b")
_LIVING = frozenset(
    {"baby", "newborn", "dog", "cat", "puppy", "kitten", "pet", "horse", "bird", "rabbit", "hamster", "fish"}
)


def belongs(text: str, words: Sequence[Token], match: Found, found: Sequence[Found]) -> bool:
    """Whether a lower-case message names with ``match`` only the place or use of a thing that nothing reads.

    ``found``: all that was read in it.
    """
    kind = words[match.first]
    end = words[match.last].end
    if _SHELF.match(text, end) or kind.form in FOR_WHOM:
        return False
    if not _PARTY.match(text, end) and not _LIVING.isdisjoint((kind.form, words[match.last].form)):
        return False
    from_ = max(kind.start - _REACH, 0)
    lead = _LEADS.search(text[from_ : kind.start])
    if lead is None or (lead["bare"] is not None and kind.form != "bed"):
        return False
    word, at = lead["word"], from_ + lead.start("word")
    read = any(words[f.first].start <= at < words[f.last].end for f in found)
    return not read and word not in _OPEN and word not in STOP and word.rstrip("s") not in STOP
