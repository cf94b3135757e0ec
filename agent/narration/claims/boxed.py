"""What comes along with a product: each thing of ``comes with a hook, a whisk and a splash guard``.

Such a thing must stand in the facts, and not among what they say is sold apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.narration.claims.beside import TOKEN, items_before
from agent.narration.claims.guarded import compiled
from agent.narration.claims.hedges import Verdict
from agent.narration.claims.known import Facts, once
from agent.narration.claims.lexicon import SOFT
from agent.narration.claims.synonyms import SAME
from agent.narration.claims.vocabulary import find
from agent.narration.claims.wording import MARKS, stem, tokens

_GIVING = compiled(
    r"\b(?:(?:comes?|arrives?|ships?|shipped|delivered|supplied|complete|sold|bundled|packed|lands?|"
    r"provided|accompanied|equipped|kitted out)"
    r"(?: (?:complete|packed|equipped|bundled|along|together|supplied|to you|home|ready))*"
    r" (?:with|by)|"
    r"(?:includes?|including|bundles|throws in|the included|you (?:also|even) get)|"
    r"(?:box|set|kit|package|parcel|bundle)(?: of [^,.;:]{1,40}?)? (?:holds|contains|includes)|"
    r"(?:in the box|inside the box|included)(?::| is| are))\s+",
    re.I,
)
_GIVEN = compiled(
    r"(?:,? (?:is |are |which (?:is|are) |that (?:is|are) |comes? |that comes? |"
    r"all |both |also |even |already )*"
    r"(?:included|thrown in|supplied|bundled(?: in)?|in the (?:box|kit|package|parcel|bundle|deal)|"
    r"part of the deal|provided|comes? with (?:it|them|this)|"
    r"that (?:comes?|ships?|arrives?) with (?:it|them|the|this)))\b(?! (?:in|with your))",
    re.I,
)
_ITEM = compiled(
    r"(?:also |even |both |only |just |not only )?(?P<det>(?:an?|its own|its|one|two|three|four|five|six|"
    r"some|the|\d+)\s+)?(?:\d[\w.,]*(?:[- ]\w+)? )?(?P<np>[^\W\d_][\w'-]*(?: [^\W\d_][\w'-]*){0,4})",
    re.I,
)
_NEXT = compiled(r"\s*(?:,? (?:and|or|plus|as well as)|,|&|\+)\s+", re.I)
_STOP = frozenset(
    [
        "to", "of", "for", "in", "on", "at", "by", "from", "with", "without", "as", "than", "that",
        "which", "who", "when", "while", "if", "so", "but", "because", "since", "though", "although",
        "it", "it's", "you", "your", "you're", "this", "these", "those", "is", "are", "was", "were",
        "has", "have", "had", "can", "will", "would", "should", "could", "may", "might", "must", "be",
        "and", "or", "plus", "also", "too", "here", "there", "now", "already", "again", "inside",
        "underneath", "included", "thrown", "supplied", "bundled", "provided", "all", "both", "where",
        "whose", "whatever", "sold", "waiting", "right", "straight", "makes", "make", "gives", "give",
        "keeps", "keep", "means", "lets", "let", "takes", "take", "just", "only", "comes", "come",
        "costs", "cost", "weighs",
    ]
)  # fmt: skip
_PASSING = frozenset(
    [
        "life", "time", "size", "range", "level", "capacity", "weight", "set", "kit", "choice", "pack",
        "guarantee", "warranty", "year", "month", "week", "day", "hour", "star", "review", "rating",
        "price", "pair", "piece", "bonus", "everything", "anything", "all", "what", "it", "them", "one",
        "thing", "something", "lot", "help", "hand", "story", "promise", "touch", "sense", "dose", "hint",
        "reputation", "name", "number", "total", "world", "backing", "peace", "pleasure", "flair", "part",
        "few", "other", "same", "package", "packaging", "present", "wrapping", "bit", "use",
        "wait", "surprise", "option", "version", "shade", "colour", "color", "smile", "extra", "along",
        "together", "those", "dollar", "euro", "pound", "quid", "cent", "percent",
    ]
)  # fmt: skip
_HOLDING = frozenset(["box", "cover", "case", "bag"])
"""Alone these are what it is packed in; ``in_the_box`` is no box."""
_FITTED = compiled(r"(?:cut|made|built|shaped|sized|meant|[a-z]{3,}ed)$", re.I)
_AIM = compiled(r" (?:to|for|from|by|in|of|so)\b", re.I)
"""``a pillowcase cut to its size``: what follows says how it is."""
_DENIED = compiled(
    r"(?:\b(?:no|not|never|without|nor|neither|none|cannot|nothing)|n't)\b[^,.;:]*$|"
    r"\b(?:if|whether) [^,.;:]*$",
    re.I,
)
_APART = compiled(
    r"\b(?:not included|sold separately|not supplied|bought separately|not in the box|optional|"
    r"sold without|(?:available|sold|offered) (?:separately|apart)|as an extra)\b",
    re.I,
)


def boxed(text: str, facts: Facts) -> Iterator[Verdict]:
    """A verdict on every thing that is told to come along."""
    apart = once(facts, "apart", _apart)
    for found in _GIVING.finditer(text):
        if not _DENIED.search(text[: found.start()]):
            yield from _items(text, found.end(), facts, apart)
    for found in _GIVEN.finditer(text):
        if _DENIED.search(text[: found.start()]):
            continue
        said = [(each[0], each.end()) for each in TOKEN.finditer(text[: found.start()])]
        items = items_before(said, len(said)) if said else []
        if led := _FOR_A_PART.match(text[: found.start()]):
            yield from _verdict(led["np"].split(), facts, apart)
        joined = len(said) - len(items[-1].words) - items[-1].article - 1 if items else 0
        if len(items) == 1 and joined > 0 and said[joined][0].lower() in ("and", "&", "plus"):
            items = [*items_before(said, joined), *items]
        for item in items:
            if (
                item.words
                and (item.article or item is items[-1])
                and not _NESTED.search(text[: found.start()])
            ):
                yield from _verdict(list(item.words), facts, apart)


_FOR_A_PART = compiled(
    r"^\s*(?:and |the |an? |its )?"
    r"(?P<np>(?:(?!(?:and|with|is|are|of|for|in|to|on|at|by)\b)[a-z-]+ ?){1,2})(?<= )"
    r"for the (?:[a-z]+ ?){1,3}$",
    re.I,
)
"""``Batteries for the lamp are included``."""
_NESTED = compiled(
    r"\b(?:for|to|of|at|from|in|your|not) (?:[\w-]+ ){0,2}[\w-]+(?: and (?:[\w-]+ )?[\w-]+)?$", re.I
)


def _items(text: str, at: int, facts: Facts, apart: frozenset[str]) -> Iterator[Verdict]:
    """The things that are counted up from ``at`` on, as long as they look like things."""
    first = True
    while found := _ITEM.match(text, at):
        words: list[str] = []
        for word in found["np"].split():
            if word.lower() in _STOP:
                break
            words.append(word)
        if (
            len(words) > 1
            and _FITTED.match(words[-1])
            and _AIM.match(found["np"] + text[found.end() :], len(" ".join(words)))
        ):
            words.pop()
        det = (found["det"] or "").strip().lower()
        if not words or len(words) > 4 or (det == "the" and not first) or words[0].lower() in _PRONOUNS:
            return
        at = found.start("np") + sum(map(len, words)) + len(words) - 1
        following = _NEXT.match(text, at)
        if det or following or at == found.end() or not text[at:].strip(" .!,;:?)"):
            alone = not det and not first and len(words) == 1 and re.search(r"(?:ed|ing|ly|s)$", words[0])
            if not alone:
                yield from _verdict(words, facts, apart)
        if following is None:
            return
        at, first = following.end(), False


def _verdict(words: list[str], facts: Facts, apart: frozenset[str]) -> Iterator[Verdict]:
    phrase, head = " ".join(words), stem(words[-1].split("'")[0])
    if len(words) > 1 and apart.issuperset(map(stem, words)):
        yield Verdict(phrase, False)
        return
    if head in _HOLDING:
        names = {head} if head == "cover" else {head, *SAME.get(head, ())}
        known = not names.isdisjoint(once(facts, "of values", _of_values))
        if len(words) > 1 and not known:
            yield Verdict(phrase, False)
        return
    if head in _PASSING | SOFT or len(head) < 3 or re.search(rf"[{MARKS}]", phrase):
        return
    parts = {stem(part) for word in words for part in word.split("-")}
    if head in apart:
        yield Verdict(phrase, False)
    elif not _there(head, facts) and parts.isdisjoint(_PASSING):
        keys = list(find(phrase, facts.learned))
        # "Folding" alone does not tell of a folding thing.
        if not any(word.end == len(phrase) for word in keys) or not all(
            word.key in facts.has for word in keys
        ):
            yield Verdict(phrase, False)


def _there(head: str, facts: Facts) -> bool:
    """``adapter`` is not borne out by ``adaptive``: a thing is named by its whole word."""
    if head in facts.mentioned and head not in once(facts, "kinds only", _kinds_only):
        return True
    if not SAME.get(head, frozenset()).isdisjoint(facts.mentioned - {head}):
        return True
    return any(
        each.startswith(head) or each.endswith(head) or (len(each) > 3 and head.startswith(each))
        for each in facts.mentioned - {head}
    )


def _kinds_only(facts: Facts) -> frozenset[str]:
    """Stems of its categories that nothing else speaks of: a board game has no board for that."""
    product = facts.product
    told = [product.title, product.description or "", *(text for _, text in facts.fields), *product.tags]
    kinds = frozenset(map(stem, tokens(" ".join(product.categories))))
    return kinds - frozenset(map(stem, tokens(" ".join(told))))


def _of_values(facts: Facts) -> frozenset[str]:
    fields = (text.removeprefix(f"{label}: ") if "box" in label else text for label, text in facts.fields)
    return frozenset(map(stem, tokens(" ".join([facts.prose, *fields]))))


_PRONOUNS = frozenset(
    [
        "it", "them", "that", "this", "you", "everything", "all", "what", "those", "these",
    ]
)  # fmt: skip


def _apart(facts: Facts) -> frozenset[str]:
    """Stems of what the facts say is not in the box."""
    found: set[str] = set()
    for label, text in facts.fields:
        for piece in re.split(r"[;,.] ", re.sub(r", (not included|sold separately)", r" \1", text)):
            if _APART.search(piece):
                found.update(map(stem, [*tokens(_APART.sub(" ", piece)), *tokens(label)[-1:]]))
        if text.startswith("not ") and re.search(r"included|supplied", label):
            found.update(map(stem, tokens(label)))
    for piece in re.split(r"[.;] | \((?=(?:[\w-]+ ){1,4}(?:not|sold) )", facts.prose):
        if gone := _APART.search(piece):
            found.update(map(stem, tokens(piece[: gone.start()])))
    return frozenset(found) - SOFT - _PASSING
