"""A guarded pattern finds what the plain one finds, in every text."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.narration import claims
from agent.narration.claims.guarded import Guarded, compiled
from eval.grounding.cases import read_cases

_PIECES = ("kilo", "gram", "a|b", "(?:red|blue)", "x?", "ing+", r"\d", "[€$]", "(?=per)", "(?i:ß)", " ", ".")
_PATTERNS = (
    r"\b(?:kilo)?grams?\b",
    r"(?:half|twice|\d+ times) (?:as|the)",
    r"(?<=per )litre|[€$]\d",
    r"(?P<m>[\ue000-\ue7ff]) (?:costs|weighs)",
    r"(?:ab){2,}c|d++e",
    r"(?>ab|cd)ef",
    r"straße|İzmir",
    r"(?!not)\w+ly",
    r"a{0}zebra?s",
)


def _guarded() -> list[Guarded]:
    modules = (import_module(f"{claims.__name__}.{each.name}") for each in iter_modules(claims.__path__))
    return [found for module in modules for value in vars(module).values() for found in _within(value)]


def _within(value: object) -> list[Guarded]:
    if isinstance(value, tuple | list):
        return [found for part in value for found in _within(part)]
    return [value] if isinstance(value, Guarded) else []


@pytest.mark.parametrize("pattern", _PATTERNS)
@given(text=st.text(st.sampled_from("kilogramsxperzbtcdefwhlyİIıſßK0٣ \ue001€-"), max_size=40))
def test_finds_what_the_plain_one_finds(pattern: str, text: str) -> None:
    plain, guarded = re.compile(pattern, re.I), compiled(pattern, re.I)
    assert guarded.sub("_", text) == plain.sub("_", text)
    assert guarded.subn("_", text, 1) == plain.subn("_", text, 1)
    assert guarded.findall(text) == plain.findall(text)
    assert guarded.split(text) == plain.split(text)
    assert [m.span() for m in guarded.finditer(text)] == [m.span() for m in plain.finditer(text)]
    for method in ("search", "match", "fullmatch"):
        ours, theirs = getattr(guarded, method)(text), getattr(plain, method)(text)
        assert (ours and ours.span()) == (theirs and theirs.span())


@given(
    text=st.text(st.sampled_from("kilogramsxperbluedß0٣ €$"), max_size=30),
    parts=st.lists(st.sampled_from(_PIECES), min_size=1, max_size=4),
)
def test_whatever_the_pattern_is_made_of(text: str, parts: list[str]) -> None:
    pattern = "".join(f"(?:{part})" for part in parts)
    assert compiled(pattern, re.I).findall(text) == re.compile(pattern, re.I).findall(text)


@pytest.mark.parametrize(
    ("pattern", "text"), [("kilograms?", "5 KILOGRAMS"), (r"\d{2} ?%", "12%"), ("straße", "STRASSE")]
)
def test_no_regard_to_case_and_digits(pattern: str, text: str) -> None:
    found, plain = (each.search(text) for each in (compiled(pattern, re.I), re.compile(pattern, re.I)))
    assert (found is None) == (plain is None)


def test_what_cannot_match_is_not_tried() -> None:
    (guarded,) = _within([compiled(r"\b(?:kilograms?|pounds?)\b", re.I)])
    assert guarded.hopeless("a light jacket in red")
    assert not guarded.hopeless("5 kilograms")


def test_every_pattern_of_the_claims_over_every_sentence_of_ours() -> None:
    patterns = _guarded()
    assert len(patterns) > 300
    sentences = [case.sentence for case in read_cases(Path("eval/grounding/cases.jsonl"))]
    found = 0
    for pattern in patterns:
        plain = re.compile(pattern.pattern, pattern.flags)
        for sentence in sentences:
            hit = plain.search(sentence)
            found += hit is not None
            assert hit is None or pattern.search(sentence) is not None, (pattern.pattern, sentence)
    assert found > 1000
