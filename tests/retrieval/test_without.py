"""Lists made without what is out of reach: the meaning of words, the vector index, the database."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.candidates import CandidateFinder
from retrieval.errors import StorageLate, StorageUnavailable
from retrieval.index.planner import Planner
from retrieval.outage import Outage
from retrieval.ports import Neighbours
from retrieval.types import Missing, Query, Vector, Vectors
from tests.examples import examples
from tests.retrieval.doubles import ExactIndex, HashEmbedder
from tests.retrieval.test_pipeline import House, house, kurta

KURTAS = [kurta(number) for number in range(12)]
GONE = Missing(part="retrieval", reason="unavailable")


class MuteEmbedder(HashEmbedder):
    """It embeds products, and then its provider is gone."""

    def embed_query(self, text: str) -> Vector:
        if "\n" in text:
            return super().embed_query(text)
        raise StorageUnavailable("The embedding model did not answer.")


class SlowIndex(ExactIndex):
    def query(self, vectors: Vectors, n: int) -> list[Neighbours]:
        raise StorageLate("The vector index did not answer within 1 s.")


def ids(opened: House, text: str) -> tuple[Sequence[str], tuple[Missing, ...]]:
    ranking = opened.recommender.recommend(Query(text=text, limit=5))
    return [item.product.product_id for item in ranking.items], ranking.without


def test_without_meaning_the_words_themselves_find_what_is_asked_for() -> None:
    with house(KURTAS, MuteEmbedder()) as opened:
        found, without = ids(opened, "kurta 7")
    assert found[0] == "k7"
    assert without == (GONE,)


def test_without_meaning_and_without_a_word_in_common_what_is_popular_is_shown() -> None:
    with house(KURTAS, MuteEmbedder()) as opened:
        found, without = ids(opened, "xylophone")
    assert len(found) == 5
    assert without == (GONE,)


def test_a_slow_index_costs_no_product() -> None:
    with house(KURTAS) as opened:
        whole, without = ids(opened, "kurta 7")
        assert without == ()
        planner = Planner(opened.live, SlowIndex(), scanned=0)
        opened.recommender._finder = CandidateFinder(opened.live, planner, HashEmbedder(), opened.lexical)
        found, without = ids(opened, "kurta 7")
    assert found == whole
    assert without == (Missing(part="retrieval", reason="timeout"),)


@settings(max_examples=examples(100))
@given(st.lists(st.tuples(st.sampled_from(["ask", "silent", "answered"]), st.floats(0, 2))))
def test_what_is_out_of_reach_is_asked_by_one_at_a_time_and_after_a_rest(
    steps: list[tuple[str, float]],
) -> None:
    now = 0.0
    outage = Outage(rest=1.0, clock=lambda: now)
    lasts, last = False, -10.0
    for what, passed in steps:
        now += passed
        if what == "ask":
            may = outage.may_ask()
            assert may is (not lasts or now - last >= 1.0)
            if may:
                last = now
        elif what == "silent":
            outage.silent()
            lasts, last = True, now
        else:
            outage.answered()
            lasts = False
        assert outage.lasts is lasts
