"""What is said of several, as it would be said of one: ``cost less`` → ``It costs less than …``."""

from __future__ import annotations

import re

from agent.narration.claims.guarded import compiled
from agent.narration.claims.wording import MARKS

_PLURAL = (
    "cost|weigh|come|go|sit|stay|fall|score|rate|carry|offer|beat|undercut|measure|hold|last|stand|run|use|sell|"
    "get|give|take|need|make|keep|sleep|seat|reach|lack|ship|belong|include|feature"
)
VERB = (
    r"(?:is|are|isn't|aren't|was|were|has|have|had|do|does|doesn't|don't|can|can't|will|"
    r"costs?|weighs?|comes?|goes|go|sits?|stays?|falls?|scores?|rates?|carry|carries|offers?|beats?|undercuts?|"
    r"measures?|holds?|lasts?|stands?|runs?|uses?|sells?|gets?|gives?|takes?|needs?|makes?|keeps?|sleeps?|"
    r"seats?|reach(?:es)?|lacks?|ships?|belongs?|includes?|features?)"
)
HIDDEN = "\U00100000-\U0010001f"
"""The private characters of whoever is counted: :mod:`.quantified`."""
ENDS = compiled(
    rf",? (?:and|but|while|with|so|though|whereas|although)(?: (?:only|just))? (?=\d{{1,2}}\b|one\b|"
    rf"(?:the |this |its? )?(?:[{MARKS}]|it|this one|this 1|[{HIDDEN}])(?:'s)? ?(?:{VERB}\b)?)|"
    r"[,;:!?](?!\d)|\.(?!\d)|$",
    re.I,
)
"""Where a clause ends."""
_FIRST = compiled(r"^ *,?(?: (?:all|both|each|also|even|still|too))* ?(?P<v>[a-z']+)", re.I)
_NOT = compiled(
    r"^(?:(?P<be>is|are|was|were)(?:n't| not)|(?:does|do)(?:n't| not) (?P<do>[a-z]+)|"
    r"(?P<be2>is|are) no longer)(?= )",
    re.I,
)
_ONE = {"are": "is", "have": "has", "do": "does", "were": "was", "aren't": "isn't", "don't": "doesn't"}
_ALSO = compiled(r",? (?:too|as well|also|either|here|at the moment|right now|overall)$", re.I)
_COMPARES = compiled(
    r"\b(?:more|less|fewer|worse|better|(?!over\b|under\b|after\b|other\b|ever\b|[a-z]*(?:ther|ber|lver|pper"
    r"|ter|lder)\b)[a-z]{3,}er)(?: (?!than\b)[a-z-]+){0,3}$",
    re.I,
)
_SIZED = compiled(
    r"\b(?:lighter|shorter|later|hotter|fatter|flatter|wetter|tighter|brighter|better|quieter)\b", re.I
)
_THAN_IT = compiled(
    r"\bthan (?:it|(?:this|these)(?: (?!others?\b)[a-z1]+)?)(?: (?:does|is|has|costs|weighs))?$", re.I
)
_THAT = compiled(r"^ ?(?:are )?(?:that|which) ", re.I)
AFTER = compiled(r"^[\s,;.!?]*(?:(?:and|but|while|so|though|whereas|although) )?", re.I)
_MARK = compiled(f"[{MARKS}]")


def predicate(clause: str, own: str) -> tuple[str | None, bool]:
    """The clause as a sentence about one product, and whether it is denied; ``own``: who it compares with."""
    clause = _THAT.sub(" ", clause.strip(" ,"))
    found = _FIRST.match(clause)
    if found is None:
        return None, False
    verb = found["v"].lower()
    rest = clause[found.end() :]
    if re.fullmatch(_PLURAL, verb):
        verb = {"go": "goes", "carry": "carries", "reach": "reaches"}.get(verb, f"{verb}s")
    said = f"{_ONE.get(verb, verb)}{rest}"
    said = _ALSO.sub("", _ALSO.sub("", said))
    denied = False
    if (no := _NOT.match(said)) is not None:
        denied = True
        said = f"{no['be'] or no['be2'] or no['do'] + 's'}{said[no.end() :]}"
    said = _THAN_IT.sub(f"than {own}", said)
    if " than " not in said and (_COMPARES.search(said) or _SIZED.search(said[-10:])):
        said = f"{said} than {own}"
    return f"It {said}.", denied


def parted(clause: str) -> str:
    """A clause as a log shows it."""
    return _MARK.sub("…", clause).rstrip(" ,.")
