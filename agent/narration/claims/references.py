"""What a sentence says of other products beside its own: asides, likenesses, their prices before a sale."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from agent.narration.claims.amounts import amounts
from agent.narration.claims.clauses import VERBS
from agent.narration.claims.guarded import compiled
from agent.narration.claims.known import Facts
from agent.narration.claims.marks import USUAL, at_usual_price, mark, marked
from agent.narration.claims.quantities import quantities
from agent.narration.claims.rivals import PRICED_AT, of_rivals
from agent.narration.claims.wording import MARKS, stem, tokens

_CONTRAST = compiled(
    rf"(?:^|[,;]?\s*)\b(?:unlike|in contrast to|compared (?:with|to)|next to|versus|vs\.?|(?<!\w )against|"
    rf"(?:choosing|picking|taking|buying) (?:it|this(?: one)?) (?:over|instead of|rather than))\s+(?:(?:the|"
    rf"all|both|any|of|most)\s+)*(?P<t>[{MARKS}](?:(?:,| and|, and| or| nor) "
    rf"(?:the )?[{MARKS}](?!'s| [a-z]+s\b))*)"
    rf"(?:\s+ones?)?,?",
    re.I,
)


_LIKE = compiled(
    rf"(?:^|,\s*|\s)(?:just |much |exactly )?(?<!looks )(?<!feels )"
    r"(?:like|(?<!long )(?<!much )(?<!many )(?<!often )(?<!far )as with) "
    rf"(?:(?:the|all|both|any|of|most)\s+)*"
    rf"(?P<t>[{MARKS}])(?:\s+ones?)?(?=[,.;!]|$| (?:it|this(?: one| 1)?) ),?"
    rf"|, as (?:is|are|does|do|has|have) (?:(?:the|all|both)\s+)*(?P<u>[{MARKS}])(?=[,.;!]|$)",
    re.I,
)
_WHICH = compiled(
    rf"(?P<t>[{MARKS}]),? (?:which|that) (?P<rest>(?!is why|makes? it|is nice|"
    rf"helps?)[^,;:.!?]*(?:[.,](?=\d)[^,;:.!?]*)*)",
    re.I,
)
_USUALLY = r"(?:usual|regular|original|normal|list|full|former|previous)"
_BEFORE_SALE = compiled(
    rf"(?:{USUAL}|\b(?:the|its) {_USUALLY} price) of (?:the )?(?P<a>[{MARKS}])"
    rf"|(?P<b>[{MARKS}])(?:'s {_USUALLY} (?:price|tag|cost)| usually costs?| costs? usually| at full price|"
    r"(?: (?:did|was|cost|sold for))? (?:before (?:its|the) (?:discount|sale|reduction)|"
    r"originally))(?=[\s,.:;!?)]|$)",
    re.I,
)
_ITS_OWN = compiled(
    rf"(?P<t>[{MARKS}])(?P<w>[^.;{MARKS}]*?)(?P<f>\b(?:half|twice|double|triple|\d+(?:\.\d+)? times)) its "
    r"(?:sale |current |reduced )?(?P<n>[a-z]+)\b",
    re.I,
)
_AS_MANY = compiled(
    rf"(?P<t>[{MARKS}])[^.;{MARKS}]*?\b(?:twice|half|\d+ times) as (?:many|much)(?: [a-z]+)?(?=[.,;!]|$)",
    re.I,
)
_AGAINST = compiled(
    r"(?<=\d)(?P<u>(?: ?[a-z%]+){0,2}),? (?:against|versus|vs\.?|compared (?:to|with)) (?:the )?"
    r"(?P<n>[$€£]?\d[\d.,]*\d|[$€£]?\d)(?P<r> ?[a-z%]+)?",
    re.I,
)
_SALE = r"(?:sale|offer|discount|reduction|markdown)"
_ITS_SALE = compiled(
    rf"\b(?:the |its )?(?:discount|reduction|(?:sale|offer|reduced|discounted) price) (?:of|on|for) (?:the )?"
    rf"(?P<a>[{MARKS}])"
    rf"|\b(?:discounted|reduced|marked[- ]down) (?P<b>[{MARKS}])"
    rf"|(?P<c>[{MARKS}])'s (?:own |current )?(?:(?:sale|offer|reduced|discounted|current) price|{_SALE}\b)"
    rf"|(?<!unlike )(?<!unlike the )(?P<d>[{MARKS}]),?"
    rf"(?: (?:costs?|is|sells for|goes for|does|do|asks|now|currently|even|weighs))*?"
    rf"(?: (?:at|for|with|after|now at) (?:its|that 1's|that one's|the) (?:own )?(?:current |reduced |big )?"
    rf"(?:(?:sale|offer|reduced|discounted|current) price|{_SALE}\b)"
    rf"| (?:while |when |now )?(?:it is |it's )?on (?:sale|offer)\b"
    rf"| (?:(?:is|now|currently) )*(?:discounted|reduced|marked down|cut|down)(?P<to> to)(?= [$€£])"
    rf"| (?:is |now )+(?:discounted|reduced|on sale|on offer)\b)"
    rf"|(?:^|(?<=[;:] )|(?<=\bbut )|(?<=\band ))(?:even |now |currently )?"
    rf"(?:on (?:sale|offer)|discounted|reduced|"
    rf"(?:at|with) (?:its|the) (?:(?:sale|reduced|discounted) price|discount)),? (?P<e>(?:the )?[{MARKS}])"
    rf"|(?P<f>[{MARKS}] (?:is|costs?|comes?|sells?)[^,;.{MARKS}]{{0,40}}?) on (?:sale|offer)\b",
    re.I,
)
"""A sale of the other one: ``even with the Aurora's discount``."""


