"""Unmet wishes: grouped as they were asked, the lost ones first, met ones left out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from retrieval.feedback.queries import OFTEN, wishes
from retrieval.types import Constraints, Happened, PriceRange, Query, Ranking, Relaxed, Serving

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
CHEAP = Constraints(price=PriceRange(max=5))


class Shop:
    """Lists that were served, and their rankings."""

    def __init__(self) -> None:
        self.servings: list[Serving] = []
        self.rankings: dict[str, Ranking] = {}
        self.events: list[Happened] = []

    def served(
        self, text: str, listed: int = 3, asked: Constraints | None = None, clicked: bool = False
    ) -> str:
        at = NOON + timedelta(minutes=len(self.servings))
        ranking_id = f"r_{len(self.servings)}"
        relaxed = (
            Relaxed(name="price", text="3 under $40", constraints=Constraints(), total=3) if asked else None
        )
        self.rankings[ranking_id] = Ranking(
            ranking_id=ranking_id,
            query=Query(text=text),
            items=(),
            total=listed,
            relaxed=relaxed,
            asked=asked,
            rules_version="v",
            created_at=at,
        )
        self.servings.append(
            Serving(
                ranking_id=ranking_id,
                session_id=f"s_{len(self.servings)}",
                surface="search",
                served_at=at,
                rules_version="v",
                listed=tuple(f"p{n}" for n in range(listed)),
                total=listed,
                relaxed=asked is not None,
                text=text,
            )
        )
        if clicked:
            self.events.append(
                Happened(
                    sequence=len(self.events) + 1,
                    type="click",
                    product_id="p0",
                    user_id=None,
                    session_id=f"s_{len(self.servings) - 1}",
                    ranking_id=ranking_id,
                    position=1,
                    surface="search",
                    occurred_at=(at + timedelta(seconds=5)).timestamp(),
                    value=None,
                    price=None,
                )
            )
        return ranking_id

    def wishes(self) -> list[tuple[str, int, int, int, int]]:
        found = wishes(self.servings, self.events, self.rankings.get)
        return [(wish.text, wish.asked, wish.empty, wish.relaxed, wish.clicked) for wish in found]


def test_what_was_met_is_no_news() -> None:
    shop = Shop()
    for _ in range(OFTEN):
        shop.served("tent", clicked=True)
    shop.served("kettle")
    shop.served("")
    assert shop.wishes() == []


def test_nothing_and_the_nearest_come_first() -> None:
    shop = Shop()
    for _ in range(OFTEN):
        shop.served("boots")
    shop.served("unicorn", listed=0)
    for text in ("a kettle", "A  Kettle", "a kettle"):
        shop.served(text, asked=CHEAP)
    assert shop.wishes() == [("a kettle", 3, 0, 3, 0), ("unicorn", 1, 1, 0, 0), ("boots", OFTEN, 0, 0, 0)]


def test_a_wish_is_its_words_and_its_conditions() -> None:
    shop = Shop()
    shop.served("kettle", clicked=True)
    last = shop.served("kettle", asked=CHEAP)
    shop.served("kettle", asked=Constraints(price=PriceRange(max=2)), clicked=True)
    found = wishes(shop.servings, shop.events, shop.rankings.get)
    assert [(wish.constraints, wish.asked, wish.clicked) for wish in found] == [
        (CHEAP, 1, 0),
        (Constraints(price=PriceRange(max=2)), 1, 1),
    ]
    assert (found[0].gave_up, found[0].nearest, found[0].ranking_id) == ("price", "3 under $40", last)


def test_a_list_whose_ranking_is_gone_is_still_counted() -> None:
    shop = Shop()
    shop.rankings.pop(shop.served("unicorn", listed=0))
    assert shop.wishes() == [("unicorn", 1, 1, 0, 0)]
