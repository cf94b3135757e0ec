"""How one says what an attribute with a name of its own has: the names, and the ways of saying it."""

from __future__ import annotations

from collections.abc import Sequence

PHRASINGS: tuple[tuple[str, Sequence[str]], ...] = (
    (
        r"fit|leg|cut|silhouette",
        ("It has a {value} fit.", "The fit is {value}.", "It's a {value} fit.",
         "It is cut with a {value} fit.",
         "With its {value} fit, it is easy to wear.", "The {title} comes in a {value} fit.",
         "Its fit is {value}.",
         "The cut is {value}.", "You get a {value} fit.", "It fits {value}."),
    ),
    (
        r"closure|fastening|fly",
        ("It closes with {value}.", "It fastens with {value}.", "The closure is {value}.",
         "It has {article} closure.",
         "You close it with {value}.", "It does up with {value}.", "It is closed by {value}.",
         "The {title} closes with {value}."),
    ),
    (
        r"neckline|neck|collar",
        ("It has {article}.", "The neckline is {value}.", "With {article}, it goes under a jacket.",
         "It comes with {article}.", "Its neckline is {value}.", "The {title} has {article}."),
    ),
    (
        r"scent|fragrance",
        ("The scent is {value}.", "It smells of {value}.", "It is scented with {value}.",
         "It has a scent of {value}.",
         "It has a {value} scent.", "Its scent is {value}.", "You smell {value}.", "{Value} is the scent."),
    ),
    (
        r"flavou?rs?|taste",
        ("The flavour is {value}.", "It tastes of {value}.", "Its flavour is {value}.",
         "It has a {value} flavour.",
         "In flavour it is {value}.", "{Value} is the flavour.", "You taste {value}."),
    ),
    (
        r"languages?",
        ("It is in {value}.", "It is written in {value}.", "The language is {value}.", "It's in {value}.",
         "You read it in {value}.", "It comes in {value}.", "The text is in {value}.",
         "The {title} is in {value}."),
    ),
    (
        r"certifications?|certificates?|certified|labels?|standard",
        ("It is {value} certified.", "It carries {value} certification.", "It has {value} certification.",
         "It is certified to {value}.", "It comes with {value} certification.",
         "It bears the {value} label.",
         "It meets {value}.", "Its certification is {value}.", "The {title} is {value} certified.",
         "It's certified: {value}."),
    ),
    (
        r"packaging|container",
        ("It comes in {article}.", "It is packed in {article}.", "It is sold in {article}.",
         "The packaging is {article}.",
         "It arrives in {article}.", "You get it in {article}.", "It's packaged in {article}."),
    ),
    (
        r"made in|origin|country|country of origin|region",
        ("It is made in {value}.", "It comes from {value}.", "Made in {value}, it is well finished.",
         "It's from {value}.", "It is a product of {value}.", "It hails from {value}.",
         "Its origin is {value}.",
         "The {title} comes from {value}.", "It has its origin in {value}.",
         "{Value} is where it comes from.",
         "It was made in {value}.", "This one comes from {value}.", "{Value} is its home.",
         "It is produced in {value}.", "It originates in {value}.", "The country of origin is {value}."),
    ),
    (
        r"skin type",
        ("It is for {value} skin.", "It suits {value} skin.", "It is made for {value} skin.",
         "It's meant for {value} skin.",
         "{Value} skin is what it is for.", "For {value} skin, it is a good choice.",
         "Use it on {value} skin.",
         "It works on {value} skin."),
    ),
    (
        r"connectivity|connection|ports?|wireless",
        ("It has {value}.", "It connects over {value}.", "It supports {value}.",
         "You connect it over {value}.",
         "It comes with {value}.", "It offers {value}.", "{Value} is on board.",
         "The {title} has {value}."),
    ),
    (
        r"(?:operating )?system|os|platform|compatibility|works with|smart platform",
        ("It runs {value}.", "It runs on {value}.", "It works with {value}.",
         "It's compatible with {value}.",
         "It supports {value}.", "It is compatible with {value}."),
    ),
    (
        r"mounting|installation|mount",
        ("It is {value}.", "It's {value}.", "The mounting is {value}.", "It comes as a {value} model."),
    ),
    (
        r"finish|surface finish",
        ("It has a {value} finish.", "The finish is {value}.", "Its finish is {value}.",
         "It is finished in {value}.",
         "It comes in a {value} finish.", "The {value} finish is easy to clean.",
         "With a {value} finish, it looks good.",
         "The {title} has a {value} finish.", "You get a {value} finish."),
    ),
    (
        r"shape|form|pattern|design|style",
        ("The {name} is {value}.", "Its {name} is {value}.", "In {name} it is {value}.",
         "As for {name}, it is {value}.",
         "The {name} of this one is {value}."),
    ),
    (
        r"firmness|roast|intensity|difficulty|care level|hardness|level|body|sweetness|caffeine|"
        r"light|support|stretch|"
        r"pile|bitterness|acidity|warmth|humidity",
        ("The {name} is {value}.", "Its {name} is {value}.", "In {name} it is {value}.",
         "It has a {value} {name}.",
         "{Name}: {value}.", "With a {value} {name}, it knows what it wants.",
         "The {title} has a {value} {name}.",
         "As for {name}, it is {value}.", "Its {name} is given as {value}.",
         "It comes with a {value} {name}."),
    ),
    (
        r"filling|insulation|coating|plating",
        ("The {name} is {value}.", "Its {name} is {value}.", "It has {article} {name}.",
         "For the {name} they use {value}.",
         "{Value} is the {name}.", "It uses {value} for its {name}."),
    ),
    (
        r"author|illustrator|artist|narrator|designer",
        ("The {name} is {value}.", "Its {name} is {value}.", "{Value} is the {name}."),
    ),
    (
        r"format|binding|genre|type|drive|movement|operation|technology|closure type|mode|tread|"
        r"terrain|surface|ground",
        ("The {name} is {value}.", "Its {name} is {value}.", "In {name} it is {value}.", "{Name}: {value}.",
         "As for {name}, it is {value}.", "The {name} given is {value}."),
    ),
)  # fmt: skip
"""``{value}`` is a value of the attribute, ``{article}`` is it with its article, ``{name}`` its name."""
