"""A query to the catalog's words: read as clauses of BM25, words that it does not know as the likeliest it
knows, and answered with scores between 0 and 1."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np
import tantivy
from numpy.typing import NDArray
from tantivy import Query

from retrieval.index.spelling import Spelling
from retrieval.index.words import Term, terms
from retrieval.ports import LexicalMatches

K1 = 1.2
"""Tantivy's own, fixed."""
RARE = 50
"""Up to so many products with a word it is checked that not all of them are gone."""
_STOP_WORDS = """a an and are as at be but by for if in into is it no not of on or such that the their then
there these they this to was will with"""
STOP_WORDS = frozenset(_STOP_WORDS.split())


@dataclass(frozen=True, slots=True)
class _Clause:
    """Part of a query: alternatives whose scores are added, and the highest sum any product could get."""

    any_of: tuple[Query, ...]
    ceiling: float


class Reading:
    """The words of one query against one state of the catalog."""

    def __init__(
        self,
        schema: tantivy.Schema,
        searcher: tantivy.Searcher,
        stems: tantivy.TextAnalyzer,
        spell: Callable[[], Spelling],
    ) -> None:
        self._schema = schema
        self._searcher = searcher
        self._stems = stems
        self._spell = spell
        self._meant: dict[str, str] = {}

    def query(self, text: str, ids: Sequence[str], slot_of: Mapping[str, int]) -> TantivyQuery | None:
        """What ``text`` asks of the words of the catalog; None where it says nothing.
        ``ids``: slot → product."""
        asked = [(term, self._term(term)) for term in terms(text)]
        meant = [(term, clause) for term, clause in asked if not STOP_WORDS.issuperset(term.parts)] or asked
        if not meant:
            return None
        wanted = _all([clause for _, clause in meant])
        return TantivyQuery(self._schema, self._searcher, ids, slot_of, wanted, self._corrected(text))

    def _term(self, term: Term) -> _Clause:
        """Whatever way it is written; a word that the catalog does not know, as the likeliest it knows."""
        apart = _all([self._word(part) for part in term.parts])
        if term.joined is not None:
            return _best([apart, self._word(term.joined)])
        (word,) = term.parts
        if self._known(word):
            return apart
        meant = self._spell().corrections(word)
        if not meant:
            return apart
        self._meant[word] = " ".join(meant[0].words)
        return _best([_scaled(_all([self._word(w) for w in c.words]), c.trust) for c in meant])

    def _corrected(self, text: str) -> str:
        """The text with the words that were meant."""
        if not self._meant:
            return text
        return " ".join(self._meant.get(part, part) for term in terms(text) for part in term.parts)

    def _known(self, word: str) -> bool:
        stem = self._stem(word)
        held = self._searcher.doc_freq("text", stem)
        if 0 < held <= RARE:
            # Products that are gone are counted until their segment is merged.
            return bool(self._searcher.search(self._is("text", stem), 1, count=False).hits)
        return held > 0

    def _word(self, word: str) -> _Clause:
        stem = self._stem(word)
        anywhere, title = self._is("text", stem), self._is("title", stem)
        ceiling = self._rarity("text", stem) * (K1 + 1)
        if self._searcher.doc_freq("title", stem):
            ceiling += self._rarity("title", stem) * (K1 + 1)
        return _Clause((anywhere, title), ceiling)

    def _stem(self, word: str) -> str:
        return (self._stems.analyze(word) or [word])[0]

    def _is(self, field: str, stem: str) -> Query:
        return Query.term_query(self._schema, field, stem, index_option="freq")

    def _rarity(self, field: str, stem: str) -> float:
        """Inverse document frequency, as tantivy reckons it."""
        df = self._searcher.doc_freq(field, stem)
        n = max(self._searcher.num_docs, df)
        return math.log(1 + (n - df + 0.5) / (df + 0.5))


class TantivyQuery:
    """One query on one state of the catalog. Satisfies :class:`retrieval.ports.LexicalQuery`."""

    def __init__(
        self,
        schema: tantivy.Schema,
        searcher: tantivy.Searcher,
        ids: Sequence[str],
        slot_of: Mapping[str, int],
        wanted: _Clause,
        text: str,
    ) -> None:
        self._schema = schema
        self._searcher = searcher
        self._ids = ids
        self._slot_of = slot_of
        self._wanted = _any(wanted.any_of)
        self._ceiling = wanted.ceiling
        self.text = text

    def best(self, n: int) -> LexicalMatches:
        """At most ``n``, best first."""
        slots, scores = self._search(self._wanted, n)
        return LexicalMatches([self._ids[slot] for slot in slots], scores)

    def scores(self, product_ids: Sequence[str]) -> NDArray[np.float32]:
        """Shape (len(product_ids),), 0 where no word matches."""
        out = np.zeros(len(product_ids), dtype=np.float32)
        slots = [self._slot_of.get(product_id) for product_id in product_ids]
        place = {slot: position for position, slot in enumerate(slots) if slot is not None}
        if place:
            among = Query.const_score_query(_any([slot_query(self._schema, slot) for slot in place]), 0.0)
            must = tantivy.Occur.Must
            both = Query.boolean_query([(must, among), (must, self._wanted)])
            found, scores = self._search(both, len(place))
            out[[place[slot] for slot in found]] = scores
        return out

    def _search(self, query: Query, n: int) -> tuple[list[int], NDArray[np.float32]]:
        hits = self._searcher.search(query, max(n, 1), count=False).hits[:n]
        addresses = [address for _, address in hits]
        slots = cast("list[int]", self._searcher.fast_field_values("slot", addresses))
        scores = np.asarray([score for score, _ in hits], dtype=np.float32) / self._ceiling
        return slots, np.minimum(scores, 1, dtype=np.float32)


def slot_query(schema: tantivy.Schema, slot: int) -> Query:
    """The one product that holds the slot."""
    return Query.term_query(schema, "slot", slot, index_option="basic")


def _any(queries: Sequence[Query]) -> Query:
    # Flat, so that tantivy can skip products that cannot come among the best (block-max WAND).
    return Query.boolean_query([(tantivy.Occur.Should, query) for query in queries])


def _all(clauses: Sequence[_Clause]) -> _Clause:
    """The more of them match, the better."""
    return _Clause(tuple(query for c in clauses for query in c.any_of), sum(c.ceiling for c in clauses))


def _best(clauses: Sequence[_Clause]) -> _Clause:
    """The one that matches best counts alone."""
    if len(clauses) == 1:
        return clauses[0]
    query = Query.disjunction_max_query([_any(c.any_of) for c in clauses])
    return _Clause((query,), max(c.ceiling for c in clauses))


def _scaled(clause: _Clause, factor: float) -> _Clause:
    return _Clause((Query.boost_query(_any(clause.any_of), factor),), clause.ceiling)
