"""The laws of a ranking, on any small catalog and any query; then what a shopper would notice."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.candidates import CandidateFinder, matching
from retrieval.catalog.writer import CatalogWriter
from retrieval.embedding.wordllama import WordLlamaModel
from retrieval.errors import ProductNotFound
from retrieval.index.allows import allows
from retrieval.index.lexical import TantivyIndex
from retrieval.index.live import LiveCatalog
from retrieval.index.planner import Planner
from retrieval.pipeline import Recommender
from retrieval.ports import Embedder
from retrieval.profile.shoppers import Shoppers
from retrieval.settings import RetrievalSettings
from retrieval.storage.engine import open_engine
from retrieval.storage.events import SqlEventStore
from retrieval.storage.migrate import migrate
from retrieval.storage.products import SqlProductStore
from retrieval.storage.profiles import SqlProfileStore
from retrieval.storage.rankings import SqlRankingStore
from retrieval.types import Constraints, Product, Query, Ranking, Relaxed, UserProfile, Vector
from tests.examples import examples
from tests.retrieval.doubles import ExactIndex, HashEmbedder
from tests.retrieval.products import NOW, catalogs, constraints


class House:
    """A recommender over real SQLite rows."""

    def __init__(self, folder: Path, embedder: Embedder | None = None) -> None:
        if not (folder / "aisle.db").exists():
            (folder / "aisle.db").write_bytes(_migrated())
        self.engine = open_engine(RetrievalSettings(data_dir=folder))
        embedder = embedder or HashEmbedder()
        self.index = index = ExactIndex()
        store = SqlProductStore(self.engine)
        self.lexical = TantivyIndex()
        self.live = LiveCatalog(store, embedder.dimension, self.lexical)
        self.profiles = SqlProfileStore(self.engine)
        self.rankings = SqlRankingStore(self.engine)
        self.writer = CatalogWriter(store, index, embedder, self.live.apply)
        self.planner = Planner(self.live, index)
        finder = CandidateFinder(self.live, self.planner, embedder, self.lexical)
        shoppers = Shoppers(self.profiles, SqlEventStore(self.engine))
        self.recommender = Recommender(self.live, finder, self.rankings, shoppers, clock=lambda: NOW)


@cache
def _migrated() -> bytes:
    """An empty database: hundreds of examples need not run the migrations each."""
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(RetrievalSettings(data_dir=Path(folder)))
        migrate(engine)
        engine.dispose()
        return (Path(folder) / "aisle.db").read_bytes()


@contextmanager
def house(catalog: list[Product], embedder: Embedder | None = None) -> Iterator[House]:
    with tempfile.TemporaryDirectory() as folder:
        opened = House(Path(folder), embedder)
        try:
            opened.writer.put(catalog)
            yield opened
        finally:
            opened.engine.dispose()


class Opposite(HashEmbedder):
    """All products mean one thing, and every query the opposite."""

    def text_of(self, product: Product) -> str:
        return "the same"

    def embed_query(self, text: str) -> Vector:
        meant = super().embed_query("the same")
        return meant if text == "the same" else -meant


queries = st.builds(
    Query,
    text=st.sampled_from(("", "red mug", "tent", "?!")),
    constraints=constraints(),
    anchors=st.lists(st.integers(0, 60).map("p{}".format), max_size=2).map(tuple),
    exclude=st.lists(st.integers(0, 60).map("p{}".format), max_size=3).map(tuple),
    limit=st.integers(1, 12),
)


@settings(deadline=None, max_examples=examples(60))
@given(catalogs(), queries)
def test_the_laws_of_a_ranking(catalog: list[Product], query: Query) -> None:
    with house(catalog) as opened:
        ranking = opened.recommender.recommend(query)
        again = opened.recommender.recommend(query)

    by_id = {product.product_id: product for product in catalog}
    ids = [item.product.product_id for item in ranking.items]
    in_force = ranking.relaxed.constraints if ranking.relaxed else query.constraints
    assert all(allows(in_force, by_id[i]) for i in ids), "a filter was broken"
    assert all(item.product == by_id[item.product.product_id] for item in ranking.items)
    assert len(set(ids)) == len(ids) <= query.limit
    assert not set(ids) & {*query.exclude, *query.anchors}
    if in_force.in_stock is None:
        assert all(by_id[i].availability != "out_of_stock" for i in ids)
    families = [by_id[i].variant_of or i for i in ids]
    assert len(set(families)) == len(families), "two variants of one product"
    assert [item.rank for item in ranking.items] == list(range(1, len(ids) + 1))
    assert ids == [item.product.product_id for item in again.items], "not deterministic"
    for item in ranking.items:
        assert item.score == pytest.approx(sum(c.points for c in item.contributions), abs=1e-4)
    if ranking.relaxed:
        left_out = {*query.exclude, *query.anchors}
        assert not any(
            allows(query.constraints, p)
            and p.product_id not in left_out
            and (query.constraints.in_stock is not None or p.availability != "out_of_stock")
            for p in catalog
        )
        assert ranking.relaxed.total == ranking.total > 0
        assert ranking.items, "what is promised is shown"


@settings(deadline=None, max_examples=examples(60))
@given(catalogs(), st.integers(1, 12), constraints())
def test_everything_that_can_be_shown_is_shown(
    catalog: list[Product], limit: int, wanted: Constraints
) -> None:
    with house(catalog) as opened:
        ranking = opened.recommender.recommend(Query(text="red mug", constraints=wanted, limit=limit))

    eligible = [
        p
        for p in catalog
        if allows(wanted, p) and (wanted.in_stock is not None or p.availability != "out_of_stock")
    ]
    if eligible:
        families = {p.variant_of or p.product_id for p in eligible}
        assert len(ranking.items) == min(limit, len(families))
        assert ranking.total == len(eligible)


@settings(deadline=None, max_examples=examples(40))
@given(catalogs(), constraints(), st.integers(1, 10))
def test_the_planner_agrees_with_exact_search(catalog: list[Product], wanted: Constraints, n: int) -> None:
    with house(catalog) as opened:
        mask = opened.live.columns.mask(wanted)
        vector = HashEmbedder().embed_query("red mug")
        (exact,) = opened.planner.nearest(vector[None], mask, n)
        deep = Planner(opened.live, ExactIndex.of(opened.live), scanned=0)
        (fetched,) = deep.nearest(vector[None], mask, n)

    kept = np.flatnonzero(mask)
    truth = np.sort(opened.live.vectors(kept) @ vector)[::-1][:n]
    for hits in (exact, fetched):
        # Of equally near products either may stand at the last place.
        assert len(set(hits.rows.tolist())) == len(truth)
        assert mask[hits.rows].all()
        np.testing.assert_allclose(hits.similarities, truth, atol=1e-6)
        np.testing.assert_allclose(opened.live.vectors(hits.rows) @ vector, truth, atol=1e-6)


@settings(deadline=None, max_examples=examples(40))
@given(catalogs(), constraints(), st.sampled_from(("red mug", "tent", "mgu steel")))
def test_lexical_matches_are_the_best_that_the_filter_keeps(
    catalog: list[Product], wanted: Constraints, text: str
) -> None:
    with house(catalog) as opened:
        mask = opened.live.columns.mask(wanted)
        words = opened.lexical.query(text)
        assert words is not None
        kept = np.flatnonzero(mask)
        truth = words.scores([opened.live.product_id(int(row)) for row in kept])
        deep = matching(words, opened.live, mask, n=5, few=0)
        one_by_one = matching(words, opened.live, mask, n=5)

    best = np.sort(truth[truth > 0])[::-1]
    assert mask[deep.rows].all()
    np.testing.assert_allclose(deep.similarities, best[:5], atol=1e-5)
    np.testing.assert_allclose(np.sort(one_by_one.similarities)[::-1], best, atol=1e-5)


def kurta(i: int, **more: object) -> Product:
    return Product.model_validate(
        {"product_id": f"k{i}", "title": f"kurta {i}", "price": 100 + i, "currency": "USD", **more}
    )


def test_variants_are_the_rest_of_the_family() -> None:
    catalog = [kurta(0), kurta(1, variant_of="k0"), kurta(2, variant_of="k0"), kurta(3)]
    with house(catalog) as opened:
        found = {
            key: [p.product_id for p in opened.recommender.variants(key)] for key in ("k0", "k1", "k3", "x")
        }
        opened.writer.delete(["k0"])
        after = [p.product_id for p in opened.recommender.variants("k1")]
    assert found == {"k0": ["k1", "k2"], "k1": ["k0", "k2"], "k3": [], "x": []}
    assert after == ["k2"]


def test_similar_is_never_itself_its_variants_or_out_of_stock() -> None:
    catalog = [kurta(i) for i in range(12)]
    catalog += [
        kurta(20, variant_of="k0"),
        kurta(21, variant_of="k0"),
        kurta(22, availability="out_of_stock"),
    ]
    with house(catalog) as opened:
        of_parent = ids(opened.recommender.similar("k0", limit=20))
        of_variant = ids(opened.recommender.similar("k20", limit=20))
        with pytest.raises(ProductNotFound, match="'nothing'"):
            opened.recommender.similar("nothing")

        with_page = ids(opened.recommender.recommend(Query(text="kurta", anchors=("k20",), limit=20)))

    assert len(of_parent) == len(of_variant) == len(with_page) == 11
    assert not {"k0", "k20", "k21"} & {*with_page}
    assert not {"k0", "k20", "k21", "k22"} & {*of_parent, *of_variant}


def test_similar_stays_on_the_shelf() -> None:
    """A colour in both names is not what makes two products alike."""
    tents, bags = "Outdoor > Camping > Tents", "Bags > Daily > Shoppers"
    catalog = [
        Product(product_id="t1", title="Ridgeline tent, Green", categories=(tents,)),
        Product(product_id="t2", title="Hedgerow shelter for two", categories=(tents,)),
        Product(product_id="b1", title="Fold-away shopper, Green", categories=(bags,)),
        Product(product_id="m1", title="Camp mat, Green", categories=("Outdoor > Camping > Mats",)),
    ]
    with house(catalog, WordLlamaModel()) as opened:
        assert ids(opened.recommender.similar("t1")) == ["t2", "m1", "b1"]
        assert opened.recommender.similar("t1").items[0].contributions[1].name == "kind"


def test_what_to_relax_is_said_with_what_it_would_give() -> None:
    with house([kurta(i) for i in range(30)]) as opened:
        ranking = opened.recommender.recommend(
            Query(text="kurta", constraints=Constraints.model_validate({"price": {"max": 50}}))
        )

    assert ranking.relaxed is not None
    assert ranking.relaxed.text == "16 under $115"
    assert ranking.relaxed.constraints.price is not None
    assert ranking.relaxed.constraints.price.max == 115
    assert len(ranking.items) == 10
    reasons = [reason.code for item in ranking.items for reason in item.reasons]
    assert "price" not in reasons, "nobody asked for $115"


def relaxed_by(catalog: list[Product], **wanted: object) -> Relaxed:
    with house(catalog) as opened:
        ranking = opened.recommender.recommend(Query(constraints=Constraints.model_validate(wanted)))
    assert ranking.relaxed is not None
    assert ranking.total == ranking.relaxed.total == len(ranking.items)
    return ranking.relaxed


@pytest.mark.parametrize(
    ("wanted", "text", "bounds"),
    [
        ({"min": 30, "max": 100}, "2 between 30 and 135", (30, 135)),
        ({"min": 150, "max": 200}, "4 between 10 and 200", (10, 200)),
        ({"min": 150}, "4 over 10", (10, None)),
        ({"max": 5}, "4 under 135", (None, 135)),
    ],
)
def test_one_bound_of_a_price_is_moved_and_the_other_stays(
    wanted: dict[str, float], text: str, bounds: tuple[float | None, float | None]
) -> None:
    catalog = [Product(product_id=f"p{p}", title="hat", price=p) for p in (10.5, 20, 130.0, 134.99)]
    relaxed = relaxed_by(catalog, price=wanted)
    assert relaxed.text == text
    assert relaxed.constraints.price is not None
    assert (relaxed.constraints.price.min, relaxed.constraints.price.max) == bounds


def test_what_is_to_order_is_no_product_that_is_sold_out() -> None:
    catalog = [
        *(Product(product_id=f"o{i}", title="hat", price=9, availability="out_of_stock") for i in range(3)),
        Product(product_id="later", title="hat", price=9, availability="preorder"),
    ]
    assert relaxed_by(catalog, in_stock=True).text == "1 to order"
    both = relaxed_by(catalog, in_stock=True, include={"color": ["red"]})
    assert (both.total, both.constraints.in_stock) == (1, None)
    with house(catalog[:3]) as opened:
        none = opened.recommender.recommend(Query(constraints=Constraints(in_stock=True)))
    assert (none.items, none.total, none.relaxed) == ((), 0, None)


def test_what_a_shopper_may_not_see_is_no_way_out_and_counts_nowhere() -> None:
    catalog = [
        *(
            Product(product_id=f"r{i}", title="hat", attributes={"color": "red", "age_restricted": "yes"})
            for i in range(3)
        ),
        Product(product_id="far", title="hat", attributes={"color": "green", "regions": "EU"}),
        Product(product_id="here", title="hat", attributes={"color": "blue"}),
    ]
    red = Constraints(include={"color": ("red",)})
    with house(catalog) as opened:
        child = opened.recommender.recommend(Query(constraints=red, region="US"))
        adult = opened.recommender.recommend(Query(constraints=red, region="US", age_verified=True))
        everything = opened.recommender.recommend(Query(text="hat", region="US"))
    assert child.relaxed is not None
    assert (child.relaxed.text, ids(child), child.total) == ("1 that are not red", ["here"], 1)
    assert (adult.relaxed, adult.total) == (None, 3)
    assert (ids(everything), everything.total, len(everything.dropped)) == (["here"], 1, 4)


def hats() -> list[Product]:
    colors = ("Red", "Red", "Green", "Dark Blue")
    return [
        Product(product_id=f"h{i}", title=f"hat {i}", price=10 + i, attributes={"color": color})
        for i, color in enumerate(colors)
    ]


def test_what_the_data_does_not_carry_is_another_answer_than_nothing_found() -> None:
    unknown = relaxed_by(hats(), include={"sleeve_length": ["long"], "color": ["red"]})
    assert unknown.name == "sleeve_length"
    assert unknown.text == "2 whatever their “sleeve length”, which this shop's data does not carry"
    assert unknown.constraints.include == {"color": ("red",)}
    dear = relaxed_by(hats(), include={"sleeve_length": ["long"]}, price={"max": 5})
    assert dear.name == "price"
    assert dear.text == "4 under 13 (this shop's data does not carry “sleeve length”)"


def test_a_misspelled_value_or_name_is_what_it_is_nearest_to() -> None:
    value = relaxed_by(hats(), include={"color": ["grean"]})
    assert value.text == "1 Green (nothing here is called “grean”)"
    name = relaxed_by(hats(), include={"Color": ["red"]})
    assert name.constraints.include == {"color": ("red",)}
    assert relaxed_by(hats(), include={"color": ["mauve"]}).text == "4 that are not mauve"


def test_what_has_another_number_is_told_by_what_it_counts() -> None:
    tables = [Product(product_id=n, title="table", attributes={"people": n, "size": n}) for n in ("2", "4")]
    assert relaxed_by(tables, include={"people": ["6"]}).text.startswith("2 ")
    six = Product(
        product_id="six", title="tent", categories=["Tents"], attributes={"people": "6", "size": "6"}
    )
    camping = [each.model_copy(update={"categories": ("Tables",)}) for each in tables]
    wanted = {"category": ["Tables"]}
    found = relaxed_by([*camping, six], include={**wanted, "people": ["6"]})
    assert found.text == "2 with another number of people"
    assert relaxed_by([*camping, six], include={**wanted, "size": ["6"]}).text == "2 with another size"


def test_a_bound_that_nothing_meets_is_given_up_by_its_name() -> None:
    tents = [
        Product(product_id=str(kg), title="tent", categories=[kind], attributes={"weight": f"{kg} kg"})
        for kg, kind in ((7, "Tents"), (8, "Tents"), (9, "Tents"), (1, "Tarps"), (2, "Tarps"))
    ]
    found = relaxed_by(tents, include={"weight": ["1 kg", "2 kg"], "category": ["Tents"]})
    assert found.text == "3 with another weight"


def test_a_bound_beyond_every_value_is_given_up_by_its_name() -> None:
    lamps = [
        Product(product_id=n, title="lamp", attributes={"brightness": f"{n} lm"}) for n in ("400", "600")
    ]
    found = relaxed_by(lamps, include={"brightness": ["at least 5000 lumens"]})
    assert found.text == "2 with another brightness"


def test_two_wishes_are_given_up_where_one_is_not_enough() -> None:
    catalog = [
        Product(product_id="a", title="mug", price=90, attributes={"color": "red", "fit": "slim"}),
        Product(product_id="b", title="cup", price=5, attributes={"color": "blue", "fit": "loose"}),
    ]
    both = relaxed_by(catalog, include={"color": ["pink"], "fit": ["wide"]}, exclude={"color": ["blue"]})
    assert set(both.name.split(",")) == {"color", "fit"}
    assert both.text == "1 without the wishes for fit and color"
    assert both.constraints.exclude == {"color": ("blue",)}


def test_a_count_is_the_total_of_the_list() -> None:
    gone = [kurta(i, product_id=f"gone{i}", availability="out_of_stock") for i in range(3)]
    with house([*(kurta(i, price=20 + 10 * i) for i in range(12)), *gone]) as opened:
        for given in (
            {},
            {"price": {"max": 75}},
            {"in_stock": False},
            {"include": {"size": ["none has it"]}},
        ):
            wanted = Constraints.model_validate(given)
            ranking = opened.recommender.recommend(Query(constraints=wanted))
            counted = opened.recommender.count(wanted)
            assert counted == (0 if ranking.relaxed else ranking.total)
        assert opened.recommender.count(Constraints()) == 12


def test_the_kind_of_thing_is_given_up_last() -> None:
    mug = Product(product_id="mug", title="mug", categories=("Mugs",), attributes={"color": "Red"})
    hat = Product(product_id="hat", title="hat", categories=("Hats",), attributes={"color": "Blue"})
    wanted = Constraints(include={"color": ("Blue",), "category": ("Mugs",)})
    with house([mug, hat], WordLlamaModel()) as opened:
        ranking = opened.recommender.recommend(Query(text="blue mug", constraints=wanted))

    assert ranking.relaxed is not None
    assert ranking.relaxed.name == "color"
    assert [item.product.product_id for item in ranking.items] == [mug.product_id]


def test_what_is_given_up_is_what_the_words_can_spare() -> None:
    catalog = [
        Product(
            product_id="dog", title="rubber bone dog toy", categories=("Pets",), attributes={"pet": "dog"}
        ),
        Product(product_id="bed", title="soft cushion", categories=("Pets",), attributes={"pet": "dog"}),
        Product(product_id="train", title="wooden train", categories=("Toys",)),
        Product(product_id="cards", title="playing cards", categories=("Toys",)),
    ]
    wanted = Constraints(include={"category": ("toys",), "pet": ("dog",)})
    with house(catalog, WordLlamaModel()) as opened:
        ranking = opened.recommender.recommend(Query(text="toy for my dog", constraints=wanted))

    assert ids(ranking)[0] == "dog"
    assert ranking.relaxed is not None
    assert ranking.relaxed.name == "category"


def test_words_that_nothing_comes_near_to_empty_no_sorted_list() -> None:
    with house([kurta(i, price=100 - i) for i in range(20)], Opposite()) as opened:
        query = Query(text="invoice", constraints=Constraints(sort="price_asc"), limit=3)
        ranking = opened.recommender.recommend(query)

    assert [item.product.current_price for item in ranking.items] == [81, 82, 83]


def test_cheapest_first_is_by_price() -> None:
    with house([kurta(i, price=100 - i) for i in range(20)]) as opened:
        ranking = opened.recommender.recommend(Query(constraints=Constraints(sort="price_asc"), limit=3))

    assert [item.product.current_price for item in ranking.items] == [81, 82, 83]


def test_a_profile_moves_the_list_towards_what_the_shopper_likes() -> None:
    catalog = [kurta(i) for i in range(50)]
    with house(catalog) as opened:
        liked = opened.live.vectors(opened.live.rows(["k33"]))[0]
        interests = (tuple(float(x) for x in liked),)
        opened.profiles.save(UserProfile(user_id="u", interests=interests))
        ranking = opened.recommender.recommend(Query(user_id="u", limit=3))

    assert ids(ranking)[0] == "k33"
    assert ranking.items[0].contributions[0].name == "profile"
    assert "profile" in [reason.code for reason in ranking.items[0].reasons]


def test_a_write_is_seen_by_the_next_query_and_by_another_process() -> None:
    with tempfile.TemporaryDirectory() as folder:
        here, there = House(Path(folder)), House(Path(folder))
        here.writer.put([kurta(1), kurta(2)])
        assert set(ids(here.recommender.recommend(Query()))) == {"k1", "k2"}
        assert set(ids(there.recommender.recommend(Query()))) == {"k1", "k2"}
        here.writer.put([kurta(1, price=7)])
        here.writer.delete(["k2"])
        for opened in (here, there):
            (item,) = opened.recommender.recommend(Query()).items
            assert (item.product.product_id, item.product.price) == ("k1", 7)
        here.engine.dispose()
        there.engine.dispose()


def test_queries_while_products_come_and_go() -> None:
    """New rows, new values and freed rows in the middle of a query change what is found, never whether."""
    colors = ("red", "green", "blue")
    query = Query(
        text="kurta",
        constraints=Constraints(include={"color": colors[:2]}, exclude={"tags": ("t9", "t1")}),
        anchors=("k1",),
    )
    done = threading.Event()
    with house([kurta(i, attributes={"color": colors[i % 3]}) for i in range(50)]) as opened:

        def write() -> None:
            try:
                for i in range(50, 650):
                    more = {"color": [colors[i % 3], f"shade {i}"], f"name {i % 40}": f"value {i}"}
                    opened.writer.put([kurta(i, attributes=more, tags=[f"t{k}" for k in range(i % 12)])])
                    if i % 7 == 0:
                        opened.writer.delete([f"k{i - 30}"])
            finally:
                done.set()

        writing = threading.Thread(target=write)
        writing.start()
        while not done.is_set():
            for item in opened.recommender.recommend(query).items:
                assert {"red", "green"} & set(item.product.values("color"))
            assert opened.recommender.count(query.constraints) > 0
        writing.join()


def test_words_are_found_as_soon_as_they_are_written_here_or_elsewhere() -> None:
    with tempfile.TemporaryDirectory() as folder:
        here, there = House(Path(folder)), House(Path(folder))
        here.writer.put([kurta(i) for i in range(300)])
        there.recommender.recommend(Query(text="kurta"))
        here.writer.put([kurta(300, title="Quetzal lamp")])
        for opened in (here, there):
            ranking = opened.recommender.recommend(Query(text="a quetzl lamp", limit=100))
            (item,) = [item for item in ranking.items if item.product.product_id == "k300"]
            assert item.contributions[0].name == "lexical"
            assert "matches “lamp”" in [reason.text for reason in item.reasons]
        here.writer.delete(["k300"])
        for opened in (here, there):
            ranking = opened.recommender.recommend(Query(text="quetzal", limit=100))
            assert "lexical" not in [c.name for item in ranking.items for c in item.contributions]
        here.engine.dispose()
        there.engine.dispose()


def test_a_ranking_is_kept_as_it_was_served() -> None:
    with house([kurta(1)]) as opened:
        ranking = opened.recommender.recommend(Query(text="kurta"))
        opened.recommender.record(ranking)

        assert opened.rankings.get(ranking.ranking_id) == ranking


def ids(ranking: Ranking) -> list[str]:
    return [item.product.product_id for item in ranking.items]
