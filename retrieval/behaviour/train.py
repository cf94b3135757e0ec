"""The scheduled job: models from all that happened, and a learned ranker that stays only while it is better.

Shoppers are dealt into folds. Examples of one fold are seen by models that were made without its shoppers, so
that nobody's next step is known before it is guessed; one fold is kept from the ranker, to judge by.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from retrieval.behaviour.als import Als
from retrieval.behaviour.content import Content
from retrieval.behaviour.examples import FOLDS, Examples, Guessed, models_of
from retrieval.behaviour.ranker import FEATURES, Listed, Ranker
from retrieval.behaviour.signals import Models
from retrieval.behaviour.steps import History, Steps
from retrieval.types import Product

FEWEST_JUDGED = 60
"""Examples below which no comparison means anything."""
FEWEST_TRAINED = 300
K = 10
WITH_ALS = "item-to-item and ALS"

Rung = Literal["content", "item-to-item", "learned"]
Scores = NDArray[np.float64]
Scorer = Callable[[NDArray[np.float32]], Scores]
"""Features of one list, shape (k, len(FEATURES)), to scores (k,)."""


@dataclass(frozen=True, slots=True)
class Report:
    """What was found out, and what was chosen."""

    steps: int
    shoppers: int
    products: int
    judged: int
    """Examples that the rungs were compared on."""
    ndcg: Mapping[str, float]
    """Rung → NDCG@10 on what was held back."""
    rung: Rung
    why: str
    repeats: bool
    seconds: float


@dataclass(frozen=True, slots=True)
class Trained:
    """Models of everything, and how to order by them."""

    models: Models
    ranker: Ranker | None
    """Only where it won."""
    als: Als | None
    """Only where it won, beside item to item."""
    report: Report


def train(
    steps: Steps,
    n: int,
    content: Content,
    *,
    seed: int = 0,
    champion: Ranker | None = None,
    repeats: bool | None = None,
    guessed: Guessed = "moment",
) -> Trained:
    """``n``: products. ``champion``: the ranker in force; it stays where the new one is not better.

    ``repeats``: whether what a shopper had may be recommended again; None: where anybody ever had something
    twice. ``guessed``: what is kept from each history to be guessed, all of its last moment or its last step,
    though others of that moment are known. The same seed and steps give the same result.
    """
    started = time.perf_counter()
    repeats = repeated(steps) if repeats is None else repeats
    folds = np.random.default_rng(seed).integers(0, FOLDS, len(steps.bounds) - 1)
    of_step = np.repeat(folds, np.diff(steps.bounds))
    examples = Examples.of(steps, n, content, folds, seed, repeats=repeats, guessed=guessed)
    judged, wanted = examples.where(lambda fold: fold == 0)
    candidates: dict[str, Scorer] = {"content": blend, "item-to-item": item_to_item}
    ranker = _ranker(*examples.where(lambda fold: fold != 0), seed)
    if ranker is not None:
        candidates["learned"] = ranker.scores
    if champion is not None:
        candidates["learned before"] = champion.scores
    found = {name: ndcg(scorer, judged, wanted) for name, scorer in candidates.items()} if judged else {}
    if len(judged) >= FEWEST_JUDGED:
        als = Als.of(steps.only(of_step != 0), n, seed)
        ours = [history for history, fold in zip(examples.histories, examples.fold, strict=True) if fold == 0]
        found[WITH_ALS] = _ndcg_with(als, ours, judged, wanted)
    chosen, why = _chosen(found, len(judged), len(steps))
    kept = {"learned": ranker, "learned before": champion}.get(chosen)
    models = models_of(steps, n, content)
    by_pairs = chosen in ("item-to-item", WITH_ALS)
    rung: Rung = "learned" if kept is not None else "item-to-item" if by_pairs else "content"
    factors = Als.of(steps, n, seed) if chosen == WITH_ALS else None
    report = Report(
        steps=len(steps),
        shoppers=len(steps.bounds) - 1,
        products=n,
        judged=len(judged),
        ndcg=found,
        rung=rung,
        why=why,
        repeats=repeats,
        seconds=time.perf_counter() - started,
    )
    return Trained(models, kept, factors, report)


def order_of(trained: Trained, history: History, listed_: Listed) -> Scores:
    """How the chosen rung scores the candidates of a history, shape (k,)."""
    if trained.ranker is not None:
        return trained.ranker.scores(listed_.features)
    if trained.als is not None:
        return with_als(listed_.features, trained.als.beside(history, listed_.items))
    return (item_to_item if trained.report.rung == "item-to-item" else blend)(listed_.features)


def described(product: Product) -> str:
    """All that is said of a product; empty where its title is but its id."""
    words = product.title if product.title != product.product_id else ""
    return " ".join(filter(None, (words, product.brand, *product.categories, product.description)))


def repeated(steps: Steps) -> bool:
    """Whether any shopper had a product at two moments."""
    pairs = np.unique(np.column_stack([steps.shopper, steps.item, steps.group]), axis=0)
    return len(pairs) > len(np.unique(pairs[:, :2], axis=0))


def blend(features: NDArray[np.float32]) -> Scores:
    """What is known before there is history: content 0.6, behaviour 0.3, popularity 0.1."""
    content = np.maximum(_column(features, "content of the best"), _column(features, "words of the best"))
    behaviour = _column(features, "follows of the best")
    return 0.6 * content + 0.3 * behaviour + 0.1 * _column(features, "popular")


def item_to_item(features: NDArray[np.float32]) -> Scores:
    """What others did after such steps, both ways, and what goes with them; the shopper's own habits."""
    return (
        _column(features, "follows of the best")
        + 0.4 * _column(features, "precedes of the best")
        + 0.4 * _column(features, "together of the best")
        + 0.1 * _column(features, "popular")
        + 0.5 * np.log1p(np.maximum(_column(features, "own_count"), 0))
    )


