"""A country and its people: ``a Scottish inn`` is in Scotland, ``Italian leather`` comes from Italy."""

from __future__ import annotations

import re
from collections.abc import Set

from agent.narration.claims.guarded import compiled

PEOPLES = {
    "french": "france", "spanish": "spain", "dutch": "netherland", "swiss": "switzerland",
    "english": "england", "british": "britain", "danish": "denmark", "finnish": "finland",
    "polish": "poland", "greek": "greece", "welsh": "wale", "irish": "ireland", "turkish": "turkey",
    "american": "usa", "swedish": "sweden", "peruvian": "peru", "norwegian": "norway", "italian": "italy",
    "portuguese": "portugal", "chinese": "china", "scottish": "scotland", "moroccan": "morocco",
    "german": "germany", "japanese": "japan", "indian": "india", "taiwanese": "taiwan", "thai": "thailand",
    "kenyan": "kenya", "ethiopian": "ethiopia", "colombian": "colombia", "brazilian": "brazil",
    "mexican": "mexico", "canadian": "canada", "austrian": "austria", "belgian": "belgium",
    "australian": "australia", "korean": "korea", "vietnamese": "vietnam", "icelandic": "iceland",
}  # fmt: skip
_OF = {country: people for people, country in PEOPLES.items()}
_MADE = compiled(
    r"\b(?:made|built|produced|manufactured|crafted|sewn|woven|assembled|designed|grown|printed|bottled|roasted)"
    r"(?: by hand| entirely)? in (?:the )?$",
    re.I,
)


def of_people(country: str, mentioned: Set[str], before: str) -> bool:
    """Whether the facts speak of a country by its people; ``before``: what the sentence says before it.

    Where it was made is a claim of its own: Italian leather may be sewn elsewhere.
    """
    return _OF.get(country) in mentioned and _MADE.search(before) is None
