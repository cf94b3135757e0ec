"""What it is said to have, told by the thing itself: ``a privacy shutter``, ``the one with a mute button``.

However well its other words fit, a thing of which the facts do not speak is not borne out: ``a tough cover``
of a tough ball without one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.narration.claims.beside import told
from agent.narration.claims.guarded import compiled
from agent.narration.claims.hedges import Verdict
from agent.narration.claims.known import Facts
from agent.narration.claims.lexicon import PARTS, SOFT
from agent.narration.claims.quantities import dimension_of
from agent.narration.claims.synonyms import SAME, akin
from agent.narration.claims.vocabulary import find
from agent.narration.claims.wording import MARKS, stem

_STOP = (
    r"and|or|for|that|which|to|of|with|in|on|at|but|when|so|as|by|from|it|you|is|are|than|if|while|"
    r"where|who|too|also|"
    r"here|now|then|either|inside|outside|underneath|behind|below|above|under|over|up|out|off|down|"
    r"because|since|"
    r"making|keeping|giving|letting|without|per|plus|has|have|makes?|keeps?|gives?|lets?|means?|"
    r"needs?|does|do|will|can|"
    r"comes?|goes|just|even|all|both|only|not|no|what|how|whose|its|your|their|this|these|the|a|an|"
    r"through|into|onto|"
    r"around|between|near|after|before|during|against|along|like|via|rather|instead|more|less|most|least"
)
_HAVING = compiled(
    rf"(?:\b(?:it|this|this one|that|which|and|also|[{MARKS}])(?: also| even| really| has)*|"
    rf"[{MARKS}]|^\s*the(?: [\w-]+){{1,3}}) "
    r"(?:has got|has|features|offers|boasts|sports|carries|is (?:fitted|equipped|furnished|"
    r"kitted out) with)\s+"
    rf"(?P<a>(?:an?|its own|some|one|2|3|4) )?(?P<x>(?!(?:{_STOP}|been|become|got|had|never|"
    rf"always)\b)[^\W\d_][\w'-]*"
    rf"(?: (?!(?:{_STOP})\b)[^\W\d_][\w'-]*){{0,3}})(?P<end>\s*[.,;:!?]|\s*$| (?:and|for|that|which|"
    rf"to|with|in|on|too|at|so|but|inside)\b)"
    r"|(?:(?<!when )(?<!where )(?<!if )(?<!once )(?<!while )(?<!even )\bthere(?:'s| is| are)|"
    r"\byou(?: also| even| do)? get|\bthe one with|\bwhat you get (?:is|are)|^\s*with(?= an? ))\s+"
    rf"(?P<b>(?:an?|its own|some|one|2|3|4) )?(?P<y>(?!(?:{_STOP}|been|nothing|little|plenty|enough|"
    rf"always|never)\b)[^\W\d_][\w'-]*"
    rf"(?: (?!(?:{_STOP})\b)[^\W\d_][\w'-]*){{0,3}})(?:\s*[.,;:!?]|\s*$| (?:and|for|that|which|to|"
    rf"with|in|on|too|at|so|but|inside)\b)",
    re.I,
)
_ITS = compiled(
    r"\b(?:by|with|via|on|in|thanks to) its (?:[\w-]+ ){0,2}?(?P<head>[a-z]{3,})(?=\s*[.,;:!?]|\s*$)", re.I
)
"""``you carry it by its shoulder strap``."""
_DENIED = compiled(
    r"(?:\b(?:not|no|never|without|cannot|nor|neither|hardly|nothing|none|if|whether|than|unlike|"
    r"rather|instead)|n't)\b[^.,;]*$",
    re.I,
)
_ABSTRACT = compiled(
    r"(?:ness|ity|ment|ance|ence|ship|hood|ism|tude|th|sion|tion|cy|ery|age|ture|eur|our|[a-z]{3}ing|"
    r"ous|ful|ive|able|"
    r"ible|ly|ed|est|ish|less|al|ic|y)$",
    re.I,
)
_DONE = compiled(r"(?:cut|made|built|meant|set|sewn|left|[a-z]{3,}ed)", re.I)
_ADVERB = compiled(
    r"(?:[a-z]{3,}ly|often|seldom|ever|yet|long|felt|looked|stayed|held|kept|gone|done|seen|"
    r"won|come|found)\b",
    re.I,
)
"""``it has rarely felt so good``: something was done."""
_LOOSE = frozenset(
    [
        "everything", "anything", "plenty", "lot", "lots", "room", "deal", "one", "ones", "thing",
        "things", "bit",
        "edge", "point", "star", "shade", "colour", "color", "rating", "review", "price", "fan", "winner",
        "favourite", "favorite",
        "bargain", "gem", "classic", "workhorse", "companion", "record", "choice", "pick", "option",
        "range",
        "few", "number", "percent", "discount", "buyer", "shopper", "people", "owner", "life", "time",
        "world",
        "product", "model", "item", "version", "piece", "pair", "set", "pack", "kit", "start", "reason",
        "side",
        "place", "day", "night", "year", "week", "month", "hour", "minute", "use", "user", "brand",
        "name", "maker",
        "half", "third", "quarter", "rest", "second", "lead", "advantage", "stock", "verdict", "average",
        "score",
        "build", "design", "wow", "heart", "soul", "backbone", "hit", "job", "trick", "love", "plus",
        "joy", "dream", "pleasure", "delight", "satisfaction", "comfort", "charm", "magic", "peace", "pride",
        "thrill", "beauty", "value",
        "fun", "punch", "oomph", "gap", "amount", "total", "spec", "specs", "chance", "idea", "promise",
        "ease",
        "spot", "slot", "back", "front", "top", "bottom", "middle", "end", "line", "crowd", "guest",
        "family",
    ]
)  # fmt: skip
"""Of these a product has what no fact could tell."""


def owned(text: str, facts: Facts, listed: frozenset[str]) -> Iterator[Verdict]:
    """A verdict on each such thing of which the facts are silent. ``listed``: stems of the names of "
    "the list."""
    for found in _ITS.finditer(text):
        head = stem(found["head"])
        known = told(head, facts) or not SAME.get(head, frozenset()).isdisjoint(facts.mentioned)
        if head in PARTS and not known and not _DENIED.search(text[: found.start()]):
            yield Verdict(found[0], False)
    for found in _HAVING.finditer(text):
        phrase = found["x"] or found["y"]
        words = phrase.split()
        while len(words) > 1 and _DONE.fullmatch(words[-1]):
            words.pop()  # "A tarp cut to its size".
        head = stem(words[-1].split("'")[0])
        if (
            len(head) < 3
            or _ADVERB.match(phrase)
            or head in SOFT
            or head in _LOOSE
            or head in listed
            or dimension_of(words[0]) is not None
            or (not (found["a"] or found["b"]) and head == words[-1].lower() and len(words) < 2)
            or (head not in PARTS and _ABSTRACT.search(head))
            or _DENIED.search(text[: found.start("x" if found["x"] else "y")])
        ):
            continue
        parts = [stem(part) for part in (*words[-1].split("-"), words[-1].replace("-", ""))]
        if any(told(part, facts) or akin(part, facts.stems) for part in (head, *parts)):
            continue
        if not SAME.get(head, frozenset()).isdisjoint(facts.mentioned):
            continue
        if not any(word.end == len(phrase) and word.key in facts.has for word in find(phrase, facts.learned)):
            yield Verdict(phrase, False)
