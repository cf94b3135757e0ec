"""What is said of the whole list but for one that is named, or of that and its own product alike.

``All but the Arc cost more``, ``the Arc is the only one that is cheaper``, ``both it and the Arc are …``.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from agent.narration.claims.guarded import compiled
from agent.narration.claims.hedges import Verdict
from agent.narration.claims.marks import BASE, FULL, mark, marked
from agent.narration.claims.outdone import outdone
from agent.narration.claims.predicates import AFTER, ENDS, VERB, parted, predicate
from agent.narration.claims.quantified import Quantified

_M = "(?:the |this )?(?P<m>[\ue000-\ue3ff])"
_IT = "(?:it|this(?: one| 1)?|that)"
_LED = (
    r"(?:^|(?<=[.;:!?,] )|(?<=\band )|(?<=\bbut )|(?<=\bwhile )|(?<=\bthough )|(?<=\bsince )|(?<=\bbecause ))"
)
_MORE = "(?:[a-z]+er|(?:more|less|better|worse|higher|lower) [a-z]+)"
_OF = r"(?: (?:here|of (?:these|them|all)|on (?:the|this) list))?"
_REST = (
    "(?:(?P<no>\uf8f4|nothing(?: else)?|no other(?: [a-z]+)?|none of (?:these|them|the others))|"
    "everything(?: else)?|[\uf8f0\uf8f5]|"
    r"all (?:the )?others?|all of (?:these|them|the others)|every other(?: one| option)?)"
)
_FORMS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, compiled(f"{_LED}{pattern}", re.I))
    for kind, pattern in (
        ("rest", rf"all (?:of (?:these|them) )?(?:but|except|bar) {_M}{_OF}(?= {VERB}\b)"),
        (
            "rest",
            rf"(?:except for|apart from|aside from|other than|bar|but for|save for) {_M},? {_REST}{_OF}"
            rf"(?= {VERB}\b)",
        ),
        ("alone", rf"only {_M}(?= {VERB}\b)"),
        ("alone", rf"(?:which |that )?(?:leaves|leaving) only {_M}(?: as)? (?P<c>{_MORE})(?=[.,;!]|$)"),
        ("alone", rf"{_M} is the (?:only|sole)(?P<o> other)?(?: one| option)?{_OF} (?:that|which)\b"),
        (
            "alone",
            rf"{_M} is the (?:only|sole) (?P<c>{_MORE})"
            rf"(?: one| option)?{_OF}(?=[.,;!]|$)",
        ),
        ("both", rf"(?:(?P<nor>neither )|both )?{_IT} (?:and|nor) {_M}(?: both| alike)?(?= {VERB}\b)"),
        ("both", rf"(?:(?P<nor>neither )|both )?{_M} (?:and|nor) {_IT}(?: both| alike)?(?= {VERB}\b)"),
    )
)
_PRICED = (
    "alone",
    compiled(rf"(?<=[\d\uf8f3] )only {_M}(?= {VERB}\b)", re.I),
)
"""``At $55 only the Arc is cheaper``."""
_LAST = compiled(
    rf"{_LED}(?:the only|only) (?:other )?(?:one|1|option)(?P<o> other)?{_OF} (?:that|which)?"
    rf"(?P<vp> ?{VERB}\b[^,;:!?]*?)(?:,? (?:is|being)|:| -) {_M}(?=[.,;!]|$)",
    re.I,
)
_OF_ONE = compiled(
    rf"{_LED}only (?:one|1) (?:of (?:these|them|the others) )?(?P<vp>{VERB}\b[^,;:!?]*?)"
    rf"(?::| -|, namely|,) {_M}(?=[.,;!]|$)",
    re.I,
)
_AS_WELL = compiled(
    rf"{_LED}{_M}(?P<vp> {VERB}\b[^;:!?]*?)(?:,? (?:as well|too|also))?,? (?:just )?like {_IT}(?=[.,;!]|$)",
    re.I,
)
_SO_DOES = compiled(
    rf"{_LED}{_IT}(?P<vp> {VERB}\b[^;:!?]*?),? and so (?:does|is|has|do) {_M}(?=[.,;!]|$)", re.I
)
_DOES_NOT = compiled(
    rf"{_LED}(?:(?P<it>{_IT})|{_M})(?P<vp> {VERB}\b[^;:!?]*?),? (?:while|but|whereas|and) (?:(?P<t>(?:the )?"
    rf"[\ue000-\ue3ff])|(?P<t2>{_IT})) (?:does|is|has|do)(?:n't| not)(?=[.,;!]|$)",
    re.I,
)


_ALL = r"(?:all )?(?:of )?(?:(?:\uf8f0|\uf8f5|any|these|the others|the rest),? )?"
_THAN = compiled(
    rf"{_LED}{_IT}(?P<vp>(?:'s| {VERB})\b[^,;:!?]*?) than {_ALL}"
    rf"(?:but|except(?: for)?|bar|apart from|save|other than) (?:{_M}|(?P<n>\d|one))"
    r"(?: of (?:these|them|all|\uf8f0|\uf8f5|the others))?(?: here)?(?=[.,;!]|$)",
    re.I,
)
_SECOND = compiled(rf"\b(?:second|runner-up) only to {_M},? (?:as|for being|among) (?:the )?(?=[a-z])", re.I)


class Excepted:
    """The exceptions of one list."""

    def __init__(
        self,
        n: int,
        quantified: Quantified,
        verdicts: Callable[[str, int, int | None], list[Verdict]],
    ) -> None:
        self._n = n
        self._verdicts = verdicts
        self._holders = quantified.holders

    def check(self, text: str, own: int) -> tuple[str, str | None]:
        """The sentence without them, and the first that does not hold."""
        if (beyond := outdone(text, own, self._n)) is not None:
            holders = self._holders(beyond.clause, frozenset(range(self._n)) - {own}, own)
            if holders is not None:
                if not beyond.who <= holders or (beyond.only and holders != beyond.who):
                    return text, parted(text[beyond.start : beyond.end])
                text = f"{text[: beyond.start]}{text[beyond.end :]}"
        if not _NAMED.search(text) and "all but" not in text:
            return text, None
        if (found := _THAN.search(text)) is not None:
            return self._ahead(text, found, own)
        if (found := _SECOND.search(text)) is not None:
            return f"{text[: found.start()]}after {found['m']} the {text[found.end() :]}", None
        for kind, pattern in (*_FORMS, _PRICED):
            found = pattern.search(text)
            if found is None:
                continue
            stop = ENDS.search(text, found.end())
            end = stop.start() if stop else len(text)
            groups = found.groupdict()
            clause = f" is {groups['c']}" if groups.get("c") else text[found.end() : end]
            return self._judged(text, kind, found, clause, end, own)
        for kind, pattern in (("alone", _LAST), ("alone", _OF_ONE), ("both", _AS_WELL), ("both", _SO_DOES)):
            if (found := pattern.search(text)) is not None:
                return self._judged(text, kind, found, found["vp"], found.end(), own)
        if (found := _DOES_NOT.search(text)) is not None and bool(found["it"]) != bool(found["t2"]):
            return self._judged(text, "parted", found, found["vp"], found.end(), own)
        return text, None

    def _ahead(self, text: str, found: re.Match[str], own: int) -> tuple[str, str | None]:
        """``It is cheaper than all but one of these``."""
        others = frozenset(range(self._n)) - {own}
        said = found["vp"].replace("'s", "is").strip()
        told = {i: self._verdicts(f"It {said} than {mark(i)}.", own, None) for i in others}
        if not all(told.values()):
            return text, None
        behind = frozenset(i for i, each in told.items() if all(v.holds for v in each))
        if found["n"]:
            holds = len(behind) == len(others) - (1 if found["n"] == "one" else int(found["n"]))
        else:
            holds = behind == others - frozenset(marked(found["m"], own, self._n))
        if not holds:
            return text, parted(found[0])
        return f"{text[: found.start()]}{AFTER.sub('', text[found.end() :])}", None

    def _judged(
        self, text: str, kind: str, found: re.Match[str], clause: str, end: int, own: int
    ) -> tuple[str, str | None]:
        groups = found.groupdict()
        char = groups.get("m") or (groups.get("t") or "")[-1:]
        other = ord(char) - BASE if char else own
        if other == own or not 0 <= other < min(self._n, FULL):
            return text, None
        everyone = frozenset(range(self._n))
        compares = mark(own) in (predicate(clause, mark(own))[0] or "")
        group = everyone - {own} if compares or groups.get("o") else everyone
        if kind in ("both", "parted"):
            group = frozenset({own, other})
        holders = self._holders(clause, group, own)
        if holders is None:
            return text, None
        if kind == "rest":
            wanted = frozenset({other}) & group if groups.get("no") else group - {other}
        elif kind == "both":
            wanted = frozenset() if groups.get("nor") else group
        elif kind == "parted":
            wanted = frozenset({own if groups.get("it") else other})
        else:
            wanted = frozenset({other})
        if holders != wanted:
            return text, f"{parted(found[0])}{parted(clause) if clause not in found[0] else ''}"
        head, rest = text[: found.start()], AFTER.sub("", text[end:])
        return f"{head}{rest}", None


_NAMED = compiled("[\ue000-\ue3ff]")
