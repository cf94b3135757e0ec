"""What only the description tells: a phrase of it in other grammar, beside one of another product's."""

from __future__ import annotations

import re
from collections.abc import Iterator

from eval.grounding.made.contents import foreign
from eval.grounding.made.listing import Listing, Made
from eval.grounding.made.told import called, tells, weighty
from retrieval.types import PublicProduct

_END = (
    r"(?=[.,;:!?]|$| (?:and|for|that|which|in|to|with|from|on|so|at|but|or|as|by|keeps?|makes?|gives?|lets?|"
    r"is|are)\b)"
)
_NOUN = (
    r"(?!(?:no|not|just|only|all|every|each|its|your|the|our|this|up|out|or|and|which|that|care|ease|"
    r"time)\b)"
)
_WITH = re.compile(
    rf"(?<!clean )(?<!wipes )(?<!filled )\bwith (?P<np>(?:an? )?{_NOUN}[a-z-]{{3,}}(?: "
    rf"{_NOUN}[a-z-]{{3,}}){{1,3}}?){_END}"
)
_DONE = re.compile(
    r"\b(?P<np>(?:filled|made|lined|coated|covered|trimmed|finished|woven|knitted|built|carved|cut|"
    r"roasted|brewed|"
    r"printed|stuffed|dyed|blended|infused|sweetened|bound|sewn|cast|forged|baked|smoked|aged|cured|"
    r"matured|tanned|"
    rf"grown|fermented|pressed|distilled) (?:with|of|from|in|by|for|over|on) (?:an? |the "
    rf")?{_NOUN}[a-z-]{{3,}}"
    rf"(?: {_NOUN}[a-z-]{{3,}}){{0,2}}?){_END}"
)
_GIVEN = re.compile(
    r"(?:^|[.;] )(?P<np>(?:An? |The |Two |Three )?[A-Za-z][a-z-]+(?: (?!and\b|with\b|of\b|not\b|is\b|"
    r"are\b)[a-z-]+){0,3})(?: is| are)?(?P<no> not)? included(?=[.,;]|$)"
)
_DOES = re.compile(
    r"(?:^|[.;] )(?P<v>Folds|Fits|Holds|Keeps|Opens|Closes|Comes|Works|Stands|Charges|Runs|Dries|"
    r"Tilts|Turns|Converts|"
    r"Rolls|Packs|Hangs|Attaches|Clips|Screws|Connects|Plays|Shows|Measures|Records|Brews|Grinds|"
    r"Blends|Cuts|Seats|"
    r"Sleeps|Needs|Uses|Supports|Tells|Tastes|Smells|Pairs|Mixes|Cleans|Removes|Protects|Contains|"
    r"Includes|Takes|Flowers|"
    r"Grows|Tolerates|Reclines|Swivels|Locks|Sits|Ships|Arrives|Extends|Adjusts) "
    r"(?P<rest>[^.;]{8,70})(?=[.;]|$)"
)
_IS = re.compile(r"^(?P<np>(?:An?) (?!pair|set|pack)[^.;]{12,90})(?=[.;](?:\s|$))")
_HAS = (
    "It has {np}.", "It comes with {np}.", "It features {np}.", "You get {np}.", "The {title} has {np}.",
    "This one has {np}.", "It is fitted with {np}.", "It offers {np}.", "With {np}, it has all one needs.",
    "It boasts {np}.", "It also has {np}.", "{Np} makes it a good choice.", "{Np} sets it apart.",
    "What you get is {np}.", "There is {np} too.", "I like that it has {np}.", "It's the one with {np}.",
)  # fmt: skip
_IT_IS = (
    "It is {np}.", "It's {np}.", "The {title} is {np}.", "This one is {np}.", "It is {np}, which shows.",
    "{Np}, it will please.", "Being {np}, it is something else.", "It comes {np}.",
)  # fmt: skip
_DOING = (
    "It {does}.",
    "This one {does}.",
    "The {title} {does}.",
    "It's good that it {does}.",
    "It also {does}.",
)
_ALONG = (
    "{Np} come with it.",
    "It comes with {np}.",
    "You also get {np}.",
    "It includes {np}.",
    "The box holds {np}.",
)
_NOT_ALONG = ("It comes without {np}.", "It doesn't include {np}.", "You don't get {np} with it.")


