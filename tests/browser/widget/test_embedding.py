"""On somebody else's page: another origin, its own strict policy, a key, and the shelf of recommendations."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect
from pydantic import SecretStr

from api.identity import sign
from api.settings import ApiSettings
from tests.api.shop import shop
from tests.browser.widget.acts import order, say, settled, told, turn
from tests.browser.widget.conftest import INLINE, Embed
from tests.browser.widget.elsewhere import Elsewhere
from tests.serving import Serving

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
SECRET = "a secret of sixteen letters or more"
SHELF = """<aisle-recommendations product-id="kettle-1" surface="product">
<ul><li>A plain list</li></ul></aisle-recommendations>"""


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[Elsewhere]:
    with Elsewhere() as server:
        yield server


@pytest.fixture(scope="module")
def keyed(elsewhere: Elsewhere, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    settings = ApiSettings(
        publishable_keys=(SecretStr("pk_page"),),
        secret_keys=(SecretStr("sk_shop"),),
        identity_secret=(SecretStr(SECRET),),
        cors_origins=(elsewhere.url,),
    )
    with Serving(tmp_path_factory.mktemp("keyed"), shop(), settings=settings) as server:
        yield server


def test_another_origin_needs_one_line(embed: Embed, keyed: Serving, elsewhere: Elsewhere) -> None:
    page = embed(SHELF, elsewhere=elsewhere, api=keyed.url, script='data-key="pk_page" data-locale="de"')
    shelf = page.locator("aisle-recommendations")
    shelf.locator(".add").first.click()
    liked = shelf.locator(".card").first.get_attribute("data-id")
    page.get_by_role("button", name="Beratung").click()
    say(page, "a blue kettle")
    settled(page)
    expect(turn(page).locator(".stock").first).to_have_text("Auf Lager")
    page.evaluate("document.querySelector('aisle-assistant').cart = []")
    turn(page).locator(".add").nth(1).click()
    second = order(page)[1]
    page.goto(f"{elsewhere.url}/shop/another-page")
    expect(page.get_by_role("dialog")).to_be_visible()
    expect(page.locator(".turn")).to_have_count(1)
    added = told(keyed, page, "add_to_cart", 2)
    # One shopper in both; and the page was left before the batch was due.
    assert {event.product_id for event in added} == {liked, second}
    assert {event.surface for event in added} == {"product", "chat"}


def test_a_signed_shopper_is_known_by_name(embed: Embed, keyed: Serving, elsewhere: Elsewhere) -> None:
    signed = sign("ann", SECRET)
    page = embed(
        f'<aisle-assistant inline key="pk_page" user-id="ann" identity="{signed}"></aisle-assistant>',
        elsewhere=elsewhere,
        api=keyed.url,
    )
    say(page, "a red kettle")
    settled(page)
    turn(page).locator(".add").first.click()
    first = order(page)[0]
    page.goto("about:blank")
    (added,) = told(keyed, page, "add_to_cart", user="ann")
    assert added.product_id == first


def test_a_name_alone_is_not_sent(embed: Embed, keyed: Serving, elsewhere: Elsewhere) -> None:
    body = '<aisle-assistant inline key="pk_page" user-id="ann"></aisle-assistant>'
    page = embed(body, elsewhere=elsewhere, api=keyed.url)
    with page.expect_request("**/v1/chat") as sent:
        say(page, "a red kettle")
    settled(page)
    assert "user_id" not in json.loads(sent.value.post_data or "[]")
    expect(page.locator(".note.bad")).to_have_count(0)


def test_a_wrong_key_is_said_in_words(embed: Embed, keyed: Serving, elsewhere: Elsewhere) -> None:
    body = '<aisle-assistant inline key="pk_wrong"></aisle-assistant>'
    page = embed(body, elsewhere=elsewhere, api=keyed.url, trouble=True)
    say(page, "a red kettle")
    settled(page)
    expect(page.locator(".note.bad")).to_contain_text("Authorization")


def test_a_page_gives_it_colours_and_a_theme(embed: Embed) -> None:
    page = embed('<aisle-assistant inline theme="dark"></aisle-assistant>')
    page.evaluate("document.documentElement.style.setProperty('--aisle-accent', 'rgb(120, 30, 200)')")
    accent = page.locator(".send").first.evaluate("node => getComputedStyle(node).backgroundColor")
    assert accent == "rgb(120, 30, 200)"
    assert page.locator(".panel").evaluate("node => getComputedStyle(node).colorScheme") == "dark"


def test_a_shelf_explains_itself_and_tells_what_was_seen(embed: Embed, serving: Serving) -> None:
    page = embed(SHELF)
    shelf = page.get_by_role("list", name="You may also like")
    expect(shelf.locator(".card")).to_have_count(8)
    expect(page.get_by_text("A plain list")).to_be_hidden()
    assert all(shelf.locator(".words").all_text_contents())
    ids = shelf.locator(".card").evaluate_all("cards => cards.map(card => card.dataset.id)")
    assert "kettle-1" not in ids
    assert len(set(ids)) == 8
    seen = told(serving, page, "impression")
    assert {event.surface for event in seen} == {"product"}
    assert {event.product_id for event in seen} == set(ids[: len(seen)]), "those in view, from the first"
    assert len(seen) < len(ids)
    page.get_by_role("button", name="Next products").click()
    expect(shelf.locator(".card").last).to_be_in_viewport()
    assert Axe().run(page, "aisle-recommendations").response["violations"] == []


def test_without_the_server_the_pages_own_list_stays(embed: Embed, serving: Serving) -> None:
    page = embed(SHELF, trouble=True)
    page.route("**/v1/recommendations", lambda route: route.abort())
    page.reload()
    expect(page.get_by_text("A plain list")).to_be_visible()


def test_without_javascript_there_is_a_plain_list(browser: Browser, embed: Embed) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = embed(SHELF + INLINE, context=context)
    expect(page.get_by_text("A plain list")).to_be_visible()
    context.close()


def test_a_shop_teaches_it_a_language(embed: Embed) -> None:
    page = embed('<aisle-assistant inline locale="fr"></aisle-assistant>')
    say(page, "a kettle")
    settled(page)
    expect(page.locator(".top")).to_contain_text("Shopping assistant")
    page.evaluate(
        "import('/widget.js').then((widget) => widget.addLanguage('fr', {title: 'Conseil', add: 'Ajouter'}))"
    )
    expect(page.locator(".top")).to_contain_text("Conseil")
    expect(turn(page).locator(".add").first).to_have_text("Ajouter")
    expect(page.get_by_role("button", name="New conversation")).to_be_visible()
