"""What a shopper states of themselves, and who may see it."""

from __future__ import annotations

from pathlib import Path

import httpx

from api.identity import sign
from api.settings import ApiSettings
from tests.api.shop import kettle, shop
from tests.serving import Serving

SECRET = "sixteen letters or more"


def test_preferences_are_stated_and_hold_at_once(client: httpx.Client) -> None:
    assert client.get("/v1/users/ann").json()["stated"]["region"] is None
    wine = kettle(60, product_id="wine", title="Wine kettle", attributes={"age_restricted": "yes"})
    client.put("/v1/products", json=[wine.model_dump(mode="json", exclude_none=True)])

    def shown() -> bool:
        body = {"query": "wine kettle", "user_id": "ann", "limit": 50}
        items = client.post("/v1/recommendations", json=body).json()["items"]
        return any(item["product"]["product_id"] == "wine" for item in items)

    assert not shown()
    stated = {"age_verified": True, "region": "DE", "preferences": {"include": {"color": ["blue"]}}}
    answer = client.put("/v1/users/ann/preferences", json=stated)
    assert answer.json()["stated"] == stated
    assert client.get("/v1/users/ann").json() == answer.json()
    assert shown()
    client.put("/v1/users/ann/preferences", json={})
    assert not shown()
    client.delete("/v1/products/wine")
    assert client.put("/v1/users/ann/preferences", json={"age": 3}).status_code == 422


def test_only_the_shop_and_the_shopper_see_it(tmp_path: Path) -> None:
    settings = ApiSettings.load(publishable_keys="pk_a", secret_keys="sk_a", identity_secret=SECRET)
    cases = [
        ("sk_a", None, 200),
        ("pk_a", sign("ann", SECRET), 200),
        ("pk_a", sign("bob", SECRET), 403),
        ("pk_a", sign("ann", SECRET, expires_in=-1), 401),
        ("pk_a", None, 403),
        ("pk_x", sign("ann", SECRET), 401),
        (None, sign("ann", SECRET), 401),
    ]
    with Serving(tmp_path, shop(), settings=settings) as server:
        for key, identity, status in cases:
            with server.client(key) as client:
                headers = {"X-Aisle-Identity": identity} if identity else {}
                read = client.get("/v1/users/ann", headers=headers).status_code
                write = client.put("/v1/users/ann/preferences", json={}, headers=headers).status_code
                assert (read, write) == (status, status), (key, identity)
