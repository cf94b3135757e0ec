"""What a lexical index must do."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.index.lexical import TantivyIndex
from retrieval.types import Product
from tests.examples import examples

WORDS = ("red", "blue", "mug", "kettle", "steel", "tn-450", "1.5 l", "women's")


def product(product_id: str, title: str, **more: object) -> Product:
    return Product.model_validate({"product_id": product_id, "title": title, **more})


def index(*products: Product) -> TantivyIndex:
    opened = TantivyIndex()
    opened.update(products, [])
    opened.commit()
    return opened


def found(opened: TantivyIndex, text: str, n: int = 10) -> list[str]:
    query = opened.query(text)
    return list(query.best(n).product_ids) if query else []


def test_every_field_is_searched_and_the_title_counts_most() -> None:
    opened = index(
        product("description", "a thing", description="goes with a kettle"),
        product("title", "kettle"),
        product("brand", "a thing", brand="Kettle"),
        product("category", "a thing", categories=["Kitchen > Kettles"]),
        product("attribute", "a thing", attributes={"kind": ["kettle", "pot"]}),
        product("tag", "a thing", tags=["kettle"]),
        product("nothing", "a thing"),
    )

    ids = found(opened, "kettles")
    assert ids[0] == "title"
    assert set(ids) == {"title", "description", "brand", "category", "attribute", "tag"}


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("running shoe", "Shoes for runners who are running"),
        ("TN 450", "Toner TN450"),
        ("tn450", "Toner TN-450"),
        ("1.5l bottle", "Bottle, 1.5 L"),
        ("15 inch", '15" laptop sleeve'),
        ("tshirt", "Plain T-Shirt"),
        ("hedphones", "Wireless headphones"),
        ("mens cafe apron", "Men's Café Apron"),
    ],
)
def test_other_spellings_find_their_product(query: str, title: str) -> None:
    opened = index(product("it", title), *(product(f"p{i}", f"garden chair number {i}") for i in range(20)))

    assert found(opened, query)[0] == "it"


def test_a_known_word_is_never_taken_for_another() -> None:
    opened = index(product("boot", "winter boot"), product("book", "winter book"))

    assert found(opened, "boot") == ["boot"]
    query = opened.query("boot")
    assert query is not None
    assert query.text == "boot"


def test_the_text_that_was_meant() -> None:
    query = index(product("it", "Wireless headphones")).query("Cheap hedphones, please")

    assert query is not None
    assert query.text.split()[1] == "headphones"


def test_changes_are_seen_after_commit_and_deletes_leave_nothing() -> None:
    opened = index(*(product(f"p{i}", "zebra lamp") for i in range(60)), product("q", "mug"))
    opened.update([product("p0", "zebra kettle"), product("new", "samovar")], [])
    opened.commit()
    assert found(opened, "samovar") == ["new"]
    assert found(opened, "kettle") == ["p0"]
    assert found(opened, "zebra lamp", 100)[-1] == "p0"

    opened.update([], [*(f"p{i}" for i in range(60)), "new", "never there"])
    opened.commit()
    assert opened.count() == 1
    for text in ("zebra", "lamp", "samovar", "zebra lamp kettle"):
        assert found(opened, text) == []
    opened.update([product("again", "zebra")], [])
    opened.commit()
    assert found(opened, "zebra") == ["again"]


def test_words_of_products_that_are_gone_are_no_longer_meant_nor_known() -> None:
    opened = index(product("gone", "samovar"), product("here", "samowar"), product("mug", "mug"))
    assert found(opened, "samovar") == ["gone"]
    opened.update([], ["gone"])
    opened.commit()

    assert found(opened, "samovar") == ["here"]
    assert found(opened, "samovaar") == ["here"]


def test_a_match_in_the_title_beats_the_same_words_elsewhere() -> None:
    opened = index(
        product("below", "steel thing", description="kettle"),
        product("title", "kettle thing", description="steel"),
        *(product(f"p{i}", "a thing", description=f"number {i}") for i in range(9)),
    )

    assert found(opened, "kettle") == ["title", "below"]
    assert found(opened, "steel") == ["below", "title"]


titles = st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map(" ".join)


@settings(max_examples=examples(25))
@given(st.lists(titles, min_size=1, max_size=25), titles)
def test_scores_are_shares_and_the_same_however_asked(catalog: Sequence[str], text: str) -> None:
    opened = index(*(product(f"p{i}", title) for i, title in enumerate(catalog)))
    query = opened.query(text)
    assert query is not None

    best = query.best(100)
    every = query.scores([f"p{i}" for i in range(len(catalog))] + ["unknown"])

    assert np.all(np.diff(best.scores) <= 0)
    assert np.all((best.scores > 0) & (best.scores <= 1))
    by_id = dict(zip(best.product_ids, best.scores, strict=True))
    np.testing.assert_allclose(every, [by_id.get(f"p{i}", 0) for i in range(len(catalog))] + [0], atol=1e-5)
    assert list(query.best(3).scores) == pytest.approx(list(best.scores[:3]))


@settings(max_examples=examples(200))
@given(st.text(max_size=100))
def test_any_text_is_a_query(text: str) -> None:
    query = LAMPS.query(text)

    if query is not None:
        query.best(10)
        query.scores(["a", "b"])


LAMPS = index(product("a", "red lamp"), product("b", "blue lamp AND OR NOT"))


@pytest.mark.parametrize(
    "text", ['"', "AND", "lamp AND (", "title:lamp", "lamp~2 ^3", "+-", "*", "\\", "[a TO b]", "\0"]
)
def test_no_character_is_syntax(text: str) -> None:
    query = LAMPS.query(text)

    assert query is None or len(query.best(10).product_ids) <= 2


def test_an_empty_index_answers() -> None:
    assert found(TantivyIndex(), "lamp") == []
