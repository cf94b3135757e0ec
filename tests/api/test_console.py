"""Who gets into the console, what its forms take, and what a merchandiser reads there."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from html import unescape
from pathlib import Path

import httpx
import pytest

from api.pages.console import sessions
from api.rates import Rates
from api.settings import ApiSettings
from retrieval.settings import RetrievalSettings
from tests.api.shop import shop
from tests.api.sse import chat
from tests.serving import Serving

SECRET, OTHER = "sk_console_test", "sk_console_other"
PAGES = ("", "/report", "/experiments", "/rankings", "/queries", "/rules", "/prompts", "/conversations")


@pytest.fixture(scope="module")
def keyed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    settings = ApiSettings.load(
        secret_keys=f"{SECRET},{OTHER}", publishable_keys="pk_shop", limit_sign_in="10/hour"
    )
    with Serving(tmp_path_factory.mktemp("console"), shop(), settings=settings) as server:
        yield server


@pytest.fixture
def browser(keyed: Serving) -> Iterator[httpx.Client]:
    """Nobody yet; says where its forms come from, as browsers do."""
    keyed.app.state.rates = Rates(keyed.app.state.settings)
    with keyed.client() as client:
        client.headers["Origin"] = keyed.url
        yield client


def sign_in(client: httpx.Client, key: str = SECRET, **fields: str) -> httpx.Response:
    return client.post("/console/sign-in", data={"key": key, **fields})


def token(client: httpx.Client, path: str = "/console/rules") -> str:
    found = re.search(r'name="token" value="([0-9a-f]+)"', client.get(path).text)
    assert found is not None
    return found.group(1)


def test_a_stranger_is_led_to_the_door_and_back(browser: httpx.Client) -> None:
    for page in PAGES:
        away = browser.get(f"/console{page}?days=7")
        assert away.status_code == 303
        assert away.headers["location"].startswith("/console/sign-in?next=%2Fconsole")
    assert browser.get("/console/live").status_code == 303
    assert browser.get("/console/plots/ctr.svg").status_code == 303
    inside = sign_in(browser, next="/console/report?days=7")
    assert (inside.status_code, inside.headers["location"]) == (303, "/console/report?days=7")
    assert browser.get("/console/report?days=7").status_code == 200


@pytest.mark.parametrize(
    "there",
    ["https://evil.example", "//evil.example", "/", "/consolex", "/console/\\evil", "/console\r\nX: y"],
)
def test_the_way_back_leads_nowhere_else(browser: httpx.Client, there: str) -> None:
    assert sign_in(browser, next=there).headers["location"] == "/console"


def test_the_key_is_in_no_page_and_the_cookie_is_shut(browser: httpx.Client) -> None:
    answer = sign_in(browser)
    cookie = answer.headers["set-cookie"]
    assert SECRET not in cookie
    for word in ("HttpOnly", "SameSite=strict", "Path=/console", "Max-Age="):
        assert word in cookie
    for page in PAGES:
        html = browser.get(f"/console{page}")
        assert html.status_code == 200
        assert page != "/conversations" or "Nobody said anything yet." in html.text
        assert SECRET not in html.text
        policy = html.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert html.headers["cache-control"] == "private, no-store"
        assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", html.text)


@pytest.mark.parametrize(
    "key",
    ["", "sk_console_tes", "pk_shop", "sk_console_test\x00", "ſk_console_test"],
    ids=["none", "shorter", "publishable", "longer", "another letter"],
)
def test_only_a_secret_key_opens(browser: httpx.Client, key: str) -> None:
    answer = sign_in(browser, key)
    assert answer.status_code == 401
    assert "That is not a secret key of this server." in answer.text
    assert "set-cookie" not in answer.headers
    assert key not in answer.text or not key


def test_whoever_guesses_runs_out_of_guesses(browser: httpx.Client) -> None:
    answers = [sign_in(browser, f"sk_guess_{n}").status_code for n in range(12)]
    assert answers[:10] == [401] * 10
    assert answers[10:] == [429] * 2
    refused = sign_in(browser)
    assert refused.status_code == 429, "the right key comes too late as well"
    assert int(refused.headers["retry-after"]) >= 1


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": ""},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
    ids=["elsewhere", "null", "none", "cross-site", "same-site"],
)
def test_a_form_from_elsewhere_is_refused(browser: httpx.Client, headers: dict[str, str]) -> None:
    sign_in(browser)
    data = {"token": token(browser), "do": "try", "text": ""}
    assert browser.post("/console/rules", data=data).status_code == 200
    assert browser.post("/console/rules", data=data, headers=headers).status_code == 403
    assert sign_in_elsewhere(browser, headers) == 403


def sign_in_elsewhere(client: httpx.Client, headers: dict[str, str]) -> int:
    return client.post("/console/sign-in", data={"key": SECRET}, headers=headers).status_code


def test_a_form_of_another_session_is_refused(browser: httpx.Client, keyed: Serving) -> None:
    sign_in(browser)
    mine = token(browser)
    browser.cookies.clear()
    sign_in(browser)
    for wrong in (mine, "", "0" * 64):
        answer = browser.post("/console/rules", data={"token": wrong, "do": "try", "text": ""})
        assert answer.status_code == 403
    assert browser.post("/console/rules", data={"do": "try", "text": ""}).status_code == 403


def test_signing_out_ends_every_copy_of_the_cookie(browser: httpx.Client) -> None:
    sign_in(browser)
    copy = browser.cookies.get(sessions.COOKIE)
    out = browser.post("/console/sign-out", data={"token": token(browser)})
    assert out.status_code == 303
    assert sessions.COOKIE not in browser.cookies
    browser.cookies.set(sessions.COOKIE, str(copy), path="/console")
    assert browser.get("/console").status_code == 303


def test_a_session_ends_by_itself_and_cannot_be_made_longer(
    browser: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sessions, "HOURS", -0.1)
    sign_in(browser)
    monkeypatch.undo()
    assert browser.get("/console").status_code == 303
    sign_in(browser)
    nonce, expires, signature = str(browser.cookies.get(sessions.COOKIE)).split(".")
    assert browser.get("/console").status_code == 200
    browser.cookies.clear()
    browser.cookies.set(sessions.COOKIE, f"{nonce}.{int(expires) + 3600}.{signature}", path="/console")
    assert browser.get("/console").status_code == 303


def test_a_key_out_of_force_takes_its_sessions_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.keyring.LOOKED_AT_EVERY", 0.0)
    keys = tmp_path / "keys"
    keys.write_text("sk_old_key\nsk_new_key\n")
    settings = ApiSettings(keys_file=keys)
    with Serving(tmp_path / "data", shop(), settings=settings) as server, server.client() as client:
        client.headers["Origin"] = server.url
        sign_in(client, "sk_old_key")
        assert client.get("/console").status_code == 200
        keys.write_text("sk_new_key\n")
        assert client.get("/console").status_code == 303


def test_without_a_key_it_is_open_here_and_its_forms_are_guarded_all_the_same(
    server: Serving, client: httpx.Client
) -> None:
    client.headers["Origin"] = server.url
    assert client.get("/console/sign-in").headers["location"] == "/console"
    held = token(client)
    data = {"token": held, "do": "try", "text": "", "query": "kettle"}
    assert client.post("/console/rules", data=data).status_code == 200
    assert client.post("/console/rules", data=data | {"token": "no"}).status_code == 403
    assert (
        client.post("/console/rules", data=data, headers={"Origin": "http://evil.example"}).status_code == 403
    )
    with server.client() as other:
        other.headers["Origin"] = server.url
        assert other.post("/console/rules", data=data).status_code == 403, "a token without its cookie"
    assert client.get("/console", headers={"Host": "evil.example"}).status_code == 403


def test_why_this_and_why_not_that(client: httpx.Client) -> None:
    body = {"query": "a kettle", "limit": 3, "filters": {"price": {"max": 60}}}
    answer = client.post("/v1/recommendations", json=body).json()
    path = f"/console/rankings/{answer['ranking_id']}"
    page = client.get(path).text
    for item in answer["items"]:
        assert item["product"]["title"] in page
    assert "points behind the one above" in page or "for variety" in page
    first = answer["items"][0]["product"]["product_id"]
    assert "It is on the list, at place 1." in client.get(path, params={"why": first}).text
    assert "It does not fit what was asked for." in client.get(path, params={"why": "kettle-9"}).text
    shown = {item["product"]["product_id"] for item in answer["items"]}
    further = next(f"kettle-{n}" for n in range(8) if f"kettle-{n}" not in shown)
    assert "it would stand at place" in client.get(path, params={"why": further}).text
    assert client.get("/console/rankings/r_none").status_code == 404
    assert answer["ranking_id"] in client.get("/console/rankings").text
    found = client.get("/console/rankings", params={"id": answer["ranking_id"]})
    assert (found.status_code, found.headers["location"]) == (303, path)


def test_unmet_wishes_are_listed_with_what_was_given_up(client: httpx.Client) -> None:
    for _ in range(3):
        client.post("/v1/recommendations", json={"query": "a violet kettle under $2"})
    page = client.get("/console/queries?days=7").text
    row = next(row for row in page.split("<tr>") if "up to $2" in row)
    assert "price" in row
    assert "/console/rankings/r_" in row


def test_a_conversation_is_listed_with_what_came_of_it(client: httpx.Client) -> None:
    looked = chat(client, "a red kettle under $70")
    session = looked[0].data["session_id"]
    chat(client, "cheaper than $40", session_id=session)
    served = next(event.data for event in looked if event.event == "ranking")
    cited = {"product_id": served["items"][0]["product"]["product_id"], "session_id": session}
    cited |= {"ranking_id": served["ranking_id"], "occurred_at": datetime.now(UTC).isoformat()}
    kinds = ("click", "click", "add_to_cart", "impression")
    events = [{**cited, "event_id": f"{session}-{n}", "type": kind} for n, kind in enumerate(kinds)]
    # In the same visit, but of no list of the conversation.
    events.append({**cited, "event_id": f"{session}-p", "type": "purchase", "ranking_id": None})
    assert client.post("/v1/events", json=events).status_code == 202
    quiet = chat(client, "a tent")[0].data["session_id"]
    rows = client.get("/console/conversations").text.split("<li>")
    mine = next(row for row in rows if session in row)
    for said in ("“a red kettle under $70”", "lastly “cheaper than $40”", "2 turns", "2 clicks", "no model"):
        assert said in mine
    assert "1 into the cart" in mine
    assert "bought" not in mine
    other = next(row for row in rows if quiet in row)
    assert "no click" in other
    assert rows.index(other) < rows.index(mine), "the newest first"


def test_a_conversation_is_replayed_event_by_event(client: httpx.Client) -> None:
    seen = chat(client, "a blue kettle under $60")
    session, turn = (seen[0].data[name] for name in ("session_id", "turn_id"))
    assert session in client.get("/console/conversations").text
    assert "a blue kettle under $60" in client.get(f"/console/conversations/{session}").text
    path = f"/console/conversations/{session}"
    pages = [client.get(path, params={"turn": turn, "at": n}).text for n in (1, len(seen))]
    assert f"Event 1 of {len(seen)}" in pages[0]
    titles = [
        item["product"]["title"] for event in seen if event.event == "ranking" for item in event.data["items"]
    ]
    assert not any(f'class="title">{title}' in pages[0] for title in titles)
    assert all(f'class="title">{title}' in pages[1] for title in titles)
    assert client.get(path, params={"turn": "t_none", "at": 1}).status_code == 404
    assert client.get("/console/conversations/s_none").status_code == 404


@pytest.fixture
def editable(tmp_path: Path) -> Iterator[tuple[Serving, Path]]:
    file = tmp_path / "shop.toml"
    file.write_text("extends = 'default'\nname = 'first'\n")
    settings = RetrievalSettings(data_dir=tmp_path / "data", rules=file)
    with Serving(tmp_path / "data", shop(), retrieval=settings) as server:
        yield server, file


def form(client: httpx.Client, **fields: str) -> dict[str, str]:
    page = client.get("/console/rules").text
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))
    return {**hidden, "query": "kettle", "surface": "search", "product": "", **fields}


def test_rules_are_tried_saved_and_in_force_at_once(editable: tuple[Serving, Path]) -> None:
    server, file = editable
    with server.client() as client:
        client.headers["Origin"] = server.url
        pinned = client.get("/console/rules", params={"pin": "kettle-7", "query": "the kettle"}).text
        assert "[[pins]]" in pinned
        assert "held at place 1 by" in pinned
        text = "extends = 'default'\nname = 'mine'\n[[pins]]\nname = 'p'\nproduct = 'kettle-7'\nslot = 1\n"
        tried = client.post("/console/rules", data=form(client, text=text, do="try"))
        assert "held at place 1 by “p”" in tried.text
        assert file.read_text().endswith("'first'\n"), "trying changes nothing"
        data = form(client, text=text.replace("\n", "\r\n"), do="save")
        saved = client.post("/console/rules", data=data)
        assert saved.headers["location"].startswith("/console/rules?saved=1")
        assert file.read_text() == text
        answer = client.post("/v1/recommendations", json={"query": "kettle"}).json()
        assert answer["items"][0]["product"]["product_id"] == "kettle-7"
        late = client.post("/console/rules", data=data | {"text": "name = 'late'"})
        assert late.status_code == 422
        assert "changed by somebody else" in late.text
        assert file.read_text() == text
        before = re.findall(r'/console/rules\?former=([^"]+)', client.get("/console/rules").text)
        assert len(before) == 1
        shown = client.get("/console/rules", params={"former": before[0]}).text
        assert "&#39;first&#39;" in shown
        assert client.get("/console/rules", params={"former": "../shop.toml"}).status_code == 404


def test_rules_are_tried_on_the_list_they_were_opened_from(editable: tuple[Serving, Path]) -> None:
    server, _ = editable
    with server.client() as client:
        client.headers["Origin"] = server.url
        body = {"query": "a blue kettle under $60", "limit": 3}
        answer = client.post("/v1/recommendations", json=body).json()
        ids = [item["product"]["product_id"] for item in answer["items"]]
        why = client.get(f"/console/rankings/{answer['ranking_id']}").text
        pin = re.search(rf'/console/rules\?(pin={ids[2]}&amp;ranking=[^"]+)"', why)
        assert pin is not None
        page = client.get(f"/console/rules?{unescape(pin.group(1))}").text
        rows = re.findall(r"<td>(\d+)</td><td>[^<]*</td><th scope=\"row\"><a href=\"/p/([^\"]+)\">", page)
        assert [product for _, product in sorted(rows)] == ids
        assert "held at place 1 by" in page
        held = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))
        data = {**held, "text": "extends = 'default'", "do": "words"}
        words = client.post("/console/rules", data=data).text
        assert f'name="query" value="{held["query"]}"' in words
        assert client.get("/console/rules?ranking=r_none").status_code == 404


def test_a_mistake_is_told_with_its_line_and_nothing_is_written(editable: tuple[Serving, Path]) -> None:
    server, file = editable
    with server.client() as client:
        client.headers["Origin"] = server.url
        for do in ("try", "save"):
            answer = client.post("/console/rules", data=form(client, text="name = 'x'\nbosts = 1", do=do))
            assert answer.status_code == 422
            assert ":2: bosts: unknown key; did you mean boosts?" in answer.text
            assert "bosts = 1" in answer.text, "what was typed is not lost"
        assert file.read_text().endswith("'first'\n")
        assert [each.name for each in file.parent.iterdir() if each.name.startswith(".")] == []


def test_the_bundled_rules_cannot_be_saved_and_that_is_said(server: Serving, client: httpx.Client) -> None:
    client.headers["Origin"] = server.url
    assert "AISLE_RULES" in client.get("/console/rules").text
    refused = client.post("/console/rules", data=form(client, text="name = 'x'", do="save"))
    assert refused.status_code == 409


def test_suite_scores_are_shown_where_there_are_any(server: Serving, client: httpx.Client) -> None:
    assert "No suite has left its results here." in client.get("/console/prompts").text
    folder = server.house.retrieval.settings.data_dir / "evaluations"
    folder.mkdir()
    try:
        metrics = {"headline": {"mean": 0.8123, "ci95": [0.7, 0.9]}, "style": {"mean": 0.5}}
        config = {"prompts": {"aisle": ["narrate/v1"]}}
        body = {"systems": {"aisle": metrics}, "n": 40, "suite": "narrate", "config": config}
        (folder / "run.json").write_text(json.dumps(body))
        (folder / "broken.json").write_text("[1]")
        page = client.get("/console/prompts").text
        for said in ("0.812", "[0.700, 0.900]", "style 0.500", "narrate/v1", "run.json"):
            assert said in page
        assert "broken.json" not in page
    finally:
        for each in folder.iterdir():
            each.unlink()
        folder.rmdir()
    assert client.get("/console/prompts/narrate?version=v1&against=v1").status_code == 200
    assert client.get("/console/prompts/narrate?version=v99").status_code == 404
    assert client.get("/console/prompts/..%2f..%2fx").status_code == 404
