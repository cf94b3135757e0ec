"""Shopify's product export and products.json, whole and damaged."""

from __future__ import annotations

import csv
import gzip
import io
import json
import tracemalloc
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from retrieval.catalog import json_elements, lines
from retrieval.catalog.feed import Feed
from retrieval.catalog.importer import import_feed
from retrieval.catalog.mapping import ColumnMapping
from retrieval.catalog.rows import RowReader
from retrieval.catalog.shopify_variant import product_id
from retrieval.catalog.writer import Written
from retrieval.errors import FeedError
from retrieval.types import Product
from tests.examples import examples
from tests.retrieval.catalog.feed_products import FEEDS, taken, written
from tests.retrieval.catalog.feed_writers import PLAIN, WORD

PER_EXAMPLE = settings(
    deadline=None, max_examples=examples(60), suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def test_an_export_as_a_shop_has_it() -> None:
    form, products, bad = taken(FEEDS / "shopify.csv")
    assert form == "shopify"
    assert bad == [
        (8, "is not on sale in the shop (status: archived)"),
        (9, "has no title, and no row of the same handle before it has one"),
        (10, "is not on sale in the shop (published: false)"),
    ]
    small, medium, sand, mug = products
    assert small == Product(
        product_id="linen-shirt:Dark_Red:S",
        title="Linen Shirt",
        description="Cut from washed linen.\nWears in, not out.",
        brand="Fieldhouse",
        categories=("Shirts",),
        price=59.0,
        sale_price=45.5,
        availability="in_stock",
        attributes={
            "color": "Dark Red",
            "size": "S",
            "gender": "male",
            "fabric": ("linen", "cotton"),
            "sku": "LS-RED-S",
            "barcode": "4006381333931",
        },
        tags=("linen", "summer", "men"),
        image="https://cdn.example/shirt-red.jpg",
        margin=0.5,
    )
    assert [each.variant_of for each in (medium, sand)] == [small.product_id] * 2
    assert [each.availability for each in (medium, sand)] == ["out_of_stock", "backorder"]
    # "0.00" before is no sale; without a picture of its own a variant has the product's.
    assert (sand.price, sand.sale_price, sand.image) == (59.0, None, "https://cdn.example/shirt-1.jpg")
    assert (mug.product_id, mug.variant_of, mug.availability) == ("harbour-mug", None, "in_stock")
    assert mug.categories == ("Home & Garden > Kitchen > Mugs",)


def test_a_products_json_as_a_shop_serves_it() -> None:
    form, products, bad = taken(FEEDS / "shopify.json")
    assert form == "shopify"
    assert bad == [
        (2, "is not valid JSON"),
        (4, "is not on sale in the shop (published_at: null)"),
        (5, "is not a JSON object"),
    ]
    small, medium, sand, mug = products
    assert small.published_at == datetime(2026, 3, 1, 8, tzinfo=UTC)
    assert [each.image for each in products] == [
        "https://cdn.example/shirt-red.jpg",
        "https://cdn.example/shirt-red.jpg",
        "https://cdn.example/shirt-1.jpg",
        "https://cdn.example/mug.jpg",
    ]
    assert (mug.title, mug.tags) == ('Stoneware Mug "Harbour" {300 ml]', ("gift", "kitchen"))
    # The same shop by its export: the same ids, groups, prices and stock.
    exported = taken(FEEDS / "shopify.csv")[1]
    same = ("product_id", "variant_of", "title", "description", "price", "sale_price", "availability")
    for mine, other in zip((small, medium, sand), exported, strict=False):
        assert [getattr(mine, name) for name in same] == [getattr(other, name) for name in same]


def test_the_newer_template_has_other_names(tmp_path: Path) -> None:
    header = (
        "Title,URL handle,Description,Vendor,Type,Published on online store,Status,SKU,Barcode,Option1 name,"
        "Option1 value,Price,Compare-at price,Inventory tracker,Inventory quantity,"
        "Continue selling when out of stock,Product image URL"
    )
    first = "Tee,tee,Soft,Acme,Shirts,TRUE,Active,T-S,1,Size,S,10.00,12.00,shopify,0,TRUE,https://x/1.jpg"
    second = ",tee,,,,,,T-M,2,,M,10.00,,shopify,3,FALSE,"
    text = f"{header}\n{first}\n{second}\n"
    form, products, bad = taken(written(tmp_path, text.encode()))
    assert (form, bad) == ("shopify", [])
    assert [(each.product_id, each.price, each.sale_price, each.availability) for each in products] == [
        ("tee:S", 12.0, 10.0, "backorder"),
        ("tee:M", 10.0, None, "in_stock"),
    ]
    assert products[1].attributes == {"size": "M", "sku": "T-M", "barcode": "2"}


def test_another_id_can_be_mapped(tmp_path: Path) -> None:
    held: list[Product] = []

    def put(products: object) -> Written:
        assert isinstance(products, list | tuple)
        held.extend(products)
        return Written(added=len(products))

    source = written(tmp_path, (FEEDS / "shopify.csv").read_bytes())
    import_feed(source, put, data_dir=tmp_path, mapping=ColumnMapping({"product_id": "sku"}))
    assert [each.product_id for each in held] == ["LS-RED-S", "LS-RED-M", "LS-SAND-S", "MUG-1"]
    with pytest.raises(FeedError, match=r"no column 'Variant SKU'; it has .*'sku'"):
        import_feed(source, put, data_dir=tmp_path, mapping=ColumnMapping({"product_id": "Variant SKU"}))


def test_a_second_import_of_a_shop_changes_nothing(tmp_path: Path) -> None:
    held: dict[str, Product] = {}

    def put(products: object) -> Written:
        assert isinstance(products, list | tuple)
        new = {each.product_id: each for each in products}
        unchanged = sum(held.get(key) == each for key, each in new.items())
        held.update(new)
        return Written(added=len(new) - unchanged, unchanged=unchanged)

    for name in ("shopify.json", "shopify.csv", "google.tsv", "google.rss.xml"):
        source = written(tmp_path, (FEEDS / name).read_bytes(), name)
        first = import_feed(source, put, data_dir=tmp_path)
        again = import_feed(source, put, data_dir=tmp_path)
        assert first.added > 0
        assert (again.added, again.unchanged, again.rejected) == (0, first.added, first.rejected)


VARIANTS = st.lists(
    st.tuples(PLAIN, st.integers(1, 10**6), st.booleans()), max_size=5, unique_by=lambda each: each[0]
)
SHOPS = st.lists(
    st.tuples(WORD.map(str.lower), PLAIN, st.none() | PLAIN, VARIANTS),
    max_size=6,
    unique_by=lambda each: each[0],
)


_LAST = ("Variant Price", "Variant Inventory Tracker", "Variant Inventory Qty", "Image Src")


@PER_EXAMPLE
@given(shop=SHOPS, packed=st.booleans(), bare=st.booleans(), block=st.integers(200, 3000))
def test_export_and_json_of_one_shop_give_the_same_products(
    tmp_path: Path,
    shop: list[tuple[str, str, str | None, list[tuple[str, int, bool]]]],
    packed: bool,
    bare: bool,
    block: int,
) -> None:
    out = io.StringIO(newline="")
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(["Handle", "Title", "Body (HTML)", "Vendor", "Option1 Name", "Option1 Value", *_LAST])
    documents: list[dict[str, object]] = []
    for handle, title, body, variants in shop:
        sold = variants or [("Default Title", 999, True)]
        name = "Size" if variants else "Title"
        for n, (value, cents, stocked) in enumerate(sold):
            first = [title, body or "", "Acme", name] if n == 0 else ["", "", "", ""]
            price = f"{cents / 100:.2f}"
            rows.writerow([handle, *first, value, price, "shopify", int(stocked), "https://x/p.jpg"])
        rows.writerow([handle, "", "", "", "", "", "", "", "", "https://x/second.jpg"])
        documents.append(
            {
                "handle": handle,
                "title": title,
                "body_html": body,
                "vendor": "Acme",
                "options": [{"name": name}],
                "images": [{"src": "https://x/p.jpg"}, {"src": "https://x/second.jpg"}],
                "variants": [
                    {"option1": value, "price": f"{cents / 100:.2f}", "available": stocked}
                    for value, cents, stocked in sold
                ],
            }
        )
    whole = json.dumps(documents if bare else {"products": documents}).encode()
    read = []
    before, lines.BLOCK = lines.BLOCK, block
    try:
        for data in (out.getvalue().encode(), whole):
            path = written(tmp_path, gzip.compress(data) if packed else data)
            read.append(taken(path, "shopify"))
    finally:
        lines.BLOCK = before
    assert read[0] == read[1]
    products = read[0][1]
    assert len(products) == sum(len(variants) or 1 for *_, variants in shop)
    assert len({each.product_id for each in products}) == len(products)
    heads = {each.product_id for each in products if each.variant_of is None}
    assert len(heads) == len(shop)
    assert {each.variant_of for each in products} <= heads | {None}


@given(st.lists(st.lists(st.tuples(st.just("o"), st.text(min_size=1, max_size=4)), max_size=3), max_size=30))
def test_different_options_have_different_ids(chosen: list[list[tuple[str, str]]]) -> None:
    chosen = [list(each) for each in {tuple(each) for each in chosen}]
    ids = {product_id("h", each) for each in chosen}
    assert len(ids) == len(chosen)
    long = product_id("h" * 300, [("size", "S")])
    assert long != product_id("h" * 300, [("size", "M")])
    assert len(long) <= 256


ELEMENTS = st.lists(
    st.recursive(
        st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=6),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
        max_leaves=6,
    )
    | st.sampled_from([b"{,}", b"nul", b"[1,,2]", b'{"a": "\xff"}']),
    max_size=8,
)


