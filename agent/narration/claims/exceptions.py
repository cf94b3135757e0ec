"""Who alone is more, or less: ``the only cheaper one is the Birch``, ``nothing but the Birch costs less``."""

from __future__ import annotations

import re

from agent.narration.claims.guarded import compiled
from agent.narration.claims.wording import MARKS

_C = r"(?:(?:more|less|better|higher|lower|worse)[ -][a-z-]+|(?!other\b|over\b|under\b)[a-z]{3,}er)"
_ONE = r"(?:one|option|pick|choice|model|product|alternative)(?: here| in the list| of them)?"
_VP = rf"(?P<v>(?:costs?|sells for|weighs?|asks) (?:less|more)|(?:is|are) {_C}|undercuts (?:it|this one))\b"
_T = rf"(?:the )?(?P<t>[{MARKS}])(?!'s)"
_NO = (
    r"(?:nothing|nobody|none(?: of (?:them|these|the others|the rest))?|no (?:other )?(?:[a-z]+)?|"
    r"[\uf8f4])(?: else)?(?: here| in (?:the|this) list)?"
)
_BUT = r"(?:but(?: for)?|except(?: for)?|apart from|aside from|besides|bar|save(?: for)?|other than)"
_ALONE: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (compiled(pattern, re.I), by)
    for pattern, by in (
        (rf"\bthe only (?P<c>{_C}) {_ONE} (?:is|being) {_T}", r"only \g<t> is \g<c>"),
        (rf"(?:\bthe )?(?P<t>[{MARKS}]) is the only (?P<c>{_C}) {_ONE}", r"only \g<t> is \g<c>"),
        (rf"(?:\bthe )?(?P<t>[{MARKS}]) is the only {_ONE} (?:that|which|to) {_VP}", r"only \g<t> \g<v>"),
        (rf"\bthe only {_ONE} (?:that|which|to) {_VP} is {_T}", r"only \g<t> \g<v>"),
        (rf"(?<!\w){_NO} {_BUT} {_T} {_VP}", r"only \g<t> \g<v>"),
        (rf"\b{_BUT} {_T},? {_NO} {_VP}", r"only \g<t> \g<v>"),
        (rf"\bjust (?=(?:the )?[{MARKS}] {_VP})", "only "),
    )
)
_MARK = compiled(rf"[{MARKS}]")
_NONE_AS = compiled(
    rf"(?<!\w)(?P<s>{_NO} (?:is|costs)(?: quite)?) as (?:(?P<d>expensive|dear|costly|pricey|much)|"
    r"cheap|affordable|inexpensive|little)(?=[.,;:!?]|$| (?:and|but)\b)",
    re.I,
)


def alone(text: str) -> str:
    """The sentence with each of them as ``only … is cheaper``."""
    text = _NONE_AS.sub(_none, text)
    if _MARK.search(text) is None:
        return text
    for pattern, by in _ALONE:
        text = pattern.sub(by, text)
    return text


def _none(found: re.Match[str]) -> str:
    """``nothing here is as expensive``"""
    more = "dearer" if found["d"] else "cheaper"
    if found["s"].lower().endswith("costs"):
        more = "more" if found["d"] else "less"
    return f"{found['s']} {more}"
