"""``GET /v1/sessions/{id}`` over HTTP, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from agent.turns import SessionIds, new_session_id
from api.identity import sign
from api.settings import ApiSettings
from retrieval.settings import RetrievalSettings
from tests.api.shop import MARGIN, shop
from tests.api.sse import chat
from tests.retrieval.storage.conftest import PATIENT, postgres_schema
from tests.serving import Serving

SECRET = "a secret of sixteen letters or more"


@pytest.fixture(params=["sqlite", "postgresql"])
def keyed(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Serving]:
    """A shop with keys and signed shoppers."""
    settings = ApiSettings.load(publishable_keys="pk_a", secret_keys="sk_a", identity_secret=SECRET)
    if request.param == "sqlite":
        with Serving(tmp_path, shop(), settings=settings) as server:
            yield server
        return
    with postgres_schema() as url:
        retrieval = RetrievalSettings(
            data_dir=tmp_path, database_url=SecretStr(url), database_timeout=PATIENT
        )
        with Serving(tmp_path, shop(), settings=settings, retrieval=retrieval) as server:
            yield server


def test_a_conversation_is_told_again_to_its_own_shopper(keyed: Serving) -> None:
    ann, bob = ({"X-Aisle-Identity": sign(name, SECRET)} for name in ("ann", "bob"))
    with keyed.client("pk_a") as page, keyed.client("sk_a") as backend:
        page.headers.update(ann)
        first = chat(page, "a kettle under $60")
        session = first[0].data["session_id"]
        second = chat(page, "in blue", session_id=session)
        chat(page, "hello", session_id=session)
        page.post("/v1/recommendations", json={"product_id": "tent-1", "session_id": session})
        answer = page.get(f"/v1/sessions/{session}")
        told = answer.json()
        assert answer.status_code == 200
        assert told["session_id"] == session
        assert [turn["message"] for turn in told["turns"]] == ["a kettle under $60", "in blue", "hello"]
        again, live = told["turns"][1], {event.event: event.data for event in second}
        assert again["turn_id"] == live["turn"]["turn_id"]
        assert again["understood"] == live["understood"]
        assert again["ranking_id"] == live["ranking"]["ranking_id"]
        assert [item["product"]["product_id"] for item in again["items"]] == live["done"]["order"]
        assert again["text"] == "".join(e.data["delta"] for e in second if e.event == "text")
        assert again["status"] == live["done"]["status"]
        assert all(item["explanation"]["text"] for item in again["items"])
        assert "items" not in told["turns"][2], "a greeting has no list"
        assert told["turns"][2]["text"]
        assert str(MARGIN) not in answer.text

        assert backend.get(f"/v1/sessions/{session}").json() == told
        page.headers.update(bob)
        foreign = page.get(f"/v1/sessions/{session}")
        del page.headers["X-Aisle-Identity"]
        unsigned = page.get(f"/v1/sessions/{session}")
        none = page.get("/v1/sessions/s_none")
        assert [each.status_code for each in (foreign, unsigned, none)] == [404, 404, 404]
        assert foreign.json() == none.json(), "nobody learns that it exists"


def test_without_a_signed_shopper_the_id_is_what_opens_it(keyed: Serving) -> None:
    with keyed.client("pk_a") as page, keyed.client() as nobody:
        session = chat(page, "a kettle")[0].data["session_id"]
        assert len(page.get(f"/v1/sessions/{session}").json()["turns"]) == 1
        assert nobody.get(f"/v1/sessions/{session}").status_code == 401


def test_an_id_that_no_server_made_begins_a_new_conversation(keyed: Serving) -> None:
    """Whoever guesses what others call their chats reads none of them."""
    with keyed.client("pk_a") as page, keyed.client("sk_a") as backend:
        for made_up in ("chat-1", "s_1", new_session_id(), SessionIds(b"another").new()):
            told = chat(page, "a kettle", session_id=made_up)
            session = told[0].data["session_id"]
            assert session != made_up
            assert told[-1].event == "done"
            assert chat(page, "in blue", session_id=session)[0].data["session_id"] == session
            assert page.get(f"/v1/sessions/{made_up}").status_code == 404
        assert chat(backend, "a kettle", session_id="chat-1")[0].data["session_id"] != "chat-1"
        # A list may be steered by the shop's own id of a visit; that opens nothing that was said.
        listed = page.post("/v1/recommendations", json={"query": "a blue kettle", "session_id": "visit-1"})
        assert listed.status_code == 200
        assert page.get("/v1/sessions/visit-1").status_code == 404
        assert page.get("/v1/chat/visit-1/stream").status_code == 204
        assert backend.get("/v1/sessions/visit-1").json()["turns"][0]["message"] == "a blue kettle"


def test_an_installation_knows_its_ids_again_after_a_restart(tmp_path: Path) -> None:
    with Serving(tmp_path, shop()) as server, server.client() as client:
        session = chat(client, "a kettle under $60")[0].data["session_id"]
    with Serving(tmp_path) as server, server.client() as client:
        again = chat(client, "in blue", session_id=session)
        assert again[0].data["session_id"] == session
        constraints = next(e.data for e in again if e.event == "understood")["constraints"]
        assert constraints["price"] == {"max": 60.0}


@given(st.integers(min_value=0), st.characters(codec="utf-8"))
def test_no_changed_letter_makes_it_ours(place: int, letter: str) -> None:
    ids = SessionIds(b"a secret")
    made = ids.new()
    assert ids.ours(made)
    at = place % len(made)
    changed = made[:at] + letter + made[at + 1 :]
    assert ids.ours(changed) == (changed == made)


@given(st.text())
def test_no_text_is_ours(text: str) -> None:
    assert not SessionIds(b"a secret").ours(text)
    assert not SessionIds(b"a secret").ours(f"s_{text}")


def test_the_latest_turns_are_told_oldest_first(keyed: Serving) -> None:
    with keyed.client("pk_a") as page:
        session = chat(page, "hello")[0].data["session_id"]
        for _ in range(2):
            chat(page, "thanks", session_id=session)
        told = page.get(f"/v1/sessions/{session}").json()["turns"]
        assert [turn["message"] for turn in told] == ["hello", "thanks", "thanks"]


def test_a_message_said_anew_takes_the_place_of_the_first(keyed: Serving) -> None:
    with keyed.client("pk_a") as page:
        first = chat(page, "a kettle")
        session = first[0].data["session_id"]
        meant = chat(page, "in red", session_id=session)
        anew = chat(page, "in blue", session_id=session, replaces=meant[0].data["turn_id"])
        understood = next(event.data for event in anew if event.event == "understood")
        assert understood["constraints"]["include"]["color"] == ["blue"]
        told = page.get(f"/v1/sessions/{session}").json()
        assert [turn["message"] for turn in told["turns"]] == ["a kettle", "in blue"]
        chips = {"query": "kettle", "understood": {"include": {"color": ["green"]}}, "session_id": session}
        body = chips | {"replaces": anew[0].data["turn_id"]}
        assert page.post("/v1/recommendations", json=body).status_code == 200
        told = page.get(f"/v1/sessions/{session}").json()
        assert [turn["message"] for turn in told["turns"]] == ["a kettle", "kettle"]
        elsewhere = chat(page, "a tent", replaces=meant[0].data["turn_id"])
        assert elsewhere[0].data["session_id"] != session
    with keyed.client("pk_a") as page:
        assert len(page.get(f"/v1/sessions/{session}").json()["turns"]) == 2
