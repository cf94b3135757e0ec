"""How a comparison is worded: ``twice the price of``, ``as heavy as``, ``$5 under``."""

from __future__ import annotations

import re
from dataclasses import replace

from agent.narration.claims.aspect_words import Aspect
from agent.narration.claims.aspects import comparative, noun_keys
from agent.narration.claims.cues import cued, plain
from agent.narration.claims.guarded import compiled
from agent.narration.claims.hedges import Hedge, hedge_before
from agent.narration.claims.quantities import MONEY, PERCENT, Quantity, quantities
from agent.narration.claims.wording import MARKS, stem

_THE = r"(?:(?:the|a|an|any|every|all|both|that|those|of|its|our|either|each|for)\s+)*"
_AND = r"(?:\s*,\s*|\s*,?\s*(?:and|or|nor)\s*)"
_T = rf"{_THE}(?P<t>[{MARKS}](?:(?:{_AND}{_THE}[{MARKS}])*\s*,?\s*(?:and|or|nor)\s*{_THE}[{MARKS}])?)"
RATED_OTHER = compiled(
    rf"\b(?:rate|score|like|prefer|favou?r|love) {_T}(?: (?P<d>higher|better|lower|worse|less|more))?", re.I
)
"""``buyers rate the Birch higher``."""
THAN = compiled(
    rf"\s+(?:than(?: (?:in|to|with|on|from|at))?|to|compared (?:with|to)|next to)\s+{_T}"
    r"(?:\s+by\s+(?P<by>(?:[^,;]|,(?=\d)){1,20}))?",
    re.I,
)
OVER = compiled(
    rf"(?P<w>\b(?:released|launched|out|published|introduced|arrived|debuted) (?:before|after)|\bbelow|"
    rf"\bunder|\babove|\bover|\bundercut(?:s|ting)?|\boutweighs?|\bbeats?|\boutscores?|"
    rf"\bless than|\bmore than|\boff(?: of)?|(?<=[\da-z%] )(?:up|down) on|"
    rf"\boutlasts?|\boutruns?|\b(?:edges?|edging) out|\bpips|"
    rf"\btrails?(?: behind)?|\bahead of|\bbehind|\boutranks?|"
    rf"\b(?:(?:falls?|comes?(?: up)?|stops) )?(?:short|shy) of|(?<!the )(?<!a )\btops?|"
    rf"\bsurpass(?:es|ing)?|\bexceeds?|\bexceeding|\bbetters|\bbests|\boutdoes|\bloses (?:out )?to"
    rf"|\bsteps? (?:up|down) in (?:price|cost|weight|capacity|power|rating) from)\s+{_T}"
    r"(?:\s+by\s+(?P<by>(?:[^,;]|,(?=\d)){1,20}))?(?:\s+(?:on|in|for)\s+"
    r"(?!both|all|every|each)(?:(?:its|the|their|sheer|overall|average|customer|buyer|user|total|"
    r"(?:number|amount|count) of) )*"
    r"(?P<on>[a-z]+(?: (?:rate|life|count|ratings?|capacity|size|time|load|scores?|power|weight|speed))?))?",
    re.I,
)
_FACTOR = (
    r"(?P<f>(?:one|1) and a half times|half again|half|twice|double|triple|"
    r"(?P<n>\d+(?:\.\d+)?)\s?(?:times|x|×)|(?P<p>\d+(?:\.\d+)?)\s?(?:%|"
    r"percent)"
    r"|(?:a|1) third|(?:a|1) quarter|2 thirds|3 quarters|(?:a|1) fifth|(?:a|1) tenth"
    r"|(?:exactly|precisely|just|the same as|equal to)(?= what\b))"
)
_FACTORS = {
    "half": 0.5,
    "one and a half times": 1.5,
    "and a half times": 1.5,
    "half again": 1.5,
    "twice": 2.0,
    "double": 2.0,
    "triple": 3.0,
    "third": 1 / 3,
    "quarter": 0.25,
    "2 thirds": 2 / 3,
    "3 quarters": 0.75,
    "fifth": 0.2,
    "tenth": 0.1,
    **dict.fromkeys(("exactly", "precisely", "just", "the same as", "equal to"), 1.0),
}
BARE_FACTOR = compiled(
    rf"\b{_FACTOR}\s+(?:of )?(?:the|its) "
    r"(?P<noun>price|cost|weight|size|rating|capacity|length|power|warranty)\b"
    r"(?! of| as|'s)",
    re.I,
)
"""``larger than the Gallery, yet half the price``."""
AS_MUCH = compiled(
    rf"(?P<not>\bnot (?:quite |nearly )?|n't (?:quite |nearly "
    rf")?)?\b(?:{_FACTOR}\s+(?:of )?)?as\s+(?P<adj>[a-z][a-z -]{{1,28}}?)\s+as\s+{_T}",
    re.I,
)
TIMES_OF = compiled(
    rf"\b{_FACTOR}\s+(?:of\s+)?(?:the\s+(?P<noun>[a-z][a-z ]{{2,24}}?)\s+(?:of|as)\s+{_T}|"
    rf"(?:of\s+)?(?P<that>that|those) of\s+{_THE}(?P<of>[{MARKS}])|"
    rf"(?:of\s+)?{_THE}(?P<own>[{MARKS}])(?:(?P<ap>'s?)(?:\s+(?P<noun2>[a-z]+(?: (?!and|at|but|"
    rf"with)[a-z]+)?))?)?"
    rf"|(?:of\s+)?what\s+{_THE}(?P<what>[{MARKS}](?: and (?:the )?[{MARKS}])*)(?:'s?)?\s+(?:both |each )?"
    r"(?P<verb>costs?|weighs?|sells? for|go(?:es)? for|holds?|lasts?|is|are|does|do|"
    r"(?:manag|offer|giv|reach|ask|pack|promis|deliver)e?s?|"
    r"has|have|can|runs?|gets?|shows?|boasts?))",
    re.I,
)
SECOND = compiled(
    rf"\b(?P<w>second|runner-up|next)(?: only)?(?: (?:in|for|on|by) (?:its |the )?(?P<n>[a-z]+(?:"
    rf" [a-z]+)?))?(?: only)? to "
    rf"{_T}",
    re.I,
)
ROUGHLY = compiled(r",? (?:give or take|roughly|or so|more or less|or thereabouts|or near enough)\b", re.I)
AND_MORE = compiled(r",? (?:and then some|and more|and a (?:bit|little) more|or more)\b", re.I)
OF_VERB = {"weigh": "weight", "hold": "capacity", "last": "battery life"}
LED = compiled(r"\b(weigh|hold|last|cost)s?\b[^.;]*$", re.I)
ANYTHING = frozenset(
    ["count", "figure", "number", "amount", "level", "value", "output", "load", "limit", "total"]
)
"""Nouns that do not say what is measured."""
SAME = compiled(
    rf"\bshares? (?:its|the|a|the same) (?P<noun4>[a-z]+(?: [a-z]+)?) with {_T.replace('?P<t>', '?P<t4>')}|"
    rf"\b(?:tie[sd]?|tying|on a par|level|shares?) with {_T.replace('?P<t>', '?P<t3>')}(?:\s+(?:on|in|"
    rf"for)\s+(?:the )?(?:best |lowest |highest |most |least |top |fewest |longest )?(?P<noun3>[a-z]+))?|"
    rf"\bsame(?:\s+(?P<noun>[a-z][a-z ]{{2,20}}?))?\s+as\s+{_T}|\bmatch(?:es|"
    rf"ing)?\s+{_T.replace('?P<t>', '?P<t2>')}\s+(?:on|in|for)\s+(?P<noun2>[a-z]+)",
    re.I,
)
BARE_MORE = compiled(
    r"[\s-]*(?:(?!points?|stars?|a )(?P<noun>[a-z]+) |a |points? |stars? )?"
    r"(?:more|less|higher|lower|longer|shorter|fewer)",
    re.I,
)
VERBS = (
    (
        compiled(r"\b(?:holds?|contains?|carr(?:y|ies)|takes?|fits?)\s*+(?:\w++\s*+){0,3}$", re.I),
        ("capacity", "volume", "storage", "mass", "piece"),
    ),
    (compiled(r"\bweighs?\s*+(?:\w++\s*+){0,3}$", re.I), ("mass",)),
    (compiled(r"\b(?:lasts?|runs?|plays?)\s*+(?:\w++\s*+){0,3}$", re.I), ("battery", "runtime", "time")),
    (compiled(r"\bsleeps?\s*+(?:\w++\s*+)?$", re.I), ("person", "capacity", "sleep")),
)
BY_DEGREES = compiled(
    r"\b(?:(?:just )?a (?:little|bit|lot|touch|shade|good deal|tick|notch|hair|whisker|smidgen|smidge|tad|"
    r"trifle|fraction)(?: bit)?|slightly|much|far|"
    r"somewhat|considerably|even|way|"
    r"significantly|noticeably|marginally|clearly) (?=(?:(?!over|under|other|after)[a-z]+er|more|less)\b"
    r"(?! than [$€£\d]))",
    re.I,
)


