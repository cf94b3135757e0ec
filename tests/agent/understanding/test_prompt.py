"""The prompt for a reading as the model sees it: a golden render, and hostile words in every input."""

from __future__ import annotations

import os
import re

import pytest
from langchain_core.messages import AIMessage, HumanMessage

from agent.understanding.model import VOCABULARY_CHARACTERS, asked, told
from prompts.loader import load
from retrieval.types import Constraints, PriceRange, Vocabulary
from tests.agent.narration.test_prompts import GOLDEN, hostile
from tests.agent.understanding.catalogs import CLOTHES

HISTORY = (HumanMessage("shirts under $60"), AIMessage("Here are 8 to look at. Shown: 1 Oxford Shirt."))
HELD = Constraints(
    price=PriceRange(max=60), include={"article_type": ("Shirts",)}, exclude={"brand": ("Lee",)}
)


def test_golden() -> None:
    """Written anew with AISLE_WRITE_GOLDEN=1; read the difference before it is committed."""
    rendered = load("understand").render(**asked("something without\ncollars", HELD, CLOTHES, HISTORY))
    text = "\n".join(f"## {role}\n{message}\n" for role, message in rendered.messages)
    path = GOLDEN / f"understand.{rendered.version}.txt"
    if os.environ.get("AISLE_WRITE_GOLDEN"):
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


def test_hostile_text_stays_data() -> None:
    """As the message, as what was said, as a value, as a name and as what holds."""
    prompt = load("understand")
    for text in hostile():
        value = text.strip()[:300] or "x"
        vocabulary = Vocabulary(values={"brand": {value: 3}, "category": {}, value: {"red": 1}}, revision=1)
        inputs = asked(text, Constraints(include={"brand": (value,)}), vocabulary, (HumanMessage(text),))
        messages = prompt.render(**inputs).messages
        assert messages[0][1] == prompt.template.messages[0][1], "the system message is the file's own"
        user = messages[1][1]
        assert len(re.findall(r"<\W*data", user, re.IGNORECASE)) == 2, text
        assert len(inputs["message"].splitlines()) <= 1
        assert len(inputs["history"].splitlines()) <= 1
        user.encode("utf-8")


@pytest.mark.parametrize("brands", [0, 30, 5000])
def test_a_large_vocabulary_is_told_in_part(brands: int) -> None:
    values = {f"Brand {number}": number for number in range(brands)}
    text = told(Vocabulary(values={**CLOTHES.values, "brand": values}, revision=1))
    assert len(text) <= VOCABULARY_CHARACTERS + 100
    assert "color: Black, Blue, White" in text
    assert ("more)" in text) == (brands > 40)
    assert brands <= 40 or f"Brand {brands - 1}" in text, "those that most products have"