@PER_EXAMPLE
@given(elements=ELEMENTS, indent=st.none() | st.just(1), block=st.integers(40, 200))
def test_any_array_comes_back_element_by_element(
    tmp_path: Path, elements: list[object], indent: int | None, block: int
) -> None:
    texts = [
        each if isinstance(each, bytes) else json.dumps(each, indent=indent).encode() for each in elements
    ]
    path = written(tmp_path, b'{"note": "a [b", "products" : [ ' + b" ,\n".join(texts) + b' ], "next": []}')
    before, lines.BLOCK = lines.BLOCK, block
    try:
        with closing(lines.Source(path)) as source:
            rows = list(json_elements.read(source))
    finally:
        lines.BLOCK = before
    assert [row.line for row in rows] == list(range(1, len(elements) + 1))
    read = [row.fields if hasattr(row, "fields") else None for row in rows]
    assert read == [each if isinstance(each, dict) else None for each in elements]


def test_a_list_that_was_cut_off_says_so(tmp_path: Path) -> None:
    documents = [{"handle": f"h{n}", "title": f"Thing {n * 7919}", "vendor": "a"} for n in range(60)]
    whole = json.dumps(documents).encode()
    _, products, bad = taken(written(tmp_path, whole[:-500]))
    assert [each.product_id for each in products] == [f"h{n}" for n in range(len(products))]
    assert bad == [
        (len(products) + 1, "the file ends within the list: nothing after this element could be read")
    ]
    _, products, bad = taken(written(tmp_path, gzip.compress(whole)[:-60]))
    assert bad == [
        (len(products) + 1, "the gzip file is cut off here: nothing after this line could be read")
    ]


