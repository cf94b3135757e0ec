"""Words of every day that a catalog's value may be mistaken for, and what they mean beside others."""

from __future__ import annotations

from collections.abc import Sequence

from agent.understanding.words import STOP, Token

_LEFT_ALONE_WORDS = """
beach block board bottle brand cable chain charger clean coat cotton count cover cream design dinner
double easy fabric family flat floor flower front glass gluten handle heavy house large leather
length letter light linen listen little medium metal natural office organic outdoor paper people
phone piece plain plant plastic please policy pocket pound power price print quality quick range
rated ready return rubber score shade shape sheet shelf shirt short simple single size sleeve slim
small smart solid sound space speed spice stand start steel stone storage store straight strap
street strong style summer super sweet table travel under vintage warranty wash water weight white
whole wide window winter wooden shipping delivery order payment closure closed classic
"""
LEFT_ALONE = frozenset(_LEFT_ALONE_WORDS.split())
"""Common words that are no typing error of a catalog's value, however near they come to one."""
ADJECTIVES = frozenset({"short", "flat", "brief", "tight", "compact", "basic"})
"""Alone and in the singular these describe; "shorts" and "flats" are things."""
NO_MODIFIERS = frozenset({"nothing", "something", "anything", "kind", "sort", "thing"})
"""Before a noun these are a name: nobody says "nothing phone" of a phone."""
_LEADS_TO_A_NAME = frozenset({"a", "an", "some", "any", "want", "need", "me", "buy"})
_LEADS_TO_A_LETTER = _LEADS_TO_A_NAME | {"for", "the", "your", "show", "find", "get"}


def called_so(words: Sequence[Token], place: int) -> bool:
    """Whether a word of every day before a noun can only be a name: ``a nothing phone``, ``on shoes``.

    So is a letter that begins what is named (``W kurtas``); after another thing it is short for a word
    (``a kurta w dupatta``).
    """
    word = words[place].raw
    if word == "on" or is_letter(word):
        leads = _LEADS_TO_A_NAME if word == "on" else _LEADS_TO_A_LETTER
        return place == 0 or words[place - 1].raw in leads
    return word in NO_MODIFIERS


def is_letter(word: str) -> bool:
    """Whether it is a single letter, and no word by itself: ``a``, ``I``."""
    return len(word) == 1 and word.isalpha() and word not in STOP


_TOP_OF = frozenset(
    {"quality", "rated", "brand", "notch", "selling", "seller", "of", "end", "grade", "choice"}
)


def said_of_another(words: Sequence[Token], place: int) -> bool:
    """``top quality`` is no top, ``stainless steel`` no colour."""
    if words[place].raw == "top":
        return place + 1 < len(words) and words[place + 1].form in _TOP_OF
    return words[place].raw == "steel" and place > 0 and words[place - 1].raw == "stainless"
