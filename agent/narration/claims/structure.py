"""Claims that are known by where they stand in a sentence, whatever they name."""

from __future__ import annotations

from collections.abc import Iterator

from agent.narration.claims.alternatives import alternatives
from agent.narration.claims.beside import beside
from agent.narration.claims.boxed import boxed
from agent.narration.claims.called import called
from agent.narration.claims.care import care
from agent.narration.claims.compounds import compounds
from agent.narration.claims.conditions import conditions
from agent.narration.claims.contradicted import contradicted
from agent.narration.claims.cordless import cordless
from agent.narration.claims.counterparts import counterparts
from agent.narration.claims.deeds import deeds
from agent.narration.claims.degrees import degrees
from agent.narration.claims.does import does
from agent.narration.claims.filled import filled
from agent.narration.claims.freed import freed
from agent.narration.claims.genuine import genuine
from agent.narration.claims.hedges import Verdict
from agent.narration.claims.included import included
from agent.narration.claims.known import Facts
from agent.narration.claims.labelled import labelled
from agent.narration.claims.modified import modified
from agent.narration.claims.opposed import opposed
from agent.narration.claims.owned import owned
from agent.narration.claims.packed import packed
from agent.narration.claims.paraphrased import paraphrased
from agent.narration.claims.platforms import platforms
from agent.narration.claims.refuted import refuted
from agent.narration.claims.required import required
from agent.narration.claims.series import series
from agent.narration.claims.staged import staged
from agent.narration.claims.timely import timely
from agent.narration.claims.wholly import wholly


def structure(text: str, facts: Facts, listed: frozenset[str]) -> Iterator[Verdict]:
    """A verdict on each of them. ``listed``: stems of the names of the whole list."""
    yield from beside(text, facts, listed)
    yield from alternatives(text, facts, listed)
    yield from boxed(text, facts)
    yield from included(text, facts)
    yield from required(text, facts)
    yield from counterparts(text, facts)
    yield from degrees(text, facts)
    yield from packed(text, facts)
    yield from series(text, facts)
    yield from opposed(text, facts)
    yield from timely(text, facts)
    yield from freed(text, facts)
    yield from does(text, facts)
    yield from refuted(text, facts)
    yield from modified(text, facts)
    yield from wholly(text, facts)
    yield from contradicted(text, facts)
    yield from compounds(text, facts, listed)
    yield from conditions(text, facts)
    yield from care(text, facts)
    yield from genuine(text, facts)
    yield from staged(text, facts)
    yield from filled(text, facts)
    yield from paraphrased(text, facts)
    yield from platforms(text, facts)
    yield from cordless(text, facts)
    yield from deeds(text, facts)
    yield from labelled(text, facts)
    yield from owned(text, facts, listed)
    yield from called(text, facts)
