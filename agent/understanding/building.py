"""From the catalog's vocabulary to what :class:`Lexicon` needs to find it in a message."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

from agent.understanding.everyday import ADJECTIVES, LEFT_ALONE, is_letter
from agent.understanding.found import Value
from agent.understanding.kin import above, kin, parts
from agent.understanding.lexicon import Lexicon, key_of
from agent.understanding.origins import origins
from agent.understanding.people import FOR_WHOM, PEOPLE
from agent.understanding.scales import scales
from agent.understanding.slips import near_keys
from agent.understanding.synonyms import other_words
from agent.understanding.units import measured
from agent.understanding.words import STOP, form, lowered, tokens
from retrieval.types import Vocabulary

_YES = frozenset({"yes", "true"})
_YES_NO = frozenset({"yes", "no", "true", "false", "none", "na", "n/a", "other", "others", "unknown"})
_SHORT_COLOURS = frozenset({"navy", "turquoise", "aqua", "lime", "teal", "charcoal", "khaki", "olive"})
_OF_ANY = frozenset({"type", "name", "value", "group", "kind", "feature", "level"})
"""Words in an attribute's name that tell it from no other."""
_LASTING = frozenset({"battery", "life", "runtime", "warranty", "guarantee"})
_DAY = 86400
_FEW = 0.02
"""Share of products without a category up to which a category may be what must hold."""


def build_lexicon(vocabulary: Vocabulary) -> Lexicon:
    """Everything :meth:`Lexicon.find` needs, from the catalog's own words."""
    values = vocabulary.values
    segments = {key_of(text) for text in values.get("category", {})}
    kinds = {"category"} | {
        name
        for name, given in values.items()
        if name not in ("brand", "category")
        and given
        and _share(given, segments) >= 0.5
        and FOR_WHOM.isdisjoint(map(key_of, given))
    }
    higher = above(vocabulary.paths)
    below: dict[str, dict[str, int]] = defaultdict(dict)
    for text, count in values.get("category", {}).items():
        for each in higher.get(text, ()):
            below[each][text] = count
    exact: dict[str, Value] = {}
    aliases: dict[str, Value] = {}
    brands: dict[str, Value] = {}
    common: dict[str, Value] = {}
    needs_name: dict[str, list[Value]] = defaultdict(list)
    several: dict[str, list[Value]] = defaultdict(list)
    # Attributes before categories and tags: where a value is both, the attribute says it more closely.
    for name in sorted(values, key=lambda n: (n == "category", n not in kinds, n == "tags", n)):
        if name == "brand":
            continue
        pieces: list[tuple[str, Value]] = []
        for text, count in sorted(values[name].items(), key=lambda item: -item[1]):
            value, key = Value(name, text, count), key_of(text)
            if text.casefold() in _YES:
                # "waterproof boots": the name of a yes-or-no attribute is the wish itself.
                exact.setdefault(key_of(name.replace("_", " ")), value)
            if not key or text.casefold() in _YES_NO or _lasts(name, text):
                continue
            if not any(letter.isalpha() for letter in key) or len(key) == 1:
                needs_name[key].append(value)
                continue
            if name == "category":
                aliases.setdefault(key, value)
                held = exact.get(key)
                # One soap is made of "coffee", and a whole shelf is called so.
                if held and held.name not in kinds and held.count <= count and key not in FOR_WHOM:
                    exact[key] = value
            else:
                held = exact.get(key)
                # Of two attributes with "9 kg" the one that most products have so.
                more = held is not None and held.name != name and held.count < count
                if held is None or (more and name != "tags" and not {held.name, name} & kinds):
                    exact[key] = value
            several[key].append(value)
            pieces += [(alias, value) for alias in _aliases(name, text)]
        # After all: what is called just "Pasta" is no part of "Pasta & Rice".
        for alias, value in pieces:
            aliases.setdefault(alias, _closer(alias, value, below.get(value.text, {})))
    for text, count in sorted(values.get("brand", {}).items(), key=lambda item: -item[1]):
        for place, key in enumerate(_brand_keys(text)):
            # A letter that is a size as well may be meant as one.
            if not place and (key in STOP or (is_letter(key) and key not in needs_name)):
                common.setdefault(key, Value("brand", text, count))
            # A lantern is a lantern, whatever else a brand ("Leaf & Lantern") is called besides.
            if len(key) > 1 and key not in STOP and (not place or not {key, form(key)} & {*exact, *aliases}):
                brands.setdefault(key, Value("brand", text, count))
    for given in needs_name.values():
        given.sort(key=lambda value: -value.count)
    people: dict[str, tuple[str, ...]] = {}
    for words, meant in PEOPLE:
        person = next((exact[key] for key in meant if key in exact), None)
        if person is not None:
            people[person.name] = tuple(values[person.name])
            for word in words:
                aliases.setdefault(key_of(word), person)
    exact = {**aliases, **exact}
    akin = kin(values.get("category", {}), vocabulary.paths)
    for word, categories in akin.items():
        if word not in (*brands, *common, *needs_name, *STOP, *LEFT_ALONE, *ADJECTIVES):
            exact.setdefault(word, Value("category", categories[0], values["category"][categories[0]]))
    exact.update([*other_words(exact), *origins(exact)])
    names = _names(values)
    return Lexicon(
        revision=vocabulary.revision,
        currency=vocabulary.currency,
        exact=exact,
        brands=brands,
        needs_name=dict(needs_name),
        names=names,
        rivals={key: tuple(given) for key, given in several.items() if len({v.name for v in given}) > 1},
        name_words=_name_words(values),
        above=higher,
        things=frozenset(_things(values, segments)),
        kinds=frozenset(kinds),
        people=people,
        describing=frozenset(_describing(exact.values(), brands, kinds)),
        near=near_keys({**exact, **brands}),
        learned=dict(_learned(vocabulary, exact, {*brands, *common, *needs_name, *names}, kinds)),
        common=common,
        keys=sorted({*exact, *brands}),
        kin=akin,
        scales=scales({name: given for name, given in values.items() if name not in kinds}),
        loose=vocabulary.without_category > _FEW,
    )


