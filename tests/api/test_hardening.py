"""What a hostile reader tries: forged addresses, foreign origins, errors that tell, identities of nobody."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest
from pydantic import SecretStr

from api.identity import IdentityRefused, sign, verify
from api.limits import address_of
from api.settings import ApiSettings
from retrieval.errors import SettingsError
from tests.api.shop import shop
from tests.serving import Serving

SECRET = "a secret of sixteen letters or more"
MAXIM = "gone fishing at the lake"


@pytest.mark.parametrize(
    ("trusted", "statuses"),
    [("", [404, 404, 429]), ("10.0.0.0/8", [404, 404, 429]), ("127.0.0.1", [404, 404, 404])],
    ids=["nobody", "others", "this proxy"],
)
def test_a_forwarded_address_is_believed_from_trusted_proxies_alone(
    tmp_path: Path, trusted: str, statuses: list[int]
) -> None:
    settings = ApiSettings.load(publishable_keys="pk_a", limit_address="2/hour", trusted_proxies=trusted)
    with Serving(tmp_path, settings=settings) as server, server.client("pk_a") as client:
        seen = [
            client.get("/v1/products/x", headers={"X-Forwarded-For": f"192.0.2.{number}"}).status_code
            for number in range(3)
        ]
    assert seen == statuses


@pytest.mark.parametrize(
    "origin", ["*", "https://*.shop.example", "https://shop.example/page", "null", "shop"]
)
def test_an_origin_stands_for_itself(origin: str) -> None:
    with pytest.raises(SettingsError, match="AISLE_CORS_ORIGINS"):
        ApiSettings.load(cors_origins=origin)


def test_an_origin_is_taken_as_browsers_say_it() -> None:
    settings = ApiSettings.load(cors_origins="https://Shop.example:443/, http://localhost:3000")
    assert settings.cors_origins == ("https://shop.example", "http://localhost:3000")


@pytest.mark.parametrize("proxies", ["everybody", "10.0.0.1/8", "*"])
def test_a_proxy_is_an_address(proxies: str) -> None:
    with pytest.raises(SettingsError, match="AISLE_TRUSTED_PROXIES"):
        ApiSettings.load(trusted_proxies=proxies)


@pytest.mark.parametrize(
    ("origin", "let_in"),
    [
        ("https://shop.example", True),
        ("https://shop.example.evil.example", False),
        ("http://shop.example", False),
        ("https://shop.example:8443", False),
        ("null", False),
    ],
)
def test_pages_of_named_origins_alone_may_read(tmp_path: Path, origin: str, let_in: bool) -> None:
    settings = ApiSettings.load(publishable_keys="pk_a", cors_origins="https://shop.example")
    asked = {"Origin": origin, "Access-Control-Request-Method": "POST"}
    with Serving(tmp_path, settings=settings) as server, server.client("pk_a") as client:
        preflight = client.options("/v1/chat", headers=asked)
        answer = client.get("/v1/products/x", headers={"Origin": origin})
    assert preflight.is_success is let_in
    for each in (preflight, answer):
        assert (each.headers.get("access-control-allow-origin") == origin) is let_in
        assert "access-control-allow-credentials" not in each.headers
        assert each.headers["x-request-id"]


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://localhost.evil.example:8000"])
def test_without_keys_no_page_from_elsewhere_is_answered(client: httpx.Client, origin: str) -> None:
    """A form or plain text is sent by any page to anybody, unasked."""
    said = {"Origin": origin, "Content-Type": "text/plain"}
    assert client.post("/v1/events", content="{}", headers=said).status_code == 403
    assert client.post("/v1/catalog/reindex", headers=said).status_code == 403
    own = {**said, "Origin": "http://localhost:8000"}
    assert client.post("/v1/events", content="{}", headers=own).status_code == 422


def test_what_breaks_is_a_problem_with_an_id_that_the_log_knows(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with Serving(tmp_path) as server, server.client() as client:

        @server.app.get("/v1/broken/{name}")
        async def broken(name: str) -> None:
            raise ZeroDivisionError(MAXIM)

        answer = client.get("/v1/broken/zoe", headers={"X-Request-ID": "order-17"})
    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["x-request-id"] == "order-17"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert MAXIM not in answer.text
    (record,) = [found for found in caplog.records if found.exc_info]
    assert record.getMessage() == "GET /v1/broken/{name} failed"


@pytest.mark.parametrize(
    "user_id", ["", "a\0b", "a\nb", "x" * 257], ids=["nobody", "NUL", "two lines", "long"]
)
def test_a_signed_identity_names_somebody(user_id: str) -> None:
    with pytest.raises(IdentityRefused, match="names no user id"):
        verify(sign(user_id, SECRET), (SecretStr(SECRET),))


def test_answers_are_not_kept_by_anybody_on_the_way(client: httpx.Client) -> None:
    for path in ("/v1/users/zoe", "/v1/products/kettle-1", "/v1/sessions/none"):
        answer = client.get(path)
        assert answer.headers["cache-control"] == "no-store"
        assert "default-src 'none'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize(
    ("connection", "counted"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("a name", "a name"),
        ("", ""),
    ],
)
def test_one_subscriber_is_one_address(connection: str, counted: str) -> None:
    """Of IPv6 everybody has more addresses than a limit could ever run out of."""
    assert address_of({"type": "http", "client": (connection, 1)}) == counted


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost:8000", 200),
        ("[::1]:8000", 200),
        ("127.0.0.2", 200),
        ("shop.localhost", 200),
        ("evil.example", 403),
        ("127.0.0.1.evil.example", 403),
        ("localhost:80@evil.example", 403),
        ("[::1].evil.example", 403),
        ("", 403),
    ],
)
def test_without_keys_a_name_that_is_not_this_machine_is_refused(
    server: Serving, host: str, status: int
) -> None:
    """A name of anybody's can be pointed here: a page under it would be of our origin."""
    with server.client() as client:
        assert client.get("/v1/products/kettle-1", headers={"Host": host}).status_code == status


def test_a_page_elsewhere_cannot_load_an_answer_as_if_it_were_a_picture(server: Serving) -> None:
    with server.client() as client:
        answer = client.get("/v1/products/kettle-1")
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"
        assert client.get("/widget.js").headers["cross-origin-resource-policy"] == "cross-origin"


def test_a_guessed_idempotency_key_opens_nobody_elses_answer(tmp_path: Path) -> None:
    """Two shoppers whom nobody signed, with the page's key, a poor key of their own and the same words."""
    settings = ApiSettings.load(publishable_keys="pk_a", secret_keys="sk_a", trusted_proxies="127.0.0.1")
    with Serving(tmp_path, shop(), settings=settings) as server, server.client("pk_a") as client:

        def say(address: str) -> httpx.Response:
            headers = {"Idempotency-Key": "1", "X-Forwarded-For": address}
            return client.post("/v1/chat", json={"message": "hello"}, headers=headers)

        first, again, another = say("192.0.2.1"), say("192.0.2.1"), say("192.0.2.2")
        assert again.headers["idempotent-replayed"] == "true"
        assert again.headers["aisle-turn-id"] == first.headers["aisle-turn-id"]
        assert "idempotent-replayed" not in another.headers
        assert another.headers["aisle-turn-id"] != first.headers["aisle-turn-id"]


def test_a_connection_without_an_address_is_one_too() -> None:
    assert address_of({"type": "http", "client": None}) == ""
