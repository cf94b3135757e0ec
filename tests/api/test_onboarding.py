"""A few answers, and the next list follows them: over HTTP, for shoppers and for sessions."""

from __future__ import annotations

import json
from pathlib import Path

import httpx
import pytest

from api.identity import sign
from api.settings import ApiSettings
from tests.api.shop import kettle, shop
from tests.api.test_personal import client, did, home, products, server, tents_in
from tests.serving import Serving

__all__ = ["client", "server"]
SECRET = "sixteen letters or more"


def test_the_questions_are_those_of_this_catalog(client: httpx.Client) -> None:
    found = client.get("/v1/onboarding").json()["questions"]
    assert 3 <= len(found) <= 5
    first = found[0]
    assert first["id"] == "category"
    assert {option["value"] for option in first["options"]} == {"Kitchen", "Outdoor"}
    assert all(len(question["options"]) > 1 for question in found)
    assert found[1]["id"] == "price"


@pytest.mark.parametrize(("wanted", "mostly"), [("Outdoor", True), ("Kitchen", False)])
def test_the_next_list_follows(client: httpx.Client, wanted: str, mostly: bool) -> None:
    answers = {"category": [wanted], "color": ["red"]}
    said = client.post("/v1/onboarding", json={"user_id": "ada", "answers": answers}).json()
    assert said["interests"] >= 1
    ids = home(client, "ada", limit=6)
    assert tents_in(ids) == (6 if mostly else 0)
    asked = {"user_id": "ada", "surface": "home", "limit": 3}
    # All red tents are of one brand, and no brand fills a list.
    top = client.post("/v1/recommendations", json=asked).json()["items"][0]
    assert top["product"]["attributes"]["color"] == "red"
    assert home(client, "bob", limit=6) != ids


def test_the_price_counts_as_well(client: httpx.Client) -> None:
    price = next(each for each in client.get("/v1/onboarding").json()["questions"] if each["id"] == "price")
    options = price["options"]
    for kind, option in (("Kitchen", options[0]), ("Kitchen", options[1]), ("Outdoor", options[-1])):
        low, high = option["value"].split("..")
        answers = {"category": [kind], "price": [option["value"]]}
        client.post("/v1/onboarding", json={"user_id": "ada", "answers": answers})
        asked = {"user_id": "ada", "surface": "home", "limit": 3}
        items = client.post("/v1/recommendations", json=asked).json()["items"]
        prices = [item["product"]["price"] for item in items]
        assert all(float(low or 0) <= each <= float(high or "inf") for each in prices), (option, prices)


def test_what_everybody_else_buys_does_not_drown_it(client: httpx.Client) -> None:
    for n in range(12):
        did(client, f"other-{n}", "purchase", f"kettle-{n % 3}")
    client.post("/v1/onboarding", json={"user_id": "ada", "answers": {"category": ["Outdoor"]}})
    assert tents_in(home(client, "ada", limit=6)) == 6
    assert tents_in(home(client, "bob", limit=6)) < 6


def test_a_session_without_a_name_keeps_its_answers(client: httpx.Client) -> None:
    said = client.post("/v1/onboarding", json={"answers": {"category": ["Outdoor"]}}).json()
    session = said["session_id"]
    assert session
    assert said["user_id"] is None

    def ask(**who: str) -> list[str]:
        body = {"surface": "home", "limit": 6, **who}
        items = client.post("/v1/recommendations", json=body).json()["items"]
        return [item["product"]["product_id"] for item in items]

    assert tents_in(ask(session_id=session)) == 6
    # Signed in later, they are the same shopper; another session is not.
    assert tents_in(ask(session_id=session, user_id="ada")) == 6
    assert tents_in(ask(session_id="another")) < 6
    # What they say as themselves counts from then on.
    client.post(
        "/v1/onboarding",
        json={"user_id": "ada", "session_id": session, "answers": {"category": ["Kitchen"]}},
    )
    assert tents_in(ask(session_id=session, user_id="ada")) == 0
    client.post("/v1/onboarding", json={"user_id": "ada", "answers": {}})
    assert ask(session_id=session, user_id="ada") == ask(session_id="another")


def test_answers_outlive_a_change_of_the_embedding_model(server: Serving, client: httpx.Client) -> None:
    client.post("/v1/onboarding", json={"user_id": "ada", "answers": {"category": ["Outdoor"]}})
    profiles = server.house.retrieval.profiles
    kept = profiles.get("ada")
    assert kept is not None
    profiles.save(kept.model_copy(update={"interests": ((1.0, 0.0),)}))
    assert tents_in(home(client, "ada", limit=6)) == 6


