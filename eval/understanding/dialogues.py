"""``aisle-eval intents``: whole human conversations, utterance by utterance, beside their annotation.

A dialogue is one JSON object a line, ``{"id", "turns": [{"speaker", "text", "goal", "intents"}]}``, as
MG-ShopDial has them (Bernard and Balog, 2023). Two things are looked at: whether a shopper's utterance is
taken for what its annotation says on the classes that both have, and whether what an utterance by itself
asks for holds once it was said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from agent.conversation.answering import asks_of_a_product
from agent.types import Understanding
from agent.understanding.building import build_lexicon
from agent.understanding.lexicon import Lexicon
from agent.understanding.rules import understand
from eval.catalog import columns_of, read_products
from eval.jsonl import cases_of
from eval.progress import counted
from eval.report import AISLE, Report
from eval.statistics import Estimate, mean_of
from retrieval.index.vocabulary import learn
from retrieval.types import Constraints

Class = Literal["chitchat", "question", "request"]
CLASSES: tuple[Class, ...] = ("chitchat", "question", "request")
METRICS = ("agreement", "kept", *(f"agreement_{name}" for name in CLASSES))


class Utterance(BaseModel):
    """What one of the two says, and what an annotator saw in it."""

    model_config = ConfigDict(frozen=True)

    speaker: str
    text: str
    goal: str = ""
    intents: tuple[str, ...] = ()

    @property
    def annotated(self) -> Class | None:
        """The one class of ours that its annotation names; None where it names none, or several."""
        found: set[Class] = set()
        if "greeting" in self.intents:
            found.add("chitchat")
        if self.goal == "qa" and "o_question" in self.intents:
            found.add("question")
        if "disclose" in self.intents and self.goal in ("recommendation", "search"):
            found.add("request")
        return found.pop() if len(found) == 1 else None


class Dialogue(BaseModel):
    """One conversation from its first word."""

    model_config = ConfigDict(frozen=True)

    id: str
    turns: Annotated[tuple[Utterance, ...], Field(min_length=1)]

    @property
    def shopper(self) -> Iterator[Utterance]:
        return (turn for turn in self.turns if turn.speaker == "shopper")


@dataclass(frozen=True, slots=True)
class Heard:
    """One utterance of a shopper as it was understood."""

    utterance: Utterance
    understood: Understanding
    unkept: tuple[str, ...]
    """What it asks for by itself and does not hold afterwards."""

    @property
    def taken_for(self) -> Class:
        """The class that the reading amounts to in a conversation."""
        if self.understood.intent in ("chitchat", "question"):
            return "chitchat" if self.understood.intent == "chitchat" else "question"
        return "question" if asks_of_a_product(self.utterance.text.lower()) else "request"


def read_dialogues(path: Path) -> list[Dialogue]:
    """Every dialogue of ``path``.

    Raises:
        DatasetError: the file is missing or empty, or a line (named) is no dialogue.
    """
    return cases_of(path, Dialogue, "dialogue")


def heard(dialogue: Dialogue, lexicon: Lexicon) -> Iterator[Heard]:
    """Every utterance of the shopper, in sequence, each against what holds by then."""
    constraints = Constraints()
    for utterance in dialogue.shopper:
        understood = understand(utterance.text, constraints, lexicon)
        alone = understand(utterance.text, Constraints(), lexicon)
        yield Heard(utterance, understood, unkept(alone.constraints, understood))
        constraints = understood.constraints


def unkept(alone: Constraints, now: Understanding) -> tuple[str, ...]:
    """What a message asks for by itself (``alone``) and does not hold now; and what contradicts itself."""
    holds = now.constraints
    out = []
    if now.intent in ("search", "refine"):
        out += [f"{name} is not {value}" for name, value in _missing(alone.include, holds.include)]
        out += [f"{name} may be {value}" for name, value in _missing(alone.exclude, holds.exclude)]
        for bound in ("min", "max"):
            said = getattr(alone.price, bound, None)
            if said is not None and said != getattr(holds.price, bound, None):
                out.append(f"price {bound} is not {said:g}")
        if alone.sort is not None and alone.sort != holds.sort:
            out.append(f"sort is not {alone.sort}")
    both = (set(holds.include.get(name, ())) & set(values) for name, values in holds.exclude.items())
    return (*out, *(f"{value} is wanted and ruled out" for values in both for value in sorted(values)))


def _missing(
    asked: Mapping[str, tuple[str, ...]], held: Mapping[str, tuple[str, ...]]
) -> Iterator[tuple[str, str]]:
    for name, values in asked.items():
        yield from ((name, value) for value in values if value not in held.get(name, ()))


def evaluate(dialogues: Path, catalog: Path) -> tuple[Report, list[Heard]]:
    """The report, and the utterances taken for something else or not kept.

    Raises:
        DatasetError: the dialogues cannot be read, or the catalog holds no product.
        FeedError: the catalog cannot be read.
    """
    lexicon = build_lexicon(learn(columns_of(read_products(catalog)), revision=1))
    whole = counted(read_dialogues(dialogues), AISLE)
    said = [each for dialogue in whole for each in heard(dialogue, lexicon)]
    compared = [each for each in said if each.utterance.annotated is not None]
    systems = {
        AISLE: {**_measured(compared, lambda each: each.taken_for), "kept": mean_of(_kept(said))},
        "always_request": _measured(compared, lambda each: "request"),
    }
    config = {
        "dialogues": dialogues.name,
        "catalog": catalog.name,
        "utterances": len(said),
        "annotated": {kind: sum(each.utterance.annotated == kind for each in compared) for kind in CLASSES},
    }
    wrong = [each for each in said if each.unkept or each.utterance.annotated not in (None, each.taken_for)]
    return Report(title="intents", systems=systems, n=len(compared), config=config, differences={}), wrong


def _kept(said: Sequence[Heard]) -> list[float]:
    return [float(not each.unkept) for each in said]


def _measured(compared: Sequence[Heard], taken: Callable[[Heard], Class]) -> dict[str, Estimate]:
    """Agreement over all, and by class where the annotation has it."""

    def agreement(of: Sequence[Heard]) -> Estimate:
        return mean_of([float(taken(each) == each.utterance.annotated) for each in of])

    by_class = {kind: [each for each in compared if each.utterance.annotated == kind] for kind in CLASSES}
    parts = {f"agreement_{kind}": agreement(of) for kind, of in by_class.items() if of}
    return {"agreement": agreement(compared), **parts}
