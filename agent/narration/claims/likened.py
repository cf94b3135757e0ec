"""Comparisons by a factor or by likeness: ``twice the price of``, ``as heavy as``, ``the same size as``."""

from __future__ import annotations

import re
from collections.abc import Callable

from agent.narration.claims.aims import gauge, told
from agent.narration.claims.aspect_words import Aspect
from agent.narration.claims.aspects import adjective, noun_keys
from agent.narration.claims.comparison_words import (
    AND_MORE,
    ANYTHING,
    LED,
    OF_VERB,
    ROUGHLY,
    VERBS,
    factor_of,
    spoken_of,
)
from agent.narration.claims.differences import are_alike, differ_by, share_value, shared_attribute
from agent.narration.claims.guarded import compiled
from agent.narration.claims.hedges import hedge_before
from agent.narration.claims.known import Facts
from agent.narration.claims.marks import marked
from agent.narration.claims.quantities import MONEY
from agent.narration.claims.targets import Targets

_RATERS = compiled(r"many (?:people|shoppers|buyers|customers|users|owners)", re.I)
_OF_RATING = compiled(r"\b(?:rat(?:ed|ing|ings)|scores?|stars?|reviews|marks)\b", re.I)
_WHICH = compiled(r",? (?:(?:which|that) is|that's|and so|or) *$|,\s*$", re.I)
_NEARLY = compiled(r"\b(?:practically|nearly|almost|about|virtually|roughly|more or less) the\s*$", re.I)
_CROWD = compiled(r"\d (?:ratings|reviews|votes|people|buyers|shoppers|customers|owners)\b", re.I)
_COSTING = compiled(r"\b(?:cost(?:s|ing)?|priced|sells?|asks?|goes for|pay)\b(?: [\w-]+){0,4}\s*$", re.I)
_LAST_TOLD = compiled(
    r"\d[^,;:.]*(?:,| -| or| is|, which is|\()(?: (?:or|just|only|about|around|some|a|good|bit|little|less|"
    r"more|than|under|over|barely|nearly|almost|not|even|well|roughly|exactly|at|most|least|merely))*\s*$",
    re.I,
)
_VAGUE = compiled(
    r"do(?:es)?|ha(?:s|ve)|can|(?:manag|offer|giv|reach|pack|promis|deliver)e?s?|gets?|shows?|boasts?", re.I
)
_NOT_RATED = compiled(
    r"(?:\bnot|n't)(?: quite| nearly)? (?:rated|cost(?: you)?|weigh|hold|last|take)\s*$", re.I
)
_IS = compiled(r"\d[^,.;]* is (?:nearly |almost |about |roughly |more than |over )?$", re.I)
_COUNTED = compiled(
    r"\d[^.;]*\b(?:it|and|that|which) ?(?:is |holds |carries |takes )?[\w ]{0,8}$|, [\w ]{0,12}$", re.I
)


