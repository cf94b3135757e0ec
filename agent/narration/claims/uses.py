"""What a product does, for whom it is made, in which language: ``it beeps``, ``for cats``, ``in German``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.narration.claims.hedges import Verdict
from agent.narration.claims.known import Facts
from agent.narration.claims.lexicon import PARTS
from agent.narration.claims.wording import stem

_DOES = re.compile(
    r"\b(?:it|this|that|which|and|also|even|can|will)\s+(?:(?:also|even|can|\w+ly)\s+)?"
    r"(?P<does>(?P<v>beep|vibrat|"
    r"rotat|swivel|tilt|reclin|float|flash|whistl|fold|collaps|telescop|detach|inflat|froth|grind|blend|knead|"
    r"juic|record|stream|connect|detect|oscillat|massag|glow|heat up|steam|shred|chop|dehumidif|purif|"
    r"disinfect|mop|mow|brew|fry|toast|sew|steriliz|sterilis|translat|print|scan|unfold|extend)(?:e|es|s|ies|y)?)\b",
    re.I,
)
_SPEAKS = re.compile(
    r"\b(?:in|into|speaks|language:?|language is|subtitles in) "
    r"(?:both |plain |either )?(?P<l>English|German|French|"
    r"Spanish|Italian|Portuguese|Dutch|Swedish|Danish|Norwegian|Finnish|Polish|Russian|Greek|Turkish|Arabic|"
    r"Chinese|Mandarin|Japanese|Korean|Hindi)\b(?! [a-z])"
)
_ANIMALS = re.compile(
    r"\b(?:for|suits|safe (?:for|around)|made for) (?:(?:[\w-]+ ){0,2}(?:and|or) )?(?:[\w-]+ ){0,2}?"
    r"(?P<a>dogs?|cats?|"
    r"puppies|puppy|kittens?|rabbits?|hamsters?|guinea pigs?|parrots?|horses?|reptiles?|goldfish|ferrets?|"
    r"chickens?|hens)\b",
    re.I,
)
_YOUNG = {"puppy": "dog", "kitten": "cat", "hen": "chicken"}
_BODY = re.compile(
    r"\bfor (?:[\w-]+ (?:and|or|to|,) )?"
    r"(?P<k>dry|oily|sensitive|combination|mature|curly|fine|damaged|greasy|"
    r"coloured|colored|thinning|straight|wavy|acne-prone|blemished) (?P<of>skin|hair|scalps?|complexions?)\b",
    re.I,
)
_COMPATIBLE = re.compile(r"\bcompatible with (?:the |an? |all |most |any )?(?P<np>[\w-]+(?: [\w-]+)?)", re.I)
_PAIRS = (
    ("electric", "acoustic"), ("cooperative", "competitive"), ("indoor", "outdoor"), ("wired", "wireless"),
    ("analogue", "digital"), ("hardback", "paperback"), ("hardcover", "paperback"), ("matte", "glossy"),
    ("gloss", "satin"), ("gloss", "matte"), ("bagged", "bagless"), ("woman", "man"),
    ("girl", "boy"),
)  # fmt: skip
_OPPOSED = {
    word: frozenset(other for pair in _PAIRS if word in pair for other in pair if other != word)
    for pair in _PAIRS
    for word in pair
}
"""What is the one is not the other, unless the facts speak of both."""
_WITHOUT = frozenset(["bag", "odour", "odor", "back", "fan", "tube", "wire", "cord", "frame", "key"])
_NEGATED = re.compile(r"(?:\bnot|n't|\bno|\bnever|\bwithout|\bcannot)(?: \w+){0,2}\s*$", re.I)


def uses(text: str, facts: Facts) -> Iterator[Verdict]:
    """A verdict on every function, language, animal, type of skin and thing that it works with."""
    for found in _DOES.finditer(text):
        if not _NEGATED.search(text[: found.start("v")]):
            begin = found["v"].lower().split()[0][:5]
            yield Verdict(found["does"], any(word.startswith(begin) for word in facts.stems))
    for pattern, group in ((_SPEAKS, "l"), (_ANIMALS, "a"), (_BODY, "k")):
        for found in pattern.finditer(text):
            word = stem(found[group].split()[-1])
            known = word in facts.mentioned or _YOUNG.get(word) in facts.mentioned
            denied = _NEGATED.search(text[: found.start()]) is not None
            yield Verdict(found[group], known != denied)
    for found in re.finditer(r"[a-z]{3,}", text, re.I):
        word = stem(found[0])
        opposed, bare = _OPPOSED.get(word), word.removesuffix("less")
        if _NEGATED.search(text[: found.start()]):
            continue
        if opposed and opposed & facts.mentioned and word not in facts.mentioned:
            yield Verdict(found[0], False)
        if bare != word and (bare in PARTS or bare in _WITHOUT):
            yield Verdict(found[0], word in facts.mentioned or bare in facts.denied - facts.mentioned)
    for found in _COMPATIBLE.finditer(text):
        words = {stem(word) for word in re.findall(r"[^\W_]+", found["np"])}
        if not _NEGATED.search(text[: found.start()]):
            yield Verdict(found["np"], bool(words & facts.stems))
