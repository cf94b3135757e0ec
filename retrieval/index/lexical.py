"""The catalog by its words: BM25 by tantivy, in memory, changed in place.

Not kept on disk: it is rebuilt from the catalog's rows at start, so it can never disagree with them,
needs no recovery after a crash, and every process of a server has its own.

A word's score is its BM25 over the whole text plus its BM25 over the title alone: a match in the title
counts more, and the length of a description takes nothing from it. Shop text repeats words to sell, not
to say more, so that being there must count and being there again hardly: k1 is to be small. Tantivy has
1.2 built in; text that is indexed ``SAID`` times is scored as with k1 = 1.2 / ``SAID``.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

import numpy as np
import tantivy
from numpy.typing import NDArray
from tantivy import Query

from retrieval.index.spelling import Spelling
from retrieval.index.words import REMEMBERED, Term, spread_out, terms
from retrieval.ports import LexicalMatches
from retrieval.types import Product

SAID = 3
K1 = 1.2
"""Tantivy's own, fixed."""
DESCRIPTION_CHARACTERS = 2000
"""Beyond this a description repeats itself."""
HEAP = 32_000_000
"""Bytes for documents not yet committed."""
RARE = 50
"""Up to so many products with a word it is checked that not all of them are gone."""
STALE = 0.01
"""Share of the catalog that may change before the words known to the spelling are read anew."""
_STOP_WORDS = """a an and are as at be but by for if in into is it no not of on or such that the their then
there these they this to was will with"""
STOP_WORDS = frozenset(_STOP_WORDS.split())


class TantivyIndex:
    """Satisfies :class:`retrieval.ports.LexicalIndex`. Safe to call from several threads."""

    def __init__(self) -> None:
        schema = tantivy.SchemaBuilder()
        schema.add_unsigned_field("slot", indexed=True, fast=True)
        schema.add_text_field("text", tokenizer_name="stems", index_option="freq")
        schema.add_text_field("title", tokenizer_name="stems", index_option="freq")
        schema.add_text_field("spelled", tokenizer_name="words", index_option="basic")
        self._schema = schema.build()
        self._stems = _analyzer(stemmed=True)
        self._index = tantivy.Index(self._schema)
        self._index.register_tokenizer("stems", self._stems)
        self._index.register_tokenizer("words", _analyzer(stemmed=False))
        # The default policy reloads in a thread of its own and may keep a reader waiting for 100 ms.
        self._index.config_reader("manual")
        self._writer = self._index.writer(HEAP, num_threads=1)
        self._lock = threading.Lock()
        self._slot_of: dict[str, int] = {}
        self._ids: list[str] = []
        self._digests: list[int] = []
        self._free: list[int] = []
        self._changed = 0
        self._waiting = False
        self._searcher = self._index.searcher()
        self._spelling: tuple[int, Spelling] | None = None

    def update(self, upserts: Sequence[Product], deletes: Sequence[str]) -> None:
        """Insert or replace, and delete; ids that are not there are no error. Seen after :meth:`commit`."""
        with self._lock:
            changed = sum([self._delete(product_id) for product_id in deletes])
            changed += sum([self._put(product) for product in upserts])
            self._changed += changed
            self._waiting |= changed > 0

    def commit(self) -> None:
        """Show everything up to here to the next query."""
        with self._lock:
            if self._waiting:
                self._writer.commit()
                self._index.reload()
                self._searcher = self._index.searcher()
                self._waiting = False

    def count(self) -> int:
        """Products held."""
        return len(self._slot_of)

    def query(self, text: str) -> TantivyQuery | None:
        """What ``text`` asks of the words of the catalog; None where it says nothing."""
        searcher = self._searcher
        reading = _Reading(self._schema, searcher, self._stems, self._spell)
        asked = [(term, reading.term(term)) for term in terms(text)]
        meant = [(term, clause) for term, clause in asked if not STOP_WORDS.issuperset(term.parts)] or asked
        if not meant:
            return None
        ids = self._ids, self._slot_of
        wanted = _all([clause for _, clause in meant])
        return TantivyQuery(self._schema, searcher, *ids, wanted, reading.corrected(text))

    def _spell(self) -> Spelling:
        held = self._spelling
        if held is None or self._changed - held[0] > STALE * len(self._slot_of):
            # The filter leaves out words of products that are gone.
            words = self._searcher.terms_with_prefix("spelled", "", filter_query=Query.all_query())
            held = self._spelling = (self._changed, Spelling(words))
        return held[1]

    def _put(self, product: Product) -> bool:
        text = _text(product)
        digest = hash(text)
        slot = self._slot_of.get(product.product_id)
        if slot is not None:
            if self._digests[slot] == digest:
                return False
            self._forget(slot)
        elif self._free:
            slot = self._free.pop()
        else:
            slot = len(self._ids)
            self._ids.append("")
            self._digests.append(0)
        self._slot_of[product.product_id] = slot
        self._ids[slot] = product.product_id
        self._digests[slot] = digest
        title, facts, description = text
        document = tantivy.Document()
        document.add_unsigned("slot", slot)
        document.add_text("title", f"{title} " * SAID)
        document.add_text("text", f"{title} {facts} {description} " * SAID)
        document.add_text("spelled", f"{title} {facts}")
        self._writer.add_document(document)
        return True

    def _delete(self, product_id: str) -> bool:
        slot = self._slot_of.pop(product_id, None)
        if slot is None:
            return False
        self._forget(slot)
        self._ids[slot] = ""
        self._free.append(slot)
        return True

    def _forget(self, slot: int) -> None:
        # By query: deletion by term takes the number for a signed one and finds nothing.
        self._writer.delete_documents_by_query(_slot(self._schema, slot))


@dataclass(frozen=True, slots=True)
class _Clause:
    """Part of a query: alternatives whose scores are added, and the highest sum any product could get."""

    any_of: tuple[Query, ...]
    ceiling: float


class _Reading:
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

    def term(self, term: Term) -> _Clause:
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

    def corrected(self, text: str) -> str:
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
            among = Query.const_score_query(_any([_slot(self._schema, slot) for slot in place]), 0.0)
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


def _text(product: Product) -> tuple[str, str, str]:
    """Title, facts and description."""
    facts = [product.brand or "", *product.categories, *product.tags]
    facts += [value for name in product.attributes for value in product.values(name)]
    description = (product.description or "")[:DESCRIPTION_CHARACTERS]
    return spread_out(product.title), " ".join(map(_fact, filter(None, facts))), spread_out(description)


@lru_cache(maxsize=REMEMBERED)
def _fact(value: str) -> str:
    # A catalog has few different brands, categories and values.
    return spread_out(value)


def _slot(schema: tantivy.Schema, slot: int) -> Query:
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


def _analyzer(*, stemmed: bool) -> tantivy.TextAnalyzer:
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace())
    builder = builder.filter(tantivy.Filter.ascii_fold()).filter(tantivy.Filter.remove_long(80))
    return (builder.filter(tantivy.Filter.stemmer("english")) if stemmed else builder).build()
