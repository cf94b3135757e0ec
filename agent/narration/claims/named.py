"""Words that are claims by their form or place: proper names, ``refillable``, what a product is called."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.narration.claims.beside import told
from agent.narration.claims.guarded import compiled
from agent.narration.claims.hedges import Verdict
from agent.narration.claims.known import Facts
from agent.narration.claims.lexicon import FREE_OF, SOFT
from agent.narration.claims.peoples import PEOPLES, of_people
from agent.narration.claims.scenes import beside, of_scene
from agent.narration.claims.synonyms import SAME
from agent.narration.claims.wording import MARKS, stem

_PROPER = compiled(
    rf"(?<=[a-z0-9,;%{MARKS}] )(?P<w>[A-Z][a-z]{{2,}}(?:-[A-Za-z]+)?(?: [A-Z][a-z]{{2,}}(?:-[A-Za-z]+)?)*)"
    r"(?P<s>'s)?"
    r"(?![\w-]| (?:style|styled|inspired|look|feel|flair|charm|vibe|market|wedding)\b)"
)
"""A name in capitals, all of it: ``the Kilim Floor Cushion``."""
_FREELY = frozenset(
    [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
        "november",
        "december", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "christmas",
        "easter", "halloween", "thanksgiving", "valentine", "diwali", "hanukkah", "eid", "ramadan", "mother",
        "father", "mum", "mom", "dad", "grandma", "grandpa", "granny", "santa", "earth", "internet", "black",
        "new", "year", "eve", "day", "instagram", "netflix", "google", "spring", "summer", "autumn", "winter",
        "star", "dollar", "euro", "hello", "welcome", "yes", "no", "sorry", "thank", "perfect", "great",
        "good", "ideal", "enjoy", "monda", "christma",
    ]
)  # fmt: skip
"""What anyone may speak of: the calendar, the family."""
_ABLE = compiled(
    r"\b(?P<w>(?:non-?|un)?(?P<base>adjust|wash|fold|recharg|refill|reus|replac|remov|detach|stack|reclin|"
    r"rotat|dimm|"
    r"inflat|extend|expand|collaps|compost|recycl|degrad|biodegrad|print|writ|rewrit|eras|programm|revers|"
    r"lock|seal|"
    r"reseal|tilt|swivel|wip|microwav|freez|stretch|retract|convert|submers|rins|iron|breath|trimm|bend|"
    r"paint|chew|"
    r"dispos|hang|mount|swapp|interchang|upgrad|repair|roll|steer|clean|dissolv|hydrat|load|track|pack|"
    r"brew)[ai]ble)\b",
    re.I,
)
"""What can be done with a thing; ``remarkable`` and its like are taste."""
_YOU_CAN = compiled(
    r"(?:^|[a-z,] )(?:that |which )?(?P<w>you can (?:also |easily |even )?(?P<base>adjust|dimm?|"
    r"detach|recharg|refill|revers|fold|stack|inflat|programm?|extend|reclin|tilt|rotat|swivel|remov)e?)\b"
    r"(?=(?: it| them| the [a-z]+| its [a-z]+)?\s*(?:$|[.,;:!?]|"
    r"(?:for|to|at|from|by|in|and|with|when|as)\b))",
    re.I,
)
"""``a light you can adjust`` is an adjustable one."""
_BUILT = compiled(
    r"\b(?P<w>(?P<x>[a-z]{3,})-(?P<y>resistant|repellent|proof|free|safe|compatible|certified|tested|"
    r"approved|"
    r"infused|coated|lined|plated|enriched|fortified|powered|fed|aged|sourced|cured|tanned|painted|stitched|"
    r"knotted|dyed|woven|carved|picked|blown|rolled|forged|welded|printed|brushed|treated|approved|controlled|"
    r"activated|operated|assisted|enabled|recommended|measured|purifying|cleaning|drying|heating|cooling|winding|"
    r"basting|adjusting|levelling|sealing|locking|regulating|friendly|release|shell|maintenance|step))\b",
    re.I,
)
_WHOLLY = compiled(r"\b(?:entirely|wholly|purely|completely|fully|only|all|throughout|nothing but)\b", re.I)
_AGAINST = frozenset(["free", "proof", "resistant", "repellent"])
_CONTENTS = frozenset(map(stem, FREE_OF))
_OF_USE = frozenset(["shell", "step", "release"])
_EASE = frozenset(
    ["hassle", "stress", "fuss", "worry", "care", "trouble", "guilt", "hand", "pain", "mess", "clutter",
     "risk", "tax", "duty", "carefree", "jargon", "foolproof", "fool", "well", "effort", "idiot", "drama",
     "shine", "budget", "wallet", "purse", "pocket"]
)  # fmt: skip
_NEGATED = compiled(r"(?:\bnot|n't|\bno|\bnever|\bwithout(?: a| any)?|\bnor)(?: \w+)?\s*$", re.I)
_DENIED = compiled(
    r"(?:\bnot|n't|\bno|\bnever|\bwithout|\bnor|\bnone|\black\w*|\brather than|\binstead of|\byour own|"
    r"\bfree (?:of|from)|\baway from|\bbudget for)\b[^.;,]*$",
    re.I,
)
_FOREIGN = compiled(
    r"\b(?:your|my|their|our|instead of|rather than|not|unlike|like|of|than|to|as)(?: (?:a|an|the|any))? $"
    r"|\b(?:touch|hint|dash|breath|air|whiff|nod|homage) (?:of|to) (?:old|classic|vintage|golden-age) $",
    re.I,
)


_AIMED = compiled(
    r"\b(?:made|designed|built|intended|tagged|labell?ed|meant|aimed|suited|listed|marked|sold) (?:for|as|"
    r"at) "
    r"(?:an? |the )?(?P<np>[\w-]+(?: [\w-]+)?)",
    re.I,
)
_OPENING = compiled(
    r"^\s*(?:(?:this|it|this one|what you get|here) is |it's |here's )?an? (?P<np>(?:[\w-]+ )*?(?P<n>[\w-]+))"
    r"(?= (?:in|with|for|from|by|that|which|at|to|and|of|on|you|whose)\b|[,.;:!]|$)",
    re.I,
)
_OF_PIECES = frozenset(["set", "pack", "kit", "piece"])
"""Whatever has several parts may be called so."""
_FAMILIES = (
    "necklace ring bracelet earring brooch anklet", "boot sandal sneaker loafer slipper heel clog",
    "backpack handbag tote clutch wallet suitcase briefcase duffel",
    "shirt blouse sweater hoodie cardigan vest",
    "jean trouser skirt legging", "dress coat jacket", "hat cap beanie beret", "watch clock",
    "headphone earbud speaker soundbar turntable", "laptop tablet phone monitor printer camera television",
    "kettle toaster blender mixer oven fryer juicer grill", "pan pot wok skillet saucepan casserole",
    "mug bowl plate jug teapot vase", "chair table desk sofa bed bookcase wardrobe bench stool",
    "pillow duvet blanket towel curtain rug", "drill saw hammer sander screwdriver wrench",
    "coffee tea wine beer juice soda", "novel cookbook biography memoir textbook thriller",
    "doll puzzle kite train robot",
    "pen pencil marker crayon highlighter", "tent hammock", "bike scooter skateboard", "candle lamp lantern",
    "shampoo conditioner cleanser moisturizer serum toner sunscreen", "dog cat bird fish",
)  # fmt: skip
"""What is the one is none of the others."""
_FAMILY_OF = {name: frozenset(family.split()) - {name} for family in _FAMILIES for name in family.split()}
_SOLID = compiled(r"\b(?:solid|pure|real|genuine|massive) (?P<m>[a-z]{3,})\b", re.I)
_SAID = compiled(r"[a-z]{4,}", re.I)


def named(
    text: str, facts: Facts, listed: frozenset[str], elsewhere: frozenset[str] = frozenset()
) -> Iterator[Verdict]:
    """A verdict on every such word.

    ``listed``: stems of the names of the whole list; ``elsewhere``: stems of what others of the list are, and
    are for, and this one is not.
    """
    if (opening := _OPENING.match(text)) and stem(opening["n"]) in elsewhere - SOFT - _OF_PIECES:
        yield Verdict(opening["np"], False)
    if opening and (family := _FAMILY_OF.get(stem(opening["n"]))) is not None:
        kind = stem(opening["n"])
        if kind not in facts.stems and family & facts.called:
            yield Verdict(opening["np"], False)
    for found in _SOLID.finditer(text):
        if not _DENIED.search(text[: found.start()]) and re.search(
            rf"\b{found['m']}[- ](?:plated|tone|toned|filled|veneer\w*|vermeil|effect|look|on)\b",
            facts.words,
            re.I,
        ):
            # A top of solid oak may have sides of oak veneer.
            partly = found[0].lower() in facts.words.lower() and not _WHOLLY.search(text[: found.start()])
            yield Verdict(found[0], partly)
    for found in _AIMED.finditer(text):
        if elsewhere.intersection(map(stem, found["np"].split())) and not _NEGATED.search(
            text[: found.start()]
        ):
            yield Verdict(found[0], False)
    if facts.refused:
        for found in _SAID.finditer(text):
            if (
                stem(found[0]) in facts.refused - SOFT
                and not _DENIED.search(text[: found.start()])
                and not beside(text, found.start(), found.end())
            ):
                yield Verdict(found[0], False)
    words = re.findall(r"[^\W\d_]+", text)
    led = words and words[0] in ("A", "An", "The", "From", "Made", "It", "This")
    if led or sum(word[0].isupper() for word in words) * 2 <= len(words) + 2:
        for found in _PROPER.finditer(text):
            if not re.match(r"[^.;:!]*\?", text[found.end() :]):  # "Got an Android phone?" claims nothing.
                yield from _proper(text, found, facts, listed)
    for found in _ABLE.finditer(text):
        yield _borne(text, found, found["base"].lower(), facts)
    for found in _YOU_CAN.finditer(text):
        yield _borne(text, found, found["base"].lower(), facts)
    for found in _BUILT.finditer(text):
        base = stem(found["x"])
        if base == "self" or found["y"].lower() in _OF_USE:
            yield Verdict(found["w"], told(found["y"], facts) or base in facts.stems - {"self"})
            continue
        if found["y"].lower() in _AGAINST and base in facts.denied:
            continue  # "Slip-proof" of a non-slip base.
        if found["y"].lower() == "free" and base not in _CONTENTS and of_scene(text, *found.span("w")):
            continue  # "For phone-free runs".
        if base not in _EASE | SOFT:
            yield _borne(text, found, base, facts)


def _proper(text: str, found: re.Match[str], facts: Facts, listed: frozenset[str]) -> Iterator[Verdict]:
    if _FOREIGN.search(text[: found.start()]) and not re.search(r"\bof $", text[: found.start()]):
        return
    denied = _NEGATED.search(text[: found.start()]) is not None
    for word in found["w"].split():
        parts = [stem(part) for part in word.split("-")]
        name = stem(word)
        if name in _FREELY or parts[0] in _FREELY or any(part in listed for part in parts):
            continue
        country = PEOPLES.get(name, name[:4] if len(name) > 5 else name)
        known = any(part in facts.mentioned for part in parts) or name in facts.words.lower()
        known = known or any(each.startswith(country) for each in facts.mentioned)
        known = known or of_people(name, facts.mentioned, text[: found.start()])
        known = known or not SAME.get(name, frozenset()).isdisjoint(facts.mentioned)
        absent = denied and not facts.mentioned.issuperset(parts)
        if known == denied and not absent:
            yield Verdict(word, False)


def _borne(text: str, found: re.Match[str], base: str, facts: Facts) -> Verdict:
    begin = base[:-1] if len(base) > 4 and base[-1] == base[-2] else base
    known = any(word.startswith(begin) for word in facts.mentioned)
    same = SAME.get(base, frozenset()) | SAME.get(stem(found["w"]), frozenset())
    known = known or not same.isdisjoint(facts.mentioned)
    if _NEGATED.search(text[: found.start()]):
        denied = any(word.startswith(begin) for word in facts.denied)
        return Verdict(found["w"], denied and not known)
    return Verdict(found["w"], known)