def with_als(features: NDArray[np.float32], als: NDArray[np.float64]) -> Scores:
    """The same, and what the factors of all shoppers say (:meth:`Als.beside`), shape (k,)."""
    return item_to_item(features) + als


def _ndcg_with(
    als: Als,
    histories: Sequence[History],
    lists: Sequence[Listed],
    wanted: Sequence[NDArray[np.int64]],
) -> float:
    said = iter([als.beside(history, each.items) for history, each in zip(histories, lists, strict=True)])
    return ndcg(lambda features: with_als(features, next(said)), lists, wanted)


def ndcg(scorer: Scorer, lists: Sequence[Listed], wanted: Sequence[NDArray[np.int64]]) -> float:
    """Mean NDCG@10; ties count against the scorer, and what is no candidate is not found."""
    found = []
    for each, right in zip(lists, wanted, strict=True):
        gains = np.isin(each.items, right)
        scores = scorer(each.features) if len(each.items) else np.zeros(0)
        top = gains[np.lexsort((gains, -scores))[:K]]
        ideal = (1 / np.log2(np.arange(min(K, len(right))) + 2)).sum()
        found.append(float((top / np.log2(np.arange(len(top)) + 2)).sum() / ideal))
    return float(np.mean(found)) if found else 0.0


def _column(features: NDArray[np.float32], name: str) -> Scores:
    out: Scores = features[:, FEATURES.index(name)].astype(np.float64)
    return out


def _ranker(lists: Sequence[Listed], wanted: Sequence[NDArray[np.int64]], seed: int) -> Ranker | None:
    usable = sum(bool(np.isin(each.items, right).any()) for each, right in zip(lists, wanted, strict=True))
    return Ranker.trained(lists, wanted, seed) if usable >= FEWEST_TRAINED else None


def _chosen(found: Mapping[str, float], judged: int, steps: int) -> tuple[str, str]:
    if judged < FEWEST_JUDGED:
        return "content", (
            f"{steps:,} steps give {judged} next steps to judge by, and {FEWEST_JUDGED} are needed: what "
            "products are and what is popular decides."
        )
    # Of equals the simpler one; the one in force before the new one.
    names = ("content", "item-to-item", WITH_ALS, "learned before", "learned")
    order = [name for name in names if name in found]
    best = max(order, key=lambda name: (round(found[name], 4), -order.index(name)))
    rest = ", ".join(f"{name} {found[name]:.4f}" for name in order if name != best)
    return (
        best,
        f"{best} guesses the next step best: NDCG@10 {found[best]:.4f} on {judged:,} held back ({rest}).",
    )
