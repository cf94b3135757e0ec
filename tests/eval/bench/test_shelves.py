from __future__ import annotations

from eval.bench.shelves import FILTERS, SHELF, metadata, shelved
from retrieval.index.columns import Columns

TITLES = ["Red desk lamp", "Steel water kettle", "Wool rug"]


def test_every_filter_keeps_its_share() -> None:
    columns = Columns()
    products = list(shelved(TITLES, 20_000))
    for product in products:
        columns.set(columns.add(), product)
    kept = {each.name: columns.mask(each.constraints).mean() for each in FILTERS}
    assert kept["all"] == 1
    assert 0.89 < kept["90%"] < 0.91
    assert 0.045 < kept["5%"] < 0.055
    assert 0.0005 < kept["0.1%"] < 0.0015
    assert kept["none"] == 0


def test_chroma_is_asked_for_the_same_products() -> None:
    columns = Columns()
    products = list(shelved(TITLES, 3000))
    for product in products:
        columns.set(columns.add(), product)
    for each in FILTERS:
        passes = [
            all(metadata(product)[k] == v for k, v in (each.where or {}).items()) for product in products
        ]
        assert columns.mask(each.constraints).tolist() == passes


def test_real_titles_first_then_joined_ones_always_the_same() -> None:
    made = [product.title for product in shelved(TITLES, 50)]
    assert made[:3] == TITLES
    words = {word for title in TITLES for word in title.split()}
    assert all(set(title.split()) <= words for title in made)
    assert made == [product.title for product in shelved(TITLES, 50)]
    assert {product.values(SHELF)[0] for product in shelved(TITLES, 500)} <= {"tiny", "narrow", "wide"}