_SALE_OF_IT = compiled(
    r"(?:(?P<f>\b(?:half|twice|double|(?:a|1) (?:third|quarter|fifth)|\d+%)) (?:of )?its "
    r"|(?P<c>\b(?:less|more|cheaper|dearer) than|\b(?:under|below|above|over|against)) its (?:own |current )?"
    r"|\b(?:even )?(?:at|after|with|on|despite) (?:its|that one's|that 1's) )"
    r"(?:(?:sale|reduced|discounted) price|price (?:cut|drop)|discount|reduction|markdown)\b",
    re.I,
)
_APPOSED = compiled(
    rf"(?:\b(?:its|the|this|that) (?:[a-z-]+ ){{0,3}}[a-z]+|(?P<s>[{MARKS}])), (?:the )?"
    rf"(?P<t>(?(s)(?P=s)|[{MARKS}])),"
    rf"(?=,? {VERBS}\b)",
    re.I,
)
"""``Its sibling, the Ridgeline 1, is lighter``."""


_DOES = compiled(r"\s+(?:is|has|costs?|weighs?|holds?|sells|goes|asks|seats|sleeps|takes)\b", re.I)


_SAID_ANEW = compiled(r"[,;]? and (?:it|it's|this one)\b|;|\.(?!\d)", re.I)


def contrasted(clause: str, whole: str) -> str:
    """What a contrast is about: of ``Unlike the Alto, it is vegan, and it holds 5 l`` the first."""
    pieces = [piece for piece in _SAID_ANEW.split(clause) if piece.strip()]
    if not pieces:
        return clause
    return pieces[0] if _CONTRAST.match(whole) else pieces[-1]


_ITS_NUMBER = compiled(
    r"(?P<led>\bthan (?:the )?|,? (?:against|versus|vs\.?|compared (?:to|with)) (?:the |a )?)"
    r"(?P<n>\d[\d.,]*(?: ?°C| ?%| [a-z]+)?)(?: (?:[a-z]+ed|that|(?:that )?(?:you (?:get|find|have)|comes?)))?"
    r" (?:for|of|on|in|with|from) "
    rf"(?:(?:the )?(?P<t>[{MARKS}])|(?:the |its )(?P<np>[a-z-]+(?:(?: and| or)? [a-z-]+){{0,3}}?))"
    r"(?=\s*[.,;:!?)]|$)"
)
"""``than the 40 °C recommended for the linen set``."""


_RATED = compiled(r"\brat(?:ed|es|ing)\b|\bstars?\b|\bscor", re.I)
_REVIEWED = compiled(r"\d (?:[a-z]+ )?(?:reviews|ratings|votes|buyers|shoppers|customers)\b[^;.]*$", re.I)
_MODELS = compiled(rf"(?<=[{MARKS}]) models?\b")


