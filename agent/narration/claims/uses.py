"""What a product does, for whom it is made, in which language: ``it beeps``, ``for cats``, ``in German``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.narration.claims.guarded import compiled
from agent.narration.claims.hedges import Verdict
from agent.narration.claims.known import Facts, once
from agent.narration.claims.lexicon import PARTS
from agent.narration.claims.synonyms import SAME
from agent.narration.claims.wording import stem, tokens

_DOES = compiled(
    r"(?:^|\b(?:it|this|that|which|and|also|even|can|will)\s+)(?:(?:also|even|can|\w+ly)\s+)?"
    r"(?P<does>(?P<v>beep|vibrat|"
    r"rotat|swivel|tilt|reclin|float|flash|whistl|fold|collaps|telescop|detach|inflat|froth|grind|blend|"
    r"knead|"
    r"juic|record|stream|connect|detect|oscillat|massag|glow|heat up|steam|shred|chop|dehumidif|purif|"
    r"disinfect|mop|mow|brew|fry|toast|sew|steriliz|sterilis|translat|print|scan|unfold|extend)(?:e|es|s|"
    r"ies|y)?)\b",
    re.I,
)
_SPEAKS = compiled(
    r"\b(?:in|into|speaks|language:?|language is|subtitles in) "
    r"(?:both |plain |either )?(?P<l>English|German|French|"
    r"Spanish|Italian|Portuguese|Dutch|Swedish|Danish|Norwegian|Finnish|Polish|Russian|Greek|Turkish|Arabic|"
    r"Chinese|Mandarin|Japanese|Korean|Hindi)\b(?! [a-z])"
)
_ANIMALS = compiled(
    r"\b(?:for|suits|safe (?:for|around)|made for) (?:(?:[\w-]+ ){0,2}(?:and|or) )?(?:[\w-]+ ){0,2}?"
    r"(?P<a>dogs?|cats?|"
    r"puppies|puppy|kittens?|rabbits?|hamsters?|guinea pigs?|parrots?|horses?|reptiles?|goldfish|ferrets?|"
    r"chickens?|hens)\b",
    re.I,
)
_SAFE = compiled(
    r"\b(?:safe (?:for|around|with|near)|(?P<h>toxic (?:to|for)|poisonous (?:to|for)|harmful (?:to|for)|"
    r"dangerous (?:to|for))) "
    r"(?:your |all |any |most |both )?(?:pets?|cats?|dogs?|animals?|puppies|kittens?)\b",
    re.I,
)
_SAFETY = frozenset(["pet safe", "animal safe", "cat safe", "dog safe", "pet friendly"])
_HARMFUL = frozenset(["toxic", "poisonou", "poisonous", "harmful"])
_SORTS = compiled(
    r"\b(?:for|suits|fits) (?:(?:[\w-]+ )?(?:and|or) )?(?P<s>small|tiny|medium|large|big|giant|senior|"
    r"adult|older|young|"
    r"elderly|toy)(?:[ -](?:breed|sized))? (?:breeds?|(?:adult )?(?:dogs?|cats?|horses?|rabbits?|birds?|"
    r"pets?))\b",
    re.I,
)
_PETS = compiled(
    r"\b(?:an?|the|this|is|of|another) (?:[\w-]+ )?(?P<a>dog|cat|puppy|kitten|bird|fish|horse|rabbit|"
    r"hamster|baby) "
    r"(?!person|lover|owner|friendly)[a-z]+",
    re.I,
)
_OF_AGE, _OF_SIZE = compiled(r"\b(?:stage|age)\b", re.I), compiled(r"\b(?:size|breed)\b", re.I)
_ALL = compiled(r"\b(?:all|any|every)\b", re.I)
_LIKE_SIZE = {"big": "large", "giant": "large", "tiny": "small", "older": "senior", "elderly": "senior"}
_YOUNG = {"puppy": "dog", "kitten": "cat", "hen": "chicken"}
_BODY = compiled(
    r"\bfor (?:[\w-]+(?: and| or| to|,|, and|, or) ){0,3}"
    r"(?P<k>dry|oily|sensitive|combination|mature|curly|fine|damaged|greasy|"
    r"coloured|colored|thinning|straight|wavy|acne-prone|blemished) (?P<of>skin|hair|scalps?|complexions?)\b",
    re.I,
)
_GENTLE = frozenset(["hypoallergenic"])
"""What is so is for sensitive skin."""
_AUDIENCE = compiled(
    r"\b(?P<w>men|women|ladies|gentlemen|girls|boys|children|kids|babies|toddlers|teens|teenagers|"
    r"juniors?)(?:'s|s'|')"
    r" (?!day\b|first\b|favou?rite|needs?\b|life\b)|\b(?:(?:made|designed|cut|sized|meant|intended|"
    r"suitable|just) )?"
    r"(?:for|by) (?P<f>men|women|ladies|gentlemen|girls|boys)(?! of\b|'s|s')\b",
    re.I,
)
_GROUPS = {
    "lady": "woman", "gentleman": "man", "kid": "child", "teenager": "teen", "infant": "baby",
}  # fmt: skip
_BORNE_BY = {
    "man": frozenset(["man", "unisex", "male", "gent", "menswear", "him", "gentleman"]),
    "woman": frozenset(["woman", "unisex", "female", "lady", "womenswear", "her"]),
    "girl": frozenset(["girl", "child", "unisex", "kid"]),
    "boy": frozenset(["boy", "child", "unisex", "kid"]),
    "child": frozenset(["child", "kid", "girl", "boy", "toddler", "baby", "junior", "young", "school",
                        "toy"]),
    "baby": frozenset(["baby", "infant", "newborn"]), "toddler": frozenset(["toddler", "baby", "child"]),
    "teen": frozenset(["teen", "young adult"]), "junior": frozenset(["junior", "child", "kid"]),
}  # fmt: skip
_SEXED = frozenset(["man", "woman", "girl", "boy"])
_GROWN = 13
_COMPATIBLE = compiled(r"\bcompatible with (?:the |an? |all |most |any )?(?P<np>[\w-]+(?: [\w-]+)?)", re.I)
_PAIRS = (
    ("electric", "acoustic"), ("cooperative", "competitive"), ("indoor", "outdoor"), ("wired", "wireless"),
    ("analogue", "digital"), ("hardback", "paperback"), ("hardcover", "paperback"), ("matte", "glossy"),
    ("gloss", "satin"), ("gloss", "matte"), ("bagged", "bagless"), ("woman", "man"),
    ("girl", "boy"), ("formal", "casual"), ("formal", "sport"), ("formal", "sporty"), ("striped", "checked"),
    ("striped", "floral"), ("checked", "floral"),
    ("capsule", "ground"), ("propane", "charcoal"), ("propane", "butane"), ("frozen", "dried"),
    ("skimmed", "whole milk"), ("beginner", "advanced"), ("cordless", "corded"), ("automatic", "manual"),
    ("sparkling", "still"), ("mild", "hot"), ("mild", "spicy"), ("crunchy", "smooth"), ("sweet", "savoury"),
    ("sweet", "brut"),
    ("natural", "lab"), ("natural", "synthetic"), ("shady", "sun"), ("dim", "bright"), ("patio", "indoor"),
    ("disposable", "reusable"), ("disposable", "rechargeable"), ("deciduous", "evergreen"), ("quartz",
    "automatic"),
    ("perennial", "annual"), ("petrol", "electric"), ("round", "square"), ("round", "rectangular"),
    ("indoors", "outdoors"), ("goose", "duck"), ("isolate", "concentrate"), ("cow", "sheep"), ("cow", "goat"),
    ("sheep", "goat"), ("bypass", "anvil"), ("stereo", "mono"), ("sinking", "floating"),
    ("membrane", "mechanical"), ("monochrome", "color"),
    ("inkjet", "laser"), ("freestanding", "integrated"), ("gloss", "eggshell"),
    ("gloss", "sheen"), ("freshwater", "saltwater"), ("halogen", "led"), ("tubeless", "clincher"),
    ("pasteurised", "unpasteurised"),
)  # fmt: skip
_OPPOSED = {
    word: frozenset(other for pair in _PAIRS if word in pair for other in pair if other != word)
    for pair in _PAIRS
    for word in pair
}
"""What is the one is not the other, unless the facts speak of both."""
_WITHOUT = frozenset(["bag", "odour", "odor", "back", "fan", "tube", "wire", "cord", "frame", "key"])
_NOT_THERE = compiled(r"(?: [\w-]+){0,2} (?:isn't|is not|aren't|are not)\b")
_NEGATED = compiled(r"(?:\bnot|n't|\bno|\bnever|\bwithout|\bcannot)(?: \w+){0,2}\s*$", re.I)


def _told(facts: Facts) -> frozenset[str]:
    """What its prose speaks of: the name of an attribute may be of what it is not."""
    return frozenset(map(stem, tokens(facts.prose))) - facts.denied


def uses(text: str, facts: Facts) -> Iterator[Verdict]:
    """A verdict on every function, language, animal, type of skin and thing that it works with."""
    for found in _DOES.finditer(text):
        # "It blends in anywhere", "it extends to 5 metres", which is a number to look up.
        fits_in = re.match(r"blends? in\b|extends? (?:out |up )?to \D{0,8}\d", text[found.start("v") :], re.I)
        if not fits_in and not _NEGATED.search(text[: found.start("v")]):
            begin = found["v"].lower().split()[0][:5]
            known = any(word.startswith(begin) for word in facts.mentioned)
            known = known or not SAME.get(stem(found["v"]), frozenset()).isdisjoint(facts.mentioned)
            yield Verdict(found["does"], known)
    for pattern, group in ((_SPEAKS, "l"), (_ANIMALS, "a"), (_PETS, "a"), (_BODY, "k")):
        for found in pattern.finditer(text):
            word = stem(found[group].split()[-1])
            known = word in facts.mentioned or _YOUNG.get(word) in facts.mentioned
            harmless = facts.has & _SAFETY or (facts.denied - facts.mentioned) & _HARMFUL
            known = known or (found[0].lower().startswith("safe") and bool(harmless))
            known = known or (word == "sensitive" and bool(facts.mentioned & _GENTLE))
            denied = _NEGATED.search(text[: found.start()]) is not None
            yield Verdict(found[group], known != denied)
    for found in _SAFE.finditer(text):
        denied = _NEGATED.search(text[: found.start()]) is not None
        safe = not (facts.lacks & _SAFETY or facts.mentioned & _HARMFUL)
        known = bool(
            facts.has & _SAFETY or facts.lacks & _SAFETY or (facts.mentioned | facts.denied) & _HARMFUL
        )
        harmful = found["h"] is not None
        if known:
            yield Verdict(found[0], (safe != harmful) != denied)
        elif harmful or "safe" not in facts.mentioned:
            yield Verdict(found[0], False)
    for found in _SORTS.finditer(text):
        word = found["s"].lower()
        kind = _OF_AGE if word in ("senior", "adult", "older", "young", "elderly") else _OF_SIZE
        whole = any(kind.search(label) and _ALL.search(value) for label, value in facts.fields)
        known = whole or bool({word, stem(word), _LIKE_SIZE.get(word, word)} & facts.mentioned)
        yield Verdict(found[0], known != bool(_NEGATED.search(text[: found.start()])))
    for found in _AUDIENCE.finditer(text):
        word = stem(found["w"] or found["f"])
        word = _GROUPS.get(word, word)
        if found["w"] and word in _SEXED and "unisex" in facts.mentioned and word not in facts.mentioned:
            yield Verdict(found[0].strip(), _NEGATED.search(text[: found.start()]) is not None)
            continue
        known = bool(_BORNE_BY[word] & facts.mentioned) or (
            word not in _SEXED and any("age" in q.label and q.said < _GROWN for q in facts.numbers)
        )
        if found["f"] is None or bool(_SEXED & facts.mentioned) or not known:
            yield Verdict(found[0].strip(), known != (_NEGATED.search(text[: found.start()]) is not None))
    for found in re.finditer(r"[a-z]{3,}", text, re.I):
        word = stem(found[0])
        opposed, bare = _OPPOSED.get(word), word.removesuffix("less")
        if opposed is None and bare == word:
            continue
        if _NEGATED.search(text[: found.start()]) or _NOT_THERE.match(text, found.end()):
            continue
        spoken = word in facts.mentioned or (
            opposed is not None and not SAME.get(word, frozenset()).isdisjoint(once(facts, "prose", _told))
        )
        if opposed and opposed & facts.mentioned and not spoken:
            yield Verdict(found[0], False)
        if bare != word and (bare in PARTS or bare in _WITHOUT):
            yield Verdict(found[0], word in facts.mentioned or bare in facts.denied - facts.mentioned)
    for found in _COMPATIBLE.finditer(text):
        words = {stem(word) for word in re.findall(r"[^\W_]+", found["np"])}
        if not _NEGATED.search(text[: found.start()]):
            yield Verdict(found["np"], bool(words & facts.stems))
