"""The catalog's categories as pages: a path of readable names in the address for each."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from retrieval.types import Vocabulary

SEPARATOR = " > "


@dataclass(frozen=True, slots=True)
class Category:
    """One node: ``("Outdoor & Camping", "Tents & Shelter")``."""

    segments: tuple[str, ...]
    href: str

    @property
    def name(self) -> str:
        """Of the node itself."""
        return self.segments[-1]

    @property
    def value(self) -> str:
        """As a filter names it."""
        return SEPARATOR.join(self.segments)


@dataclass(frozen=True, slots=True)
class Tree:
    """Every category by its address (after ``/c/``)."""

    by_slug: dict[str, Category]
    tops: tuple[Category, ...]
    below: dict[tuple[str, ...], tuple[Category, ...]]

    def of(self, path: str) -> list[Category]:
        """The nodes of a product's path, the topmost first; those that have a page."""
        parts = tuple(part.strip() for part in path.split(">") if part.strip())
        held = {category.segments: category for category in self.by_slug.values()}
        return [held[parts[: n + 1]] for n in range(len(parts)) if parts[: n + 1] in held]


_latest: list[tuple[Vocabulary, Tree]] = []


def tree_of(vocabulary: Vocabulary) -> Tree:
    """Made once as long as the catalog's words stay the same object."""
    held = next(iter(_latest), None)
    if held is None or held[0] is not vocabulary:
        held = (vocabulary, grown(vocabulary.paths, vocabulary.values.get("category", {})))
        _latest[:] = [held]
    return held[1]


def grown(paths: Iterable[str], segments: Iterable[str]) -> Tree:
    """``paths``: prefixes too; ``segments``: every single one, so that a category without a path is found."""
    nodes: dict[tuple[str, ...], None] = {}
    inside: set[str] = set()
    for path in sorted(paths):
        parts = tuple(path.split(SEPARATOR))
        inside.update(parts)
        for n in range(len(parts)):
            nodes[parts[: n + 1]] = None
    for name in sorted(segments):
        if name not in inside:
            nodes[(name,)] = None
    by_slug: dict[str, Category] = {}
    slug_of: dict[tuple[str, ...], str] = {}
    for parts in sorted(nodes, key=lambda parts: (len(parts), parts)):
        above = f"{slug_of[parts[:-1]]}/" if len(parts) > 1 else ""
        slug, n = above + slug_in(parts[-1]), 1
        while slug in by_slug:
            n += 1
            slug = f"{above}{slug_in(parts[-1])}-{n}"
        slug_of[parts] = slug
        by_slug[slug] = Category(parts, f"/c/{slug}")
    below: dict[tuple[str, ...], list[Category]] = {}
    for category in by_slug.values():
        below.setdefault(category.segments[:-1], []).append(category)
    ordered = {above: tuple(sorted(each, key=lambda c: c.name.casefold())) for above, each in below.items()}
    return Tree(by_slug, ordered.get((), ()), ordered)


@lru_cache(maxsize=4096)
def slug_in(name: str) -> str:
    """Letters and digits of any script, joined by hyphens."""
    return re.sub(r"[\W_]+", "-", name.casefold()).strip("-") or "x"
