"""Adjectives of countries: "Italian pasta" comes from ``Italy``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from agent.understanding.found import Value

_ORIGINS = """
italy italian
france french
spain spanish
germany german
portugal portuguese
greece greek
switzerland swiss
austria austrian
netherlands dutch
belgium belgian
denmark danish
sweden swedish
norway norwegian
finland finnish
ireland irish
scotland scottish
england english
uk british
unitedkingdom british
usa american
unitedstate american
mexico mexican
brazil brazilian
colombia colombian
argentina argentinian
japan japanese
china chinese
india indian
thailand thai
turkey turkish
morocco moroccan
ethiopia ethiopian
kenya kenyan
vietnam vietnamese
indonesia indonesian
korea korean
southkorea korean
australia australian
poland polish
russia russian
"""


def origins(known: Mapping[str, Value]) -> Iterator[tuple[str, Value]]:
    """The adjective where the catalog has the country, and the country where it has the adjective."""
    for line in _ORIGINS.strip().splitlines():
        country, adjective = line.split()
        for word, other in ((adjective, country), (country, adjective)):
            if word not in known and other in known:
                yield word, known[other]