def test_answers_are_shown_edited_and_deleted(client: httpx.Client) -> None:
    client.post("/v1/onboarding", json={"user_id": "ada", "answers": {"category": ["Outdoor"], "color": []}})
    known = client.get("/v1/users/ada").json()
    assert known["stated"]["answers"] == {"category": ["Outdoor"]}
    assert known["behaviour"]["interests"] == 0, "said, not learned"
    did(client, "ada", "purchase", "kettle-5")
    assert client.get("/v1/users/ada").json()["behaviour"]["interests"] == 1
    edited = {**known["stated"], "answers": {"category": ["Kitchen"]}}
    answer = client.put("/v1/users/ada/preferences", json=edited).json()
    assert answer["stated"] == edited
    assert tents_in(home(client, "ada", limit=6)) == 0
    cleared = client.put("/v1/users/ada/preferences", json={}).json()
    assert "answers" not in cleared["stated"]


def test_what_was_said_in_a_session_is_given_out_and_deleted_with_its_shopper(client: httpx.Client) -> None:
    body = {"session_id": "s-9", "answers": {"category": ["Outdoor"]}}
    client.post("/v1/onboarding", json=body)
    client.post("/v1/recommendations", json={"session_id": "s-9", "user_id": "ada", "surface": "home"})
    rows = [json.loads(line) for line in client.get("/v1/users/ada/export").text.splitlines()]
    assert [row["answers"] for row in rows if row["kind"] == "profile"] == [{"category": ["Outdoor"]}]
    client.delete("/v1/users/ada")
    assert client.get("/v1/users/ada/export").text == ""


def test_what_shoppers_do_takes_over_from_what_they_said(client: httpx.Client) -> None:
    client.post("/v1/onboarding", json={"user_id": "ada", "answers": {"category": ["Outdoor"]}})
    assert tents_in(home(client, "ada", limit=6)) == 6
    for number in (1, 3, 5, 7):
        did(client, "ada", "purchase", f"kettle-{number}", ago=10.0 - number)
    assert tents_in(home(client, "ada", limit=6)) < 6


@pytest.mark.parametrize(
    ("answers", "pointer"),
    [
        ({"category": ["Outdoor", "Boats"]}, "#/answers/category/1"),
        ({"size": ["XL"]}, "#/answers/size/0"),
        ({"price": ["cheap"]}, "#/answers/price/0"),
    ],
)
def test_what_fits_nothing_is_named(
    client: httpx.Client, answers: dict[str, list[str]], pointer: str
) -> None:
    answer = client.post("/v1/onboarding", json={"user_id": "ada", "answers": answers})
    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"][0]["pointer"] == pointer
    assert "answers" not in client.get("/v1/users/ada").json()["stated"]


def test_a_page_speaks_for_its_session_or_a_signed_shopper(tmp_path: Path) -> None:
    settings = ApiSettings.load(publishable_keys="pk_a", secret_keys="sk_a", identity_secret=SECRET)
    body = {"answers": {"color": ["blue"]}}
    with Serving(tmp_path, shop(), settings=settings) as server, server.client("pk_a") as page:
        assert page.get("/v1/onboarding").status_code == 200
        assert page.post("/v1/onboarding", json=body).status_code == 200
        assert page.post("/v1/onboarding", json={**body, "user_id": "ann"}).status_code == 403
        signed = page.post("/v1/onboarding", json=body, headers={"X-Aisle-Identity": sign("ann", SECRET)})
        assert signed.json()["user_id"] == "ann"
        with server.client() as stranger:
            assert stranger.get("/v1/onboarding").status_code == 401


def test_a_shop_of_one_kind_is_asked_nothing(tmp_path: Path) -> None:
    same = [kettle(3, product_id=f"same-{n}") for n in range(6)]
    with Serving(tmp_path, same) as server, server.client() as plain:
        assert plain.get("/v1/onboarding").json() == {"questions": []}


def test_the_catalog_of_the_tests_has_both_kinds() -> None:
    assert {product.categories[0].split(" > ")[0] for product in products()} == {"Kitchen", "Outdoor"}


def test_what_no_text_tells_counts_as_well(tmp_path: Path) -> None:
    """Alike in every word, and the dear ones are liked by more."""
    same: dict[str, object] = {
        "title": "Enamel kettle",
        "description": "It whistles.",
        "attributes": {},
        "brand": None,
    }
    ware = [
        kettle(5, product_id=f"k{n}", price=10.0 + 10 * n, rating_count=10 + 10 * n, **same)
        for n in range(12)
    ]
    with Serving(tmp_path, ware) as server, server.client() as plain:
        (price,) = plain.get("/v1/onboarding").json()["questions"]
        assert price["id"] == "price"
        before = home(plain, "ada", limit=3)
        answers = {"price": [price["options"][0]["value"]]}
        plain.post("/v1/onboarding", json={"user_id": "ada", "answers": answers})
        cheap = {f"k{n}" for n in range(price["options"][0]["count"])}
        assert set(home(plain, "ada", limit=3)) <= cheap
        assert not set(before) <= cheap
