"""The scripted model itself, driven over a socket by the real clients that the product uses."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import AsyncGenerator, Coroutine, Iterator
from contextlib import aclosing
from dataclasses import replace
from typing import Any, Literal, TypeVar

import openai
import pytest
from langchain_core.messages import AIMessageChunk, BaseMessage, HumanMessage, SystemMessage
from openai.types.chat import ChatCompletionChunk
from pydantic import BaseModel, ConfigDict, ValidationError

from tests.scripted_model import (
    PROFILES,
    Profile,
    Script,
    ScriptedModel,
    answers,
    closed_port_url,
    faults,
)
from tests.scripted_model.clients import chat_model, openai_client
from tests.serving import wait_until

LINES = "[A] Red Kurta | Acme | 19.90\n[B] Blue Shirt 2XL | Dr. Fit\n[C] Green Bag\n[D] Straw Hat (wide)"
PROMPT: list[BaseMessage] = [
    SystemMessage("You order products and answer in JSON, or write lines such as\n[A] A sentence."),
    HumanMessage(f"Candidates:\n{LINES}\n"),
]
RAW: list[Any] = [{"role": "user", "content": f"Candidates, as JSON:\n{LINES}"}]
DEFAULT = ["C", "A", "B", "D"]
NARRATION = (
    "Here is what fits what you asked for.\n[A] Red Kurta fits the request.\n"
    "[B] Blue Shirt fits the request.\n[C] Green Bag fits the request.\n[D] Straw Hat fits the request."
)
SCHEMA: dict[str, Any] = {
    "title": "Order",
    "description": "The handles, best first.",
    "type": "object",
    "properties": {"order": {"type": "array", "items": {"type": "string", "enum": ["A", "B", "C", "D"]}}},
    "required": ["order"],
    "additionalProperties": False,
}
T = TypeVar("T")
Method = Literal["json_schema", "function_calling", "json_mode"]
METHODS: list[Method] = ["json_schema", "function_calling", "json_mode"]


class Order(BaseModel):
    model_config = ConfigDict(extra="forbid")
    order: list[Literal["A", "B", "C", "D"]]


@pytest.fixture(scope="module")
def running() -> Iterator[ScriptedModel]:
    with ScriptedModel() as server:
        yield server


@pytest.fixture
def server(running: ScriptedModel) -> ScriptedModel:
    running.reset()
    return running


def run(work: Coroutine[Any, Any, T]) -> T:
    return asyncio.run(work)


async def narrate(base_url: str, **parameters: Any) -> list[AIMessageChunk]:
    async with chat_model(base_url, **parameters) as model:
        return [chunk async for chunk in model.astream(PROMPT) if isinstance(chunk, AIMessageChunk)]


async def narrate_until_failure(base_url: str, **parameters: Any) -> tuple[str, BaseException]:
    said: list[str] = []

    async def read() -> None:
        async with chat_model(base_url, **parameters) as model:
            async for chunk in model.astream(PROMPT):
                said.append(chunk.text)

    [outcome] = await asyncio.gather(read(), return_exceptions=True)
    assert outcome is not None, "nothing failed"
    return "".join(said), outcome


async def rerank(base_url: str, method: Method, schema: Any = Order, **parameters: Any) -> dict[str, Any]:
    async with chat_model(base_url, **parameters) as model:
        chain = model.with_structured_output(schema, method=method, include_raw=True)
        answer = await chain.ainvoke(PROMPT)
        assert isinstance(answer, dict)
        return answer


async def raw_stream(base_url: str, **more: Any) -> list[ChatCompletionChunk]:
    async with openai_client(base_url) as client:
        stream = await client.chat.completions.create(model="scripted", messages=RAW, stream=True, **more)
        return [chunk async for chunk in stream]


# -- as it should be -----------------------------------------------------------------------------------------


def test_a_stream_comes_as_openai_sends_it(server: ScriptedModel) -> None:
    chunks = run(raw_stream(server.base_url, stream_options={"include_usage": True}))
    assert chunks[0].choices[0].delta.role == "assistant"
    assert "".join(c.choices[0].delta.content or "" for c in chunks[:-1]) == NARRATION
    assert len(chunks) > 20
    assert [c.choices[0].finish_reason for c in chunks[-3:-1]] == [None, "stop"]
    assert chunks[-1].choices == []
    assert chunks[-1].usage is not None
    assert chunks[-1].usage.completion_tokens == server.requests[0].tokens_sent
    assert server.requests[0].finished
    assert not server.requests[0].disconnected


def test_usage_comes_only_where_asked_for(server: ScriptedModel) -> None:
    chunks = run(raw_stream(server.base_url))
    assert all(chunk.usage is None and chunk.choices for chunk in chunks)


def test_a_plain_call_and_the_models(server: ScriptedModel) -> None:
    async def both() -> None:
        async with openai_client(server.base_url) as client:
            whole = await client.chat.completions.create(model="m", messages=RAW)
            assert whole.choices[0].message.content == NARRATION
            assert whole.choices[0].finish_reason == "stop"
            assert whole.usage is not None
            assert whole.usage.total_tokens == whole.usage.prompt_tokens + whole.usage.completion_tokens
            assert "scripted" in [model.id async for model in client.models.list()]

    run(both())
    assert server.requests[0].purpose == "plain"


def test_langchain_streams_text_finish_reason_and_usage(server: ScriptedModel) -> None:
    chunks = run(narrate(server.base_url))
    whole = chunks[0]
    for chunk in chunks[1:]:
        whole = whole + chunk
    assert whole.text == NARRATION
    assert whole.response_metadata["finish_reason"] == "stop"
    assert whole.usage_metadata is not None
    assert whole.usage_metadata["output_tokens"] == server.requests[0].tokens_sent
    assert server.requests[0].purpose == "narrate"
    assert server.requests[0].headers["authorization"] == "Bearer test"
    assert "[C] Green Bag" in server.requests[0].prompt


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("schema", [Order, SCHEMA], ids=["model", "schema"])
def test_structured_output_in_every_form(server: ScriptedModel, method: Method, schema: Any) -> None:
    answer = run(rerank(server.base_url, method, schema))
    parsed = answer["parsed"]
    assert (parsed.order if isinstance(parsed, Order) else parsed["order"]) == DEFAULT
    assert answer["parsing_error"] is None
    assert answer["raw"].usage_metadata["output_tokens"] > 0
    assert server.requests[0].purpose == "rerank"


@pytest.mark.parametrize("method", ["json_schema", "function_calling"])
def test_structured_output_streamed(server: ScriptedModel, method: Method) -> None:
    answer = run(rerank(server.base_url, method, SCHEMA, streaming=True))
    assert answer["parsed"] == {"order": DEFAULT}
    assert server.requests[0].body["stream"] is True


def test_tools_left_to_choice_finish_with_tool_calls(server: ScriptedModel) -> None:
    tool: Any = {"type": "function", "function": {"name": "order", "parameters": SCHEMA}}

    async def call() -> None:
        async with openai_client(server.base_url) as client:
            whole = await client.chat.completions.create(model="m", messages=RAW, tools=[tool])
            assert whole.choices[0].finish_reason == "tool_calls"
            assert whole.choices[0].message.content is None

    run(call())


def test_a_structured_request_without_candidates_gets_the_smallest_example() -> None:
    schema = {
        "type": "object",
        "properties": {
            "intent": {"enum": ["search", "chat"]},
            "limit": {"anyOf": [{"type": "integer"}, {"type": "null"}]},
            "price": {"$ref": "#/$defs/Price"},
        },
        "$defs": {"Price": {"type": "object", "properties": {"max": {"type": "number"}}}},
    }
    body = {"messages": [], "response_format": {"type": "json_schema", "json_schema": {"schema": schema}}}
    assert json.loads(answers.default_text(body)) == {
        "intent": "search",
        "limit": None,
        "price": {"max": 0.0},
    }


def test_narration_never_speaks_a_number() -> None:
    assert not any(
        letter.isdigit() for letter in answers.sentence("A", "Phone 15 Case 2-pack, 30 cm | 12.99")
    )


# -- scripts -------------------------------------------------------------------------------------------------


def test_scripts_are_chosen_by_queue_then_rule_then_default(server: ScriptedModel) -> None:
    server.default("plain", Script(text="default"))
    server.when(lambda body: "hat" in body["messages"][0]["content"], Script(text="rule"))
    server.next(Script(text="for narrate"), purpose="narrate")
    server.next(Script(text="first"), Script(text=lambda body: str(body["temperature"])))

    async def ask(client: openai.AsyncOpenAI, content: str) -> str | None:
        message: Any = {"role": "user", "content": content}
        whole = await client.chat.completions.create(model="m", messages=[message], temperature=0.5)
        return whole.choices[0].message.content

    async def all_of_them() -> list[str | None]:
        async with openai_client(server.base_url) as client:
            return [await ask(client, content) for content in ("x", "x", "a hat", "x")]

    assert run(all_of_them()) == ["first", "0.5", "rule", "default"]
    assert server.unused == 1
    server.reset()
    assert server.unused == 0
    assert server.requests == []


def test_a_queue_per_purpose_serves_parallel_calls(server: ScriptedModel) -> None:
    server.next(Script(text="One line."), purpose="narrate")
    server.next(Script(text='{"order": ["D"]}'), purpose="rerank")

    async def both() -> tuple[dict[str, Any], list[AIMessageChunk]]:
        url = server.base_url
        ranked, said = await asyncio.gather(rerank(url, "json_schema", SCHEMA), narrate(url))
        return ranked, said

    ranked, said = run(both())
    assert ranked["parsed"] == {"order": ["D"]}
    assert "".join(chunk.text for chunk in said) == "One line."


def test_pieces_say_where_the_text_is_cut(server: ScriptedModel) -> None:
    server.next(Script(pieces=("[", "A", "] o", "ne.")))
    said = [chunk.text for chunk in run(narrate(server.base_url)) if chunk.text]
    assert said == ["[", "A", "] o", "ne."]


def test_a_quick_answer_overtakes_a_slow_one(server: ScriptedModel) -> None:
    server.next(Script(first_token_delay=60.0), Script())

    async def race() -> None:
        slow = asyncio.create_task(narrate(server.base_url, stream_chunk_timeout=None))
        await asyncio.to_thread(server.wait_for_requests, 1)
        await narrate(server.base_url)
        assert not slow.done()
        slow.cancel()
        await asyncio.wait({slow})

    run(race())
    first, second = server.requests
    assert first.wait_disconnected()
    assert first.first_token_at is None
    assert second.finished


@pytest.mark.parametrize("pace", [Script(tokens_per_second=500.0), Script(token_delay=0.002)])
def test_a_script_is_never_ahead_of_its_pace(server: ScriptedModel, pace: Script) -> None:
    server.next(replace(pace, first_token_delay=0.05))
    run(narrate(server.base_url))
    [request] = server.requests
    assert request.first_token_at is not None
    assert request.finished_at is not None
    assert request.first_token_at - request.arrived_at > 0.049
    assert request.finished_at - request.first_token_at > (request.tokens_sent - 1.5) * 0.002


@pytest.mark.parametrize("after", [0, 3])
def test_a_held_answer_goes_on_when_it_is_told_to(server: ScriptedModel, after: int) -> None:
    go_on = threading.Event()
    server.next(Script(held=go_on, after=after))

    async def read() -> int:
        reading = asyncio.create_task(narrate(server.base_url))
        await asyncio.to_thread(server.wait_for_requests, 1)
        await asyncio.to_thread(wait_until, lambda: server.requests[0].tokens_sent == after)
        await asyncio.sleep(0.1)
        held_at = server.requests[0].tokens_sent
        go_on.set()
        assert "".join(str(chunk.content) for chunk in await reading) == NARRATION
        return held_at

    assert run(read()) == after


def test_early_headers_come_before_the_first_token(server: ScriptedModel) -> None:
    server.next(Script(first_token_delay=60.0, early_headers=True))

    async def open_only() -> None:
        async with openai_client(server.base_url) as client:
            stream = await client.chat.completions.create(model="m", messages=RAW, stream=True)
            assert (await anext(stream)).choices[0].delta.role == "assistant"
            await stream.close()

    run(open_only())
    assert server.requests[0].wait_disconnected()
    assert server.requests[0].first_token_at is None


def test_profiles() -> None:
    assert {name: p.first_token_delay for name, p in PROFILES.items()} == {
        "instant": 0.0,
        "hosted": 0.7,
        "reasoning": 3.0,
    }
    with ScriptedModel(profile=Profile("mine", 0.0, tokens_per_second=2000.0)) as server:
        assert len(run(narrate(server.base_url))) > 20
    with pytest.raises(ValueError, match="no profile 'fast'"):
        ScriptedModel(profile="fast")


# -- faults: the stream --------------------------------------------------------------------------------------

STREAM_FAULTS: list[tuple[str, Script, type[Exception], int]] = [
    ("401", faults.status(401), openai.AuthenticationError, 0),
    ("429", faults.rate_limited(7), openai.RateLimitError, 0),
    ("500", faults.status(500), openai.InternalServerError, 0),
    ("503", faults.status(503), openai.InternalServerError, 0),
    ("dropped", faults.dropped(), openai.APIConnectionError, 0),
    ("cut", faults.cut(after=3), openai.APIConnectionError, 3),
    ("closed", faults.closed(after=3), openai.APIConnectionError, 3),
    ("malformed", faults.malformed(after=3), json.JSONDecodeError, 3),
    ("error chunk", faults.error_chunk(after=3), openai.APIError, 3),
    ("200 with an error", faults.error_as_200(), ValueError, 0),
]


@pytest.mark.parametrize(
    ("script", "expected", "tokens"),
    [case[1:] for case in STREAM_FAULTS],
    ids=[case[0] for case in STREAM_FAULTS],
)
def test_a_fault_in_a_stream(
    server: ScriptedModel, script: Script, expected: type[Exception], tokens: int
) -> None:
    server.next(script)
    text, error = run(narrate_until_failure(server.base_url))
    assert isinstance(error, expected)
    assert text == "".join(["Here", " is", " what"][:tokens])
    assert server.requests[0].wait_ended()
    assert server.requests[0].tokens_sent == tokens
    assert not server.requests[0].disconnected


def test_rate_limit_says_when_to_come_back(server: ScriptedModel) -> None:
    server.next(faults.rate_limited(retry_after=7))
    _, error = run(narrate_until_failure(server.base_url))
    assert isinstance(error, openai.RateLimitError)
    assert error.response.headers["retry-after"] == "7"


def test_a_refused_connection() -> None:
    _, error = run(narrate_until_failure(closed_port_url()))
    assert isinstance(error, openai.APIConnectionError)


@pytest.mark.parametrize("script", [faults.stalled(after=2), faults.silent()], ids=["stalled", "silent"])
def test_a_stall_ends_by_the_clients_timeout_and_is_seen(server: ScriptedModel, script: Script) -> None:
    server.next(script)
    text, error = run(narrate_until_failure(server.base_url, timeout=1.0))
    assert isinstance(error, openai.APITimeoutError)
    assert text == ("Here is" if script.fault else "")
    assert server.requests[0].wait_disconnected()


def test_langchains_own_chunk_timeout(server: ScriptedModel) -> None:
    server.next(faults.stalled(after=2))
    text, error = run(narrate_until_failure(server.base_url, stream_chunk_timeout=1.0))
    assert isinstance(error, asyncio.TimeoutError)
    assert not isinstance(error, openai.APIError)
    assert text == "Here is"
    assert server.requests[0].wait_disconnected()


@pytest.mark.parametrize(
    ("script", "text", "reason"),
    [
        (faults.no_finish(), NARRATION, None),
        (faults.empty(), "", "stop"),
        (faults.reasoning_only(), "", "stop"),
        (faults.content_filtered("Some"), "Some", "content_filter"),
        (faults.truncated("[A] Red"), "[A] Red", "length"),
        (faults.refusal(), "", "stop"),
    ],
    ids=["no finish", "empty", "reasoning only", "content filter", "length", "refusal"],
)
def test_a_stream_that_is_quietly_wrong(
    server: ScriptedModel, script: Script, text: str, reason: str | None
) -> None:
    """No exception comes for these: only the text and the finish reason tell."""
    server.next(script)
    chunks = run(narrate(server.base_url))
    assert "".join(chunk.text for chunk in chunks) == text
    reasons = [r for chunk in chunks if (r := chunk.response_metadata.get("finish_reason"))]
    assert reasons == ([reason] if reason else [])


def test_reasoning_is_on_the_wire_though_langchain_drops_it(server: ScriptedModel) -> None:
    server.next(faults.reasoning_only())
    deltas = [chunk.choices[0].delta.model_dump() for chunk in run(raw_stream(server.base_url))]
    assert "".join(delta.get("reasoning_content") or "" for delta in deltas).startswith("The shopper")


# -- faults: structured output -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        (faults.rate_limited(), openai.RateLimitError),
        (faults.cut(), openai.APIConnectionError),
        (faults.closed(), openai.APIConnectionError),
        (faults.malformed(), json.JSONDecodeError),
        (faults.error_as_200(), ValueError),
    ],
    ids=["429", "cut", "closed", "malformed", "200 with an error"],
)
def test_a_fault_in_a_structured_call(
    server: ScriptedModel, script: Script, expected: type[Exception]
) -> None:
    server.next(script)
    with pytest.raises(expected):
        run(rerank(server.base_url, "function_calling"))


def test_200_with_an_error_is_a_type_error_under_json_schema(server: ScriptedModel) -> None:
    server.next(faults.error_as_200())
    with pytest.raises(TypeError):
        run(rerank(server.base_url, "json_schema", SCHEMA))


@pytest.mark.parametrize("method", ["json_schema", "json_mode"])
@pytest.mark.parametrize(
    ("script", "expected"),
    [
        (faults.content_filtered(), openai.ContentFilterFinishReasonError),
        (faults.truncated(), openai.LengthFinishReasonError),
    ],
    ids=["content filter", "length"],
)
def test_finish_reasons_raise_in_a_response_format(
    server: ScriptedModel, method: Method, script: Script, expected: type[Exception]
) -> None:
    server.next(script)
    with pytest.raises(expected):
        run(rerank(server.base_url, method))


def test_unknown_handles_reach_only_a_schema_without_a_model(server: ScriptedModel) -> None:
    server.default("rerank", faults.wrong_handles())
    wrong = ["Z", "C", "C", "A", "B", "AA"]
    assert run(rerank(server.base_url, "json_schema", SCHEMA))["parsed"] == {"order": wrong}
    with pytest.raises(ValidationError):
        run(rerank(server.base_url, "json_schema", Order))
    assert isinstance(run(rerank(server.base_url, "function_calling"))["parsing_error"], ValidationError)


@pytest.mark.parametrize("script", [faults.not_json(), faults.empty(), faults.refusal()])
@pytest.mark.parametrize("method", METHODS)
def test_no_structure_is_no_parsed_answer(server: ScriptedModel, method: Method, script: Script) -> None:
    server.next(script)
    assert not run(rerank(server.base_url, method, SCHEMA))["parsed"]


def test_json_schema_refused_then_function_calling_works(server: ScriptedModel) -> None:
    server.default("rerank", faults.no_json_schema())
    with pytest.warns(UserWarning, match="does not support"), pytest.raises(openai.BadRequestError):
        run(rerank(server.base_url, "json_schema"))
    assert run(rerank(server.base_url, "function_calling"))["parsed"].order == DEFAULT


# -- what the real API refuses -------------------------------------------------------------------------------

LOOSE = {"type": "object", "properties": {"order": {"type": "array"}}, "required": ["order"]}


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (
            {"response_format": {"type": "json_object"}, "messages": [{"role": "user", "content": "Hi"}]},
            "'json'",
        ),
        ({"stream_options": {"include_usage": True}}, "stream_options"),
        (
            {
                "response_format": {
                    "type": "json_schema",
                    "json_schema": {"name": "o", "strict": True, "schema": LOOSE},
                }
            },
            "additionalProperties",
        ),
    ],
    ids=["json mode without the word", "stream options without a stream", "strict without strictness"],
)
def test_what_the_real_api_refuses(server: ScriptedModel, body: dict[str, Any], message: str) -> None:
    async def call() -> None:
        async with openai_client(server.base_url) as client:
            await client.chat.completions.create(**{"model": "m", "messages": RAW, **body})

    with pytest.raises(openai.BadRequestError, match=message):
        run(call())


# -- leaving and coming back ---------------------------------------------------------------------------------


def test_a_cancelled_call_is_seen_as_a_disconnect(server: ScriptedModel) -> None:
    """Without LangChain's chunk timeout: it is an `asyncio.wait_for`, which on Python 3.11 swallows a
    cancellation that meets an arriving chunk."""
    server.default("narrate", faults.stalled(after=2))
    server.default("rerank", faults.silent())

    async def stop() -> None:
        url = server.base_url
        calls = [
            asyncio.create_task(narrate(url, stream_chunk_timeout=None)),
            asyncio.create_task(rerank(url, "json_schema")),
        ]
        await asyncio.to_thread(server.wait_for_requests, 2)
        assert not any(request.disconnected for request in server.requests)
        for call in calls:
            call.cancel()
        outcomes = await asyncio.gather(*calls, return_exceptions=True)
        assert [type(outcome) for outcome in outcomes] == [asyncio.CancelledError] * 2

    run(stop())
    for request in server.requests:
        assert request.wait_disconnected()
        assert not request.finished
        assert request.disconnected_at is not None
        assert request.disconnected_at > request.arrived_at


def test_a_reader_that_stops_reading_is_seen_as_a_disconnect(server: ScriptedModel) -> None:
    server.next(faults.stalled(after=2))

    async def read_one() -> None:
        async with chat_model(server.base_url) as model:
            stream = model.astream(PROMPT)
            assert isinstance(stream, AsyncGenerator)
            async with aclosing(stream):
                async for chunk in stream:
                    if chunk.text:
                        break
            assert await asyncio.to_thread(server.requests[0].wait_disconnected)

    run(read_one())


def test_a_stopped_server_refuses_and_comes_back_on_its_port() -> None:
    server = ScriptedModel()
    with server:
        url = server.base_url
        run(narrate(url))
    _, error = run(narrate_until_failure(url))
    assert isinstance(error, openai.APIConnectionError)
    with server:
        assert server.base_url == url
        run(narrate(url))
    assert len(server.requests) == 2


def test_stopping_does_not_wait_for_a_stalled_answer() -> None:
    with ScriptedModel() as server:
        server.next(faults.stalled(after=1))
        seen: list[BaseException] = []

        def call() -> None:
            seen.append(run(narrate_until_failure(server.base_url))[1])

        caller = threading.Thread(target=call)
        caller.start()
        server.wait_for_requests(1)
    caller.join()
    assert isinstance(seen[0], openai.APIConnectionError)
    assert not server.requests[0].disconnected


def test_a_failing_script_fails_the_test_that_wrote_it() -> None:
    def use_a_broken_script() -> None:
        with ScriptedModel() as server:
            server.next(Script(text=lambda body: str(body["no such key"])))
            run(narrate_until_failure(server.base_url))

    with pytest.raises(RuntimeError, match="a script or a matcher failed") as caught:
        use_a_broken_script()
    assert isinstance(caught.value.__cause__, KeyError)
