"""A mask over the columns says of every row what the filter says of its product."""

from __future__ import annotations

from random import Random

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from retrieval.index.allows import allows
from retrieval.index.columns import Columns
from retrieval.index.vocabulary import learn
from retrieval.types import Constraints, Product
from tests.retrieval.products import catalogs, constraints, products


def filled(catalog: list[Product]) -> tuple[Columns, dict[int, Product]]:
    columns = Columns(capacity=2)
    held = {}
    for product in catalog:
        row = columns.add()
        columns.set(row, product)
        held[row] = product
    return columns, held


@given(catalogs(), constraints())
def test_the_mask_is_the_filter(catalog: list[Product], wanted: Constraints) -> None:
    columns, held = filled(catalog)

    mask = columns.mask(wanted)

    assert {row for row in held if mask[row]} == {row for row, p in held.items() if allows(wanted, p)}


@given(catalogs(), st.data(), constraints())
def test_changed_and_removed_rows_leave_nothing_behind(
    catalog: list[Product], data: st.DataObject, wanted: Constraints
) -> None:
    columns, held = filled(catalog)
    for row in list(held):
        what = data.draw(st.sampled_from(("keep", "change", "remove")))
        if what == "change":
            held[row] = data.draw(products())
            columns.set(row, held[row])
        elif what == "remove":
            columns.remove(row)
            del held[row]

    mask = columns.mask(wanted)

    assert set(np.flatnonzero(mask).tolist()) == {row for row, p in held.items() if allows(wanted, p)}
    assert columns.count == len(held)


@given(catalogs(), st.randoms())
def test_the_vocabulary_does_not_depend_on_the_order_of_import(
    catalog: list[Product], random: Random
) -> None:
    shuffled = sorted(catalog, key=lambda _: random.random())

    one, other = learn(filled(catalog)[0], 1), learn(filled(shuffled)[0], 1)

    assert {name: dict(values) for name, values in one.values.items()} == {
        name: dict(values) for name, values in other.values.items()
    }
    assert one.price_quantiles == other.price_quantiles


def test_the_vocabulary_holds_segments_of_categories_and_the_usual_spelling() -> None:
    columns, _ = filled(
        [
            Product(product_id=str(i), title="x", brand=brand, categories=("Home > Kitchen > Mugs",))
            for i, brand in enumerate(("ACME", "Acme", "Acme"))
        ]
    )

    vocabulary = learn(columns, 1)

    assert vocabulary.values["brand"] == {"Acme": 3}
    assert vocabulary.values["category"] == {"Home": 3, "Kitchen": 3, "Mugs": 3}


def test_more_values_than_the_array_is_wide_are_all_found() -> None:
    tags = tuple(f"t{i}" for i in range(12))
    columns, _ = filled([Product(product_id="a", title="x", tags=tags), Product(product_id="b", title="y")])

    for tag in tags:
        assert columns.mask(Constraints(include={"tags": (tag,)})).tolist() == [True, False]
    columns.set(0, Product(product_id="a", title="x", tags=("t0",)))
    assert not columns.mask(Constraints(include={"tags": ("t11",)})).any()


def test_a_new_price_is_not_a_change_of_words() -> None:
    columns = Columns()
    row = columns.add()

    assert columns.set(row, Product(product_id="a", title="x", brand="Acme", price=3))
    assert not columns.set(row, Product(product_id="a", title="x", brand="Acme", price=4))
    assert columns.set(row, Product(product_id="a", title="x", brand="Zest", price=4))
