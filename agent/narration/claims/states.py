"""Availability, a sale, sizes, and what is said in words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.narration.claims.availability import availability
from agent.narration.claims.guarded import compiled
from agent.narration.claims.hedges import Verdict
from agent.narration.claims.known import Facts, once
from agent.narration.claims.lacks import lacking
from agent.narration.claims.lexicon import BRANDS, FREE_OF
from agent.narration.claims.needs import needs
from agent.narration.claims.parts import parts
from agent.narration.claims.peoples import of_people
from agent.narration.claims.scales import scaled
from agent.narration.claims.scenes import beside, in_scene
from agent.narration.claims.senses import senses
from agent.narration.claims.synonyms import SAME, akin
from agent.narration.claims.uses import uses
from agent.narration.claims.vocabulary import find
from agent.narration.claims.wording import stem

_THAN = compiled(
    r"\b(?:than|as much as|as many as|apart from|unlike|besides) (?:the|an?|any|its|other|most) [^,.;:]*$",
    re.I,
)
"""What another is by, ``the chicken and rice food``, is not said of this one."""
_AT_ONCE = compiled(
    r"(?:\b(?:no|not|without|never|non|lacks|lacking|minus|free of|free from)|n't(?: \w+(?: with)?)?|"
    r"(?:\bnot|\bnever|\bcannot|n't) (?:come|comes|available|sold|offered|made|built|crafted|get it|"
    r"have it|be had|exist|available to buy) (?:in|of|from|out of))"
    r"(?: an?| any| the| added)?[ -]$",
    re.I,
)
_INSTEAD = compiled(
    r"\b(?:instead of|rather than|in place of|(?:an? )?alternatives? to) (?:the |an? )?$", re.I
)
_DULLER = compiled(r"\b(?:than|from)(?: (?:plain|basic|standard|simple|usual|ordinary|boring|just))* $", re.I)
_LEFT_OUT = compiled(
    r"(?: (?!(?:and|but|which|that|it)\b)[\w-]+){0,2}? (?:(?:(?:is|are) not|isn't|aren't)(?! (?:only|"
    r"just)\b)|"
    r"(?:do(?:es)? not|doesn't|don't) (?:come|ship|feature|belong)|(?:is|are) (?:missing|absent|sold "
    r"separately))\b",
    re.I,
)
"""``a USB-C cable is not included``."""
_HEIGHT = compiled(r"\badjust\w*[^.;]{0,24}\bheights?\b|\bheight[^.;]{0,12} adjust", re.I)
_SALE = compiled(
    r"\b(?:on sale|(?<=is )on offer|(?<='s )on offer|(?<=now )on offer|(?<=currently )on offer"
    r"|discounted|marked down|reduced(?!-| (?:sugar|fat|salt))|at a discount|price "
    r"(?:cut|drop)|discount|sale price|"
    r"below (?:its|the) (?:usual|regular|list|normal) price|cheaper than usual|"
    r"(?:has|have) (?:come|gone|dropped)(?: down)? in price)\b",
    re.I,
)
_FULL = compiled(
    r"\b(?:(?:at|for) (?:its )?(?:full|regular|usual|normal|list) price|sells at full price|full price|"
    r"(?:is|it's|sells|sold|comes|stays|remains|goes) at \uf8f3|costs \uf8f3(?! of))(?!\w)",
    re.I,
)
_NO_SALE = compiled(r"(?:\bnot|n't|\bno|\bwithout a|\bnever|\bnot currently)(?: currently| any)?\s*$", re.I)
_ANOTHERS = compiled(r"(?:[a-z\ue000-\uf8ff]'s|\bdoes|\bcosts|\bthan the [\ue000-\uf8ff]) $", re.I)
"""``the Alpine's sale price``, ``what the other does on sale``."""
_PAIRING = compiled(
    r"^(?:if you(?! (?:want|take|like|need) (?:it|an?) )|for (?:fans|lovers) of)\b[^,.;]*(?=,)|"
    r"\blike a\b[^,.;]*|"
    r"\b(?:pairs? (?:\w+ly |well |nicely |it )?with\b"
    r"|(?:go(?:es)?|paired|wear|worn|(?<!-)look\w*|work\w*|sits?|team(?:s|ed)?|mix(?:es)?)(?: "
    r"[\w-]+){0,2} (?:with|against|beside|next to)"
    r"|match(?:es)? (?:your|any|with|for)|alternatives? to|complement\w*|alongside|unlike|"
    r"(?:would |'d )?rather skip|if you(?! (?:want|take|like|need) (?:it|an?) )|for (?:fans|lovers) "
    r"of|reminiscent "
    r"of|as if|suits?)\b[^.;]*|"
    r"\bits (?:[\w-]+ ){1,3}(?:sibling|cousin|stablemate|brother|sister)s?\b",
    re.I,
)
_IDIOMS = compiled(
    r"\bst(?:and(?:s|ing)?|ood) out\b|\bpocket money\b|\b(?:put|leave|pack|stow|keep|leaving|putting) "
    r"(?:the|your|that) iron\b|"
    r"\bfair trade(?! (?:cert|cotton|coffee|cocoa|sugar|tea|and|label|made))(?!-)(?= |$)|"
    r"(?<!available in )(?<!comes in )(?<!come in )(?<!choice of )\bblack and white\b|"
    r"\b(?:pure|like|is|as) velvet\b|"
    r"\bvintage(?= (?:\w+ )?(?:air|feel|charm|look|vibe|flair|touch|mood|glow|note|spirit|appeal)\b)|"
    r"\b(?:black|white|blue|grey|red) (?:dress|suit|jeans|tie|shirt|coffee|tea|sky|skies|horse)\b"
    r"(?= (?:look|feel|go|seem|come|and|or|that)\b)|"
    r"\bplastic (?=bottles?\b)|\bflat whites?\b|\bat full stretch\b|"
    r"\b(?:pour|drink|raise|have|enjoy|share|sip) (?:yourself )?a glass\b(?! [a-z]*(?:lid|bowl|jar|jug))|"
    r"\bear plugs?\b|\bin the woods\b|\ba wall of\b|\bgreen tea\b|\bstands? behind\b",
    re.I,
)
"""Words of the trade that say nothing of it here."""
_NEEDS = compiled(
    r"\b(?:needs?|requires?|requiring|needing) (?P<no>no )?(?:some |any )?"
    r"(?P<what>(?!for\b|to\b|in\b|on\b|only\b|just\b|(?:attach|fitt|fix|screw|add|do|be|go|"
    r"hav)\w*ing\b)[a-z]+)",
    re.I,
)
_WITHOUT = compiled(r"(?:\bnot|n't|\bno|\bnever|\bwithout|\bfree|\bzero|\bnone|\blacks?)\b[^,.;]*$", re.I)
_BY = compiled(r"(?:\bby|\bfrom|\bbrand|\bbrand is|\bmaker|\blabel) (?P<b>[A-Z][\w'&-]+)(?![\w'&-]| to\b)")
_DONE_BY = compiled(
    r"\b(?P<v>(?i:written|authored|illustrated|narrated|designed|directed|published|edited|translated|"
    r"composed|"
    r"performed|brewed|distilled|roasted|manufactured)) by (?P<b>[A-Z][\w'-]+)"
)
_DONE = {"written": "autho", "manufactured": "manuf"}
_THINGS = frozenset(
    ["pocket", "lid", "handle", "wheel", "charger", "timer", "camera", "plug", "drawer", "zipper"]
)
"""Features that are as often things of the room."""
_ASSEMBLED = compiled(
    r"\b(?<!not )(?:delivered|arrives|comes|ships|shipped|supplied) (?:fully |ready[- ]|pre-?)?assembled\b",
    re.I,
)
_VERB = compiled(r"\b(?:can|could|will|would|should|must|may|to)(?: \w+ly| easily)? $", re.I)
"""``it can handle splashes``: no handle is spoken of."""
_DOES = compiled(
    r"(?:handles|wheels|plugs) (?:up to|about|around|nearly|over|twice|half|double|triple|\d|most|all|any|"
    r"both|even|every|it\b|them\b|an?\b|the\b)",
    re.I,
)
"""``and handles twice the area``: it does so."""
_HEAD = compiled(
    r"(?:^|(?<=[,:/;] ))(?!(?:no|not|non|without|faux|fake|imitation|artificial|vegan|mock)\b)[a-z-]+ "
    r"(?P<n>[a-z]+)(?=[,/;]|$)",
    re.I,
)
_CONTENTS = frozenset(map(stem, FREE_OF))
_DAYS = frozenset(
    [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
        "November", "December", "Christmas", "Easter", "Monday", "Friday", "Sunday",
    ]
)  # fmt: skip


