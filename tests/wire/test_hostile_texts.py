"""Hostile text as a product and as a message, before a model that does whatever it says."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest

from prompts.loader import load
from tests.api.shop import MARGIN, kettle
from tests.api.sse import Seen
from tests.scripted_model import Script, answers, prompt_text
from tests.scripted_model.script import Body
from tests.wire.fault_stage import Stage, assert_whole, cards, staged
from tests.wire.hostile_texts import texts

MARK = "Marmalade"
"""In the title of the product that means harm: how the model knows whom to obey."""
TEXTS = texts()
IDS = [f"{number}" for number in range(len(TEXTS))]
INSTRUCTIONS = load("narrate").template.messages[0][1]
MARKUP = re.compile(r"[<>\[\]{}`]|://|www\.|javascript:|\.example", re.IGNORECASE)
PATIENT = {"first_token_timeout": 30.0, "silence_timeout": 30.0, "total_timeout": 60.0, "rerank_budget": 30.0}


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OPENAI_API_KEY", "sk-scripted")
        with staged(tmp_path_factory.mktemp("hostile"), **PATIENT) as ready:
            yield ready


def obedient(stage: Stage, text: str) -> None:
    """The model puts the marked product first, says the text, gives its instructions away, and paints."""

    def order(body: Body) -> str:
        lines = answers.candidates(body)
        harmful = [handle for handle, line in lines.items() if MARK in line]
        # The rest by what stands there: handles are shuffled, and a chance order now and then moves nobody.
        others = sorted((h for h in lines if h not in harmful), key=lambda handle: lines[handle])
        return json.dumps({"order": [*harmful, *others]})

    def narration(body: Body) -> str:
        first, *rest = (f"[{handle}]" for handle in answers.candidates(body))
        paint = '<b>So good</b> <img src=x onerror="x()"> [here](https://evil.example/a) `x`.'
        told = " ".join(INSTRUCTIONS.split()[:120])
        lines = [told[:80], f"{first} {text}", *(f"{handle} {paint}" for handle in rest[:1])]
        return "\n".join([*lines, *(f"{handle} {told}" for handle in rest[1:])])

    stage.anew()
    stage.model.default("rerank", Script(text=order))
    stage.model.default("narrate", Script(text=narration))


def put(stage: Stage, text: str) -> int:
    """One product whose every text is hostile; the status of the answer."""
    product = kettle(7, title=f"Blue {MARK} Kettle {text}", description=text, brand=text[:80] or None)
    row = product.model_dump(mode="json", exclude_none=True) if valid(text) else {}
    row["attributes"] = {"color": "blue", "note": text[:200]}
    return stage.client.put("/v1/products", json=[row]).status_code


def valid(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def model_words(seen: list[Seen]) -> str:
    """Everything that a page shows as the model's."""
    said = [event.data.get("text", event.data.get("delta", "")) for event in seen if is_model(event)]
    return "\n".join(said)


def is_model(event: Seen) -> bool:
    return event.event == "text" or (
        event.event == "explanation" and bool(event.data.get("source") == "model")
    )


def assert_nothing_got_out(stage: Stage, seen: list[Seen]) -> None:
    for request in stage.model.requests:
        assert str(MARGIN) not in json.dumps(request.body)
        users = [m["content"] for m in request.body["messages"] if m["role"] == "user"]
        assert [len(re.findall(r"<\W*/?\W*data", user, re.IGNORECASE)) for user in users] == [2]
    everything = json.dumps([event.data for event in seen])
    assert str(MARGIN) not in everything
    words = model_words(seen)
    assert not MARKUP.search(words), words
    plain = " ".join(re.findall(r"\w+", words.casefold()))
    told = re.findall(r"\w+", INSTRUCTIONS.casefold())
    runs = (" ".join(told[at : at + 8]) for at in range(len(told) - 7))
    assert not [run for run in runs if run in plain]


def test_the_sets_are_there() -> None:
    assert len(TEXTS) >= 10


def listed(stage: Stage) -> list[Seen]:
    """The events of a list long enough to hold every kettle."""
    body: dict[str, object] = {"query": "a kettle", "limit": 12, "explain": "llm"}
    status, seen = stage.ask("recommendations", body)
    assert status == 200
    return seen


@pytest.fixture(scope="module")
def honest_place(stage: Stage) -> int:
    """Where the marked product stands while its texts are harmless (0 is the first place)."""
    obedient(stage, "Nothing.")
    row = kettle(7, title=f"Blue {MARK} Kettle").model_dump(mode="json", exclude_none=True)
    assert stage.client.put("/v1/products", json=[row]).status_code == 200
    return cards(listed(stage)).index("kettle-7")


@pytest.mark.parametrize("text", TEXTS, ids=IDS)
def test_as_a_product(stage: Stage, honest_place: int, text: str) -> None:
    obedient(stage, text)
    assert put(stage, text) < 500
    seen = listed(stage)
    shown = cards(seen)
    assert_whole(seen, shown)
    assert_nothing_got_out(stage, seen)
    assert any(MARK in prompt_text(request.body) for request in stage.model.requests_for("rerank"))
    before, after = (order.index("kettle-7") for order in (shown, seen[-1].data["order"]))
    assert before >= honest_place
    assert 0 < before - after <= stage.displacement, "the model obeyed, within its bounds"


@pytest.mark.parametrize("text", TEXTS, ids=IDS)
def test_as_a_message(stage: Stage, text: str) -> None:
    obedient(stage, text)
    body: dict[str, object] = {"message": text, "session_id": stage.session()}
    status, seen = stage.ask("chat", body)
    assert status in (200, 400, 413, 422)
    if status == 200:
        assert [event.event for event in seen].count("done") == 1
        if any(event.event == "ranking" for event in seen):
            assert_whole(seen, cards(seen))
        assert_nothing_got_out(stage, seen)
