"""What a sentence leaves out is put back: ``The Fell is in stock, this one is not``, ``so is the Fell``.

The names are marks by now. What is said of two at once, or of the second only by "is not" or "so is", is said
of each in so many words, so that each is held to its own facts.
"""

from __future__ import annotations

import re

from agent.narration.claims.guarded import compiled
from agent.narration.claims.lexicon import COLOURS, MATERIALS
from agent.narration.claims.marks import ALL, NONE, mark

_M = "\ue000-\ue3ff"
_IT = r"(?:it|this(?: (?:1|one))?)"
_THE = rf"(?:the )?[{_M}]"
_ONE = rf"(?:{_IT}|{_THE})"
_WHAT = r"(?P<p>(?:[^,;.:!?]|(?<=\d)[.,](?=\d))+?)"
_VALUE = rf"(?:[a-z]+ ){{0,2}}?(?:\d|(?:{'|'.join((*COLOURS, *MATERIALS))})\b)(?:[^,;:!?.]|\.\d)*?"
_END = r"(?=\s*(?:[.;!?]|$))"
_VERSUS = compiled(
    rf"(?P<a>(?<!\w){_ONE})(?: is|'s)(?P<n>n't| not)? {_WHAT}"
    rf"(?P<j>,? (?:while|but|whereas|and|where|though)|,|;) (?P<b>{_ONE}) is(?P<m>n't| not)?{_END}",
    re.I,
)
"""``It is in stock, while the Fell is not.``"""
_SO_IS = compiled(
    rf"(?P<a>(?<!\w){_ONE})(?: is|'s) {_WHAT},? (?:and )?(?:so|neither) is (?P<b>{_ONE}){_END}", re.I
)
_BOTH = compiled(
    rf"\b(?:both )?(?P<a>{_IT}) and (?P<b>{_THE})(?: are|'re) (?:both )?"
    r"(?P<p>(?:[^,;.:!?]|(?<=\d)[.,](?=\d))+)",
    re.I,
)
_TOO = compiled(rf"^(?P<b>{_THE}) is {_WHAT} (?:too|as well){_END}", re.I)
_THEY = compiled(r"(?:^|(?<=[.;:] ))(?:they|these)(?: are|'re) all\b", re.I)
_ONLY_THIS = compiled(rf"\b(?P<o>only) {_IT}(?= (?:is|has|can|comes)\b)", re.I)
_STILL = compiled(r"\b(?:is|'s) still (?=in stock|available|to be had)", re.I)
_GET = compiled(
    rf"\byou (?P<c>can(?:no|')?t?|can not|could)(?: also| still| simply)? (?P<v>have|get|buy|order) "
    rf"(?P<w>{_ONE}|one|1)(?: right| straight)? ?"
    r"(?P<t>away|now|today|at once|immediately|at the moment|at present|this minute)\b(?! for\b)",
    re.I,
)
_COMPARES = compiled(
    r"\b(?:than|same|alike|different|each other|together|only|more|less|most|least|similar|equally|one of|"
    r"of the|so)\b|(?<!\bov)(?<!\bund)\b[a-z]{3,}(?:er|est)\b",
    re.I,
)
_THAN_ITS = compiled(rf"(?P<s>{NONE}[^,;:!?]* than )(?:its|this one's) (?=\d)", re.I)
"""``Nothing here scores higher than its 4.7 stars.``"""
_SHARES = compiled(
    rf"(?:(?P<s>(?:^|(?<=[,;.:] )){_ONE})|(?P<j>,? and|, which))(?: also)? shares? (?:"
    rf"(?:its|an?|the(?: same)?) (?P<w>{_VALUE}) with (?P<b>{_THE}(?:(?:, {_THE})*,? and {_THE})?)|"
    rf"(?P<o>{_THE})'s (?P<v>{_VALUE}))(?=\s*(?:[.,;!?]|$|and (?!(?:the )?[{_M}])|but |while |at |for ))",
    re.I,
)
"""``It shares its 10-year warranty with the Fell``: that one has it, and so has this one."""
_MAY = compiled(rf"[{_M}{NONE}]|\bthey\b|\bthese\b|\bonly\b|\bstill\b|\byou c", re.I)


def completed(text: str, own: int) -> str:
    """The sentence with what it says of each product said in full."""
    if not _MAY.search(text):
        return text
    text = _SHARES.sub(_has_too, text)
    text = _STILL.sub("is ", text)
    text = _THEY.sub(f"{ALL} are", text)
    text = _ONLY_THIS.sub(rf"\g<o> {mark(own)}", text)
    text = _GET.sub(_had, text)
    text = _THAN_ITS.sub(rf"\g<s>{mark(own)}, with its ", text)
    text = _VERSUS.sub(_versus, text)
    text = _SO_IS.sub(lambda m: _each(m), text)
    text = _BOTH.sub(lambda m: _each(m), text)
    return _TOO.sub(_each, text)


_OTHER = compiled(rf"[{_M}]")


def _has_too(found: re.Match[str]) -> str:
    """The others first: an "it" that follows is the one that shares."""
    who, value = found["b"] or found["o"], found["w"] or found["v"]
    others = "".join(f"{other} has {value}. " for other in _OTHER.findall(who))
    led = ". " if found["j"] else ""
    return f"{led}{others}{_second(found['s'] or 'it')} has {value}"


def _versus(found: re.Match[str]) -> str:
    """``X is in stock, Y is not in stock``; what compares is of the pair."""
    if _COMPARES.search(found["p"]):
        return found[0]
    joined = found["j"] if len(found["j"]) > 1 else f"{found['j']} and"
    ours, theirs = (" not" if found[name] else "" for name in "nm")
    return f"{found['a']} is{ours} {found['p']}{joined} {_second(found['b'])} is{theirs} {found['p']}"


def _each(found: re.Match[str]) -> str:
    if _COMPARES.search(found["p"]):
        return found[0]
    first, second = found["b"], found.groupdict().get("a") or "it"
    return f"{first} is {found['p']}, and {_second(second)} is {found['p']}"


def _second(who: str) -> str:
    """The subject of a second clause, where "it" might mean that of the first."""
    return "this one" if who.lower() == "it" else who


def _had(found: re.Match[str]) -> str:
    """``You can have the Fell right away`` as that it is available now."""
    who = "it" if found["w"].lower() in ("one", "1") else found["w"]
    denied = found["c"].lower() in ("can't", "cannot", "can not")
    if not denied and found["v"].lower() in ("buy", "order"):
        return found[0]  # What comes later can be ordered now as well.
    return f"{who} is {'not ' if denied else ''}available now"
