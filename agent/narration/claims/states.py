"""Availability, a sale, sizes, and what is said in words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.narration.claims.hedges import Verdict
from agent.narration.claims.known import Facts, short_size
from agent.narration.claims.lexicon import BRANDS, FREE_OF
from agent.narration.claims.parts import parts
from agent.narration.claims.senses import senses
from agent.narration.claims.uses import uses
from agent.narration.claims.vocabulary import find
from agent.narration.claims.wording import MARKS, stem

_NOT = re.compile(r"(?:\bnot|n't|\bno longer|\bnever|\bisn't|\bnot currently|\bwithout)(?: \w+)?\s*$", re.I)
_STATES: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(
            r"\b(?:not in stock|out[\s-]of[\s-]stock|sold[\s-]out|unavailable|isn't (?:in stock|"
            r"available)|not available(?! in)|"
            r"no longer (?:available|in stock)|gone for now|isn't currently available|cannot be bought)\b",
            re.I,
        ),
        "out_of_stock",
    ),
    (
        re.compile(
            r"\b(?:in[\s-]stock|ready to ship|available (?:now|today|right away|immediately|to order "
            r"now)|is available(?! (?:in|to|for|with|as|on pre|on back))|"
            r"currently available|ships? (?:right away|immediately|today)|on the shelf|can be (?:bought|"
            r"ordered) (?:now|today|right away))",
            re.I,
        ),
        "in_stock",
    ),
    (re.compile(r"\bpre-?order(?:s|ed|ing|able)?\b", re.I), "preorder"),
    (re.compile(r"\bback-?order(?:ed|s)?\b", re.I), "backorder"),
)
_LATER = re.compile(
    r"\b(?:when|once|until|till|as soon as|if)(?: (?:it's|it is|they're|they are|it comes))?(?: back)?"
    r"(?: again)? (?:in stock|available)(?: again)?\b",
    re.I,
)
"""Says nothing of today."""
_FEW = re.compile(
    r"\b(?:only a few left|low stock|last (?:one|few)(?: in stock| left)|almost gone|selling fast|"
    r"nearly sold out)\b",
    re.I,
)
_SALE = re.compile(
    r"\b(?:on sale|on offer|discounted|marked down|reduced(?! (?:sugar|fat|salt))|at a discount|price "
    r"(?:cut|drop)|discount|sale price|"
    r"below (?:its|the) (?:usual|regular|list|normal) price|cheaper than usual)\b",
    re.I,
)
_FULL = re.compile(
    r"\b(?:(?:at|for) (?:its )?(?:full|regular|usual|normal|list) price|sells at full price|full price)\b",
    re.I,
)
_NO_SALE = re.compile(r"(?:\bnot|n't|\bno|\bwithout a|\bnever|\bnot currently)(?: currently| any)?\s*$", re.I)
_SIZE = r"(?:x{0,3}[sl]|m|\d?xl|\d{1,3}(?:\.5)?|extra[- ]large|extra[- ]small|small|medium|large)"
_SIZES = re.compile(
    rf"\bsizes?(?: (?:is|are|in|of|from|range from|run from))?:? (?P<s>{_SIZE}(?:(?:,? (?:and|or|to|"
    rf"through) |, ?|/|-){_SIZE})*)(?![\w])"
    rf"|\b(?:in|comes in|available in|runs from)(?: an?| sizes?)? (?P<w>(?:extra[- ]large|"
    rf"extra[- ]small|small|medium|large|XXS|XS|XL|XXL|3XL|[SML](?=[ ,.]))(?:(?:,? (?:and|or|to) |, "
    rf"?){_SIZE})*)(?! (?:enough|part|doses|amounts|groups|print|bag|box|pot|bottle|batches|spaces|"
    rf"rooms|kitchens|pack))(?!\w)",
    re.I,
)
_PART = re.compile(_SIZE, re.I)
_PAIRING = re.compile(
    r"\b(?:(?:go(?:es)?|pair(?:s|ed)?|wear|worn|look\w*|work\w*|sits?|team(?:s|ed)?|mix(?:es)?)(?: "
    r"[\w-]+){0,2} (?:with|against|beside|next to)"
    r"|match(?:es)? (?:your|any|with)|complement\w*|alongside|if you|for (?:fans|lovers) of|reminiscent "
    r"of|like a|as if|suits?)\b[^.;]*",
    re.I,
)
_NEEDS = re.compile(
    r"\b(?:needs?|requires?|requiring|needing) (?P<no>no )?(?:some |any )?(?P<what>[a-z]+)", re.I
)
_BY = re.compile(r"(?:\bby|\bfrom|\bbrand|\bbrand is|\bmaker|\blabel) (?P<b>[A-Z][\w'&-]+)(?! to\b)")
_MARKED = re.compile(
    rf"(?:^|[\s,])(?:an?|from|by|this is(?: the| an?)?|it is(?: the| an?)?|it's(?: the| an?)?|made by|"
    rf"courtesy of|brand is) (?P<m>[{MARKS}])(?!\s*(?:is|are|has|costs?)\b)",
    re.I,
)
_CONTENTS = frozenset(map(stem, FREE_OF))
_DAYS = frozenset(
    [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
        "Christmas",
        "Easter",
        "Monday",
        "Friday",
        "Sunday",
    ]
)


def states(text: str, facts: Facts) -> Iterator[Verdict]:
    """Availability and a sale."""
    state = facts.product.availability
    text = _LATER.sub(" ", text)
    taken: list[tuple[int, int]] = []
    for pattern, wanted in _STATES:
        for found in pattern.finditer(text):
            if any(start <= found.start() < end for start, end in taken):
                continue
            taken.append(found.span())
            negated = _NOT.search(text[: found.start()]) is not None
            yield Verdict(found[0], state is not None and (state == wanted) != negated)
    for found in _FEW.finditer(text):
        yield Verdict(found[0], False)
    for found in _SALE.finditer(text):
        negated = _NO_SALE.search(text[: found.start()]) is not None
        yield Verdict(found[0], facts.now is not None and (facts.saved > 0) != negated)
    for found in _FULL.finditer(text):
        negated = _NO_SALE.search(text[: found.start()]) is not None
        if not re.search(r"\b(?:than|off|below|of|under)\s*$", text[: found.start()]):
            yield Verdict(found[0], facts.now is not None and (facts.saved > 0) == negated)


def sizes(text: str, facts: Facts) -> Iterator[tuple[Verdict, tuple[int, int]]]:
    """Sizes, with where they stand."""
    if not (
        facts.sizes
        or "size" in text.lower()
        or re.search(r"\b(?:X+[SL]|\dXL)\b|\bin (?:small|medium|large|extra)\b", text)
    ):
        return
    for found in _SIZES.finditer(text):
        group = "s" if found["s"] else "w"
        for part in _PART.findall(found[group]):
            negated = _NO_SALE.search(text[: found.start()]) is not None
            known = short_size(part) in facts.sizes
            yield Verdict(part, known != negated), found.span(group)


def words(text: str, facts: Facts) -> Iterator[Verdict]:
    """Colours, materials, features, places, brands, parts."""
    text = _NEEDS.sub(r"\g<no>\g<what> required", _PAIRING.sub(" ", text))
    for word in find(text, facts.learned):
        if word.negated and word.kind in ("feature", "contents", "place"):
            holds = word.key in facts.lacks and word.key not in facts.has
        elif word.negated:
            holds = word.key not in facts.has
        else:
            holds = word.key in facts.has or (word.key[:2] == "un" and word.key[2:] in facts.lacks)
        yield Verdict(text[word.start : word.end], holds)
    for key in (facts.lacks & _CONTENTS) - facts.has:
        found = re.search(rf"\b(?:with|in|from|of|has)(?: [a-z]+)? {key}s?\b(?!-)", text, re.I)
        if found and not _NO_SALE.search(text[: found.start()]):
            yield Verdict(found[0], False)
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
        if found["b"] not in _DAYS and not all(stem(part) in facts.stems for part in parted):
            yield Verdict(found["b"], False)
    yield from parts(text, facts)
    yield from senses(text, facts)
    yield from uses(text, facts)


def misattributed(text: str) -> Iterator[str]:
    """The marks of products that the sentence takes its own for."""
    for found in _MARKED.finditer(text):
        yield found["m"]