class Likened:
    """Comparisons of one list by a factor or by likeness; each where it begins and whether it holds."""

    def __init__(self, facts: Callable[[int], Facts], n: int, targets: Targets) -> None:
        self._facts = facts
        self._n = n
        self._targets = targets

    def as_much(self, text: str, found: re.Match[str], own: int) -> tuple[int | None, bool | None]:
        aspect = adjective(found["adj"])
        if found["adj"].lower() in ("highly", "well") and re.search(
            r"\brat(?:ed|es)\s*$", text[: found.start()], re.I
        ):
            aspect = Aspect(("rating",))
        if _RATERS.fullmatch(found["adj"]) and re.search(r"\b(?:rat(?:ed|ings?)|review)", text, re.I):
            aspect = Aspect(("count",))
        mine_known = self._facts(own).measures.keys()
        if aspect is None and (keys := gauge(found["adj"], mine_known)):
            aspect = Aspect(keys)
        if aspect is None and found["adj"].lower() == "many":
            before = _WHICH.sub("", text[: found.start()])
            keys = next((keys for verb, keys in VERBS if verb.search(before)), ())
            if keys and found["f"]:  # "Sleeps six, which is twice as many as …"
                aspect = Aspect(tuple(sorted(keys, key=lambda key: key != "person")))
            elif _CROWD.search(before):
                aspect = Aspect(("count",))  # "Its 2,874 ratings are twice as many as …"
            elif found["f"] and (keys := told(before, mine_known, self._facts(own).numbers)):
                aspect = Aspect(keys)
        if aspect is None:
            return found.start(), None
        if found["adj"].lower() == "much":
            before = text[: found.start()]
            keys = next((keys for verb, keys in VERBS if verb.search(before)), ())
            if (not keys or _COUNTED.search(before)) and not _COSTING.search(before):
                keys = (*told(before, mine_known, self._facts(own).numbers), *(keys or aspect.keys))
            aspect = Aspect(keys or aspect.keys)
        elif not aspect.any_key and found["f"]:
            # "Its 130 mm mirror is twice as wide as …": by what the number is of.
            keys = told(text[: found.start()], mine_known, self._facts(own).numbers)
            aspect = (
                Aspect((*keys, *aspect.keys), aspect.sign) if _IS.search(text[: found.start()]) else aspect
            )
        if found["f"]:
            hedge = hedge_before(text[: found.start("f")])
            return found.start(), self._targets.scaled(found["t"], own, aspect, factor_of(found), hedge)
        mine = self._facts(own)
        if found["not"] or _NOT_RATED.search(text[: found.start()]):
            less = Aspect(aspect.keys, -aspect.sign, aspect.any_key)
            return found.start(), self._targets.differ(mine, found["t"], own, less, None, "exact")
        near = hedge_before(text[: found.start()])
        if near == "at least":
            more = Aspect(aspect.keys, aspect.sign, aspect.any_key)
            return found.start(), self._targets.all_of(
                found["t"],
                own,
                lambda other: (
                    are_alike(mine, other, aspect, 0.006) or differ_by(mine, other, more, None, "exact")
                ),
            )
        tolerance = 0.15 if near in ("nearly", "about") else 0.006
        return found.start(), self._targets.all_of(
            found["t"], own, lambda other: are_alike(mine, other, aspect, tolerance)
        )

    def times_of(self, text: str, found: re.Match[str], own: int) -> tuple[int | None, bool | None]:
        noun_said = found["noun"] or found["noun2"] or found["what"] or found["that"]
        noun = found["noun"] or found["noun2"] or "price"
        target = found["t"] or found["own"] or found["what"] or found["of"]
        bare = spoken_of(text[: found.start()]) if found["ap"] and not found["noun2"] else ()
        if found["verb"]:
            verb = found["verb"].lower()
            if _VAGUE.fullmatch(verb):
                led = LED.search(text[: found.start()])
                if led is None and not bare:
                    facts = self._facts(own)
                    bare = told(text[: found.start()], facts.measures.keys(), facts.numbers)
                verb = led[1].lower() if led else "costs"
            noun = OF_VERB.get(verb[:5].rstrip("s"), "price")
        keys = noun_keys(noun)
        if not noun_said and _LAST_TOLD.search(text[: found.start()]):
            # "Weighs 1.1 kg, less than a third of the Vortex": of what was counted last.
            mine = self._facts(own)
            bare = told(text[: found.start()], mine.measures.keys(), mine.numbers) or bare
        if bare and MONEY not in bare:
            keys = bare
        if found["that"]:
            # "10 years of warranty, 5 times that of": what was counted last.
            before, mine = text[: found.start()], self._facts(own)
            keys = (*told(before, mine.measures.keys(), mine.numbers), *spoken_of(before))
        if not keys:
            return found.start(), None
        hedge = hedge_before(text[: found.start("f")])
        hedge = "about" if hedge == "nearly" or ROUGHLY.match(text, found.end()) else hedge
        hedge = "at least" if AND_MORE.match(text, found.end()) else hedge
        factor = factor_of(found)
        if factor == 1:
            mine = self._facts(own)
            return found.start(), self._targets.all_of(
                target, own, lambda other: are_alike(mine, other, Aspect(keys), 0.0)
            )
        holds = self._targets.scaled(target, own, Aspect(keys), factor, hedge)
        vague = noun in ANYTHING if not found["verb"] else _VAGUE.fullmatch(found["verb"]) is not None
        if holds is False and vague:
            holds = self._targets.scaled(target, own, Aspect(()), factor, hedge)
        return found.start(), None if noun == "rate" and not holds else holds

    def second(self, text: str, found: re.Match[str], own: int) -> tuple[int | None, bool | None]:
        """``second only to …``: that one has more of it, and no other."""
        known = self._facts(own).measures.keys()
        before = text[: found.start()]
        if found["n"]:
            keys: tuple[str, ...] = tuple(key for key in noun_keys(found["n"]) if key in known)
        else:
            keys = told(before, known) or (("rating",) if _OF_RATING.search(before) else ())
        if not keys:
            return found.start(), None
        ahead = {i for i in range(self._n) if self._ahead(i, own, keys[0])}
        behind = {i for i in range(self._n) if self._ahead(own, i, keys[0])}
        meant = {i for char in found["t"] if char >= "\ue000" for i in marked(char, own, self._n)}
        return found.start(), meant == ahead or (keys[0] == "price" and meant == behind)

    def _ahead(self, one: int, other: int, key: str) -> bool:
        a, b = self._facts(one).measures.get(key), self._facts(other).measures.get(key)
        return a is not None and b is not None and a > b + 1e-9

    def same(self, text: str, found: re.Match[str], own: int) -> tuple[int | None, bool | None]:
        target = found["t"] or found["t2"] or found["t3"] or found["t4"]
        named = found["noun"] or found["noun2"] or found["noun3"] or found["noun4"]
        noun = (named or "price").lower().strip()
        noun = re.sub(r" (?:range|level)$", "", noun)
        mine = self._facts(own)
        alike = shared_attribute(noun)
        if alike is not None:
            return found.start(), self._targets.all_of(
                target, own, lambda other: share_value(mine, other, alike)
            )
        keys = noun_keys(noun)
        if named is None and MONEY not in (spoken := spoken_of(text[: found.start()])):
            keys = told(text[: found.start()], mine.measures.keys(), mine.numbers) or spoken or keys
        if not keys:
            return found.start(), None
        tolerance = 0.02 if _NEARLY.search(text[: found.start()]) else 0.0051
        return found.start(), self._targets.all_of(
            target, own, lambda o: are_alike(mine, o, Aspect(keys), tolerance)
        )
