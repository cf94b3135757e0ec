"""The superlatives, what each compares by, and whether the most of it is meant."""

from __future__ import annotations

import re

from agent.narration.claims.guarded import compiled
from agent.narration.claims.wording import MARKS

_PRICE, _RATING = ("price",), ("rating",)
_SIZE = (
    "volume", "capacity", "person", "seat", "size", "length", "width", "height", "screen", "piece", "area",
)  # fmt: skip
_PACK = ("volume", "capacity", "mass", "piece", "length")
LONG = ("page", "length", "playtime", "duration", "time")
AFTER = compiled(
    rf"(?: [\w-]+){{0,3}}?,? (?:after|behind|bar|but for|apart from|except(?: for)?|save for) (?:the"
    rf" )?(?P<t>[{MARKS}])",
    re.I,
)
"""``the lightest after the Buds``."""
LED_AFTER = compiled(
    rf"(?:^|[.;:,] |\b(?:is|it) )(?:after|behind|bar|but for|apart from|aside from|except(?: for)?|save for|"
    rf"other than) (?:the )?(?P<t>[{MARKS}]),? [^.;,]*$",
    re.I,
)
"""``Apart from the Buds it is the lightest``."""
_TABLE: tuple[tuple[str, tuple[str, ...], bool], ...] = (
    (
        r"cheapest|lowest[\s-]priced?|lowest(?: in)? (?:price|cost)|least expensive|most affordable|least "
        r"costly|best price|most inexpensive|costs? the least|"
        r"least money|"
        r"(?:easiest|kindest|gentlest|lightest) (?:on|to|for) (?:the|your|any) (?:wallet|purse|budget"
        r"|pocket)|"
        r"most (?:budget|wallet|pocket|purse)[- ]friendly|asks? the least|"
        r"smallest (?:price|outlay|investment)|"
        r"bottom of the price (?:range|list)|least (?:you|one) can (?:spend|pay)",
        _PRICE,
        False,
    ),
    (
        r"most expensive|priciest|highest[\s-]priced?|highest(?: in)? price|costliest|dearest|most costly|"
        r"costs? the most|least affordable|(?:steepest|biggest) price(?: tag)?|"
        r"(?:biggest|largest) (?:investment|outlay|splurge)|top of the price (?:range|list)",
        _PRICE,
        True,
    ),
    (
        r"(?:highest|best|top)[\s-](?:rated|rating|scored|scoring|reviewed)|(?:best|highest) (?:customer |"
        r"shopper |average |star )?(?:rating|score|reviews)|most highly rated|"
        r"rated (?:the )?(?:highest|best)|"
        r"scores? the highest|(?:highest|best|top) (?:marks|scores?|scorers?)|best[\s-](?:loved|liked)|"
        r"most (?:loved|liked)|"
        r"top of the (?:ratings|table|class)|best in (?:the )?ratings|"
        r"leads? (?:[a-z]+ )?(?:in|on|by) (?:its )?ratings?|"
        r"favou?rite (?:here |of all )?by (?:its )?ratings?|"
        r"(?:best|highest) (?:score|feedback|average(?! (?:rating|score)))|"
        r"tops? (?:the|every|all)"
        r" (?:ratings?|table|charts?)",
        _RATING,
        True,
    ),
    (
        r"(?:lowest|worst|least well)[\s-](?:rated|rating|scored|scoring|reviewed)|(?:worst|lowest) "
        r"(?:customer |shopper |average |star )?(?:rating|score|reviews)|"
        r"rated (?:the )?(?:lowest|worst)|(?:lowest|poorest|worst) "
        r"(?:marks|stars)|least (?:loved|liked)",
        _RATING,
        False,
    ),
    (
        r"most[\s-](?:often[\s-]|widely[\s-])?(?:reviewed|rated)|most (?:customer )?(?:ratings|reviews|"
        r"votes)|rated by the most (?:people|shoppers)|rated most often",
        ("count",),
        True,
    ),
    (
        r"(?:fewest|least) (?:customer )?(?:ratings|reviews|votes)|least[\s-](?:often )?reviewed",
        ("count",),
        False,
    ),
    (
        r"newest|most recent(?:ly released)?|latest(?= (?:of|in|here|on|among|arrival|model|release|"
        r"addition))|released (?:last|most recently)",
        ("published",),
        True,
    ),
    (r"oldest|been (?:on sale|around|out) (?:the )?longest|released first", ("published",), False),
    (
        r"(?:biggest|largest|deepest|steepest|best|highest) (?:percentage )?(?:discount|savings?|reduction|"
        r"markdown)|most (?:heavily )?(?:discounted|reduced)|saves? (?:you )?(?:the )?most",
        ("saved", "percent"),
        True,
    ),
    (r"smallest (?:discount|savings?|reduction|markdown)", ("saved", "percent"), False),
    (r"lightest|weighs? (?:the )?least|lowest weight", ("mass",), False),
    (r"heaviest|heavyweight(?= (?:here|of))|weighs? (?:the )?most|highest weight", ("mass",), True),
    (r"smallest pack(?:et|age)?", ("pack", *_PACK), False),
    (r"(?:biggest|largest) pack(?:et|age)?", ("pack", *_PACK), True),
    (r"smallest set", ("pack", "piece", *_PACK), False),
    (r"(?:biggest|largest) set", ("pack", "piece", *_PACK), True),
    (r"smallest (?:bag|box|tin|jar|tub|portion|bottle)", _PACK, False),
    (
        r"(?:biggest|largest) (?:bag|box|tin|jar|tub|portion|bottle)",
        _PACK,
        True,
    ),
    (r"biggest|largest|roomiest|most spacious", _SIZE, True),
    (r"smallest|most compact", _SIZE, False),
    (
        r"longest(?=[,.;!]|$| (?:book|novel|read|story|film|movie|album|game|one|of|here|in|on|among)\b)",
        LONG,
        True,
    ),
    (
        r"shortest(?=[,.;!]|$| (?:book|novel|read|story|film|movie|album|game|one|of|here|in|on|among)\b)",
        LONG,
        False,
    ),
    (r"tallest|highest(?= (?:of|in|here|on|among))", ("height", "length"), True),
    (r"widest", ("width", "length"), True),
    (r"narrowest", ("width", "length"), False),
    (r"deepest", ("depth", "length"), True),
    (r"shallowest", ("depth", "length"), False),
    (r"thickest", ("thickness", "depth"), True),
    (r"thinnest|slimmest", ("thickness", "depth"), False),
    (r"brightest", ("light", "brightness"), True),
    (r"dimmest", ("light", "brightness"), False),
    (r"fastest|quickest", ("speed", "frequency"), True),
    (r"slowest", ("speed", "frequency"), False),
    (
        r"most powerful|strongest",
        ("power", "alcohol", "torque", "suction", "thrust", "strength", "intensity", "voltage"),
        True,
    ),
    (r"least popular", ("count", "rating"), False),
    (
        r"least powerful|weakest|mildest",
        ("power", "alcohol", "torque", "suction", "thrust", "strength", "intensity", "voltage"),
        False,
    ),
    (
        r"most (?:energy[- ])?(?:efficient|economical|frugal)|(?:best|highest|top) (?:energy )?"
        r"(?:class|label)",
        ("efficiency",),
        True,
    ),
    (r"quietest", ("sound", "noise"), False),
    (r"loudest", ("sound", "noise"), True),
    (
        r"longest[\s-]lasting|lasts? (?:the )?longest|runs? (?:the )?longest",
        ("battery", "runtime", "time"),
        True,
    ),
)
SUPERLATIVES = tuple(
    (compiled(rf"\b(?:{pattern})\b(?! than)", re.I), keys, most) for pattern, keys, most in _TABLE
)


_LEADS = compiled(
    r"\b(?:leads?|tops?|heads?) (?:the|this|our) (?:list|page|lot|field|selection|range|line-?up|shortlist|"
    r"group|bunch)(?: here)? (?:on|in|for|by) (?:its |the )?"
    r"(?:(?P<r>ratings?|score)|(?P<n>(?!weight\b|price\b)[a-z]+))\b",
    re.I,
)


def leading(text: str) -> str:
    """``leads the list on capacity`` as having the highest."""
    return _LEADS.sub(_highest, text) if " the " in text or " this " in text else text


def _highest(found: re.Match[str]) -> str:
    return f"has the highest {'rating' if found['r'] else found['n']}"
