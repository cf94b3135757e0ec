"""Products as shops' exports write them: the way back for property tests."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape

from hypothesis import strategies as st

from retrieval.types import Product

TEXT = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=12)
PLAIN = TEXT.map(lambda text: text.replace("&", "+").replace("<", "(").strip()).filter(bool)
"""Without anything that could be markup: a description with markup is meant to change."""
WORD = st.text(st.characters(codec="ascii", categories=("L", "N")), min_size=1, max_size=6)
CENTS = st.integers(1, 10**7).map(lambda cents: cents / 100)


def sold(ids: st.SearchStrategy[str] = WORD) -> st.SearchStrategy[Product]:
    """Any product that a Google feed can say in full."""
    return st.builds(
        Product,
        product_id=ids,
        title=PLAIN,
        description=st.none() | PLAIN,
        brand=st.none() | PLAIN,
        categories=st.lists(WORD, max_size=3).map(lambda steps: (" > ".join(steps),) if steps else ()),
        price=CENTS,
        sale_price=st.none() | CENTS,
        currency=st.just("EUR"),
        availability=st.sampled_from((None, "in_stock", "out_of_stock", "preorder", "backorder")),
        attributes=st.dictionaries(
            st.sampled_from(("color", "size", "gender", "age_group", "condition", "gtin", "mpn")),
            WORD,
            max_size=4,
        ),
        image=st.none() | WORD.map("https://shop.example/{}.jpg?a=1&b=2".format),
        url=st.none() | WORD.map("https://shop.example/{}".format),
    )


def families(max_size: int = 12) -> st.SearchStrategy[list[Product]]:
    """Products with distinct ids, some of them variants of an earlier one."""
    held = st.lists(sold(), max_size=max_size, unique_by=lambda product: product.product_id)
    return held.flatmap(
        lambda products: st.lists(st.booleans(), min_size=len(products), max_size=len(products)).map(
            lambda joined: list(_joined(products, joined))
        )
    )


def _joined(products: Sequence[Product], joined: Sequence[bool]) -> Iterator[Product]:
    head: str | None = None
    for product, joins in zip(products, joined, strict=True):
        if joins and head is not None:
            yield product.model_copy(update={"variant_of": head})
        else:
            head = product.product_id
            yield product


def cells(product: Product) -> dict[str, str]:
    """One product by Google's names. Every product is in a group, alone in it or not."""
    money = {"price": product.price, "sale_price": product.sale_price}
    return {
        "id": product.product_id,
        "title": product.title,
        "description": product.description or "",
        "link": product.url or "",
        "image_link": product.image or "",
        "availability": product.availability or "",
        "brand": product.brand or "",
        "product_type": "|".join(product.categories),
        "item_group_id": f"group of {product.variant_of or product.product_id}",
        **{name: "" if amount is None else f"{amount:.2f} EUR" for name, amount in money.items()},
        **{name: str(value) for name, value in product.attributes.items()},
    }


def google_tsv(products: Sequence[Product]) -> bytes:
    rows = [cells(product) for product in products]
    names = list(
        dict.fromkeys(["id", "title", "link", "image_link", "condition", *(n for r in rows for n in r)])
    )
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, names, delimiter="\t", restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def google_xml(products: Sequence[Product], prefix: str = "g", indent: bool = False) -> bytes:
    gap = "\n    " if indent else ""
    items = [
        "".join(
            f"{gap}<{prefix}:{name}>{escape(text)}</{prefix}:{name}>" for name, text in cells(each).items()
        )
        for each in products
    ]
    body = "".join(f"\n<item>{item}{gap}</item>" for item in items)
    root = f'<rss version="2.0" xmlns:{prefix}="http://base.google.com/ns/1.0">'
    return f'<?xml version="1.0"?>\n{root}<channel><title>Shop</title>{body}</channel></rss>'.encode()
