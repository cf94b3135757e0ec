"""What products are compared by, and the words for more and less of it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from agent.narration.claims.quantities import dimension_of
from agent.narration.claims.wording import stem, tokens


@dataclass(frozen=True, slots=True)
class Aspect:
    """A measure by any of ``keys`` (see ``Facts.measures``); ``sign`` 1: more of it, -1: less."""

    keys: tuple[str, ...]
    sign: int = 1
    any_key: bool = False
    """Any of the measures may bear it out; otherwise the first that both products have."""


_SIZE = (
    "volume", "capacity", "person", "size", "length", "width", "height", "screen", "display", "diameter",
    "piece", "area",
)  # fmt: skip
_PRICE, _RATING, _COUNT, _NEW = ("price",), ("rating",), ("count",), ("published",)
_OFF = ("saved", "percent")
_REVIEWS = (
    r"(?:reviews?|ratings|reviewers|votes|customer reviews|buyers'? ratings|shopper (?:reviews|ratings))"
)
# keys, one of several, more, less, plain adjective for more, for less
_TABLE: tuple[tuple[tuple[str, ...], bool, str, str, str, str], ...] = (
    (
        _OFF,
        True,
        r"(?:bigger|larger|deeper|steeper|higher|better|greater) (?:discount|saving|savings|"
        r"reduction|markdown)|more (?:heavily )?discounted",
        r"(?:smaller|lower|lesser) (?:discount|"
        r"saving|savings|reduction|markdown)",
        "discounted",
        "",
    ),
    (
        _PRICE,
        False,
        r"more expensive|pricier|dearer|costlier|higher[- ]priced|higher(?: in)? price(?: "
        r"tag)?|higher cost|priced higher|costs? more|costing more|more costly|steeper price|sells for "
        r"more|more to buy",
        r"cheaper|less expensive|less costly|less pricey|more affordable|"
        r"lower[- ]priced|lower(?: in)? price(?: tag)?|lower cost|priced lower|costs? less|costing less|"
        r"sells for less|more economical|easier on the (?:wallet|budget)|kinder to the wallet|less to "
        r"buy|less money",
        r"expensive|costly|dear|pricey|much",
        r"cheap|affordable|inexpensive|"
        r"low[- ]priced",
    ),
    (
        _RATING,
        False,
        r"better[- ]rated|higher[- ]rated|(?:is |are )?rated (?:higher|better)|(?:higher|"
        r"better) (?:customer |shopper |average |star )?(?:rating|score|reviews)|(?:rates?|scores?|"
        r"scoring) (?:higher|better)|better[- ]reviewed|more highly rated|better[- ]liked|more stars",
        r"lower[- ]rated|worse[- ]rated|(?:is |are )?rated (?:lower|worse)|(?:lower|worse) "
        r"(?:customer |shopper |average |star )?(?:rating|score|reviews)|(?:rates?|scores?|scoring) "
        r"(?:lower|worse)|less highly rated|worse[- ]reviewed|fewer stars",
        r"highly[- ]rated|"
        r"well[- ]rated|well[- ]reviewed|well[- ]liked",
        r"poorly[- ]rated",
    ),
    (
        _COUNT,
        False,
        rf"more {_REVIEWS}|more (?:often|widely) (?:reviewed|rated)|more reviewed|(?:rated|"
        rf"reviewed) by more (?:shoppers|people|customers|buyers)|rated more often|reviewed more(?: "
        rf"often)?|more shoppers",
        rf"fewer {_REVIEWS}|less {_REVIEWS}|less (?:often|widely) "
        rf"(?:reviewed|rated)|(?:rated|reviewed) by fewer (?:shoppers|people|customers|buyers)|rated "
        rf"less often",
        rf"(?:many|often|widely) (?:{_REVIEWS}|reviewed|rated)",
        rf"few {_REVIEWS}",
    ),
    (
        ("mass",),
        False,
        r"heavier|weighs? more|weighing more",
        r"lighter(?: in weight)?|weighs? less|weighing less|less heavy",
        "heavy",
        r"light(?:weight)?",
    ),
    (
        _NEW,
        False,
        r"newer|more recent|(?:released|launched|came out|published|arrived) (?:later|more "
        r"recently)",
        r"older|(?:released|launched|came out|published|arrived) (?:earlier|sooner)|"
        r"longer on the market",
        r"new|recent",
        "old",
    ),
    (("thickness", "depth"), False, "thicker", "thinner|slimmer", "thick", "thin|slim"),
    (("height", "length"), False, "taller|higher", "lower", "tall|high", "low"),
    (("width", "length"), False, "wider|broader", "narrower", "wide|broad", "narrow"),
    (("depth", "length"), False, "deeper", "shallower", "deep", "shallow"),
    (("light", "brightness"), False, "brighter", "dimmer", "bright", "dim"),
    (("speed", "frequency"), False, "faster|quicker", "slower", "fast", "slow"),
    (
        ("power", "torque", "voltage"),
        True,
        "more powerful|stronger",
        "less powerful|weaker",
        "powerful|strong",
        "weak",
    ),
    (("sound", "noise"), False, "louder|noisier", "quieter", "loud|noisy", "quiet"),
    (("sharpness", "resolution", "pixel"), False, "sharper", "", "sharp", ""),
    (
        ("battery", "runtime", "playtime"),
        False,
        r"longer[- ]lasting|lasts? longer|runs? longer|plays? longer",
        r"shorter[- ]lasting|lasts? less",
        "",
        "",
    ),
    (("length", "time"), False, "longer", "shorter", "long", "short"),
    (
        _SIZE,
        True,
        "bigger|larger|roomier|more spacious",
        "smaller|more compact",
        "big|large|roomy|spacious",
        "small|compact",
    ),
)
_ENDS = tuple(
    (re.compile(rf"\b(?:{pattern})$", re.I), Aspect(keys, sign, many))
    for keys, many, more, less, *_ in _TABLE
    for pattern, sign in ((more, 1), (less, -1))
    if pattern
)
_PLAIN = tuple(
    (re.compile(rf"(?:{pattern})$", re.I), Aspect(keys, sign, many))
    for keys, many, _, _, more, less in _TABLE
    for pattern, sign in ((more, 1), (less, -1))
    if pattern
)
_MORE_OF = re.compile(
    r"\b(?P<d>more|greater|higher|longer|larger|bigger|wider|faster|stronger|taller|less|fewer|lower|"
    r"shorter|smaller|slower|weaker)"
    r" (?P<noun>[a-z]+(?:[ -][a-z]+){0,2})$",
    re.I,
)
_LESS = frozenset(["less", "fewer", "lower", "shorter", "smaller", "slower", "weaker"])
_BARE = re.compile(r"\b(?P<d>more|less|higher|lower|longer|shorter|fewer)$", re.I)
_NOUNS: dict[str, tuple[str, ...]] = {
    "price": _PRICE, "cost": _PRICE, "money": _PRICE, "amount": _PRICE, "sum": _PRICE,
    "rating": _RATING, "score": _RATING, "star": _RATING,
    "review": _COUNT, "reviewer": _COUNT, "buyer": _COUNT, "shopper": _COUNT,
    "weight": ("mass",), "discount": _OFF, "saving": _OFF, "size": _SIZE, "room": _SIZE, "space": _SIZE,
    "age": _NEW, "brightness": ("light", "brightness"), "storage": ("storage", "data"),
    "battery": ("battery", "charge", "runtime"), "life": ("battery", "runtime", "time"),
    "person": ("person", "seat", "sleep", "serving", "capacity"),
    "capacity": ("capacity", "volume"), "volume": ("volume", "capacity"), "speed": ("speed", "frequency"),
    "power": ("power", "voltage"), "resolution": ("resolution", "pixel"), "memory": ("memory", "ram", "data"),
}  # fmt: skip


def comparative(left: str, amount: str | None = None) -> tuple[Aspect, int] | None:
    """The aspect that ``left`` ends in and where its words begin: ``costs $5 less`` → price, down.

    ``amount``: the dimension of the number before a bare ``more`` or ``less``.
    """
    if (found := _BARE.search(left)) and amount is not None:
        keys = _PRICE if amount in ("money", "percent") else noun_keys(amount) or (amount,)
        return Aspect(keys, -1 if found["d"].lower() in _LESS else 1), found.start()
    for pattern, aspect in _ENDS:
        if found := pattern.search(left):
            return aspect, found.start()
    if (found := _MORE_OF.search(left)) and (keys := noun_keys(found["noun"])):
        return Aspect(keys, -1 if found["d"].lower() in _LESS else 1), found.start()
    return None


def adjective(words: str) -> Aspect | None:
    """``heavy`` → mass, up; ``many pieces`` → pieces, up."""
    words = re.sub(r"^(?:just|nearly|almost|quite|exactly) ", "", words.strip())
    for pattern, aspect in _PLAIN:
        if pattern.fullmatch(words):
            return aspect
    if found := re.fullmatch(r"(?:many|much|high|long|large) (?:an? )?([a-z -]+)", words, re.I):
        keys = noun_keys(found[1])
        return Aspect(keys) if keys else None
    return None


def noun_keys(phrase: str) -> tuple[str, ...]:
    """The measures that a noun names; ``()``: it is one of taste (``charm``)."""
    stems = [stem(word) for word in tokens(phrase)]
    keys: list[str] = []
    for word in stems:
        keys += [word, *_NOUNS.get(word, ()), *([d] if (d := dimension_of(word)) else [])]
    soft = _SOFT.intersection(stems)
    return () if soft else tuple(dict.fromkeys(keys))


_SOFT = frozenset(
    [
        "charm",
        "style",
        "character",
        "value",
        "comfort",
        "fun",
        "personality",
        "warmth",
        "appeal",
        "flair",
        "presence",
        "elegant",
        "stylish",
        "beautiful",
        "comfortable",
        "playful",
        "refined",
        "relaxed",
        "polished",
        "practical",
        "versatile",
        "attractive",
        "suitable",
        "convenient",
        "interesting",
        "substantial",
        "fuss",
        "than",
        "ideal",
        "modern",
        "classic",
        "subtle",
        "understated",
        "delicate",
        "rugged",
        "formal",
        "casual",
        "enjoyable",
        "exciting",
        "serious",
        "luxurious",
        "grown-up",
        "grown",
        "traditional",
        "sophisticated",
        "pleasant",
        "inviting",
        "choice",
        "reason",
        "way",
        "impression",
        "feel",
        "feeling",
        "look",
        "detail",
        "enough",
        "depth",
        "dramatic",
        "cheerful",
        "minimalist",
        "quality",
    ]
)