class References:
    """The other products of one list; ``facts`` gives those at a position."""

    def __init__(self, facts: Callable[[int], Facts], n: int) -> None:
        self._facts = facts
        self._n = n

    def asides(self, text: str, own: int) -> Iterator[tuple[int, str]]:
        """What is said of others in passing: ``unlike the Kettle, which burns charcoal``."""
        for found in _ITS_SALE.finditer(text):
            char, holds = self._on_sale(found, own)
            at = char[-1] if found["e"] else char[0]
            if not holds and (others := [i for i in marked(at, own, self._n) if i != own]):
                yield others[0], "on sale"
        for other, found, group in of_rivals(text, own, self._n, self._facts(own).now):
            if group == "np":
                yield other, f"it has {found[group]}"
            elif "v" in found.groupdict():
                said = found["v"]
                if found.re is not PRICED_AT:
                    before = text[: found.start()]
                    of_crowd = _REVIEWED.search(before) is not None and said[:1].isdigit()
                    said = f"{said} reviews" if of_crowd and "." not in said else said
                    said = f"rated {said}" if _RATED.search(before) and "reviews" not in said else said
                yield other, said
            else:
                yield other, found[group]
        for found in _WHICH.finditer(text):
            for other in marked(found["t"], own, self._n):
                if other != own:
                    yield other, found["rest"]

    def resolved(self, text: str, own: int) -> tuple[str, list[str], list[tuple[int, str]]]:
        """The sentence without them, the marks it contrasts with, and the positions it likens itself to.

        Each with what is said of both: ``Like the Duetto it has a steam wand, but …``.
        """
        text = _WHICH.sub(lambda m: m["t"] if m["t"] != mark(own) else f"{m['t']}; it {m['rest']}", text)
        for other, found, group in of_rivals(text, own, self._n, self._facts(own).now):
            blank = (" " if group == "n" else mark(other)).ljust(len(found[group]))
            text = f"{text[: found.start(group)]}{blank}{text[found.end(group) :]}"
        if " models" in text:
            text = _MODELS.sub("", text)
        text = _APPOSED.sub(lambda found: found["t"], text)
        text = _ITS_SALE.sub(lambda found: self._at_its_sale(found, own), text)
        text = _ITS_NUMBER.sub(lambda found: self._number_of(found, own), text)
        text = _AGAINST.sub(lambda found: self._others_number(found, own), text)
        text = self._sale_of_rival(text, own)
        contrasts = [char for found in _CONTRAST.finditer(text) for char in found["t"] if char >= "\ue000"]
        text = _CONTRAST.sub(" ", text)
        text = _BEFORE_SALE.sub(lambda found: self._at_usual(found, own), text)
        text = _ITS_OWN.sub(
            lambda found: f"{found['t']}{found['w']}{found['f']} the {found['n']} of {found['t']}", text
        )
        text = _AS_MANY.sub(
            lambda found: f"{found[0]} as {mark(own) if _DOES.match(found[0], 1) else found['t']}", text
        )
        likes = [
            (i, _LIKE.sub(" ", _around(text, f.start(), f.end())))
            for f in _LIKE.finditer(text)
            for i in marked(f["t"] or f["u"], own, self._n)
        ]
        return _LIKE.sub(" ", text), contrasts, likes

    def _others_number(self, found: re.Match[str], own: int) -> str:
        """``4.7 against 4.5``: the second is of another product, where it holds of one."""
        said = f"{found['n']}{found['r'] or found['u'] or ''}"
        others = (i for i in range(self._n) if i != own)
        for i in others:
            facts = self._facts(i)
            if said.strip() in (f"{facts.product.rating or 0:g}", f"{facts.product.rating_count or 0}"):
                return found["u"]
            if any(True for _ in quantities(said)) and all(verdict.holds for verdict in amounts(said, facts)):
                return found["u"]
        return found[0]

    def _number_of(self, found: re.Match[str], own: int) -> str:
        """The mark of the one whose number it is, where its title, not our own, has what it is called."""
        words = frozenset(map(stem, tokens(found["np"] or ""))) - {"and", "or"}
        titles = [frozenset(map(stem, tokens(self._facts(i).product.title))) for i in range(self._n)]
        for i in range(self._n):
            if i == own or not (found["t"] == mark(i) or (words - titles[own]) & titles[i]):
                continue
            if all(verdict.holds for verdict in amounts(found["n"], self._facts(i))):
                return f"than {mark(i)}" if found["led"].lower().startswith("than") else ""
        return found[0]

    def _at_usual(self, found: re.Match[str], own: int) -> str:
        """``than the usual price of …``: that of the other one."""
        char = found["a"] or found["b"]
        return found[0] if char == mark(own) else at_usual_price(char)

    def _sale_of_rival(self, text: str, own: int) -> str:
        """``lighter than the Arc and a quarter of its sale price``: where only the other has one."""
        found = _SALE_OF_IT.search(text)
        if found is None or self._facts(own).saved > 0:
            return text
        before = [char for char in text[: found.start()] if char >= "\ue000" and char != mark(own)]
        if len(set(before)) != 1 or not self._on_sale_char(before[0], own):
            return text
        if found["f"]:
            return f"{text[: found.start()]}{found['f']} of the price of {before[0]}{text[found.end() :]}"
        if found["c"]:
            return f"{text[: found.start()]}{found['c']} {before[0]}{text[found.end() :]}"
        return f"{text[: found.start()]} {text[found.end() :]}"

    def _on_sale_char(self, char: str, own: int) -> bool:
        others = [i for i in marked(char, own, self._n) if i != own]
        return bool(others) and all(self._facts(i).saved > 0 for i in others)

    def _on_sale(self, found: re.Match[str], own: int) -> tuple[str, bool]:
        """The mark of which a sale is said, and whether all it stands for have one."""
        char = found["a"] or found["b"] or found["c"] or found["d"] or (found["e"] or found["f"])
        mark_of = char[-1] if found["e"] else char[0]
        return char, self._on_sale_char(mark_of, own)

    def _at_its_sale(self, found: re.Match[str], own: int) -> str:
        """``half the price of … on sale``: a sale of the other one, where it has one."""
        char, holds = self._on_sale(found, own)
        return (f"{char} at" if found["to"] else char) if holds else found[0]


_TURN = compiled(
    r"[,;]? \b(?:but|though|although|yet|whereas|while|only)\b|, (?:just|except|albeit)\b|;", re.I
)


_ANEW = compiled(r"\band,?$", re.I)


def _around(text: str, start: int, end: int) -> str:
    """The piece of a sentence between the turns around ``start`` to ``end``."""
    begin = max((turn.end() for turn in _TURN.finditer(text, 0, start)), default=0)
    if _ANEW.search(text[:start]):
        begin = start  # "It costs $20, and like the Alto it is vegan."
    after = _TURN.search(text, end)
    return text[begin : after.start() if after else len(text)]