def noun_after(text: str, said: Quantity) -> tuple[str, ...]:
    """``warranty`` of ``10 years of warranty``."""
    found = re.match(r"\s+of (?:an? |the )?([a-z]+)", text[said.end :], re.I)
    return (stem(found[1]),) if found else ()


def spoken_of(text: str) -> tuple[str, ...]:
    """What the last number of ``text`` counts: ``a warranty of 3 years``, ``a 10-year warranty``."""
    said = list(quantities(text))[-1:]
    keys: list[str] = []
    for quantity in said:
        led = re.search(
            r"\b((?:[a-z]+ )?[a-z]+)(?:,|(?: (?:is|are|of|lasts|runs|at|for|comes to))+)\s*$",
            text[: quantity.start],
            re.I,
        )
        keys += [
            *noun_after(text, quantity),
            *(map(stem, led[1].split()) if led else ()),
            *sorted(quantity.nouns),
        ]
        keys += [quantity.dimension] if quantity.dimension else []
    return tuple(dict.fromkeys(keys))


def factor_of(found: re.Match[str]) -> float:
    """``twice`` → 2, ``a third`` → 1/3."""
    if found["n"]:
        return float(found["n"])
    if found["p"]:
        return float(found["p"]) / 100
    return _FACTORS[re.sub(r"^(?:a|1) ", "", found["f"].lower())]


