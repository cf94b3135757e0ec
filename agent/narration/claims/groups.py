"""Groups of the other products: "the others", "no other drill here", "everything but the Kettle"."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property

from agent.narration.claims.guarded import compiled
from agent.narration.claims.marks import ALL, MOST, NONE, ONE, OTHERS, SOME, USUAL, mark, marked
from agent.narration.claims.wording import MARKS, stem, tokens
from retrieval.types import PublicProduct

_SET = r"(?:selection|list|line-?up|range|shortlist|bunch|set|group|lot|field|page|shelf)"
HERE = (
    rf"(?:\s+(?:here|listed|shown|on offer|around|(?:in|on|of) (?:this|the|our|that) (?:whole |entire"
    rf" )?{_SET}|"
    rf"of (?:the|these|those) \d|of (?:these|them)|in sight|on sale here))"
)
"""``in this selection``: of the whole list."""
_NOUN = (
    r"(?:\s(?:ones?|products?|options?|items?|picks?|choices?|models?|here|"
    r"(?!is|are|has|in|at|by|and|but|it|on)[a-z]+s?))?"
)
_VERB = (
    r"(?:is|are|was|has|have|had|costs?|weighs?|comes?|offers?|gets?|scores?|holds?|sells?|asks?|rates?|gives?|"
    r"lasts?|runs?|packs?|beats?|can|does|seats?|sleeps?|reach(?:es)?|manages?|takes?|makes?|goes)"
)
_GROUPS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (compiled(pattern, re.I), char)
    for pattern, char in (
        (
            r"(?<!the )(?<!second )(?<!third )\bmost "
            r"(?:(?:of )?(?:the )?(?:others|rest)|here|of (?:these|them))\b",
            MOST,
        ),
        (
            rf"\b(?<!like )(?:no other{_NOUN}{HERE}*|none of the (?:others|rest)|"
            rf"nothing else{HERE}*|(?:nothing|none|nobody|no one){HERE}+|"
            rf"(?:nobody|no one|none)(?: else)?(?= (?:scores|is rated|rates|comes close) )|"
            rf"(?:nothing|nobody|no one)(?= {_VERB} (?:\w+ ){{0,3}}than )|not 1 of the"
            rf" others)",
            NONE,
        ),
        (
            r"\b(?:all (?:of )?these|(?:^|(?<=[.;:] ))all (?:of )?them|"
            r"every (?:one|product|option)|each (?:one|of (?:these|them))|"
            r"everything here)(?: here| of (?:these|them)| on the list)?"
            r"(?= (?:is|are|has|have|costs?|comes?)\b)",
            ALL,
        ),
        (r"\b(?:some|at least 1|one) of the (?:others|rest)\b", SOME),
        (r"\bits (?:\d )?(?:rivals|neighbou?rs|competitors|companions)\b", OTHERS),
        (
            r"\b(?:(?:(?:all|any|every|each|both)(?: of)? )?(?:(?:the )?others|the rest)\b(?: of (?:the|"
            rf"this) list|{HERE})?"
            rf"|(?:any|every|all|each(?! other(?:'s)?(?:[,.;:!?]|$| (?:which|and|but|so|with|in|on|to)\b)))"
            rf" other{_NOUN}{HERE}*|(?:every|any)thing else{HERE}*|anything{HERE}+|"
            rf"(?:any|every)(?:body|one) else{HERE}*|(?<=than )everything{HERE}+|"
            rf"(?<=undercuts )everything{HERE}+|"
            rf"(?:every|any)thing{HERE}*(?=,? (?:but|bar|barring|except|apart|save|other than)\b))",
            OTHERS,
        ),
        (
            r"(?<=than )(?:it was(?: before)?|usual|before|normal|it used to be)\b"
            r"|\b(?:its|the) (?:own )?(?:usual|regular|original|normal|list|full|former|previous|old|"
            r"retail)"
            r"(?: (?:price|cost|tag|retail price|list price))\b",
            USUAL,
        ),
    )
)
_KIN = compiled(
    rf"\b(?P<q>no other|no|not (?:a single|1|one)(?: other)?|(?:only|just) (?:1|one)(?: other)?"
    rf"|(?:every|each|any|all|all the|the) other) "
    rf"(?P<n>[a-z-]+)(?: (?P<m>(?!{_VERB}\b)[a-z-]+))??(?P<h>{HERE}*)(?=\s+{_VERB}\b|[.,;:!?]|$"
    rf"|\s+(?:by|in|on|but)\b)",
    re.I,
)
_SO_MANY_OTHERS = compiled(
    r"\b(?:all |any of |both |either of )?(?:the |these )?other (?P<n>\d)(?![\d.,-]*\d|-)"
    r"(?: (?P<k>[a-z]+s)\b)?",
    re.I,
)
_SO_MANY_NAMED = compiled(
    r"\b(?:the|these|those|both|all) (?:of the )?(?P<n>\d) (?P<names>(?:[A-Z][\w'-]+ ){1,3})[a-z]+s\b(?!')"
)
"""``like the two Tagus novels``"""
_ANY = frozenset(["one", "product", "option", "item", "pick", "choice", "model", "thing", "machine"])
_EXCEPT = compiled(
    rf"(?P<g>[{NONE}{OTHERS}]),?\s+(?:but|bar|barring|except(?: for)?|apart from|other than|save(?:"
    rf" for)?|aside from) "
    rf"(?:the )?(?P<t>[{MARKS}])",
    re.I,
)  # fmt: skip


class Groups:
    """The groups of one list."""

    def __init__(self, products: Sequence[PublicProduct]) -> None:
        self._n = len(products)
        self._products = products
        self._kinds: dict[str, set[int]] = defaultdict(set)
        for i, product in enumerate(products):
            names = [re.split(r",|\(| - ", product.title)[0], *product.categories]
            for word in re.findall(r"[^\W\d_]+", " ".join(names)):
                self._kinds[stem(word)].add(i)

    def kind(self, noun: str) -> frozenset[int] | None:
        """The products that a noun is the name of; None: of none."""
        return frozenset(self._kinds.get(stem(noun), ())) or None

    def mask(self, text: str, own: int) -> str:
        """The sentence with each group as its mark, or as the marks of those of a kind."""
        if (
            " other " in text
            or "no " in text.lower()
            or " one " in text
            or " 1 " in text
            or "not a" in text.lower()
        ):
            text = _KIN.sub(lambda m: self._of_kind(m, own), text)
        text = _SO_MANY_NAMED.sub(self._so_many_named, text)
        text = _SO_MANY_OTHERS.sub(lambda m: self._so_many(m, own), text)
        for pattern, char in _GROUPS:
            text = pattern.sub(char, text)
        text = _NOT_FOUND.sub(f"{NONE} has a ", text)
        # "No other has as many reviews": it has more of them than all others.
        return _NONE_AS.sub(
            lambda m: f"it {m['v']} more {m['n'] or ''} than {OTHERS}".replace("  ", " "), text
        )

    def but(self, text: str, own: int) -> str:
        """``everything but …``: the others without that one; its name has been masked before."""
        return _EXCEPT.sub(lambda m: self._but(m, own), text)

    def _of_kind(self, found: re.Match[str], own: int) -> str:
        quantifier = found["q"].lower()
        noun = found["m"] or found["n"]
        everyone = frozenset(range(self._n)) - {own}
        kin = self.kind(noun)
        generic = stem(noun) in _ANY and (kin is None or own not in kin)
        if kin is None and not generic:
            return found[0]
        meant = everyone if generic or kin is None else kin - {own}
        if kin is not None and own not in kin and not generic:
            meant = everyone
        if not meant:
            return found[0]
        tail = found[0][found.end("h") - found.start() :]
        whole = meant == everyone
        marks = " and ".join(map(mark, sorted(meant)))
        if quantifier == "no" and not found["h"] and not _COMPARED.match(found.string, found.end()):
            return found[0]
        if quantifier.startswith(("no", "not")):
            return (NONE if whole else f"no {marks}") + tail
        if quantifier.startswith(("only", "just")):
            return ONE + tail if re.match(rf"\s+{_VERB}\b", found.string[found.end() :]) else found[0]
        if quantifier == "the other" and noun == stem(noun):
            return (marks if len(meant) == 1 else found[0][: found.end("h") - found.start()]) + tail
        return (OTHERS if whole else marks) + tail

    def _so_many(self, found: re.Match[str], own: int) -> str:
        """``either of the other 2 coats``: those of its kind, or of its shelf, where there are so many."""
        n = int(found["n"])
        kin = self.kind(found["k"]) if found["k"] else None
        for meant in (kin, *self._shelves[own]) if n < self._n - 1 else ():
            if meant is not None and own in meant and len(meant) == n + 1:
                return " and ".join(mark(i) for i in sorted(meant) if i != own)
        return OTHERS

    def _so_many_named(self, found: re.Match[str]) -> str:
        """Those that share a name, where there are just so many."""
        wanted = frozenset(map(stem, found["names"].split()))
        meant = [mark(i) for i, names in enumerate(self._names) if wanted <= names]
        return " and ".join(meant) if len(meant) == int(found["n"]) else found[0]

    @cached_property
    def _names(self) -> list[frozenset[str]]:
        """For each product the stems of its title, its brand and the values of its attributes."""
        return [
            frozenset(
                map(
                    stem,
                    tokens(
                        " ".join(
                            [p.title, p.brand or "", *(v for name in p.attributes for v in p.values(name))]
                        )
                    ),
                )
            )
            for p in self._products
        ]

    @cached_property
    def _shelves(self) -> list[list[frozenset[int]]]:
        """For each product those that share a shelf with it, the narrowest first."""
        paths = [
            {tuple(c.split(" > ")[: at + 1]) for c in p.categories for at in range(c.count(" > ") + 1)}
            for p in self._products
        ]
        return [
            [
                frozenset(i for i, theirs in enumerate(paths) if path in theirs)
                for path in sorted(mine, key=len, reverse=True)
            ]
            for mine in paths
        ]

    def _but(self, found: re.Match[str], own: int) -> str:
        if found.string[: found.start()].endswith((" than ", " than all ")) and found["g"] == OTHERS:
            return found[0]  # "Cheaper than all others but the Arc": so not than the Arc (:mod:`.excepted`).
        without = marked(found["t"], own, self._n)
        rest = [mark(i) for i in range(self._n) if i != own and i not in without]
        return ("no " if found["g"] == NONE else "") + " and ".join(rest) if rest else found[0]


_NOT_FOUND = compiled(
    r"\byou(?:'ll)? (?:won't|can't|cannot|will not|never) find (?:an?|any) (?=\w+er\b)", re.I
)
_NONE_AS = compiled(
    rf"{NONE} (?P<v>{_VERB}) (?:nearly |quite )?as (?:much|many)(?: (?P<n>[a-z]+))?(?=\s*(?:[.,;!]|$))", re.I
)
_COMPARED = compiled(rf"\s+{_VERB}\b[^,.;]{{0,40}}\b(?:more|less|fewer|\w{{3,}}er|as|so)\b", re.I)
