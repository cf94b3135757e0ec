"""The aspects, each with its words for more and for less."""

from __future__ import annotations

import re
from dataclasses import dataclass

from agent.narration.claims.guarded import compiled


@dataclass(frozen=True, slots=True)
class Aspect:
    """A measure by any of ``keys`` (see ``Facts.measures``); ``sign`` 1: more of it, -1: less."""

    keys: tuple[str, ...]
    sign: int = 1
    any_key: bool = False
    """Any of the measures may bear it out; otherwise the first that both products have."""


SIZE = (
    "volume", "capacity", "person", "size", "length", "width", "height", "screen", "display", "diameter",
    "piece", "area",
)  # fmt: skip
PRICE, RATING, COUNT, NEW = ("price",), ("rating",), ("count",), ("published",)
OFF = ("saved", "percent")
_REVIEWS = (
    r"(?:reviews?|ratings|reviewers|votes|(?:customer|buyer|user|owner|shopper)s?'? (?:reviews|ratings))"
)
# keys, one of several, more, less, plain adjective for more, for less
_TABLE: tuple[tuple[tuple[str, ...], bool, str, str, str, str], ...] = (
    (
        OFF,
        True,
        r"(?:bigger|larger|deeper|steeper|higher|better|greater) (?:discount|saving|savings|"
        r"reduction|markdown)|more (?:heavily )?discounted",
        r"(?:smaller|lower|lesser) (?:discount|"
        r"saving|savings|reduction|markdown)",
        "discounted",
        "",
    ),
    (
        PRICE,
        False,
        r"more expensive|pricier|dearer|costlier|higher[- ]priced|higher(?: in)? price(?: "
        r"tag)?|higher cost|priced higher|costs? more|costing more|more costly|steeper price|sells for "
        r"more|more to buy|for more",
        r"cheaper|less expensive|less costly|less pricey|more affordable|"
        r"lower[- ]priced|lower(?: in)? price(?: tag)?|lower cost|priced lower|costs? less|costing less|"
        r"sells for less|more economical|easier on the (?:wallet|budget)|kinder to the wallet|less to "
        r"buy|less money|for less",
        r"expensive|costly|dear|pricey|much",
        r"cheap|affordable|inexpensive|"
        r"low[- ]priced",
    ),
    (
        RATING,
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
        COUNT,
        False,
        rf"more {_REVIEWS}|more (?:often|widely) (?:reviewed|rated)|more reviewed|(?:rated|"
        rf"reviewed) by more (?:shoppers|people|customers|buyers)|rated more often|reviewed more(?: "
        rf"often)?|more shoppers",
        rf"fewer {_REVIEWS}|less {_REVIEWS}|less reviewed|less (?:often|widely) "
        rf"(?:reviewed|rated)|(?:rated|reviewed) by fewer (?:shoppers|people|customers|buyers)|rated "
        rf"less often",
        rf"(?:many|often|widely) (?:{_REVIEWS}|reviewed|rated)",
        rf"few {_REVIEWS}",
    ),
    (
        ("mass", "weight"),
        False,
        r"heavier|heftier|weightier|weighs? more|weighing more",
        r"lighter(?: in weight)?|weighs? less|weighing less|less heavy",
        "heavy",
        r"light(?:weight)?",
    ),
    (
        NEW,
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
        ("power", "alcohol", "torque", "suction", "thrust", "strength", "intensity", "voltage"),
        True,
        "more powerful|stronger",
        "less powerful|weaker|milder",
        "powerful|strong",
        "weak",
    ),
    (
        ("efficiency",),
        False,
        r"more (?:energy[- ])?efficient|better energy (?:class|label)",
        r"less (?:energy[- ])?efficient|worse energy (?:class|label)",
        "efficient",
        "",
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
    (("length", "page", "playtime", "duration", "time"), False, "longer", "shorter", "long", "short"),
    (
        SIZE,
        True,
        "bigger|larger|roomier|more spacious",
        "smaller|more compact",
        "big|large|roomy|spacious",
        "small|compact",
    ),
)
ENDS = tuple(
    (compiled(rf"\b(?:{pattern})$", re.I), Aspect(keys, sign, many))
    for keys, many, more, less, *_ in _TABLE
    for pattern, sign in ((more, 1), (less, -1))
    if pattern
)
PLAIN = tuple(
    (compiled(rf"(?:{pattern})$", re.I), Aspect(keys, sign, many))
    for keys, many, _, _, more, less in _TABLE
    for pattern, sign in ((more, 1), (less, -1))
    if pattern
)