def shown(text: str) -> str:
    """A comparison as a log shows it, without private characters."""
    return re.sub(rf"\s*[{MARKS}]", " …", text).strip()


_MOST_OF = compiled(r"\b(?:most|fewest) ([a-z]+)\b")
"""``the most pages of any, 240 more than …``: pages too."""
_OF_IT = compiled(r"\s+(?:to|in|on|for|with|about) (?:it|this|this one)$", re.I)
_AT_END = compiled(r"\b(?:higher|lower|better|worse|longer|shorter|sooner)$", re.I)
_TAIL = compiled(
    r"(?:\s+(?:(?:on|in|of) (?:average|price|weight|total|all)|"
    r"(?:with|among|by|for|from) (?:(?:most|its|our|the) )?(?!less\b|more\b|longer\b)[a-z]+|"
    r"(?:on|in|under|across|around|at) (?:the|your|a) (?!wallet|purse|budget|pocket|bank)[a-z]+|"
    r"underfoot|overall|inside))$",
    re.I,
)
"""``scores better with parents than …``"""


def read_comparative(left: str) -> tuple[Aspect, int, Quantity | None, Hedge] | None:
    """The comparative that ``left`` ends in, its start, and the amount before it."""
    left = _OF_IT.sub("", left)
    tail = _TAIL.search(left)
    left = left[: tail.start()] if tail else left
    last = list(quantities(left))
    dimension = None
    if last and (bare := BARE_MORE.fullmatch(left[last[-1].end :])):
        last[-1:] = [_in_its_unit(left, last)]
        said = [*sorted(last[-2].nouns), last[-2].dimension] if len(last) > 1 else []
        if not said and (most := _MOST_OF.search(left)) is not None:
            said = [stem(most[1])]
        if re.search(r"\b(?:seats|sleeps|serves)\b", left, re.I):
            said = ["person"]
        before = next((word for word in said if word and noun_keys(word)), None)  # "7 gears, 11 fewer"
        rated = re.search(r"\b(?:points?|stars?|rat(?:ed|es|ing))\b", left, re.I)
        dimension = last[-1].dimension or ("rating" if rated else bare["noun"] or before)
    read = None
    if (said_plainly := plain(left)) is not None and (read := comparative(said_plainly[0])) is not None:
        read = (read[0], said_plainly[1])
    if read is None and dimension is None and _AT_END.search(left):
        read = cued(left)  # "Customers score it higher" speaks of no height.
    read = read or comparative(left, dimension) or cued(left)
    if read is None:
        return None
    aspect, begin = read
    for quantity in reversed(last):
        between = left[quantity.end : begin]
        if quantity.end <= begin and re.fullmatch(
            r"[\s-]*(?:of a )?(?:(?!(?:and|but|or|yet|is|are|was|were)\b)[a-z]+)?\s*", between
        ):
            return aspect, _start(left, quantity), quantity, hedge_before(left[: quantity.start])
        inside = begin <= quantity.start
        if inside:
            return aspect, begin, quantity, hedge_before(left[: quantity.start])
    verb = re.search(r"(?:costs?|priced|weighs?|is|are)\s*$", left[:begin], re.I)
    return aspect, verb.start() if verb and not last else begin, None, "exact"


def _in_its_unit(left: str, last: list[Quantity]) -> Quantity:
    """The last number, in the unit of the one before it: ``18 hours, six more``."""
    said, before = last[-1], last[-2] if len(last) > 1 else last[-1]
    if (
        said.dimension is not None
        or said.nouns
        or before.dimension in (None, MONEY, PERCENT)
        or not before.said
    ):
        return said
    if _APART.search(left, before.end, said.start):
        return said
    return replace(said, value=said.value * before.value / before.said, dimension=before.dimension)


_APART = compiled(r"[.;]|\b(?:and|but) ")


def _start(left: str, quantity: Quantity) -> int:
    hedge = re.search(
        r"(?:(?:just|a little|slightly) )?(?:over|under|more than|less than|nearly|"
        r"almost|about|around|roughly|at least|up to|exactly|some)\s*$",
        left[: quantity.start],
        re.I,
    )
    return hedge.start() if hedge else quantity.start


_AS = compiled(r"(?<!not )(?<!nearly )\b(?:quite )?as (?=[a-z]+ (?:[a-z]+ )?as\b)", re.I)


def no_less(clause: str) -> str:
    """``No other is as light``: nor lighter."""
    return _AS.sub("at least as ", clause)
