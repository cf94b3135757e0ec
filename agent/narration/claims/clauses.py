"""A sentence in clauses, each with the products that it speaks of."""

from __future__ import annotations

import re
from typing import NamedTuple

from agent.narration.claims.guarded import compiled
from agent.narration.claims.marks import NONE, ONE, marked
from agent.narration.claims.wording import MARKS

VERBS = (
    r"(?:is|isn't|are|aren't|was|were|costs?|has|have|weighs?|comes?|runs?|sells?|goes|sits|gets?|does|"
    r"doesn't|will|"
    r"offers?|gives?|keeps?|holds?|sleeps|seats|lasts?|measures?|rates?|scores?|stays?|takes?|asks?|"
    r"needs?|makes?|can|would|could|falls|manages?|stops|tops|reach(?:es)?|lacks?|delivers?|provides?|shoots|"
    r"films|supports?|averages?|used to|carries|carry|puts out|stands|stores|includes?|features?|seems|bears|"
    r"fits|packs|contains|plays|withstands|brings|counts|draws|sports|wins?|went|sounds)"
)
_SUBJECT = compiled(
    rf"(?:^|[,;:(.]\s*|(?<=[\w%] )(?=only (?:the )?[{MARKS}] )|"
    r"\b(?:(?P<w>while|whereas|where)|but|although|though|and|since|because|as)\s+)"
    rf"(?:and\s+)?(?P<q>(?:only|just|no)\s+)?"
    rf"(?:(?:the|all|both|of|a)\s+)*(?P<m>[{MARKS}](?:(?:,|,? and)\s+(?:the\s+)?[{MARKS}])*)"
    rf"(?:\s+(?:ones?|here|(?!together\b|combined\b|{VERBS}\b)[a-z]+))?(?=(?:\s+(?:only|also|"
    rf"both|all|each))?\s+{VERBS}\b|(?(q)\s+(?!less\b)[a-z]{{3,}}s\b|(?(w)\s+[a-z]{{3,}}s\b|(?!)))"
    rf"|'s\s+(?:\d|at|an?|in|only)|,? at [$€£]|, at \d)",
    re.I,
)
_AS_MUCH = compiled(r"\bas (?:[a-z]+ ){1,3}$", re.I)
_WHAT = compiled(rf"\bwhat (?:(?:both|all|the) )*[{MARKS}](?:,? (?:the )?[{MARKS}])*,?\s*$", re.I)
"""``what the Alto and the Beta cost``: one thing, said of no subject of its own."""
_ELLIPTIC = compiled(
    r"\s*(?:is|are|was|has|have|does|did|can|will|do)(?:n't| not)?(?=\s*[,;])|\s*(?:can't|won't)(?=\s*[,;])",
    re.I,
)
"""``where the Arroyo isn't, for 40 euros more``: what follows is said of the product itself."""
_OWN = compiled(
    r"(?:[,;.]\s*(?:(?:but|and|so|while|whereas)\s+)?|\b(?:while|whereas|but|and|yet|though|although)\s+)(?=(?:this|it|its|"
    r"it's)\b)",
    re.I,
)


class Clause(NamedTuple):
    """A piece of a sentence."""

    who: tuple[int, ...]
    """The products it speaks of."""
    denied: bool
    """It is said of none of them."""
    text: str
    one: bool = False
    """It is said of exactly one of them."""


def clauses(text: str, own: int, n: int) -> list[Clause]:
    """The sentence in pieces with the products that each speaks of, and whether it denies it of them."""
    cuts: list[tuple[int, int, Clause]] = []
    besides: dict[int, Clause] = {}
    for found in _SUBJECT.finditer(text):
        if re.match(r"[,;:(.]?\s*(?:of|among|between)\b", found[0], re.I):
            continue  # "Of the two it is the cheaper."
        if _AS_MUCH.search(text[: found.start("m")].removesuffix("the ")):
            continue
        if "what " in text and _WHAT.search(text[: found.start()]):
            continue
        meant = [i for char in found["m"] for i in _meant(char, own, n)]
        if not (who := tuple(dict.fromkeys(meant))):
            continue
        quantifier = (found["q"] or "").strip().lower()
        denied = NONE in found["m"] or quantifier == "no"
        cuts.append((found.start(), found.end(), Clause(who, denied, "", ONE in found["m"])))
        if quantifier in ("only", "just"):
            rest = tuple(i for i in range(n) if i not in (*who, own))
            besides[found.start()] = Clause(rest, denied=True, text="")
        if elliptic := _ELLIPTIC.match(text, found.end()):
            cuts.append((elliptic.end(), elliptic.end() + 1, Clause((own,), denied=False, text="")))
        if found[0].startswith("(") and (close := text.find(")", found.end())) >= 0:
            cuts.append((close, close + 1, Clause((own,), denied=False, text="")))
    if not cuts:
        return [Clause((own,), denied=False, text=text)]
    of_own = Clause((own,), denied=False, text="")
    cuts += [(found.start(), found.end(), of_own) for found in _OWN.finditer(text)]
    cuts.sort(key=lambda cut: cut[:2])
    pieces = [Clause((own,), denied=False, text=text[: cuts[0][0]])]
    for (start, end, clause), after in zip(cuts, [*(cut[0] for cut in cuts[1:]), len(text)], strict=True):
        said = text[end : max(end, after)]
        pieces.append(clause._replace(text=said))
        if start in besides and clause is not of_own:
            pieces.append(besides[start]._replace(text=said))
    return [piece for piece in pieces if piece.text.strip()]


def _meant(char: str, own: int, n: int) -> tuple[int, ...]:
    return marked(char, own, n) if "\ue000" <= char <= "\uf8ff" else ()
