"""What is said of ratings and reviews in few words, put plainly: ``812 people have rated the Fell``.

The names are marks by now.
"""

from __future__ import annotations

import re

from agent.narration.claims.guarded import compiled
from agent.narration.claims.marks import OTHERS
from agent.narration.claims.wording import MARKS

_M = "\ue000-\ue3ff"
_ONE = rf"(?:it|this(?: (?:1|one))?|(?:the )?[{_M}])"
_HEDGE = (
    r"(?:(?:just |well )?over |more than |at least |upwards of |north of |nearly |almost |close to |"
    r"just under |about |around |roughly |some |approximately |fewer than |less than |under |only |just )?"
)
_N = r"\d+(?:[.,]\d+)*"
_CROWD = r"(?:people|buyers|shoppers|customers|owners|users|reviewers|parents)"
_REVIEWS = r"(?:(?:customer |buyer |user )?(?:reviews|ratings|votes))"
_AVERAGED = compiled(
    rf"(?P<r>\d\.\d(?: stars| average| rating| score)?(?: out of 5)?) over (?P<n>{_N})(?= {_REVIEWS}\b)", re.I
)
_RATED = compiled(
    rf"(?P<n>\b{_HEDGE}{_N}) {_CROWD} (?:have |has )?(?:rated|reviewed|scored) (?P<t>(?:the )?[{_M}])(?!'s)",
    re.I,
)
_COUNTS = compiled(rf"\b(?:counts|comes with|draws on)(?= {_HEDGE}{_N} {_REVIEWS}\b)", re.I)
_THEN = compiled(
    rf"(?P<v>\b(?:has|gets|counts|averages|scores|is rated) {_HEDGE}{_N}(?P<u> {_REVIEWS}| stars)?)"
    rf",?(?: and| while| but)? (?P<b>(?:the )?[{_M}]|this (?:1|one)) (?P<y>{_HEDGE}{_N})(?=\s*(?:[.;!?]|$))",
    re.I,
)
"""``It has 9,870 reviews, the Fell 15,300.``"""
_MORE_THAN = compiled(
    rf"(?P<n>{_N} (?:{_REVIEWS}|{_CROWD} (?:have |has )?(?:rated|reviewed|scored) (?:it|this(?: 1| one)?)))"
    rf",? (?:which is |and )?(?P<w>more|fewer|less) than (?P<t>{_ONE}|[{MARKS}])(?![\w'])",
    re.I,
)
_MOST = compiled(
    rf"{_N} {_REVIEWS}(?:,? (?:it|this(?: 1| one| [a-z]+)?|(?:the )?[{_M}]) (?:has|gets)|,|,? which is)"
    r"(?: by far| easily)? the (?:(?:second|third|fourth) )?(?:most|fewest|least)"
    r"(?=\s*(?:[.,;:!?]|$)| (?:of|here|in|on|among)\b)",
    re.I,
)
"""``With 900 reviews it has the most of any here``."""
_OFTEN = compiled(rf"\bbeen (?:reviewed|rated) (?P<w>more|less) often than (?P<t>{_ONE})(?![\w'])", re.I)
_OF_TWO = compiled(
    rf"(?: is|'s) the (?P<w>more|less) reviewed(?: one)?(?: of (?:the )?\S+)?,? "
    rf"(?:next to|beside|compared (?:to|with)) (?P<t>{_ONE})(?![\w'])",
    re.I,
)
_EQUALS = compiled(
    rf"\b(?:(?P<s>[Ii]t)s|(?P<o>{_ONE})'s) (?:average )?rating (?:equals|is equal to|is identical to|matches)"
    rf"(?: that of)? (?P<t>{_ONE})(?![\w'])",
)
_BEATS = compiled(
    rf"\b(?:beats|tops|edges out|outscores|leads) (?P<t>(?:the )?[{_M}])"
    r"(?: (?:on|for|in) (?:its )?ratings?)?,? "
    r"(?P<x>\d\.\d) (?:to|against|v(?:ersu)?s) (?P<y>\d\.\d)(?![\d.]*\d)",
    re.I,
)
_TOPS = compiled(
    r"\b(?:an?|the|its) (?:(?:list|chart|table|group|class|field|category|range|page)-"
    r"(?:topping|leading|best) (?P<a>\d\.\d)(?:[ -]stars?)?(?: rating| score| average)?|"
    r"(?P<b>\d\.\d)(?:[ -]star)? (?:average |customer |buyer )?(?:rating|score|average)(?:,? that| which)? "
    r"(?:[\uf8f4]|nothing|none|no other [a-z]+|no one|nobody)(?: else)?"
    r"(?: (?:here|listed|of (?:them|these|the others)|(?:on|in) (?:the|this) (?:list|page|selection)))? "
    r"(?:can |could |even )?(?:match|beat|reach|top|equal|better)(?:e?s)?)(?![\w'-])",
    re.I,
)
"""``a 4.8 rating that nothing else here matches``, ``a list-topping 4.6 stars``."""
_ABOUT = compiled(r"rat(?:ed|ing)|review|stars|votes|averages|scores", re.I)
_BY_MORE = compiled(
    rf"(?P<a>\b(?:rated|reviewed|scored) \d(?:\.\d)?(?: stars)?(?: out of 5)?,? (?:and|but|yet|though)) "
    rf"(?:also |only )?by (?:far |many |a lot )?(?P<w>more|fewer) {_CROWD} than\b",
    re.I,
)
_MORE_RATED = compiled(
    rf"(?:^|(?<=[,;] )|\b(?:and|but) )"
    rf"(?:(?:far|many|a lot|slightly|a few) )?(?P<w>more|fewer) {_CROWD} (?:have |has )?"
    rf"(?:rated|reviewed|scored) (?P<t>{_ONE}) than\b",
    re.I,
)
"""``Fewer people rated it than the Fell``."""
_ROUND = 50


