"""What a sentence leaves unsaid of one of two: ``the Alto costs $30, this one $20``, ``so does the Alto``.

Each such piece is said in full, as a clause of its own at the end, so that it is held to the product that it
speaks of. What is denied of another (``which the Alto isn't``) is told apart from what is said of it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from agent.narration.claims.guarded import compiled
from agent.narration.claims.marks import BASE, mark

_ONE = "\ue000-\ue3ff"
"""Marks of single products."""
_M = rf"(?:(?:the|a) )?(?P<m>[{_ONE}])"
_OWN = r"(?:it|this (?:one|1)|this)"
_VERB = (
    r"(?:(?:is|was)(?: (?:currently |now )?(?:rated|made (?:of|from|by|in)|priced at|down from|reduced from|"
    r"covered for|sold for|listed at|by|from|in))?|used to cost|costs?|weighs?(?: in at)?|lasts?(?: for)?|"
    r"runs(?: for)?|sells (?:for|at)|goes for|comes (?:in at|in|from|with)|can be had (?:in|for)|"
    r"has(?: been rated by)?|holds|averages|scores|carries|takes(?: up to)?|offers|gives(?: you)?|reaches|"
    r"delivers|measures|stands|needs|asks|puts out|manages|gets|sleeps|seats|stores)"
)
_VALUE = rf"(?:[{_ONE}]|(?:[^,;:.()!?{_ONE}]|[.,](?=\d)){{1,48}}?)"
_AGAINST = (
    r",? (?:against|versus|vs\.?|compared (?:with|to)|as opposed to|instead of|rather than|in place of)"
)
_END = r"(?=\s*(?:[.;!?](?!\d)|$|, (?:and|but|while|though|yet|so)\b| (?:and|but|while|though|yet) ))"
_JOINED = r"(?:, and|, but|, while|, whereas|;| and| but|,)"
_OWN_FIRST = compiled(
    rf"(?P<s>\b{_OWN}) (?P<v>{_VERB}) (?P<a>{_VALUE})(?P<cut>{_JOINED} {_M} (?P<b>{_VALUE}){_END})", re.I
)
"""``It costs $20, the Alto $30``."""
_OTHER_FIRST = compiled(
    rf"{_M} (?P<v>{_VERB}) (?P<b>{_VALUE})(?P<cut>{_JOINED} {_OWN} (?P<a>{_VALUE}){_END})", re.I
)
"""``The Alto costs $30 and this one $20``."""
_INSTEAD = compiled(
    rf"\b(?P<v>{_VERB}) (?P<a>{_VALUE})(?P<cut>{_AGAINST} (?:(?:the |a )?(?P<b>{_VALUE}) "
    rf"(?:like|for|of|on|from|with|in) {_M}(?!'s)|{_M.replace('?P<m>', '?P<n>')}'s? (?P<c>{_VALUE})){_END})",
    re.I,
)
"""``It costs $20 instead of $30 like the Alto``, ``… against the $30 of the Alto``."""
_BRACKETS = compiled(
    rf"{_M}(?P<cut> \((?P<b>{_VALUE})(?:{_AGAINST}| to) (?P<a>{_VALUE})"
    r"(?: here| for this (?:one|1)| for it)?\))",
    re.I,
)
"""``take the Alto (900 g against 1.2 kg)``."""
_THAN = compiled(
    r"\b(?:(?P<less>fewer|less|lower|cheaper|lighter|smaller|shorter|slimmer|thinner|narrower|slower)|more|"
    r"[a-z]{3,}er)\b[^,;.]{0,40} than (?:on |with |in |for |from )?(?:the )?$",
    re.I,
)
"""``fewer settings than on the Alto (13 versus 30)``: the smaller number is its own."""
_FINITE = compiled(
    rf"\b(?:{_VERB}|does|do|are|were|will|can|would|lets|makes|keeps|wins|leads|comes|goes|[a-z]+n't|"
    r"than)\b",
    re.I,
)
_NUMBER = compiled(r"[$€£]?\d[\d.,]*")
_DOES = r"(?:is|are|was|does|do|has|have|can|will)"
_DOESNT = rf"(?:{_DOES}(?:n't| not)|cannot|can't|won't)"
_SO_DOES = compiled(
    rf"(?P<cut>(?:, as|[,;] (?:and )?so| and so) (?P<d>{_DOES}) (?:(?:the )?(?P<m>[{_ONE}])|{_OWN})"
    r"(?=[.,;!]|$)"
    rf"|(?:[,;]| and|, and) (?:(?:the )?(?P<m2>[{_ONE}])|{_OWN}) (?P<d2>{_DOES}),? (?:too|as well|also)\b)",
    re.I,
)
"""``…, as does the Alto``, ``… and the Alto is too``."""
_NOT_SO = compiled(
    rf"(?P<cut>(?:,? which|[,;] (?:but|while|whereas|and|though|yet)|[,;]| but| while| whereas) (?:the )?"
    rf"(?P<m>[{_ONE}]) (?P<d>{_DOESNT})(?=\s*[.,;!]|$))",
    re.I,
)
"""``…, which the Alto isn't``."""
_NOT_FIRST = compiled(
    rf"^(?:While |Where |Whereas |Though |Although )?(?:the )?(?P<m>[{_ONE}]) (?P<d>{_DOESNT})[,;]? "
    rf"(?:but |while |whereas |and )?(?={_OWN} )",
    re.I,
)
"""``The Alto isn't, but this one is in stock``."""
_PIECE = compiled(
    rf"(?:(?:and|but|while|whereas|though) )*(?:{_OWN} |(?:the )?[{_ONE}] )?"
    rf"(?:also )?(?P<p>(?:(?P<be>is|are|was)|(?P<can>can|will)|"
    rf"(?!as\b|this\b|its\b|yes\b|was\b)[a-z]+s) [^;]*)$",
    re.I,
)
_THAT = compiled(r"\bthat (?:one|1)\b", re.I)
_MAKER = compiled(rf"\b(?:by|from|brand is) [{_ONE}]", re.I)
_MARK = compiled(rf"[{_ONE}]")
_VERB_OF = (
    (compiled(r"[$€£]"), "costs"),
    (compiled(r"\d ?(?:g|kg|lbs?|oz)\b"), "weighs"),
)