def states(text: str, facts: Facts) -> Iterator[Verdict]:
    """Availability and a sale."""
    yield from availability(text, facts)
    yield from scaled(text, facts)
    for found in _SALE.finditer(text):
        if _ANOTHERS.search(text[: found.start()]):
            continue
        negated = _NO_SALE.search(text[: found.start()]) is not None
        yield Verdict(found[0], facts.now is not None and (facts.saved > 0) != negated)
    for found in _FULL.finditer(text):
        negated = _NO_SALE.search(text[: found.start()]) is not None
        if not re.search(r"\b(?:than|off|below|of|under|even)\s*$", text[: found.start()]):
            yield Verdict(found[0], facts.now is not None and (facts.saved > 0) == negated)


def words(text: str, facts: Facts) -> Iterator[Verdict]:
    """Colours, materials, features, places, brands, parts."""
    yield from needs(text, facts)
    text = _NEEDS.sub(r"\g<no>\g<what> required", _IDIOMS.sub(" ", _PAIRING.sub(" ", text)))
    for word in find(text, facts.learned):
        if word.negated and word.kind == "contents":
            # What a product is free of, it boasts of.
            gone = {word.key, *SAME.get(word.key, ())} & (facts.lacks | (facts.denied - facts.mentioned))
            holds = bool(gone) and word.key not in facts.has
        elif word.kind != "contents" and _LEFT_OUT.match(text, word.end) and not in_scene(text, word.start):
            denied = facts.lacks | facts.denied
            holds = word.key not in facts.has - denied or denied.issuperset(word.key.split())
        elif word.negated:
            # Of what nobody speaks, a denial is mostly true: only what contradicts the facts is false, and
            # that only at once: in "no need to leave your charger" the charger is not denied.
            near = _AT_ONCE.search(text[: word.start]) is not None or text[word.end :][1:5].lower() == "free"
            holds = word.key not in facts.has - facts.lacks - facts.denied or not near
        elif _INSTEAD.search(text[: word.start]) or (
            word.kind in ("colour", "tone") and _DULLER.search(text[: word.start])
        ):
            continue  # "Rice flour instead of wheat", "warmer than plain black".
        else:
            holds = word.key in facts.has or (word.key[:2] == "un" and word.key[2:] in facts.lacks)
            # "roasted dark" of a dark roast.
            holds = holds or (word.key[-2:] == "ed" and word.key[:-2] in facts.mentioned)
            same = SAME.get(word.key, frozenset())
            holds = holds or not same.isdisjoint(facts.mentioned)
            holds = holds or (word.key[:2] == "un" and _denied(word.key[2:], facts))
            holds = holds or (word.key[:4] == "hand" and "by hand" in facts.words)
            holds = holds or (word.key == "pre assembled" and _ASSEMBLED.search(facts.words) is not None)
            holds = holds or f"{word.key}wood" in facts.mentioned
            # Chocolate is a colour, and here what it is.
            holds = holds or (word.kind == "tone" and word.key in facts.called)
            holds = holds or (word.key.endswith(" size") and word.key.split()[0] in facts.mentioned)
            # Another's value may be a part of one of its own: a whisk attachment.
            holds = holds or (word.kind == "value" and any(f"{word.key} " in each for each in facts.choices))
            holds = holds or (
                word.kind == "value" and " " in word.key and f" {word.key} " in facts.words.lower()
            )
            holds = holds or (word.kind == "contents" and word.key in facts.mentioned - facts.lacks)
            holds = holds or (word.key == "height adjustable" and _HEIGHT.search(facts.words) is not None)
            holds = holds or (word.key[-9:] == "resistant" and _resists(word.key, facts))
            holds = holds or (
                word.kind == "place" and of_people(word.key, facts.mentioned, text[: word.start])
            )
            holds = holds or (word.kind == "value" and word.key in once(facts, "heads", _heads))
            holds = holds or (word.key in ("man", "woman") and "unisex" in facts.mentioned)
            if not holds and word.kind in ("feature", "value", "material"):
                holds = _THAN.search(text[: word.start]) is not None
            if not holds and word.kind == "feature":
                holds = beside(text, word.start, word.end) or (
                    word.key in _THINGS
                    and (
                        in_scene(text, word.start)
                        or _VERB.search(text[: word.start]) is not None
                        or _DOES.match(text, word.start) is not None
                    )
                )
        yield Verdict(text[word.start : word.end], holds)
    low = text.lower()
    for key in (facts.lacks & _CONTENTS) - facts.has:
        if key not in low:
            continue
        found = re.search(
            rf"\b(?:with|in|from|of|has)(?: (?!no |zero |little )[a-z]+)? {key}s?\b(?!-)", text, re.I
        )
        if found and not _WITHOUT.search(text[: found.start()]):
            yield Verdict(found[0], False)
    for found in _DONE_BY.finditer(text):
        begin = _DONE[found["v"].lower()] if found["v"].lower() in _DONE else found["v"].lower()[:5]
        values = [value for label, value in facts.fields if label.startswith(begin)]
        if values and found["b"].split("'")[0].lower() not in " ".join(values).lower():
            yield Verdict(found["b"], False)
    for brand in BRANDS:
        if (
            brand in text
            and re.search(rf"\b{re.escape(brand)}\b", text)
            and brand.lower() not in facts.words.lower()
        ):
            yield Verdict(brand, False)
    for found in _BY.finditer(text):
        # The name of a category, "Over-Ear", is known by its parts.
        parted = found["b"].split("-")
        if found["b"] not in _DAYS and not all(akin(stem(part), facts.stems) for part in parted):
            yield Verdict(found["b"], False)
    yield from parts(text, facts)
    yield from lacking(text, facts)
    yield from senses(text, facts)
    yield from uses(text, facts)


def _heads(facts: Facts) -> frozenset[str]:
    """What its values are kinds of: memory foam is a foam."""
    return frozenset(
        stem(found["n"])
        for label, text in facts.fields
        if text.startswith(f"{label}: ")
        for found in _HEAD.finditer(text, len(label) + 2)
    )


def _resists(key: str, facts: Facts) -> bool:
    """``water resistant`` of "Water resistance: IPX7"."""
    label = f"{key.removesuffix('ant')}ance"
    return any(label in name.lower() and not text.startswith("not ") for name, text in facts.fields)


def _denied(word: str, facts: Facts) -> bool:
    """``unscented`` of what is free of fragrance."""
    return not SAME.get(word, frozenset()).isdisjoint((facts.denied - facts.mentioned) | facts.lacks)