def reviewed(text: str) -> str:
    """The sentence with what it says of ratings in the plainest words."""
    if not _ABOUT.search(text):
        return text
    text = _TOPS.sub(lambda m: f"the highest rating of {m['a'] or m['b']}", text)
    text = _AVERAGED.sub(_averaged, text)
    text = _COUNTS.sub("has", text)
    text = _BEATS.sub(
        lambda m: f"is rated higher than {m['t']}, {m['x']} stars against {m['y']} for {m['t']}", text
    )
    text = _EQUALS.sub(lambda m: f"{m['o'] or m['s']} is rated the same as {m['t']}", text)
    text = _OF_TWO.sub(lambda m: f" has {_degree(m['w'])} reviews than {m['t']}", text)
    text = _OFTEN.sub(lambda m: f"{_degree(m['w'])} reviews than {m['t']}", text)
    text = _MORE_THAN.sub(_more_than, text)
    if " than " in text:
        text = _BY_MORE.sub(lambda m: f"{m['a']} has {m['w']} reviews than", text)
        text = _MORE_RATED.sub(lambda m: f"{_led(m[0])}{m['t']} has {_degree(m['w'])} reviews than", text)
    text = _MOST.sub(lambda m: f"{m[0]} reviews", text)
    text = _THEN.sub(_then, text)
    return _RATED.sub(lambda m: f"{m['t']} has {m['n'][:1].lower()}{m['n'][1:]} ratings", text)


def _more_than(found: re.Match[str]) -> str:
    """``208 reviews, more than any other``: the most, though one has none yet."""
    if found["t"] == OTHERS:
        return f"{found['n']}, the {'most' if found['w'].lower() == 'more' else 'fewest'} reviews here"
    return f"{found['n']} and {_degree(found['w'])} reviews than {found['t']}"


def _degree(word: str) -> str:
    return "more" if word.lower() == "more" else "fewer"


def _led(text: str) -> str:
    word = text.split()[0].lower()
    return f"{word} " if word in ("and", "but") else ""


def _averaged(found: re.Match[str]) -> str:
    """``4.8 over 654 reviews`` counts them; of a round number "over" may mean more."""
    count = found["n"].replace(",", "")
    over = "from at least" if count.isdigit() and int(count) % _ROUND == 0 else "from"
    return f"{found['r']} {over} {found['n']}" if count.isdigit() else found[0]


def _then(found: re.Match[str]) -> str:
    """``the Fell 15,300``, as what is said of the first one."""
    verb = found["v"].split()[0] if not found["v"].lower().startswith("is") else "is rated"
    return f"{found['v']}, and {found['b']} {verb} {found['y']}{found['u'] or ''}"
