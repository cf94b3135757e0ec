"""``POST /v1/chat``, resuming and stopping, without a model."""

from __future__ import annotations

from pathlib import Path

import httpx

from tests.api.shop import shop
from tests.api.sse import chat, events, resume
from tests.serving import Serving


def test_a_turn_is_told_in_the_order_of_the_contract(client: httpx.Client) -> None:
    seen = chat(client, "a blue kettle under $60")
    names = [event.event for event in seen]
    assert names[0] == "turn"
    assert names[1] == "understood"
    assert names[-1] == "done"
    assert names.index("ranking") < names.index("explanation")
    turn_id = seen[0].data["turn_id"]
    assert [event.id for event in seen] == [f"{turn_id}:{n}" for n in range(1, len(seen) + 1)]


def test_a_turn_without_a_model_is_whole(client: httpx.Client) -> None:
    seen = chat(client, "kettle")
    ranking = next(event.data for event in seen if event.event == "ranking")
    final = {e.data["product_id"]: e.data for e in seen if e.event == "explanation" and e.data.get("final")}
    assert set(final) == {item["product"]["product_id"] for item in ranking["items"]}
    assert all(said["text"] and said["source"] == "plain" for said in final.values())
    assert {"part": "narrate", "reason": "no_model"} in [e.data for e in seen if e.event == "degraded"]
    assert seen[-1].data["status"] == "degraded"


def test_the_stream_is_not_buffered_or_stored(client: httpx.Client) -> None:
    with client.stream("POST", "/v1/chat", json={"message": "kettle"}) as response:
        assert response.headers["content-type"].startswith("text/event-stream")
        assert response.headers["x-accel-buffering"] == "no"
        assert response.headers["cache-control"] == "no-store"
        response.read()


def test_a_conversation_goes_on_in_its_session(client: httpx.Client) -> None:
    first = chat(client, "a kettle under $60")
    session = first[0].data["session_id"]
    second = chat(client, "in blue", session_id=session)
    assert second[0].data["session_id"] == session
    understood = next(event.data for event in second if event.event == "understood")
    assert understood["constraints"]["price"] == {"max": 60.0}
    assert understood["constraints"]["include"]["color"] == ["blue"]


def test_a_resume_at_every_boundary_gives_the_same_transcript(client: httpx.Client) -> None:
    whole = chat(client, "a red kettle")
    turn_id = whole[0].data["turn_id"]
    assert resume(client, turn_id) == whole
    for n, event in enumerate(whole, start=1):
        assert resume(client, turn_id, event.id) == whole[n:]


def test_a_position_of_another_turn_is_refused(client: httpx.Client) -> None:
    turn_id = chat(client, "kettle")[0].data["turn_id"]
    for wrong in ("t_other:3", f"{turn_id}:x", f"{turn_id}:-1", turn_id):
        answer = client.get(f"/v1/turns/{turn_id}/events", headers={"Last-Event-ID": wrong})
        assert answer.status_code == 400, wrong
        assert answer.json()["type"].endswith("/malformed")


def test_a_turn_that_never_was_is_not_found(client: httpx.Client) -> None:
    assert client.get("/v1/turns/t_none/events").status_code == 404
    assert client.post("/v1/turns/t_none/stop").status_code == 404


def test_stopping_a_turn_that_is_over_changes_nothing(client: httpx.Client) -> None:
    whole = chat(client, "kettle")
    turn_id = whole[0].data["turn_id"]
    assert client.post(f"/v1/turns/{turn_id}/stop").status_code == 204
    assert resume(client, turn_id) == whole


def test_a_turn_of_an_earlier_process_is_expired(tmp_path: Path) -> None:
    with Serving(tmp_path, shop()) as server, server.client() as client:
        turn_id = chat(client, "kettle")[0].data["turn_id"]
    with Serving(tmp_path) as server, server.client() as client:
        answer = client.get(f"/v1/turns/{turn_id}/events", headers={"Last-Event-ID": f"{turn_id}:2"})
        assert (answer.status_code, answer.content) == (204, b"")
        assert client.post(f"/v1/turns/{turn_id}/stop").status_code == 204


def test_a_reader_that_goes_away_does_not_touch_the_turn(client: httpx.Client) -> None:
    with client.stream("POST", "/v1/chat", json={"message": "kettle"}) as response:
        first = next(events(response))
    turn_id = first.data["turn_id"]
    whole = resume(client, turn_id)
    assert whole[0] == first
    assert whole[-1].event == "done"
    assert whole[-1].data["status"] != "stopped"
