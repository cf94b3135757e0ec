"""A prompt file is read strictly and filled in one pass."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prompts.errors import PromptInputsWrong, PromptInvalid
from prompts.template import parse

FILE = """---
purpose: Greet.
inputs:
  name: who
  thing: what
output: A greeting.
changed: First version.
---
## system
You greet. JSON looks like {"a": 1}.

## user
Hello {{ name }}, here is {{ thing }}. Again: {{ name }}.
"""


def rendered(**inputs: str) -> str:
    return parse("greet/v1.md", FILE).render("prompt greet v1", inputs)[1][1]


def test_every_placeholder_is_filled() -> None:
    assert rendered(name="Ada", thing="tea") == "Hello Ada, here is tea. Again: Ada."


@pytest.mark.parametrize(
    "value", ["{{ thing }}", "{{ name }}", "$50", "\\1 \\g<0>", "{x}", "<b>&amp;</b>", "%s", "{{", ""]
)
def test_a_value_is_never_read_again_or_escaped(value: str) -> None:
    assert rendered(name=value, thing="tea") == f"Hello {value}, here is tea. Again: {value}."


@given(st.text(), st.text())
def test_any_value_goes_in_as_it_is(name: str, thing: str) -> None:
    assert rendered(name=name, thing=thing) == f"Hello {name}, here is {thing}. Again: {name}."


@pytest.mark.parametrize(
    ("inputs", "problem"),
    [
        ({"name": "a"}, "missing thing"),
        ({}, "missing name, thing"),
        ({"name": "a", "thing": "b", "more": "c"}, "unknown more"),
        ({"name": "a", "other": "c"}, "missing thing; unknown other"),
    ],
)
def test_inputs_must_be_the_declared_ones(inputs: dict[str, str], problem: str) -> None:
    with pytest.raises(PromptInputsWrong) as error:
        rendered(**inputs)
    assert error.value.message == f"prompt greet v1: {problem}. It takes: name, thing."


def test_inputs_must_be_strings() -> None:
    with pytest.raises(PromptInputsWrong, match="name must be a string, not int"):
        rendered(name=3, thing="tea")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("---\npurpose", "purpose", "must begin with front matter"),
        ("purpose: Greet.\n", "", "purpose: Field required"),
        ("output:", "outputs:", "output: Field required"),
        ("changed: First version.", "changed: First version.\nauthor: me", "author: Extra inputs"),
        ("purpose: Greet.", "purpose: [", "not YAML"),
        ("  thing: what\n", "", "differ: thing"),
        ("{{ thing }}", "it", "differ: thing"),
        ("{{ thing }}", "{{thing}}", "double braces"),
        ("{{ thing }}", "{{ thing | upper }}", "double braces"),
        ('## system\nYou greet. JSON looks like {"a": 1}.\n', "", "one system message first"),
        ("## user", "## system", "one system message first"),
        ("## system", "## speaker", "sections headed"),
    ],
)
def test_a_broken_file_is_refused_by_name(old: str, new: str, problem: str) -> None:
    assert old in FILE
    with pytest.raises(PromptInvalid) as error:
        parse("greet/v1.md", FILE.replace(old, new, 1))
    assert error.value.message.startswith("greet/v1.md: ")
    assert problem in error.value.message
    assert "\n" not in error.value.message