def described(listing: Listing, position: int) -> Iterator[Made]:
    """A thing that it has, a way in which it is made, what it is for, what it does."""
    for pattern, templates in ((_WITH, _HAS), (_DONE, _IT_IS)):
        yield from _said(listing, position, pattern, templates)
    product, random = listing.products[position], listing.random
    for text, grounded in _sources(listing, position):
        found = [m for m in _DOES.finditer(text) if grounded or _strange(product, m[0], 2)]
        for one in random.sample(found, min(1, len(found))):
            verb = one["v"].lower()
            way = random.choice(_DOING).format(does=f"{verb} {one['rest']}", title=called(product))
            yield Made(position, way, grounded)
        whole = _IS.match(text)
        if whole is not None and (grounded or _other_kind(product, whole["np"])):
            said = whole["np"][:1].lower() + whole["np"][1:]
            ways = [
                f"It is {said}.",
                f"This is {said}.",
                f"The {called(product)} is {said}.",
                f"What you get is {said}.",
            ]
            yield Made(position, random.choice(ways), grounded)
    for one in _GIVEN.finditer(product.description or ""):
        np = re.sub(r"^the ", "", one["np"][:1].lower() + one["np"][1:])
        fill = {"np": np, "Np": np[:1].upper() + np[1:]}
        without = one["no"] is not None
        yield Made(position, random.choice(_ALONG).format(**fill), not without)
        yield Made(position, random.choice(_NOT_ALONG).format(**fill), without)


def joined(listing: Listing, position: int) -> Iterator[Made]:
    """Two phrases of the description in one sentence, and one of them another product's."""
    product, random = listing.products[position], listing.random
    own = _phrases(product.description or "", _WITH)
    wrong = [
        np
        for i in listing.others(position)
        for np in _phrases(listing.products[i].description or "", _WITH)
        if foreign(product, np)
    ]
    if len(own) > 1:
        first, second = random.sample(own, 2)
        ways = (
            "It has {} and {}.",
            "It comes with {} and {}.",
            "You get {} as well as {}.",
            "With {} and {}, it is complete.",
        )
        way = random.choice(ways)
        yield Made(position, way.format(first, second), True)
        if wrong:
            yield Made(position, way.format(first, random.choice(wrong)), False)


def titled(listing: Listing, position: int) -> Iterator[Made]:
    """What the kind is that its title and its category name, and what kind only another is."""
    product, random = listing.products[position], listing.random
    own = _kind(product)
    kinds = {
        kind
        for i in listing.others(position)
        if (kind := _kind(listing.products[i])) and foreign(product, kind)
    }
    ways = ("It is a {}.", "It's a {}.", "This is a {}.", "This one is a {}.", "What you get is a {}.")
    way = random.choice(ways)
    if own and own[:1] not in "aeio":
        yield Made(position, way.format(own), True)
    wrong = sorted(kind for kind in kinds if kind[:1] not in "aeio")
    if wrong:
        yield Made(position, way.format(random.choice(wrong)), False)


def _kind(product: PublicProduct) -> str | None:
    """``rain jacket`` of the category ``Clothing > Rain Jackets``: where the title says it too."""
    leaf = product.categories[0].rpartition(">")[2].strip().lower() if product.categories else ""
    one = leaf[:-1] if leaf.endswith("s") and not leaf.endswith(("ss", "ies", "ches", "shes", "xes")) else ""
    return (
        one
        if one and one in product.title.lower() and "&" not in one and one not in ("classic", "gift", "ga")
        else None
    )


def _sources(listing: Listing, position: int) -> Iterator[tuple[str, bool]]:
    yield listing.products[position].description or "", True
    others = [text for i in listing.others(position) if (text := listing.products[i].description)]
    if others:
        yield listing.random.choice(others), False


def _said(
    listing: Listing, position: int, pattern: re.Pattern[str], templates: tuple[str, ...]
) -> Iterator[Made]:
    product, random = listing.products[position], listing.random
    template = random.choice(templates)
    for text, grounded in _sources(listing, position):
        found = [np for np in _phrases(text, pattern) if grounded or foreign(product, np)]
        for np in random.sample(found, min(1, len(found))):
            plural = np.endswith("s") and not np.startswith(("a ", "an "))
            shown = template.replace("There is", "There are") if plural else template
            fill = {"np": np, "Np": np[:1].upper() + np[1:], "title": called(product)}
            if plural and "{Np}" in template:
                shown = shown.replace(" makes ", " make ").replace(" sets ", " set ")
            yield Made(position, shown.format(**fill), grounded)


def _phrases(text: str, pattern: re.Pattern[str]) -> list[str]:
    return [found["np"] for found in pattern.finditer(text)]


def _other_kind(product: PublicProduct, phrase: str) -> bool:
    """Whether ``a small solo microwave with two dials`` names a kind that it is not, and more that "
    "it has not."""
    head = weighty(re.split(r",| (?:with|for|in|of|that|from|on|by|at|to|and) ", phrase)[0])
    return bool(head) and not tells(product, head[-1]) and _strange(product, phrase, 3)


def _strange(product: PublicProduct, phrase: str, least: int) -> bool:
    """Whether most words of a phrase, and so many at least, are told of the product nowhere."""
    words = [word for word in weighty(phrase)[1:] if len(word) > 3]
    untold = [word for word in words if not tells(product, word)]
    return len(untold) >= least and 3 * len(untold) >= 2 * len(words)
