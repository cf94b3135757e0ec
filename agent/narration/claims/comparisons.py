"""Comparisons with other products of the list, with all of them, or with the usual price."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from agent.narration.claims.aspects import Aspect, adjective, comparative, noun_keys
from agent.narration.claims.hedges import Hedge, Verdict, agrees, hedge_before
from agent.narration.claims.known import DAY, Facts
from agent.narration.claims.mentions import MOST, SOME, USUAL, marked
from agent.narration.claims.quantities import MONEY, PERCENT, Quantity, quantities
from agent.narration.claims.wording import MARKS, stem

_THE = r"(?:(?:the|a|an|any|every|all|both|that|those|of|its|our|either|each|for)\s+)*"
_T = rf"{_THE}(?P<t>[{MARKS}](?:\s*(?:,|and|or|nor|,\s*and)\s*{_THE}[{MARKS}])*)"
_THAN = re.compile(
    rf"\s+(?:than|to|compared (?:with|to)|next to)\s+{_T}(?:\s+by\s+(?P<by>[^,;]{{1,20}}))?", re.I
)
_OVER = re.compile(
    rf"(?P<w>\bbelow|\bunder|\babove|\bover|\bundercut(?:s|ting)?|\boutweighs?|\bbeats?|\boutscores?|"
    rf"\bless than|\bmore than|\boff(?: of)?)\s+{_T}"
    r"(?:\s+by\s+(?P<by>[^,;]{1,20}))?(?:\s+(?:on|in|for)\s+(?P<on>[a-z]+))?",
    re.I,
)
_FACTOR = (
    r"(?P<f>half|twice|double|triple|(?P<n>\d+(?:\.\d+)?)\s?(?:times|x|×)|(?P<p>\d+(?:\.\d+)?)\s?(?:%|"
    r"percent)"
    r"|(?:a|1) third|(?:a|1) quarter|2 thirds|3 quarters|(?:a|1) fifth|(?:a|1) tenth)"
)
_FACTORS = {
    "half": 0.5,
    "twice": 2.0,
    "double": 2.0,
    "triple": 3.0,
    "third": 1 / 3,
    "quarter": 0.25,
    "2 thirds": 2 / 3,
    "3 quarters": 0.75,
    "fifth": 0.2,
    "tenth": 0.1,
}
_AS = re.compile(
    rf"(?P<not>\bnot (?:quite |nearly )?|n't (?:quite |nearly "
    rf")?)?\b(?:{_FACTOR}\s+)?as\s+(?P<adj>[a-z][a-z -]{{1,28}}?)\s+as\s+{_T}",
    re.I,
)
_OF = re.compile(
    rf"\b{_FACTOR}\s+(?:of\s+)?(?:the\s+(?P<noun>[a-z][a-z ]{{2,24}}?)\s+(?:of|as)\s+{_T}|"
    rf"(?:of\s+)?(?P<that>that|those) of\s+{_THE}(?P<of>[{MARKS}])|"
    rf"(?:of\s+)?{_THE}(?P<own>[{MARKS}])(?:'s?\s+(?P<noun2>[a-z]+(?: (?!and|at|but|with)[a-z]+)?))?"
    rf"|(?:of\s+)?what\s+{_THE}(?P<what>[{MARKS}])\s+"
    r"(?P<verb>costs?|weighs?|sells for|goes for|holds|lasts|is|does))",
    re.I,
)
_OF_VERB = {"weigh": "weight", "hold": "capacity", "last": "battery life"}
_LED = re.compile(r"\b(weigh|hold|last|cost)s?\b[^.;]*$", re.I)
_SAME = re.compile(
    rf"\bsame(?:\s+(?P<noun>[a-z][a-z ]{{2,20}}?))?\s+as\s+{_T}|\bmatch(?:es|"
    rf"ing)?\s+{_T.replace('?P<t>', '?P<t2>')}\s+(?:on|in|for)\s+(?P<noun2>[a-z]+)",
    re.I,
)
_BARE = re.compile(
    r"[\s-]*(?:(?!points?|stars?|a )(?P<noun>[a-z]+) |a |points? |stars? )?"
    r"(?:more|less|higher|lower|longer|shorter|fewer)",
    re.I,
)
_VERBS = (
    (
        re.compile(r"\b(?:holds?|contains?|carr(?:y|ies)|takes?|fits?)\s*(?:\w+\s*)?$", re.I),
        ("capacity", "volume", "mass", "piece"),
    ),
    (re.compile(r"\bweighs?\s*(?:\w+\s*)?$", re.I), ("mass",)),
    (re.compile(r"\b(?:lasts?|runs?|plays?)\s*(?:\w+\s*)?$", re.I), ("battery", "runtime", "time")),
    (re.compile(r"\bsleeps?\s*(?:\w+\s*)?$", re.I), ("person", "capacity", "sleep")),
)
_BY_DEGREES = re.compile(
    r"\b(?:(?:just )?a (?:little|bit|lot|touch|shade|good deal)|slightly|much|far|"
    r"somewhat|considerably|even|way|"
    r"significantly|noticeably|marginally|clearly) (?=(?:(?!over|under|other|after)[a-z]+er|more|less)\b)",
    re.I,
)
_LEFT = 70


class Comparing:
    """Comparisons of one list."""

    def __init__(self, facts: Callable[[int], Facts], n: int) -> None:
        self._facts = facts
        self._n = n

    def check(self, text: str, own: int) -> tuple[str, list[Verdict]]:
        """The sentence without its comparisons, and a verdict on each."""
        verdicts: list[Verdict] = []
        text = _BY_DEGREES.sub("", text)
        for pattern, judge in (
            (_AS, self._as),
            (_OF, self._of),
            (_SAME, self._same),
            (_THAN, self._than),
            (_OVER, self._over),
        ):
            for found in reversed(list(pattern.finditer(text))):
                begin, verdict = judge(text, found, own)
                if begin is None:
                    continue
                if verdict is not None:
                    verdicts.append(Verdict(_shown(text[begin : found.end()]), verdict))
                text = f"{text[:begin]} {text[found.end() :]}"
        return text, verdicts

    def bare(self, text: str, own: int, other: int) -> tuple[str, list[Verdict]]:
        """``It is $110 cheaper`` of ``own``, where only ``other`` can be meant."""
        by = re.search(r"\s+by\s+([^,;.!]{1,20})", text)
        given = next(quantities(by[1]), None) if by else None
        if by is not None and given is not None and (read := self._read(text[: by.start()])) is not None:
            aspect, begin, *_ = read
            hedge = hedge_before(by[1][: given.start])
            holds = self._each(self._facts(own), chr(0xE000 + other), own, aspect, given, hedge)
            return f"{text[:begin]} {text[by.end() :]}", [Verdict(_shown(text[begin : by.end()]), holds)]
        for found in re.finditer(r"[a-z]+(?: [a-z]+){0,2}(?=[\s,.;!]|$)", text, re.I):
            end = found.end()
            left = text[max(0, end - _LEFT) : end]
            shift = end - len(left)
            if (read := self._read(left)) is None:
                continue
            aspect, begin, amount, hedge = read
            holds = self._each(self._facts(own), chr(0xE000 + other), own, aspect, amount, hedge)
            return f"{text[: shift + begin]} {text[end:]}", [
                Verdict(_shown(text[shift + begin : end]), holds)
            ]
        return text, []

    def _than(self, text: str, found: re.Match[str], own: int) -> tuple[int | None, bool | None]:
        left = text[max(0, found.start() - _LEFT) : found.start()]
        shift = found.start() - len(left)
        by = re.search(r"\s+by\s+([^,;]{1,20})$", left)
        amount_text = found["by"] or (by[1] if by else None)
        if by:
            left = left[: by.start()]
        read = self._read(left)
        if read is None:
            return found.start(), None
        aspect, begin, amount, hedge = read
        if amount_text and (given := next(quantities(amount_text), None)):
            amount, hedge = given, hedge_before(amount_text[: given.start])
        holds = self._each(self._facts(own), found["t"], own, aspect, amount, hedge)
        return shift + begin, holds

    def _read(self, left: str) -> tuple[Aspect, int, Quantity | None, Hedge] | None:
        """The comparative that ``left`` ends in, its start, and the amount before it."""
        tail = re.search(r"(?:\s+(?:on|in|of) (?:average|price|weight|total|all))$", left)
        left = left[: tail.start()] if tail else left
        last = list(quantities(left))
        dimension = None
        if last and (bare := _BARE.fullmatch(left[last[-1].end :])):
            said = [*sorted(last[-2].nouns), last[-2].dimension] if len(last) > 1 else []
            if re.search(r"\b(?:seats|sleeps|serves)\b", left, re.I):
                said = ["person"]
            before = next((word for word in said if word and noun_keys(word)), None)  # "7 gears, 11 fewer"
            rated = re.search(r"\b(?:points?|stars?|rat(?:ed|es|ing))\b", left, re.I)
            dimension = last[-1].dimension or ("rating" if rated else bare["noun"] or before)
        read = comparative(left, dimension)
        if read is None:
            return None
        aspect, begin = read
        for quantity in reversed(last):
            between = left[quantity.end : begin]
            if quantity.end <= begin and re.fullmatch(r"[\s-]*(?:of a )?(?:[a-z]+)?\s*", between):
                return aspect, self._start(left, quantity), quantity, hedge_before(left[: quantity.start])
            inside = begin <= quantity.start
            if inside:
                return aspect, begin, quantity, hedge_before(left[: quantity.start])
        verb = re.search(r"(?:costs?|priced|weighs?|is|are)\s*$", left[:begin], re.I)
        return aspect, verb.start() if verb and not last else begin, None, "exact"

    def _start(self, left: str, quantity: Quantity) -> int:
        hedge = re.search(
            r"(?:(?:just|a little|slightly) )?(?:over|under|more than|less than|nearly|"
            r"almost|about|around|roughly|at least|up to|exactly|some)\s*$",
            left[: quantity.start],
            re.I,
        )
        return hedge.start() if hedge else quantity.start

    def _over(self, text: str, found: re.Match[str], own: int) -> tuple[int | None, bool | None]:
        word = found["w"].lower()
        left = text[max(0, found.start() - _LEFT) : found.start()].rstrip()
        last = list(quantities(left))
        amount = last[-1] if last and not left[last[-1].end :].strip(" -points") else None
        hedge: Hedge = hedge_before(left[: amount.start]) if amount else "exact"
        if found["by"] and (given := next(quantities(found["by"]), None)):
            amount, hedge = given, hedge_before(found["by"][: given.start])
        keys = noun_keys(found["on"]) if found["on"] else ()
        down = word.startswith(("below", "under", "less", "off"))
        if word.startswith("outweigh"):
            keys = ("mass",)
        elif word.startswith("outscore"):
            keys = ("rating",)
        elif word.startswith("beat"):
            if not keys:
                return None, None
            down = keys[0] == "price"
        if not keys and (placed := re.search(r"\b(rat|scor|pric)(?:ed|es|ings?|e)$", left, re.I)):
            keys = ("price",) if placed[1].lower() == "pric" else ("rating",)
        if not keys:
            if word.startswith("off") and amount is None:
                return None, None
            if (
                amount is None
                and not word.startswith(("undercut", "less", "more"))
                and USUAL not in found["t"]
            ):
                return None, None
            keys = ("price",)
            if amount is not None and amount.dimension not in (MONEY, PERCENT):
                keys = (amount.dimension,) if amount.dimension else ("rating",)
        start = found.start()
        if amount and not found["by"]:
            start = max(0, found.start() - _LEFT) + amount.start
        aspect = Aspect(keys, -1 if down else 1)
        return start, self._each(self._facts(own), found["t"], own, aspect, amount, hedge)

    def _as(self, text: str, found: re.Match[str], own: int) -> tuple[int | None, bool | None]:
        aspect = adjective(found["adj"])
        if aspect is None:
            return found.start(), None
        if found["adj"].lower() == "much":
            before = text[: found.start()]
            keys = next((keys for verb, keys in _VERBS if verb.search(before)), aspect.keys)
            aspect = Aspect(keys)
        if found["f"]:
            hedge = hedge_before(text[: found.start("f")])
            return found.start(), self._scaled(found["t"], own, aspect, _factor(found), hedge)
        mine = self._facts(own)
        if found["not"]:
            less = Aspect(aspect.keys, -aspect.sign, aspect.any_key)
            return found.start(), self._each(mine, found["t"], own, less, None, "exact")
        near = hedge_before(text[: found.start()])
        tolerance = 0.15 if near in ("nearly", "about") else 0.006
        return found.start(), self._quantified(
            found["t"], own, lambda other: _alike(mine, other, aspect, tolerance)
        )

    def _of(self, text: str, found: re.Match[str], own: int) -> tuple[int | None, bool | None]:
        noun = found["noun"] or found["noun2"] or "price"
        target = found["t"] or found["own"] or found["what"] or found["of"]
        if found["verb"]:
            verb = found["verb"].lower()
            if verb == "does":
                led = _LED.search(text[: found.start()])
                verb = led[1].lower() if led else "costs"
            noun = _OF_VERB.get(verb[:5].rstrip("s"), "price")
        keys = noun_keys(noun)
        if found["that"]:
            # "10 years of warranty, 5 times that of": what was counted last.
            said = list(quantities(text[: found.start()]))[-1:]
            keys = tuple(k for q in said for k in (*sorted(q.nouns), *_following(text, q), q.dimension) if k)
        if not keys:
            return found.start(), None
        hedge = hedge_before(text[: found.start("f")])
        return found.start(), self._scaled(target, own, Aspect(keys), _factor(found), hedge)

    def _same(self, text: str, found: re.Match[str], own: int) -> tuple[int | None, bool | None]:
        target = found["t"] or found["t2"]
        noun = (found["noun"] or found["noun2"] or "price").lower().strip()
        noun = re.sub(r" (?:range|level)$", "", noun)
        mine = self._facts(own)
        alike = _attribute(noun)
        if alike is not None:
            return found.start(), self._quantified(target, own, lambda other: _shares(mine, other, alike))
        keys = noun_keys(noun)
        if not keys:
            return found.start(), None
        return found.start(), self._quantified(target, own, lambda o: _alike(mine, o, Aspect(keys), 0.0051))

    def _scaled(self, target: str, own: int, aspect: Aspect, factor: float, hedge: Hedge) -> bool:
        mine = self._facts(own)

        def holds(other: Facts | None) -> bool:
            for key in aspect.keys:
                pair = _pair(mine, other, key)
                if pair is not None and pair[1]:
                    return agrees(pair[0] / pair[1], factor, hedge, factor * 0.02)
            return False

        return self._quantified(target, own, holds)

    def _each(
        self, mine: Facts, target: str, own: int, aspect: Aspect, amount: Quantity | None, hedge: Hedge
    ) -> bool:
        return self._quantified(target, own, lambda other: _differs(mine, other, aspect, amount, hedge))

    def _quantified(self, target: str, own: int, holds: Callable[[Facts | None], bool]) -> bool:
        """``None`` stands for the usual price of the product itself."""
        marks = [char for char in target if "\ue000" <= char <= "\uf8ff"]
        for char in marks:
            if char == USUAL:
                results = [holds(None)]
            else:
                results = [holds(self._facts(i)) for i in marked(char, own, self._n) if i != own]
            if not results:
                return False
            enough = len(results) // 2 + 1 if char == MOST else 1 if char == SOME else len(results)
            if sum(results) < enough:
                return False
        return bool(marks)


def _following(text: str, said: Quantity) -> tuple[str, ...]:
    """``warranty`` of ``10 years of warranty``."""
    found = re.match(r"\s+of (?:an? |the )?([a-z]+)", text[said.end :], re.I)
    return (stem(found[1]),) if found else ()


def _pair(mine: Facts, other: Facts | None, key: str) -> tuple[float, float] | None:
    a = mine.measures.get(key)
    b = other.measures.get(key) if other is not None else mine.usual if key == "price" else None
    return None if a is None or b is None else (a, b)


def _differs(mine: Facts, other: Facts | None, aspect: Aspect, amount: Quantity | None, hedge: Hedge) -> bool:
    for key in aspect.keys:
        pair = _pair(mine, other, key)
        if pair is None:
            continue
        gap = (pair[0] - pair[1]) * aspect.sign
        holds = gap > 1e-9 and (amount is None or _by(pair, aspect.sign, key, amount, hedge))
        if holds or not aspect.any_key:
            return holds
    return False


def _by(pair: tuple[float, float], sign: int, key: str, amount: Quantity, hedge: Hedge) -> bool:
    own, base = pair
    gap = (own - base) * sign
    if amount.dimension == PERCENT:
        share = 100 * gap / base if base else 0.0
        return agrees(share, amount.said, hedge, 0.6)
    if amount.dimension is None and "time" in amount.nouns:
        low, high = min(pair), max(pair)
        return low > 0 and agrees(high / low, amount.said, hedge, amount.said * 0.02)
    value = amount.value
    if key == "published":
        return agrees(gap, value / DAY, hedge, max(40.0, value / DAY * 0.1))
    return agrees(gap, value, hedge, max(0.0051, value * 0.006))


def _alike(mine: Facts, other: Facts | None, aspect: Aspect, tolerance: float) -> bool:
    for key in aspect.keys:
        pair = _pair(mine, other, key)
        if pair is not None:
            return abs(pair[0] - pair[1]) <= max(tolerance * abs(pair[1]), 0.0051)
    return False


def _attribute(noun: str) -> str | None:
    name = stem(noun.split()[-1])
    return name if name in ("brand", "maker", "color", "material", "size", "fabric", "shade") else None


def _shares(mine: Facts, other: Facts | None, noun: str) -> bool:
    if other is None:
        return False
    if noun in ("brand", "maker"):
        return mine.product.brand is not None and mine.product.brand == other.product.brand
    noun = {"shade": "color", "fabric": "material"}.get(noun, noun)
    a, b = (set(_values(facts, noun)) for facts in (mine, other))
    return bool(a) and a == b


def _values(facts: Facts, noun: str) -> Iterator[str]:
    for name in facts.product.attributes:
        if noun in map(stem, name.replace("_", " ").split()):
            yield from (value.casefold() for value in facts.product.values(name))


def _factor(found: re.Match[str]) -> float:
    if found["n"]:
        return float(found["n"])
    if found["p"]:
        return float(found["p"]) / 100
    return _FACTORS[re.sub(r"^(?:a|1) ", "", found["f"].lower())]


def _shown(text: str) -> str:
    return re.sub(rf"\s*[{MARKS}]", " …", text).strip()