def _learned(
    vocabulary: Vocabulary, exact: Mapping[str, Value], read: Collection[str], kinds: Collection[str]
) -> Iterator[tuple[str, Value]]:
    """Of the words that the titles say in place of a category those that have no other meaning here."""
    for word, segment in vocabulary.heads.items():
        key, own = key_of(word), exact.get(key_of(segment))
        if {key, word} & {*STOP, *LEFT_ALONE, *ADJECTIVES, *exact, *read}:
            continue
        # "Sandals" are fewer than what stands under "Sandal", of which alone the word was learned.
        same = own is not None and own.text == segment and own.name in kinds
        count = vocabulary.values["category"].get(segment, 0)
        yield key, own if own is not None and same else Value("category", segment, count)


def _lasts(name: str, text: str) -> bool:
    """How many days a battery lasts: "6 months" alone is an age (a bound that names it is read)."""
    amount = measured(text) if _LASTING & {*name.casefold().split("_")} else None
    return amount is not None and amount[1] == "time" and amount[0] >= _DAY


def _closer(alias: str, value: Value, below: Mapping[str, int]) -> Value:
    """A ``phone`` of "Phones & Tablets" is one of the ``Smartphones`` below it."""
    if value.name != "category":
        return value
    named = (text for text in below if " " not in text and key_of(text).endswith(alias))
    text = next(named, None)
    return value if text is None else Value("category", text, below[text])


def _share(given: Iterable[str], segments: set[str]) -> float:
    keys = [key_of(text) for text in given]
    return sum(key in segments for key in keys) / len(keys)


def _aliases(name: str, text: str) -> Iterator[str]:
    """The parts of ``Perfume and Body Mist``; ``navy`` for ``Navy Blue``."""
    pieces = parts(text)
    if len(pieces) > 1:
        yield from (key for part in pieces if len(key := key_of(part)) > 2 and key not in STOP)
    words = [form(word) for word in lowered(text).split()]
    if name in ("color", "colour") and len(words) == 2 and words[0] in _SHORT_COLOURS:
        yield words[0]


def _brand_keys(text: str) -> Iterator[str]:
    """As written; ``US Polo`` for ``U.S. Polo Assn.``; ``Benetton`` for ``United Colors of Benetton``."""
    words = [token.raw for token in tokens(lowered(text))]
    yield "".join(words)
    if len(words) >= 3:
        for end in range(2, len(words)):
            key = "".join(words[:end])
            if len(key) >= 6 and words[end - 1] not in STOP:
                yield key
        if len(words[-1]) >= 6:
            yield words[-1]


def _names(values: Iterable[str]) -> dict[str, str]:
    names = {key_of(name.replace("_", " ")): name for name in values}
    for name, words in (
        ("color", ("colour", "shade")),
        ("colour", ("color", "shade")),
        ("brand", ("make", "label", "maker")),
        ("category", ("category", "department")),
    ):
        if name in values:
            names.update({form(word): name for word in words if form(word) not in names})
    return names


def _name_words(values: Iterable[str]) -> dict[str, frozenset[str]]:
    """Each word of an attribute's name → the names it is a word of: ``skin`` of ``skin_type``."""
    found: dict[str, set[str]] = defaultdict(set)
    for name in values:
        for token in tokens(lowered(name.replace("_", " "))):
            if token.form not in _OF_ANY:
                found[token.form].add(name)
    return {word: frozenset(names) for word, names in found.items()}


def _things(values: Mapping[str, Mapping[str, int]], segments: Collection[str]) -> Iterator[str]:
    """Colours called like a thing of this shop: ``Skin`` where skin care is sold."""
    words = {token.form for name in values for token in tokens(lowered(name.replace("_", " ")))}
    for name in ("color", "colour"):
        yield from (key for text in values.get(name, ()) if (key := key_of(text)) in {*segments, *words})


def _describing(exact: Iterable[Value], brands: Iterable[str], kinds: set[str]) -> Iterator[str]:
    for value in exact:
        if value.name not in kinds:
            yield lowered(value.text).split()[0]
    yield from brands
