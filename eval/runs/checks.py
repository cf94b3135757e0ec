"""What is known to be wrong before anything is asked: names that a suite uses and nobody has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from eval.errors import SuiteError
from eval.runs.scored import OVERALL
from eval.runs.speaking import prompts_of, settings_of
from eval.scorers import Scorer
from eval.scorers.ordering import amount
from eval.scripted.characters import CHARACTERS
from eval.scripted.server import PROVIDER
from eval.suites.load import LoadedSuite, mistake
from eval.suites.schema import Case, System
from retrieval.types import Product


def require_names(loaded: LoadedSuite, systems: Mapping[str, System], scorers: Mapping[str, Scorer]) -> None:
    """Every name in the suite is one that exists.

    Raises:
        SuiteError: one does not; says which do.
    """
    suite = loaded.suite
    judged = [f"judge_{rubric.rpartition('/')[2].removesuffix('.md')}" for rubric in suite.rubrics]
    for name, bounds in suite.gates.items():
        _known(loaded, ("gates",), name, suite.systems)
        for metric in bounds:
            _known(loaded, ("gates", name), metric, [OVERALL, *scorers, *judged])
    for name in suite.headline:
        _known(loaded, ("headline",), name, scorers)
    for name in suite.minimum_effects:
        _known(loaded, ("minimum_effects",), name, [OVERALL, *scorers])
    for name, system in systems.items():
        provider, _, model = (system.model or "").partition(":")
        if provider == PROVIDER:
            _known(loaded, ("systems", name, "model"), model, CHARACTERS)
        if not system.plain:
            settings_of(name, system)
            prompts_of(name, system, loaded.folder)


def require_products(cases: Sequence[Case], products: Mapping[str, Product]) -> None:
    """What the cases say of products can be true of some.

    Raises:
        SuiteError: a graded product is not in the catalog, or none has a number to be preferred by.
    """
    wanted = {case.prefers.attribute for case in cases if case.prefers is not None}
    numbered = {name for name in wanted if any(amount(each, name) is not None for each in products.values())}
    for case in cases:
        unknown = [key for key in case.grades if key not in products]
        if unknown:
            raise SuiteError(f"case {case.id}: grades: the catalog has no product {unknown[0]!r}")
        if case.prefers is not None and case.prefers.attribute not in numbered:
            raise SuiteError(
                f"case {case.id}: prefers: no product of the catalog has a number in {case.prefers.attribute}"
            )


def _known(loaded: LoadedSuite, place: Sequence[str], name: str, names: Iterable[str]) -> None:
    known = list(names)
    if name not in known:
        raise mistake(loaded, (*place, name), f"there is no {name}; there are {', '.join(known)}")
