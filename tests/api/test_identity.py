"""Signed shoppers, and keys that change while the server runs."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import SecretStr

from api.identity import IdentityRefused, sign, verify
from api.keyring import Keyring
from api.keys import Caller
from api.problems import Problem
from api.settings import ApiSettings
from retrieval.errors import SettingsError
from tests.api.shop import shop
from tests.examples import examples
from tests.serving import Serving

SECRET = "a secret of sixteen letters or more"
KNOWN = (SecretStr("an older secret, still taken"), SecretStr(SECRET))


@given(st.text(min_size=1, max_size=200).filter(lambda t: t.isprintable()))
@settings(max_examples=examples(50))
def test_a_signed_shopper_is_read_back(user_id: str) -> None:
    assert verify(sign(user_id, SECRET, now=1000), KNOWN, now=1000) == user_id


@given(st.integers(min_value=0), st.characters(codec="utf-8"))
@settings(max_examples=examples(100))
def test_no_changed_letter_passes(place: int, letter: str) -> None:
    token = sign("ann@shop.example", SECRET, now=1000)
    at = place % len(token)
    changed = token[:at] + letter + token[at + 1 :]
    if changed != token:
        with pytest.raises(IdentityRefused):
            verify(changed, KNOWN, now=1000)


def test_a_token_ends_with_its_hour_and_with_its_secret() -> None:
    token = sign("ann", SECRET, expires_in=60, now=1000)
    assert verify(token, KNOWN, now=1059) == "ann"
    with pytest.raises(IdentityRefused, match="expired"):
        verify(token, KNOWN, now=1060)
    with pytest.raises(IdentityRefused, match="not signed"):
        verify(token, KNOWN[:1], now=1000)


@pytest.mark.parametrize("token", ["", ".", "..", "a.b.c", "é.1.x", "a" * 5000])
def test_what_is_no_token_is_refused(token: str) -> None:
    with pytest.raises(IdentityRefused):
        verify(token, KNOWN)


def test_any_backend_can_sign() -> None:
    """As the documentation says it, without our code."""

    def b64(raw: bytes) -> str:
        return base64.urlsafe_b64encode(raw).decode().rstrip("=")

    said = f"{b64('zoë'.encode())}.2000"
    mac = hmac.new(SECRET.encode(), f"aisle-identity.{said}".encode(), hashlib.sha256).digest()
    assert verify(f"{said}.{b64(mac)}", KNOWN, now=1000) == "zoë"


def test_who_may_speak_for_whom() -> None:
    assert Caller("open").speak_for("ann") == "ann"
    assert Caller("secret").speak_for("ann") == "ann"
    assert Caller("publishable", "ann").speak_for(None) == "ann"
    assert Caller("publishable", "ann").speak_for("ann") == "ann"
    for stranger in (Caller("publishable"), Caller("publishable", "bob")):
        with pytest.raises(Problem):
            stranger.speak_for("ann")


def test_keys_rotate_in_their_file(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    file = tmp_path / "keys"
    file.write_text("# the shop's pages\npk_old\nsk_one # the warehouse\n")
    now = [0.0]
    keyring = Keyring(ApiSettings.load(keys_file=file, secret_keys="sk_env"), clock=lambda: now[0])
    assert keyring.now().is_publishable("pk_old")
    assert keyring.now().is_secret("sk_one")
    assert keyring.now().is_secret("sk_env")
    assert not keyring.now().is_secret("pk_old")
    file.write_text("pk_new\n")
    os.utime(file, ns=(1, 1))
    now[0] += 2
    assert keyring.now().is_publishable("pk_new")
    assert not keyring.now().is_publishable("pk_old")
    assert not keyring.now().is_secret("sk_one")
    file.write_text("pk_newer\noops_not_a_key\n")
    now[0] += 2
    assert keyring.now().is_publishable("pk_new")
    assert "line 2" in caplog.text
    assert "pk_newer" not in caplog.text
    file.unlink()
    now[0] += 2
    assert keyring.now().is_publishable("pk_new")


def test_a_key_file_that_cannot_be_used_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="AISLE_KEYS_FILE"):
        Keyring(ApiSettings.load(keys_file=tmp_path / "nothing"))


def test_one_shopper_never_reaches_another(tmp_path: Path) -> None:
    keyed = ApiSettings.load(publishable_keys="pk_a", secret_keys="sk_a", identity_secret=SECRET)
    ann, expired = sign("ann", SECRET), sign("ann", SECRET, expires_in=-1)
    cases: list[tuple[str, str | None, str | None, int]] = [
        ("pk_a", None, None, 200),
        ("pk_a", None, "ann", 403),
        ("pk_a", ann, "ann", 200),
        ("pk_a", ann, None, 200),
        ("pk_a", ann, "bob", 403),
        ("pk_a", expired, "ann", 401),
        ("pk_a", ann[:-2] + "xx", "ann", 401),
        ("sk_a", None, "ann", 200),
        ("pk_no", ann, "ann", 401),
    ]
    with Serving(tmp_path, shop(), settings=keyed) as server:
        for key, identity, user_id, status in cases:
            headers = {"X-Aisle-Identity": identity} if identity else {}
            shopper = {"user_id": user_id} if user_id else {}
            with server.client(key) as client:
                asked = client.post(
                    "/v1/recommendations", json={"query": "kettle", **shopper}, headers=headers
                )
                said = client.post("/v1/chat", json={"message": "kettle", **shopper}, headers=headers)
            assert (asked.status_code, said.status_code) == (status, status), (key, identity, user_id)
        with server.client("pk_a") as client:
            stream = client.post(
                "/v1/chat", json={"message": "kettle"}, headers={"X-Aisle-Identity": ann}
            ).text
            turn_id = stream.partition("id: ")[2].partition(":")[0]
            path = f"/v1/turns/{turn_id}"
            bob = {"X-Aisle-Identity": sign("bob", SECRET)}
            assert client.get(f"{path}/events", headers={"X-Aisle-Identity": ann}).status_code == 200
            for stranger in ({}, bob):
                assert client.get(f"{path}/events", headers=stranger).status_code == 403
                assert client.post(f"{path}/stop", headers=stranger).status_code == 403
