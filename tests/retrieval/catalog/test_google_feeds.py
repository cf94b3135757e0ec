"""Google Merchant feeds: tab-separated text and XML, whole and damaged."""

from __future__ import annotations

import gzip
import re
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from retrieval.catalog import lines
from retrieval.catalog.feed import Feed
from retrieval.errors import FeedError
from retrieval.types import Product
from tests.examples import examples
from tests.retrieval.catalog.feed_products import FEEDS, taken, written
from tests.retrieval.catalog.feed_writers import families, google_tsv, google_xml

PER_EXAMPLE = settings(
    deadline=None, max_examples=examples(50), suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@contextmanager
def blocks_of(size: int) -> Iterator[None]:
    before = lines.BLOCK
    lines.BLOCK = size
    try:
        yield
    finally:
        lines.BLOCK = before


@PER_EXAMPLE
@given(
    products=families(),
    packed=st.booleans(),
    prefix=st.sampled_from(["g", "goo"]),
    indent=st.booleans(),
    block=st.integers(200, 5000),
)
def test_what_is_written_reads_back_equal_from_either_form(
    tmp_path: Path, products: list[Product], packed: bool, prefix: str, indent: bool, block: int
) -> None:
    for data in (google_tsv(products), google_xml(products, prefix, indent)):
        path = written(tmp_path, gzip.compress(data) if packed else data)
        with blocks_of(block):
            assert taken(path) == ("google", products, [])


@PER_EXAMPLE
@given(
    products=families(),
    where=st.data(),
    damage=st.sampled_from(["& ", "<", "</x>", "<b>", "\x01", "&#0;"]),
    block=st.integers(300, 5000),
)
def test_a_damaged_item_costs_itself_alone(
    tmp_path: Path, products: list[Product], where: st.DataObject, damage: str, block: int
) -> None:
    if not products:
        return
    hit = where.draw(st.integers(0, len(products) - 1))
    text = google_xml(products).decode()
    start = [found.start() for found in re.finditer("<g:title>", text)][hit] + len("<g:title>")
    path = written(tmp_path, (text[:start] + damage + text[start:]).encode())
    with blocks_of(block):
        _, read, bad = taken(path)
    assert [each.product_id for each in read] == [p.product_id for n, p in enumerate(products) if n != hit]
    assert [line for line, _ in bad] == [hit + 1]


def test_a_tab_separated_feed_as_a_shop_has_it() -> None:
    form, products, bad = taken(FEEDS / "google.tsv")
    assert (form, bad) == ("google", [(5, "title: is missing")])
    small, medium, kettle, mug = products
    assert small == Product(
        product_id="KS-101-S",
        title="Fieldhouse Linen Shirt",
        description="Cut from washed linen.\nChest pocket\nShell buttons",
        brand="Fieldhouse",
        categories=("Men > Shirts > Linen Shirts",),
        price=59.0,
        sale_price=45.5,
        currency="EUR",
        availability="in_stock",
        attributes={
            "color": ("Sand", "White"),
            "size": "S",
            "gender": "male",
            "age_group": "adult",
            "material": "linen",
            "condition": "new",
            "gtin": "4006381333931",
            "mpn": "KS101S",
            "custom label 0": "summer",
        },
        image="https://shop.example/i/linen-shirt.jpg",
        url="https://shop.example/p/linen-shirt?size=S",
    )
    assert (medium.variant_of, medium.availability, medium.sale_price) == ("KS-101-S", "out_of_stock", None)
    # Google's category as a number names nothing; the second picture serves where there is no first.
    assert (kettle.categories, kettle.price) == ((), 1249.0)
    assert kettle.image == "https://shop.example/i/kettle-side.jpg"
    assert mug.title == 'Stoneware Mug "Harbour"'


def test_an_rss_feed_as_a_shop_has_it() -> None:
    form, products, bad = taken(FEEDS / "google.rss.xml")
    assert form == "google"
    assert [(product.product_id, product.variant_of) for product in products] == [
        ("KS-101-S", None),
        ("KS-101-M", "KS-101-S"),
        ("MU-1", None),
    ]
    small, medium, _ = products
    assert small.title == "Fieldhouse Linen Shirt"
    assert small.description == "Cut from washed linen.\nChest pocket\nShell buttons"
    assert small.categories == ("Men > Shirts > Linen Shirts", "Summer")
    assert small.attributes == {"color": ("Sand", "White"), "size": "S", "washing": "30 degrees"}
    assert small.url == "https://shop.example/p/linen-shirt?size=S&from=feed"
    # &nbsp; is no word of XML, and the sale is long over.
    assert (medium.title, medium.sale_price) == ("Fieldhouse Linen Shirt", None)
    assert medium.categories == ("Apparel & Accessories > Clothing",)
    assert [line for line, _ in bad] == [3, 4]
    assert "(line 46:" in bad[0][1]
    assert "mismatched tag" in bad[1][1]


def test_an_atom_feed_with_a_prefix_of_its_own() -> None:
    form, products, bad = taken(FEEDS / "google.atom.xml")
    assert (form, bad) == ("google", [])
    (kettle,) = products
    assert (kettle.product_id, kettle.price, kettle.currency) == ("TK-9", 49.0, "GBP")
    assert kettle.url == "https://shop.example/p/kettle"
    assert kettle.availability == "backorder"


BOMB = """<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
<rss><channel><item><id>1</id><title>&b;</title></item></channel></rss>"""
OUTSIDE = """<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY secret SYSTEM "file://{}">]>
<rss><channel><item><id>1</id><title>&secret;</title></item></channel></rss>"""


@pytest.mark.parametrize("document", [BOMB, OUTSIDE])
def test_entities_are_refused(tmp_path: Path, document: str) -> None:
    secret = written(tmp_path, b"what only this machine knows", "secret.txt")
    with pytest.raises(FeedError, match=r"feed: declares XML entities"):
        taken(written(tmp_path, document.format(secret).encode()))


def test_a_doctype_elsewhere_is_not_fetched(tmp_path: Path) -> None:
    outside = written(tmp_path, b'<!ENTITY title "from outside">', "feed.dtd")
    document = f"""<!DOCTYPE rss SYSTEM "{outside}"><rss><channel><item><id>1</id>
        <title>a &title; b</title></item></channel></rss>"""
    _, products, bad = taken(written(tmp_path, document.encode()))
    assert ([product.title for product in products], bad) == (["a &title; b"], [])


def test_other_encodings_are_read_as_declared(tmp_path: Path) -> None:
    document = """<?xml version="1.0" encoding="iso-8859-1"?><rss><channel>
        <item><id>1</id><title>Caf\xe9</title></item>
        <item><id>2</id><title>broken & bad</title></item>
        <item><id>3</id><title>Cr\xeape</title></item></channel></rss>"""
    _, products, bad = taken(written(tmp_path, document.encode("latin-1")))
    assert [product.title for product in products] == ["Café", "Crêpe"]
    assert len(bad) == 1


@pytest.mark.parametrize("cut", [10, 90, 200, 1000])
def test_a_feed_that_was_cut_off_says_so(tmp_path: Path, cut: int) -> None:
    products = [Product(product_id=f"p{n}", title=f"Thing {n * 7919}", price=1) for n in range(40)]
    whole = google_xml(products)
    _, read, bad = taken(written(tmp_path, whole[:-cut]))
    assert read == [each.model_copy(update={"currency": "EUR"}) for each in products[: len(read)]]
    assert len(bad) == 1
    assert "the file ends" in bad[0][1]
    packed = gzip.compress(whole)
    _, read, bad = taken(written(tmp_path, packed[: -max(cut // 4, 9)]))
    assert [reason for _, reason in bad] == [
        "the gzip file is cut off here: nothing after this line could be read"
    ]


def test_an_endless_item_is_one_bad_row_and_memory_does_not_grow(tmp_path: Path) -> None:
    def peak(size: int) -> int:
        body = b"<item><id>1</id><title>" + b"t" * size + b"</title></item>"
        path = written(
            tmp_path, b"<rss><channel>" + body + b"<item><id>2</id><title>two</title></item></channel></rss>"
        )
        del body
        tracemalloc.start()
        _, products, bad = taken(path)
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert [product.product_id for product in products] == ["2"]
        assert bad == [(1, "is longer than 1 MiB")]
        return most

    assert peak(24 << 20) < 2 * peak(3 << 20)


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    def peak(rows: int) -> int:
        item = (
            b"\n  <item>\n<g:id>%d</g:id><title>Thing</title><description>"
            + b"d" * 300
            + b"</description></item>"
        )
        path = written(
            tmp_path, b"<rss><channel>" + b"".join(item % n for n in range(rows)) + b"</channel></rss>"
        )
        tracemalloc.start()
        with Feed(path) as feed:
            assert sum(1 for _ in feed.rows()) == rows
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    assert peak(20_000) < 2 * peak(2_000) + (1 << 20)


def test_xml_that_is_no_feed(tmp_path: Path) -> None:
    with pytest.raises(FeedError, match="looks like XML, but not like a Google Merchant feed"):
        taken(written(tmp_path, b"<!DOCTYPE html><html><body>Not found</body></html>"))
    with pytest.raises(FeedError, match=r"is not well-formed XML \(line 1"):
        taken(written(tmp_path, b"<rss <<<"))


def test_the_group_begins_with_its_first_row_that_can_be_a_product(tmp_path: Path) -> None:
    text = "id\ttitle\tlink\tcondition\titem_group_id\nA\t\tx\tnew\tG\nB\tBee\tx\tnew\tG\nC\tCee\tx\tnew\tG\n"
    _, products, bad = taken(written(tmp_path, text.encode()))
    assert [(product.product_id, product.variant_of) for product in products] == [("B", None), ("C", "B")]
    assert len(bad) == 1