def test_memory_does_not_grow_with_the_list(tmp_path: Path) -> None:
    def peak(count: int) -> int:
        one = b'{"handle": "h%d", "vendor": "v", "title": "Thing", "body_html": "' + b"b" * 300 + b'"}'
        path = written(tmp_path, b'{"products":[' + b",".join(one % n for n in range(count)) + b"]}")
        tracemalloc.start()
        with Feed(path) as feed:
            assert sum(1 for _ in feed.rows()) == count
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    assert peak(20_000) < 2 * peak(2_000) + (1 << 20)


@pytest.mark.parametrize(
    ("product", "says"),
    [
        ({"title": "x", "variants": []}, "handle: is missing"),
        ({"handle": "x", "title": "x", "variants": {}}, "variants: is not a list"),
        ({"handle": "x", "title": "x", "variants": [3]}, "variants: holds something that is not an object"),
        ({"handle": "x", "variants": [{"price": "1.00"}]}, "title: is missing"),
        ({"handle": "x", "title": "x", "variants": [{"price": "free"}]}, "price: is not a number (got free)"),
        ({"handle": "x", "title": "x", "status": "draft"}, "is not on sale in the shop (status: draft)"),
    ],
)
def test_what_is_wrong_with_a_product_is_told(tmp_path: Path, product: object, says: str) -> None:
    good = {"handle": "good", "title": "Good", "variants": [{"price": "2.00"}]}
    path = written(tmp_path, json.dumps([product, good]).encode())
    _, products, bad = taken(path, "shopify")
    assert bad == [(1, says)]
    assert [each.product_id for each in products] == ["good"]


def test_a_document_without_a_list_of_products(tmp_path: Path) -> None:
    with pytest.raises(FeedError, match='neither a JSON array nor an object with a "products" array'):
        taken(written(tmp_path, b'{"orders": []}'), "shopify")


def test_the_row_reader_takes_what_variants_give() -> None:
    # Names that products have are never taken for attributes.
    with Feed(FEEDS / "shopify.csv") as feed:
        rows = [row for row in feed.rows() if hasattr(row, "fields")]
    reader = RowReader(ColumnMapping())
    assert set(reader.fields(rows[0].fields)) <= set(Product.model_fields)
