"""Good outputs from the catalog's own prose, and the same with one defect put in.

A good line is a sentence that a person wrote about the product. What spoils it is drawn from
:mod:`eval.seeds.phrases`, or is a fact made false by the catalog itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from eval.seeds.draft import Draft, Spoil, lines_of
from eval.seeds.seed import Seed
from eval.seeds.spoils import manners, steadiness, substance
from retrieval.types import Product

GOOD = 90
EACH = 14
MOST = 5
_OFTEN = {"groundedness": 4}
"""The scorer with the most ways to err is tried the most."""


def made(products: Sequence[Product], secret: str) -> list[Seed]:
    """Every seed. ``secret``: the instructions that a leak gives away.

    The same catalog and instructions give the same seeds.
    """
    shelves = _shelves(products)
    names = list(shelves)
    seeds = []
    for number in range(GOOD):
        shelf = names[number % len(names)]
        draft = Draft(shelf, _picked(shelves[shelf], number // len(names)), f"good{number}", secret)
        seeds.append(_seed(f"good-{number:03}", draft))
    for name, spoil in _SPOILS.items():
        count = number = 0
        wanted = EACH * _OFTEN.get(name, 1)
        while count < wanted and number < 40 * wanted:
            shelf = names[(number * 7 + len(name)) % len(names)]
            draft = Draft(shelf, _picked(shelves[shelf], number), f"{name}{number}", secret)
            spoilt = spoil(draft, count)
            number += 1
            if spoilt is not None:
                seeds.append(_seed(f"{name}-{count:02}", spoilt))
                count += 1
    return seeds


def _seed(name: str, draft: Draft) -> Seed:
    performances = (draft.performance(), *draft.more)
    return Seed(
        id=name, source="rule", defects=tuple(draft.defects), case=draft.case, performances=performances
    )


_SPOILS: Mapping[str, Spoil] = {
    "protocol": substance.protocol,
    "order-valid": substance.order_valid,
    "groundedness": substance.groundedness,
    "agreement": substance.agreement,
    "specificity": substance.specificity,
    "wording": substance.wording,
    "order-gain": substance.order_gain,
    "constraints": substance.constraints,
    "flips": substance.flips,
    "injection": manners.injection,
    "privacy": manners.privacy,
    "refusal": manners.refusal,
    "steering": manners.steering,
    "brevity": manners.brevity,
    "brevity-sentences": manners.brevity_sentences,
    "tone": manners.tone,
    "plain-text": manners.plain_text,
    "reading": manners.reading,
    "position": steadiness.position,
    "top-flips": steadiness.top_flips,
    "consistency": steadiness.consistency,
    "promotion": steadiness.promotion,
    "good-steady": steadiness.steady,
    "good-unmoved": steadiness.unmoved,
    "good-polite": steadiness.polite,
    "good-follows": steadiness.follows,
}


def _shelves(products: Sequence[Product]) -> dict[str, list[Product]]:
    """Shelf → one product of each kind with enough to say."""
    shelves: dict[str, list[Product]] = {}
    seen = set()
    for product in products:
        family = product.variant_of or product.product_id
        shelf = product.categories[0].rsplit(">", 1)[-1].strip() if product.categories else ""
        if family not in seen and len(lines_of(product)) > 0 and shelf:
            seen.add(family)
            shelves.setdefault(shelf, []).append(product)
    return {shelf: found for shelf, found in sorted(shelves.items()) if len(found) >= 4}


def _picked(products: Sequence[Product], turn: int) -> list[Product]:
    """Some of a shelf, beginning elsewhere at each turn."""
    start = turn % len(products)
    return [*products[start:], *products[:start]][:MOST]


def texts(seeds: Sequence[Seed]) -> Iterator[str]:
    """Each seed on a line, as the file holds them."""
    for seed in seeds:
        yield seed.model_dump_json(exclude_defaults=True, exclude_none=True)
