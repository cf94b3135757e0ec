"""What an attribute denies may not be told: ``streams over Wi-Fi`` where it says ``wifi: no``.

A word beside which nothing denies it is enough, in any form: ``dims smoothly`` of what is not dimmable.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.narration.claims.guarded import compiled
from agent.narration.claims.hedges import Verdict
from agent.narration.claims.known import Facts, once
from agent.narration.claims.lexicon import SOFT
from agent.narration.claims.synonyms import SAME
from agent.narration.claims.wording import stem, tokens

_NO = compiled(r"^(?:not (?!included|supplied)|[\w ]+: (?:none|no|not|without)\b)", re.I)
_PIECE = compiled(
    r"\b(?:do not|don't|never|avoid|not for|(?:remove|take off|take it off|unplug) (?:before|when|while)|"
    r"not (?:suitable|intended|recommended|meant|safe) (?:for|during|in|as|with|on))\b "
    r"(?P<what>(?:(?!(?:but|and|or|with|without|on|in|at|only|for|if|when)\b)[^\W\d_]+[ -]?){1,3}"
    r"(?:or (?:the |an? )?[^\W\d_]+)?)",
    re.I,
)
"""``do not tumble dry``, ``not suitable during pregnancy``."""
_NO_SUCH = compiled(r"\b(?:no|not) ((?!more\b|less\b|longer\b|later\b|need\b|yet\b)[a-z]{4,} [a-z]{3,})\b")
_WITHIN = re.compile(r"\w")
_HARM = compiled(r"(?:non[- ]?)?(?:toxic|poisonous|harmful|hazardous|dangerous)\b", re.I)
"""Whom a harm is denied for is not denied: ``toxic to pets: no``."""
_SMALL = frozenset(
    ["or", "the", "a", "an", "your", "it", "them", "to", "be", "as", "than", "use", "more", "over"]
)
_DENYING = compiled(
    r"\b(?:not|no|never|without|nor|neither|none|nothing|nobody|instead|rather|than|lack\w*|free|separately|"
    r"extra|skip|cannot|but|only|unless|if|whether|bring|buy|add|own|budget|missing|absen\w+|unlike|though|"
    r"although|however|forgo\w*|forget|leaves?|leaving|away|apart|aside|out|off|until|beyond|keep|stays?|"
    r"hardly|barely|pity|manual\w*|hand|by hand|optional|avoid\w*|spares?|miss|misses|swap|another|other|"
    r"wish|would|could|have to|need|needs|must|yourself|on top of|"
    r"n't|sans|minus|yet|less|low|little|few|fewer|replac\w+|forgets?)\b|n't\b",
    re.I,
)
"""A sentence with one of these may well deny it: nothing is read into that."""
_CAREFREE = compiled(
    r"\bwithout (?:any |an? |the )?(?:second |further )?"
    r"(?:worr\w+|fears?|fuss|hassle|thoughts?|thinking|problems?|trouble|issues?|effort|hesitation|care|concern)\b|"
    r"\b(?:no|not a) (?:worr(?:y|ies)|problem|trouble|fuss|hassle|issue)\b",
    re.I,
)
"""These deny nothing of it."""
_BREAK = compiled(r"[;:.!?](?!\d)|,? (?:so|which|where)\b|, and\b(?! (?:no|not|nor)\b)")
_PAUSE = compiled(r"[,;:.!?](?!\d)| so\b| which\b| where\b")
_WORD = compiled(r"[^\W\d_]{2,}(?:-[^\W\d_]{2,})?")
_ENDING = compiled(r"(?:m?able|ible|ing|ed|ly|ment|er|y)$")
_WIDE = frozenset(
    [
        "included", "supplied", "required", "need", "needed", "added", "feature", "function", "option",
        "mode", "support", "supported", "system", "technology", "type", "level", "use", "product", "safe",
        "proof", "friendly", "resistant", "resistance", "ready", "content", "size", "number", "colour",
        "color", "with", "time", "play", "in", "suitable", "approved", "and", "for", "of", "own", "self",
        "quick", "built", "output", "input", "control", "machine", "auto", "automatic", "direct", "free",
        "set", "light", "hand", "back", "made", "place", "case", "cover", "water", "contain", "home",
        "print", "display", "charging", "charge", "connection", "port", "slot", "pickup", "the",
    ]
)  # fmt: skip
"""Words of a label that speak of many other things as well."""


def refuted(text: str, facts: Facts) -> Iterator[Verdict]:
    """A verdict on every word that names what its attributes deny."""
    if phrases := once(facts, "phrases denied", _phrases):
        low = text.lower()
        for phrase in phrases:
            if any(True for _ in _places(phrase, low)) and not _DENYING.search(text):
                yield Verdict(phrase, False)
    if not (absent := once(facts, "absent", _absent)):
        return
    for found in _WORD.finditer(text):
        word = stem(found[0])
        if absent.isdisjoint(
            name for part in {word, word.replace("-", ""), *word.split("-")} for name in (part, _root(part))
        ):
            continue
        begin = max((each.end() for each in _BREAK.finditer(text, 0, found.start())), default=0)
        end = _PAUSE.search(text, found.end())
        if not _DENYING.search(_CAREFREE.sub(" ", text[begin : end.start() if end else len(text)])):
            yield Verdict(found[0], False)


def _phrases(facts: Facts) -> frozenset[str]:
    """``direct sun`` of what wants no direct sun, and tells of it nowhere else."""
    words = facts.words.lower()
    found = {each[1] for each in _NO_SUCH.finditer(words)}
    return frozenset(
        each
        for each in found
        if each.split()[0] not in _SMALL
        and all(words.endswith(("no ", "not "), 0, at) for at in _places(each, words))
    )


def _places(phrase: str, text: str) -> Iterator[int]:
    """Where it stands as words of its own; a pattern for every phrase of every product would cost more."""
    at = text.find(phrase)
    while at >= 0:
        end = at + len(phrase)
        if not _WITHIN.match(text[at - 1 : at] or " ") and not _WITHIN.match(text, end):
            yield at
        at = text.find(phrase, end)


_WHOLE = frozenset(["offer", "number", "under", "after", "power", "paper", "water", "cover"])
"""They end so and come of nothing: what ``offers`` much may lack an ``auto off``."""


def _root(word: str) -> str:
    if word in _WHOLE:
        return word
    root = _ENDING.sub("", word)
    if len(root) > 3 and root[-1] == root[-2]:
        root = root[:-1]
    return root if len(root) > 2 else word


def _absent(facts: Facts) -> frozenset[str]:
    """Stems of the labels that are denied and of which nothing else tells."""
    found: set[str] = set()
    for label, text in facts.fields:
        if _NO.match(text) and not _HARM.match(label):
            found.update(map(stem, tokens(label)))
        for denied in _PIECE.finditer(text):
            found.update(map(stem, tokens(denied["what"])))
    for denied in _PIECE.finditer(facts.prose):
        found.update(map(stem, tokens(denied["what"])))
    found -= _WIDE | SOFT | _SMALL
    found -= {word for word in found if not facts.mentioned.isdisjoint({word, *SAME.get(word, ())})}
    found |= {name for word in found for name in SAME.get(word, ())} - facts.mentioned - _WIDE
    return frozenset(found | {_root(word) for word in found} - facts.mentioned - _WIDE)
