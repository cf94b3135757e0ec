"""When two products are another kind of thing: shelves tell it, else likeness in this very catalog."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from retrieval.index.kinship import other_kind
from retrieval.types import Product, Vector, Vectors
from tests.retrieval.test_pipeline import house


class Written:
    """The vector stands in the description: ``"1 0 0"``."""

    name, dimension = "written", 3

    def embed_products(self, products: Sequence[Product]) -> Vectors:
        return np.stack([self.embed_query(product.description or "") for product in products])

    def text_of(self, product: Product) -> str:
        return product.description or ""

    def embed_query(self, text: str) -> Vector:
        vector = np.fromstring(text or "1 0 0", dtype=np.float32, sep=" ")
        unit: Vector = vector / np.linalg.norm(vector)
        return unit


def thing(product_id: str, vector: str, *categories: str) -> Product:
    return Product(product_id=product_id, title=product_id, description=vector, categories=categories)


def crowd(n: int = 100) -> list[Product]:
    return [thing(f"x{n}", f"0 {n % 7 - 3} {n % 5 - 2.5}", f"Other > Shelf {n % 25}") for n in range(n)]


def others(products: list[Product], of: str) -> set[str]:
    with house([*products, *crowd()], Written()) as opened:
        live = opened.live
        rows = live.rows([product.product_id for product in products if product.product_id != of])
        kept = rows[other_kind(live, int(live.rows([of])[0]), rows)]
        return {live.product_id(row) for row in kept.tolist()}


def test_shelves_tell_it_whatever_the_texts_say() -> None:
    found = others(
        [
            thing("kettle", "1 0 0", "Home > Kettles"),
            thing("second kettle", "0 1 0", "Home > Kettles"),
            thing("both", "0 1 0", "Sale", "Home > Kettles"),
            thing("cosy", "1 0 0", "Home > Cosies"),
        ],
        "kettle",
    )
    assert found == {"cosy"}


def test_on_no_shelf_or_a_broad_one_likeness_tells_it() -> None:
    bare = [thing("kettle", "1 0 0"), thing("second kettle", "1 0.3 0"), thing("tea", "0.2 1 0")]
    assert others(bare, "kettle") == {"tea"}
    broad = [thing(p.product_id, p.description or "", "All") for p in bare]
    filling = [thing(f"f{n}", "0 0 1", "All") for n in range(10)]
    assert others([*broad, *filling], "kettle") >= {"tea"}
    assert "second kettle" not in others([*broad, *filling], "kettle")
    mixed = [thing("kettle", "1 0 0", "Home > Kettles"), thing("tea", "0.2 1 0"), thing("copy", "1 0 0")]
    assert others(mixed, "kettle") == {"tea"}


def test_what_counts_as_alike_depends_on_how_near_texts_of_this_catalog_come() -> None:
    # A likeness of a half: rare in a catalog of other things, and usual where everything is half alike.
    pair = [thing("bag", "1 0 0"), thing("other bag", "1 1.7 0")]
    assert others(pair, "bag") == set()
    usual = [thing(f"u{n}", "1 0 1.6") for n in range(40)]
    assert others([*pair, *usual], "bag") >= {"other bag"}