class Denied(NamedTuple):
    """What a sentence says that another product is not."""

    other: int
    said: str


def rivals_of(text: str, own: int) -> list[str]:
    """The marks of the others that a sentence names, makers left out."""
    named = {found[0] for found in _MARK.finditer(_MAKER.sub("", text))}
    return sorted(named - {mark(own)})


def in_full(text: str, own: int) -> tuple[str, list[Denied]]:
    """The sentence with what it leaves out of either product said in full, and what it denies of another."""
    if text.isascii() or not (rivals := rivals_of(text, own)):
        return text, []
    if len(rivals) == 1:
        text = _THAT.sub(rivals[0], text)
    text = _named(own).sub("this one", text)
    denied: list[Denied] = []
    text = _bracketed(text, own)
    text = _gapped(text, own)
    text = _so_does(text, own)
    return _not_so(text, own, denied), denied


@lru_cache(maxsize=64)
def _named(own: int) -> re.Pattern[str]:
    """Its own name before a verb, or last of two: ``and the Alto costs $30``."""
    return re.compile(rf"(?<!by )(?<!from )(?<!\w)(?:the )?{mark(own)}(?= {_VERB}\b| [$€£\d])", re.I)


def _gapped(text: str, own: int) -> str:
    for pattern in (_OWN_FIRST, _OTHER_FIRST, _INSTEAD):
        found = pattern.search(text)
        if found is None:
            continue
        a, b = found["a"], found["b"] or found.groupdict().get("c") or ""
        other = found["m"] or found.groupdict().get("n")
        if other == mark(own) or _FINITE.search(a) or _FINITE.search(b):
            continue
        if pattern is _OTHER_FIRST:
            said = f"{mark(own)} {found['v']} {_like(a, b)}"
        else:
            said = f"{other} {found['v']} {_like(b, a)}"
        text = _moved(text, found, said)
    return text


def _like(value: str, beside: str) -> str:
    """``20`` beside ``30 hours`` is 20 hours."""
    if _NUMBER.fullmatch(value.strip()) and (number := _NUMBER.search(beside)):
        led = beside[: number.start()]
        sign = "" if value.strip()[0] in "$€£" or number[0][0] not in "$€£" else number[0][0]
        return f"{led}{sign}{value.strip()}{beside[number.end() :]}"
    return value


def _bracketed(text: str, own: int) -> str:
    found = _BRACKETS.search(text)
    if found is None or found["m"] == mark(own):
        return text
    b, a = found["b"], found["a"]
    than = _THAN.search(text[: found.start()])
    first, second = _NUMBER.search(b), _NUMBER.search(a)
    if than is not None and first is not None and second is not None:
        smaller = _amount(first) < _amount(second)
        if smaller == (than["less"] is not None):
            b, a = a, b
            b = _like(b, a)
    verb = next((verb for unit, verb in _VERB_OF if unit.search(f"{a} {b}")), "has")
    if re.search(r"\brat(?:ed|ing)|\bstars?\b", text, re.I) and re.fullmatch(r"\d\.\d(?: stars)?", b):
        verb = "is rated"
    return _moved(text, found, f"{found['m']} {verb} {b}; {mark(own)} {verb} {_like(a, b)}")


def _amount(number: re.Match[str]) -> float:
    return float(re.sub(r"[^\d.]|\.$", "", number[0]) or 0)


def _so_does(text: str, own: int) -> str:
    found = _SO_DOES.search(text)
    if found is None:
        return text
    who = found["m"] or found["m2"] or mark(own)
    said = _said(text[: found.start("cut")], found["d"] or found["d2"])
    return text if said is None else _moved(text, found, f"{who} {said}")


def _not_so(text: str, own: int, denied: list[Denied]) -> str:
    found = _NOT_FIRST.search(text)
    if found is not None and found["m"] != mark(own):
        rest = text[found.end() :]
        if (said := _said(rest.rstrip(" .!"), found["d"])) is not None:
            denied.append(Denied(ord(found["m"]) - BASE, said))
            return rest
        return text
    found = _NOT_SO.search(text)
    if found is None or found["m"] == mark(own):
        return text
    said = _said(text[: found.start("cut")], found["d"])
    if said is None:
        return text
    denied.append(Denied(ord(found["m"]) - BASE, said))
    return f"{text[: found.start('cut')]}{text[found.end('cut') :]}"


def _said(before: str, does: str) -> str | None:
    """The last thing said in ``before`` for which ``does`` may stand: ``is in stock`` for ``is``."""
    word = does.lower()
    for start in reversed([found.end() for found in re.finditer(r"^|[,;] |\b(?:and|but) ", before)]):
        found = _PIECE.match(before, start)
        if found is None:
            continue
        be, can = found["be"] is not None, found["can"] is not None
        if word.startswith(("is", "are", "was")) == be and word.startswith(("can", "will", "won")) == can:
            return found["p"]
    return None


def _moved(text: str, found: re.Match[str], said: str) -> str:
    """The sentence without a piece of it, and that in full at its end."""
    start, end = found.span("cut")
    return f"{text[:start]}{text[end:]}".rstrip(" .!") + f"; {said}."
